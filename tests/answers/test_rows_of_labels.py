"""A table of a label, from its file to a verified answer: the row for the value asked about, all rows where none is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curbside.answers.digest import digest
from curbside.answers.verify import verify
from curbside.consult import Desk
from curbside.library.library import Library
from curbside.press.json import to_dict
from curbside.questions.question import Reader

LABEL = """<document xmlns="urn:hl7-org:v3"><code code="34391-3" displayName="HUMAN PRESCRIPTION DRUG LABEL"/>
<title>Highlights</title><effectiveTime value="20240113"/><setId root="C6E131FE"/><component><structuredBody>
<component><section><code code="48780-1"/><subject><manufacturedProduct><manufacturedProduct><name>Allopurinol</name>
<asEntityWithGeneric><genericMedicine><name>allopurinol</name></genericMedicine></asEntityWithGeneric></manufacturedProduct>
</manufacturedProduct></subject></section></component>
<component><section><code code="34068-7"/><title>2 DOSAGE AND ADMINISTRATION</title><component><section>
<title>2.2 Renal Impairment</title><text><table><caption>Table 1: Daily Dose of Allopurinol in Renal Impairment</caption>
<thead><tr><th>Creatinine Clearance</th><th>Daily Dose</th></tr></thead>
<tbody><tr><td>10 to 20 mL/min</td><td>200 mg once daily</td></tr><tr><td>3 to 9 mL/min</td><td>100 mg once daily</td></tr>
</tbody></table></text></section></component></section></component>
<component><section><code code="34084-4"/><title>6 ADVERSE REACTIONS</title><text><table><caption>Table 2: Adverse Reactions</caption>
<thead><tr><th>Reaction</th><th>Allopurinol %</th><th>Placebo %</th></tr></thead><tbody><tr><td>Rash</td><td>5</td><td>2</td></tr>
<tr><td>Nausea</td><td>7</td><td>6</td></tr></tbody></table></text></section></component>
</structuredBody></component></document>"""
TABLE = "Renal Impairment. Table 1: Daily Dose of Allopurinol in Renal Impairment. "
FIRST, SECOND = (
    f"Creatinine Clearance: {low} mL/min; Daily Dose: {dose} mg once daily."
    for low, dose in (("10 to 20", 200), ("3 to 9", 100))
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("label")
    file = Path(folder) / "allopurinol.xml"
    file.write_text(LABEL, "utf-8")
    library = Library.open(folder / "library")
    library.add(str(file))
    return Desk(library)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the dose of allopurinol in renal impairment?", f"{TABLE}{FIRST} {SECOND}"),
        ("What is the dose of allopurinol with a creatinine clearance of 15 mL/min?", f"{TABLE}{FIRST}"),
        ("What is the dose of allopurinol with a creatinine clearance of 5 mL/min?", f"{TABLE}{SECOND}"),
        (
            "How often does allopurinol cause a rash?",
            "Table 2: Adverse Reactions. Reaction: Rash; Allopurinol %: 5; Placebo %: 2.",
        ),
    ],
)
def test_a_row_answers_and_verifies(desk: Desk, question: str, said: str) -> None:
    """Caption, heads and cells as they stand, several quotes of one source, every one byte-exact."""
    answer = desk.ask(question)
    (claim,) = [claim for claim in answer.claims if " Table" in f" {claim.text}"]
    assert claim.text == said
    for quote in claim.quotes:
        assert desk.library.text(quote.source, quote.version)[quote.start : quote.end] == quote.text
    made = json.loads(json.dumps(to_dict(answer)))
    assert verify(made, desk.library).is_sound
    if "200" in said and "100" in said:
        changed = json.loads(json.dumps(made).replace("mL/min; Daily Dose: 200", "mL/min; Daily Dose: 100"))
        changed["digest"] = digest(changed)
        assert not verify(changed, desk.library).is_sound


def test_a_value_outside_every_band_gets_no_row(desk: Desk) -> None:
    """A dose for others is not shown as an answer."""
    answer = desk.ask("What is the dose of allopurinol with a creatinine clearance of 45 mL/min?")
    assert not [claim for claim in answer.claims if "once daily" in claim.text]


def test_patients_are_shown_no_row_of_doses(desk: Desk) -> None:
    """A table written for professionals tells patients no dose."""
    answer = desk.ask("What is the dose of allopurinol in renal impairment?", Reader.PATIENT)
    assert not [claim for claim in answer.claims if "once daily" in claim.text]

"""P10, as far as the starter library goes: thin evidence gives no answer, and no dose is printed."""

from __future__ import annotations

from itertools import product

import pytest
from asked import ENDURANCE

from curbside.answers.answer import Answer, Outcome
from curbside.claims.dose import states_dose
from curbside.consult import Desk
from curbside.questions.question import Reader
from curbside.sources.build import TextBuilder
from curbside.sources.source import Source, SourceKind

#: Names of drugs that do not exist, formed like those that do.
DRUGS = "zorvexamab pralutinib quendoxaban meltrazole vasipril oxafentrin tubrolimus neracillin".split()
#: Diseases that no starter page is about, and names that mean nothing.
DISEASES = ("Wilson disease", "Q fever", "porphyria cutanea tarda", "Zellwick-Marrow syndrome", "idiopathic glorvitis")
ABOUT_DRUGS = (
    "What is the dose of {}?",
    "What is the recommended dose of {} for gout?",
    "Is {} effective for migraine?",
    "What are the side effects of {}?",
    "Can I take {} in pregnancy?",
)
ABOUT_DISEASES = (
    "How is {} treated?",
    "What is the initial management for {}?",
    "What are the symptoms of {}?",
    "What is the outlook for {}?",
)
EVERY = [words.format(name) for words, name in product(ABOUT_DRUGS, DRUGS)] + [
    words.format(name) for words, name in product(ABOUT_DISEASES, DISEASES)
]
ASKED = EVERY if ENDURANCE else EVERY[::3]


def printed(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims] + ([answer.bottom_line.text] if answer.bottom_line else [])


@pytest.mark.endurance
@pytest.mark.parametrize("reader", [Reader.CLINICIAN, Reader.PATIENT])
def test_what_no_source_covers_is_not_answered(desk: Desk, reader: Reader) -> None:
    """An invented drug or an uncovered disease is abstained from, with a reason and with no statement at all."""
    answers = {text: desk.ask(text, reader) for text in ASKED}
    wrong = {text: printed(answer) for text, answer in answers.items() if answer.outcome is not Outcome.ABSTAINED}
    assert not wrong
    for text, answer in answers.items():
        assert not printed(answer), text
        assert answer.abstention is not None
        assert answer.abstention.text


def test_no_dose_is_printed_from_a_page_that_is_no_authority(desk: Desk) -> None:
    """A dose question on a covered topic prints no amount, even when a consumer page that was added states one."""
    text = TextBuilder()
    text.passage("Colchicine tablets are often given in gout.", facet="treatment")
    text.passage("Adults with gout usually take 1 mg to 2 mg of colchicine by mouth every day.", facet="treatment")
    stored, passages = text.finish()
    desk.library.add_sources([Source(("file:1",), "Gout", stored, passages, kind=SourceKind.PATIENT_PAGE)])
    for question in (
        "What is the dose of colchicine for gout?",
        "How is gout treated with colchicine?",
        "dose for gout",
    ):
        for reader in Reader:
            assert not any(states_dose(line) for line in printed(desk.ask(question, reader)))
    assert any("often given" in line for line in printed(desk.ask("How is gout treated with colchicine?")))

"""Every press shows the same answer: banner, numbers, quotes that still match, nothing that can harm the page."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import jsonschema
from rich.console import Console

from curbside.answers.answer import Answer, MadeBy, Searched
from curbside.answers.compose import Setting, compose
from curbside.answers.digest import canonical, digest
from curbside.claims.quote import quote
from curbside.evidence.weigh import weigh
from curbside.press import markdown, show, to_dict
from curbside.press.json import plan_of
from curbside.press.schema import schema
from curbside.press.vancouver import cite
from curbside.questions.question import Question
from strategies import evidence, plan

TEXT = "Gout is treated with rest, ice, medicines, a splint and plenty of fluids."
SETTING = Setting(Searched(2, 3, 0, ("gout",), "2024", ""), "0" * 16, MadeBy("0", "none", "0" * 16), has_labels=False)


def made(text: str = TEXT, **changes: object) -> Answer:
    wanted = plan("gout", "treatment_options")
    weighed = weigh(wanted, (evidence(text, facet="treatment", **changes).found,))
    return compose(
        Question("How is gout treated?"), wanted, quote(wanted, weighed, Question("").reader), weighed, SETTING
    )


def shown(answer: Answer) -> str:
    stream = io.StringIO()
    show(answer, Console(file=stream, width=80, force_terminal=False), "2026-01-02")
    return stream.getvalue()


def test_the_banner_stands_on_every_press() -> None:
    """No press can print an answer without saying that no clinician has reviewed it."""
    answer = made()
    for page in (shown(answer), markdown(answer, "2026-01-02")):
        assert "Not reviewed by a clinician. Assembled automatically on 2026-01-02" in " ".join(page.split())
    assert to_dict(answer)["caveats"][0]["kind"] == "not_reviewed"


def test_json_follows_its_schema_and_survives_a_round_trip() -> None:
    """The Answer JSON is valid against its published schema, and its plan comes back whole."""
    value = json.loads(json.dumps(to_dict(made())))
    jsonschema.validate(value, schema())
    assert plan_of(value) == made().plan
    assert value["digest"] == digest(value)


def test_the_digest_names_content_and_nothing_else() -> None:
    """Time and program version leave the digest alone; one changed word does not."""
    value = to_dict(made())
    assert digest({**value, "elapsed_ms": 9.9, "made_by": {}}) == value["digest"]
    assert digest({**value, "title": value["title"] + "."}) != value["digest"]
    assert canonical({"b": 1, "a": "é\n"}) == '{"a":"é\\n","b":1}'.encode()


def test_no_confidence_number_is_printed() -> None:
    """A bare score would be believed; none is shown."""
    page = shown(made()) + markdown(made())
    assert "confidence" not in page.lower()
    assert "score" not in page.lower()


def test_control_characters_and_markup_never_reach_the_page() -> None:
    """A document cannot move the cursor, turn the text around, or open a tag."""
    hostile = "Gout is treated with \x1b[2Jrest, <script>ice</script>, \u202emedicines, a splint and *fluids*."
    page, text = shown(made(hostile)), markdown(made(hostile))
    assert "\x1b[2J" not in page
    assert "\u202e" not in page + text
    assert "<script>" not in text


def test_vancouver_names_six_authors() -> None:
    """First six authors, then et al.; identifiers last; a retraction is said first."""
    (reference,) = made(
        authors=tuple(f"Author {letter}" for letter in "ABCDEFGH"), journal="J Gout", volume="3", issue="1", pages="9-12",
        ids=("pmid:1", "doi:10.1/x"),
    ).references  # fmt: skip
    line = cite(reference)
    assert line == (
        "Author A, Author B, Author C, Author D, Author E, Author F, et al. Gout. J Gout. 2020;3(1):9-12. "
        "PMID 1 doi 10.1/x."
    )
    from curbside.sources.source import Status

    marked = replace(reference, record=replace(reference.record, status=Status.RETRACTED))
    assert cite(marked).startswith("[RETRACTED] ")


def test_whom_it_was_answered_for_stands_under_the_question() -> None:
    """What was told of the person is printed on every press, with a warning where no statement speaks of them."""
    answer = made()
    told = replace(
        answer, plan=replace(answer.plan, population=("kidney_disease",), answered_for=("kidney disease", "hospital"))
    )
    for page in (shown(told), markdown(told)):
        line = "Answered for: kidney disease, hospital. No statement here speaks of kidney disease."
        assert line in " ".join(page.split())
        assert page.index("Answered for") < page.index("Gout is treated")
    assert to_dict(told)["plan"]["answered_for"] == ["kidney disease", "hospital"]
    assert plan_of(to_dict(told)).answered_for == ("kidney disease", "hospital")
    assert "Answered for" not in shown(answer) + markdown(answer)
    spoken = made("Gout in people with kidney disease is treated with rest, ice and a splint at first.")
    plan_told = replace(spoken.plan, population=("kidney_disease",), answered_for=("kidney disease",))
    assert "No statement here" not in markdown(replace(spoken, plan=plan_told))


def test_an_answer_saved_before_context_existed_can_be_followed() -> None:
    """An older Answer JSON has no `answered_for`; its plan is read all the same."""
    value = to_dict(made())
    del value["plan"]["answered_for"]
    assert plan_of(value).answered_for == ()

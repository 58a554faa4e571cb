"""A saved answer comes back whole, and a document that is none, or was changed, does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_press import made

from curbside.answers.bottom_line import joined
from curbside.answers.digest import digest
from curbside.consult import Desk, open_desk
from curbside.errors import CurbsideError
from curbside.press import markdown, to_dict
from curbside.press.conforming import fault
from curbside.press.reading import read
from curbside.press.schema import schema
from curbside.press.vancouver import link
from curbside.questions.question import Question, Reader

ASKED = (
    Question("What is the initial management for tarsal tunnel syndrome?"),
    Question("What can I do about gout?", Reader.PATIENT),
    Question("What causes kidney stones?", Reader.NURSE, about="pregnant, kidney disease"),
    Question("How is Wilson disease treated?"),
    Question("I have crushing chest pain, is it a heart attack?", Reader.PATIENT),
    Question("how many tablets would kill me", Reader.PATIENT),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on a fresh starter library."""
    with open_desk(tmp_path_factory.mktemp("reading") / "library") as opened:
        yield opened


def document(**changes: object) -> dict[str, Any]:
    return json.loads(json.dumps(to_dict(made(**changes))))  # type: ignore[no-any-return,arg-type]  # what json gives


def resealed(value: dict[str, Any]) -> dict[str, Any]:
    """A changed document with a digest that fits it."""
    return {**value, "digest": digest(value)}


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.text)
def test_an_answer_comes_back_whole(desk: Desk, question: Question) -> None:
    """What is read is what was written, byte for byte, and every page set from it is the same page."""
    answer = desk.ask(question)
    value = json.loads(json.dumps(to_dict(answer)))
    again = read(value)
    assert to_dict(again) == value
    assert markdown(again, "2026-01-02") == markdown(answer, "2026-01-02")


@pytest.mark.parametrize("reader", list(Reader))
def test_a_saved_answer_can_be_worded_for_any_reader(desk: Desk, reader: Reader) -> None:
    """From the document of a professional's answer come the wordings that the answer itself would give."""
    answer = desk.ask("How is migraine treated?")
    assert answer.claims
    assert to_dict(desk.reword(read(to_dict(answer)), reader)) == to_dict(desk.reword(answer, reader))


def test_our_own_words_of_a_bottom_line_are_told_from_the_claims() -> None:
    """What opens and closes a bottom line is known again, so that a new wording keeps it."""
    answer = made()
    assert answer.bottom_line
    opening, closing = "Sources differ.", "1 reported benefit, 1 reported harm."
    text = joined(opening, answer.claims[:1], closing)
    line = replace(answer.bottom_line, text=text, opening=opening, closing=closing)
    assert read(to_dict(replace(answer, bottom_line=line))).bottom_line == line


def test_a_reference_keeps_what_a_citation_is_made_of() -> None:
    """Volume, pages, issuer and date survive, and an issuer does not come back as a journal."""
    told = {
        "volume": "3",
        "issue": "1",
        "pages": "9-12",
        "issuer": "NICE",
        "published": "2020-01-02",
        "status_note": "x",
    }
    (reference,) = read(document(**told)).references
    assert {name: getattr(reference.record, name) for name in told} == told
    assert reference.record.journal == ""


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("title",), "Gout.", "digest does not match"),
        (("made_by", "version"), 3, "made_by.version is not a text"),
        (("schema",), "curbside-answer-9", 'schema is not "curbside-answer-1"'),
        (("reader",), "wizard", "reader is none of its known values"),
        (("sections", 0, "claims", 0, "quotes"), [], "sections[0].claims[0].quotes is empty"),
        (("references", 0, "number"), True, "references[0].number is not a whole number"),
        (("references", 0, "number"), 0, "references[0].number is out of range"),
        (("sections", 0, "claims", 0, "id"), "0123456789ab\n", "sections[0].claims[0].id is not of its form"),
        (("later",), 1, "later is not known here; it may come from a later Curbside"),
        (("elapsed_ms",), float("nan"), "elapsed_ms is out of range"),
        (("question",), "\ud800", "does not allow"),
    ],
)
def test_a_changed_document_is_refused_with_the_place(place: tuple[Any, ...], value: object, said: str) -> None:
    """Whatever was changed is named, in one sentence that says what to do."""
    whole = document()
    inner: Any = whole
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(CurbsideError) as refused:
        read(whole)
    assert said in str(refused.value)
    assert "curbside ask --json" in str(refused.value) or "Ask again" in str(refused.value)


def test_a_sealed_forgery_is_refused() -> None:
    """A digest that fits does not make up for a quote, a citation or a bottom line that does not."""
    forged = document()
    forged["sections"][0]["claims"][0]["quotes"][0]["text"] = "Gout is treated with colchicine."
    uncited = document()
    uncited["sections"][0]["claims"][0]["quotes"][0]["source"] = "pmid:2"
    overcited = document()
    overcited["references"].append({**overcited["references"][0], "number": 2, "source": "pmid:2"})
    overcited["sections"][0]["claims"][0]["citations"] = [1, 2]
    unsaid = document()
    unsaid["bottom_line"]["text"] = "Gout needs no treatment."
    forgeries = {
        "do not match their hash": forged,
        "does not cite": uncited,
        "other references": overcited,
        "bottom line": unsaid,
    }
    for said, value in forgeries.items():
        with pytest.raises(CurbsideError, match=said):
            read(resealed(value))


@pytest.mark.parametrize("value", [None, [], "answer", {}, {"schema": "curbside-answer-1"}])
def test_what_is_no_document_is_refused(value: object) -> None:
    """Bad input gets a sentence, never a traceback."""
    with pytest.raises(CurbsideError, match="no Curbside answer"):
        read(value)


def test_a_deeply_nested_document_is_refused() -> None:
    """Nesting that would exhaust the stack ends in the same sentence."""
    whole = document()
    deep: Any = "end"
    for _ in range(100_000):
        deep = [deep]
    whole["follow_ups"] = deep
    with pytest.raises(CurbsideError, match="no Curbside answer"):
        read(whole)


SCHEMA = schema()
WHOLE = json.dumps(document())
PUBLISHED = jsonschema.Draft202012Validator(SCHEMA)
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_our_checker_and_the_published_schema_agree(data: st.DataObject) -> None:
    """A document with any one value replaced, added or left out is refused exactly when JSON Schema refuses it."""
    whole = json.loads(WHOLE)
    inner: Any = whole
    while True:
        key = data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else list(range(len(inner)))))
        if not inner[key] or not isinstance(inner[key], (dict, list)) or data.draw(st.booleans()):
            break
        inner = inner[key]
    change = data.draw(st.sampled_from(["replace", "remove", "add"]))
    if change == "remove":
        del inner[key]
    elif change == "replace" or isinstance(inner, list):
        inner[key] = data.draw(_PLAIN)
    else:
        inner["unheard"] = data.draw(_PLAIN)
    assert (fault(whole, SCHEMA) == "") == PUBLISHED.is_valid(whole)


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a?b=c#d", True),
        ("javascript:alert(1)", False),
        ("https://example.org/> <script>", False),
        ("data:text/html,x", False),
        ("//example.org", False),
    ],
)
def test_only_an_address_of_the_web_is_linked(address: str, linked: bool) -> None:
    """A document cannot put a script or the end of a link where a reader clicks."""
    (reference,) = made(ids=("file:1",), url=address).references
    assert link(reference.record) == (address if linked else "")


def test_a_doi_of_any_form_makes_a_whole_address() -> None:
    """Old DOIs hold angle brackets, which would end a link."""
    (reference,) = made(ids=("doi:10.1002/1097(20000101)88:1<1::aid-x>3.0.co;2-#",)).references
    assert link(reference.record) == "https://doi.org/10.1002/1097(20000101)88:1%3C1::aid-x%3E3.0.co;2-%23"

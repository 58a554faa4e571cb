"""A page of hypertext: stands alone, escapes everything, says the same as every other press."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from markupsafe import escape

import curbside
from curbside import Desk, Reader, press
from curbside.press.excerpt import excerpt_of
from curbside.press.page import page_of
from curbside.press.sheet import sheet_of
from curbside.press.words import caveats_of
from curbside.sources.source import Status

QUESTION = "What is the initial management for tarsal tunnel syndrome?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with curbside.open(tmp_path_factory.mktemp("library")) as opened:
        yield opened


def test_a_page_stands_alone(desk: Desk) -> None:
    """It carries its stylesheet, runs nothing, and asks nothing of any server."""
    page = press.html(desk.ask(QUESTION), "2026-11-23")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert "src=" not in page
    assert "url(" not in page
    assert "Not reviewed by a clinician. Assembled automatically on 2026-11-23" in page


def test_every_citation_leads_to_its_reference(desk: Desk) -> None:
    """Numbers in the text are links to lines of the list that exist."""
    page = press.html(desk.ask(QUESTION))
    led = set(re.findall(r'class="cite" href="#([\w-]+)"', page))
    assert led
    assert led <= set(re.findall(r'id="([\w-]+)"', page))


@pytest.mark.parametrize("reader", list(Reader))
def test_it_says_what_every_press_says(desk: Desk, reader: Reader) -> None:
    """The same statements in the same order, whatever it is printed on."""
    answer = desk.ask("What can I do about gout?", reader)
    sheet, page = sheet_of(answer), page_of(answer)
    said = [one.text for part in sheet.parts for one in part.below]
    headings = {part.heading for part in sheet.parts}
    printed = [row.text for part in page.parts if part.heading in headings for row in part.rows if not row.is_aside]
    assert said == printed
    caveats = {*sheet.differ, *sheet.applies, *sheet.how_sure, *sheet.missing}
    assert caveats == {c.numbered(answer.references) for c in caveats_of(answer) if c.kind != "not_reviewed"}


def test_a_sentence_is_said_once(desk: Desk) -> None:
    """The bottom line is not repeated below it, and what warns stands in its own place as well."""
    for question in ("What causes gout?", "What are the warning signs of a stroke?"):
        answer = desk.ask(question)
        assert answer.bottom_line
        text = " ".join(press.html(answer).split())
        for section in answer.sections:
            for claim in section.claims:
                warns = section.kind == "red_flags" and claim.id in answer.bottom_line.claims
                assert text.count(f'id="{claim.id}"') == 1
                assert text.count(escape(claim.worded)) == 1 + warns, claim.worded


def test_what_a_source_brings_is_text(desk: Desk) -> None:
    """Markup, template words, control characters and direction overrides do nothing."""
    answer = desk.ask(QUESTION)
    evil = "</title><script>alert(1)</script>{{ 7 * 7 }}\x1b[2J\u202e"
    page = press.html(replace(answer, title=evil, question=evil))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}[2J" in page
    assert "\u202e" not in page


def test_an_address_that_is_none_is_no_link(desk: Desk) -> None:
    """An address in a document that would run a script is not offered."""
    answer = desk.ask(QUESTION)
    record = replace(answer.references[0].record, url="javascript:alert(1)", pages_drawn_from=(), ids=())
    changed = replace(answer, references=(replace(answer.references[0], record=record),), sections=(), bottom_line=None)
    assert "javascript:" not in press.html(changed)


def test_a_retracted_reference_is_struck(desk: Desk) -> None:
    """It stays in the list, struck, with its status in words."""
    answer = desk.ask(QUESTION)
    record = replace(answer.references[0].record, status=Status.RETRACTED)
    changed = replace(answer, references=(replace(answer.references[0], record=record),), sections=(), bottom_line=None)
    page = press.html(changed)
    assert "<s>Tarsal tunnel syndrome." in page
    assert '<span class="status">retracted</span>' in page


def test_an_emergency_number_can_be_called(desk: Desk) -> None:
    """With a country set, the number is a link that a phone dials; it comes from the file and not from a document."""
    from curbside.settings import Settings

    answer = Desk(desk.library, Settings(country="GB")).ask("My father has crushing chest pain", Reader.PATIENT)
    assert 'href="tel:999"' in press.html(answer)


def test_an_excerpt_marks_exactly_the_quote(desk: Desk) -> None:
    """What is marked is the quote and nothing else; far context is cut beside the text and whole on its own page."""
    for claim in desk.ask("How is celiac disease diagnosed?").claims:
        quote = claim.quotes[0]
        for is_whole in (True, False):
            shown = excerpt_of(
                desk.library, quote.source, quote.version, ((quote.start, quote.end),), is_whole=is_whole
            )
            marked = "\n".join(
                "".join(piece.text for piece in one.pieces if piece.is_quoted)
                for one in shown.paragraphs
                if one.is_quoted
            )
            assert marked == quote.text
            assert sum(one.is_first_quoted for one in shown.paragraphs) == 1


def test_spans_that_are_not_there_mark_nothing(desk: Desk) -> None:
    """An address that was made up shows the source without a mark."""
    shown = excerpt_of(desk.library, "starter:gout", None, ((5, 2), (10**9, 10**9 + 5)), is_whole=True)
    assert shown.spans == ()
    assert not any(one.is_quoted for one in shown.paragraphs)


def test_one_source_is_not_pictured(desk: Desk) -> None:
    """A bar alone compares nothing: evidence at a glance needs two sources."""
    answer = desk.ask(QUESTION)
    assert len(answer.references) > 1
    assert sheet_of(answer).glance is not None
    assert sheet_of(replace(answer, references=answer.references[:1], sections=(), bottom_line=None)).glance is None


def test_an_abstention_is_read_sentence_by_sentence(desk: Desk) -> None:
    """Each sentence is a line of its own and none is lost; the banner asks nobody to check quotes that are not there."""
    answer = desk.ask("What dose of colchicine in eGFR 25?")
    sheet = sheet_of(answer)
    assert answer.abstention is not None
    assert " ".join(sheet.abstention) == answer.abstention.text
    assert sheet.abstention[0] == "No answer in this library."
    assert len(sheet.abstention) > 3
    assert "Under review" not in press.html(answer)
    told = "Not reviewed by a clinician. Assembled automatically on 2026-01-02; it quotes no source."
    assert told in press.html(answer, "2026-01-02")

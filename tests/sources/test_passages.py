"""Pieces: nothing is lost, overlapped or torn from what gives it meaning."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpora import corpus
from curbside.errors import NotADocumentError
from curbside.sources.build import TextBuilder
from curbside.sources.formats.medquad import MedQuad
from curbside.sources.passages import LONGEST, settle
from curbside.sources.source import Damage, Passage, Role, Source, TextQuality


def made(*blocks: str, quality: TextQuality = TextQuality.GOOD, path: tuple[str, ...] = ()) -> Source:
    text = TextBuilder()
    for block in blocks:
        text.passage(block, path=path)
    stored, passages = text.finish()
    return Source(("file:1",), "T", stored, passages, quality=quality)


def said(source: Source, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [source.text[start:end] for start, end in spans]


def held(source: Source) -> None:
    """Spans are in order, within bounds, without overlap; positions are unique; items lie inside their piece."""
    end = 0
    for piece in source.passages:
        assert end <= piece.start < piece.end <= len(source.text)
        end = piece.end
        assert not source.text[piece.start].isspace()
        assert not source.text[piece.end - 1].isspace()
        for start, stop in piece.items:
            assert piece.start <= start < stop <= piece.end
    assert len({piece.position for piece in source.passages}) == len(source.passages)


SENTENCE = "The nerve may be pressed by a cyst, and the pain then spreads to the toes at night. "


def test_short_passages_come_out_as_they_went_in() -> None:
    """A source with nothing to divide is the same object."""
    source = made("A short passage.", "Another one.")
    assert settle(source) is source


def test_long_text_is_divided_at_sentences() -> None:
    """Pieces are at most as long as allowed, end where sentences end, and lose nothing."""
    source = settle(made((SENTENCE * 60).strip()))
    held(source)
    assert len(source.passages) > 3
    for piece in source.passages:
        assert len(source[piece]) <= LONGEST
        assert source[piece].startswith("The nerve")
        assert source[piece].endswith("at night.")
    assert [piece.position for piece in source.passages][:2] == ["1.1", "1.2"]
    assert sum(source[piece].count("The nerve") for piece in source.passages) == 60


def test_no_border_inside_brackets() -> None:
    """A sentence in brackets is not torn from its bracket."""
    text = (
        "It hurts (as said before. It often does, and more at night than by day, as told) when walking. " * 25
    ).strip()
    source = settle(made(text))
    held(source)
    for piece in source.passages:
        assert source[piece].count("(") == source[piece].count(")")


def test_long_list_keeps_its_lead_in() -> None:
    """A piece from the middle of a list still knows the words that introduced it."""
    lead = "Do not give the drug to people with:"
    items = [f"condition number {n} with a long description of what it is and how it came about" for n in range(40)]
    block = lead + "".join(f"\n- {item}" for item in items)
    spans, at = [], len(lead)
    for item in items:
        spans.append((at + 3, at + 3 + len(item)))
        at += 3 + len(item)
    text = TextBuilder()
    text.passage(block, lead_in=(0, len(lead)), items=tuple(spans), role=Role.LIST_ITEM)
    stored, passages = text.finish()
    source = settle(Source(("file:1",), "T", stored, passages))
    held(source)
    assert len(source.passages) > 2
    assert [word for piece in source.passages for word in said(source, piece.items)] == items
    for piece in source.passages:
        assert piece.lead_in is not None
        assert source.text[slice(*piece.lead_in)] == lead


def test_flattened_list_is_found_and_its_echo_set_apart() -> None:
    """A list that lost its lines is found again, and the repetition that follows it is never quoted."""
    text = (
        "Leaking can happen for many reasons. Short periods of leaking urine can happen because of - urinary tract infections"
        "   - constipation  - some medicines.  urinary tract infections constipation some medicines. Longer periods need care."
    )
    source = settle(made(text, quality=TextQuality.DAMAGED))
    held(source)
    listed, echo, after = source.passages
    assert said(source, listed.items) == ["urinary tract infections", "constipation", "some medicines."]
    assert listed.lead_in is not None
    assert source.text[slice(*listed.lead_in)] == "Short periods of leaking urine can happen because of"
    assert (echo.role, source[echo]) == (Role.RESOURCE, "urinary tract infections constipation some medicines.")
    assert source[after] == "Longer periods need care."


def test_dash_in_a_sentence_is_no_list() -> None:
    """Dashes and hyphens in running text make no items."""
    source = made("Two types - mild and severe - are known. The x-ray was normal - as before - and he left.")
    assert settle(source) is source


@pytest.mark.parametrize(
    "boilerplate",
    [
        "For more information, see the section on treatment.",
        "These resources address the diagnosis or management of gout:  - Genetic Testing Registry: Gout",
        "Call the National Institute at 1-800-123-4567.",
        "Visit www.example.gov/page for a list.",
        "Check the list of NCI-supported cancer clinical trials that are now accepting patients with gout.",
        "NIH: National Institute on Aging",
    ],
)
def test_boilerplate_is_kept_and_never_quoted(boilerplate: str) -> None:
    """Link lists and addresses get a role of their own, and the statement beside them does not."""
    source = settle(made("Gout is a kind of arthritis that comes in attacks.", "Rest helps. " + boilerplate))
    held(source)
    roles = {source[piece]: piece.role for piece in source.passages}
    assert roles["Gout is a kind of arthritis that comes in attacks."] is Role.BODY
    assert roles["Rest helps."] is Role.BODY
    assert all(role is Role.RESOURCE for words, role in roles.items() if boilerplate[:20] in words)


def test_references_are_resources() -> None:
    """What stands under a heading such as References is never quoted."""
    source = settle(made("Smith J. A trial. 2001.", path=("T", "References")))
    assert [piece.role for piece in source.passages] == [Role.RESOURCE]


def test_damage_is_marked_on_its_piece() -> None:
    """A lost dash marks the piece that holds it, in any collection."""
    source = settle(made("Give 1525 mg once weekly.", "Rest helps."))
    assert [piece.damage for piece in source.passages] == [(Damage.LOST_RANGE,), ()]


def test_a_reader_s_own_marks_stay() -> None:
    """Marks set by a reader are kept beside those found here."""
    text = "Give 1525 mg once weekly."
    source = Source(("file:1",), "T", text, (Passage("1", 0, len(text), damage=(Damage.TRUNCATED,)),))
    assert settle(source).passages[0].damage == (Damage.TRUNCATED, Damage.LOST_RANGE)


@pytest.mark.data
def test_medquad_pages_lose_no_word() -> None:
    """Over real pages: every piece is well formed, and no letter of an answer lies outside all pieces but list marks."""
    archive = zipfile.ZipFile(corpus("medquad/medquad_answered.zip"))
    lost = total = 0
    for name in [name for name in archive.namelist() if name.endswith(".xml")][::40]:
        try:
            (read,) = MedQuad().read(io.BytesIO(archive.read(name)), name)
        except NotADocumentError:
            continue
        assert isinstance(read, Source)
        source = settle(read)
        held(source)
        inside = bytearray(len(source.text))
        for piece in source.passages:
            inside[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
        for passage in read.passages:
            span = range(passage.start, passage.end)
            total += len(span)
            lost += sum(1 for at in span if not inside[at] and source.text[at].isalnum())
    assert total > 100_000
    assert lost == 0

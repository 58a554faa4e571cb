"""Rows of tables as statements: every cell under its own head, and nothing said where that is not clear."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import corpus
from curbside.claims.borne import borne
from curbside.claims.claim import Verdict
from curbside.claims.rows import is_row, rows, said
from curbside.claims.units import units
from curbside.sources.formats.openfda import OpenFda
from curbside.sources.formats.spl import Spl
from curbside.sources.labels import table_in
from curbside.sources.source import Role, Source, SourceKind
from strategies import evidence


def told(markup: str) -> list[str]:
    """What is said of a label's table."""
    read = table_in(f"<table>{markup}</table>")
    return [
        row.words for piece in read[1] for row in rows(piece.text, piece.lead_in, piece.items, piece.heads, piece.is_part)
    ]  # fmt: skip


def head(*cells: str) -> str:
    return f"<thead><tr>{''.join(f'<th>{cell}</th>' for cell in cells)}</tr></thead>"


def body(*lines: tuple[str, ...]) -> str:
    return (
        f"<tbody>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in line) + '</tr>' for line in lines)}</tbody>"
    )


RENAL = head("Clearance", "Dose") + body(("30 to 60 mL/min", "50 mg"), ("Below 30 mL/min", "25 mg"))


def test_a_row_is_said_with_caption_and_heads() -> None:
    """Caption, then each cell behind the head of its column; all rows together where they are few."""
    assert told(f"<caption>Table 1: Dose in Renal Impairment</caption>{RENAL}") == [
        "Table 1: Dose in Renal Impairment. Clearance: 30 to 60 mL/min; Dose: 50 mg. Clearance: Below 30 mL/min; Dose: 25 mg.",
        "Table 1: Dose in Renal Impairment. Clearance: 30 to 60 mL/min; Dose: 50 mg.",
        "Table 1: Dose in Renal Impairment. Clearance: Below 30 mL/min; Dose: 25 mg.",
    ]


def test_a_head_over_several_columns_is_said_with_each() -> None:
    """What a heading spans stands before the heading of each column below it."""
    markup = (
        "<thead><tr><th rowspan='2'>Event</th><th colspan='2'>Drug</th><th>Placebo</th></tr>"
        "<tr><th>5 mg</th><th>10 mg</th><th>%</th></tr></thead>" + body(("Nausea", "1", "2", "3"))
    )
    assert told(markup) == ["Event: Nausea; Drug, 5 mg: 1; Drug, 10 mg: 2; Placebo, %: 3."]


def test_a_row_is_said_with_its_group() -> None:
    """A row of one cell names those below it until the next; so does a heading that spans the whole table."""
    markup = "<thead><tr><th colspan='2'>Digoxin</th></tr></thead>" + body(("Intervention:", "Monitor levels."), ("Niacin",),
                                                                           ("Intervention:", "Avoid it."))  # fmt: skip
    assert told(markup) == ["Digoxin. Intervention: Monitor levels.", "Niacin. Intervention: Avoid it."]


def test_names_below_names_are_not_guessed_at() -> None:
    """Where one name stood below another, a later single one may replace one or both: what follows it is left out."""
    lines = ("Children",), ("Oral",), ("1 to 5 years", "5 mg"), ("Rectal",), ("1 to 5 years", "9 mg")
    assert told(head("Age", "Dose") + body(*lines)) == ["Children. Oral. Age: 1 to 5 years; Dose: 5 mg."]


@pytest.mark.parametrize(
    "markup",
    [
        head("Age", "") + body(("2", "5 mg")),  # a column without a head
        head("Age", "Dose", "Dose") + body(("2", "5 mg", "6 mg")),  # two with the same
        head("Age", "Dose", "Time") + body(("2", "5 mg", "")),  # an empty cell
        head("Age", "Dose", "Time") + body(("2", "5 mg")),  # a cell too few
        head("Age", "Dose", "Time") + "<tbody><tr><td>2</td><td colspan='2'>5 mg</td></tr></tbody>",
        head("Age", "Dose*") + body(("2", "5 mg")),  # a mark without its note
        head("Drug", "AUC") + body(("A B", "2.69 3.10")),  # two values in one cell
        body(("Age", "Dose"), ("2", "5 mg")),  # heads that nobody marked
        body(("Age", "Dose", "Time"), ("2", "5 mg", "daily")),
        head("Age", "Dose") + "<tbody><tr><td>2<table><tr><td>3</td></tr></table></td><td>5 mg</td></tr></tbody>",
        head("A | B", "Dose") + body(("2", "5 mg")),  # a sign that parts cells, within one
        body(("2 3 4", "5 6 7 8 mg")),
        head("Event", "%") + body(("Fatal", "0.2"), ("Fatal", "0.3")),  # of which events, their rows above would say
    ],
)
def test_what_is_not_clear_is_not_said(markup: str) -> None:
    """No head, two heads alike, empty or joined cells, notes that are missing, heads that are a guess: silence."""
    assert told(markup) == []


def test_a_row_indented_below_another_is_left_out() -> None:
    """Below a row with figures it is a part of it; below a name alone it stands in that group."""
    lines = ("Skin",), ("\u00a0Rash", "5"), ("Bleeding", "4"), ("\u00a0Fatal", "1")
    assert told(head("Event", "%") + body(*lines)) == ["Skin. Event: Rash; %: 5.", "Skin. Event: Bleeding; %: 4."]


def test_notes_are_said_with_the_rows_that_point_to_them() -> None:
    """A mark brings its note along, wherever the file has the foot of the table; a footnote in a cell is said there."""
    foot = "<tfoot><tr><td colspan='2'>* Not in pregnancy.</td></tr></tfoot>"
    assert told(head("Age", "Dose") + foot + body(("2", "5 mg*"), ("3", "6 mg")))[-2:] == [
        "Age: 2; Dose: 5 mg*. * Not in pregnancy.",
        "Age: 3; Dose: 6 mg.",
    ]
    assert told(head("Age", "Dose") + body(("2", "5 mg<footnote>once</footnote>"))) == ["Age: 2; Dose: 5 mg (once)."]


def test_first_rows_in_bold_are_heads_in_a_label() -> None:
    """Labels often mark the heads of columns by bold letters alone."""
    bold = "<tr><td><content styleCode='bold'>Age</content></td><td><content styleCode='bold'>Dose</content></td></tr>"
    assert told(f"<tbody>{bold}<tr><td>2 years</td><td>5 mg</td></tr></tbody>") == ["Age: 2 years; Dose: 5 mg."]
    assert told(f"<tbody>{bold}{bold}</tbody>") == []


def test_long_tables_keep_caption_group_and_notes_in_every_piece() -> None:
    """However a table is cut, a row is never said without its group, and never below another's."""
    lines: list[tuple[str, ...]] = []
    for of in range(6):
        lines.append((f"Group {of}",))
        lines += [(f"event {of} {number} of a name that is long enough", f"{of}.{number}") for number in range(9)]
    made = told("<caption>Rates†</caption>" + head("Event", "%") + body(*lines, ("† In all.",)))
    assert len(made) == 54
    for words in made:
        caption, group, cells, note = words.removesuffix(".").split(". ")
        name = group.removeprefix("Group ")
        assert (caption, note) == ("Rates†", "† In all")
        assert cells.startswith(f"Event: event {name} ")
        assert f"%: {name}." in cells


def test_a_row_is_quoted_span_by_span() -> None:
    """A unit's quotes are the stored words at their spans, and what it says follows from them alone."""
    read = table_in(f"<table><caption>Table 1</caption>{RENAL}</table>")
    (piece,) = read[1]
    one = evidence(piece.text, kind=SourceKind.LABEL, role=Role.TABLE_ROW)
    passage = replace(one.found.passage, lead_in=piece.lead_in, items=piece.items, heads=piece.heads)
    made = units(replace(one, found=replace(one.found, passage=passage)))
    assert [unit.is_whole for unit in made] == [True, False, False]
    for unit in made:
        assert said([piece.text[slice(*span)] for span in unit.quoted]) == unit.text == unit.said
    unknown = replace(passage, heads=None)
    assert units(replace(one, found=replace(one.found, passage=unknown))) == []


def test_only_its_own_words_are_borne_by_a_row() -> None:
    """A number bound to another head, another row's number, or a head left out: another statement, and refused."""
    quotes = ["Table 1\nEvent | Drug % | Placebo %", "Nausea | 5 | 9"]
    right = "Table 1. Event: Nausea; Drug %: 5; Placebo %: 9."
    assert said(quotes) == right
    assert borne(right, quotes).verdict is Verdict.SUPPORTED
    for wrong in (
        "Table 1. Event: Nausea; Drug %: 9; Placebo %: 5.",
        "Table 1. Event: Nausea; Placebo %: 5; Drug %: 9.",
        "Nausea; Drug %: 5; Placebo %: 9.",
        "Table 1. Event: Nausea; Drug %: 5; Placebo %: 9. Table 1. Event: Nausea; Drug %: 5; Placebo %: 9.",
        "Nausea came about in 5 % with the drug and in 9 % with placebo.",
    ):
        assert borne(wrong, quotes).verdict is not Verdict.SUPPORTED
    assert borne("Rest helps.", ["Rest helps."]).verdict is Verdict.SUPPORTED


@given(st.lists(st.text(max_size=60), max_size=4))
def test_whatever_is_quoted_something_or_nothing_is_said(quotes: list[str]) -> None:
    """Any words at all: no error, and nothing is said of what is no row."""
    assert not said(quotes) or is_row(quotes)


def real_tables() -> Iterator[Source]:
    with zipfile.ZipFile(corpus("labels/openfda_label_raw_samples.zip")) as archive:
        for name in sorted(archive.namelist())[:6]:
            yield from (one for one in OpenFda().read(io.BytesIO(archive.read(name)), name) if isinstance(one, Source))
    with zipfile.ZipFile(corpus("labels/spl_xml.zip")) as archive:
        for name in ("FDA__openfda/lipitor-orig.xml", "FDA__openfda/humira.xml"):
            yield from (one for one in Spl().read(io.BytesIO(archive.read(name)), name) if isinstance(one, Source))


@pytest.mark.data
def test_rows_of_real_labels_hold_their_cells_in_order() -> None:
    """Of real labels many rows are said; each holds every cell of its line, in order, behind a head of its own."""
    count = 0
    for source in real_tables():
        for passage in source.passages:
            base, lead = passage.start, passage.lead_in
            spans = [(start - base, end - base) for start, end in passage.items]
            text = source[passage]
            for row in rows(text, (lead[0] - base, lead[1] - base) if lead else None, spans, passage.heads):
                assert said([text[slice(*span)] for span in row.quoted]) == row.words
                if row.is_whole:
                    continue
                count += 1
                at = 0
                for cell in text[row.start : row.end].split(" | ")[1:]:
                    plain = re.split(r"[\[(]\s?see\b", " ".join(cell.split()), flags=re.IGNORECASE)[0].rstrip(" .;")
                    at = row.words.index(f": {plain}", at) + 1
    assert count > 150

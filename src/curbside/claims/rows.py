"""
Rows of tables as statements: what stands above a row, and each cell under the head of its own column.

A row is quoted as several spans of one passage: the caption with the heads of the columns, the names of the group that it
stands in, the row itself, and the notes that its marks point to. What is said of it follows from those quotes alone, in
their order (`said`), so that whoever has the quotes can say it again and compare: a number that stands under another
head is another statement. Nothing is guessed: a row is left out where a column has no head or two have the same, where a cell
is empty, where a mark points to a note that is not there, or where it is not told which rows are heads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curbside.language.patterns import lazily
from curbside.sources.blocks import CELL_SEPARATOR

from .runons import Span

#: Longest row with its heads that reads as one statement, in characters and in words.
LONGEST, LONGEST_WORDS = 900, 130
#: Notes below a table longer than this are not read with each row, and without them no row is said.
LONGEST_NOTES = 300
#: Without heads a row is a name and what is said of it, in so many words at least.
FEWEST_SAID = 3
#: And a name is no longer than this.
LONGEST_NAME = 10
#: A first row of cells no longer than this, in words, without a figure, may be heads that nobody marked.
LONGEST_HEAD = 5

#: What indents a row in its first cell; plain blanks are folded when a file is read.
_INDENTS = ("\u00a0", "\u2003", "\u2002")
_RAISED = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
#: A mark that points to a note: behind a word ("Tablet*", "12%ᵃ") or before one ("#Cyclosporine"); "4ᵗʰ" and "*1/*2" have none.
_MARK = lazily(
    rf"(?<=[\w)%\]’'.])\s?([*†‡§¶#]{{1,3}})(?!\w)|(?:(?<=[\w)%\].])|^)((?!ᵗʰ|ˢᵗ|ⁿᵈ|ʳᵈ)[{_RAISED}])|^([*†‡§¶#]{{1,3}})(?=[A-Za-z])"
    r"|(?:(?<=[A-Za-z]{3})|(?<=[)%\]]))([¹²³⁴-⁹])"
)
_OPENS_NOTE = lazily(rf"\s*(?:[*†‡§¶#¹²³⁴-⁹]|[{_RAISED}])")
#: Two values in one cell, each of a line of its own in the cells beside it.
_TWO_VALUES = lazily(r"[\d%)]\s+[<>≤≥±]?\d")
_WORD = lazily(r"[A-Za-z]{3,}")
#: Where a label points to itself.
_POINTER = lazily(r"\s*(?:\[\s?s ?ee\b[^\]]*\]|\(\s?see\b(?:[^()]|\([^()]*\))*\))", re.IGNORECASE)
#: The number of a label's section before its heading.
_NUMBERED = lazily(r"\A\d{1,2}(?:\.\d{1,2})*\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Row:
    """A row, or all of them, that can be said: the spans that are quoted, in order, and what is said."""

    start: int
    end: int
    quoted: tuple[Span, ...]
    words: str
    is_whole: bool = False  # all rows of the table, said together
    is_in_whole: bool = False  # the whole can be said too


def rows(text: str, lead_in: Span | None, items: Sequence[Span], heads: int | None, is_part: bool = False) -> list[Row]:
    """
    The rows of a table that can be said, first all together where each can and they are few; spans are within its text,
    `heads` as its reader has told. Of a part of a table its rows are said alone.
    """
    if heads is None or not items:
        return []
    if lead_in and (lead_in[0] < 0 or lead_in[1] > items[0][0]):
        return []
    above = text[slice(*lead_in)].split("\n") if lead_in and text[slice(*lead_in)].strip() else []
    named = [line for line in above[len(above) - heads :] if len(_filled(line)) > 1] if heads else []
    if not named and not _is_of_pairs(text, items):
        return []
    lead_in = lead_in if above else None
    last = max((number for number, item in enumerate(items) if len(_filled(text[slice(*item)])) > 1), default=-1)
    notes = list(items[last + 1 :])
    found: list[Row] = []
    together: list[Span] = []
    group: list[Span] = []
    deepest, is_open, is_clear = 0, False, True
    of_others = _below_others(text, items[: last + 1])
    for start, end in items[: last + 1]:
        if len(_filled(text[start:end])) == 1:
            if not is_open:
                # Where names stood one below the other, one alone further down may replace the last of them or all.
                is_clear = deepest < 2
                group = []
            group.append((start, end))
            together.append((start, end))
            deepest, is_open = max(deepest, len(group)), True
            is_clear = is_clear or len(group) == deepest
            continue
        is_open = False
        together.append((start, end))
        is_its_own = (start, end) not in of_others
        if is_clear and is_its_own and (row := _row(text, lead_in, group, (start, end), notes)):
            found.append(row)
    if (
        is_part
        or not above
        or len(found) < 2
        or len(found) < sum(len(_filled(text[slice(*span)])) > 1 for span in together)
    ):
        return found
    whole = _row(text, lead_in, together[:-1], together[-1], notes)
    if whole is None:
        return found
    return [
        replace(whole, start=together[0][0], is_whole=True),
        *(replace(row, is_in_whole=True) for row in found),
    ]


def _below_others(text: str, items: Sequence[Span]) -> set[Span]:
    """
    Rows that belong to a row above them, which their own words do not say: indented below one with figures, or of the same
    name as another ("Fatal" twice) with nothing but figures to tell them apart.
    """
    found: set[Span] = set()
    seen: dict[tuple[Span | None, str], Span] = {}
    above: Span | None = None  # the last row of one cell
    has_figures = False  # whether the last row that is not indented has more than a name
    for span in items:
        line = text[slice(*span)]
        cells = _filled(line)
        if len(cells) == 1:
            above, has_figures = span, False
            continue
        if not line.startswith(_INDENTS):
            has_figures = True
        elif has_figures:
            found.add(span)
        name = above, cells[0].casefold()
        if not any(_WORD.search(cell) for cell in cells[1:]):
            if name in seen:
                found |= {span, seen[name]}
            seen[name] = span
    return found


def _row(text: str, lead_in: Span | None, before: Sequence[Span], item: Span, notes: Sequence[Span]) -> Row | None:
    quoted = [*([lead_in] if lead_in else []), *before, item]
    marks = {mark for span in quoted for line in text[slice(*span)].split("\n") for mark in _marks(line)}
    wanted = [span for span in notes if _is_wanted(text[slice(*span)], marks)]
    if any(all(mark not in text[slice(*span)] for span in wanted) for mark in marks):
        return None
    if sum(end - start for start, end in wanted) > LONGEST_NOTES:
        return None
    quoted += wanted
    words = said([text[slice(*span)] for span in quoted])
    if not words or len(words) > LONGEST or len(words.split()) > LONGEST_WORDS:
        return None
    return Row(*item, tuple(quoted), words)


def said(quotes: Sequence[str]) -> str:
    """
    What rows say, by their quotes alone: caption, group, and each cell under its head; "" where they hold no clear row.

    Lines of cells in the first of several quotes are heads, those of the later ones rows; where only one quote has cells,
    it is a row without heads.
    """
    lines = [(number, line) for number, quote in enumerate(quotes) for line in quote.split("\n") if line.strip()]
    tabled = {number for number, line in lines if len(_filled(line)) > 1}
    headed = {0} & tabled if len(tabled) > 1 else set()
    parts: list[str] = []
    heads: list[list[str]] = []
    for number, line in lines:
        cells = _cells(line)
        filled = dict.fromkeys(cell for cell in cells if cell)
        if len(filled) == 1 and number not in tabled - headed:
            parts.append(_NUMBERED.sub("", _plain(next(iter(filled)))))
        elif number in headed:
            heads.append(cells)
        elif number in tabled and (told := _told(cells, heads)):
            parts.append(told)
        else:
            return ""
    return " ".join(f"{part.rstrip(' .:;')}." for part in parts if part) if tabled else ""


def _told(cells: Sequence[str], heads: Sequence[Sequence[str]]) -> str:
    """What one row says under these heads; nothing where it is not clear."""
    if not all(cells) or any(len(above) != len(cells) for above in heads):
        return ""
    if any(_TWO_VALUES.search(cell) and not _WORD.search(cell) for cell in cells):
        return ""
    return _under(cells, [_joined(column) for column in zip(*heads, strict=True)]) if heads else _pair(cells)


def is_row(quotes: Sequence[str]) -> bool:
    """Whether quotes are of a table's row: cells beside each other."""
    return any(len(_filled(line)) > 1 for quote in quotes for line in quote.split("\n"))


def _under(cells: Sequence[str], heads: Sequence[str]) -> str:
    """Each cell under its head; nothing where a column after the first has none, or the same as another."""
    later = heads[1:]
    if not all(later) or len({head.casefold() for head in later}) < len(later):
        return ""
    parts = [f"{heads[0]}: {cells[0]}" if heads[0] else cells[0]]
    parts += [f"{head}: {cell}" for head, cell in zip(later, cells[1:], strict=True)]
    return "; ".join(_plain(part).rstrip(" .;") for part in parts)


def _pair(cells: Sequence[str]) -> str:
    """A name and what is said of it, where a table of two columns has no heads."""
    name, value = cells[0], cells[-1]
    if len(cells) != 2 or len(name.split()) > LONGEST_NAME or not _WORD.match(name):
        return ""
    if not name.endswith(":") and len(value.split()) < FEWEST_SAID:
        return ""
    return f"{_plain(name).rstrip(' .:;')}: {_plain(value)}"


def _is_of_pairs(text: str, items: Sequence[Span]) -> bool:
    """Whether a table without heads has names and what is said of them: two columns, and no first row that may be heads."""
    filled = [cells for item in items if len(cells := _filled(text[slice(*item)])) > 1]
    if not filled or any(len(cells) != 2 for cells in filled):
        return False
    if all(cells[0].endswith(":") for cells in filled):
        return True
    return any(char.isdigit() for char in "".join(filled[0])) or any(
        len(cell.split()) > LONGEST_HEAD for cell in filled[0]
    )


def _joined(column: Sequence[str]) -> str:
    """The heads of one column, from above, each once."""
    return ", ".join(dict.fromkeys(head.rstrip(" ,;:") for head in column if head))


def _marks(line: str) -> set[str]:
    """The marks in the cells of a line that point to notes."""
    return {mark for cell in _cells(line) for found in _MARK.finditer(cell) for mark in found.groups() if mark}


def _is_wanted(note: str, marks: set[str]) -> bool:
    """Whether a note is read with a row: one of the row's marks points to it, or it bears none and so is for all rows."""
    return any(mark in note for mark in marks) or not _OPENS_NOTE.match(note)


def _cells(line: str) -> list[str]:
    return [" ".join(cell.split()) for cell in line.split(CELL_SEPARATOR)]


def _filled(line: str) -> list[str]:
    return [cell for cell in _cells(line) if cell]


def _plain(words: str) -> str:
    """Words on one line, without what only points to another section of the label."""
    return " ".join(_POINTER.sub("", words).split())

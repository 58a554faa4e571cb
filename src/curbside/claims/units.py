"""
Spans that could be quoted: sentences, lists folded into the words that introduce them, and rows of tables.

A sentence or list is always one contiguous span of a passage, so that its quote can be checked byte for byte; a row is
quoted with what stands above it, span by span (`rows`). A sentence that leans on the one before it ("These include ...") is
quoted together with it, never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from curbside.evidence.evidence import Evidence, SourceRecord
from curbside.language.cues import opens_dangling
from curbside.language.patterns import lazily
from curbside.language.sentences import split
from curbside.sources.source import Role, SourceKind

from .labelled import begins, ends, is_farewell, joints, printed, unpointed
from .rows import rows
from .runons import Span, marked, run_on

#: Longest span that reads as one statement, in characters.
LONGEST = 600
#: And in words; what leans on a sentence is left out rather than both.
LONGEST_WORDS = 70
#: A folded list may run longer than a sentence.
LONGEST_LIST = 900
#: And so many words; the items of a longer one are read one by one.
LONGEST_LIST_WORDS = 130
#: Abstracts whose sections were joined by a stop and a semicolon.
_JOINED = lazily(r"(?<=[.?!]); (?=[A-Z0-9])")
_MARK = lazily(r"\A(?:[-*]\s+|[•○]\s*)+")
_MARKS = " -–—•*·▪●;\n\t"
#: Who wrote a page, stored behind its last words.
_CREDIT = lazily(
    r"(?:\A(?=[A-Z]{3}:)|\s{3,})(?:NIH|CDC|FDA|Centers for Disease|National (?:Institutes?|Library|Cancer|Heart|Center)|Food and Drug|Department of|Dept\. of"
    r"|Agency for|Office (?:on|of)|American [A-Z])[^.]*\.?\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A quotable span: offsets in the source's stored text, and its words; `items` are spans within the words of a list."""

    evidence: Evidence
    start: int
    end: int
    text: str
    place: int = 0  # its number within the passage, from 0
    lead_end: int = 0  # where the words end that introduce its list
    items: tuple[Span, ...] = ()
    #: Of a row of a table, whose text is what it says under its heads: the spans that are quoted for it, in the source's text.
    quoted: tuple[Span, ...] = ()
    is_whole: bool = False  # all rows of a table, said together
    is_in_whole: bool = False  # a row of a table whose rows are said together too

    @property
    def is_row(self) -> bool:
        """Whether it is of a table: a row, or all of them."""
        return bool(self.quoted)

    @property
    def is_list(self) -> bool:
        """Whether it is a list with its lead-in."""
        return bool(self.items)

    @property
    def _is_of_label(self) -> bool:
        return self.evidence.found.record.kind is SourceKind.LABEL and not self.is_row

    @property
    def line(self) -> str:
        """The span's own words on one line."""
        return " ".join(self.text.split())

    @property
    def said(self) -> str:
        """The span as it is printed: a label's without what points to its other sections."""
        if not self._is_of_label:
            return self.plain
        return self._listed(unpointed) if self.items else printed(self.text, self.evidence.found.record)

    @property
    def plain(self) -> str:
        """Its own words on one line, list items separated by semicolons."""
        return self._listed(str) if self.items else self.line

    def _listed(self, told: Callable[[str], str]) -> str:
        lead = " ".join(self.text[: self.lead_end].split()).rstrip(" .:;-–—")
        items = [" ".join(self.text[a:b].split()).strip(_MARKS).rstrip(".") for a, b in self.items]
        lead, items = told(lead), [told(item).rstrip(" .;") for item in items]
        return f"{lead}: {'; '.join(item for item in items if item)}."


def units(evidence: Evidence) -> list[Unit]:
    """The quotable spans of one passage, in order."""
    found = evidence.found
    base, text = found.passage.start, found.text
    if found.passage.role is Role.TABLE_ROW:
        return _rows(evidence)
    if found.passage.drawn_from:
        # A starter statement was summarised as one thought, and is quoted as one.
        return [Unit(evidence, base, base + len(text), text)]
    spans = _sentences(text, found.record.kind is SourceKind.LABEL)
    lists = _lists(evidence, spans)
    result: list[Unit] = []
    previous: Span | None = None
    for place, (first, end) in enumerate(_beside(text, spans, [(one.start - base, one.end - base) for one in lists])):
        start = first
        if listed := next((one for one in lists if one.start - base == start), None):
            result.append(listed)
            previous = None
            continue
        end = _before_credit(text, start, end)
        if end <= start or (found.record.kind is SourceKind.LABEL and is_farewell(text[start:end])):
            continue
        if (
            previous
            and opens_dangling(text[start:end])
            and end - previous[0] <= LONGEST
            and len(text[previous[0] : end].split()) <= LONGEST_WORDS
        ):
            start = previous[0]
            if result and not result[-1].is_list and result[-1].start == base + start:
                result.pop()
        start = _past_heading(text, start, end, found.record)
        if found.record.kind is SourceKind.LABEL:
            end = ends(text, start, end)
        if end - start <= LONGEST:
            result.append(Unit(evidence, base + start, base + end, text[start:end], place))
        previous = (start, end)
    return result


def without_rows_in_prose(passed: list[tuple[Unit, str]]) -> list[tuple[Unit, str]]:
    """The spans without rows of tables whose last cell is a sentence that stands in the same source's running text too."""
    if not any(unit.is_row for unit, _ in passed):
        return passed
    prose: dict[str, set[str]] = {}
    for unit, _ in passed:
        if not unit.is_row:
            prose.setdefault(unit.evidence.found.record.source, set()).add(unit.said.rstrip("."))
    return [
        (unit, kind)
        for unit, kind in passed
        if not unit.is_row
        or unit.is_whole
        or not any(
            unit.text.rstrip(".").endswith(f": {said}") for said in prose.get(unit.evidence.found.record.source, ())
        )
    ]


def _rows(evidence: Evidence) -> list[Unit]:
    """The rows of a table that can be said under their heads."""
    passage, text = evidence.found.passage, evidence.found.text
    base = passage.start
    lead = (passage.lead_in[0] - base, passage.lead_in[1] - base) if passage.lead_in else None
    items = [(start - base, end - base) for start, end in passage.items]
    return [
        Unit(
            evidence,
            base + row.start,
            base + row.end,
            row.words,
            place,
            quoted=tuple((base + start, base + end) for start, end in row.quoted),
            is_whole=row.is_whole,
            is_in_whole=row.is_in_whole,
        )
        for place, row in enumerate(rows(text, lead, items, passage.heads, passage.is_part))
    ]


def _sentences(text: str, is_label: bool = False) -> list[Span]:
    spans: list[Span] = []
    for start, end in split(text):
        found = joints(text, start, end) if is_label else [joint.span() for joint in _JOINED.finditer(text, start, end)]
        for before, after in found:
            spans.append((start, start + len(text[start:before].rstrip())))
            start = after
        spans.append((start, end))
    return [(start + len(text[start:end]) - len(_MARK.sub("", text[start:end], count=1)), end) for start, end in spans]


def _lists(evidence: Evidence, spans: list[Span]) -> list[Unit]:
    """The lists of a passage, each with its lead-in as one span, without those that are too long."""
    passage, text = evidence.found.passage, evidence.found.text
    base = passage.start
    found: list[tuple[Span, tuple[Span, ...]]] = []
    if passage.items and passage.lead_in is not None:
        lead = (passage.lead_in[0] - base, passage.lead_in[1] - base)
        found = [(lead, tuple((a - base, b - base) for a, b in passage.items))]
    elif not passage.items:
        found = marked(text, spans)
        if not found and (unmarked := run_on(text, spans)):
            found = [unmarked]
    result = []
    for lead, items in found:
        start, end = lead[0], items[-1][1]
        if start < 0 or end - start > LONGEST_LIST or len(text[start:end].split()) > LONGEST_LIST_WORDS:
            continue
        shifted = tuple((a - start, b - start) for a, b in items)
        result.append(Unit(evidence, base + start, base + end, text[start:end], 0, lead[1] - start, shifted))
    return result


def _beside(text: str, spans: list[Span], lists: list[Span]) -> list[Span]:
    """Sentences in order, those that touch a list replaced by the list itself and by what stands behind it."""
    result = [*lists]
    for start, end in spans:
        after = [b for a, b in lists if start < b and end > a]
        if not after:
            result.append((start, end))
        elif end > max(after):
            rest = max(after)
            rest += len(text[rest:end]) - len(text[rest:end].lstrip())
            result.append((rest, end))
    return sorted(result)


def _before_credit(text: str, start: int, end: int) -> int:
    """Where a sentence ends before the institution that it was taken from ("NIH: National Heart, Lung, ...")."""
    credit = _CREDIT.search(text[start:end])
    return start + credit.start() if credit else end


_PART = lazily(
    r"\W{0,3}(?:results?|conclusions?|findings|interpretation|discussion|abstract|summary)\s?[:\]]+\s+", re.IGNORECASE
)

#: Words that open a sentence behind a heading that was stored with it ("Common Treatments The most common ...").
_OPENS = r"(?:The|There|With|Without|If|When|While|In|For|Some|Most|Many|People|Patients|Doctors|A|An|Your|You|To|After|Before|As|At|Because|Although)"
_GLUED = lazily(rf"(?:[A-Z][\w'’-]+ )(?:(?:[A-Z][\w'’-]+|of|and|or|the|for|to|in|a|an|on) ){{1,6}}?(?={_OPENS} [a-z])")


def _past_heading(text: str, start: int, end: int, record: SourceRecord) -> int:
    """Where a sentence begins after the name of an abstract's part, or the number and title of a label's subsection."""
    if part := _PART.match(text, start, end):
        return part.end()
    if record.kind is SourceKind.PATIENT_PAGE and (glued := _GLUED.match(text, start, end)):
        return glued.end()
    if record.kind is not SourceKind.LABEL:
        return start
    return begins(text, start, end, record)

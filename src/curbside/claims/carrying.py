"""
The claim that a span carries: its words, the exact quotes that bear them, and whose they are.

Words that their own quotes do not bear are no claim. A starter statement is carried by the public pages it was drawn
from as soon as the library holds them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from curbside.evidence.evidence import SourceRecord

from .borne import borne
from .check import check
from .claim import Applies, Check, Claim, Quote, Verdict, audience_of
from .units import Unit

#: Gives the record and the text of a span of a public page (source, start, end, sha256), None where the library does not hold it.
PageSpan = Callable[[str, int, int, str], tuple[SourceRecord, str] | None]


def claim_of(unit: Unit, kind: str, score: float, others: Sequence[Unit], page_span: PageSpan | None) -> Claim | None:
    """The claim of a span and of others that say the same, None when its words do not pass the check against their own quotes."""
    words = unit.said
    carried = _from_pages(unit, page_span) if page_span else None
    if carried is None:
        own = _of_pages(unit.evidence.found.record, {span.source for span in unit.evidence.found.passage.drawn_from})
        quoted = _quotes(unit)
        texts = [quote.text for quote in quoted]
        outcome = borne(unit.said, texts, own.title)
        if outcome.verdict is not Verdict.SUPPORTED and unit.line != words:
            words = unit.plain  # what was left out in printing may not be missed
            outcome = borne(words, texts, own.title)
        carried = _Carried(quoted, (own,) * len(quoted), outcome)
    if carried.check.verdict is not Verdict.SUPPORTED:
        return None
    quotes, records = list(carried.quotes), list(carried.records)
    for other in others:
        if not other.evidence.found.passage.drawn_from:
            more = _quotes(other)
            quotes += more
            records += (other.evidence.found.record,) * len(more)
    spans = "|".join(f"{q.source} {q.version} {q.start} {q.end}" for q in quotes)
    return Claim(
        id=hashlib.sha256(f"{kind}|{spans}|{unit.text}".encode()).hexdigest()[:12],
        kind=kind,
        text=words,
        quotes=tuple(quotes),
        records=tuple(records),
        level=unit.evidence.level,
        check=carried.check,
        applies=Applies(population=unit.evidence.population),
        score=score,
    )


@dataclass(frozen=True, slots=True)
class _Carried:
    quotes: tuple[Quote, ...]
    records: tuple[SourceRecord, ...]
    check: Check


def _from_pages(unit: Unit, page_span: PageSpan) -> _Carried | None:
    """A starter statement carried by the pages it was drawn from, where the library holds them and they support it."""
    quotes: list[Quote] = []
    records: list[SourceRecord] = []
    for span in unit.evidence.found.passage.drawn_from:
        page = page_span(span.source, span.start, span.end, span.sha256)
        if page is None:
            return None
        record, text = page
        quotes.append(Quote(record.source, record.version, "", span.start, span.end, text))
        records.append(record)
    if not quotes:
        return None
    context = " ".join(dict.fromkeys(record.title for record in records))
    outcome = check(unit.said, f"{context}. {' '.join(quote.text for quote in quotes)}")
    return _Carried(tuple(quotes), tuple(records), outcome) if outcome.verdict is Verdict.SUPPORTED else None


def _of_pages(record: SourceRecord, drawn: set[str]) -> SourceRecord:
    """A starter source as the reference of one statement: the public pages that this statement draws on, and their date."""
    pages = tuple(page for page in record.pages_drawn_from if page.source in drawn)
    if not pages:
        return record
    dated = pages[0].published if pages[0].published[:4].isdigit() else ""
    return replace(
        record,
        title=pages[0].title,
        pages_drawn_from=pages,
        published=dated,
        date_note="" if dated else pages[0].published,
    )


def _quotes(unit: Unit) -> tuple[Quote, ...]:
    """The exact words that carry a span: its own, or for a row of a table what it is read with too."""
    found = unit.evidence.found
    base = found.passage.start
    return tuple(
        Quote(
            source=found.record.source,
            version=found.record.version,
            passage=f"{found.record.source}#{found.passage.position}",
            start=start,
            end=end,
            text=found.text[start - base : end - base],
            audience=audience_of(found.passage, found.record),
        )
        for start, end in unit.quoted or ((unit.start, unit.end),)
    )

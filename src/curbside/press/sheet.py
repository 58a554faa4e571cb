"""
An answer as a page of hypertext shows it: every citation with the span it opens, every part in the order of the frame.

A stand-alone page and the web site fill the same templates with this one value, so that they cannot tell two stories.
What a page only links to (the address of a source on a site) is left to the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from curbside.answers.answer import Answer, CaveatKind, Emergency, EmergencyNumber, Gloss, Reading, Reference
from curbside.answers.references import citations
from curbside.claims.claim import Claim
from curbside.evidence.evidence import SourceRecord
from curbside.sources.source import Status

from .glance import Glance, glance
from .state import State, told
from .vancouver import cite, identifiers, link, mark
from .words import (
    ai_mark,
    answered_for,
    badge,
    caveats_of,
    disclaimer,
    is_by_model,
    made_by,
    said_above,
    searched,
    understood,
)

#: Under which heading a caveat stands; what is named nowhere here tells how sure and how old the evidence is.
_PLACES = {
    "differ": (CaveatKind.DISAGREEMENT, CaveatKind.REVERSAL, CaveatKind.PREMISE),
    "applies": (CaveatKind.INDIRECT,),
    "missing": (
        *(CaveatKind.MISSING, CaveatKind.NO_LABELS, CaveatKind.RETRACTED_LEFT_OUT),
        *(CaveatKind.UNKNOWN_WORDS, CaveatKind.PENDING),
    ),
}


#: What is told of the writer, right under the state of review.
_OF_WRITER = (CaveatKind.WORDED_BY_MODEL, CaveatKind.MODEL_UNAVAILABLE)

_BETWEEN_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Citation:
    """A number behind a statement, and the words of the source that it opens."""

    number: int
    title: str
    source: str
    version: str
    spans: tuple[tuple[int, int], ...]
    quote: str
    status: str  # "" while the source is current

    @property
    def address(self) -> str:
        """Where a site shows these words: a path below its sources, with the spans to mark."""
        spans = "&".join(f"at={start}-{end}" for start, end in self.spans)
        return f"{quote(self.source, safe=':/')}?version={self.version[:16]}&{spans}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as this reader sees it, with what stands behind it."""

    id: str
    text: str
    citations: tuple[Citation, ...]
    badge: str
    level: int | None
    applies: str
    is_doubtful: bool  # not to be relied on: a source of it was retracted, or its review says so
    is_above: bool  # it stands in the bottom line, and a page says it there alone
    is_by_model: bool  # a language model wrote its words; its quotes are shown beside them


@dataclass(frozen=True, slots=True)
class Part:
    """Statements under a fixed heading; `more` stands behind one click."""

    kind: str
    heading: str
    statements: tuple[Statement, ...]
    more: tuple[Statement, ...]

    @property
    def below(self) -> tuple[Statement, ...]:
        """The statements in front that the bottom line does not say already."""
        return tuple(one for one in self.statements if not one.is_above)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the reference list."""

    number: int
    text: str
    source: str
    links: tuple[tuple[str, str], ...]  # (what it is called, address)
    status: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """The bottom line: our own words around it, the answer, its citations, and the statements that it is made of."""

    text: str
    citations: tuple[Citation, ...]
    is_doubtful: bool  # a statement that it is made of is not to be relied on
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What to do now, before everything else."""

    is_urgent_only: bool  # the amber tier: be seen today
    first: str
    then: tuple[str, ...]
    because: str
    numbers: tuple[EmergencyNumber, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole answer, ready for the templates; what an answer lacks is empty."""

    title: str
    question: str
    reader: str
    is_for_patients: bool
    outcome: str
    made_on: str
    version: str
    state: State
    card: Card | None
    understood: str
    answered_for: str
    lead: Lead | None
    abstention: tuple[str, ...]  # sentence by sentence
    nearest: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    differ: tuple[str, ...]
    applies: tuple[str, ...]
    how_sure: tuple[str, ...]
    missing: tuple[str, ...]
    glosses: tuple[Gloss, ...]
    ask_your_team: tuple[str, ...]
    reading: Reading | None
    glance: Glance | None
    references: tuple[Entry, ...]
    follow_ups: tuple[str, ...]
    searched: str
    disclaimer: str
    made_by: str  # how the words were made, in one sentence
    is_by_model: bool  # a language model worded something of it
    worded: tuple[str, ...]  # what is told of the writer, and of what became of its words


def sheet_of(answer: Answer, made_on: str = "", review: str | State = "") -> Sheet:
    """
    The sheet of an answer.

    `made_on` is the date printed on the banner of what was not reviewed (ISO 8601); `review` takes its place with the
    state of a review, or with words that tell it.
    """
    state = told(answer, made_on, review)
    placed = {name: tuple(_said(answer, kinds)) for name, kinds in _PLACES.items()}
    elsewhere = {CaveatKind.NOT_REVIEWED, *_OF_WRITER, *(kind for kinds in _PLACES.values() for kind in kinds)}
    sure = tuple(_said(answer, [kind for kind in CaveatKind if kind not in elsewhere]))
    abstention = answer.abstention
    return Sheet(
        title=answer.title,
        question=answer.question,
        reader=answer.reader.value,
        is_for_patients=not answer.reader.is_professional,
        outcome=answer.outcome.value,
        made_on=made_on,
        version=answer.made_by.version,
        state=state,
        card=card_of(answer.emergency),
        understood="" if answer.plan.condensed == answer.title else understood(answer),
        answered_for=answered_for(answer),
        lead=_lead(answer, state.affected),
        abstention=_split(abstention.text) if abstention else (),
        nearest=tuple((one.source, f"{one.title} ({one.year})") for one in abstention.nearest) if abstention else (),
        parts=tuple(_parts(answer, state.affected)),
        differ=placed["differ"],
        applies=placed["applies"],
        how_sure=sure,
        missing=placed["missing"],
        glosses=answer.glosses,
        ask_your_team=answer.ask_your_team,
        reading=answer.reading,
        glance=glance(answer),
        references=tuple(map(entry, answer.references)),
        follow_ups=answer.follow_ups,
        searched=searched(answer),
        disclaimer=disclaimer(answer),
        made_by=made_by(answer),
        is_by_model=bool(ai_mark(answer)),
        worded=tuple(
            line.removeprefix(f"Worded by a language model ({answer.made_by.writer}). ")
            for line in _said(answer, _OF_WRITER)
        ),
    )


def _said(answer: Answer, kinds: tuple[CaveatKind, ...] | list[CaveatKind]) -> Iterator[str]:
    return (caveat.numbered(answer.references) for caveat in caveats_of(answer) if caveat.kind in kinds)


def card_of(alarm: Emergency | None) -> Card | None:
    """The card of an emergency, which may be shown before there is an answer."""
    if alarm is None:
        return None
    first, *then = alarm.text
    return Card(alarm.tier != "emergency", first, tuple(then), alarm.because, alarm.numbers, alarm.sources)


def _parts(answer: Answer, affected: frozenset[str]) -> Iterator[Part]:
    above = said_above(answer)
    for section in answer.sections:
        front = tuple(_statement(claim, answer.references, affected, above) for claim in section.claims)
        more = tuple(_statement(claim, answer.references, affected, above) for claim in section.more)
        yield Part(section.kind, section.heading, front, more)


def _statement(
    claim: Claim, references: tuple[Reference, ...], affected: frozenset[str], above: frozenset[str]
) -> Statement:
    return Statement(
        id=claim.id,
        text=claim.worded,
        citations=_citations(claim, references),
        badge=badge(claim),
        level=claim.level,
        applies=claim.applies.note,
        is_doubtful=_is_doubtful(claim, affected),
        is_above=claim.id in above,
        is_by_model=is_by_model(claim),
    )


def _citations(claim: Claim, references: tuple[Reference, ...]) -> tuple[Citation, ...]:
    """One for each number, with the quotes of the claim that stand in that source."""
    made = []
    for number in citations(claim, references):
        record = references[number - 1].record
        quotes = [q for q, of in zip(claim.quotes, claim.records, strict=True) if _same(of, record)]
        made.append(
            Citation(
                number=number,
                title=record.title,
                source=record.source,
                version=quotes[0].version,
                spans=tuple((q.start, q.end) for q in quotes),
                quote=" ... ".join(q.text for q in quotes),
                status=_status(record),
            )
        )
    return tuple(made)


def _split(text: str) -> tuple[str, ...]:
    return tuple(_BETWEEN_SENTENCES.split(text))


def _same(one: SourceRecord, other: SourceRecord) -> bool:
    return (one.source, one.version, one.pages_drawn_from) == (other.source, other.version, other.pages_drawn_from)


def _lead(answer: Answer, affected: frozenset[str]) -> Lead | None:
    line = answer.bottom_line
    if line is None:
        return None
    by_id = {claim.id: claim for claim in answer.claims}
    above = said_above(answer)
    made_of = tuple(
        _statement(by_id[name], answer.references, affected, above) for name in line.claims if name in by_id
    )
    cited = {one.number: one for statement in reversed(made_of) for one in reversed(statement.citations)}
    is_doubtful = any(one.is_doubtful for one in made_of)
    return Lead(line.text, tuple(cited[number] for number in sorted(cited)), is_doubtful, made_of)


def _is_doubtful(claim: Claim, affected: frozenset[str]) -> bool:
    return claim.id in affected or any(record.status is Status.RETRACTED for record in claim.records)


def entry(reference: Reference) -> Entry:
    """A reference as a line of the list, with its addresses."""
    record = reference.record
    addresses = {
        "PMID": "https://pubmed.ncbi.nlm.nih.gov/{}/",
        "PMCID": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
        "doi": "https://doi.org/{}",
        "NCT": "https://clinicaltrials.gov/study/{}",
    }
    named = [(f"{name} {value}", addresses[name].format(quote(value))) for name, value in identifiers(record)]
    pages = [(page.publisher or "Public page", page.url) for page in record.pages_drawn_from if page.url]
    other = [("Source page", link(record))] if not named and not pages and link(record) else []
    return Entry(
        number=reference.number,
        text=cite(reference).removeprefix(mark(record)),  # said by its status
        source=record.source,
        links=tuple((name, address) for name, address in (*named, *pages, *other) if _is_web(address)),
        status=_status(record),
        is_withdrawn=record.status in {Status.RETRACTED, Status.SUPERSEDED},
    )


def _status(record: SourceRecord) -> str:
    return "" if record.status is Status.CURRENT else record.status.value


def _is_web(address: str) -> bool:
    # Addresses come from documents: one that runs a script, or leads elsewhere than to the web, is no link.
    return address.startswith(("https://", "http://"))

"""
From weighed passages to claims: every statement is an exact span that passed the gates.

Spans that say nearly the same are one claim with several quotes, and one publisher family is one voice however
many pages it copied the words to. A starter statement gives way to the public page it was drawn from as soon as
that page is in the library.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction, Evidence, SourceRecord
from curbside.language.stems import content
from curbside.questions.question import Plan, QuestionType, Reader
from curbside.sources.source import Role, SourceKind

from .asked import Asked
from .borne import borne
from .candidates import NAMED, SAFETY, Candidate, candidates, is_panels
from .check import check
from .choosing import agreeing, chosen
from .claim import GUARDED, Applies, Check, Claim, Quote, Verdict, audience_of
from .dose import is_of_more, may_state_doses, names_drug, states_dose
from .facets import kind_of, may_warn, told_kind
from .gates import Gate, refuse
from .protecting import may_protect
from .second import is_own, second
from .topic import OWN, OpenTopic, Topic
from .units import Unit, units

#: Spans of one question that are put to the gates, those that hold most of it first, and again where nothing answered; what
#: may warn or protect is always looked at. More found no more in measuring, and a third of the time (bench/ask.md).
MOST_LOOKED, MOST_LOOKED_AGAIN = 110, 40
#: What warns reports no benefit, whatever it lowers.
_WARNS = re.compile(
    r"\b(?:contraindicated|should not be|must not|do not use|not recommended|avoid|discontinue|can cause|may cause"
    r"|hypoglyc\w+|fetal harm|toxicity)\b",
    re.IGNORECASE,
)
_IS_A = re.compile(r"(?P<what>[^.;:]{2,90}?) (?:is|are) (?:an?|the|one|any|when)\b")
PageSpan = Callable[[str, int, int, str], tuple[SourceRecord, str] | None]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Claims, and how many spans each gate refused: what an abstention is explained with."""

    claims: tuple[Claim, ...]
    refused: tuple[tuple[Gate, int], ...] = ()
    doses_refused: int = 0
    answering: frozenset[str] = frozenset()  # ids of claims that may answer alone; the rest stands beside them
    also: tuple[str, ...] = ()  # kinds that could be quoted but were not asked for: follow-up questions


def quote(plan: Plan, evidence: tuple[Evidence, ...], reader: Reader, page_span: PageSpan | None = None) -> Quoted:
    """
    The claims that may be made from these passages, best first.

    `page_span(source, start, end, sha256)` gives the record and the version of a public page when the library holds
    it and the span there still has that hash, else None.
    """
    if plan.is_open or (not plan.focus and not plan.drugs):
        # No subject was understood: only a statement in the question's own words may be said.
        return _quoted(plan, evidence, reader, OpenTopic(plan), page_span)
    quoted = _quoted(plan, evidence, reader, Topic(plan), page_span)
    if not quoted.claims and plan.type is QuestionType.DEFINITION and plan.facets[:1] == ("definition",):
        # Asked in no form that is known ("Which receptor does X bind?"): a statement with the question's own words answers.
        opened = _quoted(plan, evidence, reader, OpenTopic(plan), page_span)
        return opened if opened.claims else quoted
    return quoted


def _quoted(
    plan: Plan, evidence: tuple[Evidence, ...], reader: Reader, topic: Topic, page_span: PageSpan | None
) -> Quoted:
    refused: Counter[Gate] = Counter()
    doses_refused = 0
    best = max((one.found.score for one in evidence), default=0.0)
    asked = Asked(plan)
    read: list[tuple[float, Unit]] = []
    for one in evidence:
        if not names_drug(one.found.record, plan) or not topic.may_be_in(one):
            refused[Gate.OFF_TOPIC] += 1
            continue
        read += [(asked.may_hold(unit), unit) for unit in units(one)]
    # What holds most of the question is looked at first: behind it, a span that can hold too little is not looked at.
    read.sort(key=lambda row: (-row[0], not is_panels(row[1])))
    most = 0.0
    passed: list[tuple[Unit, str]] = []
    left: list[Unit] = []

    def look(unit: Unit) -> str | None:
        """The kind of a span that passes the gates, None when one refuses it."""
        nonlocal doses_refused
        record, passage = unit.evidence.found.record, unit.evidence.found.passage
        if gate := refuse(unit, plan, topic):
            refused[gate] += 1
            return None
        if record.kind is not SourceKind.LABEL and not topic.names_drug(unit):
            refused[Gate.ONE_SIDE] += 1
            return None
        # In a table of adverse reactions the doses are those of its columns.
        gives = states_dose(unit.text) and not (unit.is_row and passage.facet == "adverse_reactions")
        if gives and (not may_state_doses(record, passage.facet) or is_of_more(record, plan)):
            doses_refused += 1
            return None
        kind = _kind(unit, plan, asked)
        if kind in GUARDED and not reader.is_professional and not unit.evidence.found.is_for_patients:
            doses_refused += kind == "dose"
            return None
        if topic.is_open and plan.type is QuestionType.DEFINITION:
            kind = "definition"
        return kind if kind or not topic.is_open else None

    looked = 0
    for may_hold, unit in read:
        if (
            (looked >= MOST_LOOKED or may_hold < NAMED * most or asked.at_most(unit) < NAMED * most)
            and not may_warn(unit)
            and not may_protect(unit, plan)
        ):
            left.append(unit)
            continue
        looked += 1
        kind = look(unit)
        if kind is not None:
            passed.append((unit, kind))
            most = max(most, asked.held(unit, kind).named)
    groups = agreeing(candidates(passed, plan, asked, reader, topic, best))
    claims, answering = _said(groups, plan, asked, topic, page_span)
    if not answering:
        own = [unit for unit in left if is_own(unit, plan, topic)][:MOST_LOOKED_AGAIN]
        again = [(unit, kind) for unit in own if (kind := look(unit)) is not None]
        if instead := second([*passed, *again], plan, asked, reader, topic, best):
            beside = [group for group in groups if group[0].protects or group[0].kind in SAFETY]
            claims, answering = _said([*agreeing(instead), *beside], plan, asked, topic, page_span)
    said = {claim.kind for claim in claims}
    told = (first.kind for first, _ in groups)
    also = tuple(kind for kind in dict.fromkeys([*told, *_told_by_pages(evidence, topic)]) if kind not in said)
    return Quoted(tuple(claims), tuple(sorted(refused.items())), doses_refused, frozenset(answering), also)


def _told_by_pages(evidence: tuple[Evidence, ...], topic: Topic) -> Iterator[str]:
    """What the pages about the very subject tell under headings of their own: questions that they answer."""
    for one in evidence:
        record, facet = one.found.record, one.found.passage.facet
        if facet and record.kind is not SourceKind.LABEL and topic.title_match(record.title, record.synonyms) >= OWN:
            yield facet


def _said(
    groups: list[tuple[Candidate, list[Candidate]]], plan: Plan, asked: Asked, topic: Topic, page_span: PageSpan | None
) -> tuple[list[Claim], set[str]]:
    """The claims of the chosen among these candidates, and the ids of those that may answer alone."""
    claims: list[Claim] = []
    answering: set[str] = set()
    for lead, others in chosen(groups, plan, asked, topic):
        if claim := _claim(lead, others, page_span):
            claims.append(claim)
            answering |= {claim.id} if lead.answers else set()
    return claims, answering


def _kind(unit: Unit, plan: Plan, asked: Asked) -> str:
    found = unit.evidence.found
    if found.record.kind is SourceKind.LOCAL_PROTOCOL:
        return "local"
    if (
        plan.type is QuestionType.EFFECTIVENESS
        and plan.intervention
        and "difference" not in plan.asked
        and found.passage.role in {Role.RESULTS, Role.CONCLUSION, Role.BODY}
    ):
        direction = direction_of(unit.text)
        if direction is Direction.HARM:
            return "harms"
        if direction is not Direction.UNCLEAR and not _WARNS.search(unit.text):
            return "benefits"
    if states_dose(unit.text) and may_state_doses(found.record, found.passage.facet):
        return "dose"
    if found.passage.facet == "overdosage" and plan.facets and asked.is_of_overdose:
        return plan.facets[0]  # signs or treatment, whichever was asked for
    if plan.facets[:1] == ("definition",) and _defines(unit.text, plan):
        return "definition"
    if found.record.kind is not SourceKind.LABEL and (told := told_kind(plan.facets[:2], unit.text)):
        return told
    return kind_of(unit)


def _defines(text: str, plan: Plan) -> bool:
    """Whether a sentence opens with the subject and says what it is, under whatever heading it stands."""
    opening = _IS_A.match(text)
    return opening is not None and any(
        name <= content(opening["what"]) for name in map(content, (plan.focus, *plan.aliases)) if name
    )


def _claim(lead: Candidate, others: list[Candidate], page_span: PageSpan | None) -> Claim | None:
    """The claim of a candidate, None when the words to be said do not pass the check against their own quotes."""
    unit = lead.unit
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
        if not other.unit.evidence.found.passage.drawn_from:
            more = _quotes(other.unit)
            quotes += more
            records += (other.unit.evidence.found.record,) * len(more)
    spans = "|".join(f"{q.source} {q.version} {q.start} {q.end}" for q in quotes)
    return Claim(
        id=hashlib.sha256(f"{lead.kind}|{spans}|{unit.text}".encode()).hexdigest()[:12],
        kind=lead.kind,
        text=words,
        quotes=tuple(quotes),
        records=tuple(records),
        level=unit.evidence.level,
        check=carried.check,
        applies=Applies(population=unit.evidence.population),
        score=lead.score,
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

"""
From weighed passages to claims: every statement is an exact span that passed the gates.

Spans that say nearly the same are one claim with several quotes, and one publisher family is one voice however
many pages it copied the words to. A starter statement gives way to the public page it was drawn from as soon as
that page is in the library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.evidence.evidence import Evidence
from curbside.questions.question import Plan, QuestionType, Reader
from curbside.sources.source import SourceKind

from .admitting import admitted, is_on_topic, topic_of
from .asked import Asked
from .barring import bars_others
from .candidates import NAMED, SAFETY, Candidate, candidates, is_panels
from .carrying import PageSpan, claim_of
from .choosing import agreeing, chosen
from .claim import Claim
from .facets import may_warn
from .gates import Gate
from .protecting import may_protect
from .second import is_own, second
from .topic import OWN, OpenTopic, Topic
from .units import Unit, units

#: Spans of one question that are put to the gates, those that hold most of it first, and again where nothing answered; what
#: may warn or protect is always looked at. More found no more in measuring, and a third of the time (bench/ask.md).
MOST_LOOKED, MOST_LOOKED_AGAIN = 110, 40


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
    topic = topic_of(plan)
    quoted = _quoted(plan, evidence, reader, topic, page_span)
    is_definition = plan.type is QuestionType.DEFINITION and plan.facets[:1] == ("definition",)
    if not quoted.claims and not topic.is_open and is_definition:
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
        if not is_on_topic(one, plan, topic):
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
        admission = admitted(unit, plan, topic, asked, reader)
        if admission.gate:
            refused[admission.gate] += 1
        doses_refused += admission.is_dose_refused
        return admission.kind

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
        able = [(unit, kind) for unit, kind in (*passed, *again) if not bars_others(unit, plan)]
        if instead := second(able, plan, asked, reader, topic, best):
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
        if claim := claim_of(lead.unit, lead.kind, lead.score, [one.unit for one in others], page_span):
            claims.append(claim)
            answering |= {claim.id} if lead.answers else set()
    return claims, answering

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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction, Evidence, SourceRecord
from curbside.language.datafiles import listed
from curbside.language.stems import content, stems
from curbside.questions.kinds import order
from curbside.questions.question import Plan, QuestionType, Reader
from curbside.sources.source import Role, SourceKind

from .check import check
from .claim import Applies, Check, Claim, Quote, Verdict
from .dose import may_state_doses, names_drug, states_dose
from .facets import kind_of
from .gates import Gate, refuse
from .rank import AGREEMENT, score
from .topic import OpenTopic, Topic
from .units import Unit, units
from .worth import Said, worths

#: Two spans whose words overlap this much (Jaccard) say the same thing.
SAME = 0.6
#: A span that shares this part of its words with one already said under its kind says nothing new.
NOTHING_NEW = 0.85
#: A span must reach this part of the best score of the answer to be said at all.
FLOOR = 0.45
#: From here on a page's title is the subject itself; below the second, it is another subject.
OWN, OTHER = 0.8, 0.25
#: Most claims under one section kind that was asked for, and under one that nobody asked for: what else a page says is
#: not what was asked.
PER_KIND, PER_KIND_UNASKED = 6, 2
#: Spans of a kind that was not asked for are said when their words promise this part of the best, so many of them, and
#: count about as much as those of the third kind asked for.
PROMISING, MOST_PROMISING, MEANT = 0.7, 4, 0.8
#: A promising span that answers alone holds at least this part of the question's words beside its subject.
HELD_BESIDE = 0.4
#: What warns reports no benefit, whatever it lowers.
_WARNS = re.compile(
    r"\b(?:contraindicated|should not be|must not|do not use|not recommended|avoid|discontinue|can cause|may cause"
    r"|hypoglyc\w+|fetal harm|toxicity)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|\bgrade [A-DI]\b")
#: The kind of a promising span that nothing places.
UNPLACED = "statements"

PageSpan = Callable[[str, int, int, str], tuple[SourceRecord, str] | None]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Claims, and how many spans each gate refused: what an abstention is explained with."""

    claims: tuple[Claim, ...]
    refused: tuple[tuple[Gate, int], ...] = ()
    doses_refused: int = 0
    promising: frozenset[str] = frozenset()  # ids of claims of a kind that was not asked for, whose words answer
    also: tuple[str, ...] = ()  # kinds that could be quoted but were not asked for: follow-up questions


@dataclass(frozen=True, slots=True)
class _Candidate:
    unit: Unit
    kind: str
    score: float
    words: frozenset[str]
    figures: frozenset[str]
    is_promising: bool = False  # of no kind that was asked for, but its words promise an answer
    answers: bool = False  # and it holds so much of the question that it may answer it alone


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
    passed: list[tuple[Unit, str]] = []
    for one in evidence:
        if not names_drug(one.found.record, plan) or not topic.may_be_in(one):
            refused[Gate.OFF_TOPIC] += 1
            continue
        for unit in units(one):
            if gate := refuse(unit, plan, topic):
                refused[gate] += 1
                continue
            if one.found.record.kind is not SourceKind.LABEL and not topic.names_drug(unit):
                refused[Gate.ONE_SIDE] += 1
                continue
            kind = _kind(unit, plan)
            if topic.is_open and plan.type is QuestionType.DEFINITION:
                kind = "definition"
            if states_dose(unit.text) and not may_state_doses(one.found.record, one.found.passage.facet):
                doses_refused += 1
                continue
            if kind or not topic.is_open:
                passed.append((unit, kind))
    candidates = _scored(passed, plan, reader, topic, best)
    groups = _agreeing(candidates)
    chosen = tuple(_chosen(groups, plan, topic, page_span))
    claims = tuple(claim for claim, _ in chosen)
    said_kinds = {claim.kind for claim in claims}
    also = tuple(dict.fromkeys(lead.kind for lead, _ in groups if lead.kind not in said_kinds))
    promising = frozenset(claim.id for claim, answers in chosen if answers)
    return Quoted(claims, tuple(sorted(refused.items())), doses_refused, promising, also)


def _scored(passed: list[tuple[Unit, str]], plan: Plan, reader: Reader, topic: Topic, best: float) -> list[_Candidate]:
    """
    Every span that passed the gates with its score; what its words promise is judged beside all that may be shown.

    A span of another kind, or of none, is judged too when it holds words of the question beside its subject: what kind of
    question it is was a guess, and the words were not.
    """
    shown = _shown(plan)
    question = plan.condensed or " ".join(plan.queries[:1])
    beside = (content(question) - _ordinary()).difference(*map(content, (plan.focus, *plan.aliases)))
    # Taken for a question of what something is because nothing else was heard in it: then its words decide.
    is_guess = plan.facets == ("definition",) and bool(beside) and not topic.is_open
    is_dose = plan.facets[:1] == ("dose",)  # answered by a label's own section or not at all
    words = [stems(unit.text) for unit, _ in passed]
    said = {
        at: Said(unit.said, _voice(unit.evidence.found.record), unit.evidence.found.score / best if best > 0 else 0.0)
        for at, (unit, kind) in enumerate(passed)
        if (kind in shown and not is_guess) or (beside & words[at] and topic.names_all(unit))
    }
    promised = dict(zip(said, worths(question, list(said.values())), strict=True))
    most = max(promised.values(), default=0.0)
    others = [at for at, (_, kind) in enumerate(passed) if at in promised and kind not in shown]
    others.sort(key=lambda at: (-promised[at], passed[at][0].evidence.found.record.source, passed[at][0].start))
    promising = {at for at in others[:MOST_PROMISING] if most > 0 and promised[at] >= PROMISING * most}
    result = []
    for at, (unit, kind) in enumerate(passed):
        if (not kind and at not in promising) or (is_guess and at not in promised):
            continue
        worth = max(0.0, promised.get(at, 0.0)) / most if most > 0 else 0.0
        value = score(unit, worth, kind, plan, reader, topic, best) + (MEANT if at in promising else 0.0)
        answers = at in promising and not is_dose and len(beside & words[at]) >= HELD_BESIDE * len(beside)
        result.append(
            _Candidate(unit, kind or UNPLACED, value, words[at], figures(unit.text), at in promising, answers)
        )
    return result


@cache
def _ordinary() -> frozenset[str]:
    """Stems of words that ask and tell nothing of what is wanted."""
    lines = listed("curbside.claims", "ordinary.yaml")
    return stems(" ".join(lines))


def _shown(plan: Plan) -> set[str]:
    """The kinds that an answer to this plan may show."""
    return {*plan.facets, *order(plan.type), "emergency_care"}


def _kind(unit: Unit, plan: Plan) -> str:
    found = unit.evidence.found
    if found.record.kind is SourceKind.LOCAL_PROTOCOL:
        return "local"
    if (
        plan.type is QuestionType.EFFECTIVENESS
        and plan.intervention
        and found.passage.role in {Role.RESULTS, Role.CONCLUSION, Role.BODY}
    ):
        direction = direction_of(unit.text)
        if direction is Direction.HARM:
            return "harms"
        if direction is not Direction.UNCLEAR and not _WARNS.search(unit.text):
            return "benefits"
    if states_dose(unit.text) and may_state_doses(found.record, found.passage.facet):
        return "dose"
    return kind_of(unit)


def _agreeing(candidates: list[_Candidate]) -> list[tuple[_Candidate, list[_Candidate]]]:
    """Candidates best first, each with others of another publisher family that say the same."""
    ranked = sorted(candidates, key=lambda c: (-c.score, c.unit.evidence.found.record.source, c.unit.start))
    groups: list[tuple[_Candidate, list[_Candidate]]] = []
    for candidate in ranked:
        for leader, others in groups:
            if (
                leader.kind == candidate.kind
                and leader.figures == candidate.figures
                and _alike(leader.words, candidate.words)
            ):
                families = {_family(member) for member in (leader, *others)}
                if _family(candidate) not in families:
                    others.append(candidate)
                break
        else:
            groups.append((candidate, []))
    lifted = [(replace(lead, score=lead.score + AGREEMENT * len(others)), others) for lead, others in groups]
    return sorted(lifted, key=lambda g: (-g[0].score, g[0].unit.evidence.found.record.source, g[0].unit.start))


def figures(text: str) -> frozenset[str]:
    """The numbers and letter grades of a text: "45 to 49" beside "50 to 75" is another statement."""
    return frozenset(_FIGURE.findall(text))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    few, many = sorted((len(a), len(b)))
    return few >= SAME * many and len(a & b) >= SAME * len(a | b)


def _family(candidate: _Candidate) -> str:
    return _voice(candidate.unit.evidence.found.record)


def _voice(record: SourceRecord) -> str:
    """Who says it: a family of publishers is one voice."""
    return record.family or record.source


def _chosen(
    groups: list[tuple[_Candidate, list[_Candidate]]], plan: Plan, topic: Topic, page_span: PageSpan | None
) -> Iterable[tuple[Claim, bool]]:
    """The claims to be said, best first, each with whether it may answer for its words alone."""
    if not groups:
        return
    wanted = _shown(plan)
    floor = FLOOR * groups[0][0].score
    has_own_page = any(_subject(lead, topic) >= OWN for lead, _ in groups)
    count: Counter[str] = Counter()
    said: list[tuple[str, frozenset[str], frozenset[str]]] = []
    for lead, others in groups:
        most = PER_KIND if lead.kind in plan.facets else PER_KIND_UNASKED
        if (lead.kind not in wanted and not lead.is_promising) or count[lead.kind] >= most:
            continue
        if any(
            lead.words == words
            or (
                kind == lead.kind and len(lead.words & words) >= NOTHING_NEW * len(lead.words) and lead.figures <= shown
            )
            for kind, words, shown in said
        ):
            continue
        if has_own_page and _is_page_of_one_subject(lead) and _subject(lead, topic) < OTHER:
            continue  # a page about something else, while there is one about this
        if lead.score < floor and not _is_never_cut(lead):
            continue
        if claim := _claim(lead, others, page_span):
            count[lead.kind] += 1
            said.append((lead.kind, lead.words, lead.figures))
            yield claim, lead.answers


def _subject(candidate: _Candidate, topic: Topic) -> float:
    """How exactly the source is about what was asked."""
    record = candidate.unit.evidence.found.record
    return topic.title_match(record.title, record.synonyms)


def _is_page_of_one_subject(candidate: _Candidate) -> bool:
    return candidate.unit.evidence.found.record.kind in {SourceKind.STARTER, SourceKind.PATIENT_PAGE}


def _is_never_cut(candidate: _Candidate) -> bool:
    """Whether a span is a local protocol's, a red flag, or a label's contraindication or interaction: no score cuts those off."""
    is_label = candidate.unit.evidence.found.record.kind is SourceKind.LABEL
    return candidate.kind in {"local", "red_flags", "emergency_care"} or (
        is_label and candidate.kind in {"contraindications", "interactions"}
    )


def _claim(lead: _Candidate, others: list[_Candidate], page_span: PageSpan | None) -> Claim | None:
    """The claim of a candidate, None when the words to be said do not pass the check against their own quotes."""
    unit = lead.unit
    carried = _from_pages(unit, page_span) if page_span else None
    if carried is None:
        own = _of_pages(unit.evidence.found.record, {span.source for span in unit.evidence.found.passage.drawn_from})
        carried = _Carried((_quote(unit),), (own,), check(unit.said, f"{own.title}. {unit.text}"))
    if carried.check.verdict is not Verdict.SUPPORTED:
        return None
    quotes, records = list(carried.quotes), list(carried.records)
    for other in others:
        if not other.unit.evidence.found.passage.drawn_from:
            quotes.append(_quote(other.unit))
            records.append(other.unit.evidence.found.record)
    spans = "|".join(f"{q.source} {q.version} {q.start} {q.end}" for q in quotes)
    return Claim(
        id=hashlib.sha256(f"{lead.kind}|{spans}|{unit.text}".encode()).hexdigest()[:12],
        kind=lead.kind,
        text=unit.said,
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


def _quote(unit: Unit) -> Quote:
    found = unit.evidence.found
    return Quote(
        source=found.record.source,
        version=found.record.version,
        passage=f"{found.record.source}#{found.passage.position}",
        start=unit.start,
        end=unit.end,
        text=unit.text,
    )

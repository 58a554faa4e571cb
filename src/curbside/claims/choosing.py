"""
Which of the spans that may be said are said: few, to the point, and nothing twice.

Every candidate is true of the subject, and many of them answer another question. Those that a reader is likely to keep are
said, best first (`candidates`), each when it tells something that no better one has told. Spans that say nearly the same
are one claim with several quotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from curbside.language.populations import populations
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import SourceKind

from .asked import Asked
from .candidates import SAFETY, SPECIAL, Candidate, is_panels, voice
from .dose import states_dose
from .gates import of_others
from .protecting import KEPT, PROTECTING
from .repeats import Told, tells_nothing_new, told
from .topic import OTHER, OWN, Topic

#: Two spans whose words overlap this much (Jaccard) say the same thing.
SAME = 0.6
#: A span is said when by rules it reaches this part of the best (where a whole section is asked for, and where one thing is)
#: and a reader is so likely to keep it, less where it is among the first of a section asked for on the subject's own page; or when
#: it is very likely that a reader would.
FLOOR, FLOOR_OF_ONE = 0.5, 0.8
FIRST_OF_SECTION = 3
LIKELY, LIKELY_OWN, SURE = 0.32, 0.15, 0.5
#: What one more voice that says the same adds to it.
AGREEMENT = 0.03
#: Most claims of one answer, of one to a question of one thing, and under one kind that nobody asked for.
MOST, MOST_OF_ONE, PER_KIND_UNASKED = 8, 6, 2


def agreeing(candidates: list[Candidate]) -> list[tuple[Candidate, list[Candidate]]]:
    """Candidates best first, each with others of another publisher family that say the same."""
    ranked = sorted(candidates, key=lambda c: (-c.score, c.unit.evidence.found.record.source, c.unit.start))
    groups: list[tuple[Candidate, list[Candidate]]] = []
    for candidate in ranked:
        for leader, others in groups:
            if (
                not (leader.unit.is_row or candidate.unit.is_row)
                and leader.kind == candidate.kind
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


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    few, many = sorted((len(a), len(b)))
    return few >= SAME * many and len(a & b) >= SAME * len(a | b)


def _family(candidate: Candidate) -> str:
    return voice(candidate.unit.evidence.found.record)


def chosen(
    groups: list[tuple[Candidate, list[Candidate]]], plan: Plan, asked: Asked, topic: Topic
) -> Iterable[tuple[Candidate, list[Candidate]]]:
    """What is to be said, best first, each with those that say the same."""
    if not groups:
        return
    # Whether something helps is told from both sides, however far apart they stand.
    is_wide = asked.is_section or (plan.type is QuestionType.EFFECTIVENESS and bool(plan.intervention))
    floor = (FLOOR if is_wide else FLOOR_OF_ONE) * max(
        (lead.value for lead, _ in groups if not lead.is_beside), default=0.0
    )
    most_said = MOST if is_wide else MOST_OF_ONE
    panels = any(is_panels(lead.unit) for lead, _ in groups)
    named = {
        person
        for lead, _ in groups
        if lead.kind == "dose"
        for person in populations(lead.unit.text)
        if person in plan.population and person in SPECIAL
    }
    has_own_page = any(_subject(lead, topic) >= OWN for lead, _ in groups)
    count: Counter[str] = Counter()
    kept, is_spoken_of, of_people = 0, False, plan.facets[:1] == ("special_populations",)
    said: list[Told] = []
    for lead, others in groups:
        most = most_said if lead.kind in plan.facets else PER_KIND_UNASKED
        # Beside who must not have it of those asked about, nobody else is listed.
        is_kept = lead.protects and kept < KEPT[plan.type] and not (lead.is_beside and is_spoken_of)
        if (count.total() >= most_said and not is_kept) or count[lead.kind] >= most:
            continue
        if panels and _is_panels_page(lead) and not is_panels(lead.unit) and of_others(lead.unit.text):
            continue  # what others recommend, told by a panel, while one says itself what it recommends
        if named and states_dose(lead.unit.text) and not named & {*populations(lead.unit.text)}:
            continue  # a dose for everyone, where one for the people asked about is known
        telling = told(lead.unit, lead.figures)
        if tells_nothing_new(telling, said):
            continue
        if lead.kind == "red_flags" and lead.kind not in plan.facets and _subject(lead, topic) < OWN:
            continue
        if has_own_page and _is_page_of_one_subject(lead) and _subject(lead, topic) < OTHER:
            continue  # a page about something else, while there is one about this
        is_first = count[lead.kind] < FIRST_OF_SECTION if asked.is_section else not said
        is_own = is_first and lead.kind in plan.facets and _subject(lead, topic) >= OWN
        likely = LIKELY_OWN if is_own else LIKELY
        is_likely = lead.likely >= SURE or (lead.likely >= likely and lead.value >= floor)
        if not is_likely and not is_kept and not _is_never_cut(lead):
            continue
        count[lead.kind] += 1
        kept += lead.protects
        is_spoken_of |= not lead.is_beside and (lead.protects or (of_people and lead.kind in PROTECTING))
        said.append(telling)
        yield lead, others


def _subject(candidate: Candidate, topic: Topic) -> float:
    """How exactly the source is about what was asked."""
    record = candidate.unit.evidence.found.record
    return topic.title_match(record.title, record.synonyms)


def _is_panels_page(candidate: Candidate) -> bool:
    return candidate.unit.evidence.found.record.kind is SourceKind.GUIDELINE


def _is_page_of_one_subject(candidate: Candidate) -> bool:
    return candidate.unit.evidence.found.record.kind in {SourceKind.STARTER, SourceKind.PATIENT_PAGE}


def _is_never_cut(candidate: Candidate) -> bool:
    """Whether a span is a local protocol's or a red flag: no score cuts those off."""
    return candidate.kind in SAFETY

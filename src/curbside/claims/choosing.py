"""
Which of the spans that may be said are said: few, to the point, and nothing twice.

Every span that passed the gates is true of the subject, and most of them answer another question. A span is kept when it
holds enough of what is asked (`asked`), ranked by what it is worth (`rank`), and said when it tells something that no
better span has told. Spans that say nearly the same are one claim with several quotes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction, SourceRecord
from curbside.language.cues import denials
from curbside.language.populations import populations
from curbside.language.stems import content, stems
from curbside.questions.kinds import order
from curbside.questions.question import Plan, QuestionType, Reader
from curbside.sources.source import Role, SourceKind

from .asked import Asked
from .denied import Taken
from .dose import states_dose
from .gates import of_others
from .protecting import KEPT, protects, tells_allergy_alone
from .rank import AGREEMENT, score
from .roots import roots
from .topic import OWN, Topic
from .units import Unit
from .worth import Said, worths

#: Two spans whose words overlap this much (Jaccard) say the same thing.
SAME = 0.6
#: A span that shares this part of its telling words with one already said, and brings no figure, says nothing new.
NOTHING_NEW = 0.75
#: A span must reach this part of the best score of the answer to be said at all: where a whole section is asked for, and
#: where one thing is.
FLOOR, FLOOR_OF_ONE = 0.5, 0.8
#: Below this a page's title is another subject.
OTHER = 0.25
#: Most claims of one answer, of one to a question of one thing, and under one kind that nobody asked for.
MOST, MOST_OF_ONE, PER_KIND_UNASKED = 8, 6, 2
#: Of what is asked beside the subject a span must hold so much, as a part of the span that holds most: under a kind that was asked
#: for, and under another. One of another kind answers alone only when it also holds so much of all that is asked.
HELD_NAMED, HELD_ELSE, HELD_ALONE = 0.55, 0.65, 0.4
#: A span of another kind is said when its words promise this part of the best; it counts about as much as one of the third kind asked for.
PROMISING, MEANT = 0.35, 0.65
#: Kinds that are shown beside what was asked, when their source is about the subject itself.
SAFETY = frozenset({"red_flags", "emergency_care", "local"})
#: And of what is named beside the section asked for, as a part of the span that holds most.
NAMED = 0.4
#: What a panel recommends answers these, under whatever section it stands.
ADVISED = frozenset({"yes_no", "age", "who", "how_often", "timing", "safe"})
#: A sentence that leads holds at least this part of all that is asked.
HELD_LEAST = 0.2
#: A panel's statement so many years older than the newest counts less, and so does one on people who were not asked about.
OLDER_YEARS, OLDER, OTHER_PEOPLE = 8, 1.0, 0.6
#: A statement that says otherwise than the question takes for granted comes before the rest.
DENIES = 2.0
_SPECIAL = frozenset(
    "pregnancy breastfeeding newborn infant child adolescent older_adult kidney_disease liver_disease".split()
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|\bgrade [A-DI]\b")
#: The kind of a promising span that nothing places.
UNPLACED = "statements"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be said, and what speaks for it."""

    unit: Unit
    kind: str
    score: float
    words: frozenset[str]
    figures: frozenset[str]
    is_promising: bool = False  # of no kind that was asked for, but its words promise an answer
    answers: bool = False  # and it holds so much of the question that it may answer it alone
    protects: bool = False  # who must not have it: kept however little of the question it holds
    is_beside: bool = False  # and said for that alone


def candidates(
    passed: list[tuple[Unit, str]], plan: Plan, asked: Asked, reader: Reader, topic: Topic, best: float
) -> list[Candidate]:
    """
    Every span that passed the gates and speaks to the question, with its score.

    A span of another kind than those asked for, or of none, is judged too when it holds much of what was asked: what kind
    of question it is was a guess, and the words were not.
    """
    words = [stems(unit.text) for unit, _ in passed]
    both = [asked.held(unit, kind) for unit, kind in passed]
    held = [one.whole for one in both]
    most_named = max((one.named for one in both), default=0.0)
    kept = {at for at, (unit, kind) in enumerate(passed) if kind in SAFETY or protects(unit, kind, plan, topic)}
    # What is looked at only because it protects sets no bound for the rest.
    most_held = max(
        (one.whole for at, one in enumerate(both) if at not in kept or one.named >= NAMED * most_named), default=0.0
    )
    question = plan.condensed or " ".join(plan.queries[:1])
    # Taken for a question of what something is because nothing else was heard in it: then its words decide.
    guessed = asked.is_guess and not topic.is_open
    named, shown = set(plan.facets), _shown(plan)
    advises = bool(ADVISED & {*plan.asked})
    if "difference" in plan.asked:
        named |= {"definition", "differential"}
    taken = Taken(plan, question)
    denying = {at for at, (unit, _) in enumerate(passed) if taken.premise and taken.is_denied_by(unit.text)}
    said = {}
    beside = set()  # said only because they protect
    for at, (unit, kind) in enumerate(passed):
        is_advice = advises and _is_panels(unit)
        is_named = (kind in named and not guessed) or is_advice
        if kind == "contraindications" and tells_allergy_alone(unit.text, question):
            continue
        if at in denying:
            said[at] = _said(unit, best)
            continue
        if both[at].named < NAMED * most_named and at not in kept:
            continue
        if guessed and held[at] < HELD_LEAST and at not in kept:
            continue  # nothing but words to go by, and hardly any of them
        if kind not in SAFETY and both[at].named < NAMED * most_named:
            beside.add(at)
        elif not (
            held[at] >= (HELD_NAMED if is_named else HELD_ELSE) * most_held
            and (is_named or kind in named or (asked.things and topic.names_all(unit)))
        ) and not ((kind in shown and kind in SAFETY) or (is_named and _is_panels(unit))):
            if kind in SAFETY or at not in kept:
                continue
            beside.add(at)
        if asked.is_of_other_side(f"{unit.evidence.found.record.title} {unit.text}") and kind not in SAFETY:
            if at not in kept:
                continue
            beside.add(at)
        said[at] = _said(unit, best)
    if asked.is_section and any(passed[at][1] in named for at in said):
        said = {at: one for at, one in said.items() if passed[at][1] in named or at in kept | denying}
    judged = {at: one for at, one in said.items() if at not in beside}
    promised = dict.fromkeys(beside, 0.0) | dict(zip(judged, worths(question, list(judged.values())), strict=True))
    most = max(promised.values(), default=0.0)
    people = {*plan.population, *populations(plan.focus), *populations(plan.condensed)}
    newest = max((passed[at][0].evidence.found.record.year or 0 for at in said if _is_panels(passed[at][0])), default=0)
    result = []
    for at in said:
        unit, kind = passed[at]
        worth = max(0.0, promised[at]) / most if most > 0 else 0.0
        part = held[at] / most_held if most_held > 0 else 1.0
        is_advice = advises and _is_panels(unit)
        is_promising = (kind not in named or guessed) and not is_advice
        if is_promising and at not in kept | denying and worth < PROMISING:
            continue
        value = score(
            unit, worth, part, plan.facets[0] if is_advice and plan.facets else kind, plan, reader, topic, best
        ) + (MEANT if is_promising and at not in kept else 0.0)
        record = unit.evidence.found.record
        if newest and record.kind is SourceKind.GUIDELINE and record.year and record.year <= newest - OLDER_YEARS:
            value -= OLDER
        value -= OTHER_PEOPLE * bool({*populations(unit.text)} & _SPECIAL - people)
        tells = kind in SAFETY or asked.tells(unit.text)
        least = HELD_ALONE if is_promising else HELD_LEAST
        enough = held[at] >= least and (not is_promising or part >= HELD_ELSE)
        if not enough and asked.tells_what_must_be_told(unit.text):
            enough = topic.title_match(record.title, record.synonyms) >= OWN
        value += DENIES * (at in denying)
        answers = tells and enough and at not in beside and not asked.is_missed(both[at]) and asked.is_for_them(unit)
        answers = answers or at in denying
        result.append(
            Candidate(
                unit,
                kind or UNPLACED,
                value,
                words[at],
                figures(unit.text),
                is_promising,
                answers,
                at in kept and kind not in SAFETY,
                at in beside,
            )
        )
    # What holds from the 20th week on misleads in the 32nd, where another statement begins at the 30th.
    weeks = {id(one): asked.week_reached(one.unit.text) for one in result}
    latest = max(weeks.values(), default=0)
    return [one for one in result if weeks[id(one)] in {0, latest}]


def _said(unit: Unit, best: float) -> Said:
    found = unit.evidence.found
    return Said(unit.said, _voice(found.record), found.score / best if best > 0 else 0.0)


def _is_panels(unit: Unit) -> bool:
    """Whether a span is what a panel recommends."""
    found = unit.evidence.found
    return found.record.kind is SourceKind.GUIDELINE and found.passage.role is Role.RECOMMENDATION


def _shown(plan: Plan) -> set[str]:
    """The kinds that an answer to this plan may show."""
    return {*plan.facets, *order(plan.type), "emergency_care"}


def agreeing(candidates: list[Candidate]) -> list[tuple[Candidate, list[Candidate]]]:
    """Candidates best first, each with others of another publisher family that say the same."""
    ranked = sorted(candidates, key=lambda c: (-c.score, c.unit.evidence.found.record.source, c.unit.start))
    groups: list[tuple[Candidate, list[Candidate]]] = []
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


def _family(candidate: Candidate) -> str:
    return _voice(candidate.unit.evidence.found.record)


def _voice(record: SourceRecord) -> str:
    """Who says it: a family of publishers is one voice."""
    return record.family or record.source


def chosen(
    groups: list[tuple[Candidate, list[Candidate]]], plan: Plan, asked: Asked, topic: Topic
) -> Iterable[tuple[Candidate, list[Candidate]]]:
    """What is to be said, best first, each with those that say the same."""
    if not groups:
        return
    # Whether something helps is told from both sides, however far apart they stand.
    is_wide = asked.is_section or (plan.type is QuestionType.EFFECTIVENESS and bool(plan.intervention))
    floor = (FLOOR if is_wide else FLOOR_OF_ONE) * max(
        (lead.score for lead, _ in groups if not lead.is_beside), default=0.0
    )
    most_said = MOST if is_wide else MOST_OF_ONE
    panels = {lead.unit.evidence.found.record.source for lead, _ in groups if _is_panels(lead.unit)}
    named = {
        person
        for lead, _ in groups
        if lead.kind == "dose"
        for person in populations(lead.unit.text)
        if person in plan.population and person in _SPECIAL
    }
    has_own_page = any(_subject(lead, topic) >= OWN for lead, _ in groups)
    count: Counter[str] = Counter()
    said: list[tuple[frozenset[str], frozenset[str], tuple[Direction, bool]]] = []
    for lead, others in groups:
        most = most_said if lead.kind in plan.facets else PER_KIND_UNASKED
        is_kept = lead.protects and count[lead.kind] < KEPT[plan.type][lead.kind]
        if (count.total() >= most_said and not is_kept) or count[lead.kind] >= most:
            continue
        source = lead.unit.evidence.found.record.source
        if source in panels and not _is_panels(lead.unit) and of_others(lead.unit.text):
            continue  # what others say, told by a panel that says itself what it recommends
        if named and states_dose(lead.unit.text) and not named & {*populations(lead.unit.text)}:
            continue  # a dose for everyone, where one for the people asked about is known
        meant = roots(content(lead.unit.text))
        side = direction_of(lead.unit.text), bool(denials(lead.unit.text))
        if any(
            meant == words
            or (
                side == theirs
                and len(meant & words) >= NOTHING_NEW * min(len(meant), len(words))
                and lead.figures <= shown
            )
            for words, shown, theirs in said
        ):
            continue
        if lead.kind == "red_flags" and lead.kind not in plan.facets and _subject(lead, topic) < OWN:
            continue
        if has_own_page and _is_page_of_one_subject(lead) and _subject(lead, topic) < OTHER:
            continue  # a page about something else, while there is one about this
        if lead.score < floor and not is_kept and not _is_never_cut(lead):
            continue
        count[lead.kind] += 1
        said.append((meant, lead.figures, side))
        yield lead, others


def _subject(candidate: Candidate, topic: Topic) -> float:
    """How exactly the source is about what was asked."""
    record = candidate.unit.evidence.found.record
    return topic.title_match(record.title, record.synonyms)


def _is_page_of_one_subject(candidate: Candidate) -> bool:
    return candidate.unit.evidence.found.record.kind in {SourceKind.STARTER, SourceKind.PATIENT_PAGE}


def _is_never_cut(candidate: Candidate) -> bool:
    """Whether a span is a local protocol's or a red flag: no score cuts those off."""
    return candidate.kind in SAFETY

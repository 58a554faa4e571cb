"""
Which of the spans that passed the gates speak to the question, and what is to be said for each of them.

First who may be said at all: a span that holds enough of what is asked, one that denies what the question takes for
granted, one that protects. Then what each is worth by rules (`rank`), and how likely a reader who had asked would keep
it (`fitness`), which is the order in which they are said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction, SourceRecord
from curbside.language.patterns import lazily
from curbside.language.populations import populations
from curbside.language.stems import stems
from curbside.questions.kinds import order
from curbside.questions.question import Plan, Reader
from curbside.sources.blocks import CELL_SEPARATOR
from curbside.sources.source import Role, SourceKind

from .ages import ages_of, meet, ranges
from .asked import Asked, Held
from .bands import held, question_of
from .barring import bars_others
from .denied import Taken
from .dose import DOSING
from .fitness import fitness
from .others import is_for_another_illness, is_of_others, names_illness, sets_dose, tells_of_doses
from .protecting import forbids, protects, tells_allergy_alone
from .rank import score
from .topic import OWN, Topic
from .traits import Seen
from .units import Unit, without_rows_in_prose
from .worth import Said, worths

#: Of what is asked beside the subject a span must hold so much, as a part of the span that holds most: under a kind that was asked
#: for, and under another. One of another kind answers alone only when it also holds so much of all that is asked.
HELD_NAMED, HELD_ELSE, HELD_ALONE = 0.45, 0.65, 0.4
#: A span of another kind is said when its words promise this part of the best; it counts about as much as one of the third kind asked for.
PROMISING, MEANT = 0.35, 0.65
#: Kinds that are shown beside what was asked, when their source is about the subject itself.
SAFETY = frozenset({"red_flags", "emergency_care", "local"})
#: And of what is named beside the section asked for, as a part of the span that holds most.
NAMED = 0.25
#: What a panel recommends answers these, under whatever section it stands.
ADVISED = frozenset({"yes_no", "age", "who", "how_often", "timing", "safe"})
#: A sentence that leads holds at least this part of all that is asked.
HELD_LEAST = 0.2
#: A panel's statement so many years older than the newest counts less, and so does one on people who were not asked about.
OLDER_YEARS, OLDER, OTHER_PEOPLE = 8, 1.0, 0.6
#: A statement that says otherwise than the question takes for granted comes before the rest.
DENIES = 2.0
#: A statement whose band of weight, kidney function or age holds the value asked about comes first too, and is as sure; so does
#: a row that gives the rate asked about.
WITHIN, WITHIN_LIKELY = 1.0, 0.6
#: What it adds that a row of a table holds the value in a cell of its own, and not only in the caption over all.
ROW_WITHIN = 0.5
#: Asked how much is given, what sets the dose comes before what speaks of doses.
SETS_DOSE = 0.3
#: Asked whether a drug is safe, what its label forbids comes before what it does not know.
FORBIDS = 0.3
#: And what it forbids speaks to the question: holds this part of what is named beside the drug.
SPOKEN_OF = 0.5
#: Asked for two things together, what names both comes before what names one.
BOTH = 0.5
#: Where a drug is asked about, how often something comes about is told among its adverse reactions.
RATES = frozenset({"how_often", "how_common", "chance"})
_RATE = lazily(r"%|\bpercent\b")
#: Where a whole section is asked for, its statements come before others that are about as likely to be kept.
OF_SECTION = 0.2
#: What one point by rules adds to that order: it keeps guidelines and reviews first among equals (no order was better by marks).
BY_RULES = 0.1
SPECIAL = frozenset(
    "pregnancy breastfeeding newborn infant child adolescent older_adult kidney_disease liver_disease".split()
)
_FIGURE = lazily(r"\d+(?:[.,]\d+)*|\bgrade [A-DI]\b")
#: The kind of a promising span that nothing places.
UNPLACED = "statements"
#: Spans, best by rules first, whose traits are looked at; what lies behind them was seldom marked good.
FITTED = 24


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be said, and what speaks for it."""

    unit: Unit
    kind: str
    score: float  # its place among the others: how likely it is to be kept, and a little of what it is worth by rules
    value: float  # what it is worth by rules
    words: frozenset[str]
    figures: frozenset[str]
    likely: float = 0.0  # how likely a reader is to keep it
    answers: bool = False  # it holds so much of the question that it may answer it alone
    protects: bool = False  # who must not have it: kept however little of the question it holds
    is_beside: bool = False  # and said for that alone


@dataclass(frozen=True, slots=True)
class _Allowed:
    """A span that may be said, and why."""

    unit: Unit
    kind: str
    held: Held
    is_kept: bool = False  # because it protects, or is of a kind that is always shown
    is_denying: bool = False  # because it denies what the question takes for granted
    is_beside: bool = False  # for that alone, and not as an answer


def candidates(
    passed: list[tuple[Unit, str]], plan: Plan, asked: Asked, reader: Reader, topic: Topic, best: float
) -> list[Candidate]:
    """
    Every span that passed the gates and speaks to the question, with its score.

    A span of another kind than those asked for, or of none, is judged too when it holds much of what was asked: what kind
    of question it is was a guess, and the words were not.
    """
    question = plan.condensed or " ".join(plan.queries[:1])
    passed = without_rows_in_prose(passed)
    is_told = not asked.wants_dose or names_illness((unit for unit, _ in passed), plan)
    allowed, most_held = _allowed(passed, plan, asked, topic, question)
    judged = [one for one in allowed if not one.is_beside]
    promised = dict(zip(map(id, judged), worths(question, [said(one.unit, best) for one in judged]), strict=True))
    most = max(promised.values(), default=0.0)
    guessed, advises = asked.is_guess and not topic.is_open, bool(ADVISED & {*plan.asked})
    named = _named(plan)
    people = {*plan.population, *populations(plan.focus), *populations(plan.condensed)}
    newest = max((one.unit.evidence.found.record.year or 0 for one in allowed if is_panels(one.unit)), default=0)
    valued: list[tuple[float, Seen, Candidate]] = []
    for one in allowed:
        unit, kind = one.unit, one.kind
        promise = max(0.0, promised.get(id(one), 0.0))
        share = promise / most if most > 0 else 0.0
        part = one.held.whole / most_held if most_held > 0 else 1.0
        is_advice = advises and is_panels(unit)
        is_promising = (kind not in named or guessed) and not is_advice
        if is_promising and not (one.is_kept or one.is_denying) and share < PROMISING:
            continue
        as_kind = plan.facets[0] if is_advice and plan.facets else kind
        value = score(unit, share, part, as_kind, plan, reader, topic, best)
        value += MEANT * (is_promising and not one.is_kept)
        record = unit.evidence.found.record
        if newest and record.kind is SourceKind.GUIDELINE and record.year and record.year <= newest - OLDER_YEARS:
            value -= OLDER
        value -= OTHER_PEOPLE * bool({*populations(unit.text)} & SPECIAL - people)
        near = unit.evidence.found.score / best if best > 0 else 0.0
        seen = Seen(unit, kind, one.held, part, promised.get(id(one), 0.0), share, near)
        made = Candidate(
            unit,
            kind or UNPLACED,
            0.0,
            value,
            stems(unit.text),
            figures(unit.text),
            answers=one.is_denying
            or (
                not one.is_beside
                and not is_of_others(one.unit, plan)
                and (is_told or one.kind != "dose")
                and _answers(one, part, is_promising, asked, topic)
            ),
            protects=one.is_kept and kind not in SAFETY,
            is_beside=one.is_beside,
        )
        valued.append((value, seen, made))
    result = _fitted(valued, {id(one.unit) for one in allowed if one.is_denying}, plan, asked, topic, reader)
    # What holds from the 20th week on misleads in the 32nd, where another statement begins at the 30th.
    weeks = {id(one): asked.week_reached(one.unit.text) for one in result}
    latest = max(weeks.values(), default=0)
    return [one for one in result if weeks[id(one)] in {0, latest}]


def _allowed(
    passed: list[tuple[Unit, str]], plan: Plan, asked: Asked, topic: Topic, question: str
) -> tuple[list[_Allowed], float]:
    """The spans that may be said, and the most that one of them holds of what is asked."""
    both = [asked.held(unit, kind) for unit, kind in passed]
    most_named = max((one.named for one in both), default=0.0)
    kept = {at for at, (unit, kind) in enumerate(passed) if kind in SAFETY or protects(unit, kind, plan, topic)}
    # What is looked at only because it protects sets no bound for the rest.
    most_held = max(
        (one.whole for at, one in enumerate(both) if at not in kept or one.named >= NAMED * most_named), default=0.0
    )
    # Taken for a question of what something is because nothing else was heard in it: then its words decide.
    guessed = asked.is_guess and not topic.is_open
    named, shown = _named(plan), {*plan.facets, *order(plan.type), "emergency_care"}
    advises = bool(ADVISED & {*plan.asked})
    taken = Taken(plan, question)
    ages = ages_of(question)
    # "As often as with placebo" names no side effect, and comforts whom it should not.
    asks_which = plan.facets[:1] == ("adverse_effects",) and not plan.comparator
    result = []
    for at, (unit, kind) in enumerate(passed):
        held, is_kept, is_beside = both[at], at in kept, False
        is_advice = advises and is_panels(unit)
        is_named = (kind in named and not guessed) or is_advice
        if kind == "contraindications" and tells_allergy_alone(unit.text, question):
            continue
        if taken.premise and taken.is_denied_by(unit.text):
            result.append(_Allowed(unit, kind, held, is_kept, is_denying=True))
            continue
        if held.named < NAMED * most_named and not is_kept:
            continue
        if ages and (told := ranges(unit.text)) and not meet(ages, told) and kind not in SAFETY:
            # What holds from 50 to 75 is no answer for those over 75; what protects stays beside one.
            if not is_kept:
                continue
            is_beside = True
        if kind == "dose" and is_for_another_illness(unit, plan):
            continue
        if asks_which and direction_of(unit.text) is Direction.NO_CLEAR_DIFFERENCE:
            continue
        if bars_others(unit, plan):
            # The drug's own prohibitions are no answer to a question about something else.
            if not is_kept:
                continue
            is_beside = True
        if guessed and held.whole < HELD_LEAST and not is_kept:
            continue  # nothing but words to go by, and hardly any of them
        if kind not in SAFETY and held.named < NAMED * most_named:
            is_beside = True
        elif not (
            held.whole >= (HELD_NAMED if is_named else HELD_ELSE) * most_held
            and (is_named or kind in named or (asked.things and topic.names_all(unit)))
        ) and not ((kind in shown and kind in SAFETY) or (is_named and is_panels(unit))):
            if kind in SAFETY or not is_kept:
                continue
            is_beside = True
        if asked.is_of_other_side(f"{unit.evidence.found.record.title} {unit.text}") and kind not in SAFETY:
            if not is_kept:
                continue
            is_beside = True
        result.append(_Allowed(unit, kind, held, is_kept, is_beside=is_beside))
    if asked.is_section and any(one.kind in named for one in result):
        result = [one for one in result if one.kind in named or one.is_kept or one.is_denying]
    return result, most_held


def _answers(one: _Allowed, part: float, is_promising: bool, asked: Asked, topic: Topic) -> bool:
    """Whether a span holds so much of the question that it may answer alone."""
    record = one.unit.evidence.found.record
    if record.kind is SourceKind.LABEL and asked.names_something and not one.held.named:
        return False  # of the right drug, and of nothing that was asked
    enough = one.held.whole >= (HELD_ALONE if is_promising else HELD_LEAST) and (not is_promising or part >= HELD_ELSE)
    if not enough and asked.tells_what_must_be_told(one.unit.text):
        enough = topic.title_match(record.title, record.synonyms) >= OWN
    tells = one.kind in SAFETY or asked.tells(one.unit.text) or _tells_rate(one.unit, one.kind)
    tells = tells or (one.unit.is_row and one.kind == "dose")
    tells = tells and tells_of_doses(one.unit, asked)
    if (
        asked.is_of_overdose
        and record.kind is SourceKind.LABEL
        and one.unit.evidence.found.passage.facet != "overdosage"
    ):
        return False
    return tells and enough and not asked.is_missed(one.held) and asked.is_for_them(one.unit)


def _fitted(
    valued: Sequence[tuple[float, Seen, Candidate]],
    denying: set[int],
    plan: Plan,
    asked: Asked,
    topic: Topic,
    reader: Reader,
) -> list[Candidate]:
    """The best by rules with the score that readers' marks give them; what protects stays, behind them."""
    ranked = sorted(
        (row for row in valued if not row[2].is_beside),
        key=lambda row: (-row[0], row[1].unit.evidence.found.record.source, row[1].unit.start),
    )
    looked = ranked[:FITTED]
    likely = fitness([(value, seen) for value, seen, _ in looked], plan, asked, topic, reader)
    best = max((value for value, _, _ in looked), default=0.0)
    question = question_of(plan)
    result = []
    asks_rate = bool(RATES & {*plan.asked})
    is_pair = bool(plan.intervention and plan.drugs) and plan.facets[:1] == ("interactions",)
    names_both = [is_pair and topic.names_both(made.unit) for _, _, made in looked]
    for (value, seen, made), fit, is_both in zip(looked, likely, names_both, strict=True):
        within = bool(held(question, made.unit.text)) or (
            asks_rate and seen.held.named >= HELD_NAMED and _tells_rate(made.unit, made.kind)
        )
        score = fit + BY_RULES * (value - best) + DENIES * (id(made.unit) in denying) + WITHIN * within
        score += ROW_WITHIN * bool(made.unit.is_row and held(question, _own_line(made.unit)))
        speaks_to_it = not asked.names_something or seen.held.named >= SPOKEN_OF
        score += FORBIDS * ("safe" in plan.asked and speaks_to_it and made.kind in plan.facets and forbids(made.unit))
        score += BOTH * is_both
        score += SETS_DOSE * (asked.wants_dose and sets_dose(made.unit))
        score += OF_SECTION * (asked.is_section and made.kind in plan.facets)
        answers = made.answers and (within or not _is_one_of_many(made.unit)) and (is_both or not any(names_both))
        answers = answers or (is_both and made.kind == "interactions")
        result.append(replace(made, likely=max(fit, WITHIN_LIKELY * within), score=score, answers=answers))
    behind = [made for _, _, made in ranked[FITTED:] if made.protects or made.kind in SAFETY]
    return [*result, *behind, *(made for _, _, made in valued if made.is_beside)]


def _is_one_of_many(unit: Unit) -> bool:
    """Whether a span is one row of a table of doses, which alone is no answer to a question that does not say which."""
    return unit.is_row and not unit.is_whole and unit.evidence.found.passage.facet == DOSING


def said(unit: Unit, best: float) -> Said:
    """A span as its worth is told: its words, whose they are, and how well its passage was found."""
    found = unit.evidence.found
    return Said(unit.plain, voice(found.record), found.score / best if best > 0 else 0.0)


def voice(record: SourceRecord) -> str:
    """Who says it: a family of publishers is one voice."""
    return record.family or record.source


def is_panels(unit: Unit) -> bool:
    """Whether a span is what a panel recommends."""
    found = unit.evidence.found
    return found.record.kind is SourceKind.GUIDELINE and found.passage.role is Role.RECOMMENDATION


def figures(text: str) -> frozenset[str]:
    """The numbers and letter grades of a text: "45 to 49" beside "50 to 75" is another statement."""
    return frozenset(_FIGURE.findall(text))


def _named(plan: Plan) -> set[str]:
    """The kinds that were asked for."""
    told = {"definition", "differential"} if "difference" in plan.asked else set()
    return {*plan.facets, *told} | ({"adverse_effects"} if plan.drugs and RATES & {*plan.asked} else set())


def _own_line(unit: Unit) -> str:
    """The cells of a row, without what stands above them."""
    found = unit.evidence.found
    start, end = unit.start - found.passage.start, unit.end - found.passage.start
    return found.text[start:end].replace(CELL_SEPARATOR, "; ")


def _tells_rate(unit: Unit, kind: str) -> bool:
    """Whether a row of a label's table gives a rate."""
    return unit.is_row and kind == "adverse_effects" and bool(_RATE.search(unit.text))

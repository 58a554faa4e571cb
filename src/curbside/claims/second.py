"""
What answers when nothing that holds enough of the question may be said: the subject's own page on what was asked.

"How long does glandular fever last?" is answered by "Most people get better in two to four weeks" on the page called
Glandular fever, though the sentence repeats hardly a word of the question. So where the first choice yields no answer, the
statements of pages whose title is the subject itself (or of the label of the drug asked about) are looked at again: those of a
section asked for, then others that tell what was asked. Two or three at most answer; with nothing of the kind it stays silent.
"""

from __future__ import annotations

from curbside.language.stems import stems
from curbside.questions.question import Plan, Reader
from curbside.sources.source import SourceKind

from .asked import Asked
from .candidates import UNPLACED, Candidate, figures, said
from .fitness import fitness
from .leaning import BROADER
from .others import is_for_another_illness, is_of_others, names_illness, tells_of_doses
from .rank import score
from .topic import OWN, Topic
from .traits import Seen
from .units import Unit
from .worth import worths

#: Statements that answer in this way.
MOST = 3
#: What is named beside the section must be held to this part: by a statement of a section asked for, and of another.
HELD_OF_KIND, HELD_OF_OTHER = 0.3, 0.6
#: And one of another section holds so much of all that is asked.
WHOLE_OF_OTHER = 0.3
#: A sentence that tells nothing which was named is worth so much less than the best.
FLOOR = 0.8


def is_own(unit: Unit, plan: Plan, topic: Topic) -> bool:
    """Whether a span stands on a page about the very subject, or on the label of a drug asked about."""
    record = unit.evidence.found.record
    if record.kind is SourceKind.LABEL:
        return bool(plan.drugs)
    return topic.title_match(record.title, record.synonyms) >= OWN


def second(
    passed: list[tuple[Unit, str]], plan: Plan, asked: Asked, reader: Reader, topic: Topic, best: float
) -> list[Candidate]:
    """The statements that answer where the first choice had none, of those that passed the gates."""
    if topic.is_open or not plan.focus:
        return []
    own = [
        (unit, kind)
        for unit, kind in passed
        if is_own(unit, plan, topic)
        and asked.is_told(unit)
        and asked.is_for_them(unit)
        and not is_of_others(unit, plan)
        and tells_of_doses(unit, asked)
        and not (kind == "dose" and is_for_another_illness(unit, plan))
    ]
    if asked.wants_dose and not names_illness((unit for unit, _ in passed), plan):
        return []
    named = {BROADER.get(kind, kind) for kind in plan.facets}
    for is_asked, least in ((True, HELD_OF_KIND), (False, HELD_OF_OTHER)):
        if not is_asked and not asked.names_something:
            continue
        able = [
            (unit, kind)
            for unit, kind in own
            if (BROADER.get(kind, kind) in named) == is_asked and _is_held(asked, unit, kind, least)
        ]
        if asked.is_guess and is_asked:
            able = [(unit, kind) for unit, kind in able if asked.held(unit, kind).named >= HELD_OF_OTHER]
        if able:
            return _best(able, plan, asked, reader, topic, best)
    return []


def _is_held(asked: Asked, unit: Unit, kind: str, least: float) -> bool:
    """Whether a sentence holds enough of what is named, or tells the attribute without which nothing is an answer."""
    held = asked.held(unit, kind)
    if least == HELD_OF_OTHER and held.whole < WHOLE_OF_OTHER:
        return False
    return held.named >= least or (asked.is_long and least == HELD_OF_KIND and asked.tells_what_must_be_told(unit.text))


def _best(
    able: list[tuple[Unit, str]], plan: Plan, asked: Asked, reader: Reader, topic: Topic, best: float
) -> list[Candidate]:
    question = plan.condensed or " ".join(plan.queries[:1])
    promised = worths(question, [said(unit, best) for unit, _ in able])
    most = max(promised, default=0.0) or 1.0
    held = [asked.held(unit, kind) for unit, kind in able]
    most_held = max(one.whole for one in held) or 1.0
    valued = []
    for (unit, kind), worth, one in zip(able, promised, held, strict=True):
        share, part = max(0.0, worth) / most, one.whole / most_held
        near = unit.evidence.found.score / best if best > 0 else 0.0
        value = score(unit, share, part, kind, plan, reader, topic, best)
        valued.append((value, Seen(unit, kind, one, part, worth, share, near)))
    valued.sort(key=lambda row: (-row[0], row[1].unit.evidence.found.record.source, row[1].unit.start))
    valued = [row for row in valued if row[0] >= FLOOR * valued[0][0]]
    likely = fitness(valued, plan, asked, topic, reader)
    found = [
        Candidate(
            seen.unit,
            seen.kind or UNPLACED,
            fit,
            value,
            stems(seen.unit.text),
            figures(seen.unit.text),
            likely=fit,
            answers=True,
        )
        for (value, seen), fit in zip(valued, likely, strict=True)
    ]
    found.sort(key=lambda one: (-one.score, one.unit.evidence.found.record.source, one.unit.start))
    return found[:MOST]

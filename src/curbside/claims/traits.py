"""
What can be seen of a span as an answer to one question: traits with names and numbers.

Each trait is a fact about the span and the question together: how much of the question it holds, whether its page is about the
subject, which section it is of, what its words are like, and what sort of source says it. What a trait is worth is learnt
from spans that readers have marked (`fitness`); nothing here judges.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from curbside.language.cues import denials, hedged, modality
from curbside.language.patterns import lazily
from curbside.language.populations import populations
from curbside.language.stems import content, sequence
from curbside.questions.question import Plan, Reader
from curbside.sources.source import SourceKind

from .ages import ages_of, meet, ranges
from .asked import Asked, Held
from .leaning import BROADER, leanings
from .topic import OTHER, OWN, Topic
from .units import Unit
from .worth import RARE, rarities

_LOOKS = {
    "number": lazily(r"\d"),
    "percent": lazily(r"\d ?%|percent|\b(?:in|out of) \d"),
    "duration": lazily(r"\b(?:minutes?|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE),
    "age": lazily(r"\bage[sd]?\b|years? old|years or older", re.IGNORECASE),
    "amount": lazily(r"\d ?(?:mg|mcg|µg|g|ml|mL|units?|mmol|IU)\b"),
    "names a first choice": lazily(
        r"\b(?:first[- ](?:line|choice)|initial(?:ly)?|preferred|of choice|mainstay|standard)\b", re.IGNORECASE
    ),
    "advises": lazily(r"\b(?:should|must|recommend\w*|advised?|is indicated|need to)\b", re.IGNORECASE),
    "treats": lazily(r"\b(?:treat\w*|therap\w+|manag\w+|reliev\w+|cure[sd]?)\b", re.IGNORECASE),
    "tests": lazily(r"\b(?:tests?|diagnos\w+|x-?rays?|MRI|CT|biops\w+|ultrasound)\b", re.IGNORECASE),
    "causes": lazily(r"\b(?:caused? by|due to|because|results? from|lead to|causes?)\b", re.IGNORECASE),
    "is": lazily(r"\A(?:[^,;]{2,60}) (?:is|are) (?:an?|the)\b"),
    "pronoun opens": lazily(r"\A(?:It|They|This|These|Those|Such|He|She|Its|Their|Both|Other|Another|Also)\b"),
    "pronoun": lazily(r"\b(?:it|they|them|this|these|those)\b"),
    "condition opens": lazily(r"\A(?:If|When|Unless|In (?:some|rare|patients|people|those)|For (?:people|patients))\b"),
    "study": lazily(
        r"\b(?:stud(?:y|ies)|trials?|patients? (?:were|was|had|received)|participants|cohort|enrolled|randomi[sz]ed"
        r"|literature|authors?|we|our|data|evidence)\b",
        re.IGNORECASE,
    ),
    "research": lazily(r"\b(?:research\w*|scientists|experimental|future|further)\b", re.IGNORECASE),
    "statistics": lazily(r"\bp ?[<=>]|\bCI\b|confidence interval|odds ratio|hazard ratio|\bOR\b|\bRR\b"),
    "compares": lazily(r"\b(?:than|compared|versus|vs)\b", re.IGNORECASE),
    "may": lazily(r"\b(?:may|might|can|could|sometimes|possibl[ey])\b", re.IGNORECASE),
    "some": lazily(r"\b(?:some|certain|several|various|many|other)\b", re.IGNORECASE),
    "you": lazily(r"\byour?\b", re.IGNORECASE),
    "doctor": lazily(r"\b(?:doctor|health care provider|physician|clinician)\b", re.IGNORECASE),
    "warns": lazily(r"\b(?:warn\w*|caution|avoid\w*|contraindicat\w+|discontinue|risk)\b", re.IGNORECASE),
    "includes": lazily(r"\b(?:includ\w+|such as|following)\b", re.IGNORECASE),
    "brackets": lazily(r"\(.*\)"),
    "capitals": lazily(r"\b[A-Z]{2,}\b"),
    "year told": lazily(r"\b(?:19|20)\d\d\b"),
}
#: Before this year advice is counted as old.
OLD_BEFORE = 2010
#: Widths of a span that are told apart, in words.
_WIDTHS = (8, 14, 22, 35, 55)
#: What is asked and the section a span is of are one trait together.
_TOGETHER = "{} for {}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What choosing has found out of a span already, so that it need not be looked for twice."""

    unit: Unit
    kind: str
    held: Held
    part: float  # of what is asked, as a part of the span that holds most
    worth: float  # what its words promise
    share: float  # the same as a part of the best
    near: float  # how well its passage was found, as a part of the best


class Wanted:
    """What a question itself brings to the traits of every span, read once."""

    def __init__(self, plan: Plan, asked: Asked, topic: Topic, reader: Reader) -> None:
        self.asked, self.topic, self.reader = asked, topic, reader
        self.type = plan.type.value
        self.first = plan.facets[0] if plan.facets else ""
        self.kinds = [BROADER.get(one, one) for one in plan.facets]
        self.subject = frozenset().union(*(content(name) for name in (plan.focus, *plan.aliases) if name))
        known = rarities()
        words = content(plan.condensed.partition(" (about: ")[0]) - self.subject
        self.words = [(word, known.get(word, RARE)) for word in sorted(words)]
        self.whole = math.fsum(weight for _, weight in self.words) or 1.0
        self.people = {*plan.population, *populations(plan.condensed)}
        self.ages = ages_of(plan.condensed or " ".join(plan.queries[:1]))

    def part_in(self, there: frozenset[str]) -> float:
        """The part of the question's words, the rare ones counting most, that stands among these."""
        return math.fsum(weight for word, weight in self.words if word in there) / self.whole


def traits(seen: Seen, wanted: Wanted) -> dict[str, float]:
    """Every trait that a span has; one that is not named counts 0."""
    return (
        _of_holding(seen, wanted) | _of_section(seen, wanted) | _of_words(seen.unit, wanted) | _of_source(seen, wanted)
    )


def _of_holding(seen: Seen, wanted: Wanted) -> dict[str, float]:
    """How much of the question the span and what stands above it hold, and whether it tells what was asked."""
    unit, asked = seen.unit, wanted.asked
    record, passage = unit.evidence.found.record, unit.evidence.found.passage
    own = frozenset(sequence(unit.text))
    return {
        "held": seen.held.whole,
        "named": seen.held.named,
        "part": seen.part,
        "worth": seen.worth,
        "share": seen.share,
        "near": seen.near,
        "subject in words": float(bool(wanted.subject & own)),
        "whole subject in words": float(bool(wanted.subject) and wanted.subject <= own),
        "question in words": wanted.part_in(own),
        "question in headings": wanted.part_in(content(" ".join((*passage.path, passage.question)))),
        "question in title": wanted.part_in(content(record.title)),
        "words asked": float(len(wanted.words)),
        "tells": float(asked.tells(unit.text)),
        "tells what must be told": float(asked.tells_what_must_be_told(unit.text)),
        "is told": float(asked.is_told(unit)),
        "missed": float(asked.is_missed(seen.held)),
        "for them": float(asked.is_for_them(unit)),
        "other side": float(asked.is_of_other_side(f"{record.title} {unit.text}")),
        "guess": float(asked.is_guess),
        "section asked": float(asked.is_section),
    }


def _of_section(seen: Seen, wanted: Wanted) -> dict[str, float]:
    """Which section the span is of and leans to, beside the sections asked for."""
    kind, broad = seen.kind, BROADER.get(seen.kind, seen.kind)
    leaning = leanings(seen.unit.text, wanted.subject)
    return {
        "first facet": float(wanted.kinds[:1] == [broad]),
        "very facet": float(kind == wanted.first and bool(kind)),
        "some facet": float(broad in wanted.kinds),
        "unplaced": float(not kind),
        "leans to first": leaning.get(wanted.kinds[0], 0.0) if wanted.kinds else 0.0,
        "leans to any": max((leaning.get(one, 0.0) for one in wanted.kinds), default=0.0),
        "leans elsewhere": max((value for one, value in leaning.items() if one not in wanted.kinds), default=0.0),
        f"kind {broad}": 1.0,
        _TOGETHER.format(f"kind {broad}", wanted.first): 1.0,
    }


def _of_words(unit: Unit, wanted: Wanted) -> dict[str, float]:
    """What the span's own words are like: whom they speak of, how they say it, their width and place."""
    text = unit.text
    people, ages = {*populations(text)}, ranges(text)
    is_within = wanted.ages is not None and meet(wanted.ages, ages)
    width = len(text.split())
    return {
        "others' people": float(bool(people - wanted.people)),
        "lacks their people": float(bool(wanted.people) and not people & wanted.people),
        "age within": float(is_within),
        "age without": float(wanted.ages is not None and bool(ages) and not is_within),
        "list": float(unit.is_list),
        "items": min(len(unit.items) if unit.is_list else text.count(", ") + text.count(" and "), 8) / 8,
        "place": min(unit.place, 10) / 10,
        "first of passage": float(unit.place == 0),
        "modal": float(bool(modality(text))),
        "hedged": float(hedged(text)),
        "denies": float(bool(denials(text))),
        **{f"wider than {most}": 1.0 for most in _WIDTHS if width > most},
        **{name: 1.0 for name, look in _LOOKS.items() if look.search(text)},
    }


def _of_source(seen: Seen, wanted: Wanted) -> dict[str, float]:
    """What sort of source says it, how old it is, whether its page is about the subject, and where in it the span stands."""
    record, passage = seen.unit.evidence.found.record, seen.unit.evidence.found.passage
    title = wanted.topic.title_match(record.title, record.synonyms)
    source, is_professional = f"source {record.kind.value}", wanted.reader.is_professional
    number = passage.position.partition(".")[0]
    result = {
        "title": title,
        "title is subject": float(title >= OWN),
        "title is other": float(title < OTHER),
        "passage": min(int(number) if number.isdecimal() else 0, 40) / 40,
        "old": float(bool(record.year) and (record.year or 0) < OLD_BEFORE),
        "undated": float(not record.year),
        "professional asks": float(is_professional),
        source: 1.0,
        f"role {passage.role.value}": 1.0,
        _TOGETHER.format(source, "professional" if is_professional else "patient"): 1.0,
        _TOGETHER.format(source, wanted.type): 1.0,
    }
    if record.kind is SourceKind.LABEL:
        result[f"label {passage.facet}"] = 1.0
        result[_TOGETHER.format(f"label {passage.facet}", wanted.first)] = 1.0
    return result

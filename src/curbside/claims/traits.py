"""
What can be seen of a span as an answer to one question: traits with names and numbers.

Each trait is a fact about the span and the question together: how much of the question it holds, whether its page is about the
subject, which section it is of, what its words are like, and what sort of source says it. What a trait is worth is learnt
from spans that readers have marked (`fitness`); nothing here judges.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
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
from .topic import Topic
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


def traits(seen: Seen, plan: Plan, asked: Asked, topic: Topic, reader: Reader) -> Mapping[str, float]:
    """Every trait that a span has; one that is not named counts 0."""
    unit, kind = seen.unit, seen.kind
    found = unit.evidence.found
    record, passage, text = found.record, found.passage, unit.text
    first = plan.facets[0] if plan.facets else ""
    broad, wanted = BROADER.get(kind, kind), [BROADER.get(one, one) for one in plan.facets]
    title = topic.title_match(record.title, record.synonyms)
    width = len(text.split())
    subject = frozenset().union(*(content(name) for name in (plan.focus, *plan.aliases) if name))
    line = sequence(text)
    own = frozenset(line)
    known = rarities()
    question = content(plan.condensed.partition(" (about: ")[0]) - subject
    weighed = {word: known.get(word, RARE) for word in question}
    whole = math.fsum(weighed[word] for word in sorted(weighed)) or 1.0
    above = content(" ".join((*passage.path, passage.question)))
    leaning = leanings(text, subject)
    people, theirs = {*populations(text)}, {*plan.population, *populations(plan.condensed)}
    ages, told = ages_of(plan.condensed or " ".join(plan.queries[:1])), ranges(text)
    result = {
        "held": seen.held.whole,
        "named": seen.held.named,
        "part": seen.part,
        "worth": seen.worth,
        "share": seen.share,
        "near": seen.near,
        "title": title,
        "title is subject": float(title >= 0.8),
        "title is other": float(title < 0.25),
        "subject in words": float(bool(subject & own)),
        "whole subject in words": float(bool(subject) and subject <= own),
        "question in words": math.fsum(value for word, value in sorted(weighed.items()) if word in own) / whole,
        "question in headings": math.fsum(value for word, value in sorted(weighed.items()) if word in above) / whole,
        "question in title": math.fsum(
            value for word, value in sorted(weighed.items()) if word in content(record.title)
        )
        / whole,
        "words asked": float(len(question)),
        "tells": float(asked.tells(text)),
        "tells what must be told": float(asked.tells_what_must_be_told(text)),
        "is told": float(asked.is_told(unit)),
        "missed": float(asked.is_missed(seen.held)),
        "for them": float(asked.is_for_them(unit)),
        "other side": float(asked.is_of_other_side(f"{record.title} {text}")),
        "guess": float(asked.is_guess),
        "section asked": float(asked.is_section),
        "first facet": float(broad == wanted[0]) if wanted else 0.0,
        "very facet": float(kind == first and bool(kind)),
        "some facet": float(broad in wanted),
        "unplaced": float(not kind),
        "leans to first": leaning.get(wanted[0], 0.0) if wanted else 0.0,
        "leans to any": max((leaning.get(one, 0.0) for one in wanted), default=0.0),
        "leans elsewhere": max((value for one, value in leaning.items() if one not in wanted), default=0.0),
        "others' people": float(bool(people - theirs)),
        "lacks their people": float(bool(theirs) and not people & theirs),
        "age within": float(ages is not None and meet(ages, told)),
        "age without": float(ages is not None and bool(told) and not meet(ages, told)),
        "list": float(unit.is_list),
        "items": min(len(unit.items) if unit.is_list else text.count(", ") + text.count(" and "), 8) / 8,
        "place": min(unit.place, 10) / 10,
        "first of passage": float(unit.place == 0),
        "passage": min(int(re.match(r"\d*", passage.position)[0] or 0), 40) / 40,  # type: ignore[index]
        "modal": float(bool(modality(text))),
        "hedged": float(hedged(text)),
        "denies": float(bool(denials(text))),
        "old": float(bool(record.year) and (record.year or 0) < 2010),
        "undated": float(not record.year),
        "professional asks": float(reader.is_professional),
        f"source {record.kind.value}": 1.0,
        f"role {passage.role.value}": 1.0,
        _TOGETHER.format(f"source {record.kind.value}", "professional" if reader.is_professional else "patient"): 1.0,
        f"kind {broad}": 1.0,
        _TOGETHER.format(f"kind {broad}", first): 1.0,
        _TOGETHER.format(f"source {record.kind.value}", plan.type.value): 1.0,
    }
    if record.kind is SourceKind.LABEL:
        result[f"label {passage.facet}"] = 1.0
        result[_TOGETHER.format(f"label {passage.facet}", first)] = 1.0
    result |= {f"wider than {most}": 1.0 for most in _WIDTHS if width > most}
    result |= {name: 1.0 for name, look in _LOOKS.items() if look.search(text)}
    return result

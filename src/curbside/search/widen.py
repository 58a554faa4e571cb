"""
Passages that a cut at the top k must not lose.

When the question's subject is a source's own title, the whole of that source is read. For each drug named, its labels are
searched by themselves, for the question and for what they warn of: a warning lost to a cut harms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from curbside.evidence.evidence import Found, SourceRecord
from curbside.language.stems import content
from curbside.questions.kinds import order, prior
from curbside.questions.names import other_names
from curbside.questions.question import Plan, Reader
from curbside.sources.source import Audience, Passage, Role, SourceKind

from .engine import Filters

if TYPE_CHECKING:
    from curbside.library.library import Library

    from .find import Index

#: Most sources read whole, and most passages taken of all of them.
WHOLE_SOURCES = 4
WHOLE_PASSAGES = 50
#: What titles say beside their subject.
_OF_TITLES = content(
    "facts fact sheet what you need to know information overview guide introduction basics questions and answers about living with"
    " treatment management diagnosis prevention disease disorder syndrome"
)
#: Sections that hold a bit of everything.
GENERAL = frozenset({"definition", "presentation", "treatment_options"})
#: A passage read only because its source is about the subject is worth this part of the source's best passage.
SHARE = 0.5

#: Guidelines found whose own recommendations are read, wherever in them it was found.
GUIDELINES = 3
#: Among so many of a guideline's passages, where its recommendations stand.
OPENING = 24

#: Parts of a work that are never quoted, and how many of them are kept to name what was nearest.
NEVER_QUOTED = frozenset({Role.TITLE, Role.BACKGROUND, Role.METHODS, Role.TABLE_ROW, Role.RESOURCE})
TO_NAME = 6
#: Tables that are read beside them, where their readers could tell which rows are heads.
TABLES = 6

#: Passages taken from labels for one query.
FROM_LABELS = 8
#: Labels of a question's drugs that are read whole for what is asked, and passages taken of each.
OWN_LABELS, OF_LABEL = 3, 5
#: With so many passages of the drugs' own labels found by the words alone, no label is read for more; and what a section asked
#: for counts beside the words of the question.
ENOUGH_OWN, OF_SECTION = 3, 2
#: Sections of a label that say who must not have its drug, and passages from its beginning among which they stand.
FORBIDDING = frozenset({"contraindications", "boxed_warning", "do_not_use"})
FRONT = 40
LABELS = Filters(kinds=(SourceKind.LABEL.value,))
#: What labels say to patients: their medication guides and instructions for use.
GUIDES = Filters(kinds=(SourceKind.LABEL.value,), audiences=(Audience.PATIENT.value,))


#: The words in which labels tell what is asked of a medicine (questions/asked.yaml), as they begin.
_LABEL_CUES = {
    name: re.compile(rf"\b(?:{words})", re.IGNORECASE)
    for name, words in {
        "food": "with food|without food|with(?:out)? meals?|(?:evening|morning|main|low.fat|high.fat) meal|empty stomach|grapefruit|regard to (?:food|meals)",
        "alcohol": "alcohol",
        "missed": "miss(?:ed)? (?:a |the |your |any |their )?(?:\\w+ )?dose|dose is (?:missed|not taken)|forg[eo]t|double (?:the |your )?dose",
        "stop": "withdraw|discontinu|stop(?:ping)? taking|abrupt|taper|gradual|stop",
        "swallow": "crush|chew|split|swallow|applesauce|open(?:ed|ing)? (?:the )?capsule|nasogastric|sprinkle",
        "driving": "driv|machin",
        "side_effect": "most common|common(?:ly)? (?:\\w+ ){0,2}(?:adverse|side)|(?:side effects?|adverse reactions?) (?:\\w+ ){0,6}(?:include|are)\\b|side effect|adverse",
    }.items()
}
_OF_SIDE_EFFECTS = re.compile(r"\b(?:side effects?|adverse (?:reactions?|effects?|events?))\b", re.IGNORECASE)
#: The same of what questions ask in words of their own.
_IN_WORDS = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(rf"\b(?:{told})", re.IGNORECASE))
    for asks, told in (
        (
            r"\b(?:overdos|too much of|toxicity|antidote|poison)",
            r"overdos(?:e|age)\b|antidote|gastric lavage|activated charcoal|revers|supportive",
        ),
        (r"\b(?:stor(?:e|ed|ing|age)|refrigerat|fridge)\b", r"stored?\b|refrigerat|room temperature|freez|°[CF]"),
    )
)


def quotable(found: tuple[Found, ...], most: int) -> tuple[Found, ...]:
    """The best passages of which a sentence may be quoted, so many at most, and the first of the others, in their order."""
    kept: list[Found] = []
    quoted = named = tables = 0
    for one in found:
        if one.passage.heads is not None and tables < TABLES:
            tables += 1
        elif one.passage.role in NEVER_QUOTED:
            named += 1
            if named > TO_NAME:
                continue
        elif quoted == most:
            break
        else:
            quoted += 1
        kept.append(one)
    return tuple(kept)


def widen(plan: Plan, found: tuple[Found, ...], library: Library) -> tuple[Found, ...]:
    """
    The found passages, the rest of every source whose title or other name is the subject asked about, and what the
    guidelines among them recommend.
    """
    names = [words for name in (plan.focus, *plan.aliases) if (words := content(name))]
    best: dict[str, float] = {}
    for one in found:
        titles = (one.record.title, *one.record.synonyms)
        if one.record.source not in best and any(_is_about(content(title), names) for title in titles):
            best[one.record.source] = one.score
    have = {(one.record.source, one.passage.position) for one in found}
    wanted = {*plan.facets, *order(plan.type), "emergency_care"}
    more: list[Found] = []
    for source in list(best)[:WHOLE_SOURCES]:
        for other in library.passages(library.keys_of(source)).values():
            if (source, other.passage.position) not in have and _is_worth_reading(other.record, other.passage, wanted):
                more.append(Found(other.record, other.passage, other.text, SHARE * best[source]))
    return (*found, *more[:WHOLE_PASSAGES], *_recommended(found, library))


def _recommended(found: tuple[Found, ...], library: Library) -> tuple[Found, ...]:
    """What the best guidelines found recommend: found by its discussion of harms, one still answers by its recommendation."""
    best: dict[str, float] = {}
    for one in found:
        if one.record.kind is SourceKind.GUIDELINE:
            best.setdefault(one.record.source, one.score)
    more: list[Found] = []
    for source in list(best)[:GUIDELINES]:
        for other in library.passages(library.keys_of(source)[:OPENING]).values():
            if other.passage.role is Role.RECOMMENDATION:
                more.append(Found(other.record, other.passage, other.text, best[source]))
    return tuple(more)


def _is_about(title: frozenset[str], names: list[frozenset[str]]) -> bool:
    """Whether a title is one of these names, with nothing beside it but words of titles."""
    return title in names or any(name <= title and title - name <= _OF_TITLES for name in names)


def _is_worth_reading(record: SourceRecord, passage: Passage, wanted: set[str]) -> bool:
    """Whether a passage could answer: its source's own facet word names a kind that is wanted, or says nothing."""
    kind = prior(record.kind.value, passage.facet) or prior("medquad", passage.facet)
    return not kind or kind in wanted or kind in GENERAL


def once(found: Iterable[Found]) -> tuple[Found, ...]:
    """The same passages, each where it was found first."""
    return tuple({(one.record.source, one.passage.position): one for one in reversed(tuple(found))}.values())[::-1]


def from_labels(plan: Plan, index: Index, reader: Reader = Reader.CLINICIAN) -> tuple[Found, ...]:
    """What labels of the drugs in the question say to it, and what they warn of; for patients, first in their own guides."""
    if not plan.drugs:
        return ()
    asked = plan.condensed or " ".join(plan.queries[:1])
    for_patients = not reader.is_professional
    guides = _in_labels(plan, asked, index, GUIDES) if for_patients else ()
    found = (*guides, *_in_labels(plan, asked, index))
    own = _own_labels(plan, found, index)
    return (*found, *_told_in(plan, found, own, index.library, for_patients), *warnings(plan, index, own))


def _names_of_drugs(plan: Plan) -> list[frozenset[str]]:
    """Every name of every drug in the question, in its telling words."""
    return [words for drug in plan.drugs for name in (drug, *other_names(drug)) if (words := content(name))]


def _own_labels(plan: Plan, found: tuple[Found, ...], index: Index) -> dict[str, float]:
    """The labels of the drugs asked about, of one drug alone before those of mixtures, each with the score of its best passage."""
    names = _names_of_drugs(plan)

    def titled(passages: Iterable[Found]) -> list[Found]:
        own = [one for one in passages if any(words <= content(one.record.title) for words in names)]
        return sorted(own, key=lambda one: len(content(one.record.title)))

    own = titled(found)
    if not own:
        # The words of the question brought up other drugs' labels alone: then by its name.
        own = titled(_in_labels(plan, " ".join(plan.drugs[:1]), index))
    best: dict[str, float] = {}
    for one in own:
        best.setdefault(one.record.source, one.score)
    return dict(list(best.items())[:OWN_LABELS])


def _told_in(
    plan: Plan, found: tuple[Found, ...], own: dict[str, float], library: Library, for_patients: bool
) -> tuple[Found, ...]:
    """The sections of the drugs' own labels that tell what is asked of them, by the words in which labels tell it."""
    cues = [_LABEL_CUES[name] for name in plan.asked if name in _LABEL_CUES]
    if "side_effect" not in plan.asked and _OF_SIDE_EFFECTS.search(plan.condensed):
        cues.append(_LABEL_CUES["side_effect"])
    cues += [told for asks, told in _IN_WORDS if asks.search(plan.queries[0] if plan.queries else plan.condensed)]
    if not cues and sum(one.record.source in own for one in found) >= ENOUGH_OWN:
        return ()
    names = _names_of_drugs(plan)
    asked = content(plan.queries[0]).difference(*names)
    more: list[Found] = []
    for source, best in list(own.items())[: OWN_LABELS if cues else 1]:
        told = []
        for other in library.passages(library.keys_of(source)).values():
            text = other.text.casefold()
            hits = [len({hit.casefold() for hit in cue.findall(other.text)}) for cue in cues]
            shared = sum(word in text for word in asked)
            is_of_section = prior(other.record.kind.value, other.passage.facet) in plan.facets[:2]
            if sum(hits) or (shared and not cues):
                is_guide = for_patients and other.passage.audience is Audience.PATIENT
                worth = sum(map(bool, hits)) + shared + OF_SECTION * is_of_section
                told.append((not is_guide, -worth, -sum(hits), other.passage.start, other))
        told.sort(key=lambda row: row[:4])
        more += [Found(one.record, one.passage, one.text, SHARE * best) for *_, one in told[:OF_LABEL]]
    return tuple(more)


def warnings(plan: Plan, index: Index, own: dict[str, float] | None = None) -> tuple[Found, ...]:
    """What labels of every drug that the question names forbid: from the drugs' own labels, however it is worded, then by search."""
    queries = (f"{drug} contraindications boxed warning" for drug in plan.drugs[:3])
    found = tuple(found for query in queries for found in _in_labels(plan, query, index))
    own = _own_labels(plan, found, index) if own is None else own
    return (*_forbidden_in(own, index.library), *found)


def _forbidden_in(own: dict[str, float], library: Library) -> Iterator[Found]:
    """What these labels forbid: a label that calls its drug by its brand alone is not found by the drug's name."""
    for source, best in own.items():
        for other in library.passages(library.keys_of(source)[:FRONT]).values():
            if other.passage.facet in FORBIDDING:
                yield Found(other.record, other.passage, other.text, SHARE * best)


def _in_labels(plan: Plan, query: str, index: Index, filters: Filters = LABELS) -> tuple[Found, ...]:
    return index.find(replace(plan, queries=(query,)), k=FROM_LABELS, filters=filters)

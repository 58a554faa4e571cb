"""
Under which section kind a sentence may be said.

The source's own heading decides first (measured as the strongest sign), then cues in the sentence. Ordered kinds
("first-line", "if ... fails", "refer", criteria) need their cue in the quote itself: a heading is not enough.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from curbside.language.cues import ordering
from curbside.language.datafiles import table
from curbside.language.patterns import lazily
from curbside.questions.kinds import kinds, prior
from curbside.sources.source import SourceKind

from .units import Unit

#: Kinds under which a general "treatment" sentence is looked at for a finer place, in order.
_FINER = {
    "treatment_options": ("first_line", "escalation", "referral", "procedures", "medicines", "self_care"),
    "medicines": ("first_line", "escalation", "referral"),
    "work_up": ("examination", "differential", "test_accuracy"),
    "definition": (
        "red_flags", "treatment_options", "inheritance", "frequency", "causes", "risk_factors", "work_up", "complications", "prevention",
        "presentation", "prognosis",
    ),
    "prognosis": ("predictors", "self_care"),
    "presentation": ("red_flags", "complications"),
    "prevention": (),
}  # fmt: skip

#: Headings of a panel's page under which what it says of screening was found.
_SCREENED = frozenset({*_FINER, "frequency", "examination", "risk_factors", "causes"})

#: Sentence kinds tried in order when no heading says anything.
_UNTITLED = (
    "screening", "red_flags", "contraindications", "interactions", "adverse_effects", "escalation", "referral", "first_line",
    "test_accuracy", "predictors", "inheritance", "risk_factors", "frequency", "complications", "prevention", "work_up",
    "procedures", "medicines", "self_care", "treatment_options", "monitoring", "prognosis", "causes", "presentation", "definition",
)  # fmt: skip


def _file() -> dict[str, Any]:
    return table("curbside.claims", "facets.yaml")


@cache
def _headings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, lazily(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _file()["headings"])


@cache
def _sentences() -> dict[str, re.Pattern[str]]:
    return {kind: lazily(words, re.IGNORECASE) for kind, words in _file()["sentences"].items()}


@cache
def _told() -> dict[str, re.Pattern[str]]:
    return {kind: lazily(words, re.IGNORECASE) for kind, words in _file()["told"].items()}


def told_kind(kinds_asked: tuple[str, ...], text: str) -> str:
    """The first of these kinds that a sentence's own words tell, whatever heading it stands under; "" for none."""
    return next((kind for kind in kinds_asked if kind in _told() and _told()[kind].search(text)), "")


@cache
def _words(name: str) -> re.Pattern[str]:
    """One pattern of facets.yaml that stands alone."""
    return lazily(_file()[name], re.IGNORECASE)


@cache
def _leads() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, lazily(words, re.IGNORECASE)) for kind, words in _file()["leads"])


@cache
def heading_kind(heading: str) -> str:
    """The kind a source's heading stands for, "" when it says nothing."""
    for kind, pattern in _headings():
        if pattern.search(heading[:200]):
            return kind
    return ""


def has_cue(kind: str, text: str) -> bool:
    """Whether a quote holds the ordering or threshold cue that its kind asks for; kinds without one always do."""
    return not kinds()[kind].needs_cue or kind in ordering(text)


def may_warn(unit: Unit) -> bool:
    """A quick look whether a span could be a red flag, first aid, or a local protocol's: what no other statement stands before."""
    found = unit.evidence.found
    if found.record.kind is SourceKind.LOCAL_PROTOCOL or found.passage.facet in {"red_flags", "emergency_care"}:
        return True
    if any(heading_kind(heading) == "red_flags" for heading in (*found.passage.path, found.passage.question)):
        return True
    return bool(_sentences()["red_flags"].search(unit.text) or _words("first_aid").search(unit.text))


def kind_of(unit: Unit) -> str:
    """The section kind of a quotable span, or "" when nothing places it."""
    found = unit.evidence.found
    passage = found.passage
    if found.record.kind is SourceKind.LABEL:
        return _of_label(passage.facet, unit.text)
    given = prior(found.record.kind.value, passage.facet) or prior("medquad", passage.facet)
    if given and passage.drawn_from:
        return given
    coarse = (
        given
        or _from_path(passage.path, found.record.title)
        or (heading_kind(passage.question) if passage.question else "")
    )
    return _settled(_refined(coarse, unit), unit.text)


_FORBIDDEN = lazily(r"\b(?:is|are) (?:also |therefore )?contraindicated (?:in|with|for)\b", re.IGNORECASE)


def _of_label(facet: str, text: str) -> str:
    """A label's own section decides; its warnings must warn, and sections that give no advice place nothing."""
    kind = prior(SourceKind.LABEL.value, facet)
    if not kind and _FORBIDDEN.search(text):
        return "contraindications"  # said in passing, of how a body handles the drug
    if kind in {"dose", "contraindications"} and facet != "contraindications" and _sentences()["stopping"].search(text):
        return "stopping"
    if kind != "contraindications" or facet in {"contraindications", "boxed_warning"}:
        return _by_words(text) if facet in _file()["mixed_sections"] else kind
    return kind if _words("warning").search(text) else _by_words(text)


def _by_words(text: str) -> str:
    told = "adverse_effects" if _words("tells_harm").search(text) else ""
    return next((kind for kind in _file()["by_words"] if _sentences()[kind].search(text)), told)


def _from_path(path: tuple[str, ...], title: str) -> str:
    """The kind of the nearest heading that says one; the work's own title is no heading."""
    headings = (heading for heading in reversed(path) if heading != title)
    return next((kind for heading in headings if (kind := heading_kind(heading))), "")


def _refined(coarse: str, unit: Unit) -> str:
    if _is_first_aid(coarse, unit):
        return "emergency_care"
    if unit.is_list:
        return _of_list(coarse, unit)
    if not coarse:
        return _recommended(unit) or next((kind for kind in _UNTITLED if _is_cued(kind, unit.text)), "")
    if (
        coarse in _SCREENED
        and unit.evidence.found.record.kind is SourceKind.GUIDELINE
        and _is_cued("screening", unit.text)
    ):
        return "screening"  # what a panel says of screening stands under its headings on treatment too
    finer = [kind for kind in _FINER.get(coarse, ()) if _is_cued(kind, unit.text)]
    if coarse == "definition" and finer[:1] == ["frequency"] and _words("defines").match(unit.text):
        return coarse
    if coarse == "prognosis" and _is_cued("prognosis", unit.text):
        finer = [kind for kind in finer if kind != "self_care"]
    if coarse != "treatment_options" and finer[:1] == ["treatment_options"]:
        return _refined("treatment_options", unit)
    ordered = [kind for kind in finer if kinds()[kind].needs_cue]
    if (
        coarse == "treatment_options"
        and not ordered
        and (len(finer) > 1 or (finer != ["procedures"] and _words("tells_treatment").match(unit.text)))
    ):
        return coarse  # a sentence that names rest, drugs and surgery lists options; "The treatment is ..." says which
    return next(iter(ordered or finer), coarse)


def _of_list(coarse: str, unit: Unit) -> str:
    """The kind of a list: what the words before it say, where its heading says nothing finer."""
    if coarse and coarse not in _FINER:
        return coarse
    lead = unit.text[: unit.lead_end]
    told = next((kind for kind, words in _leads() if words.search(lead)), "")
    if coarse == "treatment_options" and told not in {"self_care", "red_flags"}:
        return coarse
    return told or coarse or next((kind for kind in _UNTITLED if _is_cued(kind, unit.text)), "")


def _is_first_aid(coarse: str, unit: Unit) -> bool:
    """Whether a span says what to do, or never to do, in the first minutes of an injury or poisoning."""
    found = unit.evidence.found
    if coarse not in {"", "treatment_options", "medicines", "self_care", "prevention"}:
        return False
    above = " . ".join((found.record.title, *found.passage.path))
    return bool(_words("first_aid").search(unit.text) and _words("first_aid_for").search(above))


def _recommended(unit: Unit) -> str:
    """The kind of a panel's recommendation that stands under no telling heading."""
    if unit.evidence.found.record.kind is not SourceKind.GUIDELINE or not _words("recommends").search(unit.text):
        return ""
    return next((kind for kind in ("screening", "prevention") if _is_cued(kind, unit.text)), "")


def _is_cued(kind: str, text: str) -> bool:
    if kinds()[kind].needs_cue:
        return kind in ordering(text)
    return bool(_sentences()[kind].search(text))


def _settled(kind: str, text: str) -> str:
    rule = kinds().get(kind)
    if rule is None:
        return ""
    if rule.needs_cue and not has_cue(kind, text):
        return rule.otherwise
    return kind

"""
Abstracts as one string, and the labels inside them.

Many records hold a structured abstract as one run of text ("METHODS: ... RESULTS: ..."). The labels say what part
each stretch plays, so that a method is never quoted as a finding. Text is only divided, never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .source import Role

#: Words of labels, in lower case, and the role they give; the first that a label contains decides.
_ROLES: tuple[tuple[str, Role], ...] = (
    ("supplementary", Role.RESOURCE),
    ("availability", Role.RESOURCE),
    ("clinical trial registration", Role.METHODS),
    ("trial registration", Role.METHODS),
    ("conclusion", Role.CONCLUSION),
    ("interpretation", Role.CONCLUSION),
    ("implication", Role.CONCLUSION),
    ("significance", Role.CONCLUSION),
    ("recommendation", Role.RECOMMENDATION),
    ("relevance", Role.CONCLUSION),
    ("take home", Role.CONCLUSION),
    ("key point", Role.CONCLUSION),
    ("key message", Role.CONCLUSION),
    ("summary of background", Role.BACKGROUND),
    ("summary background", Role.BACKGROUND),
    ("what is already known", Role.BACKGROUND),
    ("what this", Role.CONCLUSION),
    ("discussion", Role.CONCLUSION),
    ("summary", Role.CONCLUSION),
    ("expert opinion", Role.CONCLUSION),
    ("comment", Role.CONCLUSION),
    ("main outcome measure", Role.METHODS),
    ("outcome measure", Role.METHODS),
    ("primary outcome", Role.METHODS),
    ("secondary outcome", Role.METHODS),
    ("result", Role.RESULTS),
    ("finding", Role.RESULTS),
    ("outcome", Role.RESULTS),
    ("observation", Role.RESULTS),
    ("limitation", Role.RESULTS),
    ("case ", Role.RESULTS),
    ("method", Role.METHODS),
    ("design", Role.METHODS),
    ("setting", Role.METHODS),
    ("participant", Role.METHODS),
    ("patient", Role.METHODS),
    ("subject", Role.METHODS),
    ("population", Role.METHODS),
    ("sample", Role.METHODS),
    ("intervention", Role.METHODS),
    ("measure", Role.METHODS),
    ("material", Role.METHODS),
    ("procedure", Role.METHODS),
    ("data", Role.METHODS),
    ("search", Role.METHODS),
    ("study selection", Role.METHODS),
    ("selection criteria", Role.METHODS),
    ("eligibility", Role.METHODS),
    ("analysis", Role.METHODS),
    ("registration", Role.METHODS),
    ("registry", Role.METHODS),
    ("ethics", Role.METHODS),
    ("funding", Role.METHODS),
    ("exposure", Role.METHODS),
    ("animals", Role.METHODS),
    ("background", Role.BACKGROUND),
    ("introduction", Role.BACKGROUND),
    ("context", Role.BACKGROUND),
    ("importance", Role.BACKGROUND),
    ("objective", Role.BACKGROUND),
    ("purpose", Role.BACKGROUND),
    ("aim", Role.BACKGROUND),
    ("goal", Role.BACKGROUND),
    ("hypothesis", Role.BACKGROUND),
    ("rationale", Role.BACKGROUND),
    ("question", Role.BACKGROUND),
    ("problem", Role.BACKGROUND),
)
_WHOLE = {
    "contact": Role.RESOURCE,
    "case": Role.RESULTS,
    "object": Role.BACKGROUND,
    "unlabelled": Role.BODY,
    "unassigned": Role.BODY,
    "abstract": Role.BODY,
}

#: A label stands where a sentence starts and is closed by a colon; in capitals, or with a capital and known words.
_LABEL = re.compile(r"(?:^|[.?!;)\]%*] |\n)([A-Z][A-Za-z][A-Za-z/&, ()-]{1,60})$")
_COLON = re.compile(r":(?=\s|$)")
_LONGEST_LABEL = 66
#: How MEDLINE marks an abstract that it cut.
TRUNCATED = re.compile(r"\(ABSTRACT TRUNCATED(?: AT \d+ WORDS?)?\)\s*$|\(ABSTRACT TRUNCATED\)")
_MAX_LABEL_WORDS = 9


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an abstract: its label as written ("" when none), its role, and its span without the label."""

    label: str
    role: Role
    start: int
    end: int


@lru_cache(maxsize=4096)
def role_of(label: str) -> Role | None:
    """The role that a section label or heading gives, None when its words give none."""
    words = label.strip().strip(":.").lower()
    if words in _WHOLE:
        return _WHOLE[words]
    return next((role for word, role in _ROLES if word in words), None)


def parts(abstract: str) -> tuple[Part, ...]:
    """The labelled stretches of an abstract in order; one without labels is a single part."""
    if ":" not in abstract:
        return (Part("", Role.BODY, 0, len(abstract)),)
    labels: list[tuple[str, int, int]] = []
    for colon in _COLON.finditer(abstract):
        at = colon.start()
        before = max(at - _LONGEST_LABEL, labels[-1][2] if labels else 0)
        found = _LABEL.search(abstract[before:at])
        if found and (found.start() or not before) and _is_label(found[1]):
            labels.append((found[1], before + found.start(1), at + 1))
    if not labels:
        return (Part("", Role.BODY, 0, len(abstract)),)
    stretches: list[Part] = []
    if abstract[: labels[0][1]].strip():
        stretches.append(Part("", Role.BODY, 0, labels[0][1]))
    for number, (label, _, start) in enumerate(labels):
        end = labels[number + 1][1] if number + 1 < len(labels) else len(abstract)
        stretches.append(Part(label, role_of(label) or Role.BODY, start, end))
    return tuple(part for part in (_trimmed(abstract, part) for part in stretches) if part.end > part.start)


@lru_cache(maxsize=4096)
def _is_label(words: str) -> bool:
    if len(words.split()) > _MAX_LABEL_WORDS:
        return False
    if words.isupper():
        # "WHO:" or "DNA:" is no label; a label in capitals is a word, or known.
        return len(words) > 4 or role_of(words) is not None
    return role_of(words) is not None and _LABEL_WORDS.fullmatch(words) is not None


_LABEL_WORDS = re.compile(
    r"(?i)(?:and|of|the|for|to|main|primary|secondary|key|study|clinical|trial|number|practice|public|health|research|"
    r"background|introduction|context|importance|objectives?|purpose|aims?|goals?|hypothes[ie]s|rationale|question|problem|"
    r"methods?|methodology|materials?|design|settings?|participants?|patients?|subjects?|population|sample|interventions?|"
    r"measure(?:s|ments?)?|outcomes?|procedures?|data|sources?|search|strategy|selection|criteria|eligibility|extraction|"
    r"synthesis|collection|analysis|analyses|registration|registry|ethics|dissemination|funding|exposures?|animals|results?|"
    r"findings?|principal|observations?|limitations?|conclusions?|interpretation|implications?|significance|relevance|"
    r"recommendations?|discussion|summary|messages?|points?|case|presentation|description|statement|authors?|s|diagnosis|"
    r"electronic|supplementary|clinicaltrials|gov|identifier|unique|level|evidence|[/&,() -]|')+"
)


def _trimmed(text: str, part: Part) -> Part:
    start, end = part.start, part.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Part(part.label, part.role, start, end)

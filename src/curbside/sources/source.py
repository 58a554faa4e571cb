"""
What was read: a Source, its text, and the passages in it that can be quoted.

A reader turns bytes into Sources. The text is what the reader produced and is never normalised afterwards;
every other value points into it by Unicode code point. A Source says what its file says and no more: what
the library makes of it (identity, versions, trust) is decided in the rooms that follow.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class SourceKind(StrEnum):
    """What sort of work this is; a closed list, printed in answers."""

    LOCAL_PROTOCOL = "local_protocol"
    GUIDELINE = "guideline"
    SYSTEMATIC_REVIEW = "systematic_review"
    LABEL = "label"
    SAFETY_ALERT = "safety_alert"
    TRIAL = "trial"
    OBSERVATIONAL = "observational"
    CASE_REPORT = "case_report"
    NARRATIVE_REVIEW = "narrative_review"
    TEXTBOOK = "textbook"
    PATIENT_PAGE = "patient_page"
    FORMULARY = "formulary"
    CRITERIA = "criteria"
    PREPRINT = "preprint"
    PROTOCOL_OR_REGISTRY = "protocol_or_registry"
    ANIMAL_OR_LABORATORY = "animal_or_laboratory"
    STARTER = "starter"
    UPLOAD = "upload"
    OTHER = "other"


class Status(StrEnum):
    """Where a work stands with its publisher, or with the person who marked it."""

    CURRENT = "current"
    CORRECTED = "corrected"
    CONCERN = "concern"
    RETRACTED = "retracted"
    SUPERSEDED = "superseded"


class Extent(StrEnum):
    """How much of the work a version holds; more is preferred as the current version."""

    FULL_TEXT = "full_text"
    ABSTRACT = "abstract"
    TITLE = "title"
    SNIPPETS = "snippets"


class Audience(StrEnum):
    """For whom the passage was written."""

    PROFESSIONAL = "professional"
    PATIENT = "patient"


class Role(StrEnum):
    """What part a passage plays in its work."""

    TITLE = "title"
    BACKGROUND = "background"
    METHODS = "methods"
    RESULTS = "results"
    CONCLUSION = "conclusion"
    RECOMMENDATION = "recommendation"
    LIST_ITEM = "list_item"  # a list folded into its lead-in
    TABLE_ROW = "table_row"
    BODY = "body"
    RESOURCE = "resource"  # boilerplate and link lists: kept, never quoted


class Damage(StrEnum):
    """Why the numbers or words of a passage cannot be trusted (CLINICAL: lost dashes, glued words)."""

    GLUED_WORDS = "glued_words"
    LOST_RANGE = "lost_range"
    IMPOSSIBLE_PERCENTAGE = "impossible_percentage"
    IMPLAUSIBLE_DOSE = "implausible_dose"
    IMPLAUSIBLE_AGE = "implausible_age"
    TRUNCATED = "truncated"
    UNDECODABLE = "undecodable"  # U+FFFD in the text
    EXTRACTORS_DISAGREE = "extractors_disagree"


class TextQuality(StrEnum):
    """What is known of the collection a source came from."""

    GOOD = "good"
    DAMAGED = "damaged"  # numbers are quoted only with the safeguards of the damage rule
    EXTRACTED = "extracted"  # from PDF or OCR


@dataclass(frozen=True, slots=True)
class DrawnFrom:
    """The span of a public page that a starter statement summarises."""

    source: str  # canonical id of the page
    start: int  # code points in the page's stored text as its reader produces it
    end: int
    sha256: str  # of the UTF-8 bytes of that span


@dataclass(frozen=True, slots=True)
class Passage:
    """
    A span of a source's text that can be searched and quoted.

    `position` is unique within the version ("3", or "3.2" for the second piece of the third unit); spans of
    passages never overlap, and a list shares a passage with its lead-in.
    """

    position: str
    start: int
    end: int
    path: tuple[str, ...] = ()  # headings above it, outermost first
    role: Role = Role.BODY
    audience: Audience | None = None  # None: as its source
    question: str = ""  # the question it answers, for question-titled sources
    facet: str = ""  # the source's own facet word (MedQuAD qtype, label section)
    lead_in: tuple[int, int] | None = None  # span of the words that introduce its list
    items: tuple[tuple[int, int], ...] = ()  # spans of its list items or table rows
    damage: tuple[Damage, ...] = ()
    drawn_from: tuple[DrawnFrom, ...] = ()  # starter statements only
    heads: int | None = (
        None  # of a table: last lines of its lead-in that its file marks as heads of columns; None: not told
    )
    is_part: bool = False  # of a table that goes on in another passage


@dataclass(frozen=True, slots=True)
class Relation:
    """What another work says about this one, or this one about another (correction, retraction, comment)."""

    kind: str  # PubMed's RefType, e.g. "RetractionIn", "ErratumIn", "UpdateOf", "RetractionOf"
    ids: tuple[str, ...]  # of the other work, "pmid:1"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A public page that a starter source draws on, as shown in its reference."""

    source: str
    title: str
    publisher: str
    url: str
    published: str  # date as known: "undated, collected 2016-17", or an ISO date
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """
    One work as one file describes it.

    Dates are ISO 8601, as precise as the file is ("2011", "2011-03", "2011-03-09"), or "" when it gives none;
    `date_note` then says what is known ("undated, collected 2016-17"). Lists keep the file's order.
    """

    ids: tuple[str, ...]  # every known id, "pmid:123", "pmcid:PMC123", "doi:10.1/x", "medquad:..."
    title: str
    text: str
    passages: tuple[Passage, ...]
    kind: SourceKind = SourceKind.OTHER
    extent: Extent = Extent.FULL_TEXT
    audience: Audience = Audience.PROFESSIONAL
    status: Status = Status.CURRENT
    quality: TextQuality = TextQuality.GOOD
    authors: tuple[str, ...] = ()  # "Smith JA", Vancouver form
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    published: str = ""
    revised: str = ""  # of the record or page, decides between versions of equal extent
    date_note: str = ""
    url: str = ""
    issuer: str = ""  # who answers for it: agency, society, manufacturer, hospital
    family: str = ""  # publisher family: pages that copy each other are one voice ("NIH")
    jurisdiction: str = ""  # ISO 3166 code, or ""
    language: str = "en"
    licence: str = ""
    version_label: str = ""  # a local protocol's or guideline's own version
    owner: str = ""
    effective: str = ""
    review_by: str = ""
    synonyms: tuple[str, ...] = ()  # other names of the source's topic, as it gives them
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()  # drugs a label covers: generic and brand names
    relations: tuple[Relation, ...] = ()
    collection: str = ""  # "medquad", "uspstf", ...: sources that share a text quality
    pages_drawn_from: tuple[Page, ...] = ()
    notes: tuple[str, ...] = field(default=())  # what the reader could not keep, in words

    @property
    def version(self) -> str:
        """SHA-256 (hex) of the stored text in UTF-8: the name of this version."""
        return sha256(self.text)

    def __getitem__(self, span: Passage) -> str:
        return self.text[span.start : span.end]


def sha256(text: str) -> str:
    """SHA-256 (hex) of the UTF-8 bytes of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


#: The order in which an id becomes the canonical one.
SCHEMES = ("pmid", "pmcid", "doi", "medquad", "starter", "spl", "nct", "file")


def canonical(ids: tuple[str, ...]) -> str:
    """The one id by which a work is known: PMID, else PMCID, DOI, MedQuAD, starter, SPL, trial registry, file."""

    def rank(identifier: str) -> int:
        scheme = identifier.partition(":")[0]
        return SCHEMES.index(scheme) if scheme in SCHEMES else len(SCHEMES)

    return min(ids, key=rank)

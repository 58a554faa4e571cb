"""
A passage together with how far it can be trusted.

Design and level are an automatic starting point ("design level, automatic, before appraisal"): a person or a
quoted guideline may state certainty and strength, Curbside never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from curbside.sources.source import Audience, Page, Passage, SourceKind, Status, TextQuality


class Design(StrEnum):
    """Study design, in the words printed beside a claim; NONE for works that are not studies."""

    SYSTEMATIC_REVIEW = "systematic review"
    RANDOMISED_TRIAL = "randomised trial"
    NON_RANDOMISED_TRIAL = "non-randomised trial"
    COHORT = "cohort study"
    CASE_CONTROL = "case-control study"
    CROSS_SECTIONAL = "cross-sectional study"
    CASE_SERIES = "case series"
    CASE_REPORT = "case report"
    DIAGNOSTIC_ACCURACY = "diagnostic accuracy study"
    OTHER_OBSERVATIONAL = "observational study"
    UNKNOWN = "study, design not stated"
    NONE = ""


class Direction(StrEnum):
    """What a document reports about an intervention for an outcome."""

    BENEFIT = "benefit"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    HARM = "harm"
    UNCLEAR = "unclear"


class Trust(StrEnum):
    """Tier of trust of a source, highest first; an upload never outranks a guideline."""

    PUBLISHED = "published"
    PUBLIC_PAGE = "public_page"
    LOCAL = "local"
    UPLOAD = "upload"
    STARTER = "starter"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What the library knows of a work, without its text: what a reference and a badge are made from."""

    source: str  # canonical id
    version: str  # SHA-256 of the stored text
    ids: tuple[str, ...]
    title: str
    kind: SourceKind
    design: Design
    status: Status
    trust: Trust
    quality: TextQuality
    audience: Audience
    authors: tuple[str, ...] = ()
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    published: str = ""
    date_note: str = ""
    url: str = ""
    issuer: str = ""
    family: str = ""
    jurisdiction: str = ""
    licence: str = ""
    version_label: str = ""
    owner: str = ""
    effective: str = ""
    review_by: str = ""
    synonyms: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    pages_drawn_from: tuple[Page, ...] = ()
    status_note: str = ""  # "retracted 2011-03: unreliable data (PMID 123)"

    @property
    def year(self) -> int | None:
        """Year of publication, or None when the source is undated."""
        return int(self.published[:4]) if self.published[:4].isdigit() else None


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: its source, its text, and the score of the search that found it."""

    record: SourceRecord
    passage: Passage
    text: str  # of the passage, byte-exact
    score: float  # comparable within one query only

    @property
    def is_for_patients(self) -> bool:
        """Whether it was written for patients: a consumer page, the guide for patients within a label."""
        return (self.passage.audience or self.record.audience) is Audience.PATIENT


@dataclass(frozen=True, slots=True)
class Evidence:
    """A found passage, weighed: what was decided about it for this plan."""

    found: Found
    level: int | None = None  # Oxford 2011 starting level for this type of question, 1 to 5; None where none exists
    direction: Direction = Direction.UNCLEAR
    unfit: tuple[str, ...] = ()  # why it may not support a claim here ("animal study"); empty when fit
    population: tuple[str, ...] = ()  # populations its source names, in the words of Plan.population

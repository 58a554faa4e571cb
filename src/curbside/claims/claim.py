"""
What may be said: a Claim and the exact words that carry it.

A Quote is a span of stored text; its text is always the text at that span. A Claim without a Quote cannot be
made: the constructor refuses it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from curbside.evidence.evidence import SourceRecord
from curbside.sources.source import Audience, Passage

#: Kinds that patients are shown only from what was written for patients.
GUARDED = frozenset({"dose", "test_accuracy"})


class Verdict(StrEnum):
    """What a check of words against a source found."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_SUPPORTED = "not_supported"


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of a source: code points `start` to `end` in the stored text of `version`."""

    source: str
    version: str
    passage: str
    start: int
    end: int
    text: str
    audience: Audience | None = None  # for whom it was written, where not as its source (a label's guide for patients)

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the quote's UTF-8 bytes."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def audience_of(passage: Passage, record: SourceRecord) -> Audience | None:
    """For whom a passage was written; None where it was for those whom its source is for."""
    return passage.audience if passage.audience is not record.audience else None


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of checking a claim's words against its quotes, with reasons in words."""

    verdict: Verdict
    method: str  # "verbatim" or "typed checks"
    reasons: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Applies:
    """To whom a claim applies, as far as its source says."""

    population: tuple[str, ...] = ()
    setting: str = ""
    note: str = ""


#: Who chose the words of a wording: the source itself, rules that leave statistics out, a person. Else the name of a writer.
OF_SOURCE, BY_RULES, BY_PERSON = "source", "rules", "person"


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim as one reader sees it: the words, who chose them, and their Flesch-Kincaid grade."""

    text: str
    by: str  # "source" (the quote's own words), "rules", "person", or the name of the writer (a language model)
    grade: int | None = None  # a school year; None when nothing was measured

    @property
    def is_anew(self) -> bool:
        """Whether the words were written anew, by a person or a writer."""
        return self.by not in {OF_SOURCE, BY_RULES}

    @property
    def is_by_model(self) -> bool:
        """Whether a language model wrote the words."""
        return self.is_anew and self.by != BY_PERSON


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, the section kind it belongs to, and the quotes that carry it."""

    id: str  # first 12 hex of the SHA-256 over kind and quote spans
    kind: str  # section kind
    text: str
    quotes: tuple[Quote, ...]
    records: tuple[SourceRecord, ...]  # one for each quote, same order
    level: int | None
    check: Check
    applies: Applies = Applies()
    score: float = 0.0  # importance among the claims of this answer
    wording: Wording | None = None  # None: the claim's own text

    @property
    def is_for_patients(self) -> bool:
        """Whether everything that is quoted for it was written for patients."""
        each = zip(self.quotes, self.records, strict=True)
        return all((quote.audience or record.audience) is Audience.PATIENT for quote, record in each)

    @property
    def worded(self) -> str:
        """The words that this answer's reader sees."""
        return self.wording.text if self.wording else self.text

    def __post_init__(self) -> None:
        if not self.quotes or len(self.quotes) != len(self.records):
            raise ValueError("a claim needs at least one quote, and the record of each quote's source")

"""
How an answer is put together: bottom line, sections, references, caveats.

An Answer is a value: everything a page, a file or another program needs, and nothing that has to be looked up
again. Numbers in `citations` are positions in `references`, from 1, in order of first use.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from curbside.claims.claim import Claim
from curbside.evidence.evidence import SourceRecord
from curbside.questions.question import Plan, Reader


class Outcome(StrEnum):
    """How the question ended; each is an ordinary result."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    ABSTAINED = "abstained"
    EMERGENCY = "emergency"
    DECLINED = "declined"


class AbstentionReason(StrEnum):
    """Why there is no answer; it speaks of this library, not of medicine."""

    NO_SOURCE = "no_source"
    NOT_THIS_POPULATION = "not_this_population"
    ONLY_OLD = "only_old"
    ONLY_ANIMAL_OR_PROTOCOL = "only_animal_or_protocol"
    ONLY_LOW_TRUST = "only_low_trust"
    DOSE_NEEDS_LABEL = "dose_needs_label"
    CONFLICT_UNRESOLVED = "conflict_unresolved"
    FALSE_PREMISE = "false_premise"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_MEDICAL = "not_medical"
    OTHER_LANGUAGE = "other_language"
    DAMAGED_SOURCE = "damaged_source"
    LIBRARY_UNAVAILABLE = "library_unavailable"


class CaveatKind(StrEnum):
    """What a reader must know about the evidence before relying on it."""

    NOT_REVIEWED = "not_reviewed"
    DAMAGED_SOURCE = "damaged_source"
    UNDATED = "undated"
    OLD = "old"
    LOW_TRUST = "low_trust"
    CONSUMER_PAGES = "consumer_pages"
    NO_LABELS = "no_labels"
    SINGLE_SOURCE = "single_source"
    NOT_CURRENT = "not_current"  # corrected, concern or superseded
    PAST_REVIEW = "past_review"  # the source says by when it had to be reviewed, and that day is gone
    RETRACTED_LEFT_OUT = "retracted_left_out"
    MISSING = "missing"  # kinds expected for the type with no quotable claim
    DISAGREEMENT = "disagreement"
    REVERSAL = "reversal"  # a newer source of equal or higher design stands against the older majority
    PREMISE = "premise"  # the question takes for granted what a source denies
    INDIRECT = "indirect"
    ORDER_NOT_GIVEN = "order_not_given"
    UNKNOWN_WORDS = "unknown_words"
    PENDING = "pending"  # the search index is behind the library
    WORDED_BY_MODEL = "worded_by_model"  # a language model worded statements; each passed the check against its quote
    MODEL_UNAVAILABLE = "model_unavailable"  # one was to word the answer and gave nothing that can be used


@dataclass(frozen=True, slots=True)
class Tally:
    """A count of sources, not a pooled result."""

    benefit: int = 0
    no_clear_difference: int = 0
    harm: int = 0


@dataclass(frozen=True, slots=True)
class Restated:
    """A sentence of a bottom line that a writer wrote, and the ids of the claims that it restates."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BottomLine:
    """The answer in a sentence or two, made only of claims below it."""

    text: str
    citations: tuple[int, ...]
    claims: tuple[str, ...]  # ids of the claims it is made of
    opening: str = ""  # our own words before the claims
    closing: str = ""  # and after them
    verdict: str | None = None  # "yes", "no", "uncertain"; None when the question is not of that form
    tally: Tally = Tally()
    restated: tuple[
        Restated, ...
    ] = ()  # sentences of a writer that stand for the claims; none where those speak themselves


@dataclass(frozen=True, slots=True)
class Section:
    """Claims of one kind under its fixed heading; `more` stands behind one click."""

    kind: str
    heading: str
    claims: tuple[Claim, ...]
    more: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered source."""

    number: int
    record: SourceRecord


@dataclass(frozen=True, slots=True)
class Caveat:
    """One thing to know, with the sources it is about; `{n}` in the text stands for their citation numbers."""

    kind: CaveatKind
    text: str
    sources: tuple[str, ...] = ()
    about: tuple[SourceRecord, ...] = ()  # the references that {n} stands for

    def numbered(self, references: tuple[Reference, ...]) -> str:
        """The text with the numbers that what it is about has among these references."""
        return self.text.replace("{n}", ", ".join(f"[{r.number}]" for r in references if r.record in self.about))


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A service to call; from the emergency file or settings, never from a document."""

    service: str
    number: str
    country: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """The card that comes before everything else."""

    kind: str
    tier: str  # "emergency" or "urgent"
    text: tuple[str, ...]  # lines, first the one to act on
    because: str  # the reader's own words that set it off
    numbers: tuple[EmergencyNumber, ...]
    sources: tuple[str, ...]  # first-aid guidance each line rests on
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest thing found, said not to be an answer."""

    source: str
    title: str
    year: str


@dataclass(frozen=True, slots=True)
class Abstention:
    """No answer, why, and what would be needed."""

    reason: AbstentionReason
    text: str
    nearest: tuple[Nearest, ...] = ()
    would_need: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched, so that 'nothing found' can be judged."""

    sources: int
    passages: int
    pending: int
    queries: tuple[str, ...]
    newest: str  # publication date of the newest dated source in the library
    through: str  # date of the last successful feed, "" when no feed is set up


@dataclass(frozen=True, slots=True)
class Writing:
    """What a writer was asked for this answer, and what became of what it wrote."""

    prompts: tuple[str, ...]  # versions of the prompts, in the order they were put
    model: str = ""  # as the other side names what replied
    passed: int = 0  # statements that stand in its words
    quoted: int = 0  # statements that gave way to their quote
    dropped: int = 0  # sentences without a quote that may be said
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0  # in the currency of the prices set
    fault: str = ""  # why it gave nothing that can be used
    is_remote: bool = False  # whether what it was given left the machine


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Which program wrote this, with which writer and settings."""

    version: str
    writer: str  # "none", or the kind, model and place of the writer that worded statements
    settings_digest: str
    writing: Writing | None = None  # None where no writer was asked


@dataclass(frozen=True, slots=True)
class Gloss:
    """A hard word of this answer in plain words, with the source of the explanation."""

    term: str  # as it stands in the answer
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard the answer is to read: Flesch-Kincaid grades of our own words and of the source's."""

    frame: int | None
    quotes: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; carries its Plan so that a follow-up can build on it."""

    question: str
    title: str
    reader: Reader
    outcome: Outcome
    plan: Plan
    emergency: Emergency | None
    bottom_line: BottomLine | None
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    caveats: tuple[Caveat, ...]
    abstention: Abstention | None
    follow_ups: tuple[str, ...]
    searched: Searched
    snapshot: str
    made_by: MadeBy
    answering: tuple[str, ...] = ()  # ids of claims that may answer alone, best first
    glosses: tuple[Gloss, ...] = ()  # patients: hard words explained, by first mention
    ask_your_team: tuple[str, ...] = ()  # patients: questions to take along
    reading: Reading | None = None  # patients: how hard it is to read
    elapsed_ms: float = 0.0

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of every section, in order, with those behind one click after the others of their section."""
        return tuple(claim for section in self.sections for claim in (*section.claims, *section.more))

"""
An article: an answer that people answer for, in dated editions.

Each edition has its own state, because approval belongs to one edition: while a new one waits for its review the
approved one stays the text that readers see. What an edition says is kept as Answer JSON, one for each reader's
wording, and is named here by its digest; the statements are listed as far as review needs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from curbside.questions.question import Reader

from .review import Review


class State(StrEnum):
    """Where an edition stands; readers see three of these as steps and the others as banners."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    CHANGES_REQUESTED = "changes_requested"
    DISPUTED = "disputed"
    APPROVED = "approved"
    APPROVED_UPDATE_DUE = "approved_update_due"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    DECLINED = "declined"


#: An edition that was approved, whatever happened to it since, until another takes its place.
ONCE_APPROVED = frozenset({State.APPROVED, State.APPROVED_UPDATE_DUE, State.SUSPENDED, State.OVERDUE, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim of an edition as its review knows it."""

    id: str
    kind: str  # section kind
    sources: tuple[str, ...]
    mark: str  # SHA-256 over its words for every reader, its quotes and the status of their sources
    authors: tuple[str, ...] = ()  # who reworded it or added a quote; whoever drafted it is an author of the edition


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of an edition for one reader, by the digest of its Answer JSON."""

    reader: Reader
    digest: str


class NoticeKind(StrEnum):
    """What is told of a published text."""

    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Notice:
    """A dated notice: what it was, what it is now, why, and what it means for care."""

    kind: NoticeKind
    at: str
    by: str
    because: str
    old: str = ""
    new: str = ""
    effect: str = ""  # who should act; "" for no effect on care
    claim: str = ""
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated text, its state and its review."""

    number: int
    state: State
    since: str  # when the state was entered
    made_at: str
    made_by: str
    wordings: tuple[Wording, ...]  # the first is the one that approval is about
    statements: tuple[Statement, ...]
    authors: tuple[str, ...]
    searched: str = ""  # evidence searched to this day
    because: str = ""  # why the state was entered
    who: str = ""  # and by whom, a person's id
    review: Review = field(default_factory=Review)
    approved_at: str = ""
    review_by: str = ""  # day of the next full review
    update_by: str = ""  # day or time by which new evidence has to be dealt with
    heard: tuple[str, ...] = ()  # what was already acted on: "pmid:1 corrected"
    grounds: tuple[str, ...] = ()  # of a suspension: what was heard, or "suspend ann" where a person said so
    affected: tuple[str, ...] = ()  # ids of statements that a suspension or an update is about

    @property
    def main(self) -> Reader:
        """The reader whose wording approval is about."""
        return self.wordings[0].reader

    @property
    def readers(self) -> tuple[Reader, ...]:
        """The readers it is worded for."""
        return tuple(one.reader for one in self.wordings)

    @property
    def kinds(self) -> frozenset[str]:
        """The section kinds of its statements."""
        return frozenset(one.kind for one in self.statements)

    def digest(self, reader: Reader | None = None) -> str:
        """The digest of a wording, of the first when none is named; "" when there is none for this reader."""
        return next((one.digest for one in self.wordings if reader in {None, one.reader}), "")

    def statement(self, claim: str) -> Statement | None:
        """The statement with this id."""
        return next((one for one in self.statements if one.id == claim), None)


@dataclass(frozen=True, slots=True)
class Article:
    """Everything about an article but its texts."""

    slug: str  # its first address, by which everything about it is kept
    title: str
    question: str
    topics: tuple[str, ...]
    specialties: tuple[str, ...]  # of which one signer has to have one
    drugs: tuple[str, ...]
    editions: tuple[Edition, ...]
    notices: tuple[Notice, ...] = ()
    superseded_by: str = ""  # slug of the article to read instead
    created_at: str = ""
    updated_at: str = ""
    version: int = 0  # raised by each change; what If-Match names
    renamed: str = ""  # its address since it was renamed; "" while that is its slug

    @property
    def address(self) -> str:
        """The address of its page today."""
        return self.renamed or self.slug

    @property
    def latest(self) -> Edition:
        """The newest edition: what is written and reviewed."""
        return self.editions[-1]

    @property
    def current(self) -> Edition:
        """The edition that readers see: the last approved one that nothing replaced, else the newest."""
        standing = {State.SUPERSEDED} if self.superseded_by else ONCE_APPROVED
        once = [one for one in self.editions if one.state in standing]
        return once[-1] if once else self.editions[-1]

    @property
    def pending(self) -> Edition | None:
        """An edition that waits behind the one readers see."""
        return self.latest if self.latest.number != self.current.number else None

    @property
    def state(self) -> State:
        """The state of what readers see."""
        return self.current.state

    @property
    def is_public(self) -> bool:
        """Whether readers may see it: from its submission on, and for ever once it was approved."""
        return self.state not in {State.DRAFT, State.DECLINED}

    def edition(self, number: int) -> Edition | None:
        """The edition with this number."""
        return next((one for one in self.editions if one.number == number), None)

    def with_edition(self, edition: Edition) -> Article:
        """The article with an edition put in the place of the one with its number, or added."""
        if self.edition(edition.number) is None:
            return replace(self, editions=(*self.editions, edition))
        editions = tuple(edition if one.number == edition.number else one for one in self.editions)
        return replace(self, editions=editions)

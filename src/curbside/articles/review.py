"""
A review: what reviewers decided about each statement, what they disagreed on, and who signed.

A decision carries the mark of the statement it was made about, so that it falls by itself when the words, the quote or
the status of the source change. A signature carries the digest of the text that was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from curbside.questions.question import Reader

from .person import Role


class Verdict(StrEnum):
    """What a reviewer did about one statement."""

    ACCEPT = "accept"
    STRIKE = "strike"
    REWORD = "reword"
    ADD_QUOTE = "add_quote"
    COMMENT = "comment"


class ReviewKind(StrEnum):
    """How much is read again."""

    FULL = "full"  # everything
    UPDATE = "update"  # what changed, and always the bottom line, the order and the caveats


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's decision about one statement as it then was."""

    claim: str
    verdict: Verdict
    by: str
    at: str
    mark: str  # of the statement when it was decided
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed which text, as what, in which words, and with which interests."""

    by: str
    role: Role
    reader: Reader
    edition: int
    digest: str
    at: str
    words: str
    name: str
    interests: str = ""
    is_conflicted: bool = False  # may not be the only one
    is_matched: bool = False  # has a specialty that the article needs
    without: tuple[str, ...] = ()  # ids of statements that the signer is an author of, and does not sign


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dissent, who is to decide it, and what was decided."""

    by: str
    at: str
    reason: str
    claim: str = ""  # "" when it is about the whole
    decider: str = ""
    outcome: str = ""  # "upheld" or "overruled"; "" while open
    answer: str = ""  # the written reason
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class Recusal:
    """Somebody who stepped back, and why."""

    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one edition."""

    kind: ReviewKind = ReviewKind.FULL
    submitted_at: str = ""
    submitted_by: str = ""
    opened_at: str = ""
    due: str = ""  # day by which it should be done
    reviewers: tuple[str, ...] = ()  # asked to review; empty: whoever may
    decisions: tuple[Decision, ...] = ()
    carried: tuple[str, ...] = ()  # ids of statements accepted and unchanged since the edition before
    signatures: tuple[Signature, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    recusals: tuple[Recusal, ...] = ()

    @property
    def open_dispute(self) -> Dispute | None:
        """The dissent that nobody has decided yet."""
        return next((one for one in self.disputes if not one.outcome), None)

    def accepted_by(self, person: str, marks: dict[str, str]) -> frozenset[str]:
        """Ids of the statements that a person's last word accepts as they are now (`marks` by id), and those carried."""
        last: dict[str, Decision] = {}
        for one in self.decisions:
            if one.by == person and one.verdict is not Verdict.COMMENT:
                last[one.claim] = one
        accepted = {
            claim for claim, one in last.items() if one.verdict is Verdict.ACCEPT and marks.get(claim) == one.mark
        }
        return frozenset(accepted | set(self.carried))

    def of(self, reader: Reader, digest: str) -> tuple[Signature, ...]:
        """The signatures on this very text."""
        return tuple(one for one in self.signatures if one.reader is reader and one.digest == digest)

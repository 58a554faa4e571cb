"""
Review policy: which signatures an edition needs, what bars one, and how long things may take.

Numbers come from the settings of the library. Deadlines follow the BMJ's: drug safety in 48 hours, what changes
practice in a month, what confirms it in three, and a full review every year.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from curbside.questions.question import Reader
from curbside.settings import Settings

from .article import Article, Edition
from .days import later, later_by_hours
from .person import CLINICAL, Role
from .review import Signature
from .words import words

#: Statements of these kinds need a pharmacist's signature.
PHARMACIST_KINDS = frozenset({"dose", "interactions", "contraindications"})


@dataclass(frozen=True, slots=True)
class Policy:
    """What is asked of an approval, by the settings of these names after "review_"; times in the unit their names say."""

    signatures: int  # clinical signatures on the wording that approval is about
    specialty: bool  # one of them from a specialty that the article names
    pharmacist: bool  # and a pharmacist's, where PHARMACIST_KINDS occur
    lay_reader: bool  # a lay reader's, on the wording for patients
    editor: bool  # and last an editor's
    declaration_days: int
    interest_months: int
    days: int  # from one full review to the next
    safety_hours: int
    practice_months: int
    confirming_months: int
    first_days: int  # from submission to decision

    def missing(self, article: Article, edition: Edition, reader: Reader | None = None) -> tuple[str, ...]:
        """What a wording still needs to be approved, in words; the first wording when none is named."""
        main = edition.readers[0]
        asked = reader or main
        there = edition.review.of(asked, edition.digest(asked))
        text = words()["missing"]
        found: list[str] = []
        is_main = asked is main
        clinical = [one for one in there if one.role in CLINICAL]
        lacking = (self.signatures if is_main else 1) - len(clinical)
        if lacking > 0:
            found.append(text["signature"] if lacking == 1 else text["signatures"].format(count=lacking))
        if clinical and all(one.is_conflicted for one in clinical):
            found.append(text["unconflicted"])
        if is_main:
            found += self._missing_from_main(article, edition, there)
        if asked is Reader.PATIENT and self.lay_reader and not _has(there, Role.LAY_READER):
            found.append(text["lay_reader"])
        if is_main and self.editor and not _has(there, Role.EDITOR):
            found.append(text["editor"])
        return tuple(found)

    def _missing_from_main(self, article: Article, edition: Edition, there: tuple[Signature, ...]) -> list[str]:
        text = words()["missing"]
        found = []
        clinical = [one for one in there if one.role in CLINICAL]
        if self.specialty and article.specialties and clinical and not any(one.is_matched for one in clinical):
            found.append(text["specialty"].format(specialties=" or ".join(article.specialties)))
        uncovered = [s.id for s in edition.statements if clinical and all(s.id in one.without for one in clinical)]
        if uncovered:
            found.append(text["uncovered"].format(count=len(uncovered)))
        if self.pharmacist and edition.kinds & PHARMACIST_KINDS and not _has(there, Role.PHARMACIST):
            found.append(text["pharmacist"])
        return found

    def needed(self, edition: Edition) -> int:
        """How many signatures the first wording needs in all."""
        pharmacist = self.pharmacist and bool(edition.kinds & PHARMACIST_KINDS)
        lay = self.lay_reader and edition.readers[0] is Reader.PATIENT
        return self.signatures + pharmacist + lay + self.editor

    def next_review(self, at: str) -> str:
        """The day by which an edition approved then is read in full again."""
        return later(at, days=self.days)

    def update_by(self, at: str, urgency: str) -> str:
        """When new evidence has to be dealt with: "safety", "practice_changing" or "confirming"."""
        if urgency == "safety":
            return later_by_hours(at, self.safety_hours)
        return later(at, months=self.practice_months if urgency == "practice_changing" else self.confirming_months)


def policy_of(settings: Settings) -> Policy:
    """The policy that a library's settings ask for."""
    asked = Policy(**{one.name: getattr(settings, f"review_{one.name}") for one in fields(Policy)})
    return replace(asked, signatures=max(1, asked.signatures))  # nothing is approved by nobody


def _has(signatures: tuple[Signature, ...], role: Role) -> bool:
    return any(one.role is role for one in signatures)

"""
Who writes, reviews and signs: a person's name, credentials, roles and competing interests.

Interests are declared by topic and last 36 months after they ended; a declaration is renewed every year. What counts
as relevant is decided here, by topic alone, so that nobody judges their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .days import later


class Role(StrEnum):
    """What a person may do; one person can have several."""

    AUTHOR = "author"
    CLINICAL_REVIEWER = "clinical_reviewer"
    SECOND_REVIEWER = "second_reviewer"
    PHARMACIST = "pharmacist"
    LAY_READER = "lay_reader"
    EDITOR = "editor"
    MEDICAL_DIRECTOR = "medical_director"
    LIBRARIAN = "librarian"
    PROGRAM = "program"  # what the program does by itself; no person has this role


#: Roles whose signature says that statements are right.
CLINICAL = frozenset({Role.CLINICAL_REVIEWER, Role.SECOND_REVIEWER})
#: Roles of the Medical Advisory Board.
BOARD = CLINICAL | {Role.PHARMACIST, Role.LAY_READER, Role.MEDICAL_DIRECTOR}


class InterestKind(StrEnum):
    """What can bear on a judgement."""

    EMPLOYMENT = "employment"
    FUNDING = "funding"
    SHARES = "shares"
    PATENTS = "patents"
    SPEAKING = "speaking"
    CLOSE_FAMILY = "close_family"
    INTELLECTUAL_POSITION = "intellectual_position"


@dataclass(frozen=True, slots=True)
class Interest:
    """One competing interest, the topics it bears on (none named: all of them), and when it ended."""

    kind: InterestKind
    text: str
    topics: tuple[str, ...] = ()
    ended: str = ""  # ISO 8601 date; "" while it lasts

    def bears_on(self, topics: tuple[str, ...], on: str, months: int) -> bool:
        """Whether it counts for an article on these topics on a day."""
        if self.ended and later(self.ended, months=months) < on:
            return False
        mine = {topic.casefold() for topic in self.topics}
        return not mine or bool(mine & {topic.casefold() for topic in topics})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is named on the page for what they did."""

    id: str
    name: str
    credentials: str = ""
    specialties: tuple[str, ...] = ()
    affiliation: str = ""
    roles: tuple[Role, ...] = ()
    interests: tuple[Interest, ...] = ()
    declared_on: str = ""  # when interests were last declared, "" for never
    is_active: bool = True
    about: str = ""
    version: int = 0  # raised by each change

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of these roles."""
        return any(role in self.roles for role in roles)

    def relevant(self, topics: tuple[str, ...], on: str, months: int) -> tuple[Interest, ...]:
        """The interests that bear on an article on a day."""
        return tuple(one for one in self.interests if one.bears_on(topics, on, months))


#: Who acts when the program does, as after a retraction.
PROGRAM = Person("program", "Curbside", roles=(Role.PROGRAM,))

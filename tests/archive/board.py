"""A small board and a short way to have an article reviewed, for every test of what was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from curbside.archive import Archive
from curbside.articles.article import Article
from curbside.articles.person import Interest, InterestKind, Person, Role

MEMBERS = (
    Person("ann", "Ann Example", "BA", roles=(Role.EDITOR, Role.AUTHOR)),
    Person("bo", "Bo Berg", "MD", ("Neurology",), "Example Hospital", (Role.CLINICAL_REVIEWER,)),
    Person("cy", "Cy Cole", "MD", ("Surgery",), "Example Hospital", (Role.SECOND_REVIEWER,)),
    Person("di", "Di Dahl", "MD", ("Neurology",), roles=(Role.CLINICAL_REVIEWER, Role.SECOND_REVIEWER)),
    Person("phil", "Phil Farm", "PharmD", roles=(Role.PHARMACIST,)),
    Person("lou", "Lou Lay", roles=(Role.LAY_READER,)),
    Person("max", "Max Med", "MD", ("Medicine",), roles=(Role.MEDICAL_DIRECTOR,)),
    Person("lib", "Libby Shelf", roles=(Role.LIBRARIAN,)),
    Person(
        "con",
        "Con Flict",
        "MD",
        ("Neurology",),
        roles=(Role.CLINICAL_REVIEWER,),
        interests=(Interest(InterestKind.SHARES, "Owns shares of Splints Ltd", ("carpal tunnel syndrome",)),),
    ),
)


@dataclass
class Clock:
    """The time that an archive is told."""

    now: str = "2026-03-01T09:00:00Z"

    def __call__(self) -> str:
        return self.now


class Board:
    """An archive, and the article that is worked on, whose version every action follows."""

    def __init__(self, archive: Archive, clock: Clock) -> None:
        self.archive = archive
        self.clock = clock
        self.article: Article = None  # type: ignore[assignment]  # until one is drafted

    def join(self) -> None:
        """Everybody, with interests declared."""
        for one in MEMBERS:
            self.archive.save_person(declared(one, "2026-01-10"), by="program")

    def act(self, action: str, by: str, **arguments: Any) -> Article:
        """One action on the article as it is now."""
        self.article = self.archive.act(action, self.article.slug, by, self.article.version, **arguments)
        return self.article

    def accept(self, by: str, *claims: str) -> None:
        """Accept these statements, or all that this person did not write."""
        open_ones = [one.id for one in self.article.latest.statements if by not in one.authors]
        self.act("decide", by, claims=claims or open_ones)

    def sign(self, by: str, role: str, reader: str = "") -> Article:
        """Sign the latest edition in the words shown."""
        from curbside.questions.question import Reader

        asked = Reader(reader) if reader else self.article.latest.readers[0]
        words = self.archive.statement(self.article, asked)
        return self.act("sign", by, role=role, reader=reader, digest=self.article.latest.digest(asked), words=words)

    def review(self) -> None:
        """From draft to an open review."""
        self.act("submit", "ann")
        self.act("start_review", "ann")

    def approve(self) -> Article:
        """From an open review to approval, by two clinicians."""
        for by, role in (("bo", "clinical_reviewer"), ("cy", "second_reviewer")):
            self.accept(by)
            self.sign(by, role)
        return self.article


def declared(person: Person, on: str) -> Person:
    """A person who declared interests on a day."""
    from dataclasses import replace

    return replace(person, declared_on=on)

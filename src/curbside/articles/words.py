"""The fixed words of review, read once from `words.yaml`: signatures, banners, refusals."""

from __future__ import annotations

from typing import Any

from curbside.errors import NotAllowed
from curbside.language.datafiles import table
from curbside.questions.question import Reader

from .article import Edition
from .days import day
from .person import Person, Role


def words() -> dict[str, Any]:
    """All fixed words by name."""
    return table("curbside.articles", "words.yaml")


def refusal(reason: str, /, **filled: object) -> NotAllowed:
    """The error that tells a person why not, and what to do."""
    return NotAllowed(str(words()["refused"][reason]).format(**filled))


def statement(edition: Edition, reader: Reader, on: str) -> str:
    """What a person signs: these words, about this text, on this day."""
    readers = words()["readers"][reader.value]
    text = str(words()["statement"])
    return text.format(n=edition.number, digest=edition.digest(reader), readers=readers, date=day(on))


def signature(
    edition: Edition, reader: Reader, person: Person, role: Role, at: str, interests: str, without: tuple[str, ...]
) -> str:
    """The whole signature: statement, competing interests, who, as what, and when."""
    parts = [statement(edition, reader, at)]
    if without:
        parts.append(str(words()["without"]).format(count=len(without)))
    parts.append(str(words()["interests"]).format(interests=interests or words()["none"]))
    parts.append(str(words()["signed"]).format(who=named(person), role=role_words(role), at=at))
    return " ".join(parts)


def named(person: Person) -> str:
    """A person with credentials, specialties and affiliation."""
    return ", ".join(filter(None, (person.name, person.credentials, *person.specialties, person.affiliation)))


def role_words(role: Role) -> str:
    """A role as it is printed."""
    return str(words()["roles"][role.value])

"""One turn of a thread: a question, its answer, and what a reader can do next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from curbside.answers.answer import Answer
from curbside.press.export import FORMS
from curbside.press.sheet import Sheet, sheet_of
from curbside.questions.question import Reader

from .asked import ABOUT, READERS, Asked, thread_of
from .countries import countries
from .worded import Offer, kept_with, offer_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen in a form."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """What the page of one answer shows, and what its forms send back."""

    sheet: Sheet
    prefix: str  # of every id in it, so that turns of a thread do not clash
    number: int
    question: str
    readers: tuple[Choice, ...]
    about: tuple[Choice, ...]
    places: tuple[Choice, ...]
    before: str  # the thread up to this question, for asking it again
    thread: str  # and with it, for the next one
    made: str  # the answer itself, signed, where a language model had a part in it
    offer: Offer | None  # the model that may word it
    forms: tuple[tuple[str, str], ...]  # in which it can be taken along: name and title
    may_draft: bool


def turn_of(asked: Asked, answer: Answer) -> Turn:
    """The turn that an answer makes."""
    sheet = sheet_of(answer, datetime.now(UTC).date().isoformat())
    return Turn(
        sheet=sheet,
        prefix=f"t{asked.turn}-",
        number=asked.turn,
        question=asked.text,
        readers=readers(asked.reader),
        about=abouts(asked.about),
        places=places(asked.country),
        before=asked.thread,
        thread=thread_of(answer),
        made=kept_with(answer),
        offer=offer_of(asked),
        forms=forms_of(sheet),
        may_draft=asked.may_draft,
    )


@dataclass(frozen=True, slots=True)
class Followed:
    """What the form of a next question needs of an answer that is published, and was asked by nobody in particular."""

    thread: str
    number: int
    about: tuple[Choice, ...]
    places: tuple[Choice, ...]
    offer: Offer | None


def followed(answer: Answer) -> Followed:
    """An answer as the beginning of a thread."""
    return Followed(thread_of(answer), 0, (), (), offer_of())


def forms_of(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The forms in which a sheet can be taken along; one that PubMed numbers make needs some."""
    has_pmid = any(name.startswith("PMID") for one in sheet.references for name, _ in one.links)
    return tuple((name, form.title) for name, form in FORMS.items() if name != "nbib" or has_pmid)


def readers(chosen: Reader, among: Collection[Reader] = tuple(Reader)) -> tuple[Choice, ...]:
    """Who may read, with the one chosen; among those for whom there are words."""
    return tuple(Choice(reader.value, label, reader is chosen) for reader, label in READERS if reader in among)


def abouts(chosen: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    """What may be told of the person it is about."""
    return tuple(Choice(value, label, value in chosen) for value, label in ABOUT)


def places(chosen: str = "") -> tuple[Choice, ...]:
    """Countries to choose from, with the one chosen or, where none was, the site's own."""
    told = chosen or settings.CURBSIDE.country.upper()
    return tuple(Choice(code, name, code == told) for code, name in countries().items())

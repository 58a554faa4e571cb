"""
What a reader's form says: a question, who reads, whom it is about, and what it follows.

The thread of questions is carried by the page itself, signed so that it comes back as it was sent; the server keeps
nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict

from curbside.answers.answer import Answer
from curbside.errors import CurbsideError
from curbside.press.json import plan_of, to_dict
from curbside.questions.question import Plan, Question, Reader

from .countries import country_named

_SALT = "curbside.thread"
_LONGEST_THREAD_CHARACTERS = 20_000

#: Readers as a form names them.
READERS = (
    (Reader.CLINICIAN, "Clinician"),
    (Reader.TRAINEE, "Trainee"),
    (Reader.NURSE, "Nurse"),
    (Reader.PATIENT, "Patient or carer"),
)
#: Whose words an answer is given in: those of a language model or of its sources; what is not told is the site's to decide.
BY_MODEL, BY_SOURCES = "model", "none"
#: What may be told of a person with one tap, in words that a question would use.
ABOUT = (
    ("child", "A child"),
    ("pregnant", "Pregnant"),
    ("breastfeeding", "Breastfeeding"),
    ("older adult", "Over 65"),
    ("kidney disease", "Kidney disease"),
    ("liver disease", "Liver disease"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a reader, as the form gave it."""

    text: str
    reader: Reader
    about: tuple[str, ...]
    follows: Plan | None
    thread: str  # the signed plan that `follows` was read from
    turn: int  # place in the thread, from 0
    country: str = ""  # whose emergency numbers a card shows; "" is the site's
    writer: str = ""  # BY_MODEL, BY_SOURCES, or "" where the reader did not choose
    agreed: str = ""  # SHA-256 of the words that the reader agreed to send to a model elsewhere
    may_draft: bool = False  # whether whoever asks may make an article of the answer

    @property
    def question(self) -> Question:
        """The question, as a desk takes it."""
        return Question(self.text, self.reader, self.follows, ", ".join(self.about), self.country)


def read(form: QueryDict, most_characters: int) -> Asked:
    """The question in a form; raises CurbsideError with what to do when there is none that can be taken."""
    text = form.get("question", "").replace("\r\n", "\n").strip()
    if not text:
        raise CurbsideError("Type a question first.")
    if len(text) > most_characters:
        raise CurbsideError(f"A question may have {most_characters:,} characters; this one has {len(text):,}.")
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise CurbsideError("The question holds characters that are no text; type it again.")
    thread = form.get("thread", "")
    turn = form.get("turn", "0")
    known = {value for value, _ in ABOUT}
    return Asked(
        text=text,
        reader=reader_named(form.get("reader", "")),
        about=tuple(value for value in form.getlist("about") if value in known),
        follows=_plan(thread),
        thread=thread,
        turn=int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 4 else 0,
        country=country_named(form.get("country", "")),
        writer=chosen if (chosen := form.get("writer", "")) in (BY_MODEL, BY_SOURCES) else "",
        agreed=form.get("agreed", "")[:64],
    )


def reader_named(name: str) -> Reader:
    """The reader of this name; a clinician when there is none."""
    return Reader(name) if name in set(Reader) else Reader.CLINICIAN


def thread_of(answer: Answer) -> str:
    """The plan of an answer, signed, for the form of the next question."""
    return signing.dumps({"plan": to_dict(answer)["plan"]}, salt=_SALT, compress=True)


def told(asked: Asked) -> dict[str, Any]:
    """A question as plain values, for the process that will stream its answer."""
    return {
        "text": asked.text,
        "reader": asked.reader.value,
        "about": list(asked.about),
        "thread": asked.thread,
        "turn": asked.turn,
        "country": asked.country,
        "writer": asked.writer,
        "agreed": asked.agreed,
        "may_draft": asked.may_draft,
    }


def asked_again(value: dict[str, Any]) -> Asked:
    """The question that was told so; its thread is read again."""
    return Asked(
        text=value["text"],
        reader=Reader(value["reader"]),
        about=tuple(value["about"]),
        follows=_plan(value["thread"]),
        thread=value["thread"],
        turn=value["turn"],
        country=value["country"],
        writer=value["writer"],
        agreed=value["agreed"],
        may_draft=value["may_draft"],
    )


def _plan(thread: str) -> Plan | None:
    if not thread or len(thread) > _LONGEST_THREAD_CHARACTERS:
        return None
    try:
        value: dict[str, Any] = signing.loads(thread, salt=_SALT)
    except signing.BadSignature:
        return None  # another server's thread, or a forged one: the question is taken on its own
    return plan_of(value)

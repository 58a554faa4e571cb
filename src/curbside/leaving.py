"""
What leaves this machine for a language model, told before anything does.

A person is shown the words as they would be sent, with what was taken out of them, by the same rules and the same code
that send them. For the whole prompts a writer that only listens stands in the place of the real one: what it hears is what
would have been sent, and nothing is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .consult import Desk
from .language.identifiers import placeholders, redact
from .prose.writers.opening import open_writer
from .prose.writers.writer import Fault, Job, Prompt, Usage, WriterError
from .questions.question import Question
from .settings import Settings

#: What a question is asked for, in the order in which it would be; each is looked at by itself.
_OF_QUESTIONS = (Job.PLAN, Job.CONDENSE, Job.COMPOSE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that leave, or what stands there in the place of an identifier."""

    text: str
    is_placeholder: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """An identifier that was taken out, and what stands in its place."""

    placeholder: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A person's words as they leave."""

    pieces: tuple[Piece, ...]
    taken: tuple[Taken, ...]

    @property
    def text(self) -> str:
        """As one text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the text: that of words that somebody agreed to is that of words that leave."""
        return hashlib.sha256(self.text.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Model:
    """The language model that the settings name, as people are told of it."""

    name: str
    is_remote: bool
    sends: frozenset[str]
    is_redacted: bool
    is_kept: bool  # whether exchanges are recorded here


@dataclass(frozen=True, slots=True)
class Leaving:
    """What one question would send: its words, and the prompts that hold them."""

    model: Model | None
    words: Words
    prompts: tuple[Prompt, ...]


def model_of(settings: Settings, folder: Path) -> Model | None:
    """The model that the settings of a library folder name, None for none; raises CurbsideError where they cannot work."""
    if settings.writer == "none":
        return None
    made = open_writer(settings, folder)
    return Model(made.name, made.is_remote, made.sends, settings.writer_redact, made.records is not None)


def words_of(text: str, settings: Settings) -> Words:
    """A person's words as they would leave."""
    if not settings.writer_redact:
        return Words((Piece(text, False),), ())
    found, named = redact(text).found, placeholders()
    pieces, at = [], 0
    for one in found:
        pieces += [Piece(text[at : one.start], False), Piece(named[one.kind], True)]
        at = one.end
    pieces.append(Piece(text[at:], False))
    taken = tuple(Taken(named[one.kind], text[one.start : one.end]) for one in found)
    return Words(tuple(piece for piece in pieces if piece.text), taken)


def leaving(desk: Desk, question: Question) -> Leaving:
    """What a question would send to the model of a desk; nothing is sent."""
    model, words = model_of(desk.settings, desk.library.folder), words_of(question.text, desk.settings)
    if model is None:
        return Leaving(None, words, ())
    heard = _Listener(model)
    for job in _OF_QUESTIONS:
        if job in desk.writer.jobs:
            listening = replace(desk.writer, writer=heard, ledger=None, records=None, jobs=frozenset({job}))
            other = Desk(desk.library, desk.settings, listening)
            other.ask(question)
            other.index.close()
    return Leaving(model, words, tuple(heard.prompts))


class _Listener:
    """Stands in the place of a writer, and keeps what it is asked."""

    def __init__(self, model: Model) -> None:
        self.name, self.is_remote = model.name, model.is_remote
        self.prompts: list[Prompt] = []

    def write(self, prompt: Prompt, until: float) -> Iterator[str | Usage]:
        """Nothing: the prompt goes no further."""
        self.prompts.append(prompt)
        raise WriterError(Fault.NOT_ALLOWED, "Nothing is sent while it is only looked at.")

"""
Whether a language model words an answer: what a reader is told of it, what a reader chooses, and what has to be agreed to.

A model on this machine is used unless a reader would rather not. One elsewhere is used for a question only when its reader
chose that; where the question names a person, or is long enough to tell who is meant, the words that would leave are shown
first, and nothing leaves until somebody sends exactly these.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.core import signing
from django.http import QueryDict

from curbside.answers.answer import Answer
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.leaving import Model, Words, model_of, words_of
from curbside.press.json import to_dict
from curbside.press.reading import answer_of

from ..desks import Desks, desks, writing_desks
from .asked import BY_MODEL, Asked

_log = logging.getLogger("curbside.site")

#: A question of more characters may tell who is meant without a name that a rule would find.
TELLING_CHARACTERS = 300
#: An answer that comes back with a form has to leave room in it for a question.
MOST_KEPT_CHARACTERS = 40_000
_SALT = "curbside.made"
_SENDS = {
    "passages": "passages of the sources found for it",
    "own_documents": "passages of this site's own documents",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """The model as a form tells of it, and whether this question is to be worded by it."""

    name: str
    is_remote: bool
    told: str
    is_chosen: bool
    agreed: str  # digest of the words that the reader agreed to send


@cache
def model() -> Model | None:
    """The model of this site, None where none is set up or its settings cannot work."""
    try:
        return model_of(settings.CURBSIDE, settings.LIBRARY_FOLDER)
    except CurbsideError as error:
        _log.error("%s", {"what": "writer not usable", "why": str(error)})
        return None


def is_worded(asked: Asked) -> bool:
    """Whether a model words the answer to this question."""
    found = model()
    if found is None:
        return False
    return asked.writer == BY_MODEL if found.is_remote else asked.writer in ("", BY_MODEL)


def desks_for(asked: Asked) -> Desks:
    """The desks that answer a question: others where a model is at work."""
    return writing_desks() if is_worded(asked) else desks()


def offer_of(asked: Asked | None = None) -> Offer | None:
    """What a form tells of the model, None where there is none."""
    found = model()
    if found is None:
        return None
    chosen = is_worded(asked) if asked else not found.is_remote
    return Offer(found.name, found.is_remote, _told(found), chosen, asked.agreed if asked and chosen else "")


def to_agree(asked: Asked) -> Words | None:
    """The words that would leave this machine, where their reader has to see them first and did not yet send exactly these."""
    found = model()
    if found is None or not found.is_remote or not is_worded(asked):
        return None
    words = words_of(asked.text, settings.CURBSIDE)
    names_somebody = words_of(asked.text, replace(settings.CURBSIDE, writer_redact=True)).taken
    if words.digest == asked.agreed or not (names_somebody or len(asked.text) > TELLING_CHARACTERS):
        return None
    return words


def kept_with(answer: Answer) -> str:
    """An answer that a model had a part in, signed, for the forms of its own page: asked again it would be another."""
    if answer.made_by.writing is None:
        return ""
    signed = signing.dumps(to_dict(answer), salt=_SALT, compress=True)
    return signed if len(signed) <= MOST_KEPT_CHARACTERS else ""


def made(form: QueryDict, asked: Asked) -> Callable[[Desk], Answer]:
    """The answer that a form belongs to: the one that came with it, else made again in the words of its sources."""
    try:
        kept = answer_of(signing.loads(form.get("made", ""), salt=_SALT))
    except (signing.BadSignature, CurbsideError, KeyError, TypeError, ValueError):
        return lambda desk: desk.ask(asked.question, in_own_words=True)
    return lambda desk: kept


def _told(found: Model) -> str:
    """One line: which model, where, and what leaves for it."""
    if not found.is_remote:
        return f"Answers may be worded by a language model on this machine ({found.name}). Nothing leaves it."
    question = (
        "your question, without what rules find to name a person"
        if found.is_redacted
        else "your question, word for word"
    )
    leaves = [question, *(said for name, said in _SENDS.items() if name in found.sends)]
    return (
        f"Answers can be worded by a language model elsewhere ({found.name}). Only if you choose it, this is sent there:"
        f" {'; '.join(leaves)}."
    )

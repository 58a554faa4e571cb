"""
An answer made again: from the same question, with the library, the program and the writer of today, or with recorded replies.

What an answer was made by and of is kept with it: version, writer, prompts, settings and the library's snapshot. Where one of
them is another today, that is said before any difference is shown, since it may be the reason for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .articles.changes import Change, changes
from .consult import Desk
from .errors import CurbsideError
from .press.json import to_dict
from .prose.writers.access import Access
from .prose.writers.bounded import Bounded
from .prose.writers.opening import bounds_of
from .prose.writers.replay import ReplayWriter
from .prose.writers.writer import Job
from .questions.question import Question, Reader


@dataclass(frozen=True, slots=True)
class Replay:
    """An answer made again, what is another today than when it was made, and every difference."""

    answer: dict[str, Any]  # as Answer JSON
    notes: tuple[str, ...]
    changes: tuple[Change, ...]
    is_same: bool  # the same digest: not one word differs


def replay(document: dict[str, Any], desk: Desk) -> Replay:
    """The answer to the question of an Answer JSON, made again at this desk."""
    try:
        question, reader = str(document["question"]), Reader(document["reader"])
        made_by, told = document["made_by"], document["plan"]["answered_for"]
        snapshot, digest = document["library"]["snapshot"], document["digest"]
        is_worded = made_by["writer"] != "none"
        answer = desk.ask(Question(question, reader), in_own_words=not (is_worded or made_by.get("writing")))
        again = to_dict(answer)
        differences = changes(document, again)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CurbsideError(
            f"This is no Curbside answer ({error!r}); give a file written by: curbside ask --json"
        ) from error
    now = again["made_by"]
    notes = [
        f"The {name} was {was}; now it is {told_now}."
        for name, was, told_now in (
            ("program", made_by["version"], now["version"]),
            ("writer", made_by["writer"], now["writer"]),
            ("prompts' version", _prompts(made_by), _prompts(now)),
            ("settings' digest", made_by["settings_digest"], now["settings_digest"]),
            ("library's snapshot", snapshot, again["library"]["snapshot"]),
        )
        if was != told_now
    ]
    if told:
        notes.append("What was told of the person is never kept, so the question was asked again without it.")
    if document["plan"]["condensed"] != again["plan"]["condensed"]:
        notes.append("It followed an earlier question, or was understood otherwise, and stands alone here.")
    return Replay(again, tuple(notes), differences, digest == again["digest"])


def _prompts(made_by: dict[str, Any]) -> str:
    return ", ".join((made_by.get("writing") or {}).get("prompts", ())) or "none"


def desk_with_records(desk: Desk, document: dict[str, Any], folder: Path) -> Desk:
    """A desk on the same library whose writer says again what was recorded in a folder."""
    if not folder.is_dir():
        raise CurbsideError(f"{folder} is no folder; give the one that writer_keep named when the answer was made.")
    made_by = document.get("made_by") or {}
    writing = made_by.get("writing") or {}
    name = str(made_by.get("writer", "replay"))
    writer = Bounded(
        ReplayWriter(Access("", "", folder=folder), name, bool(writing.get("is_remote"))),
        bounds_of(desk.settings),
        frozenset(desk.settings.writer_sends.replace(",", " ").split()),
        jobs=frozenset(Job(word) for word in desk.settings.writer_jobs.replace(",", " ").split()),
    )
    return Desk(desk.library, desk.settings, writer)

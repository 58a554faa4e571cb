"""
A hand-out for patients: the answer in large print, on paper, with room for notes.

Nothing that stands in front of the patient's page is left out of it, whatever it takes: one sheet is an aim, and what
protects is not cut for it. There is nothing to click on, so citations are numbers and sources stand in full.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from curbside.answers.answer import Answer
from curbside.errors import CurbsideError
from curbside.prose.reword import reword
from curbside.questions.question import Reader

from .hypertext import alone
from .sheet import sheet_of
from .state import State


def handout(answer: Answer, made_on: str = "", state: str | State = "") -> str:
    """The hand-out as a whole HTML page; an answer for professionals that nobody reviewed is put in plain words first."""
    if answer.reader is not Reader.PATIENT:
        if state:
            raise CurbsideError(
                "This review is of the wording for professionals; make the hand-out from that for patients."
            )
        answer = reword(answer, Reader.PATIENT)
    return alone("handout.html", sheet_of(answer, made_on, state), _style())


@cache
def _style() -> str:
    return (files("curbside.press") / "style" / "handout.css").read_text(encoding="utf-8")

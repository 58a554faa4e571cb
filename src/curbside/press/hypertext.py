"""
An answer as HTML: a whole page that stands alone, and the templates that a site fills with the same sheet.

Every value is escaped as it is printed and loses control characters and direction overrides: sources are data, whatever
they contain. The stand-alone page carries its stylesheet with it and asks nothing of any server.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined

from curbside.answers.answer import Answer

from .sheet import Sheet, sheet_of
from .state import State
from .words import printable


def environment(*before: BaseLoader) -> Environment:
    """The templates of an answer, with those of a site looked up first."""
    made = Environment(
        loader=ChoiceLoader([*before, PackageLoader("curbside.press", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # templates ship with the code: looking each time whether one changed costs more than it
    )
    made.filters["counted"] = counted
    return made


def html(answer: Answer, made_on: str = "", state: str | State = "") -> str:
    """The answer as a whole HTML page; what is told of its review is as in `sheet_of`."""
    return alone("alone.html", sheet_of(answer, made_on, state), stylesheet())


def alone(template: str, sheet: Sheet, style: str) -> str:
    """A sheet as a page that stands alone, with its style in it."""
    return _alone().get_template(template).render(sheet=sheet, style=style, site=None)


def stylesheet() -> str:
    """The one stylesheet, for screens and for paper."""
    return (files("curbside.press") / "style" / "curbside.css").read_text(encoding="utf-8")


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 source, 1,204 sources."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@cache
def _alone() -> Environment:
    return environment()


def _shown(value: Any) -> Any:
    if type(value) is not str or not _STRANGE.search(value):
        return value
    return printable(value.replace("\t", " "))


#: A sign that may have to go; most texts have none, and are not looked at sign by sign.
_STRANGE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

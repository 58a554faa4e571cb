"""
Every form in which an answer can be taken along, by name: what the command line, the site and other programs offer.

Whatever the form, the banner of the review goes with it. Each writer is imported when it is first used.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curbside.errors import CurbsideError

from .page import banner_of

if TYPE_CHECKING:
    from curbside.answers.answer import Answer

    from .state import State


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer on its way: `on` is the day it is taken, `made_on` the day it was made, `state` what a review says."""

    answer: Answer
    on: str
    made_on: str
    state: str | State

    @property
    def banner(self) -> str:
        """The words that say how far it was reviewed."""
        return banner_of(self.answer, self.made_on, self.state)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: what a person calls it, and what a file and a response of it are called."""

    title: str
    suffix: str
    media_type: str
    write: Callable[[Taken], str | bytes]


def export(answer: Answer, to: str, on: str, made_on: str = "", state: str | State = "") -> bytes:
    """An answer in a form by its name; days are ISO 8601, and `state` is what a review says, if there was one."""
    if to not in FORMS:
        raise CurbsideError(f'There is no form "{to}"; choose one of: {", ".join(FORMS)}.')
    written = FORMS[to].write(Taken(answer, on, made_on, state))
    return written if isinstance(written, bytes) else written.encode("utf-8")


def _ris(taken: Taken) -> str:
    from .ris import ris

    return ris(taken.answer, taken.banner)


def _bibtex(taken: Taken) -> str:
    from .bibtex import bibtex

    return bibtex(taken.answer, taken.banner)


def _nbib(taken: Taken) -> str:
    from .nbib import nbib

    return nbib(taken.answer, taken.banner)


def _csl(taken: Taken) -> str:
    from .csl import csl

    return csl(taken.answer, taken.banner)


def _note(taken: Taken) -> str:
    from .note import note

    return note(taken.answer, taken.on, taken.state or taken.banner)


def _markdown(taken: Taken) -> str:
    from .markdown import markdown

    return markdown(taken.answer, taken.made_on, taken.state)


def _html(taken: Taken) -> str:
    from .hypertext import html

    return html(taken.answer, taken.made_on, taken.state)


def _handout(taken: Taken) -> str:
    from .handout import handout

    return handout(taken.answer, taken.made_on, taken.state)


def _pdf(taken: Taken) -> bytes:
    from .pdf import pdf

    return pdf(_html(taken), taken.banner, f"Curbside, library {taken.answer.snapshot[:12]}, printed {taken.on}")


def _jsonld(taken: Taken) -> str:
    from .jsonld import Publication, Reviewer, jsonld

    names = taken.state.reviewers if not isinstance(taken.state, str) and taken.state.is_approved else ()
    published = Publication(state=taken.banner, reviewers=tuple(map(Reviewer, names)))
    return json.dumps(jsonld(taken.answer, published), ensure_ascii=False, indent=2) + "\n"


def _json(taken: Taken) -> str:
    from .json import reviewed, to_dict

    value = reviewed(taken.answer, taken.state) if taken.state else to_dict(taken.answer)
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


FORMS: dict[str, Form] = {
    "note": Form("Plain text for a note", ".txt", "text/plain; charset=utf-8", _note),
    "markdown": Form("Markdown", ".md", "text/markdown; charset=utf-8", _markdown),
    "html": Form("Web page", ".html", "text/html; charset=utf-8", _html),
    "pdf": Form("PDF", ".pdf", "application/pdf", _pdf),
    "handout": Form("Hand-out, large print", ".html", "text/html; charset=utf-8", _handout),
    "json": Form("Answer JSON", ".json", "application/json", _json),
    "jsonld": Form("JSON-LD", ".jsonld", "application/ld+json", _jsonld),
    "ris": Form("RIS", ".ris", "application/x-research-info-systems; charset=utf-8", _ris),
    "bibtex": Form("BibTeX", ".bib", "application/x-bibtex; charset=utf-8", _bibtex),
    "nbib": Form("NBIB", ".nbib", "application/nbib; charset=utf-8", _nbib),
    "csl": Form("CSL-JSON", ".csl.json", "application/vnd.citationstyles.csl+json", _csl),
}

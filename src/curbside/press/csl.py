"""References as CSL-JSON, the input of citation processors: valid against the schema of the Citation Style Language."""

from __future__ import annotations

import json
from typing import Any

from curbside.answers.answer import Answer

from .bibliography import Genre, Name, Work, works

_TYPES = {
    Genre.JOURNAL: "article-journal",
    Genre.PREPRINT: "article",
    Genre.BOOK: "book",
    Genre.REPORT: "report",
    Genre.WEB: "webpage",
    Genre.DOCUMENT: "document",
}


def csl(answer: Answer, state: str) -> str:
    """The references of an answer as CSL-JSON; `state` is the review banner that travels with each."""
    return json.dumps([_item(work) for work in works(answer, state)], ensure_ascii=False, indent=2) + "\n"


def _item(work: Work) -> dict[str, Any]:
    texts = {
        "title": work.title,
        "container-title": work.container,
        "publisher": work.publisher,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "version": work.version,
        "genre": "Preprint" if work.genre is Genre.PREPRINT else "",
        "DOI": work.doi,
        "PMID": work.pmid,
        "PMCID": work.pmcid,
        "URL": work.url,
        "status": work.status,
        "note": " ".join(work.notes),
        "annote": work.cited_in,
    }
    item: dict[str, Any] = {"id": work.key, "type": _TYPES[work.genre]}
    if work.authors:
        item["author"] = [_author(name) for name in work.authors]
    if work.published:
        item["issued"] = {"date-parts": [list(work.published)]}
    elif work.date_note:
        item["issued"] = {"literal": work.date_note}
    return {**item, **{name: value for name, value in texts.items() if value}}


def _author(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    whole = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in whole.items() if value}

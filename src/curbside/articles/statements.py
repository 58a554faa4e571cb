"""
The statements of an edition, read from its Answer JSON, each with a mark that changes when anything about it does.

A mark covers the words for every reader, the quotes by source, version and span, and the status of their sources. Two
editions in which a statement has the same mark say the same there, on the same words of sources in the same standing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from curbside.answers.digest import canonical
from curbside.questions.question import Reader

from .article import Edition, Statement, Wording

Document = Mapping[str, Any]
Documents = Mapping[Reader, Document]


def claims_of(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every claim of an Answer JSON with the kind of its section, in order."""
    for section in document["sections"]:
        for claim in (*section["claims"], *section.get("more", ())):
            yield section["kind"], claim


def wordings_of(documents: Documents) -> tuple[Wording, ...]:
    """The wordings by digest, in the order given."""
    return tuple(Wording(reader, document["digest"]) for reader, document in documents.items())


def statements_of(documents: Documents, authors: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Statement, ...]:
    """The statements of all wordings, in the order of the first; `authors` are those of single statements, by id."""
    kinds: dict[str, str] = {}
    parts: dict[str, dict[str, Any]] = {}
    for reader, document in documents.items():
        standing = {one["source"]: one["status"] for one in document["references"]}
        for kind, claim in claims_of(document):
            kinds.setdefault(claim["id"], kind)
            part = parts.setdefault(claim["id"], {"text": claim["text"], "quotes": claim["quotes"], "said": {}})
            part["said"][reader.value] = claim["wording"]["text"]
            part["standing"] = [standing.get(quote["source"], "") for quote in claim["quotes"]]
    return tuple(
        Statement(
            id=name,
            kind=kinds[name],
            sources=tuple(dict.fromkeys(quote["source"] for quote in part["quotes"])),
            mark=hashlib.sha256(canonical(part)).hexdigest(),
            authors=tuple((authors or {}).get(name, ())),
        )
        for name, part in parts.items()
    )


def authors_by_statement(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Who reworded or added to which statement."""
    return {one.id: one.authors for one in edition.statements if one.authors}


def carried(before: Edition | None, after: tuple[Statement, ...]) -> tuple[str, ...]:
    """Ids of the statements that an approved edition had with the same mark; none when there was no such edition."""
    known = {one.id: one.mark for one in before.statements} if before else {}
    return tuple(one.id for one in after if known.get(one.id) == one.mark)

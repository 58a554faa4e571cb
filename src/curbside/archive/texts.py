"""
What an edition says to each reader: made from an answer, kept as its Answer JSON, read back byte for byte.

A document whose bytes no longer match their hash, or whose digest is not the one that the article names, is not shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from curbside import zstd
from curbside.answers.answer import Answer
from curbside.answers.digest import canonical, digest
from curbside.articles.statements import claims_of
from curbside.errors import DamageError
from curbside.language.vocabulary import drugs_in
from curbside.press.json import to_dict
from curbside.prose.reword import reword
from curbside.questions.question import Reader

from . import tables

Document = dict[str, Any]
Documents = dict[Reader, Document]

#: For whom an article is worded unless told otherwise; approval is about the first.
READERS = (Reader.CLINICIAN, Reader.PATIENT)


def documents_of(answer: Answer, readers: Iterable[Reader] = READERS) -> Documents:
    """The Answer JSON for each reader; how long it took to make is no part of it."""
    made = {}
    for reader in readers:
        worded = answer if answer.reader is reader else reword(answer, reader)
        made[reader] = document_of(worded)
    return made


def document_of(answer: Answer) -> Document:
    """One answer as it is kept."""
    return {**to_dict(answer), "elapsed_ms": 0.0}


def store(connection: Connection, slug: str, edition: int, documents: Mapping[Reader, Document]) -> None:
    """Keep the texts of an edition, in place of those it had."""
    kept = tables.texts.c
    connection.execute(tables.texts.delete().where(kept.slug == slug, kept.edition == edition))
    rows = []
    for reader, document in documents.items():
        packed, name = pack(document)
        rows.append(
            {
                "slug": slug,
                "edition": edition,
                "reader": reader.value,
                "digest": document["digest"],
                "document": packed,
                "sha256": name,
            }
        )
    connection.execute(tables.texts.insert(), rows)
    note_quotes(connection, slug, edition, documents.values())


def note_quotes(connection: Connection, holder: str, edition: int, documents: Iterable[Document]) -> None:
    """Note which statement rests on which words of which source."""
    kept = tables.quoted.c
    connection.execute(tables.quoted.delete().where(kept.holder == holder, kept.edition == edition))
    found = {
        (claim["id"], quote["source"], quote["version"], quote["start"], quote["end"])
        for document in documents
        for _, claim in claims_of(document)
        for quote in claim["quotes"]
    }
    if found:
        names = ("claim", "source", "version", "start", "stop")
        rows = [{"holder": holder, "edition": edition, **dict(zip(names, one, strict=True))} for one in sorted(found)]
        connection.execute(tables.quoted.insert(), rows)


def load(connection: Connection, slug: str, edition: int, reader: Reader, expected: str) -> Document:
    """The document of an edition for a reader, checked against its hash and the digest that the article names."""
    kept = tables.texts.c
    query = select(kept.document, kept.sha256).where(
        kept.slug == slug, kept.edition == edition, kept.reader == reader.value
    )
    row = connection.execute(query).first()
    name = f"{slug}, edition {edition}, for {reader.value}"
    if row is None:
        raise _damaged(name)
    document = unpack(row.document, row.sha256, name)
    if document.get("digest") != expected or digest(document) != expected:
        raise _damaged(name)
    return document


def save(connection: Connection, document: Document, by: str, at: str) -> str:
    """Keep an answer under its digest; returns what the audit log keeps of it."""
    packed, name = pack(document)
    connection.execute(
        tables.answers.insert().values(
            digest=document["digest"],
            saved_at=at,
            saved_by=by,
            question=document["question"],
            document=packed,
            sha256=name,
        )
    )
    note_quotes(connection, f"answer:{document['digest']}", 0, [document])
    return name


def load_saved(connection: Connection, name: str) -> Document | None:
    """A saved answer by its digest, checked."""
    kept = tables.answers.c
    row = connection.execute(select(kept.document, kept.sha256).where(kept.digest == name)).first()
    if row is None:
        return None
    document = unpack(row.document, row.sha256, f"answer {name[:12]}")
    if digest(document) != name:
        raise _damaged(f"answer {name[:12]}")
    return document


def all_of(connection: Connection, slug: str, edition: int, digests: Mapping[Reader, str]) -> Documents:
    """Every text of an edition."""
    return {reader: load(connection, slug, edition, reader, name) for reader, name in digests.items()}


def names_of(connection: Connection, slug: str) -> list[str]:
    """What each text of an article is, by hash, in order: part of what the audit log covers."""
    kept = tables.texts.c
    query = select(kept.edition, kept.reader, kept.sha256).where(kept.slug == slug).order_by(kept.edition, kept.reader)
    return [f"{row.edition} {row.reader} {row.sha256}" for row in connection.execute(query)]


def drugs_of(documents: Documents) -> tuple[str, ...]:
    """The medicines that the statements of an edition name, by their folded names."""
    said = {claim["text"] for document in documents.values() for _, claim in claims_of(document)}
    return tuple(dict.fromkeys(name.casefold() for text in sorted(said) for name in drugs_in(text)))


def mentioning(connection: Connection, words: Iterable[str]) -> tuple[str, ...]:
    """Addresses of the articles of which some text holds one of these words in any place, in any case."""
    wanted = [one.casefold() for one in words]
    found = set()
    for slug, blob in connection.execute(select(tables.texts.c.slug, tables.texts.c.document)):
        if slug not in found:
            try:
                content = zstd.decompress(blob).decode("utf-8").casefold()
            except (zstd.ZstdError, UnicodeDecodeError, MemoryError, TypeError) as error:
                raise _damaged(slug) from error
            if any(one in content for one in wanted):
                found.add(slug)
    return tuple(sorted(found))


def pack(document: Document) -> tuple[bytes, str]:
    """A document as it is stored, and the SHA-256 of its bytes."""
    content = canonical(document)
    return zstd.compress(content), hashlib.sha256(content).hexdigest()


def unpack(blob: bytes, sha256: str, name: str) -> Document:
    """A stored document, checked against its SHA-256."""
    try:
        content = zstd.decompress(blob)
    except (zstd.ZstdError, MemoryError, TypeError) as error:
        raise _damaged(name) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _damaged(name)
    document: Document = json.loads(content)
    return document


def _damaged(name: str) -> DamageError:
    return DamageError(
        f"The text of {name} is not what was stored; it is not shown. Run: curbside doctor, and restore a backup."
    )

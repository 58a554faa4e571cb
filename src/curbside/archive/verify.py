"""
Is the archive what it was? Every entry of the audit log, its end as it was kept outside, and every value that an entry
left behind, each computed again.

What was edited, deleted, swapped or cut off is found and named; nothing here repairs it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from curbside.answers.digest import digest
from curbside.articles.article import Article
from curbside.articles.person import Person
from curbside.articles.statements import claims_of
from curbside.errors import CurbsideError
from curbside.library.report import Finding

from . import chain, records, requests, tables, texts
from .values import value_of

_RESTORE = "Restore the library from a backup, and the head of the audit log with it."
_FOUND_AT_MOST = 100


def examine(connection: Connection, head_file: Path) -> list[Finding]:
    """Everything that is wrong, at most a hundred findings."""
    findings: list[Finding] = []
    for check in (_chain, _end, _articles, _others, _quotes):
        try:
            findings += check(connection, head_file)
        except CurbsideError as error:
            findings.append(Finding("archive", str(error), _RESTORE))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            findings.append(Finding("archive", f"a row cannot be read ({error!r})", _RESTORE))
    return findings[:_FOUND_AT_MOST]


def gone(head_file: Path) -> Finding:
    """What to say when a head was kept outside and the library has no archive."""
    return Finding(str(head_file), "the head of an audit log was kept, and the library has no archive", _RESTORE)


def _chain(connection: Connection, _: Path) -> Iterator[Finding]:
    """Each entry follows the one before, and its columns say what its body says."""
    before, expected = "", 1
    for row in connection.execute(select(tables.audit).order_by(tables.audit.c.number)):
        name = f"audit entry {row.number}"
        if row.number != expected:
            yield Finding(name, f"entries {expected} to {row.number - 1} are missing", _RESTORE)
        if row.before != before:
            yield Finding(name, "it does not follow the entry before it", _RESTORE)
        if chain.hash_of(row.number, row.before, row.body, row.left) != row.hash:
            yield Finding(name, "it was changed after it was written", _RESTORE)
        event = json.loads(row.body)
        if any(event.get(column) != getattr(row, column) for column in ("subject", "action", "by", "at")):
            yield Finding(name, "its columns are not those of its text", _RESTORE)
        before, expected = row.hash, row.number + 1


def _end(connection: Connection, head_file: Path) -> Iterator[Finding]:
    """The chain ends where the database says, and reaches what was kept outside."""
    told = connection.execute(select(tables.archive)).one()
    if told.id != 1:
        yield Finding("archive", "its first row has another number", _RESTORE)
    last = connection.execute(
        select(tables.audit.c.number, tables.audit.c.hash).order_by(tables.audit.c.number.desc()).limit(1)
    ).first()
    if (told.last, told.head) != ((last.number, last.hash) if last else (0, "")):
        yield Finding("audit log", f"it does not end at entry {told.last}, where it should", _RESTORE)
    kept = chain.read_head(head_file)
    if kept is None:
        if last:
            yield Finding(
                str(head_file),
                "the head of the audit log is missing, so a log that was cut short could not be told",
                "Put back the copy you kept of it; on a machine that has not written here before, the next change writes it.",
            )
        return
    found = connection.execute(select(tables.audit.c.hash).where(tables.audit.c.number == kept.number)).scalar()
    if found is None:
        yield Finding("audit log", f"it was cut short: entry {kept.number} was kept outside and is gone", _RESTORE)
    elif found != kept.hash:
        yield Finding("audit log", f"entry {kept.number} is not the one that was kept outside", _RESTORE)


def _articles(connection: Connection, _: Path) -> Iterator[Finding]:
    """Each article and each of its texts is what the last entry about it left behind."""
    left = _left(connection)
    seen = set()
    for row in connection.execute(select(tables.articles).order_by(tables.articles.c.slug)):
        seen.add(row.slug)
        if left.get(row.slug) != records.article_print(connection, row.slug, row.body):
            yield Finding(row.slug, "it is not what the audit log says it was left as", _RESTORE)
        article = value_of(Article, row.body)
        follows = {name: value for name, value in records.columns(article).items() if name != "body"}
        if any(getattr(row, name) != value for name, value in follows.items()):
            yield Finding(row.slug, "its columns do not follow from its text", _RESTORE)
        kept = tables.about.c
        named = connection.execute(select(kept.kind, kept.folded, kept.name).where(kept.slug == row.slug))
        if {(one.kind, one.folded): one.name for one in named} != records.named_in(article):
            yield Finding(row.slug, "its topics and drugs do not follow from its text", _RESTORE)
        yield from _texts(connection, article)
    drafted = select(tables.audit.c.subject).where(tables.audit.c.action == "draft")
    for slug in sorted(set(connection.execute(drafted).scalars()) - seen):
        yield Finding(slug, "the article is gone", _RESTORE)


def _texts(connection: Connection, article: Article) -> Iterator[Finding]:
    kept = tables.texts.c
    rows = connection.execute(select(kept.edition, kept.reader, kept.digest).where(kept.slug == article.slug))
    expected = {
        (one.number, wording.reader.value, wording.digest) for one in article.editions for wording in one.wordings
    }
    if {tuple(row) for row in rows} != expected:
        yield Finding(article.slug, "its texts are not those of its editions", _RESTORE)
    for edition in article.editions:
        for wording in edition.wordings:
            try:
                texts.load(connection, article.slug, edition.number, wording.reader, wording.digest)
            except CurbsideError as error:
                yield Finding(article.slug, str(error), _RESTORE)


def _others(connection: Connection, _: Path) -> Iterator[Finding]:
    """People, saved answers and addresses."""
    left = _left(connection)
    there: dict[str, str] = {}
    for row in connection.execute(select(tables.people)):
        there[f"person:{row.id}"] = chain.fingerprint(row.body)
        person = value_of(Person, row.body)
        if (row.id, row.version, row.name, row.is_active) != records.person_columns(person):
            yield Finding(f"person:{row.id}", "its columns do not follow from its text", _RESTORE)
    for row in connection.execute(select(tables.answers)):
        there[f"answer:{row.digest}"] = row.sha256
        saved = connection.execute(
            select(tables.audit.c.by, tables.audit.c.at).where(tables.audit.c.subject == f"answer:{row.digest}")
        ).first()
        if saved is None or tuple(saved) != (row.saved_by, row.saved_at):
            yield Finding(f"answer {row.digest[:12]}", "when and by whom it was saved was changed", _RESTORE)
        document = texts.unpack(row.document, row.sha256, f"answer {row.digest[:12]}")
        if digest(document) != row.digest or document["question"] != row.question:
            yield Finding(f"answer {row.digest[:12]}", "it is not the answer of that digest", _RESTORE)
    for row in connection.execute(select(tables.requests)):
        there[f"request:{row.number}"] = chain.fingerprint(row.body)
        asked = value_of(requests.Request, row.body)
        if (row.number, row.is_open) != (asked.number, int(asked.is_open)):
            yield Finding(f"request:{row.number}", "its columns do not follow from its text", _RESTORE)
    for row in connection.execute(select(tables.redirects)):
        there[f"address:{row.old}"] = chain.fingerprint(row.slug)
    if chain.SCHEMA_SUBJECT in left:  # it was upgraded
        there[chain.SCHEMA_SUBJECT] = chain.fingerprint(str(tables.SCHEMA))
    expected = {subject: value for subject, value in left.items() if ":" in subject and value != chain.NOTHING}
    for subject in sorted(expected.keys() | there.keys()):
        if expected.get(subject) != there.get(subject):
            yield Finding(subject, "it is not what the audit log says it was left as", _RESTORE)


def _quotes(connection: Connection, _: Path) -> Iterator[Finding]:
    """The way back from sources leads to every quote of every text, and nowhere else."""
    expected: set[tuple[Any, ...]] = set()
    for row in connection.execute(select(tables.texts)):
        document = texts.unpack(row.document, row.sha256, row.slug)
        expected |= _spans(row.slug, row.edition, document)
    for row in connection.execute(select(tables.answers)):
        document = texts.unpack(row.document, row.sha256, row.digest[:12])
        expected |= _spans(f"answer:{row.digest}", 0, document)
    noted = {tuple(row) for row in connection.execute(select(tables.quoted))}
    for holder in sorted({row[0] for row in expected ^ noted}):
        yield Finding(holder, "the index of its quotes is not complete", _RESTORE)


def _spans(holder: str, edition: int, document: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {
        (holder, edition, claim["id"], quote["source"], quote["version"], quote["start"], quote["end"])
        for _, claim in claims_of(document)
        for quote in claim["quotes"]
    }


def _left(connection: Connection) -> dict[str, str]:
    """What the last entry about each subject left behind."""
    last = select(func.max(tables.audit.c.number)).group_by(tables.audit.c.subject)
    rows = connection.execute(
        select(tables.audit.c.subject, tables.audit.c.left).where(tables.audit.c.number.in_(last))
    )
    return {row.subject: row.left for row in rows}

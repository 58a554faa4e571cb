"""
How anything changes in an archive: one transaction that holds the change, its log entry and the new end of the log.

Whatever was refused leaves nothing. The head is outside the database before anyone is told that the work is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from curbside.articles.actions import Acting, act
from curbside.articles.article import Article
from curbside.articles.event import Event
from curbside.articles.person import Role
from curbside.articles.states import permitted
from curbside.errors import CurbsideError
from curbside.library.database import writing
from curbside.library.upgrade import check_schema

from . import addresses, chain, editing, records, tables, texts
from .chain import Head
from .published import Published

#: Who may decide about the archive itself: people, addresses, alerts.
KEEPERS = (Role.EDITOR, Role.MEDICAL_DIRECTOR, Role.PROGRAM)


@dataclass(slots=True)
class Writing:
    """A write transaction, and the end of the audit log as it grows inside it."""

    connection: Connection
    head: Head

    def note(self, event: Event, left: str) -> None:
        """Add an entry to the log."""
        self.head = chain.append(self.connection, self.head, event, left)


class Written(Published):
    """The side of an archive that writes."""

    @contextmanager
    def _writing(self) -> Iterator[Writing]:
        """A transaction that keeps all or nothing; its head is outside the database before anyone is told of it."""
        if not self._known.is_made:
            tables.create(self.library.engine, self.library.location)
            self._known.is_made = True
        with writing(self.library.engine, self.library.location) as connection:
            row = connection.execute(select(tables.archive).where(tables.archive.c.id == 1).with_for_update()).one()
            check_schema("archive", row.schema, tables.SCHEMA)  # again: it may have been upgraded since it was opened
            before = Head(row.last, row.head)
            # What was tampered with is not written over: a longer chain would hide that its end was cut off.
            chain.check_head(connection, before, chain.read_head(self.head_file))
            work = Writing(connection, before)
            yield work
        if work.head != before:
            chain.write_head(self.head_file, work.head)

    def _article(self, work: Writing, slug: str) -> Article:
        article = records.load_article(work.connection, slug)
        if article is None:
            raise CurbsideError(f'There is no article "{slug}".')
        return article

    def _act(self, work: Writing, action: str, article: Article, by: str, arguments: dict[str, Any]) -> Article:
        acting = self._acting(work, by)
        permitted(article, action, acting.by)
        prepared = editing.prepared(work.connection, self.library, article, action, arguments)
        if prepared.changes_nothing:
            return article
        before = article.current.state
        done = act(article, action, acting, **prepared.arguments)
        after = done.article
        if prepared.documents:
            texts.store(work.connection, after.slug, after.latest.number, prepared.documents)
            after = replace(after, drugs=tuple(dict.fromkeys((*after.drugs, *texts.drugs_of(prepared.documents)))))
        what = {**done.event.what, "state": after.latest.state.value}
        if after.current.state is not before:
            what["public_state"] = after.current.state.value
        kept = self._keep(work, after, replace(done.event, what=what))
        if kept.address != article.address:
            self._lead(work, kept.address, kept.slug, acting)
        return kept

    def _lead(self, work: Writing, address: str, slug: str, acting: Acting) -> None:
        """Let an address lead to an article, and log it; nothing where it does already."""
        if addresses.lead(work.connection, address, slug):
            event = Event("redirect", f"address:{address}", acting.by.id, acting.at, what={"slug": slug})
            work.note(event, chain.fingerprint(slug))

    def _keep(self, work: Writing, article: Article, event: Event) -> Article:
        after = replace(article, version=article.version + 1)
        work.note(event, records.store_article(work.connection, after))
        return after

    def _acting(self, work: Writing, by: str) -> Acting:
        return Acting(records.load_person(work.connection, by), self.clock(), self.policy)

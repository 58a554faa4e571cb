"""
The archive of a library: the one door through which articles, people and saved answers change.

    archive = Archive(library)
    archive.save_person(Person("ann", "Ann Example", roles=(Role.EDITOR,)), by="program")
    article = archive.draft(answer, by="ann", topics=["tarsal tunnel syndrome"])
    article = archive.act("submit", article.slug, by="ann", if_match=article.version)
    article = archive.act("start_review", article.slug, by="bo", if_match=article.version)
    claims = [one.id for one in article.latest.statements]
    article = archive.act("decide", article.slug, by="bo", if_match=article.version, claims=claims)
    words = archive.statement(article)
    article = archive.act("sign", article.slug, by="bo", if_match=article.version, role="clinical_reviewer",
                          digest=article.latest.digest(), words=words)

Each call is one transaction: permission, change, audit entry, event. Whoever changes something says which version was
seen (`if_match`); when somebody else was faster the error carries what is there now.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from curbside.answers.answer import Answer
from curbside.articles.actions import Acting, act, drafted
from curbside.articles.actions.acting import checked_claim, chosen
from curbside.articles.actions.standing import source_of
from curbside.articles.article import Article
from curbside.articles.event import Event
from curbside.articles.person import PROGRAM, Person, Role
from curbside.articles.states import allowed, permitted
from curbside.articles.words import refusal, words
from curbside.errors import CurbsideError, DamageError, Stale
from curbside.library.database import writing
from curbside.library.library import RETIRE, TAKE_BACK
from curbside.library.upgrade import check_schema
from curbside.questions.question import Reader
from curbside.sources.source import Status

from . import alerts, chain, editing, listing, recall, records, requests, tables, texts
from .chain import NOTHING, Head
from .published import Published
from .recall import Fallen
from .requests import Request, RequestKind, forget

_LONGEST_SLUG = 80
#: Who may add or change other people.
_KEEPERS = (Role.EDITOR, Role.MEDICAL_DIRECTOR, Role.PROGRAM)


@dataclass(slots=True)
class Writing:
    """A write transaction, and the end of the audit log as it grows inside it."""

    connection: Connection
    head: Head

    def note(self, event: Event, left: str) -> None:
        """Add an entry to the log."""
        self.head = chain.append(self.connection, self.head, event, left)


class Archive(Published):
    """What was published, by whom, and everything that happened to it."""

    def draft(
        self,
        answer: Answer,
        by: str,
        *,
        slug: str = "",
        topics: Sequence[str] = (),
        specialties: Sequence[str] = (),
        readers: Sequence[Reader] = texts.READERS,
    ) -> Article:
        """A new article from an answer, worded for these readers; approval is about the first."""
        documents = texts.documents_of(answer, readers)
        with self._writing() as work:
            acting = self._acting(work, by)
            address = _free(work.connection, slug or slug_of(answer.title))
            drugs = texts.drugs_of(documents)
            done = drafted(address, documents, acting, topics, specialties, drugs)
            texts.store(work.connection, address, 1, documents)
            return self._keep(work, done.article, done.event)

    def act(self, action: str, slug: str, by: str, if_match: int, **arguments: Any) -> Article:
        """Do one thing to an article, as `states.yaml` names it; the arguments are those of the action."""
        with self._writing() as work:
            article = records.load_article(work.connection, slug)
            if article is None:
                raise CurbsideError(f'There is no article "{slug}".')
            # Who may not is told so first: neither what is there now nor what is wrong with the words is theirs to hear.
            allowed(action, records.load_person(work.connection, by))
            if article.version != if_match:
                raise Stale(
                    f"The article was changed meanwhile (version {article.version}, you saw {if_match}); look again.",
                    if_match,
                    article,
                )
            return self._act(work, action, article, by, arguments)

    def report(self, slug: str, text: str, claim: str = "") -> Request:
        """Keep what a reader says is wrong with a public article; nobody who works on it loses a race to that."""
        with self._writing() as work:
            article = records.find_article(work.connection, slug)
            if article is None or not article.is_public:
                raise CurbsideError(f'There is no article "{slug}".')
            if claim:
                checked_claim(article.current, claim)
            about, edition = article.slug, article.current.number
            asked = Request(0, RequestKind.PROBLEM, self.clock(), "", text, about, edition, claim)
            return self._ask(work, asked)

    def request(self, kind: str, question: str, text: str = "") -> Request:
        """Keep what a reader asks the board for: the "review" of a question's answer, or a "source" that is missing."""
        asked = chosen(RequestKind, kind)
        if asked is RequestKind.PROBLEM:
            raise refusal("choice", value=kind, choices="review, source")
        with self._writing() as work:
            return self._ask(work, Request(0, asked, self.clock(), question, text))

    def reply(self, number: int, by: str, text: str) -> Request:
        """Close a request with what was done about it; what its reader wrote is erased."""
        with self._writing() as work:
            acting = self._acting(work, by)
            made = requests.reply(work.connection, number, acting.by, acting.at, text)
            event = Event("reply", f"request:{number}", by, acting.at, why=made.reply)
            work.note(event, requests.request_print(made))
        forget(self.library.engine)
        return made

    def redirect(self, old: str, slug: str, by: str) -> None:
        """Let another address lead to an article; its own stays the canonical one."""
        with self._writing() as work:
            acting = self._acting(work, by)
            if not acting.by.has(*_KEEPERS):
                raise refusal("keepers", name=acting.by.name)
            if records.load_article(work.connection, slug) is None:
                raise CurbsideError(f'There is no article "{slug}".')
            if _free(work.connection, old) != old:
                raise CurbsideError(f'The address "{old}" is taken; choose another.')
            work.connection.execute(tables.redirects.insert().values(old=old, slug=slug))
            event = Event("redirect", f"address:{old}", by, acting.at, what={"slug": slug})
            work.note(event, chain.fingerprint(slug))

    def log(self, action: str, account: str, by: str, **what: Any) -> None:
        """Enter what was done to the account of a person, which the archive itself does not keep."""
        with self._writing() as work:
            acting = self._acting(work, by)
            work.note(Event(action, f"{chain.ACCOUNT_SUBJECT}{account}", by, acting.at, what=what), NOTHING)

    def save_person(self, person: Person, by: str, if_match: int = 0) -> Person:
        """Add a person, or change one who is there (`if_match` is the version seen); returns what is kept."""
        with self._writing() as work:
            acting = self._acting(work, by)
            before = records.find_person(work.connection, person.id)
            seen = before.version if before else 0
            if seen != if_match:
                raise Stale(f"{person.name} was changed meanwhile; look again.", if_match, before)
            _may_save(acting.by, before, person)
            kept = replace(person, version=seen + 1)
            left = records.store_person(work.connection, kept)
            work.note(Event("save_person", f"person:{person.id}", by, acting.at, what={"version": kept.version}), left)
        return kept

    def save(self, answer: Answer, by: str = PROGRAM.id) -> str:
        """Keep an answer under its digest, which is returned; what it rests on can be recalled."""
        document = texts.document_of(answer)
        name = str(document["digest"])
        with self._writing() as work:
            if texts.load_saved(work.connection, name) is None:
                acting = self._acting(work, by)
                left = texts.save(work.connection, document, by, acting.at)
                work.note(Event("save_answer", f"answer:{name}", by, acting.at), left)
        return name

    # When a source falls

    def mark(self, source: str, status: Status | str, because: str, by: str) -> tuple[Article, ...]:
        """Record in the library that a source is retracted, of concern, corrected or superseded, and recall what rests on it."""
        return self.recall([self._decide(source, str(status), because, by)])

    def retire(self, source: str, because: str, by: str) -> tuple[Article, ...]:
        """Take a source out of use in the library, and recall what rests on it."""
        return self.recall([self._decide(source, RETIRE, because, by)])

    def take_back(self, source: str, because: str, by: str) -> tuple[Article, ...]:
        """
        Undo what people marked of a source, which stands again as files say; returns the articles that were told.

        What is suspended stays so: `resume` is a person's. A text under review shows the source as it stands now.
        """
        known = self._decide(source, TAKE_BACK, because, by)
        told = []
        with self._writing() as work:
            for slug in sorted({one.slug for one in listing.resting_on(work.connection, [known]) if one.slug}):
                article = before = _there(records.load_article(work.connection, slug))
                if any(source_of(one) == known for one in article.current.heard):
                    article = self._act(work, "take_back", article, by, {"why": because, "source": known})
                article = self._rechecked(work, article)
                if article.version != before.version:
                    told.append(article)
        return tuple(told)

    def recall(self, sources: Sequence[str] | None = None) -> tuple[Article, ...]:
        """
        Deal with every article that rests on a source that fell, one of these or any; returns those that changed.

        Looking for any costs next to nothing while neither the library nor the archive has changed since the last time,
        so it can be done every minute.
        """
        now = self._moment_of_both()
        if now is None or (sources is None and self._known.swept == now):
            return ()
        with self.moment() as connection:
            assert connection is not None
            quoted = records.quoted_sources(connection)
        named = {self.library.resolve(one) or one for one in sources} if sources is not None else None
        known = {one: self.library.resolve(one) or one for one in quoted}
        wanted = [one for one, now in known.items() if named is None or now in named or one in named]
        fallen = recall.fallen_sources(self.library, wanted)
        changed = self._recall(fallen) if fallen else []
        if named is None and not changed:
            self._known.swept = now
        return tuple(changed)

    def alert(self, drug: str, because: str, by: str = PROGRAM.id, source: str = "") -> tuple[Article, ...]:
        """A safety alert on a drug: every approved article that names it, under any of its names, is suspended at once."""
        changed = []
        with self._writing() as work:
            acting = self._acting(work, by)
            if not acting.by.has(*_KEEPERS):
                raise refusal("keepers", name=acting.by.name)
            alert = alerts.alert_on(work.connection, drug)
            why = alerts.reason_of(alert.drug, because, source)
            what = {"names": list(alert.names), "articles": [one.article.slug for one in alert.named]}
            work.note(Event("alert", f"drug:{alert.drug.casefold()}", by, acting.at, why=why, what=what), NOTHING)
            for one in alert.named:
                step = alerts.step_of(alert, one, because, source)
                if one.falls and step.heard[0] not in one.article.current.heard:
                    arguments = {"why": step.why, "claims": list(step.claims), "heard": list(step.heard)}
                    changed.append(self._act(work, step.action, one.article, by, arguments))
        return tuple(changed)

    def expire(self) -> tuple[Article, ...]:
        """Note every article whose review day or deadline has passed; pages say so already."""
        if not self.is_there():
            return ()
        changed = []
        with self._writing() as work:
            for article in listing.past_due(work.connection, self.clock()):
                changed.append(self._act(work, "expire", article, PROGRAM.id, {}))
        return tuple(changed)

    # The parts of a change

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
        return self._keep(work, after, replace(done.event, what=what))

    def _recall(self, fallen: dict[str, Fallen]) -> list[Article]:
        changed = []
        with self._writing() as work:
            slugs = {one.slug for one in listing.resting_on(work.connection, list(fallen)) if one.slug}
            for slug in sorted(slugs):
                before = _there(records.load_article(work.connection, slug))
                after = self._recalled(work, before, fallen)
                if after.version != before.version:
                    changed.append(after)
        return changed

    def _moment_of_both(self) -> tuple[str, int] | None:
        """What the library holds and how far the log has come, before looking at either; None without an archive."""
        snapshot = self.library.snapshot()
        with self.moment() as connection:
            return None if connection is None else (snapshot, chain.last_number(connection))

    def _recalled(self, work: Writing, article: Article, fallen: dict[str, Fallen]) -> Article:
        shown = editing.texts_of(work.connection, article, article.current)
        for step in recall.steps(article, fallen, shown):
            if recall.applies(step, article):
                arguments: dict[str, Any] = {"why": step.why, "claims": list(step.claims), "heard": list(step.heard)}
                if step.urgency:
                    arguments["urgency"] = step.urgency
                article = self._act(work, step.action, article, PROGRAM.id, arguments)
        return self._rechecked(work, article)

    def _rechecked(self, work: Writing, article: Article) -> Article:
        """The article, of which a text under review shows its sources as they stand now."""
        if article.latest.state in records.WAITING:
            under_review = editing.texts_of(work.connection, article, article.latest)
            now = self.library.records({one for s in article.latest.statements for one in s.sources})
            if recall.is_shown_otherwise(under_review, now):
                why = words()["recall"]["rechecked"]
                article = self._act(work, "recheck", article, PROGRAM.id, {"why": why})
        return article

    def _ask(self, work: Writing, asked: Request) -> Request:
        made = requests.add(work.connection, asked)
        what = {"kind": made.kind.value, **({"article": made.article, "claim": made.claim} if made.article else {})}
        event = Event("request", f"request:{made.number}", PROGRAM.id, made.at, made.edition, what=what)
        work.note(event, requests.request_print(made))
        return made

    def _keep(self, work: Writing, article: Article, event: Event) -> Article:
        after = replace(article, version=article.version + 1)
        work.note(event, records.store_article(work.connection, after))
        return after

    def _acting(self, work: Writing, by: str) -> Acting:
        return Acting(records.load_person(work.connection, by), self.clock(), self.policy)

    def _decide(self, source: str, action: str, because: str, by: str) -> str:
        """A decision about a source, in the library and in the log at once; returns its canonical id."""
        with self._writing() as work:
            acting = self._acting(work, by)
            if not acting.by.has(Role.LIBRARIAN, *_KEEPERS):
                raise refusal("librarian", name=acting.by.name)
            known = self.library.resolve(source) or source
            self.library.decide(work.connection, known, action, because)
            named, what = (action, {}) if action in {RETIRE, TAKE_BACK} else ("mark", {"status": action})
            work.note(Event(named, f"source:{known}", by, acting.at, why=because.strip(), what=what), NOTHING)
        return known

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


def _there(article: Article | None) -> Article:
    if article is None:
        raise DamageError("The index of quotes names an article that is gone; run: curbside doctor")
    return article


def slug_of(title: str) -> str:
    """An address from a title: small letters, digits and hyphens, cut at a word."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")):
        longer = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
        if len(longer) > _LONGEST_SLUG:
            break
        slug = longer
    return slug or "article"


def _free(connection: Connection, slug: str) -> str:
    """An address that nothing has, this one or the next with a number."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) or len(slug) > _LONGEST_SLUG:
        raise CurbsideError(f'"{slug}" cannot be an address; use small letters, digits and single hyphens.')
    number = 1
    while records.find_article(connection, slug if number == 1 else f"{slug}-{number}"):
        number += 1
    return slug if number == 1 else f"{slug}-{number}"


def _may_save(by: Person, before: Person | None, after: Person) -> None:
    """Keepers change anybody; anybody else what they declare of themselves, but not their roles."""
    if by.has(*_KEEPERS):
        return
    if before is None or by.id != before.id or (before.roles, before.is_active) != (after.roles, after.is_active):
        raise refusal("people", name=by.name)

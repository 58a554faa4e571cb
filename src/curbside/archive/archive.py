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

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from curbside.answers.answer import Answer
from curbside.articles.actions import drafted
from curbside.articles.actions.acting import checked_claim, chosen
from curbside.articles.article import Article
from curbside.articles.event import Event
from curbside.articles.person import PROGRAM, Person, Role
from curbside.articles.states import allowed
from curbside.articles.words import refusal
from curbside.errors import CurbsideError, Stale
from curbside.questions.question import Reader

from . import addresses, chain, records, requests, texts
from .chain import NOTHING
from .falls import Falls
from .requests import Request, RequestKind, forget
from .writing import KEEPERS, Writing


class Archive(Falls):
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
            address = addresses.free(work.connection, slug or addresses.slug_of(answer.title))
            drugs = texts.drugs_of(documents)
            done = drafted(address, documents, acting, topics, specialties, drugs)
            texts.store(work.connection, address, 1, documents)
            return self._keep(work, done.article, done.event)

    def act(self, action: str, slug: str, by: str, if_match: int, **arguments: Any) -> Article:
        """Do one thing to an article, as `states.yaml` names it; the arguments are those of the action."""
        with self._writing() as work:
            article = self._article(work, slug)
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
        """Keep what a reader asks for: the "review" of an answer, a "source" that is missing, or a "problem" of an answer."""
        asked = chosen(RequestKind, kind)
        if asked is RequestKind.PROBLEM and not text.strip():
            raise refusal("because")
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
            if not acting.by.has(*KEEPERS):
                raise refusal("keepers", name=acting.by.name)
            self._article(work, slug)
            if addresses.free(work.connection, old) != old:
                raise refusal("taken", address=old)
            self._lead(work, old, slug, acting)

    def log(self, action: str, account: str, by: str, **what: Any) -> None:
        """Enter what was done to the account of a person, which the archive itself does not keep."""
        with self._writing() as work:
            acting = self._acting(work, by)
            work.note(Event(action, f"{chain.ACCOUNT_SUBJECT}{account}", by, acting.at, what=what), NOTHING)

    def log_job(self, action: str, job: int, by: str, why: str = "", **what: Any) -> None:
        """Enter that a long job was asked for or stopped, or what came of it; the archive itself keeps no jobs."""
        with self._writing() as work:
            acting = self._acting(work, by)
            work.note(Event(action, f"{chain.JOB_SUBJECT}{job}", by, acting.at, why=why, what=what), NOTHING)

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

    def _ask(self, work: Writing, asked: Request) -> Request:
        made = requests.add(work.connection, asked)
        what = {"kind": made.kind.value, **({"article": made.article, "claim": made.claim} if made.article else {})}
        event = Event("request", f"request:{made.number}", PROGRAM.id, made.at, made.edition, what=what)
        work.note(event, requests.request_print(made))
        return made


def _may_save(by: Person, before: Person | None, after: Person) -> None:
    """
    Keepers change anybody, anybody else what they declare of themselves, but not their roles.

    Who directs is said by directors alone, and nobody else changes what they may do themselves: an editor who could
    would need no one to publish.
    """
    if Role.PROGRAM in after.roles or after.id == PROGRAM.id:
        raise refusal("no_program")
    if by.has(*KEEPERS):
        had = set(before.roles) if before else set()
        is_other = (had, before is None or before.is_active) != (set(after.roles), after.is_active)
        if is_other and not by.has(Role.MEDICAL_DIRECTOR, Role.PROGRAM):
            if Role.MEDICAL_DIRECTOR in had | set(after.roles):
                raise refusal("director", name=by.name)
            if by.id == after.id:
                raise refusal("own_roles", name=by.name)
        return
    if before is None or by.id != before.id or (before.roles, before.is_active) != (after.roles, after.is_active):
        raise refusal("people", name=by.name)

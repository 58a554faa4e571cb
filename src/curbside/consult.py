"""
The whole path on one page: from a question to an answer, in the order the rooms stand.

Desk is what every door calls. It holds a library and its index, and nothing of what was asked.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import __version__, plugins
from .answers.answer import Answer, Emergency, EmergencyNumber, MadeBy, Outcome, Searched, Section
from .answers.compose import Setting, compose
from .claims.claim import Claim
from .claims.quote import Quoted, quote
from .claims.safety import safety
from .errors import CurbsideError
from .evidence.evidence import Evidence, Found, SourceRecord
from .evidence.weigh import weigh
from .language.identifiers import nameless
from .library.library import Library
from .prose.reword import reword
from .questions.condensing import LONG
from .questions.emergencies import Triage, triage
from .questions.plan import plan as understand
from .questions.question import Plan, Question, Reader
from .search.find import Index
from .search.nearness import in_turn, nearest
from .search.terms import OF_PAGES
from .search.widen import from_labels, once, quotable, warnings, widen
from .settings import Settings, default_library
from .sources.source import sha256

if TYPE_CHECKING:
    from .archive import Archive
    from .articles.article import Article
    from .library.report import Stored
    from .prose.scribe import Scribe
    from .prose.writers.bounded import Bounded

#: Passages searched for one question, and those of them that are read for what may be quoted; the whole of sources about
#: the subject is read besides.
DEPTH, READ = 48, 36
#: Passages among which those of pages about the subject are brought forward.
DEEP = 64
#: Statements, best first, whose drugs are looked up for what labels warn of: those that a reader may act on.
WARNED_OF = 2


@dataclass(frozen=True, slots=True)
class Step:
    """
    What streams while an answer is made: a card for an emergency, passages found, each section, then the answer.

    Where a writer is at work, the answer in its sources' words comes as "quoted" as soon as it is made, and each statement
    as it passes the check; the sections and the answer then follow in the writer's words.
    """

    kind: str  # "card", "found", "quoted", "statement", "section" or "answer"
    found: int = 0
    section: Section | None = None
    answer: Answer | None = None
    emergency: Emergency | None = None
    statement: Claim | None = None


class Desk:
    """Answers questions from one library."""

    def __init__(self, library: Library, settings: Settings | None = None, writer: Bounded | None = None) -> None:
        self.library = library
        self._given_writer = writer
        self.settings = settings or library.settings
        self.index = Index(library, plugins.load("curbside.engines", self.settings.engine)(library.folder / "index"))

    def ask(
        self,
        question: str | Question,
        reader: Reader = Reader.CLINICIAN,
        follows: Plan | None = None,
        *,
        in_own_words: bool = False,
    ) -> Answer:
        """
        The answer to a question; a Question object carries its own reader and what it follows.

        Where the settings name a writer it words the answer, unless that is to stay in its sources' `in_own_words`.
        """
        whole = question if isinstance(question, Question) else Question(question, reader, follows)
        *_, last = self.steps(whole, in_own_words=in_own_words)
        assert last.answer is not None
        return last.answer

    def steps(self, question: Question, *, in_own_words: bool = False) -> Iterator[Step]:
        """The answer as it grows: before any search what to do now, then what was found, each section, and the whole."""
        started = time.perf_counter()
        alarm = triage(question.text, question.reader, question.country or self.settings.country)
        if alarm:
            yield Step("card", emergency=_card(alarm))
        plan = understand(replace(question, text=nameless(question.text)), self.settings)
        scribe = None if in_own_words or plan.refusal or _stands_alone(alarm) else self._scribe()
        if scribe:
            plan = self._proposed(question, plan, scribe)
        found: tuple[Found, ...] = ()
        if not plan.refusal and not _stands_alone(alarm):
            plan, found = self._found(question, plan)
            plan = self.index.respelt(plan)
            found = once((*widen(plan, found, self.library), *from_labels(plan, self.index, question.reader)))
        yield Step("found", found=len(found))
        yield from self._answer(question, plan, alarm, found, started, is_searched=True, scribe=scribe)

    def ask_from(self, question: Question, found: Sequence[Found]) -> Answer:
        """The answer from given passages alone; nothing is stored and the library is not searched."""
        started = time.perf_counter()
        plan = understand(question, self.settings)
        alarm = triage(question.text, question.reader, question.country or self.settings.country)
        *_, last = self._answer(question, plan, alarm, tuple(found), started)
        assert last.answer is not None
        return last.answer

    def follow_up(self, answer: Answer, text: str) -> Answer:
        """The answer to a question that builds on an earlier one."""
        return self.ask(Question(text, answer.reader, answer.plan))

    def reword(self, answer: Answer, reader: Reader) -> Answer:
        """The same answer for another reader: order and words may change, never a claim."""
        made, scribe = reword(answer, reader), self._scribe()
        if scribe is None or not made.sections:
            return made
        return scribe.reworded(made)

    def draft(self, answer: Answer, by: str, **described: Any) -> Article:
        """An article in draft from an answer, in the archive of this library (`Archive.draft` says what can be described)."""
        return self.archive.draft(answer, by, **described)

    @cached_property
    def archive(self) -> Archive:
        """What was published from this library."""
        from .archive import Archive  # with all of SQLAlchemy, which asking never needs

        return Archive(self.library)

    def search(self, text: str, k: int) -> tuple[Found, ...]:
        """The k best passages for a question, its subject and other names searched as for an answer."""
        return self.index.find(understand(Question(text), self.settings), k=k)

    def close(self) -> None:
        """Release the index and the library."""
        self.index.close()
        self.library.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _found(self, question: Question, plan: Plan) -> tuple[Plan, tuple[Found, ...]]:
        """The passages for a plan; what a long message finds has a say in what it is about, and is then searched again."""
        read: dict[int, Stored] = {}
        found = self.index.find(plan, k=DEPTH, read=read)
        if len(question.text) > LONG:
            voted = understand(question, self.settings, [(one.record.title, *one.record.synonyms) for one in found])
            if voted.focus != plan.focus:
                plan, found = voted, self.index.find(voted, k=DEPTH, read=read)
        # In a message the subject is a guess, and what it is called elsewhere is not searched.
        about = found if len(question.text) > LONG else self.index.find(plan, k=DEEP, additions=OF_PAGES, read=read)
        return plan, quotable(in_turn(found, nearest(plan, about)), READ)

    def _answer(
        self,
        question: Question,
        plan: Plan,
        alarm: Triage | None,
        found: tuple[Found, ...],
        started: float,
        is_searched: bool = False,
        scribe: Scribe | None = None,
    ) -> Iterator[Step]:
        evidence = weigh(plan, self._standing(found))
        quoted = quote(plan, evidence, question.reader, self._page_span)
        if is_searched:
            first = sorted(quoted.claims, key=lambda claim: -claim.score)[:WARNED_OF]
            warned = safety(first, plan, self._warned, question.reader, quoted.claims)
            quoted = replace(quoted, claims=(*quoted.claims, *warned))
        declined, setting = bool(alarm and alarm.declined), self._setting(plan)

        def put(quoted: Quoted) -> Answer:
            card, alone = _card(alarm), _stands_alone(alarm)
            return reword(compose(question, plan, quoted, evidence, setting, card, declined, alone), question.reader)

        answer = put(quoted)
        if scribe and answer.sections:
            yield Step("quoted", answer=answer)
            for claim in scribe.compose(question, plan, evidence, quoted, self._page_span):
                yield Step("statement", statement=claim)
            answer = scribe.finished(question, quoted, answer, put, self._answers)
        for section in answer.sections:
            yield Step("section", section=section)
        elapsed_ms = (time.perf_counter() - started) * 1000
        yield Step("answer", answer=replace(answer, elapsed_ms=elapsed_ms))

    def _scribe(self) -> Scribe | None:
        """The writer at work on one answer, None where the settings name none."""
        if self.settings.writer == "none" and self._given_writer is None:
            return None
        from .prose.scribe import Scribe  # with all that speaks to models, which asking without one never needs

        try:
            return Scribe(self.writer, self.settings)
        except CurbsideError:
            # Settings that cannot work stop no question: the answer says so, and `curbside writer test` says why.
            return Scribe(None, self.settings)

    @cached_property
    def writer(self) -> Bounded:
        """The writer that the settings name, within its bounds."""
        if self._given_writer is not None:
            return self._given_writer
        from .prose.writers.opening import open_writer

        return open_writer(self.settings, self.library.folder)

    def _proposed(self, question: Question, plan: Plan, scribe: Scribe) -> Plan:
        """The plan with what a writer would search for too; a long message also as it put it in one question."""
        if len(question.text) > LONG and (short := scribe.condensed(question)):
            again = understand(replace(question, text=short), self.settings)
            if not again.refusal and again.focus:
                people, told = plan.population, plan.answered_for
                plan = replace(again, population=people, setting=plan.setting, answered_for=told, drugs=plan.drugs)
        return scribe.planned(question, plan)

    def _answers(self, question: str) -> bool:
        """Whether this library answers a question, without asking any writer."""
        return self.ask(question, in_own_words=True).outcome is Outcome.ANSWERED

    def _standing(self, found: tuple[Found, ...]) -> tuple[Found, ...]:
        """What was found, without statements that summarise a page which may not be quoted any more."""
        pages = {span.source for one in found for span in one.passage.drawn_from}
        fallen = self.library.fallen(pages) if pages else frozenset()
        if not fallen:
            return found
        return tuple(one for one in found if fallen.isdisjoint(span.source for span in one.passage.drawn_from))

    def _warned(self, about: Plan) -> tuple[Evidence, ...]:
        return weigh(about, once(warnings(about, self.index)))

    def _page_span(self, source: str, start: int, end: int, digest: str) -> tuple[SourceRecord, str] | None:
        known = self.library.resolve(source)
        if known is None:
            return None
        text = self.library.text(known)[start:end]
        return (self.library.record(known), text) if sha256(text) == digest else None

    def _setting(self, plan: Plan) -> Setting:
        counts = self.library.counts()
        return Setting(
            searched=Searched(
                counts.sources, counts.passages, self.index.pending(), plan.queries, counts.newest, through=""
            ),
            snapshot=self.library.snapshot(),
            made_by=MadeBy(__version__, "none", self.settings.digest),
            has_labels=counts.labels,
            today=datetime.now(UTC).date().isoformat(),
        )


def open_desk(location: str | Path | None = None) -> Desk:
    """A desk on the library at a folder or URL, created when missing and given the starter library when empty."""
    where = location or default_library()
    index = os.environ.get("CURBSIDE_INDEX")
    library = Library.open(where, index=index)
    if library.counts().sources == 0:
        from .library import embedded  # with all that reads and settles, which asking never needs

        embedded.fill(library)
    return Desk(library)


def _stands_alone(alarm: Triage | None) -> bool:
    """Whether a card is shown without an answer: a crisis that is no mere likeness, and a request for means to harm."""
    return alarm is not None and (alarm.declined or (alarm.kind == "crisis" and not alarm.doubtful))


def _card(alarm: Triage | None) -> Emergency | None:
    if alarm is None:
        return None
    return Emergency(
        kind=alarm.kind,
        tier=alarm.tier,
        text=alarm.lines,
        because=alarm.because,
        numbers=tuple(EmergencyNumber(n.service, n.number, n.country) for n in alarm.numbers),
        sources=alarm.sources,
    )

"""
When something falls: sources that are marked, retired or taken back, drugs with an alert, days that pass.

What was published is found by its quotes and its words, and dealt with by the program at once; giving an approval back is
a person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from curbside.articles.actions.standing import source_of
from curbside.articles.article import Article, Edition
from curbside.articles.event import Event
from curbside.articles.person import PROGRAM, Role
from curbside.articles.words import refusal, words
from curbside.errors import Stale
from curbside.library.library import RETIRE, TAKE_BACK
from curbside.sources.source import Status

from . import alerts, chain, editing, listing, recall, records
from .chain import NOTHING
from .recall import Fallen
from .writing import KEEPERS, Writing, Written


class Falls(Written):
    """An archive that follows what it rests on."""

    def standing_of(self, source: str) -> str:
        """What is known of a source's standing and who decided it: what `if_match` of a decision about it names."""
        decided = (f"{one.action} {one.at}" for one in self.library.decisions(source))
        return " ".join((self.library.record(source).status.value, *decided))

    def mark(
        self, source: str, status: Status | str, because: str, by: str, *, if_match: str | None = None
    ) -> tuple[Article, ...]:
        """Record in the library that a source is retracted, of concern, corrected or superseded, and recall what rests on it."""
        return self.recall([self._decide(source, str(status), because, by, if_match)])

    def retire(self, source: str, because: str, by: str, *, if_match: str | None = None) -> tuple[Article, ...]:
        """Take a source out of use in the library, and recall what rests on it."""
        return self.recall([self._decide(source, RETIRE, because, by, if_match)])

    def take_back(self, source: str, because: str, by: str, *, if_match: str | None = None) -> tuple[Article, ...]:
        """
        Undo what people marked of a source, which stands again as files say; returns the articles that were told.

        What is suspended stays so: `resume` is a person's. A text under review shows the source as it stands now.
        """
        known = self._decide(source, TAKE_BACK, because, by, if_match)
        told = []
        with self._writing() as work:
            for before in self._resting(work, [known]):
                article = before
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
        if named is not None:
            wanted += recall.summaries_of(self.library, {*named, *(sources or ())}, quoted)
        fallen = recall.fallen_sources(self.library, wanted)
        changed = self._recall(fallen) if fallen else []
        if named is None and not changed:
            self._known.swept = now
        return tuple(changed)

    def alert(
        self, drug: str, because: str, by: str = PROGRAM.id, source: str = "", *, if_match: int | None = None
    ) -> tuple[Article, ...]:
        """
        A safety alert on a drug: every approved article that names it, under any of its names, is suspended at once.

        A text that is on its way to approval loses the signatures that it has, so that nobody signed without knowing.
        Who saw before what it touches names that version (`if_match`); without one it touches what names the drug now.
        """
        changed = []
        with self._writing() as work:
            acting = self._acting(work, by)
            if not acting.by.has(*KEEPERS):
                raise refusal("keepers", name=acting.by.name)
            alert = alerts.alert_on(work.connection, drug)
            why = alerts.reason_of(alert.drug, because, source)
            if if_match is not None and alerts.since(work.connection, alert, if_match):
                raise Stale(f"What an alert on {alert.drug} touches changed meanwhile; look again.", if_match, alert)
            what = {"names": list(alert.names), "articles": [one.article.slug for one in alert.named]}
            work.note(
                Event("alert", f"{alerts.SUBJECT}{alert.drug.casefold()}", by, acting.at, why=why, what=what), NOTHING
            )
            for one in alert.named:
                article, step = one.article, alerts.step_of(alert, one, because, source)
                if one.falls and not _was_told(work, article, article.current, step.why):
                    arguments = {"why": step.why, "claims": list(step.claims), "heard": list(step.heard)}
                    article = self._act(work, step.action, article, by, arguments)
                if one.waits and not _was_told(work, article, article.latest, step.why):
                    article = self._act(work, "recheck", article, PROGRAM.id, {"why": step.why})
                if article.version != one.article.version:
                    changed.append(article)
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

    def _decide(self, source: str, action: str, because: str, by: str, if_match: str | None) -> str:
        """A decision about a source, in the library and in the log at once; returns its canonical id."""
        with self._writing() as work:
            acting = self._acting(work, by)
            if not acting.by.has(Role.LIBRARIAN, *KEEPERS):
                raise refusal("librarian", name=acting.by.name)
            known = self.library.resolve(source) or source
            if if_match is not None and (now := self.standing_of(known)) != if_match:
                raise Stale(f"{known} was marked meanwhile; look again.", if_match, now)
            self.library.decide(work.connection, known, action, because)
            named, what = (action, {}) if action in {RETIRE, TAKE_BACK} else ("mark", {"status": action})
            work.note(Event(named, f"source:{known}", by, acting.at, why=because.strip(), what=what), NOTHING)
        return known

    def _recall(self, fallen: dict[str, Fallen]) -> list[Article]:
        changed = []
        with self._writing() as work:
            for before in self._resting(work, list(fallen)):
                after = self._recalled(work, before, fallen)
                if after.version != before.version:
                    changed.append(after)
        return changed

    def _resting(self, work: Writing, sources: Sequence[str]) -> list[Article]:
        """The articles that quote one of these sources."""
        slugs = {one.slug for one in listing.resting_on(work.connection, sources) if one.slug}
        return [self._article(work, slug) for slug in sorted(slugs)]

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


def _was_told(work: Writing, article: Article, edition: Edition, why: str) -> bool:
    """Whether an edition was suspended or looked at again for this very reason, so that it is no news."""
    told = (one.event for one in chain.entries(work.connection, subject=article.slug))
    return any(one.action in {"suspend", "recheck"} and (one.why, one.edition) == (why, edition.number) for one in told)

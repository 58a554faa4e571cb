"""
Find the passages that answer a plan: Plan, Library -> ranked passages.

The index follows the library's outbox: it catches up when it is opened and before each search, and searches at its
own stamp when another process is writing. What is found is always read from the library, which checks every byte, so
a broken index can cost a rank but never a word. Works that were retracted are returned with their status: what may be
said of them is decided by the claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice

from curbside.evidence.evidence import Found
from curbside.language.stems import content, holds_one
from curbside.language.vocabulary import drugs_in, is_known, terms_in
from curbside.library.library import Library
from curbside.library.report import EntryRow, Stored
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import Role

from .analysis import term, terms, words
from .duplicates import Seen
from .engine import NO_LIMITS, Engine, Entry, Filters, IndexDamageError, IndexReadOnlyError, WriterBusyError
from .meaning import Meaning, encoder_of
from .ranking import MEASURED, Ranked, Ranking, rank
from .spelling import documents, repairs
from .terms import MEASURED as MEASURED_ADDITIONS
from .terms import Additions, query_terms

#: A share of removed entries that makes writing the index anew worth its time.
WASTEFUL = 0.2
#: A message tells so much that nothing on its subject may be found: with fewer passages on it than the first of these,
#: the last ones give way to the best for the subject alone, no more than the second. A list shorter than the third is left as it is.
FEW_ON_SUBJECT, BY_SUBJECT, SHORT_LIST = 8, 12, 20
#: Words of a question up to which a name that no passage holds is looked for, and letters that such a name has.
LONGEST_QUESTION, SHORTEST_NAME = 40, 6


class Index:
    """The search index of one library."""

    def __init__(
        self,
        library: Library,
        engine: Engine,
        ranking: Ranking = MEASURED,
        additions: Additions = MEASURED_ADDITIONS,
    ) -> None:
        self.library = library
        self.engine = engine
        self.ranking = ranking
        self.additions = additions
        encoder = encoder_of(library.settings)
        self.meaning = Meaning(library, encoder, library.settings.encoder_weight) if encoder else None

    def pending(self) -> int:
        """How many steps of the library's outbox the index has not taken yet."""
        return max(0, self.library.stamp() - self.engine.stamp())

    def catch_up(self) -> int:
        """Take what the library added and removed since; returns how many steps are left when another process writes."""
        if self.meaning:
            with suppress(WriterBusyError):
                self.meaning.catch_up()
        self.engine.refresh()
        stamp, after = self.library.stamp(), self.engine.stamp()
        if after == stamp:
            return 0
        # A library restored from a copy is behind its index; an index of removed entries is slow and large.
        if after > stamp or self.engine.waste() > WASTEFUL:
            self.engine.clear()
            after = 0
        try:
            removed = (key for keys in self.library.removals(after, stamp) for key in keys) if after else ()
            self.engine.write(self._entries(after, stamp), removed, stamp)
        except WriterBusyError as error:
            if isinstance(error, IndexReadOnlyError) and self.engine.stamp() == 0:
                raise  # there is nothing to search, and there never will be
            return self.pending()
        return 0

    def rebuild(self) -> None:
        """Write the index anew from the library; searches go on with the old one until it is done."""
        self.engine.clear()
        stamp = self.library.stamp()
        self.engine.write(self._entries(0, stamp), (), stamp)
        if self.meaning:
            self.meaning.rebuild()

    def find(
        self,
        plan: Plan,
        *,
        k: int = 50,
        filters: Filters = NO_LIMITS,
        additions: Additions | None = None,
        read: dict[int, Stored] | None = None,
    ) -> tuple[Found, ...]:
        """
        The k best passages for a plan, best first; of passages that say the same in the same words, one.

        `additions` are the weights of what is searched beside the words as typed, those of the index unless others are given;
        `read` holds passages by key that another search for the same question has read, and is added to.
        """
        self.catch_up()
        added, known = additions or self.additions, {} if read is None else read
        try:
            return self._find(plan, k, filters, added, known)
        except IndexDamageError:
            self.rebuild()
            return self._find(plan, k, filters, added, known)

    def respelt(self, plan: Plan) -> Plan:
        """The plan with its subject, its spelling repaired, as one more name of it, and with the words that it must not lose."""
        plan = self._with_unknown(plan)
        focus = words(plan.focus)
        meant = repairs(focus, self._held)
        name = " ".join(meant.get(word, word) for word in focus)
        # An unknown word may be a drug that the vocabulary lacks: nothing but a disease is taken for what was meant.
        if not meant or not any(term.kind == "disease" for term in terms_in(name)) or drugs_in(name):
            return plan
        return replace(plan, aliases=(*plan.aliases, name))

    def _with_unknown(self, plan: Plan) -> Plan:
        """The plan with what no passage holds and no repair explains as its other side: an answer without it answers another question."""
        asked = words(plan.queries[0])[:LONGEST_QUESTION] if plan.queries else []
        if len(asked) >= LONGEST_QUESTION:
            return plan  # a long message has words that nobody else ever wrote
        unheard = [
            w
            for w in asked
            if len(w) >= SHORTEST_NAME
            and w.isalpha()
            and term(w)
            and not documents(w)
            and not is_known(w)
            and not self._held(w)
        ]
        explained = repairs(unheard, self._held)
        lost = [word for word in dict.fromkeys(unheard) if word not in explained]
        return replace(plan, intervention=" ".join([plan.intervention, *lost]).strip()) if lost else plan

    def _held(self, word: str) -> int:
        one = term(word)
        return self.engine.statistics([one]).frequency["text"][one] if one else 0

    def search_text(self, text: str, k: int = 10, filters: Filters = NO_LIMITS) -> tuple[Found, ...]:
        """The k best passages for words as typed."""
        return self.find(Plan(QuestionType.DEFINITION, (), "", queries=(text,)), k=k, filters=filters)

    def close(self) -> None:
        """Release the engine's files."""
        self.engine.close()

    def _find(
        self, plan: Plan, k: int, filters: Filters, additions: Additions, read: dict[int, Stored]
    ) -> tuple[Found, ...]:
        wanted = query_terms(plan, self.engine, additions)
        depth = k + k // 4
        while True:
            ranked = rank(self.engine, wanted.terms, depth, filters, self.ranking, wanted.is_message)
            if self.meaning and plan.queries:
                ranked = self.meaning.reordered(plan.queries[0], ranked, depth, filters)
            found = tuple(islice(self._distinct(ranked, k, filters, read), k))
            if len(found) >= k or len(ranked) < depth:
                return self._with_subject(plan, found, k, filters, read) if wanted.is_message else found
            depth *= 4  # most were alike, or of another status: look further down

    def _with_subject(
        self, plan: Plan, found: tuple[Found, ...], k: int, filters: Filters, read: dict[int, Stored]
    ) -> tuple[Found, ...]:
        """What was found for a message, its end given to passages on the subject where few are on it."""
        names = [words for name in (plan.focus, *plan.aliases) if (words := content(name))]
        if k < SHORT_LIST or not names or len(plan.queries) < 2:
            return found
        on_subject = (one for one in found if holds_one(f"{one.record.title} {one.text}", names))
        if len(tuple(islice(on_subject, FEW_ON_SUBJECT))) == FEW_ON_SUBJECT:
            return found
        ranked = rank(self.engine, dict.fromkeys(terms(plan.queries[1]), 1.0), k, filters, self.ranking, True)
        have = {(one.record.source, one.passage.position) for one in found}
        least = min((one.score for one in found), default=1.0)
        distinct = islice(self._distinct(ranked, BY_SUBJECT, filters, read), k)
        more = (one for one in distinct if (one.record.source, one.passage.position) not in have)
        own = [replace(one, score=least) for one in islice(more, BY_SUBJECT)]
        return (*found[: k - len(own)], *own)

    def _distinct(
        self, ranked: list[Ranked], likely: int, filters: Filters, read: dict[int, Stored]
    ) -> Iterator[Found]:
        """What was ranked, of passages that say the same one, best first; read as it is needed, `likely` of them at first."""
        seen = Seen()
        for one, stored in self._read(ranked, likely + max(2, likely // 8), read):
            if filters.statuses and stored.record.status not in filters.statuses:
                continue
            if seen.is_new(stored.text):
                yield Found(stored.record, stored.passage, stored.text, one.score)

    def _read(self, ranked: list[Ranked], size: int, read: dict[int, Stored]) -> Iterator[tuple[Ranked, Stored]]:
        """What the library holds under these keys, `size` at a time, best first, ties by source and place in it."""
        start = 0
        while start < len(ranked):
            end = min(start + size, len(ranked))
            while end < len(ranked) and ranked[end].score == ranked[end - 1].score:
                end += 1
            read |= self.library.passages([one.key for one in ranked[start:end] if one.key not in read])
            known = [(one, read[one.key]) for one in ranked[start:end] if one.key in read]
            known.sort(key=lambda pair: (-pair[0].score, pair[1].record.source, pair[1].passage.start))
            yield from known
            start = end

    def _entries(self, after: int, until: int) -> Iterator[Entry]:
        # What another process adds meanwhile comes with the next step: taken now, it would be indexed twice.
        rows = chain.from_iterable(self.library.entries(after, until=until))
        return map(entry_of, without_idle_titles(rows))


def without_idle_titles(rows: Iterable[EntryRow]) -> Iterator[EntryRow]:
    """Rows of passages, but no title that the passages after it carry anyway: so short a text would outrank them."""
    title: EntryRow | None = None
    for row in rows:
        if title and (row.title != title.title or row.role == Role.TITLE):
            yield title
        title = row if row.role == Role.TITLE else None
        if not title:
            yield row
    if title:
        yield title


def entry_of(row: EntryRow) -> Entry:
    """A passage as it is searched: its title, headings and words together, and what question it answers."""
    headings = [heading for heading in row.path if heading != row.title]
    # The other names of a page are found with its question; a page that has none carries them with its words.
    names = () if row.question else row.synonyms
    words = [row.title, *headings, row.question, *names] if row.role != Role.TITLE else []
    return Entry(
        key=row.key,
        text="\n".join([*words, row.text]),
        asked="\n".join([row.question, *row.synonyms]) if row.question else "",
        year=row.year,
        kind=row.kind,
        design=row.design,
        audience=row.audience,
    )

"""
The embedded engine: tantivy in a folder of its own, beside a file of the terms of each passage.

Tantivy names candidates and counts; it never ranks. Nothing is ever deleted in it: a removed entry gets a shadow
document that carries its terms, so that counts over live entries are one subtraction away and exact; when a fifth of
the index is shadows it is worth writing anew. What tells one copy of an entry from the next is where its row of words
stands (`at`), for a removed entry may come back. Each commit carries its own record (stamp and totals), so there
is no second file to fall out of step. Every file is checked against tantivy's own checksums when it is first opened;
whatever does not match is dropped and rebuilt from the library.
"""

from __future__ import annotations

import json
import logging
import math
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from tantivy import Occur, Query

from ..analysis import written
from ..engine import FIELDS, Entry, Filters, IndexDamageError, IndexReadOnlyError, Statistics, Tallies, Weights
from ..indexfiles import View, check, sync_folder
from ..locking import writing
from ..wordfile import WordFile, WordWriter, length, pack

_PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
_HEAP_BYTES = 100_000_000
_K1, _B = 1.2, 0.75  # tantivy's own, which cannot be set
_LOOKED_UP = 5_000  # keys asked for in one query
_MOST_COPIES = 20  # of one entry, removed and added again, before a rebuild tidies them away

_log = logging.getLogger("curbside.search")
_UNREADABLE = (
    "The search index in %s is damaged, or was made by another version of Curbside; it is made again from the library "
    "when something is searched, which takes about a minute for each 300,000 passages."
)

Item = TypeVar("Item")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(f"gone_{name}", tokenizer_name="whitespace", index_option="basic")
    for name in ("kind", "design", "audience", "state"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("key", "year", "at", "gone", "commit"):
        builder.add_unsigned_field(name, indexed=name in {"key", "year"}, fast=True)
    builder.add_text_field("record", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


SCHEMA = _schema()


@dataclass
class _Record:
    """What a commit says of itself."""

    stamp: int = 0
    commit: int = 0
    documents: int = 0  # in tantivy, shadows and records included
    word_bytes: int = 0
    entries: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))  # live, by field
    words: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))  # their terms


class TantivyEngine:
    """Keeps entries in `folder`, which holds nothing else; an index that cannot be trusted opens as an empty one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with suppress(OSError):  # on a disk that cannot be written; who has to write says so
            folder.mkdir(parents=True, exist_ok=True)
        self._view = View()
        self._home: Path | None = None  # the folder of the index that `current` names
        self._index: Any = None
        self._searcher: Any = None
        self._words: WordFile | None = None
        self._record = _Record()
        self._gone: frozenset[int] = frozenset()  # rows of removed entries
        self._last: tuple[dict[int, int], dict[int, int]] = ({}, {})  # rows of the candidates named last, and before
        self._seen: tuple[object, ...] = ()  # what `current` and meta.json looked like when last read
        self._sound: set[str] = set()  # files whose checksum was found right
        self._anew = False
        self.refresh()

    def stamp(self) -> int:
        """The outbox position up to which this index is complete; 0 for an empty one."""
        return 0 if self._anew else self._record.stamp

    def waste(self) -> float:
        """Share of what is kept that is removed entries."""
        return len(self._gone) / max(1, self._record.documents - self._record.commit - len(self._gone))

    def refresh(self) -> None:
        """See what another process has written since."""
        seen = self._looks()
        if seen == self._seen:
            return
        for attempt in (1, 2, 3):
            try:
                self._open()
                break
            # A writer may tidy files away between our reading their names and opening them.
            except (IndexDamageError, ValueError, OSError, KeyError, TypeError, AttributeError, UnicodeError):
                if attempt == 3:
                    self._forget()
                    _log.warning(_UNREADABLE, self._folder)
        self._seen = seen

    def write(self, add: Iterable[Entry], remove: Iterable[int], stamp: int) -> None:
        """Add and remove entries and move to `stamp`, all or nothing, durable on return."""
        with writing(self._folder / "writing.lock"):
            self.refresh()
            anew = self._anew or self._home is None
            home = self._folder / f"index-{uuid.uuid4().hex[:12]}" if anew else self._home
            assert home is not None
            if anew:
                home.mkdir()
                index, record = tantivy.Index(SCHEMA, str(home)), _Record()
            else:
                if self._view.is_open:
                    raise IndexReadOnlyError(f"The search index in {home} cannot be written.")
                index, record = self._index, self._copied_record()
            writer = index.writer(_HEAP_BYTES, min(2, os.cpu_count() or 1))
            try:
                with WordWriter(home / "terms", record.word_bytes) as words:
                    held = {} if anew else self._live_rows(sorted(set(remove)))
                    if held:
                        self._remove(writer, record, held)
                    self._add(writer, words, record, add, held)
                    words.sync()
                    record.word_bytes = words.bytes
                record.stamp, record.commit = stamp, record.commit + 1
                record.documents += 1
                writer.add_document(
                    _document(state="stamp", commit=record.commit, record=json.dumps(record.__dict__, sort_keys=True))
                )
                writer.commit()
            except BaseException:
                writer.rollback()
                writer.wait_merging_threads()  # gives tantivy's own lock back
                if anew:
                    shutil.rmtree(home, ignore_errors=True)
                raise
            writer.wait_merging_threads()
            sync_folder(home)
            if anew:
                self._move_to(home)
        self._anew = False
        self.refresh()

    def candidates(self, weights: Weights, k: int, filters: Filters) -> Sequence[int]:
        """Keys of about the k best entries for weighted terms, in any order, removed ones left out."""
        searcher = self._searcher
        if searcher is None or (query := self._query(weights, filters)) is None:
            return ()
        limit = k + min(len(self._gone), k // 4)
        while True:
            hits = searcher.search(query, limit, count=False).hits
            live = self._live([address for _, address in hits])
            self._last = (live, self._last[0])
            # Most of the best may have been removed (an updated source): look further down until k live ones are seen.
            if len(live) >= k or len(hits) < limit:
                return list(live)
            limit *= 4

    def statistics(self, terms: Sequence[str]) -> Statistics:
        """Counts for these terms over live entries."""
        record, searcher = self._record, self._searcher
        return Statistics(
            entries=dict(record.entries),
            mean_length={name: record.words[name] / max(1, record.entries[name]) for name in FIELDS},
            frequency={
                name: {
                    term: searcher.doc_freq(name, term) - (searcher.doc_freq(f"gone_{name}", term) if self._gone else 0)
                    if searcher
                    else 0
                    for term in terms
                }
                for name in FIELDS
            },
        )

    def tallies(self, keys: Sequence[int], terms: Sequence[str]) -> Tallies:
        """How often these terms stand in these entries."""
        if self._words is None:
            raise IndexDamageError("The search index is empty.")
        rows = {**self._last[1], **self._last[0]}
        if any(key not in rows for key in keys):
            rows = self._live_rows(keys)
        return self._words.tallies([rows[key] for key in keys], terms)

    def clear(self) -> None:
        """Start anew with the next write; until then searches go on with what there is."""
        self._anew = True

    def close(self) -> None:
        """Release files."""
        self._forget()
        self._seen = ()

    def _add(
        self, writer: Any, words: WordWriter, record: _Record, add: Iterable[Entry], removed: Mapping[int, int]
    ) -> None:
        taken: set[int] = set()
        for entries in _slices(add):
            held = self._live_rows([entry.key for entry in entries]) if record.commit else {}
            for entry in entries:
                if entry.key in taken or (entry.key in held and entry.key not in removed):
                    continue
                taken.add(entry.key)
                found = [written(getattr(entry, name)) for name in FIELDS]
                lengths = [length(terms) for terms in found]
                document = tantivy.Document()
                for name, terms, count in zip(FIELDS, found, lengths, strict=True):
                    if count:
                        document.add_text(name, terms)
                        record.entries[name] += 1
                        record.words[name] += count
                document.add_unsigned("key", entry.key)
                document.add_unsigned("at", words.append(pack(found, lengths)))
                document.add_unsigned("year", max(0, entry.year))
                for name, value in (("kind", entry.kind), ("design", entry.design), ("audience", entry.audience)):
                    if value:
                        document.add_text(name, value)
                writer.add_document(document)
                record.documents += 1

    def _remove(self, writer: Any, record: _Record, held: Mapping[int, int]) -> None:
        assert self._words is not None
        for at in held.values():
            document = _document(state="gone", gone=at)
            for name, terms in zip(FIELDS, self._words.row(at), strict=True):
                if terms:
                    document.add_text(f"gone_{name}", terms)
                    record.entries[name] -= 1
                    record.words[name] -= length(terms)
            writer.add_document(document)
            record.documents += 1

    def _query(self, weights: Weights, filters: Filters) -> Query | None:
        """Terms as tantivy is to weigh them: its rarity divided out, ours put in."""
        documents = self._searcher.num_docs
        clauses = []
        for name, by_term in weights.items():
            # Its mean length counts documents without the field, and so punishes those that have it.
            scale = (1 + _K1 * (1 - _B + _B * documents / max(1, self._record.entries[name]))) / (1 + _K1)
            for term, weight in sorted(by_term.items()):
                frequency = self._searcher.doc_freq(name, term)
                if weight > 0 and frequency:
                    rarity = math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
                    clause = Query.term_query(SCHEMA, name, term, "freq")
                    clauses.append((Occur.Should, Query.boost_query(clause, min(1e9, scale * weight / rarity))))
        if not clauses:
            return None
        query = Query.boolean_query(clauses)
        limits = _limits(filters)
        return Query.boolean_query([(Occur.Must, query), *limits]) if limits else query

    def _live(self, addresses: list[tantivy.DocAddress]) -> dict[int, int]:
        """Keys of documents and where their words stand, removed ones left out."""
        keys = self._searcher.fast_field_values("key", addresses)
        rows = self._searcher.fast_field_values("at", addresses)
        return {key: at for key, at in zip(keys, rows, strict=True) if at not in self._gone}

    def _live_rows(self, keys: Sequence[int]) -> dict[int, int]:
        """Which of these keys are held, and where their words stand."""
        held: dict[int, int] = {}
        for some in _slices(keys):
            query = Query.term_set_query(SCHEMA, "key", some)
            found = self._searcher.search(query, _MOST_COPIES * len(some), count=False).hits
            held.update(self._live([address for _, address in found]))
        return held

    def _copied_record(self) -> _Record:
        return _Record(**json.loads(json.dumps(self._record.__dict__)))

    def _looks(self) -> tuple[object, ...]:
        """What tells one state of the folder from the next without reading it."""
        try:
            name = (self._folder / "current").read_text(encoding="utf-8")
            about = (self._folder / name / "meta.json").stat()
        except (OSError, ValueError):
            return ("none",)
        return name, about.st_mtime_ns, about.st_size, about.st_ino

    def _open(self) -> None:
        """Read what `current` names, having checked every file; raises when anything is not as it was written."""
        try:
            name = (self._folder / "current").read_text(encoding="utf-8")
        except FileNotFoundError:
            self._forget()
            return
        home = self._folder / name
        if home.parent != self._folder or not name.startswith("index-"):
            raise IndexDamageError(f"{self._folder / 'current'} is damaged.")
        documents = self._check(home)
        index = tantivy.Index(SCHEMA, self._view.of(home))  # raises when the schema on disk is another
        index.config_reader("manual")
        index.reload()
        searcher = index.searcher()
        hits = searcher.search(
            Query.term_query(SCHEMA, "state", "stamp", "basic"), 1, count=False, order_by_field="commit"
        ).hits
        record = _Record(**json.loads(str(searcher.doc(hits[0][1]).get_first("record")))) if hits else _Record()
        if not record.documents == searcher.num_docs == documents:
            raise IndexDamageError(f"{home} does not hold what it says.")
        words = WordFile(home / "terms")
        if (home / "terms").stat().st_size < record.word_bytes:
            raise IndexDamageError(f"{home / 'words'} is cut short.")
        shadows = Query.term_query(SCHEMA, "state", "gone", "basic")
        gone = [address for _, address in searcher.search(shadows, max(1, documents), count=False).hits]
        self._home, self._index, self._searcher, self._record, self._words = home, index, searcher, record, words
        self._last = ({}, {})
        self._gone = frozenset(int(row or 0) for row in searcher.fast_field_values("gone", gone))

    def _check(self, home: Path) -> int:
        """Compare every file of the index with its checksum; returns how many documents it should hold."""
        meta = json.loads((home / "meta.json").read_text(encoding="utf-8"))
        documents = 0
        for segment in meta["segments"]:
            if segment["deletes"] is not None:
                raise IndexDamageError(f"{home / 'meta.json'} is damaged.")
            documents += segment["max_doc"]
            for part in _PARTS:
                path = home / f"{segment['segment_id'].replace('-', '')}.{part}"
                if str(path) not in self._sound:
                    check(path)
                    self._sound.add(str(path))
        return documents

    def _forget(self) -> None:
        self._home = self._index = self._searcher = self._words = None
        self._record, self._gone, self._last = _Record(), frozenset(), ({}, {})
        self._sound.clear()
        self._view.close()

    def _move_to(self, home: Path) -> None:
        """Make a new index the current one and drop the others."""
        fresh = self._folder / "current.new"
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write(home.name)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._folder / "current")
        sync_folder(self._folder)
        for other in self._folder.glob("index-*"):
            if other != home:
                shutil.rmtree(other, ignore_errors=True)


def _slices(values: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(values)
    while some := list(islice(iterator, _LOOKED_UP)):
        yield some


def _document(**fields: Any) -> tantivy.Document:
    document = tantivy.Document()
    for name, value in fields.items():
        document.add_unsigned(name, value) if isinstance(value, int) else document.add_text(name, value)
    return document


def _limits(filters: Filters) -> list[tuple[Occur, Query]]:
    """Filters as clauses that must match and add nothing to a score."""
    limits = []
    if filters.since is not None or filters.until is not None:
        since, until = max(1, filters.since or 1), max(0, filters.until if filters.until is not None else 9999)
        if since > until:
            return [(Occur.Must, Query.empty_query())]
        limits.append(Query.range_query(SCHEMA, "year", tantivy.FieldType.Unsigned, since, until))
    for name, values in (("kind", filters.kinds), ("design", filters.designs), ("audience", filters.audiences)):
        if values:
            either = [(Occur.Should, Query.term_query(SCHEMA, name, value, "basic")) for value in values]
            limits.append(Query.boolean_query(either))
    return [(Occur.Must, Query.const_score_query(limit, 0.0)) for limit in limits]

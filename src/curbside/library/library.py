"""
The library: the record of truth, from which everything that is quoted comes.

What is read back is checked: a passage, a text or a record whose bytes no longer match their SHA-256 raises a
DamageError that names the source, because an answer with a silently changed dose is worse than none. The search
index is derived from the outbox and can be deleted at any time; the library cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curbside.errors import LibraryError, UnknownError
from curbside.evidence.evidence import SourceRecord
from curbside.settings import Settings
from curbside.settings import load as load_settings
from curbside.sources.source import Source, Status

from . import lookup
from .driver import FILE
from .lookup import VersionRow, WorkRow
from .reads import FileReads, Moment, Reads, ServerReads
from .report import AddReport, Change, Counts, Decision, EntryRow, Finding, Progress, Stored, VersionRecord
from .rows import damaged, passage_of, record_of, tidy_id
from .state import OLDEST, SCHEMA, State
from .upgrade import check_schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_LOOKUP = 400
#: What can be decided of a work besides its status.
RETIRE, TAKE_BACK = "retire", "take_back"
_MARKS = frozenset(one.value for one in Status if one is not Status.CURRENT)


class Library:
    """A library folder (or a PostgreSQL database with a folder for its index) that is open."""

    def __init__(self, location: str, folder: Path, settings: Settings) -> None:
        self.location = location
        self.folder = folder
        self.settings = settings
        is_server = "://" in location
        self._reads: Reads = ServerReads(self.engine, location) if is_server else FileReads(folder / FILE, location)

    @cached_property
    def engine(self) -> Engine:
        """What writes, lists and checks the library."""
        from .database import connect  # with all of SQLAlchemy, which asking a library folder never needs

        return connect(self.location, self.folder)

    @classmethod
    def open(
        cls, location: str | Path, settings: Settings | None = None, *, index: str | Path | None = None
    ) -> Library:
        """Open a library folder, made when missing, or a PostgreSQL URL with a folder for the index."""
        library = cls.at(location, settings, index=index)
        library._prepare()
        return library

    @classmethod
    def at(cls, location: str | Path, settings: Settings | None = None, *, index: str | Path | None = None) -> Library:
        """The same, not looked into: nothing is made in it, and nothing is known of who wrote it."""
        place = str(location)
        if "://" in place:
            if index is None:
                raise LibraryError("A library at a database URL needs a folder for its index; set CURBSIDE_INDEX.")
            folder = Path(index).expanduser()
            # SQLAlchemy's name for the driver that we install.
            place = place.replace("postgres://", "postgresql://").replace("postgresql://", "postgresql+psycopg://")
        else:
            folder = Path(place).expanduser()
            place = str(folder)
        return cls(place, folder, settings or load_settings(folder))

    def is_there(self) -> bool:
        """Whether anything was ever written here; looking writes nothing."""
        return ("://" in self.location or (self.folder / FILE).exists()) and self._reads.has_tables()

    def _prepare(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"The library folder {self.folder} cannot be made ({error.strerror}).") from error
        if not self._reads.has_tables():
            from . import tables

            tables.create(self.engine, self.location)
        rows = self._reads.single("SELECT schema FROM state")
        if not rows:
            raise damaged("the library's own counts", "row")
        check_schema("library", rows[0][0], SCHEMA, self.location, oldest=OLDEST)

    # What goes in

    def add(
        self,
        *paths: str | Path,
        format: str | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> AddReport:
        """Read files, folders and archives and keep what they hold; adding the same again changes nothing."""
        from . import adding  # with all that reads and settles, which asking never needs

        return adding.add(self, [Path(path).expanduser() for path in paths], format or "", progress)

    def add_sources(self, sources: Iterable[Source], *, format: str = "api") -> AddReport:
        """Keep sources that were read in this process, all or none of them."""
        from . import adding

        return adding.add_sources(self, sources, format)

    def retire(self, identifier: str, because: str) -> None:
        """Stop quoting a work; what was quoted from it before still verifies."""
        self._decide(identifier, RETIRE, because)

    def mark(self, identifier: str, status: Status | str, because: str) -> None:
        """Record that a work is retracted, of concern, corrected or superseded, and why."""
        self._decide(identifier, str(status), because)

    def take_back(self, identifier: str, because: str) -> None:
        """Undo every mark that people set, and a retirement: the work stands again as files say."""
        self._decide(identifier, TAKE_BACK, because)

    def _decide(self, identifier: str, action: str, because: str) -> None:
        from .database import writing

        with writing(self.engine, self.location) as connection:
            self.decide(connection, identifier, action, because)

    def decide(self, connection: Connection, identifier: str, action: str, because: str) -> None:
        """Record a decision (a status, `RETIRE` or `TAKE_BACK`) in a write transaction that holds more than it."""
        from .shelf import Shelf

        if action not in {RETIRE, TAKE_BACK, *_MARKS}:
            raise LibraryError("A work can be marked retracted, concern, corrected or superseded.")
        if not because.strip():
            raise LibraryError("Say why, so that others can follow the decision: --because TEXT.")
        shelf, name = Shelf(connection), tidy_id(identifier)
        if action == TAKE_BACK:
            is_done = shelf.take_back(name, because.strip())
            if is_done is False:
                raise UnknownError(f"Nobody has marked {identifier}; what files say of it cannot be taken back.")
        else:
            is_done = shelf.mark(name, action, because.strip())
        if not is_done:
            raise unknown(identifier)
        shelf.finish()

    # What comes out

    def resolve(self, identifier: str) -> str | None:
        """The canonical id of the work that has this id, or None."""
        with self._reads.moment() as moment:
            found = lookup.works_named(moment, [identifier])
        return found[identifier].canonical if found else None

    def record(self, identifier: str, version: str | None = None) -> SourceRecord:
        """What is known of a work, as its current version or the one named tells it."""
        with self._reads.moment() as moment:
            work, versions = self._known(moment, identifier)
        chosen = lookup.chosen(work, versions, version)
        return record_of(work, chosen, [row for row in versions if row.version != chosen.version])

    def records(self, identifiers: Iterable[str]) -> dict[str, SourceRecord]:
        """Records by the ids that were asked for; unknown ids are left out."""
        wanted = list(dict.fromkeys(identifiers))
        with self._reads.moment() as moment:
            works = lookup.works_named(moment, wanted)
            versions = lookup.versions_of(moment, {work.work for work in works.values()})
        return {name: lookup.current_record(work, versions[work.work]) for name, work in works.items()}

    def fallen(self, identifiers: Iterable[str]) -> frozenset[str]:
        """Those of these ids whose works may not be quoted any more: retracted, or out of use. Unknown ones are none."""
        with self._reads.moment() as moment:
            works = lookup.works_named(moment, list(identifiers))
        gone = {name for name, work in works.items() if work.retired is not None or work.status == Status.RETRACTED}
        return frozenset(gone)

    def text(self, identifier: str, version: str | None = None) -> str:
        """The stored text of a work's current version, or of the one named (its SHA-256, or the start of it)."""
        with self._reads.moment() as moment:
            work, versions = self._known(moment, identifier)
            chosen = lookup.chosen(work, versions, version)
            return lookup.text(moment, chosen, work.canonical)

    def versions(self, identifier: str) -> tuple[VersionRecord, ...]:
        """Every version of a work, the current one first, then the newest."""
        from . import lists

        with self._reads.moment() as moment:
            work, versions = self._known(moment, identifier)
        return lists.versions(self.engine, self.location, work.current, versions)

    def decisions(self, identifier: str) -> tuple[Decision, ...]:
        """What people decided of a work and nobody took back, in order; a retirement comes last."""
        from . import lists

        with self._reads.moment() as moment:
            work, _ = self._known(moment, identifier)
        return lists.decisions(self.engine, self.location, work.work)

    def passages(self, keys: Sequence[int]) -> dict[int, Stored]:
        """Live passages by key, each checked against its SHA-256; those of retired or replaced versions are left out."""
        found: dict[int, Stored] = {}
        with self._reads.moment() as moment:
            rows = lookup.passage_rows(moment, keys)
            versions, stored = lookup.versions_beside(moment, {row.version for row in rows})
            works = lookup.works_by_number(moment, versions)
        owners = {version.version: number for number, several in versions.items() for version in several}
        records: dict[int, SourceRecord] = {}
        texts: dict[int, str] = {}
        for row in rows:
            work = works.get(owners.get(row.version, 0))
            if work is None:
                raise damaged(f"passage number {row.key}", "entry")
            if work.retired is not None or work.current != row.version:
                continue
            if row.version not in texts:
                texts[row.version] = lookup.text_of_passages(stored[row.version], work.canonical)
                records[row.version] = lookup.current_record(work, versions[work.work])
            text = texts[row.version]
            passage = passage_of(row, text, work.canonical)
            found[row.key] = Stored(row.key, records[row.version], passage, text[row.start : row.stop])
        return {key: found[key] for key in keys if key in found}

    def keys_of(self, identifier: str) -> range:
        """Keys of the passages of a work's current version; empty when it is retired."""
        with self._reads.moment() as moment:
            work, versions = self._known(moment, identifier)
        if work.retired is not None:
            return range(0)
        chosen = lookup.chosen(work, versions, None)
        return range(chosen.first_key, chosen.first_key + chosen.passages)

    def sources(
        self,
        *,
        kind: str | None = None,
        status: str | None = None,
        design: str | None = None,
        since: int | None = None,
        title: str | None = None,
        retired: bool = False,
    ) -> Iterator[SourceRecord]:
        """Records of all works (or of those retired) that fit the filters, by canonical id."""
        from . import lists

        limits = lists.Limits(kind, status, design, since, title, retired)
        names = lists.names(self.engine, self.location, limits)
        for start in range(0, len(names), _LOOKUP):
            yield from self.records(names[start : start + _LOOKUP]).values()

    def counts(self) -> Counts:
        """How much the library holds."""
        state = self._state()
        kinds = {kind: count for kind, count in sorted(state.by_kind.items()) if count}
        formats = dict(sorted(state.by_format.items()))
        return Counts(state.sources, state.passages, kinds, formats, state.newest, bool(kinds.get("label")))

    def years(self) -> dict[str, int]:
        """How many sources were published in each year, oldest first; "" counts those without a date."""
        from . import lists

        return lists.years(self.engine, self.location)

    def told(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Of each work that is in use its canonical id, its kind, and what its file tells of it (as in `tables.versions`)."""
        from . import lists

        return lists.told(self.engine, self.location)

    def snapshot(self) -> str:
        """A short name for what the library holds now; the same works in the same versions and status give the same."""
        return f"{self._state().snapshot:032x}"[:16]

    def refusals(self) -> tuple[tuple[str, str, bool], ...]:
        """Files and records that were not taken: path, reason, and whether it is in quarantine (else skipped)."""
        from . import lists

        return lists.refusals(self.engine, self.location)

    # For the search index

    def stamp(self) -> int:
        """The number of the last step in the outbox."""
        return self._state().stamp

    def changes(self, after: int, limit: int = 10_000) -> tuple[Change, ...]:
        """The next steps of the outbox; a step adds or removes the passages of one version."""
        from . import bulk

        return bulk.changes(self.engine, self.location, after, limit)

    def removals(self, after: int, until: int | None = None) -> Iterator[range]:
        """Keys that went after a stamp (and up to another): remove these first, then add `entries`."""
        from . import bulk

        yield from bulk.removals(self.engine, self.location, after, until)

    def entries(self, after: int = 0, until: int | None = None, batch: int = 4000) -> Iterator[list[EntryRow]]:
        """Every passage that came after a stamp (and up to another) and is still live, in bulk and unchecked."""
        from . import bulk

        yield from bulk.entries(self.engine, self.location, after, until, batch)

    # Upkeep

    def doctor(self) -> list[Finding]:
        """Check every hash and every link of the library and say what to do about what is wrong."""
        from . import doctor

        return doctor.examine(self)

    def close(self) -> None:
        """Release files and locks."""
        self._reads.close()
        if "engine" in self.__dict__:
            self.engine.dispose()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Rows, each checked against its seal

    def _state(self) -> State:
        return lookup.state(self._reads)

    def _known(self, moment: Moment, identifier: str) -> tuple[WorkRow, list[VersionRow]]:
        found = lookup.works_named(moment, [identifier])
        if not found:
            raise unknown(identifier)
        work = found[identifier]
        return work, lookup.versions_of(moment, [work.work])[work.work]


def unknown(identifier: str) -> LibraryError:
    """The error for an id that no work has."""
    return UnknownError(f'No source is known as "{identifier}"; list what there is with: curbside sources')


__all__ = ["FILE", "Library"]

"""
Put packed sources on the shelf: which work is it, is it new, which version is current now.

A work is one source whatever files it came from. A file that names two known works by their ids proves that they
are one, and they are merged. The best version is current: full text before abstract before title before snippets,
then the newest revision; the first of equals stays. All of this happens inside one write transaction, a few
hundred sources at a time, with every row looked up and written in bulk.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, or_, select, update

from curbside.sources.source import Status

from . import tables
from .database import write_rows
from .rows import Packed, damaged, order_ids, sealed_work
from .seals import body_seal
from .standing import TAKEN_BACK, gravest, not_taken_back
from .state import MODULUS, State
from .work import Footprint, Version, Work, work_row

_LOOKUP = 400  # ids in one SELECT ... IN


class Outcome(NamedTuple):
    """What became of one source."""

    word: str  # "added", "updated", "unchanged" or "skipped"
    reason: str = ""


class Shelf:
    """The works touched by one write transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # On PostgreSQL the lock on this row is the one writer's place; SQLite's transaction has it already.
        row = connection.execute(select(tables.state).where(tables.state.c.id == 1).with_for_update()).first()
        if row is None:
            raise damaged("the library's own counts", "row")
        self.state = State.of(row)
        self._schema = row.schema
        self._formats: dict[int, str] = {}
        self._originals: list[tuple[Any, ...]] = []
        self._forget()

    def _forget(self) -> None:
        self._works: dict[int, Work] = {}
        self._known: dict[str, int] = {}
        self._rows: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("versions", "passages", "ids", "outbox", "notices", "marks")
        }
        self._heard: dict[str, list[tuple[Status, str]]] = {}
        self._moved_ids: dict[str, int] = {}
        self._moved_versions: dict[int, int] = {}

    def original(self, name: str, collection: str, format_name: str, sha256: bytes, size: int) -> int:
        """Note the file that some sources were read from, and return its number."""
        number = self.state.original
        self.state.original += 1
        self._originals.append((number, _label(name), _label(collection), format_name, sha256, size, now()))
        self._formats[number] = format_name
        return number

    def put(self, batch: Sequence[tuple[Packed, int]]) -> list[Outcome]:
        """Store some hundreds of sources, each with the number of its original, and say what became of each."""
        wanted = {identifier for packed, _ in batch for identifier in packed.ids}
        announced = {identifier for packed, _ in batch for targets, _, _ in packed.notices for identifier in targets}
        self._look_up(wanted | announced)
        outcomes = [self._put(packed, original) for packed, original in batch]
        for packed, _ in batch:
            self._announce(packed)
        self._write()
        return outcomes

    def mark(self, identifier: str, action: str, because: str) -> bool:
        """Record a person's decision (a status, or "retire"); False when no work has this id."""
        self._look_up({identifier})
        if identifier not in self._known:
            return False
        work = self._works[self._known[identifier]]
        before = self._footprint(work)
        number = self._note(work, action, because)
        if action == "retire":
            work.retired = because
        else:
            work.marks[number] = (Status(action), because)
        self._settle(work, before)
        self._write()
        return True

    def take_back(self, identifier: str, because: str) -> bool | None:
        """Undo what people decided of a work; False when nothing of that stands, None when no work has this id."""
        self._look_up({identifier})
        if identifier not in self._known:
            return None
        work = self._works[self._known[identifier]]
        if not work.marks and work.retired is None:
            return False
        before = self._footprint(work)
        # Each by its number: when two works prove to be one, what was said of the other stands.
        for number in work.marks:
            self._note(work, f"{TAKEN_BACK}{number}", because)
        work.marks = {}
        if work.retired is not None:
            self._note(work, "use", because)
            work.retired = None
        self._settle(work, before)
        self._write()
        return True

    def _note(self, work: Work, action: str, because: str) -> int:
        number = self.state.mark
        self._rows["marks"].append((number, work.work, action, because, now()))
        self.state.mark += 1
        return number

    def refuse(self, refusals: Sequence[tuple[str, str, bool]]) -> None:
        """Note files and records that were not taken: path, reason, whether in quarantine."""
        columns = tables.refused.c
        rows = {_label(path): (_label(path), int(quarantined), reason, now()) for path, reason, quarantined in refusals}
        for some in _slices(list(rows)):
            self._connection.execute(tables.refused.delete().where(columns.path.in_(some)))
        write_rows(self._connection, tables.refused, list(rows.values()))

    def forget_refusals(self, names: Sequence[str]) -> None:
        """Forget what was refused of files that are read again."""
        column = tables.refused.c.path
        if self._connection.execute(select(column).limit(1)).first() is None:
            return
        for name in map(_label, names):
            # Members are "name/member" and records "name, place"; each is a range of the paths in order.
            within = or_(
                column == name,
                column.between(f"{name}/", f"{name}/\U0010ffff"),
                column.between(f"{name}, ", f"{name}, \U0010ffff"),
            )
            self._connection.execute(tables.refused.delete().where(within))

    def finish(self) -> None:
        """Write the counts; the transaction can then be committed."""
        body = self.state.body()
        self._connection.execute(
            update(tables.state).where(tables.state.c.id == 1).values(body=body, seal=body_seal(self._schema, body))
        )

    def _put(self, packed: Packed, original: int) -> Outcome:
        numbers = sorted({self._known[identifier] for identifier in packed.ids if identifier in self._known})
        if not numbers:
            self._add_work(packed, original)
            return Outcome("added")
        work = self._works[numbers[0]]
        before = self._footprint(work)
        for number in numbers[1:]:
            self._merge(work, self._works[number])
        self._name(work, packed.ids)
        if work.retired is not None:
            self._settle(work, before)
            return Outcome("skipped", f"retired: {work.retired}")
        rank = (-packed.extent, packed.revised)
        # The same words in a newer record are a version again: its publication types or dates may be new.
        same = next((v for v in work.versions if v.sha256 == packed.sha256 and v.rank >= rank), None)
        changed = len(numbers) > 1
        if same is None:
            version = self._add_version(work, packed, original)
            if version.rank > work.best.rank:
                work.current = version.version
                changed = True
        elif gravest((Status(same.status), ""), (Status(packed.status), ""))[0].value != same.status:
            # The same words, now said to be retracted: the version's row is sealed, so this is kept as a notice.
            work.noticed = gravest(work.noticed, (Status(packed.status), packed.status_note))
            self._rows["notices"].append((packed.ids[0], packed.ids[0], packed.status, packed.status_note))
        self._settle(work, before)
        return Outcome("updated" if changed or work.status != before[2] else "unchanged")

    def _add_work(self, packed: Packed, original: int) -> None:
        work = Work(self.state.work, packed.ids[0], packed.ids, self.state.version, "", "", None, is_new=True)
        self.state.work += 1
        self._works[work.work] = work
        for identifier in packed.ids:
            self._known[identifier] = work.work
            self._rows["ids"].append((identifier, work.work))
        self._hear(work, packed.ids)
        version = self._add_version(work, packed, original)
        said = (Status(version.status), version.status_note)
        status, note = gravest(work.noticed, said) if said[0] is not Status.CURRENT else work.noticed
        work.status, work.status_note = status.value, note
        self._count(work.canonical, work.status, version, 1)
        self.state.stamp += 1
        self._rows["outbox"].append((self.state.stamp, version.version, 0))

    def _add_version(self, work: Work, packed: Packed, original: int) -> Version:
        number, first_key = self.state.version, self.state.key
        self.state.version += 1
        format_name = self._formats[original]
        self.state.by_format[format_name] = self.state.by_format.get(format_name, 0) + 1
        self.state.key += len(packed.passages)
        self._rows["versions"].append(
            (
                number,
                work.work,
                packed.sha256,
                original,
                packed.extent,
                packed.revised,
                packed.status,
                packed.status_note,
                first_key,
                len(packed.passages),
                packed.details,
                packed.seal,
                packed.text,
            )
        )
        self._rows["passages"] += [(first_key + step, number, *row) for step, row in enumerate(packed.passages)]
        version = Version(
            number,
            packed.sha256,
            packed.extent,
            packed.revised,
            packed.status,
            packed.status_note,
            len(packed.passages),
            packed.kind,
            packed.design,
            packed.title,
            packed.published,
        )
        work.versions.append(version)
        return version

    def _name(self, work: Work, identifiers: Iterable[str]) -> None:
        fresh = [identifier for identifier in identifiers if identifier not in self._known]
        if not fresh:
            return
        for identifier in fresh:
            self._known[identifier] = work.work
            self._rows["ids"].append((identifier, work.work))
        work.ids = order_ids((*work.ids, *fresh))
        work.canonical = work.ids[0]
        self._hear(work, fresh)

    def _merge(self, into: Work, other: Work) -> None:
        """Two works proved to be one: the later number gives all it has to the earlier."""
        gone = self._footprint(other)
        into.ids = order_ids((*into.ids, *other.ids))
        into.canonical = into.ids[0]
        for identifier in other.ids:
            self._known[identifier] = into.work
            self._moved_ids[identifier] = into.work
        for version in other.versions:
            self._moved_versions[version.version] = into.work
        into.versions += other.versions
        into.marks |= other.marks
        into.noticed = gravest(into.noticed, other.noticed)
        if into.retired is None:
            into.retired = other.retired
        best = into.best
        for version in other.versions:
            if version.rank > best.rank:
                best = version
        into.current = best.version
        other.is_merged_away = True
        self._recount(gone, None)

    def _announce(self, packed: Packed) -> None:
        for targets, status, note in packed.notices:
            for identifier in targets:
                self._rows["notices"].append((identifier, packed.ids[0], status, note))
                if identifier in self._known:
                    work = self._works[self._known[identifier]]
                    if work.is_merged_away or packed.ids[0] in work.ids:
                        continue
                    before = self._footprint(work)
                    work.noticed = gravest(work.noticed, (Status(status), note))
                    self._settle(work, before)

    def _gather(self, identifiers: Iterable[str]) -> None:
        """Load what notices say about these ids."""
        if not self.state.notices:
            return
        for some in _slices(sorted(set(identifiers) - self._heard.keys())):
            self._heard |= {identifier: [] for identifier in some}
            for row in self._connection.execute(select(tables.notices).where(tables.notices.c.id.in_(some))):
                self._heard[row.id].append((Status(row.status), row.note))

    def _hear(self, work: Work, identifiers: Iterable[str]) -> None:
        if self._heard:
            for identifier in identifiers:
                work.noticed = gravest(work.noticed, *self._heard.get(identifier, ()))

    def _footprint(self, work: Work) -> Footprint:
        """Enough of a work to tell later what changed."""
        return work.canonical, work.current, work.status, work.retired, work.best if work.current else None

    def _settle(self, work: Work, before: Footprint | None) -> None:
        said = [(Status(v.status), v.status_note) for v in work.versions if v.status != Status.CURRENT]
        status, note = gravest(work.marked, work.noticed, *said)
        work.status, work.status_note = status.value, note
        work.is_changed = True
        self._recount(before, self._footprint(work))

    def _recount(self, before: Footprint | None, after: Footprint | None) -> None:
        """Bring counts, snapshot and outbox from one footprint of a work to the next."""
        state = self.state
        for footprint, sign in ((before, -1), (after, 1)):
            if footprint is None or footprint[3] is not None or footprint[4] is None:
                continue
            self._count(footprint[0], footprint[2], footprint[4], sign)
        was = before[1] if before is not None and before[3] is None else 0
        now_is = after[1] if after is not None and after[3] is None else 0
        if was != now_is:
            for number, removed in ((was, 1), (now_is, 0)):
                if number:
                    state.stamp += 1
                    self._rows["outbox"].append((state.stamp, number, removed))

    def _count(self, canonical: str, status: str, version: Version, sign: int) -> None:
        """Add a work in its current version to the counts and the snapshot, or (`sign` -1) take it away."""
        state = self.state
        line = f"{canonical}\x1f{version.sha256.hex()}\x1f{status}"
        state.snapshot += sign * int.from_bytes(hashlib.sha256(line.encode()).digest()[:16], "big")
        state.snapshot %= MODULUS
        state.sources += sign
        state.passages += sign * version.passages
        state.by_kind[version.kind] = state.by_kind.get(version.kind, 0) + sign
        if sign > 0:
            state.newest = max(state.newest, version.published)

    def _look_up(self, identifiers: set[str]) -> None:
        """Load the works that have any of these ids."""
        numbers: set[int] = set()
        for some in _slices(sorted(identifiers)):
            for row in self._connection.execute(select(tables.ids).where(tables.ids.c.id.in_(some))):
                numbers.add(row.work)
        for some_works in _slices(sorted(numbers)):
            self._load(some_works)
        self._gather(identifiers)

    def _load(self, numbers: list[int]) -> None:
        works, versions, marks = tables.works, tables.versions, tables.marks
        for row in self._connection.execute(select(works).where(works.c.work.in_(numbers))):
            names = tuple(json.loads(sealed_work(row).ids))
            self._works[row.work] = Work(
                row.work, row.canonical, names, row.current, row.status, row.status_note, row.retired
            )
            for identifier in names:
                self._known[identifier] = row.work
        columns = [column for column in versions.c if column.name not in ("text", "seal")]
        for row in self._connection.execute(select(*columns).where(versions.c.work.in_(numbers))):
            told = json.loads(row.details)
            self._works[row.work].versions.append(
                Version(
                    row.version,
                    row.sha256,
                    row.extent,
                    row.revised,
                    row.status,
                    row.status_note,
                    row.passages,
                    told["kind"],
                    told["design"],
                    told["title"],
                    told.get("published", ""),
                )
            )
        for row in not_taken_back(self._connection.execute(select(marks).where(marks.c.work.in_(numbers)))):
            self._works[row.work].marks[row.mark] = (Status(row.action), row.because)
        for number in numbers:
            self._gather(self._works[number].ids)
            self._hear(self._works[number], self._works[number].ids)

    def _write(self) -> None:
        """Send everything gathered to the database, then forget it."""
        connection, rows = self._connection, self._rows
        write_rows(connection, tables.originals, self._originals)
        self._originals = []
        new = [work for work in self._works.values() if work.is_new and not work.is_merged_away]
        write_rows(connection, tables.works, [work_row(work) for work in new])
        for name in ("versions", "passages", "ids", "outbox", "marks"):
            write_rows(connection, tables.metadata.tables[name], rows[name])
        for row in dict.fromkeys(rows["notices"]):
            where = [tables.notices.c[name] == value for name, value in zip(("id", "by", "status"), row, strict=False)]
            if connection.execute(select(tables.notices.c.id).where(*where)).first() is None:
                write_rows(connection, tables.notices, [row])
                self.state.notices += 1
        gone = [work.work for work in self._works.values() if work.is_merged_away and not work.is_new]
        for identifier, number in self._moved_ids.items():
            connection.execute(update(tables.ids).where(tables.ids.c.id == identifier).values(work=number))
        for version, number in self._moved_versions.items():
            connection.execute(update(tables.versions).where(tables.versions.c.version == version).values(work=number))
        for number in gone:
            into = self._works[self._known[self._works[number].ids[0]]].work
            connection.execute(update(tables.marks).where(tables.marks.c.work == number).values(work=into))
            connection.execute(tables.works.delete().where(tables.works.c.work == number))
        changed = [
            work for work in self._works.values() if work.is_changed and not work.is_new and not work.is_merged_away
        ]
        if changed:
            names = [column.name for column in tables.works.c if column.name != "work"]
            statement = (
                update(tables.works)
                .where(tables.works.c.work == bindparam("the_work"))
                .values({name: bindparam("new_" + name) for name in names})
            )
            connection.execute(
                statement,
                [
                    {"the_work": work.work}
                    | {"new_" + name: value for name, value in zip(names, work_row(work)[1:], strict=True)}
                    for work in changed
                ],
            )
        self._forget()


def _label(name: str) -> str:
    # A name from an archive is only ever shown: control characters in it could rewrite a terminal's line.
    return "".join(letter if letter.isprintable() else "�" for letter in name)[-500:]


def _slices(values: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(values), _LOOKUP):
        yield values[start : start + _LOOKUP]


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

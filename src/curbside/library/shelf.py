"""
Put packed sources on the shelf: which work is it, is it new, which version is current now.

A work is one source whatever records told of it; `identity` decides which. The best version is current: of who
vouches most for what it says, full text before abstract before title before snippets, then the newest revision; the
first of equals stays. All of this happens inside one write transaction, a few hundred sources at a time, with every
row looked up and written in bulk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from curbside.sources.source import Status

from . import tables
from .identity import Voucher, meet, unbelievable, voucher
from .rows import EXTENTS, Packed, order_ids
from .seals import body_seal
from .standing import TAKEN_BACK, gravest
from .state import MODULUS
from .touched import Touched
from .work import Footprint, Version, Work, rank

#: The schema in which a mark can be taken back; a program that knows only older ones has to refuse the library then.
_TAKES_BACK = 2


class Outcome(NamedTuple):
    """What became of one source."""

    word: str  # "added", "updated", "unchanged" or "skipped"
    reason: str = ""
    is_believed: bool = True  # what it says of other works counts


class Shelf(Touched):
    """The works touched by one write transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._formats: dict[int, str] = {}
        self._newest_left = False

    def original(self, name: str, collection: str, format_name: str, sha256: bytes, size: int) -> int:
        """Note the file that some sources were read from, and return its number."""
        number = self.state.original
        self.state.original += 1
        self._originals.append((number, label(name), label(collection), format_name, sha256, size, now()))
        self._formats[number] = format_name
        return number

    def put(self, batch: Sequence[tuple[Packed, int]]) -> list[Outcome]:
        """Store some hundreds of sources, each with the number of its original, and say what became of each."""
        wanted = {identifier for packed, _ in batch for identifier in packed.ids}
        announced = {identifier for packed, _ in batch for targets, _, _ in packed.notices for identifier in targets}
        self._look_up(wanted | announced)
        outcomes = [self._put(packed, original) for packed, original in batch]
        for (packed, _), outcome in zip(batch, outcomes, strict=True):
            if outcome.is_believed:
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
        self._schema = max(self._schema, _TAKES_BACK)
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

    def finish(self) -> None:
        """Write the counts; the transaction can then be committed."""
        if self._newest_left:
            works = tables.works.c
            left = select(func.max(works.published)).where(works.retired.is_(None))
            self.state.newest = self._connection.execute(left).scalar() or ""
        body = self.state.body()
        self._connection.execute(
            update(tables.state)
            .where(tables.state.c.id == 1)
            .values(schema=self._schema, body=body, seal=body_seal(self._schema, body))
        )

    def _put(self, packed: Packed, original: int) -> Outcome:
        format_name = self._formats[original]
        if why := unbelievable(packed, format_name):
            return Outcome("skipped", why, is_believed=False)
        by = voucher(format_name, EXTENTS[packed.extent], packed.kind)
        numbers = sorted({self._known[identifier] for identifier in packed.ids if identifier in self._known})
        if not numbers:
            self._add_work(packed, original)
            return Outcome("added")
        meeting = meet(packed, by, format_name, [self._works[number] for number in numbers])
        if meeting.refused:
            return Outcome("skipped", meeting.refused, is_believed=False)
        if meeting.adds_nothing:
            return Outcome("unchanged", is_believed=False)
        for number in numbers:
            if self._works[number] not in meeting.works:
                self._take(self._works[number], meeting.ids)
        packed = packed._replace(ids=meeting.ids)
        if not meeting.works:
            self._add_work(packed, original)
            return Outcome("added")
        return self._add_to(meeting.works[0], meeting.works[1:], packed, original, by)

    def _add_to(self, work: Work, others: Sequence[Work], packed: Packed, original: int, by: Voucher) -> Outcome:
        """Store a source as a version of a work that it shows others to be, too."""
        before = self._footprint(work)
        for one in (work, *others):
            if one.voucher < by:
                # What only a page says of itself gives way: it may be the name of another work.
                self._drop(one, [identifier for identifier in one.ids if identifier not in packed.ids])
        for other in others:
            self._merge(work, other)
        self._name(work, packed.ids)
        if work.retired is not None:
            self._settle(work, before)
            return Outcome("skipped", f"retired: {work.retired}")
        given = rank(by, packed.extent, packed.revised)
        is_ours = by is Voucher.PROGRAM
        # The same words in a newer record are a version again: its publication types or dates may be new.
        same = next((v for v in work.versions if v.sha256 == packed.sha256 and (is_ours or v.rank >= given)), None)
        changed = bool(others)
        version = same or self._add_version(work, packed, original)
        # Of the starter library the text that this program brings is current, whatever an older one brought.
        if version.rank > work.best.rank or (is_ours and version.version != work.current):
            work.current = version.version
            changed = True
        if same and gravest((Status(same.status), ""), (Status(packed.status), ""))[0].value != same.status:
            # The same words, now said to be retracted: the version's row is sealed, so this is kept as a notice.
            work.noticed = gravest(work.noticed, (Status(packed.status), packed.status_note))
            self._rows["notices"].append((packed.ids[0], packed.ids[0], packed.status, packed.status_note))
        self._settle(work, before)
        return Outcome("updated" if changed or work.status != before[2] else "unchanged")

    def _take(self, work: Work, ids: Iterable[str]) -> None:
        """Take ids from a work to which they never belonged; what is left of its own stays, else the name of its text."""
        taken = [identifier for identifier in ids if identifier in work.ids]
        if not taken:
            return
        before = self._footprint(work)
        if len(taken) == len(work.ids):
            own = f"file:{work.best.sha256.hex()}"
            self._known[own] = work.work
            work.ids = (*work.ids, own)
        self._drop(work, taken)
        self._settle(work, before)

    def _drop(self, work: Work, ids: Iterable[str]) -> None:
        gone = set(ids)
        for identifier in gone:
            del self._known[identifier]
        work.ids = order_ids(tuple(identifier for identifier in work.ids if identifier not in gone))
        work.canonical = work.ids[0]

    def _add_work(self, packed: Packed, original: int) -> None:
        work = Work(self.state.work, packed.ids[0], packed.ids, self.state.version, "", "", None, is_new=True)
        self.state.work += 1
        self._works[work.work] = work
        for identifier in packed.ids:
            self._known[identifier] = work.work
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
            format_name,
        )
        work.versions.append(version)
        return version

    def _name(self, work: Work, identifiers: Iterable[str]) -> None:
        fresh = [identifier for identifier in identifiers if identifier not in self._known]
        if not fresh:
            return
        for identifier in fresh:
            self._known[identifier] = work.work
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
        self._merged[other.work] = into.work
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
        else:
            self._newest_left |= version.published == state.newest


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def label(name: str) -> str:
    """A name as it is kept and shown."""
    # A name from an archive is only ever shown: control characters in it could rewrite a terminal's line.
    return "".join(letter if letter.isprintable() else "�" for letter in name)[-500:]

"""P19: what is edited, deleted, swapped or cut off in the archive is found, every time, with the head kept outside."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from archived import QUESTIONS, approved, archive_of
from asked import ENDURANCE

from curbside.archive import Archive, chain, tables
from curbside.articles.person import Person
from curbside.consult import open_desk
from curbside.errors import CurbsideError, DamageError
from curbside.library.driver import FILE
from curbside.library.library import Library

TRIALS = 25 if ENDURANCE else 2
#: Every column of every table.
CHANGED = {table.name: tuple(table.columns.keys()) for table in tables.metadata.sorted_tables}


@pytest.fixture(scope="module")
def published(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with approved articles and a saved answer, written once."""
    folder = shutil.copytree(shelf, tmp_path_factory.mktemp("published") / "library")
    with open_desk(folder) as desk:
        archive = archive_of(desk)
        for question in QUESTIONS[:2]:
            approved(desk, archive, question)
        for question in QUESTIONS[1:]:
            archive.save(desk.ask(question))
        for question in QUESTIONS[:2]:
            archive.request("review", question)
        for address in ("gout", "gouty-arthritis"):
            archive.redirect(address, archive.articles().articles[-1].slug, "ann")
        assert archive.verify() == []
    return folder


def findings(folder: Path) -> list[str]:
    """What the doctor says of the archive; an archive that refuses to be read has said it too."""
    with Library.open(folder) as library:
        return [one.problem for one in Archive(library).verify()]


def tampered(published: Path, tmp_path: Path, name: str, change: Callable[[sqlite3.Connection], bool]) -> Path | None:
    """A copy in which somebody changed something past our doors; None where there was nothing to change."""
    folder = tmp_path / name
    shutil.copytree(published, folder)
    connection = sqlite3.connect(folder / FILE)
    try:
        with connection:
            did = change(connection)
    except sqlite3.IntegrityError:  # the database itself does not take it
        did = False
    connection.close()
    return folder if did else None


def edited(table: str, column: str, chance: random.Random) -> Callable[[sqlite3.Connection], bool]:
    """One character or byte of one cell, another one."""

    def change(connection: sqlite3.Connection) -> bool:
        rows = connection.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall()
        rows = [row for row in rows if row[1] not in {"", None}]
        if not rows:
            return False
        row, value = chance.choice(rows)
        if isinstance(value, int):
            other: object = value + 1
        elif isinstance(value, bytes):
            at = chance.randrange(len(value))
            other = value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]
        else:
            at = chance.randrange(len(value))
            other = value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
        connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (other, row))
        return True

    return change


def deleted(table: str, chance: random.Random) -> Callable[[sqlite3.Connection], bool]:
    def change(connection: sqlite3.Connection) -> bool:
        rows = [row[0] for row in connection.execute(f'SELECT rowid FROM "{table}"')]
        if not rows:
            return False
        connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (chance.choice(rows),))
        return True

    return change


def swapped(table: str, column: str, chance: random.Random) -> Callable[[sqlite3.Connection], bool]:
    def change(connection: sqlite3.Connection) -> bool:
        rows = connection.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall()
        pairs = [(a, b) for a in rows for b in rows if a[1] != b[1]]
        if not pairs:
            return False
        (first, one), (second, other) = chance.choice(pairs)
        connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (other, first))
        connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (one, second))
        return True

    return change


def truncated(chance: random.Random) -> Callable[[sqlite3.Connection], bool]:
    """The end of the log cut off, and the database made to agree with it."""

    def change(connection: sqlite3.Connection) -> bool:
        last = connection.execute("SELECT max(number) FROM audit").fetchone()[0]
        keep = chance.randrange(1, last)
        connection.execute("DELETE FROM audit WHERE number > ?", (keep,))
        head = connection.execute("SELECT hash FROM audit WHERE number = ?", (keep,)).fetchone()[0]
        connection.execute("UPDATE archive SET last = ?, head = ?", (keep, head))
        return True

    return change


@pytest.mark.endurance
@pytest.mark.parametrize("table", CHANGED)
def test_an_edit_a_deletion_and_a_swap_are_found(published: Path, tmp_path: Path, table: str) -> None:
    """One changed character in any cell, one row gone, two cells exchanged: found, whichever it was."""
    chance = random.Random(f"p19 {table}")
    missed = []
    for trial in range(TRIALS):
        faults = {f"edit {column}": edited(table, column, chance) for column in CHANGED[table]}
        faults |= {"delete": deleted(table, chance)}
        faults |= {f"swap {column}": swapped(table, column, chance) for column in CHANGED[table][:2]}
        if not ENDURANCE:
            faults = dict(chance.sample(sorted(faults.items(), key=lambda one: one[0]), 3))
        for name, fault in faults.items():
            folder = tampered(published, tmp_path, f"{trial} {name}", fault)
            if folder:
                if not findings(folder):
                    missed.append(name)
                shutil.rmtree(folder)
    assert missed == []


@pytest.mark.endurance
def test_a_log_cut_short_is_found(published: Path, tmp_path: Path) -> None:
    """The end cut off with everything in the database made to fit: the head kept outside tells."""
    chance = random.Random("p19 cut")
    for trial in range(TRIALS * 4):
        folder = tampered(published, tmp_path, f"cut {trial}", truncated(chance))
        assert folder
        assert any("cut short" in one for one in findings(folder))
        shutil.rmtree(folder)


def test_nothing_is_written_over_a_log_that_was_tampered_with(published: Path, tmp_path: Path) -> None:
    """Neither the missing end nor the head that shows it is covered by going on."""
    folder = tampered(published, tmp_path, "cut", truncated(random.Random(1)))
    assert folder
    with Library.open(folder) as library:
        archive = Archive(library)
        before = archive.head_file.read_bytes()
        with pytest.raises(DamageError, match="does not reach entry"):
            archive.save_person(Person("new", "New"), by="program")
        assert archive.head_file.read_bytes() == before


def test_a_chain_made_anew_is_found(published: Path, tmp_path: Path) -> None:
    """Somebody who knows how the hashes are made writes a whole new chain: the head kept outside tells."""

    def change(connection: sqlite3.Connection) -> bool:
        before = ""
        for number, body, left in connection.execute(
            'SELECT number, body, "left" FROM audit ORDER BY number'
        ).fetchall():
            body = body.replace('"by":"bo"', '"by":"al"')
            made = chain.hash_of(number, before, body, left)
            by = '"by":"al"' in body
            connection.execute(
                'UPDATE audit SET body=?, "before"=?, hash=? WHERE number=?', (body, before, made, number)
            )
            if by:
                connection.execute('UPDATE audit SET "by" = ? WHERE number = ?', ("al", number))
            before = made
        connection.execute("UPDATE archive SET head = ?", (before,))
        return True

    folder = tampered(published, tmp_path, "anew", change)
    assert folder
    assert any("kept outside" in one for one in findings(folder))


def test_one_entry_made_anew_is_found(published: Path, tmp_path: Path) -> None:
    """One entry in the middle rewritten with a hash that fits it: the entry after it tells."""

    def change(connection: sqlite3.Connection) -> bool:
        body, left, before = connection.execute('SELECT body, "left", "before" FROM audit WHERE number = 6').fetchone()
        body = body.replace('"why":""', '"why":"x"')
        made = chain.hash_of(6, before, body, left)
        connection.execute("UPDATE audit SET body = ?, hash = ? WHERE number = 6", (body, made))
        return True

    folder = tampered(published, tmp_path, "one", change)
    assert folder
    assert findings(folder) == ["it does not follow the entry before it"]


def test_a_signer_put_in_the_place_of_another_is_found(published: Path, tmp_path: Path) -> None:
    """An article whose text was changed into another valid one: the log tells what it was left as."""

    def change(connection: sqlite3.Connection) -> bool:
        connection.execute("UPDATE articles SET body = replace(body, 'Bo, MD', 'Al, MD')")
        return True

    folder = tampered(published, tmp_path, "signer", change)
    assert folder
    assert set(findings(folder)) == {"it is not what the audit log says it was left as"}


def test_a_missing_head_is_told(published: Path, tmp_path: Path) -> None:
    """Without the head the doctor does not call the log whole."""
    folder = tmp_path / "library"
    shutil.copytree(published, folder)
    (folder / "audit-head.json").unlink()
    assert any("head of the audit log is missing" in one for one in findings(folder))
    (folder / "audit-head.json").write_text("{")
    with Library.open(folder) as library, pytest.raises(CurbsideError, match="put back the copy"):
        Archive(library).save_person(Person("new", "New"), by="program")

"""What a day took is counted once for all processes, and nothing else is kept."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from curbside.prose.writers.bounded import Bounded
from curbside.prose.writers.ledger import NAME, Ledger, Spent
from curbside.prose.writers.writer import Fault, WriterError
from curbside.testing import ScriptedWriter
from model_prompts import PROMPT, QUESTION

_ASKING = """
import sys
from pathlib import Path
from curbside.prose.writers.ledger import Ledger, Spent
from curbside.prose.writers.writer import WriterError
ledger, done = Ledger(Path(sys.argv[1]), day_tokens=1000), 0
for _ in range(40):
    try:
        day = ledger.book(Spent(1, 30, 20))
    except WriterError:
        continue
    ledger.correct(day, Spent(1, 30, 20), Spent(1, 15, 10))
    done += 1
print(done)
"""


def test_two_processes_keep_to_one_limit(tmp_path: Path) -> None:
    """However they interleave, the limit holds and no count is lost."""
    running = [
        subprocess.Popen([sys.executable, "-c", _ASKING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    done = sum(int(one.communicate()[0]) for one in running)
    today = Ledger(tmp_path).today()
    assert today == Spent(done, 15 * done, 10 * done)
    assert 1000 - 50 <= today.tokens <= 1000


def test_what_was_booked_and_never_corrected_stays(tmp_path: Path) -> None:
    """A program that dies in the middle of a request leaves its most behind, not its least."""
    ledger = Ledger(tmp_path, day_tokens=100)
    ledger.book(Spent(1, 40, 40))
    with pytest.raises(WriterError) as caught:
        Ledger(tmp_path, day_tokens=100).book(Spent(1, 20, 20))
    assert caught.value.fault is Fault.LIMIT
    assert ledger.today().tokens == 80


def test_money_has_its_own_limit(tmp_path: Path) -> None:
    """The cost of a day is kept to as well."""
    ledger = Ledger(tmp_path, day_cost=1.0)
    ledger.book(Spent(1, 1, 1, 0.6))
    with pytest.raises(WriterError, match="money"):
        ledger.book(Spent(1, 1, 1, 0.6))


def test_it_holds_numbers_and_no_words(tmp_path: Path) -> None:
    """The file holds a day and counts: nothing of the question, the model or the reader."""
    writer = ScriptedWriter(lambda _: ["An answer about a thumb."])
    list(Bounded(writer, ledger=Ledger(tmp_path)).session(5).write(PROMPT))
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for word in (*QUESTION.split(), "thumb", "scripted"):
        assert len(word) < 4 or word.encode() not in data
    with sqlite3.connect(tmp_path / NAME) as connection:
        [row] = connection.execute("SELECT * FROM day").fetchall()
    assert [type(value) for value in row] == [str, int, int, int, float]
    assert len(row[0]) == 10


@pytest.mark.parametrize("limit", [0, 1000])
def test_a_folder_that_cannot_be_written(tmp_path: Path, limit: int) -> None:
    """Without a limit of the day nothing has to be counted; with one, what cannot be counted is not asked."""
    (tmp_path / NAME).mkdir()
    ledger = Ledger(tmp_path, day_tokens=limit)
    writer = ScriptedWriter(lambda _: ["Well."])
    pieces = Bounded(writer, ledger=ledger).session(5).write(PROMPT)
    if not limit:
        assert next(pieces) == "Well."
        return
    with pytest.raises(WriterError) as caught:
        next(pieces)
    assert caught.value.fault is Fault.LIMIT
    assert writer.prompts == []


def test_old_days_are_forgotten(tmp_path: Path) -> None:
    """A day of years ago does not stay for ever."""
    ledger = Ledger(tmp_path)
    ledger.book(Spent(1, 1, 1))
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("INSERT INTO day VALUES ('2020-01-01', 1, 1, 1, 0.0)")
    ledger.book(Spent(1, 1, 1))
    with sqlite3.connect(tmp_path / NAME) as connection:
        assert connection.execute("SELECT COUNT(*) FROM day").fetchone() == (1,)

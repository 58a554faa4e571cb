"""A damaged index costs time, never a wrong answer; a killed writer loses nothing that was kept."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from curbside.library.library import Library
from curbside.questions.question import Plan, QuestionType
from curbside.search.engine import IndexDamageError, WriterBusyError
from curbside.search.engines.tantivy import TantivyEngine
from curbside.search.find import Index
from curbside.search.locking import writing
from curbside.sources.build import TextBuilder
from curbside.sources.source import Source
from curbside.testing.engines import entries, questions, top

PARTS = ("idx", "term", "store", "fast", "fieldnorm")
TRIALS = 1000 if os.environ.get("CURBSIDE_ENDURANCE") else 15


def library_of(folder: Path, count: int = 60) -> Library:
    library = Library.open(folder)
    made = []
    for entry in entries(count):
        text = TextBuilder()
        text.passage(entry.text)
        stored, passages = text.finish()
        made.append(Source(ids=(f"pmid:{entry.key}",), title=f"Note {entry.key}", text=stored, passages=passages))
    library.add_sources(made)
    return library


def spoil(path: Path, chance: random.Random) -> None:
    """A flipped bit, a page of zeros, or a cut."""
    content = bytearray(path.read_bytes())
    kind, at = chance.randrange(3), chance.randrange(max(1, len(content)))
    if kind == 0 and content:
        content[at] ^= 1 << chance.randrange(8)
    elif kind == 1:
        content[at : at + 512] = bytes(len(content[at : at + 512]))
    else:
        del content[at:]
    path.write_bytes(content)


def test_a_damaged_index_gives_the_same_answer(tmp_path: Path) -> None:
    """P4: whatever happens to a file of the index, what is found is the same, because the index is made again."""
    library = library_of(tmp_path / "library")
    folder = tmp_path / "library" / "index"
    index = Index(library, TantivyEngine(folder))
    asked = [Plan(QuestionType.DEFINITION, (), "", queries=(words,)) for words in ("aspirin migraine", "insulin dose")]
    expected = [index.find(plan) for plan in asked]
    index.close()
    shutil.copytree(folder, tmp_path / "good")
    chance = random.Random(1)
    for _ in range(TRIALS):
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "good", folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
        spoiled = chance.choice(files)
        spoil(spoiled, chance)
        again = Index(library, TantivyEngine(folder))
        assert [again.find(plan) for plan in asked] == expected, spoiled
        again.close()


def test_every_changed_file_is_noticed(tmp_path: Path) -> None:
    """One flipped bit, a cut or zeros in any file of the index: it opens as empty, or says so when the row is read."""
    engine = TantivyEngine(tmp_path / "index")
    engine.write(entries(80), [], 1)
    engine.close()
    shutil.copytree(tmp_path / "index", tmp_path / "good")
    chance = random.Random(3)
    files = [path for path in (tmp_path / "good").rglob("*.*") if path.suffix.lstrip(".") in PARTS]
    assert len(files) >= len(PARTS)
    for file in files:
        for _ in range(3):
            shutil.rmtree(tmp_path / "index")
            shutil.copytree(tmp_path / "good", tmp_path / "index")
            spoiled = tmp_path / "index" / file.relative_to(tmp_path / "good")
            before = spoiled.read_bytes()
            content = bytearray(before)
            # The last bytes are the footer, whose own words (a version number) may change without harm.
            content[chance.randrange(len(content) - 120) if len(content) > 120 else 0] ^= 1 << chance.randrange(8)
            spoiled.write_bytes(content)
            assert TantivyEngine(tmp_path / "index").stamp() == 0, file
    shutil.rmtree(tmp_path / "index")
    shutil.copytree(tmp_path / "good", tmp_path / "index")
    (words,) = (tmp_path / "index").rglob("terms")
    content = bytearray(words.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    words.write_bytes(content)
    with pytest.raises(IndexDamageError):
        TantivyEngine(tmp_path / "index").tallies(range(1, 81), ["aspirin"])


def test_another_writer_delays_but_does_not_break(tmp_path: Path) -> None:
    """While the index is being written elsewhere, searches go on with what it held, and say what is pending."""
    library = library_of(tmp_path / "library")
    index = Index(library, TantivyEngine(tmp_path / "library" / "index"))
    plan = Plan(QuestionType.DEFINITION, (), "", queries=("aspirin",))
    before = index.find(plan)
    library.retire(before[0].record.source, "test")
    with writing(tmp_path / "library" / "index" / "writing.lock"):
        assert [found.record.source for found in index.find(plan)] == [found.record.source for found in before[1:]]
        assert index.pending() == 1
        with pytest.raises(WriterBusyError):
            index.engine.write([], [], 99)
    index.find(plan)
    assert index.pending() == 0


def test_what_another_process_wrote_is_seen(tmp_path: Path) -> None:
    """Two open indexes on one folder agree after a refresh."""
    one, other = TantivyEngine(tmp_path), TantivyEngine(tmp_path)
    one.write(entries(30), [], 1)
    other.refresh()
    assert other.stamp() == 1
    assert top(other, questions(5)) == top(one, questions(5))
    other.write([], [1, 2], 2)
    one.refresh()
    assert one.stamp() == 2
    one.clear()
    one.write(entries(10), [], 3)
    other.refresh()
    assert other.stamp() == 3
    assert top(other, questions(5)) == top(one, questions(5))


@pytest.mark.endurance
def test_a_killed_writer_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    """P1: after a kill at any instant the index opens with a whole commit, and writing goes on."""
    trials = 100 if os.environ.get("CURBSIDE_ENDURANCE") else 2
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from curbside.search.engines.tantivy import TantivyEngine
        from curbside.testing.engines import entries
        engine = TantivyEngine(Path(sys.argv[1]))
        for stamp in range(engine.stamp() + 1, 1000):
            engine.write(entries(40, seed=stamp, first=stamp * 100), [stamp * 100 - 100], stamp)
            print(stamp, flush=True)
        """
    )
    chance = random.Random(2)
    for trial in range(trials):
        folder = tmp_path / str(trial)
        writer = subprocess.Popen(
            [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert writer.stdout
        acknowledged = int(writer.stdout.readline())
        time.sleep(chance.random() * 0.5)
        writer.kill()
        acknowledged = max([acknowledged, *(int(line) for line in writer.stdout.read().split())])
        writer.wait()
        engine = TantivyEngine(folder)
        stamp = engine.stamp()
        assert acknowledged <= stamp <= acknowledged + 1
        fresh = TantivyEngine(tmp_path / f"{trial}-fresh")
        fresh.write((entry for one in range(1, stamp + 1) for entry in entries(40, seed=one, first=one * 100)), [], 1)
        fresh.write([], [one * 100 for one in range(stamp)], 2)
        assert top(engine, questions(10)) == top(fresh, questions(10))
        engine.write(entries(5, first=10**6), [], stamp + 1)
        assert engine.stamp() == stamp + 1

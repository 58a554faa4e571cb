"""P1, as far as reviews go: what was acknowledged before a kill is there after it, whole, and the log still holds."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archived import QUESTIONS, archive_of, in_review
from asked import ENDURANCE

from curbside.archive import Archive
from curbside.consult import open_desk
from curbside.library.library import Library

TRIALS = 500 if ENDURANCE else 2

#: Comments and decides without end, and tells of each change only after it was acknowledged.
REVIEWER = """
import sys
from curbside.archive import Archive
from curbside.library.library import Library
with Library.open(sys.argv[1]) as library:
    archive = Archive(library)
    (article,) = archive.articles().articles
    claims = [one.id for one in article.latest.statements]
    for number in range(100_000):
        if number % 3:
            article = archive.act("comment", article.slug, "bo", article.version, text=f"{number}", claim=claims[0])
        else:
            article = archive.act("decide", article.slug, "cy", article.version, claims=claims, note=f"{number}")
        print(article.version, flush=True)
"""


@pytest.fixture(scope="module")
def reviewed(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one article under review."""
    folder = shutil.copytree(shelf, tmp_path_factory.mktemp("killed") / "library")
    with open_desk(folder) as desk:
        in_review(desk, archive_of(desk), QUESTIONS[0])
    return folder


@pytest.mark.endurance
def test_acknowledged_reviews_survive_a_kill(reviewed: Path, tmp_path: Path) -> None:
    """SIGKILL at a random instant: every acknowledged change is there, nothing is half there, and work goes on."""
    chance = random.Random("p1 reviews")
    for trial in range(TRIALS):
        if trial % 20 == 0:  # what is written grows with every trial
            shutil.rmtree(tmp_path / "library", ignore_errors=True)
            folder = Path(shutil.copytree(reviewed, tmp_path / "library"))
        process = subprocess.Popen(
            [sys.executable, "-c", REVIEWER, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert process.stdout
        lines = [process.stdout.readline()]
        time.sleep(chance.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().split("\n")
        process.wait()
        last = max(int(line) for line in lines if line.strip().isdigit())
        began = time.monotonic()
        with Library.open(folder) as library:
            archive = Archive(library)
            (article,) = archive.articles().articles
            assert time.monotonic() - began < 5
            # One more may have been kept whose acknowledgement was not yet printed.
            assert article.version in {last, last + 1}
            assert archive.verify() == []
            archive.act("comment", article.slug, "bo", article.version, text="goes on")
            assert archive.verify() == []

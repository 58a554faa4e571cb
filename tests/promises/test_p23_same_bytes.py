"""P23: the same question to the same library gives the same bytes, in any process and on any day."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from asked import ENDURANCE, questions
from process import batch

from curbside.consult import Desk
from curbside.press.json import to_dict


def told(value: dict[str, object]) -> str:
    """An answer as bytes, in the order in which it was written, without the time it took."""
    return json.dumps({key: part for key, part in value.items() if key not in {"elapsed_ms", "id"}})


@pytest.mark.endurance
def test_the_same_bytes_in_other_processes(desk: Desk, library: Path, tmp_path: Path) -> None:
    """
    N questions are answered alike here, and in two processes with other hash seeds.

    One of them meets the questions in the opposite order, so that nothing of one answer may colour the next.
    """
    asked = questions(500 if ENDURANCE else 8)
    lines = [
        json.dumps({"id": number, "question": question.text, "reader": question.reader.value}).encode()
        for number, question in enumerate(asked)
    ]
    elsewhere = Path(shutil.copytree(library, tmp_path / "elsewhere"))
    here = [told(json.loads(json.dumps(to_dict(desk.ask(question))))) for question in asked]
    first = batch(library, lines, hash_seed="1")
    second = batch(elsewhere, lines[::-1], hash_seed="4000000000")
    assert (first.code, second.code) == (0, 0), first.errors + second.errors
    assert [told(answer) for answer in first.answers] == here
    assert [told(answer) for answer in second.answers] == here[::-1]
    assert len({json.loads(one)["digest"] for one in here}) > 0.9 * len(here)

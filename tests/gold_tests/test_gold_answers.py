"""
Whole answers, word for word: what the starter library says to twelve questions.

When an answer changes on purpose, `make gold` writes the new ones and the difference is part of the review. Left out
is what changes with every edition of the library or the program and says nothing about the answer: versions,
snapshot, counts, time.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curbside.consult import Desk, open_desk
from curbside.press.json import to_dict
from curbside.questions.question import Question, Reader

GOLD = Path(__file__).resolve().parents[1] / "gold" / "answers"
ACCEPT = os.environ.get("CURBSIDE_GOLD") == "accept"
ASKED = (
    Question("What is the initial management for tarsal tunnel syndrome?"),
    Question("What is the initial management for tarsal tunnel syndrome?", Reader.PATIENT),
    Question("What are the symptoms of gout?"),
    Question("What can I do about gout?", Reader.PATIENT),
    Question("How is carpal tunnel syndrome diagnosed?", Reader.TRAINEE),
    Question("What causes kidney stones?", Reader.NURSE),
    Question("How can osteoporosis be prevented?"),
    Question("What is the outlook for Bell's palsy?", Reader.PATIENT),
    Question("What is the dose of methimazole for an overactive thyroid?"),
    Question("How is Wilson disease treated?"),
    Question("I have crushing chest pain, is it a heart attack?", Reader.PATIENT),
    Question("I feel so low that I want to die", Reader.PATIENT),
)

_COUNTS = re.compile(r"Searched [\d,]+ passages from [\d,]+ sources")


def file_of(question: Question) -> Path:
    """The file of an answer, named by its question and reader."""
    return GOLD / f"{re.sub('[^a-z]+', '-', question.text.lower()).strip('-')}.{question.reader.value}.json"


def kept(value: dict[str, Any]) -> dict[str, Any]:
    """What a gold answer holds: what is said, in which order, and from which spans of which sources."""
    return {
        **{key: value[key] for key in ("question", "reader", "outcome")},
        "understood": {key: value["plan"][key] for key in ("type", "facets", "focus", "condensed")},
        "emergency": value["emergency"]
        and {key: value["emergency"][key] for key in ("kind", "tier", "text", "numbers")},
        "bottom_line": value["bottom_line"],
        "sections": [
            {"heading": section["heading"], "kind": section["kind"], "claims": list(map(_claim, section["claims"]))}
            for section in value["sections"]
        ],
        "references": [
            {"number": one["number"], "source": one["source"], "title": one["title"]} for one in value["references"]
        ],
        "caveats": [{"kind": one["kind"], "text": one["text"]} for one in value["caveats"]],
        "abstention": value["abstention"]
        and {
            **value["abstention"],
            "text": _COUNTS.sub("Searched N passages from N sources", value["abstention"]["text"]),
        },
        "follow_ups": value["follow_ups"],
    }


def _claim(claim: dict[str, Any]) -> dict[str, Any]:
    quotes = [f"{q['passage']} {q['start']}-{q['end']} {q['sha256']}" for q in claim["quotes"]]
    return {"id": claim["id"], "text": claim["text"], "citations": claim["citations"], "quotes": quotes}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on a fresh starter library."""
    with open_desk(tmp_path_factory.mktemp("gold") / "library") as opened:
        yield opened


@pytest.mark.parametrize("question", ASKED, ids=lambda question: file_of(question).stem)
def test_the_answer_is_the_accepted_one(desk: Desk, question: Question) -> None:
    """Claims, their spans and hashes, sections, references and caveats are those that were reviewed."""
    now = kept(to_dict(desk.ask(question)))
    path = file_of(question)
    if ACCEPT:
        GOLD.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert path.exists(), f"no accepted answer {path.name}; look at the new one and accept it with: make gold"
    assert now == json.loads(path.read_text(encoding="utf-8")), "changed on purpose? accept it with: make gold"


def test_no_answer_is_left_behind() -> None:
    """Every accepted answer belongs to a question that is still asked."""
    assert {path.name for path in GOLD.glob("*.json")} == {file_of(question).name for question in ASKED}

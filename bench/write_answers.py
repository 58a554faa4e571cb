"""
Ten whole answers over the full library, kept for reading: bench/answers/NN.json.

    python -P bench/write_answers.py --library DIR

The first is the question of the README, nine are drawn by hash from the real questions. Text of a quote or claim is
kept only where the source says CC BY, CC0 or US government; elsewhere ids, spans and hashes stand alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))

from real_questions import real_questions

from curbside.consult import open_desk
from curbside.press.json import to_dict

FOLDER = Path(__file__).parent / "answers"
FREE = ("cc by 4", "cc by 3", "cc by 2", "cc by)", "cc0", "us government", "public domain", "apache-2.0")


def is_free(licence: str, kind: str) -> bool:
    lowered = licence.lower()
    return kind == "starter" or lowered == "cc by" or any(word in lowered for word in FREE)


def cleared(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without words of sources whose licence does not allow them here."""
    free = {r["source"] for r in answer["references"] if is_free(r["licence"], r["kind"])}
    closed = set()
    for section in answer["sections"]:
        for claim in section["claims"]:
            if any(quote["source"] not in free for quote in claim["quotes"]):
                closed.add(claim["id"])
                claim["text"] = claim["wording"]["text"] = ""
                for quote in claim["quotes"]:
                    quote["text"] = quote["text"] if quote["source"] in free else ""
    if answer["bottom_line"] and closed & set(answer["bottom_line"]["claims"]):
        answer["bottom_line"]["text"] = ""
    return answer


def chosen() -> list[str]:
    drawn = sorted(real_questions(), key=lambda q: hashlib.sha256(("answers:" + q).encode()).hexdigest())
    return ["What is the initial management for tarsal tunnel syndrome?", *drawn[:9]]


def main() -> None:
    choice = argparse.ArgumentParser()
    choice.add_argument("--library", required=True)
    FOLDER.mkdir(exist_ok=True)
    with open_desk(choice.parse_args().library) as desk:
        for number, question in enumerate(chosen(), start=1):
            answer = cleared(to_dict(desk.ask(question)))
            answer["elapsed_ms"] = 0
            path = FOLDER / f"{number:02}.json"
            path.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            print(path.name, answer["outcome"], question[:100])


if __name__ == "__main__":
    main()

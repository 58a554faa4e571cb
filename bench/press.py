"""
What it costs to read a saved answer and to take it along: CPU milliseconds by form, and what comes back of PubMed records.

    python -P bench/press.py --library DIR [--records FILE.txt.gz]

`--records` is MEDLINE text: each record is cited, written as NBIB, read back, and compared field by field.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
sys.path.append(str(Path(__file__).parents[1] / "tests" / "promises"))

from asked import questions

from curbside.answers.answer import Answer, Reference
from curbside.consult import open_desk
from curbside.errors import CurbsideError
from curbside.press.export import FORMS, export
from curbside.press.json import to_dict
from curbside.press.nbib import nbib
from curbside.press.reading import answer_of, read
from curbside.sources.formats.medline import Medline
from curbside.sources.source import Source
from strategies import record

SAME = ("ids", "title", "status", "authors", "journal", "volume", "issue", "pages", "published", "date_note")


def points(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{statistics.median(ordered) * 1000:8.2f} {ordered[int(len(ordered) * 0.95)] * 1000:8.2f}"


def timed(function: object, *arguments: object) -> float:
    started = time.process_time()
    function(*arguments)  # type: ignore[operator]  # only functions are passed
    return time.process_time() - started


def costs(answers: list[Answer]) -> None:
    print(f"{len(answers)} answers, median and 95th percentile in CPU ms")
    documents = [json.loads(json.dumps(to_dict(answer))) for answer in answers]
    print(f"{'read':>12}", points([timed(read, value) for value in documents]))
    print(f"{'answer_of':>12}", points([timed(answer_of, value) for value in documents]))
    for to in FORMS:
        few = answers[:20] if to == "pdf" else answers
        spent = []
        for answer in few:
            try:
                spent.append(timed(export, answer, to, "2026-01-01", "2026-01-01"))
            except CurbsideError:
                continue
        print(f"{to:>12}", points(spent[1:]) if len(spent) > 1 else "not made")


def back(path: Path, answer: Answer) -> None:
    with gzip.open(path) as stream:
        sources = {one.ids[0]: one for one in Medline().read(stream, path.name) if isinstance(one, Source)}
    records = [record(**{name: getattr(one, name) for name in SAME}, source=key) for key, one in sources.items()]
    cited = tuple(Reference(number, one) for number, one in enumerate(records, start=1))
    text = nbib(replace(answer, references=cited, sections=(), bottom_line=None), "")
    found = {one.ids[0]: one for one in Medline().read(io.BytesIO(text.encode()), "x") if isinstance(one, Source)}
    other: Counter[str] = Counter()
    for key, one in sources.items():
        for name in SAME:
            before, after = getattr(one, name), getattr(found[key], name) if key in found else None
            if name == "authors":
                before, after = sorted(before), sorted(after or ())
            other[name] += before != after
    print(f"{len(sources)} records cited as NBIB, {len(found)} read back; fields that differ: {dict(+other)}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", required=True)
    parser.add_argument("--records", type=Path)
    parser.add_argument("-n", type=int, default=100)
    arguments = parser.parse_args()
    with open_desk(arguments.library) as desk:
        answers = [answer for question in questions(arguments.n) if (answer := desk.ask(question)).references]
    costs(answers)
    if arguments.records:
        back(arguments.records, answers[0])


if __name__ == "__main__":
    main()

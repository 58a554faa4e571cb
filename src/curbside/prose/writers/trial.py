"""
Does a writer work? Found out by asking it for one sentence about one passage, neither of them anybody's.

What it says is held to the same check as in an answer, so that whoever sets a model up sees at once whether it copies its
quotes and keeps to them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from curbside.claims.gate import gate
from curbside.language.datafiles import table
from curbside.prose.replies import objects

from .bounded import HOLDS, Bounded
from .writer import Fault, Job, Prompt, Usage, WriterError


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it; None where it could not be found out."""

    is_reachable: bool
    has_model: bool | None  # whether the endpoint lists it
    streams: bool | None
    form: str  # that the reply was held to: "schema", "object" or "text"; "" when the writer does not tell
    seconds_to_first_word: float | None
    tokens_per_second: float | None
    sentence: str
    is_quote_exact: bool | None
    is_supported: bool | None
    reasons: tuple[str, ...] = ()  # why the check refuses the sentence
    fault: Fault | None = None
    message: str = ""

    @property
    def works(self) -> bool:
        """Whether answers can be worded with it at all."""
        return self.fault is None and bool(self.sentence)


def trial(bounded: Bounded) -> Trial:
    """Ask for one sentence, and tell how that went."""
    told = table("curbside.prose.writers", "trial.yaml")
    listed = _models(bounded)
    model = getattr(getattr(bounded.writer, "access", None), "model", "")
    has_model = (
        any(name.removesuffix(":latest") == model.removesuffix(":latest") for name in listed) if listed else None
    )
    pieces: list[str] = []
    usage = Usage()
    started, first = time.monotonic(), 0.0
    # What is sent is nobody's, so what may be sent does not matter; it is not kept.
    session = replace(bounded, sends=HOLDS[Job.COMPOSE], records=None).session(bounded.bounds.seconds)
    try:
        for piece in session.write(_prompt(told)):
            first = first or time.monotonic()
            if isinstance(piece, Usage):
                usage = piece
            else:
                pieces.append(piece)
    except WriterError as error:
        is_reachable = bool(listed) or error.fault not in {Fault.UNREACHABLE, Fault.TOO_LATE}
        return Trial(
            is_reachable, has_model, None, _form(bounded), None, None, "", None, None, (), error.fault, str(error)
        )
    ended = time.monotonic()
    streams = len(pieces) > 1
    text, is_exact, is_supported, reasons = _judged("".join(pieces), told["passage"])
    return Trial(
        is_reachable=True,
        has_model=has_model,
        streams=streams,
        form=_form(bounded),
        seconds_to_first_word=round(first - started, 2),
        tokens_per_second=round(usage.tokens_out / max(0.001, ended - (first if streams else started)), 1),
        sentence=text,
        is_quote_exact=is_exact,
        is_supported=is_supported,
        reasons=reasons,
    )


def _prompt(told: dict[str, Any]) -> Prompt:
    data = {"question": told["question"], "passages": [{"name": "p1", "text": told["passage"]}]}
    user = f"===\n{json.dumps(data)}\n==="
    return Prompt(Job.COMPOSE, told["system"], user, told["schema"], told["longest"], told["version"])


def _models(bounded: Bounded) -> Sequence[str]:
    """The models that the endpoint lists; none where it lists none or does not say."""
    listing = getattr(bounded.writer, "models", None)
    if listing is None:
        return ()
    try:
        names: Sequence[str] = listing(time.monotonic() + min(10.0, bounded.bounds.seconds))
    except WriterError:
        return ()
    return names


def _form(bounded: Bounded) -> str:
    return str(getattr(bounded.writer, "form", ""))


def _judged(reply: str, passage: str) -> tuple[str, bool | None, bool | None, tuple[str, ...]]:
    """The sentence in a reply, whether its quote stands in the passage, and what the check says of it."""
    for one in objects([reply]):
        text, quote = one.get("text"), one.get("quote")
        if isinstance(text, str) and isinstance(quote, str) and text.strip():
            line = " ".join(text.split())[:600]
            checked = gate(line, passage)
            return (
                line,
                quote.strip() in passage and bool(quote.strip()),
                checked.verdict == "supported",
                checked.reasons,
            )
    return "", None, None, ()

"""What tests ask of models: a prompt about somebody who does not exist, and a key that opens nothing."""

from __future__ import annotations

import time
from dataclasses import replace

from curbside.prose.writers.writer import Job, Prompt, Usage, Writer

KEY = "sk-not-a-key-7f3a9c"
QUESTION = "Mrs Example, born 1 April 1950, has a numb thumb at night; what helps?"
SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}
PROMPT = Prompt(Job.COMPOSE, "Reply with JSON.", QUESTION, SCHEMA, 200, "test 1")


def prompt(job: Job = Job.COMPOSE, **changes: object) -> Prompt:
    """The prompt for another job, or with other parts."""
    return replace(PROMPT, job=job, **changes)  # type: ignore[arg-type]  # tests name real fields


def written(writer: Writer, seconds: float = 5.0, asked: Prompt = PROMPT) -> tuple[str, Usage]:
    """The words of a whole reply, and what it took."""
    *pieces, usage = writer.write(asked, time.monotonic() + seconds)
    assert isinstance(usage, Usage)
    return "".join(str(piece) for piece in pieces), usage

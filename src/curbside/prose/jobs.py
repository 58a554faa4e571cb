"""
What a writer is asked: one prompt for each job, from a file with a version, and what it is about as fenced data.

Passages, questions and answers go in as JSON between two lines that no document can hold: they are made of the digest of
what they enclose. The same question over the same passages gives the same prompt, so that an exchange can be replayed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from curbside.answers.answer import Answer
from curbside.claims.claim import Claim
from curbside.claims.picked import Offered
from curbside.language.datafiles import table
from curbside.questions.kinds import kinds
from curbside.questions.question import Reader

from .writers.writer import Job, Prompt


def compose(question: str, understood: str, passages: Sequence[Offered], reader: Reader) -> Prompt:
    """An answer to a question from passages, each with what is known of its source."""
    return _prompt(
        Job.COMPOSE,
        {"question": question, "understood_as": understood, "passages": [_passage(one) for one in passages]},
        reader,
    )


def reword(claims: Sequence[Claim], reader: Reader) -> Prompt:
    """Statements for another reader, numbered from 1."""
    return _prompt(Job.REWORD, {"statements": _numbered(claims)}, reader)


def second_opinion(claims: Sequence[Claim]) -> Prompt:
    """Whether the quotes of statements, numbered from 1, carry their wording."""
    return _prompt(Job.SECOND_OPINION, {"statements": _numbered(claims)})


def plan(question: str) -> Prompt:
    """What else to search for, and which kinds of statement are asked for."""
    return _prompt(Job.PLAN, {"question": question, "kinds": list(kinds())})


def condense(message: str) -> Prompt:
    """A long message in one question."""
    return _prompt(Job.CONDENSE, {"message": message})


def follow_ups(question: str, answer: Answer) -> Prompt:
    """What could be asked after an answer."""
    said = [claim.worded for section in answer.sections for claim in section.claims]
    return _prompt(Job.FOLLOW_UPS, {"question": question, "answer": said}, answer.reader)


def _passage(one: Offered) -> dict[str, Any]:
    record = one.record
    heading = " > ".join(one.evidence.found.passage.path)
    return {
        "name": one.name,
        "title": record.title,
        "kind": record.kind.value,
        "trust": record.trust.name.lower(),
        "year": record.year,
        "heading": heading,
        "text": one.text,
    }


def _numbered(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    return [
        {"statement": n, "text": claim.worded, "quote": " ".join(quote.text for quote in claim.quotes)}
        for n, claim in enumerate(claims, start=1)
    ]


def _prompt(job: Job, data: Mapping[str, Any], reader: Reader | None = None) -> Prompt:
    told = table("curbside.prose", f"prompts/{job.value}.yaml")
    text = json.dumps(data, ensure_ascii=False, indent=1)
    fence = f"== {hashlib.sha256(f'{job.value} {text}'.encode()).hexdigest()[:24]} =="
    style = told["style"][reader.value] if reader else ""
    return Prompt(
        job=job,
        system=told["system"].replace("{fence}", fence).replace("{reader}", style),
        user=f"{fence}\n{text}\n{fence}",
        schema=told["schema"],
        longest=told["longest"],
        version=told["version"],
    )

"""
The JSON Schema of the Answer JSON, built from the closed lists in the code, so that the two cannot part.

`make docs` writes it to docs/reference/answer.schema.json; a test validates real answers against it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from curbside.answers.answer import AbstentionReason, CaveatKind, Outcome
from curbside.claims.claim import Verdict
from curbside.evidence.evidence import Design, Trust
from curbside.questions.kinds import kinds
from curbside.questions.question import QuestionType, Reader
from curbside.sources.source import Audience, SourceKind, Status, TextQuality

from .json import SCHEMA

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
WHOLE: Schema = {"type": "integer", "minimum": 0}
FROM_ONE: Schema = {"type": "integer", "minimum": 1}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def schema() -> Schema:
    """The whole schema (JSON Schema 2020-12)."""
    whole = _object(
        schema={"const": SCHEMA},
        question=TEXT,
        title=TEXT,
        reader=_one_of(Reader),
        outcome=_one_of(Outcome),
        plan=_plan(),
        emergency=_or_null(_emergency()),
        bottom_line=_or_null(_bottom_line()),
        sections=_list(_section()),
        references=_list(_reference()),
        caveats=_list(_object(kind=_one_of(CaveatKind), text=TEXT, sources=TEXTS)),
        abstention=_or_null(_abstention()),
        follow_ups=TEXTS,
        glosses=_list(_object(term=TEXT, meaning=TEXT, source=TEXT)),
        ask_your_team=TEXTS,
        reading=_or_null(_object(frame=_or_null(FROM_ONE), quotes=_or_null(FROM_ONE))),
        searched=_object(sources=WHOLE, passages=WHOLE, pending=WHOLE, queries=TEXTS, newest=TEXT, through=TEXT),
        library=_object(snapshot=TEXT),
        digest=SHA256,
        made_by=_made_by(),
        elapsed_ms={"type": "number", "minimum": 0},
    )
    # Only what leaves with a review carries it: an answer by itself has none.
    properties = {**whole["properties"], "review": _review()}
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, "title": "Curbside answer", **whole, "properties": properties}


def _review() -> Schema:
    return _object(
        words=TEXTS, is_approved={"type": "boolean"}, is_withdrawn={"type": "boolean"}, affected=TEXTS, reviewers=TEXTS
    )


def _emergency() -> Schema:
    return _object(
        kind=TEXT,
        tier={"enum": ["emergency", "urgent"]},
        text=TEXTS,
        because=TEXT,
        numbers=_list(_object(service=TEXT, number=TEXT, country=TEXT)),
        sources=TEXTS,
        reviewed={"type": "boolean"},
    )


def _made_by() -> Schema:
    made = _object(version=TEXT, writer=TEXT, settings_digest=TEXT)
    cost = {"type": "number", "minimum": 0}
    writing = _object(
        prompts=TEXTS, model=TEXT, passed=WHOLE, quoted=WHOLE, dropped=WHOLE, tokens_in=WHOLE, tokens_out=WHOLE,
        cost=cost, fault=TEXT, is_remote={"type": "boolean"},
    )  # fmt: skip
    # Only an answer that a writer was asked for tells of it.
    return {**made, "properties": {**made["properties"], "writing": writing}}


def _bottom_line() -> Schema:
    line = _object(
        text=TEXT,
        citations=_list(FROM_ONE),
        claims=TEXTS,
        verdict={"enum": ["yes", "no", "uncertain", None]},
        tally=_object(benefit=WHOLE, no_clear_difference=WHOLE, harm=WHOLE),
    )
    # Only a line that a writer worded has sentences of its own.
    return {**line, "properties": {**line["properties"], "restated": _list(_object(text=TEXT, claims=TEXTS))}}


def _section() -> Schema:
    claims = _list(_claim())
    return _object(kind={"enum": list(kinds())}, heading=TEXT, claims=claims, more=claims)


def _claim() -> Schema:
    quote = _object(source=TEXT, version=SHA256, passage=TEXT, start=WHOLE, end=WHOLE, text=TEXT, sha256=SHA256)
    # Only a part that was not written for those whom its source is for says for whom.
    quote = {**quote, "properties": {**quote["properties"], "audience": _one_of(Audience)}}
    return _object(
        id={"type": "string", "pattern": "^[0-9a-f]{12}$"},
        text=TEXT,
        wording=_object(text=TEXT, by=TEXT, grade=_or_null(FROM_ONE)),
        citations={**_list(FROM_ONE), "minItems": 1},
        quotes={**_list(quote), "minItems": 1},
        evidence=_evidence(),
        applies=_object(population=TEXTS, setting=TEXT, note=TEXT),
        check=_object(verdict=_one_of(Verdict), method=TEXT, reasons=TEXTS),
    )


def _evidence() -> Schema:
    return _object(
        kind=_one_of(SourceKind),
        design=_one_of(Design),
        level=_or_null({"type": "integer", "minimum": 1, "maximum": 5}),
        year=_or_null({"type": "integer"}),
        status=_one_of(Status),
        stated=_list(
            _object(words=TEXT, kind={"enum": ["strength", "certainty"]}, scale=TEXT, meaning=TEXT, source=TEXT)
        ),
    )


def _reference() -> Schema:
    return _object(
        number=FROM_ONE,
        source=TEXT,
        version=SHA256,
        ids=TEXTS,
        title=TEXT,
        authors=TEXTS,
        journal=TEXT,
        volume=TEXT,
        issue=TEXT,
        pages=TEXT,
        published=TEXT,
        year=_or_null({"type": "integer"}),
        date_note=TEXT,
        url=TEXT,
        kind=_one_of(SourceKind),
        design=_one_of(Design),
        status=_one_of(Status),
        status_note=TEXT,
        trust=_one_of(Trust),
        quality=_one_of(TextQuality),
        audience=_one_of(Audience),
        licence=TEXT,
        issuer=TEXT,
        jurisdiction=TEXT,
        owner=TEXT,
        version_label=TEXT,
        effective=TEXT,
        review_by=TEXT,
        drawn_from=_list(_object(source=TEXT, title=TEXT, publisher=TEXT, url=TEXT, published=TEXT, licence=TEXT)),
    )


def _abstention() -> Schema:
    return _object(
        reason=_one_of(AbstentionReason),
        text=TEXT,
        nearest=_list(_object(source=TEXT, title=TEXT, year=TEXT)),
        would_need=TEXT,
    )


def _plan() -> Schema:
    return _object(
        type=_one_of(QuestionType),
        facets={"type": "array", "items": {"enum": list(kinds())}},
        focus=TEXT,
        aliases=TEXTS,
        intervention=TEXT,
        comparator=TEXT,
        drugs=TEXTS,
        population=TEXTS,
        setting=TEXT,
        answered_for=TEXTS,
        condensed=TEXT,
        queries=TEXTS,
    )


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(value: Schema) -> Schema:
    return {"anyOf": [value, {"type": "null"}]}


def _one_of(values: type[StrEnum]) -> Schema:
    return {"enum": [value.value for value in values]}

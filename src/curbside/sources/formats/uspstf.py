"""
US Preventive Services Task Force: the service's own JSON, as one dump or as one topic a line.

Each graded recommendation is one passage that opens with its grade, because the sentence alone does not say whether
the service is advised (A, B), advised against (D) or left open (I).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from curbside.errors import NotADocumentError, UnreadableError

from .. import blocks
from ..build import TextBuilder
from ..markup import blocks_of, fragment_text
from ..reading import Read, Refusal
from ..source import Role, Source, SourceKind

MAX_BYTES = 50 * 1024 * 1024
ISSUER = "US Preventive Services Task Force"
SECTIONS = ("rationale", "clinical", "other", "discussion")
SITE = "https://www.uspreventiveservicestaskforce.org/uspstf/recommendation/"

_BREAK = re.compile(r"(?i)(?:\r?\n|\r)*<br\s*/?>(?:\s|&nbsp;)*(?:<br\s*/?>(?:\s|&nbsp;)*)*")
_FREQUENCY = {"servFreq": "Frequency of service", "riskText": "Who is at risk"}


class Uspstf:
    """Topics of the Task Force: each a guideline with its graded recommendations."""

    name = "uspstf"

    def recognises(self, head: bytes, name: str) -> bool:
        """The dump opens with its recommendations; a topic line names its issuer."""
        if head.lstrip()[:1] != b"{":
            return False
        return b'"specificRecommendations"' in head or bool(re.search(rb'"issuer":\s*"USPSTF"', head))

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield one Source a topic."""
        first = stream.readline(MAX_BYTES + 1)
        if b'"specificRecommendations"' in first[:8192] or first.strip() == b"{":
            data = first + stream.read(MAX_BYTES)
            if len(data) > MAX_BYTES:
                raise UnreadableError("one JSON value of more than 50 MB")
            yield from _dump(data)
            return
        number = 0
        line = first
        while line:
            number += 1
            if not line.isspace():
                try:
                    yield topic(json.loads(line))
                except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                    yield Refusal(f"line {number}", "not a topic as the Task Force publishes it")
            line = stream.readline(MAX_BYTES + 1)


def _dump(data: bytes) -> Iterator[Read]:
    try:
        dump = json.loads(data)
        topics = dump["generalRecommendations"]
        specific = {one["id"]: one for one in dump["specificRecommendations"]}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableError("the Task Force's JSON is cut or has another shape; download it again") from error
    if not topics:
        raise NotADocumentError("a Task Force answer without topics")
    for number, general in topics.items():
        try:
            yield topic(
                {
                    "topic_id": number,
                    "title": general["title"],
                    "pub_date": general.get("pubDate") or "",
                    "topic_year": general.get("topicYear"),
                    "url": SITE + general["uspstfAlias"] if general.get("uspstfAlias") else "",
                    "keywords": (general.get("keywords") or "").split("|"),
                    "recommendations": [specific[one] for one in general.get("specific") or () if one in specific],
                    "html_sections": {section: general.get(section) or "" for section in SECTIONS},
                }
            )
        except (TypeError, KeyError, AttributeError):
            yield Refusal(f"topic {number}", "not a topic as the Task Force publishes it")


def topic(record: dict[str, Any]) -> Source:
    """One topic: recommendations first, then its sections."""
    title = record["title"].strip()
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    for recommendation in record["recommendations"]:
        _recommendation(text, title, recommendation)
    for section in SECTIONS:
        blocks.lay(blocks_of(record["html_sections"].get(section) or ""), text, path=(title,))
    stored, passages = text.finish()
    return Source(
        ids=(f"uspstf:{record['topic_id']}",),
        title=title,
        text=stored,
        passages=passages,
        kind=SourceKind.GUIDELINE,
        published=record.get("pub_date") or str(record.get("topic_year") or ""),
        url=record.get("url") or "",
        issuer=ISSUER,
        family="USPSTF",
        jurisdiction="US",
        keywords=tuple(word.strip() for word in record.get("keywords") or () if word.strip()),
        collection="uspstf",
    )


def _recommendation(text: TextBuilder, title: str, record: dict[str, Any]) -> None:
    """The statement with its grade, then what the Task Force says beside it."""
    group = fragment_text(record.get("title") or "").removeprefix(title).lstrip(" -–—")
    path = (title, "Recommendation", group) if group else (title, "Recommendation")
    if group:
        text.write(group)
    statement, *beside = [fragment_text(part) for part in _BREAK.split(record["text"]) if fragment_text(part)]
    text.passage(
        f"USPSTF grade {record['grade']}: {statement}", path=path, role=Role.RECOMMENDATION, facet="recommendation"
    )
    for paragraph in beside:
        text.passage(paragraph, path=path)
    for field, heading in _FREQUENCY.items():
        if words := record.get(field):
            blocks.lay(blocks_of(words), text, path=(*path, heading))

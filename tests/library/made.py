"""Sources made for a test: short, but of the shape that readers give."""

from __future__ import annotations

from typing import Any

from curbside.sources.build import TextBuilder
from curbside.sources.source import Extent, Relation, Role, Source, SourceKind


def source(*ids: str, title: str = "A trial of splints", body: str = "Splints relieved pain.", **more: Any) -> Source:
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    for number, block in enumerate(body.split("|"), start=1):
        text.passage(block, position=str(number), role=Role.RESULTS)
    stored, passages = text.finish()
    given: dict[str, Any] = {"kind": SourceKind.TRIAL, "extent": Extent.ABSTRACT, "published": "2019"} | more
    return Source(ids=ids, title=title, text=stored, passages=passages, **given)


def notice(target: str, kind: str = "RetractionOf", *, own: str = "pmid:900") -> Source:
    return source(own, title="Notice", body="The editors have withdrawn it.", relations=(Relation(kind, (target,)),))

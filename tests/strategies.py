"""Made-up evidence for laws that hold for any input, and small builders for tests that need one passage."""

from __future__ import annotations

from dataclasses import replace

from curbside.evidence.evidence import Design, Evidence, Found, SourceRecord, Trust
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import Audience, Passage, Role, SourceKind, Status, TextQuality, sha256


def record(**changes: object) -> SourceRecord:
    """A current professional source; any field can be changed."""
    base = SourceRecord(
        source="pmid:1", version="0" * 64, ids=("pmid:1",), title="Gout", kind=SourceKind.NARRATIVE_REVIEW,
        design=Design.NONE, status=Status.CURRENT, trust=Trust.PUBLISHED, quality=TextQuality.GOOD,
        audience=Audience.PROFESSIONAL, published="2020-01-02",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]  # tests name real fields


def evidence(text: str, *, role: Role = Role.BODY, path: tuple[str, ...] = (), facet: str = "", unfit: tuple[str, ...] = (),
             score: float = 1.0, damage: tuple = (), **changes: object) -> Evidence:  # fmt: skip
    """One passage that is the whole text of its source."""
    changes.setdefault("version", sha256(text))
    passage = Passage("1", 0, len(text), path=path, role=role, facet=facet, damage=damage)
    return Evidence(Found(record(**changes), passage, text, score), unfit=unfit)


def plan(focus: str = "gout", *facets: str, kind: QuestionType = QuestionType.TREATMENT, **changes: object) -> Plan:
    """A plan about a focus."""
    made = Plan(
        kind, facets or ("treatment_options",), focus, condensed=f"What is the treatment of {focus}?", queries=(focus,)
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # tests name real fields

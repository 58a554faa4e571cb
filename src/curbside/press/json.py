"""
The Answer JSON: what other programs read, stable by contract.

`digest` names the content (see `answers.digest`): two answers with the same digest say the same, whoever made them.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from curbside.answers.answer import Abstention, Answer, BottomLine, Caveat, Emergency, Reference, Searched, Section
from curbside.answers.digest import digest
from curbside.answers.references import citations
from curbside.claims.claim import OF_SOURCE, Claim, Quote, Wording
from curbside.evidence.certainty import stated
from curbside.evidence.evidence import SourceRecord
from curbside.questions.kinds import kinds
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import Page

from .vancouver import link

if TYPE_CHECKING:
    from .state import State

SCHEMA = "curbside-answer-1"
#: Entries of a list in a plan that is read back; real ones have some tens at most.
_MOST_TEXTS = 200


def to_dict(answer: Answer) -> dict[str, Any]:
    """An answer as plain values, digest included."""
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "question": answer.question,
        "title": answer.title,
        "reader": answer.reader.value,
        "outcome": answer.outcome.value,
        "plan": _plan(answer.plan),
        "emergency": _emergency(answer.emergency) if answer.emergency else None,
        "bottom_line": _bottom_line(answer.bottom_line) if answer.bottom_line else None,
        "sections": [_section(section, answer.references) for section in answer.sections],
        "references": [_reference(reference) for reference in answer.references],
        "caveats": [_caveat(caveat, answer.references) for caveat in answer.caveats],
        "abstention": _abstention(answer.abstention) if answer.abstention else None,
        "follow_ups": list(answer.follow_ups),
        "glosses": [{"term": g.term, "meaning": g.meaning, "source": g.source} for g in answer.glosses],
        "ask_your_team": list(answer.ask_your_team),
        "reading": {"frame": answer.reading.frame, "quotes": answer.reading.quotes} if answer.reading else None,
        "searched": _searched(answer.searched),
        "library": {"snapshot": answer.snapshot},
    }
    made_by = answer.made_by
    return {
        **body,
        "digest": digest(body),
        "made_by": {
            "version": made_by.version,
            "writer": made_by.writer,
            "settings_digest": made_by.settings_digest,
            **({"writing": asdict(made_by.writing)} if made_by.writing else {}),
        },
        "elapsed_ms": round(answer.elapsed_ms, 1),
    }


def reviewed(answer: Answer, state: str | State) -> dict[str, Any]:
    """An answer as plain values, with what a review says of it: not part of its digest, since the text is the same."""
    if isinstance(state, str):
        review = {"words": [state], "is_approved": False, "is_withdrawn": False, "affected": [], "reviewers": []}
    else:
        review = {
            "words": [banner.text for banner in state.banners],
            "is_approved": state.is_approved,
            "is_withdrawn": state.is_withdrawn,
            "affected": sorted(state.affected),
            "reviewers": list(state.reviewers),
        }
    return {**to_dict(answer), "review": review}


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "type": plan.type.value,
        "facets": list(plan.facets),
        "focus": plan.focus,
        "aliases": list(plan.aliases),
        "intervention": plan.intervention,
        "comparator": plan.comparator,
        "drugs": list(plan.drugs),
        "population": list(plan.population),
        "setting": plan.setting,
        "answered_for": list(plan.answered_for),
        "condensed": plan.condensed,
        "queries": list(plan.queries),
    }


def _emergency(card: Emergency) -> dict[str, Any]:
    return {
        "kind": card.kind,
        "tier": card.tier,
        "text": list(card.text),
        "because": card.because,
        "numbers": [{"service": n.service, "number": n.number, "country": n.country} for n in card.numbers],
        "sources": list(card.sources),
        "reviewed": card.reviewed,
    }


def _bottom_line(line: BottomLine) -> dict[str, Any]:
    tally = line.tally
    return {
        "text": line.text,
        "citations": list(line.citations),
        "claims": list(line.claims),
        "verdict": line.verdict,
        "tally": {"benefit": tally.benefit, "no_clear_difference": tally.no_clear_difference, "harm": tally.harm},
        **({"restated": [asdict(one) for one in line.restated]} if line.restated else {}),
    }


def _caveat(caveat: Caveat, references: tuple[Reference, ...]) -> dict[str, Any]:
    return {"kind": caveat.kind.value, "text": caveat.numbered(references), "sources": list(caveat.sources)}


def _abstention(abstention: Abstention) -> dict[str, Any]:
    return {
        "reason": abstention.reason.value,
        "text": abstention.text,
        "nearest": [{"source": n.source, "title": n.title, "year": n.year} for n in abstention.nearest],
        "would_need": abstention.would_need,
    }


def _searched(searched: Searched) -> dict[str, Any]:
    return {
        "sources": searched.sources,
        "passages": searched.passages,
        "pending": searched.pending,
        "queries": list(searched.queries),
        "newest": searched.newest,
        "through": searched.through,
    }


def _section(section: Section, references: tuple[Reference, ...]) -> dict[str, Any]:
    claims = [_claim(claim, references) for claim in section.claims]
    more = [_claim(claim, references) for claim in section.more]
    return {"kind": section.kind, "heading": section.heading, "claims": claims, "more": more}


def _claim(claim: Claim, references: tuple[Reference, ...]) -> dict[str, Any]:
    record = claim.records[0]
    wording = claim.wording or Wording(claim.text, OF_SOURCE)
    return {
        "id": claim.id,
        "text": claim.text,
        "wording": {"text": wording.text, "by": wording.by, "grade": wording.grade},
        "citations": list(citations(claim, references)),
        "quotes": [_quote(quote) for quote in claim.quotes],
        "evidence": {
            "kind": record.kind.value,
            "design": record.design.value,
            "level": claim.level,
            "year": record.year,
            "status": record.status.value,
            "stated": [
                {
                    "words": one.words,
                    "kind": one.kind,
                    "scale": one.scale,
                    "meaning": one.meaning,
                    "source": one.meaning_from,
                }
                for one in stated(claim.text)
            ],
        },
        "applies": {
            "population": list(claim.applies.population),
            "setting": claim.applies.setting,
            "note": claim.applies.note,
        },
        "check": {
            "verdict": claim.check.verdict.value,
            "method": claim.check.method,
            "reasons": list(claim.check.reasons),
        },
    }


def _quote(quote: Quote) -> dict[str, Any]:
    told = {"audience": quote.audience.value} if quote.audience else {}
    return told | {
        "source": quote.source,
        "version": quote.version,
        "passage": quote.passage,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "sha256": quote.sha256,
    }


def _reference(reference: Reference) -> dict[str, Any]:
    return {"number": reference.number, **record_to_dict(reference.record)}


def record_to_dict(record: SourceRecord) -> dict[str, Any]:
    """A source as references and `curbside sources` print it."""
    return {
        "source": record.source,
        "version": record.version,
        "ids": list(record.ids),
        "title": record.title,
        "authors": list(record.authors),
        "journal": record.journal or record.issuer,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "published": record.published,
        "year": record.year,
        "date_note": record.date_note,
        "url": link(record),
        "kind": record.kind.value,
        "design": record.design.value,
        "status": record.status.value,
        "status_note": record.status_note,
        "trust": record.trust.value,
        "quality": record.quality.value,
        "audience": record.audience.value,
        "licence": record.licence,
        "issuer": record.issuer,
        "jurisdiction": record.jurisdiction,
        "owner": record.owner,
        "version_label": record.version_label,
        "effective": record.effective,
        "review_by": record.review_by,
        "drawn_from": [_page(page) for page in record.pages_drawn_from],
    }


def _page(page: Page) -> dict[str, str]:
    return {
        "source": page.source,
        "title": page.title,
        "publisher": page.publisher,
        "url": page.url,
        "published": page.published,
        "licence": page.licence,
    }


def plan_of(value: dict[str, Any]) -> Plan:
    """The plan that an Answer JSON carries, for a follow-up question; raises KeyError, TypeError or ValueError when it is none."""
    plan = value["plan"]
    if unknown := set(_texts(plan["facets"])) - set(kinds()):
        raise ValueError(f"no such facet: {min(unknown)}")
    return Plan(
        type=QuestionType(plan["type"]),
        facets=_texts(plan["facets"]),
        focus=_text(plan["focus"]),
        aliases=_texts(plan["aliases"]),
        intervention=_text(plan["intervention"]),
        comparator=_text(plan["comparator"]),
        drugs=_texts(plan["drugs"]),
        population=_texts(plan["population"]),
        setting=_text(plan["setting"]),
        answered_for=_texts(plan.get("answered_for", [])),  # absent from answers saved before it existed
        condensed=_text(plan["condensed"]),
        queries=_texts(plan["queries"]),
    )


def _text(value: object) -> str:
    """A text that came in a document from anywhere: a question is asked with it."""
    if not isinstance(value, str) or "\0" in value:
        raise TypeError("not a text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    if len(value) > _MOST_TEXTS:
        raise ValueError("more than any plan has")
    return tuple(_text(one) for one in value)

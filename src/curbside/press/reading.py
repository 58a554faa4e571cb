"""
Read an Answer JSON back, so that a saved answer is set on the page again without the library that made it.

Only a whole and unchanged document is read: its form is that of the published schema, its digest and the hash of every
quote match. Whether the quotes are also those of the library is what `curbside verify` tells. The law is
`to_dict(read(document)) == document`; what the document does not carry (scores, synonyms of a source) is left at its default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from curbside.answers.answer import (
    Abstention,
    AbstentionReason,
    Answer,
    BottomLine,
    Caveat,
    CaveatKind,
    Emergency,
    EmergencyNumber,
    Gloss,
    MadeBy,
    Nearest,
    Outcome,
    Reading,
    Reference,
    Restated,
    Searched,
    Section,
    Tally,
    Writing,
)
from curbside.answers.digest import digest
from curbside.claims.claim import Applies, Check, Claim, Quote, Verdict, Wording
from curbside.errors import CurbsideError
from curbside.evidence.evidence import Design, SourceRecord, Trust
from curbside.questions.question import Reader
from curbside.sources.source import Audience, Page, SourceKind, Status, TextQuality, sha256

from .conforming import fault
from .json import plan_of
from .schema import schema

if TYPE_CHECKING:
    from .state import State

Document = Mapping[str, Any]


def read(document: object) -> Answer:
    """The answer that an Answer JSON document holds; a document that is none, or was changed, is refused."""
    if not isinstance(document, dict):
        raise _refused("the document is not an object")
    try:
        departure = fault(document, _schema())
        is_unchanged = not departure and document["digest"] == digest(document)
        changed = [] if departure else [q for q in _quotes(document) if sha256(q["text"]) != q["sha256"]]
    except RecursionError:
        raise _refused("it is nested too deeply") from None
    except ValueError as error:  # NaN, half of a surrogate pair
        raise _refused("it holds a number or a character that JSON does not allow") from error
    if departure:
        raise _refused(departure)
    if not is_unchanged:
        raise CurbsideError(
            "The digest does not match: the answer was changed after it was made. Ask again, and save it."
        )
    if changed:
        raise CurbsideError(
            f"The words of a quote from {changed[0]['source']} do not match their hash. Ask again, and save it."
        )
    return answer_of(document)


def answer_of(document: Document) -> Answer:
    """The answer of a document that was read before and is kept under its digest: built, not checked again."""
    references = tuple(Reference(one["number"], record_of(one)) for one in document["references"])
    numbered = {reference.number: reference.record for reference in references}
    sections = tuple(_section(one, numbered) for one in document["sections"])
    claims = {claim.id: claim for section in sections for claim in (*section.claims, *section.more)}
    card, line, abstention, reading = (document[n] for n in ("emergency", "bottom_line", "abstention", "reading"))
    return Answer(
        question=document["question"],
        title=document["title"],
        reader=Reader(document["reader"]),
        outcome=Outcome(document["outcome"]),
        plan=plan_of({"plan": document["plan"]}),
        emergency=_emergency(card) if card else None,
        bottom_line=_bottom_line(line, claims) if line else None,
        sections=sections,
        references=references,
        caveats=tuple(Caveat(CaveatKind(c["kind"]), c["text"], tuple(c["sources"])) for c in document["caveats"]),
        abstention=_abstention(abstention) if abstention else None,
        follow_ups=tuple(document["follow_ups"]),
        searched=_searched(document["searched"]),
        snapshot=document["library"]["snapshot"],
        made_by=_made_by(document["made_by"]),
        answering=tuple(line["claims"]) if line else (),
        glosses=tuple(Gloss(**one) for one in document["glosses"]),
        ask_your_team=tuple(document["ask_your_team"]),
        reading=Reading(**reading) if reading else None,
        elapsed_ms=document["elapsed_ms"],
    )


def review_in(document: Document) -> str | State:
    """What a review says of a document that left with it, "" when it left without: told, and not proved by the digest."""
    review = document.get("review")
    if not review:
        return ""
    from .state import Banner, unreviewed

    tone = "good" if review["is_approved"] else "alarm" if review["is_withdrawn"] or review["affected"] else "caution"
    return replace(
        unreviewed(),
        banners=tuple(Banner(tone, text) for text in review["words"]),
        reviewers=tuple(review["reviewers"]),
        is_approved=review["is_approved"],
        is_withdrawn=review["is_withdrawn"],
        affected=frozenset(review["affected"]),
    )


def record_of(value: Document) -> SourceRecord:
    """What a reference of a document tells of its source."""
    plain = ("source", "version", "title", "volume", "issue", "pages", "published", "date_note", "url", "issuer")
    local = ("jurisdiction", "licence", "version_label", "owner", "effective", "review_by", "status_note")
    return SourceRecord(
        **{name: value[name] for name in (*plain, *local)},
        ids=tuple(value["ids"]),
        kind=SourceKind(value["kind"]),
        design=Design(value["design"]),
        status=Status(value["status"]),
        trust=Trust(value["trust"]),
        quality=TextQuality(value["quality"]),
        audience=Audience(value["audience"]),
        authors=tuple(value["authors"]),
        # The document names the issuer where a work has no journal.
        journal="" if value["journal"] == value["issuer"] else value["journal"],
        pages_drawn_from=tuple(Page(**page) for page in value["drawn_from"]),
    )


@cache
def _schema() -> dict[str, Any]:
    return schema()


def _quotes(document: Document) -> Iterator[dict[str, Any]]:
    for section in document["sections"]:
        for claim in (*section["claims"], *section["more"]):
            yield from claim["quotes"]


def _section(value: Document, numbered: Mapping[int, SourceRecord]) -> Section:
    kind = value["kind"]
    claims = tuple(_claim(one, kind, numbered) for one in value["claims"])
    return Section(kind, value["heading"], claims, tuple(_claim(one, kind, numbered) for one in value["more"]))


def _quote(value: Document) -> Quote:
    source, version, passage, start, end, text = (
        value[name] for name in ("source", "version", "passage", "start", "end", "text")
    )
    return Quote(
        source, version, passage, start, end, text, Audience(value["audience"]) if "audience" in value else None
    )


def _claim(value: Document, kind: str, numbered: Mapping[int, SourceRecord]) -> Claim:
    quotes = tuple(map(_quote, value["quotes"]))
    check, applies = value["check"], value["applies"]
    return Claim(
        id=value["id"],
        kind=kind,
        text=value["text"],
        quotes=quotes,
        records=_records(value, quotes, numbered),
        level=value["evidence"]["level"],
        check=Check(Verdict(check["verdict"]), check["method"], tuple(check["reasons"])),
        applies=Applies(tuple(applies["population"]), applies["setting"], applies["note"]),
        wording=Wording(**value["wording"]),
    )


def _records(
    value: Document, quotes: tuple[Quote, ...], numbered: Mapping[int, SourceRecord]
) -> tuple[SourceRecord, ...]:
    """The record of each quote: of the references cited, those of its source and version, one after the other."""
    cited = {number: numbered[number] for number in value["citations"] if number in numbered}
    used: dict[tuple[str, str], int] = {}
    chosen: list[int] = []
    for quote in quotes:
        key = (quote.source, quote.version)
        own = [number for number, record in cited.items() if (record.source, record.version) == key]
        if not own:
            raise _refused(f"claim {value['id']} quotes {quote.source} and does not cite it")
        # A starter page is cited once for each set of public pages: its quotes share those numbers out in order.
        chosen.append(own[min(used.get(key, 0), len(own) - 1)])
        used[key] = used.get(key, 0) + 1
    if sorted(set(chosen)) != list(value["citations"]):
        raise _refused(f"claim {value['id']} cites other references than it quotes")
    return tuple(cited[number] for number in chosen)


def _bottom_line(value: Document, claims: Mapping[str, Claim]) -> BottomLine:
    text = value["text"]
    restated = tuple(Restated(one["text"], tuple(one["claims"])) for one in value.get("restated", ()))
    said = [one.text for one in restated] or [claims[name].worded for name in value["claims"] if name in claims]
    starts = [text.find(words) for words in said]
    if not {*value["claims"]} <= {*claims} or -1 in starts:
        raise _refused("the bottom line is not made of claims of the answer")
    first, last = (
        (min(starts), max(start + len(words) for start, words in zip(starts, said, strict=True))) if said else (0, 0)
    )
    return BottomLine(
        text=text,
        citations=tuple(value["citations"]),
        claims=tuple(value["claims"]),
        opening=text[:first].strip(),
        closing=text[last:].lstrip(". "),
        verdict=value["verdict"],
        tally=Tally(**value["tally"]),
        restated=restated,
    )


def _made_by(value: Document) -> MadeBy:
    writing = value.get("writing")
    made = Writing(**{**writing, "prompts": tuple(writing["prompts"])}) if writing else None
    return MadeBy(value["version"], value["writer"], value["settings_digest"], made)


def _emergency(value: Document) -> Emergency:
    return Emergency(
        kind=value["kind"],
        tier=value["tier"],
        text=tuple(value["text"]),
        because=value["because"],
        numbers=tuple(EmergencyNumber(**one) for one in value["numbers"]),
        sources=tuple(value["sources"]),
        reviewed=value["reviewed"],
    )


def _abstention(value: Document) -> Abstention:
    nearest = tuple(Nearest(**one) for one in value["nearest"])
    return Abstention(AbstentionReason(value["reason"]), value["text"], nearest, value["would_need"])


def _searched(value: Document) -> Searched:
    return Searched(**{**value, "queries": tuple(value["queries"])})


def _refused(why: str) -> CurbsideError:
    return CurbsideError(f"This is no Curbside answer ({why}); give a file written by: curbside ask --json")

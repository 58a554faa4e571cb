"""
Making the new text that an action on an article hands in: without a statement, in other words, with another quote.

Every edit is made on the answer itself and worded anew for each reader by the same functions that made it. Words that
a person wrote pass the gate against the statement's own quote, or are refused with the reasons; a quote that a person
adds has to stand in the library, byte for byte, in a source that may still support a statement.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection

from curbside.answers.answer import Answer, Caveat, Section
from curbside.answers.bottom_line import bottom_line, leading, said_first
from curbside.answers.references import number
from curbside.articles.actions.acting import chosen
from curbside.articles.article import Article, Edition
from curbside.articles.statements import claims_of
from curbside.articles.words import refusal
from curbside.claims.anew import checked_words
from curbside.claims.check import check
from curbside.claims.claim import BY_PERSON, OF_SOURCE, Claim, Quote, Verdict, Wording, audience_of
from curbside.evidence.evidence import SourceRecord
from curbside.language.readability import grade
from curbside.library.library import Library
from curbside.press.reading import answer_of
from curbside.prose.otherwise import marked_as, said_otherwise
from curbside.prose.reword import reword
from curbside.questions.kinds import kinds
from curbside.questions.question import Reader
from curbside.sources.source import Status

from . import texts
from .addresses import for_article
from .recall import fallen_sources, otherwise
from .records import find_article, find_person
from .texts import Documents

_NUMBERED = re.compile(r"\[\d+\](?:, \[\d+\])*")
_LONGEST_QUOTE = 2000


class Prepared(NamedTuple):
    """What an action is given, and the texts to keep when it is allowed."""

    arguments: dict[str, Any]
    documents: Documents
    changes_nothing: bool = False  # the words handed in are those that stand there


def prepared(
    connection: Connection, library: Library, article: Article, action: str, arguments: Mapping[str, Any]
) -> Prepared:
    """The arguments of an action with the text it makes, where it makes one."""
    given = dict(arguments)
    _checked_people(connection, given)
    if action == "supersede":
        return Prepared({**given, "by_slug": _instead(connection, article, str(given.get("by_slug", "")))}, {})
    if action == "rename":
        return Prepared({**given, "address": for_article(connection, article, str(given.get("address", "")))}, {})
    if action == "sign":
        return Prepared({**given, "fallen": fallen(library, article.latest)}, {})
    if action == "resume":
        edition = article.current
        named = sorted({source for one in edition.statements for source in one.sources})
        shown = texts_of(connection, article, edition)
        return Prepared({**given, "otherwise": otherwise(edition, fallen_sources(library, named), shown)}, {})
    if action in {"renew", "recheck"}:
        edition = article.current if action == "renew" else article.latest
        documents = as_now(library, texts_of(connection, article, edition))
        return Prepared({**given, "documents": documents}, documents)
    if action == "revise":
        answer = given.pop("answer", None)
        if not isinstance(answer, Answer):
            raise refusal("arguments", action=action, wanted="answer, why")
        documents = texts.documents_of(answer, given.pop("readers", article.latest.readers))
        return Prepared({**given, "documents": documents}, documents)
    if action not in {"strike", "reword", "add_quote", "correct"}:
        return Prepared(given, {})
    edition = article.current if action == "correct" else article.latest
    before = texts_of(connection, article, edition)
    if action == "correct":
        before = as_now(library, before)
    claim = given.get("claim", "")
    if claim and edition.statement(claim) is None:
        raise refusal("unknown_claim", claim=claim)
    if action == "add_quote":
        changed = _with_quote(library, before, given)
    elif action == "strike" or (action == "correct" and not given.get("words")):
        changed = {"documents": without(before, claim)}
        if action == "correct":
            changed |= {"old": _worded(before, claim, edition.readers[0]), "new": ""}
    else:
        reader = chosen(Reader, given.pop("reader", "") or edition.main)
        words = " ".join(str(given.pop("words", "")).split())
        changed = {"old": _worded(before, claim, reader), "new": words}
        if reader in before and words == " ".join(changed["old"].split()):
            if action == "correct":
                raise refusal("same_words")
            return Prepared(given, {}, changes_nothing=True)
        changed["documents"] = in_other_words(before, claim, words, reader)
        if action == "reword":
            changed["reader"] = reader.value
    for name in ("words", "source", "start", "end", "text", "kind"):
        given.pop(name, None)
    return Prepared({**given, **changed}, changed["documents"])


def _checked_people(connection: Connection, given: Mapping[str, Any]) -> None:
    """Refuse an action that names somebody who is not there: nobody would ever do what is asked of them."""
    asked = given.get("reviewers", ())
    named = [*([asked] if isinstance(asked, str) else asked), *filter(None, [given.get("decider", "")])]
    unknown = [one for one in named if (found := find_person(connection, str(one))) is None or not found.is_active]
    if unknown:
        raise refusal("unknown_people", names=", ".join(map(str, unknown)))


def _instead(connection: Connection, article: Article, slug: str) -> str:
    """The address that readers of a superseded article are sent to: of a public one that does not lead back or on."""
    found = find_article(connection, slug.strip())
    if found is None or not found.is_public or found.superseded_by:
        raise refusal("nowhere", slug=slug)
    return found.slug


def without(before: Documents, claim: str) -> Documents:
    """The texts without a statement; another one leads where it did."""
    base = _base(before)
    kept = tuple(one for one in (_less(section, claim) for section in base.sections) if one.claims or one.more)
    changed = replace(base, sections=kept)
    if base.bottom_line and claim in base.bottom_line.claims:
        lead = said_first(leading(base.plan, kept, [one for one in base.answering if one != claim]))
        lead = lead or [one for section in kept for one in section.claims][:1]
        changed = replace(changed, bottom_line=bottom_line(base.plan, lead, number(changed.claims), None))
    return _worded_anew(changed, before)


def as_now(library: Library, before: Documents) -> Documents:
    """The texts with their sources in the standing that they have in the library now."""
    base = _base(before)
    now = library.records({record.source for one in base.claims for record in one.records})

    def current(record: SourceRecord) -> SourceRecord:
        found = now.get(record.source)
        return replace(record, status=found.status, status_note=found.status_note) if found else record

    def looked_at(claims: Sequence[Claim]) -> tuple[Claim, ...]:
        return tuple(replace(one, records=tuple(current(record) for record in one.records)) for one in claims)

    sections = tuple(replace(one, claims=looked_at(one.claims), more=looked_at(one.more)) for one in base.sections)
    caveats = tuple(replace(one, about=tuple(current(record) for record in one.about)) for one in base.caveats)
    return _worded_anew(replace(base, sections=sections, caveats=caveats), before)


def in_other_words(before: Documents, claim: str, words: str, reader: Reader) -> Documents:
    """The texts with a statement said otherwise to one reader, if its own quote bears the words."""
    if reader not in before:
        raise refusal("wording", reader=reader.value)
    answer = answer_of(before[reader])
    found = next((one for one in answer.claims if one.id == claim), None)
    if found is None:
        raise refusal("unknown_claim", claim=claim)
    checked = checked_words(found, words)
    if checked.verdict is not Verdict.SUPPORTED:
        raise refusal("unsupported", reasons="; ".join(checked.reasons))
    wording = Wording(words, BY_PERSON, grade(words))
    return {**before, reader: texts.document_of(said_otherwise(answer, {claim: (wording, checked)}))}


def fallen(library: Library, edition: Edition) -> tuple[str, ...]:
    """Sources of an edition that may not support a statement any more."""
    named = sorted({source for one in edition.statements for source in one.sources})
    return tuple(name for name, one in fallen_sources(library, named).items() if one.ends_support)


def _with_quote(library: Library, before: Documents, given: Mapping[str, Any]) -> dict[str, Any]:
    """The texts with a quote of the library added to a statement, or as a statement of its own."""
    base = _base(before)
    quote = _quote(library, given)
    record = library.record(quote.source, quote.version)
    if record.status is Status.RETRACTED:
        raise refusal("retracted", source=quote.source)
    claim = given.get("claim", "")
    if claim:
        old = next(one for one in base.claims if one.id == claim)
        if quote in old.quotes:
            raise refusal("same_quote")
        made = replace(old, quotes=(*old.quotes, quote), records=(*old.records, record))
        supports = check(old.text, f"{record.title}. {quote.text}")
        if supports.verdict is not Verdict.SUPPORTED:
            raise refusal("no_support", reasons="; ".join(supports.reasons))
    else:
        kind = str(given.get("kind", ""))
        if kind not in kinds():
            raise refusal("kind", kind=kind)
        said = " ".join(quote.text.split())
        own = check(said, f"{record.title}. {quote.text}")
        made = Claim("new", kind, said, (quote,), (record,), None, own, wording=Wording(said, OF_SOURCE, grade(said)))
    made = replace(made, id=_named(made))
    sections = _placed(base, made, claim)
    line = base.bottom_line
    if line and claim in line.claims:
        line = replace(line, claims=tuple(made.id if one == claim else one for one in line.claims))
    answering = tuple(made.id if one == claim else one for one in base.answering)
    changed = replace(base, sections=sections, bottom_line=line, answering=answering)
    return {"documents": _worded_anew(changed, before, {claim: made.id}), "added": made.id}


def _quote(library: Library, given: Mapping[str, Any]) -> Quote:
    """The span that was chosen, in the current version of its source: by offsets, or by words that stand there once."""
    source = library.resolve(str(given.get("source", "")))
    if source is None:
        raise refusal("no_source", source=given.get("source", ""))
    record, text = library.record(source), library.text(source)
    start, end = given.get("start"), given.get("end")
    if start is None or end is None:
        words = str(given.get("text", ""))
        if not words.strip() or text.count(words) != 1:
            raise refusal("not_there", source=source, count=text.count(words) if words.strip() else 0)
        start, end = text.index(words), text.index(words) + len(words)
    if not 0 <= start < end <= len(text) or end - start > _LONGEST_QUOTE or not text[start:end].strip():
        raise refusal("span", source=source, longest=_LONGEST_QUOTE)
    keys = library.keys_of(source)
    for stored in library.passages(list(keys)).values():
        passage = stored.passage
        if passage.start <= start and end <= passage.end:
            if passage.damage and re.search(r"\d", text[start:end]):
                raise refusal("damaged", source=source)
            place = f"{source}#{passage.position}"
            return Quote(
                source, record.version, place, start, end, text[start:end], audience=audience_of(passage, record)
            )
    raise refusal("span", source=source, longest=_LONGEST_QUOTE)


def _named(claim: Claim) -> str:
    spans = "|".join(f"{q.source} {q.version} {q.start} {q.end}" for q in claim.quotes)
    return hashlib.sha256(f"{claim.kind}|{spans}|{claim.text}".encode()).hexdigest()[:12]


def _placed(base: Answer, made: Claim, instead_of: str) -> tuple[Section, ...]:
    """Sections with the statement in the place of an old one, or at the end of its kind."""
    if instead_of:
        return tuple(
            replace(
                section,
                claims=tuple(made if one.id == instead_of else one for one in section.claims),
                more=tuple(made if one.id == instead_of else one for one in section.more),
            )
            for section in base.sections
        )
    there = any(section.kind == made.kind for section in base.sections)
    if there:
        return tuple(
            replace(section, claims=(*section.claims, made)) if section.kind == made.kind else section
            for section in base.sections
        )
    return (*base.sections, Section(made.kind, kinds()[made.kind].heading(base.reader), (made,)))


def _base(before: Documents) -> Answer:
    """The answer that every wording is made from: the first one."""
    return unnumbered(answer_of(next(iter(before.values()))))


def unnumbered(answer: Answer) -> Answer:
    """An answer whose caveats are free of the numbers they were printed with, so that it can be worded anew."""
    by_number = {f"[{one.number}]": one.record for one in answer.references}

    def freed(caveat: Caveat) -> Caveat:
        about = tuple(dict.fromkeys(by_number[n] for n in re.findall(r"\[\d+\]", caveat.text) if n in by_number))
        return replace(caveat, text=_NUMBERED.sub("{n}", caveat.text), about=about) if about else caveat

    return replace(answer, caveats=tuple(freed(one) for one in answer.caveats))


def _worded_anew(base: Answer, before: Documents, renamed: Mapping[str, str] | None = None) -> Documents:
    """The texts of a changed answer for the same readers; words that a person or a writer wrote are kept."""
    made = {}
    for reader, document in before.items():
        old = answer_of(document)
        anew = {
            (renamed or {}).get(one.id, one.id): (one.wording, one.check)
            for one in old.claims
            if one.wording and one.wording.is_anew
        }
        made[reader] = texts.document_of(marked_as(said_otherwise(reword(base, reader), anew), old))
    return made


def _less(section: Section, claim: str) -> Section:
    return replace(
        section,
        claims=tuple(one for one in section.claims if one.id != claim),
        more=tuple(one for one in section.more if one.id != claim),
    )


def _worded(documents: Documents, claim: str, reader: Reader) -> str:
    document = documents.get(reader) or next(iter(documents.values()))
    return next((one["wording"]["text"] for _, one in claims_of(document) if one["id"] == claim), "")


def texts_of(connection: Connection, article: Article, edition: Edition) -> Documents:
    """Every text of an edition, each checked."""
    digests = {one.reader: one.digest for one in edition.wordings}
    return texts.all_of(connection, article.slug, edition.number, digests)

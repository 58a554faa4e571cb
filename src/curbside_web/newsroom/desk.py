"""
The page on which an article is worked: every statement beside its quote in its source, and what can be done to it.

It is made of the same values as the page that readers see, so that reviewers read what will be published.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.archive.requests import Request
from curbside.articles.article import Article, Edition
from curbside.articles.changes import Change
from curbside.articles.person import BOARD, Person
from curbside.articles.review import Decision, Dispute, Signature, Verdict
from curbside.articles.standing import Standing
from curbside.articles.states import available, state_words
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.press.excerpt import Excerpt, excerpt_of
from curbside.press.sheet import Citation, Sheet, Statement, sheet_of
from curbside.press.state import state_of
from curbside.questions.kinds import kinds
from curbside.questions.question import Reader

from ..desks import desks
from ..pages import render
from ..readers.turn import Choice, readers
from .forms import ActionForm, forms
from .membership import member
from .requests import may_close

#: Actions that have a page of their own.
_ELSEWHERE = frozenset({"sign"})
_VERDICTS = {
    Verdict.ACCEPT: "accepted",
    Verdict.STRIKE: "struck",
    Verdict.REWORD: "reworded",
    Verdict.ADD_QUOTE: "quote added",
    Verdict.COMMENT: "commented",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A quote in its source, as it stands beside a statement."""

    citation: Citation
    excerpt: Excerpt | None  # None when the library does not hold it any more
    status: str  # today; "" while the source is current


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody decided or said about a statement."""

    by: str
    what: str
    at: str
    note: str
    is_about_older: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A statement under review."""

    statement: Statement
    kind: str
    quotes: tuple[Beside, ...]
    verdict: str
    reasons: tuple[str, ...]
    words_by: str  # who chose the words: source, person or a writer
    original: str  # the words of the quote, where the statement says otherwise
    said: tuple[Said, ...]
    accepted_by: tuple[str, ...]
    is_mine: bool  # accepted by whoever looks
    is_carried: bool
    authors: tuple[str, ...]
    forms: tuple[ActionForm, ...]


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What the page of an article in the newsroom shows."""

    article: Article
    edition: Edition
    state: str
    sheet: Sheet
    standing: Standing
    reader: str
    readers: tuple[Choice, ...]
    cards: tuple[Card, ...]
    carried: tuple[Card, ...]
    missing: tuple[str, ...]
    signatures: tuple[Signature, ...]
    disputes: tuple[tuple[Dispute, str, str], ...]  # with the names of who dissented and who decides
    reports: tuple[tuple[Request, bool], ...]  # with whether whoever looks may close it
    general: tuple[Said, ...]  # comments on the whole
    reviewers: tuple[str, ...]
    authors: tuple[str, ...]
    forms: tuple[ActionForm, ...]
    comment_form: ActionForm | None
    may_sign: bool
    undecided: tuple[str, ...]  # ids that whoever looks has not accepted and may
    choices: dict[str, tuple[tuple[str, str], ...]]  # for fields: by kind, and statements of what readers see
    is_public: bool
    may_quote: bool
    changes: tuple[Change, ...]  # since the edition that readers see


@member()
async def article(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """An article, statement by statement."""
    reader, done = request.GET.get("reader", ""), request.GET.get("done", "")

    def look(desk: Desk) -> DeskPage | None:
        archive = desk.archive
        return page_of(archive, slug, person, reader) if archive.find(slug) else None

    page = await desks().do(look)
    if page is None:
        raise Http404
    return render(
        request, "newsroom/article.html", {"page": page, "done": forms().get(done), "is_signed": done == "sign"}
    )


def page_of(archive: Archive, slug: str, person: Person, reader: str = "") -> DeskPage:
    """The page of an article as this member sees it now."""
    found = archive.article(slug)
    edition = found.latest
    chosen = next((one for one in edition.readers if one.value == reader), edition.main)
    answer = archive.answer(found, chosen, edition.number, is_live=True)
    standing = archive.standing(found, chosen, edition.number)
    sheet = sheet_of(answer, edition.made_at[:10], state_of(standing))
    names = {one.id: one.name for one in archive.people(is_active=None)}
    can = available(found, person)
    cards = tuple(_cards(archive, found, edition, answer, sheet, person, names, can))
    carried = frozenset(edition.review.carried)
    mine = [one for one in forms().values() if one.action in can and one.action not in _ELSEWHERE]
    review = edition.review
    return DeskPage(
        article=found,
        edition=edition,
        state=state_words(edition.state),
        sheet=sheet,
        standing=standing,
        reader=chosen.value,
        readers=readers(chosen, edition.readers),
        cards=tuple(one for one in cards if one.statement.id not in carried),
        carried=tuple(one for one in cards if one.statement.id in carried),
        missing=archive.policy.missing(found, edition, chosen),
        signatures=review.of(chosen, edition.digest(chosen)),
        disputes=tuple(
            (one, names.get(one.by, one.by), names.get(one.decider, one.decider)) for one in review.disputes
        ),
        # What a reader wrote is for those who can do something about it.
        reports=tuple(
            (one, may_close(person, one))
            for one in archive.requests(None, found.slug)
            if not one.is_open or may_close(person, one)
        ),
        general=tuple(_said(one, names, "") for one in review.decisions if not one.claim),
        reviewers=tuple(names.get(one, one) for one in review.reviewers),
        authors=tuple(names.get(one, one) for one in edition.authors),
        forms=tuple(one for one in mine if one.place == "article"),
        comment_form=next((one for one in mine if one.action == "comment"), None),
        may_sign="sign" in can and person.id not in edition.authors,
        undecided=tuple(
            one.statement.id for one in cards if not one.is_mine and any(form.action == "decide" for form in one.forms)
        ),
        choices=_choices(archive, found),
        is_public=found.is_public,
        may_quote="add_quote" in can,
        changes=archive.changes(found, found.current.number, edition.number, chosen) if found.pending else (),
    )


def _cards(
    archive: Archive,
    article: Article,
    edition: Edition,
    answer: Answer,
    sheet: Sheet,
    person: Person,
    names: dict[str, str],
    can: tuple[str, ...],
) -> list[Card]:
    claims = {one.id: one for one in answer.claims}
    marks = {one.id: one.mark for one in edition.statements}
    accepted = {
        by: edition.review.accepted_by(by, marks) for by in dict.fromkeys(one.by for one in edition.review.decisions)
    }
    mine = edition.review.accepted_by(person.id, marks)
    offered = tuple(one for one in forms().values() if one.place == "claim" and one.action in can)
    made = []
    for part in sheet.parts:
        for one in (*part.statements, *part.more):
            claim, known = claims[one.id], edition.statement(one.id)
            authors = known.authors if known else ()
            is_author = person.id in authors or person.id in edition.authors
            checked, mark = claim.check, marks.get(one.id, "")
            made.append(
                Card(
                    statement=one,
                    kind=part.heading,
                    quotes=tuple(_beside(archive, citation) for citation in one.citations),
                    verdict=checked.verdict.value if checked else "",
                    reasons=tuple(checked.reasons) if checked else (),
                    words_by=claim.wording.by if claim.wording else "",
                    original=claim.text if " ".join(claim.text.split()) != " ".join(one.text.split()) else "",
                    said=tuple(
                        _said(entry, names, mark)
                        for entry in edition.review.decisions
                        if entry.claim == one.id
                        and (entry.verdict is not Verdict.ACCEPT or entry.note or entry.mark != mark)
                    ),
                    accepted_by=tuple(
                        names.get(by, by)
                        for by, which in accepted.items()
                        if one.id in which - set(edition.review.carried)
                    ),
                    is_mine=one.id in mine,
                    is_carried=one.id in edition.review.carried,
                    authors=tuple(names.get(by, by) for by in authors),
                    forms=tuple(form for form in offered if not (form.action == "decide" and is_author)),
                )
            )
    return made


def _beside(archive: Archive, citation: Citation) -> Beside:
    try:
        shown = excerpt_of(archive.library, citation.source, citation.version, citation.spans, is_whole=False)
    except CurbsideError:
        return Beside(citation, None, "not in the library")
    return Beside(citation, shown, shown.status or citation.status)


def _said(one: Decision, names: dict[str, str], mark: str) -> Said:
    return Said(
        by=names.get(one.by, one.by),
        what=_VERDICTS[one.verdict],
        at=one.at,
        note=one.note,
        is_about_older=bool(mark) and bool(one.mark) and one.mark != mark and one.verdict is Verdict.ACCEPT,
    )


def _choices(archive: Archive, article: Article) -> dict[str, tuple[tuple[str, str], ...]]:
    """What can be chosen in fields: people, sections, and the statements that readers see."""
    board = tuple((one.id, one.name) for one in archive.people(*BOARD))
    shown, worked = (
        tuple((one.id, one.worded[:120]) for one in archive.answer(article, edition.main, edition.number).claims)
        for edition in (article.current, article.latest)
    )
    sections = tuple((name, kind.heading(Reader.CLINICIAN)) for name, kind in kinds().items())
    statements = {"claim": shown, "claims": shown, "statement": worked}
    return {"person": board, "people": board, "section": sections, **statements}

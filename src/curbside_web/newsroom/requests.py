"""
What readers ask the editors for: that a problem of a text be looked at, an answer reviewed, or a source added.

This is the one place where something that a reader wrote is kept, so the page says so before it is sent; who sent it
is not kept, and the words are erased when the request is closed.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from curbside.archive.requests import CLOSED_BY, Request, RequestKind
from curbside.articles.article import Article
from curbside.articles.person import Person
from curbside.consult import Desk
from curbside.errors import CurbsideError, Stale

from ..desks import BusyError, desks
from ..limits import Limit, address_of
from ..pages import render
from ..problems import refusal, too_many
from ..readers.asked import read as read_question
from ..readers.worded import made
from ..shared import shared
from .forms import number
from .membership import DRAFTING, member

_LONGEST_NOTE = 2000
#: What is kept takes room, and an editor's time.
_SENT = Limit("sent", settings.CURBSIDE.site_requests_per_hour, 3600)
#: Requests on the page at most; the oldest come first.
_SHOWN = 500
_ASKED = (RequestKind.REVIEW, RequestKind.SOURCE, RequestKind.PROBLEM)
_CLOSING = tuple(dict.fromkeys(role for roles in CLOSED_BY.values() for role in roles))


async def ask(request: HttpRequest) -> HttpResponse:
    """The form for a review, a source or a problem of an answer, and what it sends."""
    given = request.POST
    kind = (given if request.method == "POST" else request.GET).get("kind", "")
    kind = kind if kind in _ASKED else RequestKind.REVIEW.value
    text, note = _words(given.get("text", given.get("question", ""))), _words(given.get("note", ""))[:_LONGEST_NOTE]
    about = _words(given.get("statement", ""))[:_LONGEST_NOTE]
    statements: tuple[str, ...] = ()
    refused, status = "", 200
    try:
        if request.method == "POST" and "confirmed" in given:
            if not text:
                raise CurbsideError("Say what you ask for.")
            if len(text) > settings.CURBSIDE.question_characters:
                raise CurbsideError(f"At most {settings.CURBSIDE.question_characters:,} characters, please.")
            if kind == RequestKind.PROBLEM and not note:
                raise CurbsideError("Say in a few words what is wrong.")
            if wait := await shared(lambda: _SENT.take(address_of(request))):
                return too_many(request, wait_seconds=wait)
            said = f"About “{about}”: {note}" if about else note
            kept = await desks().do(lambda desk: desk.archive.request(kind, text, said))
            return render(request, "pages/requested.html", {"number": kept.number, "article": None})
        if request.method == "POST" and kind == RequestKind.PROBLEM:
            text, statements = await _said(request)
    except BusyError as error:
        return refusal(request, 503, "Not now", str(error))
    except CurbsideError as error:
        refused, status = str(error), 422
    values = {"kind": kind, "text": text[:4000], "note": note, "refused": refused}
    return render(
        request, "pages/request.html", {**values, "statements": statements, "statement": about}, status=status
    )


async def _said(request: HttpRequest) -> tuple[str, tuple[str, ...]]:
    """The question that a reader's page answers, and the statements on it: made again, as no answer is kept."""
    asked = read_question(request.POST, settings.CURBSIDE.question_characters)
    answer = await desks().do(made(request.POST, asked))
    return answer.title, tuple(claim.worded for claim in answer.claims)


async def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what a reader says is wrong with an article or one of its statements."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/articles/{slug}")
    text, claim = _words(request.POST.get("text", ""))[:_LONGEST_NOTE], request.POST.get("claim", "")

    def keep(desk: Desk) -> tuple[Request, Article]:
        kept = desk.archive.report(slug, text, claim)
        return kept, desk.archive.article(kept.article)

    try:
        if not text:
            raise CurbsideError("Say in a few words what is wrong.")
        if wait := await shared(lambda: _SENT.take(address_of(request))):
            return too_many(request, wait_seconds=wait)
        kept, article = await desks().do(keep)
    except BusyError as error:
        return refusal(request, 503, "Not now", str(error))
    except CurbsideError as error:
        return refusal(request, 422, "Not sent", str(error))
    return render(request, "pages/requested.html", {"number": kept.number, "article": article})


@member(*_CLOSING)
async def requests(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits for this member, and closing it."""
    if request.method == "POST":
        given = request.POST
        closed, done = number(given.get("number", "")), _words(given.get("answer", ""))[:_LONGEST_NOTE]
        try:
            kept = await desks().do(lambda desk: desk.archive.reply(closed, person.id, done))
        except Stale as error:
            return refusal(request, 409, "Closed already", str(error))
        there = given.get("from") == "article" and kept.article
        return HttpResponseRedirect(f"/newsroom/articles/{kept.article}#reports" if there else "/newsroom/requests")

    def look(desk: Desk) -> tuple[tuple[Request, str], ...]:
        archive = desk.archive
        found = [one for one in archive.requests() if person.has(*CLOSED_BY[one.kind])][:_SHOWN]
        return tuple((one, archive.article(one.article).title if one.article else "") for one in found)

    values = {"requests": await desks().do(look), "may_draft": person.has(*DRAFTING)}
    return render(request, "newsroom/requests.html", values)


def may_close(person: Person, asked: Request) -> bool:
    """Whether somebody is offered to close a request."""
    return asked.is_open and person.has(*CLOSED_BY[asked.kind])


def _words(text: str) -> str:
    return text.replace("\0", "").strip()

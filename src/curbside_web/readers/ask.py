"""
Ask: a page with a question, and its answer as a page or as a stream.

A question comes by POST only. Without JavaScript the answer is the page that comes back. With it, a ticket comes back
whose stream brings the answer section by section; the ticket is good once, for a minute, and says nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.leaving import Words
from curbside.library.report import Counts
from curbside.press.sheet import card_of

from .. import tickets
from ..desks import BusyError, desks
from ..newsroom.membership import may_draft
from ..pages import render
from ..problems import Problem, refusal
from .asked import Asked, asked_again, read, reader_named, told
from .countries import country_named
from .turn import abouts, places, readers, turn_of
from .worded import desks_for, is_worded, offer_of, to_agree

_READER_COOKIE, _COUNTRY_COOKIE, _YEAR_SECONDS = "reader", "country", 365 * 24 * 3600

#: Questions that the starter library answers, to try.
EXAMPLES = (
    "What is the initial management for tarsal tunnel syndrome?",
    "How is celiac disease diagnosed?",
    "What are the warning signs of a stroke?",
)


async def first(request: HttpRequest) -> HttpResponse:
    """The page to ask on."""
    return await _form(request, "")


async def asked(request: HttpRequest) -> HttpResponseBase:
    """The answer to a form: a page, or the ticket to a stream."""
    if request.method != "POST":
        return HttpResponseRedirect("/")
    try:
        form = read(request.POST, settings.CURBSIDE.question_characters)
        form = replace(form, may_draft=await may_draft(request))
    except CurbsideError as error:
        if request.headers.get("HX-Request"):
            return refusal(request, 422, "Not asked", str(error))
        return await _form(request, str(error), 422)
    if words := to_agree(form):
        return _shown_first(request, form, words)
    is_in_place = bool(request.POST.get("in_place"))
    if request.headers.get("HX-Request") and not is_in_place:
        try:
            ticket = await tickets.keep(told(form))
            counts = await desks().do(_counts)
        except CurbsideError as error:
            return _unavailable(request, error)
        values = {"ticket": ticket, "asked": form, "counts": counts, "offer": offer_of(form)}
        page = render(request, "parts/asking.html", values)
        return _remembered(page, form)
    try:
        in_own_words = not is_worded(form)
        answer = await desks_for(form).do(lambda desk: desk.ask(form.question, in_own_words=in_own_words))
    except CurbsideError as error:
        return _unavailable(request, error)
    template = "parts/turn.html" if request.headers.get("HX-Request") else "pages/answer.html"
    return _remembered(render(request, template, {"turn": turn_of(form, answer)}), form)


async def streamed(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """The answer to the question behind a ticket, as it grows."""
    try:
        waited = await tickets.redeem(ticket)
    except CurbsideError as error:
        return _unavailable(request, error)
    if waited is None:
        return HttpResponse(status=204)  # tells a browser not to try again
    response = StreamingHttpResponse(_events(asked_again(waited)), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _events(form: Asked) -> AsyncIterator[str]:
    try:
        async for step in desks_for(form).steps(form.question, in_own_words=not is_worded(form)):
            if step.kind == "card":
                card = card_of(step.emergency)
                yield event("card", render_to_string("parts/first.html", {"card": card}, using="jinja2"))
            elif step.kind == "found":
                yield event("progress", render_to_string("parts/found.html", {"found": step.found}, using="jinja2"))
            elif step.kind == "quoted" and step.answer is not None:
                values = {"sections": step.answer.sections, "offer": offer_of(form)}
                yield event("progress", render_to_string("parts/wording.html", values, using="jinja2"))
                yield event("quoted", render_to_string("parts/quoted.html", values, using="jinja2"))
            elif step.statement is not None:
                yield event(
                    "statement", render_to_string("parts/statement.html", {"claim": step.statement}, using="jinja2")
                )
            elif step.section is not None and not is_worded(form):
                yield event("section", render_to_string("parts/draft.html", {"section": step.section}, using="jinja2"))
            elif step.answer is not None:
                turn = turn_of(form, step.answer)
                yield event("answer", render_to_string("parts/turn.html", {"turn": turn}, using="jinja2"))
    except CurbsideError as error:
        problem = Problem(503, "No answer now", str(error))
        yield event("answer", render_to_string("parts/problem.html", {"problem": problem}, using="jinja2"))
    yield event("done", "")


def event(name: str, text: str) -> str:
    """A server-sent event; what it carries may have any line breaks."""
    lines = text.splitlines() or [""]
    return "".join([f"event: {name}\n", *(f"data: {line}\n" for line in lines), "\n"])


def _shown_first(request: HttpRequest, form: Asked, words: Words) -> HttpResponse:
    """The words that would leave this machine, before any does."""
    template = "parts/sending.html" if request.headers.get("HX-Request") else "pages/sending.html"
    values = {"asked": form, "words": words, "offer": offer_of(form), "places": places(form.country)}
    return _remembered(render(request, template, values), form)


async def _form(request: HttpRequest, error: str, status: int = 200) -> HttpResponse:
    try:
        counts = await desks().do(_counts)
    except CurbsideError as problem:
        return _unavailable(request, problem)
    values = {
        "error": error,
        "question": request.POST.get("question", "") if error else "",
        "readers": readers(reader_named(request.COOKIES.get(_READER_COOKIE, ""))),
        "about": abouts(),
        "places": places(country_named(request.COOKIES.get(_COUNTRY_COOKIE, ""))),
        "counts": counts,
        "examples": EXAMPLES,
        "most": settings.CURBSIDE.question_characters,
        "offer": offer_of(),
    }
    return render(request, "pages/ask.html", values, status=status)


def _counts(desk: Desk) -> Counts:
    return desk.library.counts()


def _unavailable(request: HttpRequest, error: CurbsideError) -> HttpResponse:
    response = refusal(request, 503, "No answer now", str(error))
    if isinstance(error, BusyError):
        response.headers["Retry-After"] = "5"
    return response


def _remembered(response: HttpResponse, form: Asked) -> HttpResponse:
    """With who reads and where kept in the reader's own browser, so that it is asked once."""
    for name, value in ((_READER_COOKIE, form.reader.value), (_COUNTRY_COOKIE, form.country)):
        if value:
            response.set_cookie(name, value, max_age=_YEAR_SECONDS, samesite="Strict", httponly=True)
        else:
            response.delete_cookie(name, samesite="Strict")
    return response

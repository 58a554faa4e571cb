"""
Doing one thing to an article: a form comes in, one action of the archive is done, and the page is shown again.

Every form names the version that its sender saw. Who was overtaken gets both: what they wrote, and what happened
since; nothing is written over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from curbside.archive import Archive
from curbside.archive.chain import Entry
from curbside.articles.article import Article
from curbside.articles.person import PROGRAM, Person
from curbside.articles.review import Verdict
from curbside.articles.states import allowed, state_words
from curbside.articles.words import words
from curbside.consult import Desk
from curbside.errors import CurbsideError, NotAllowed, Stale
from curbside.questions.question import Question, Reader

from ..desks import BusyError, desks
from ..pages import render
from .desk import page_of
from .forms import ActionForm, forms, read, version
from .membership import member

#: What people write where there is nothing to write.
_NO_EFFECT = {"", "no", "none", "nothing", "no effect"}


@dataclass(frozen=True, slots=True)
class Since:
    """Something that happened after a version was seen."""

    at: str
    what: str
    by: str
    why: str
    old: str
    new: str


@member()
async def act(request: HttpRequest, person: Person, slug: str, name: str) -> HttpResponse:
    """Do one thing to an article, on this member's word."""
    form = forms().get(name)
    if form is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(f"/newsroom/articles/{slug}")
    given = request.POST

    def do(desk: Desk) -> Article:
        archive = desk.archive
        allowed(form.action, person)  # who may not is told so before any words are looked at
        return archive.act(form.action, slug, person.id, version(given), **_arguments(desk, archive, slug, form, given))

    try:
        changed = await desks().do(do)
    except Stale as overtaken:
        error, now = overtaken, overtaken.current
        assert isinstance(now, Article)
        since = await desks().do(lambda desk: _since(desk.archive, slug, now.version - int(error.given)))
        values = {"slug": slug, "form": form, "sent": _sent(form, given), "error": error, "since": since}
        values["state"] = state_words(now.latest.state)
        return render(request, "newsroom/overtaken.html", values, status=409)
    except BusyError:
        raise
    except CurbsideError as error:
        # What was written is shown again with the reason, so that nothing has to be typed twice.
        status = 403 if isinstance(error, NotAllowed) else 422
        page = await desks().do(lambda desk: page_of(desk.archive, slug, person, given.get("shown", "")))
        values = {
            "page": page,
            "refused": str(error),
            "tried": form,
            "sent": _sent(form, given),
            "about": given.get("claim", ""),
        }
        return render(request, "newsroom/article.html", values, status=status)
    return HttpResponseRedirect(_back(changed, form, given))


def _arguments(desk: Desk, archive: Archive, slug: str, form: ActionForm, given: QueryDict) -> dict[str, Any]:
    """What the form asks for, and what its place tells."""
    arguments = read(form, given)
    claim = given.get("claim", "")
    if str(arguments.get("effect", "")).strip(" .-").casefold() in _NO_EFFECT:
        arguments.pop("effect", None)
    if form.action == "decide":
        return {**arguments, "claims": [one for one in given.getlist("claim") if one], "verdict": Verdict.ACCEPT.value}
    if form.place == "claim":
        arguments["claim"] = claim
    if form.action == "reword":
        arguments["reader"] = given.get("shown", "")
    if form.action == "revise":
        article = archive.article(slug)
        arguments["answer"] = desk.ask(Question(article.question, Reader.CLINICIAN), in_own_words=True)
    return arguments


def _back(article: Article, form: ActionForm, given: QueryDict) -> str:
    """The page again, where the form stood."""
    shown = urlencode({"reader": given["shown"]}) if given.get("shown") else ""
    claims = given.getlist("claim")
    place = f"#claim-{claims[0]}" if form.place == "claim" and len(claims) == 1 and claims[0] else "#done"
    if place != "#done" and article.latest.statement(claims[0]) is None:
        place = "#done"
    query = f"{shown}&done={form.name}" if shown else f"done={form.name}"
    return f"/newsroom/articles/{article.slug}?{query}{place}"


def _sent(form: ActionForm, given: QueryDict) -> list[tuple[str, str, str]]:
    """What came with a form, as (name, label, text)."""
    return [(one.name, one.label, ", ".join(given.getlist(one.name))) for one in form.fields if given.get(one.name)]


def _since(archive: Archive, slug: str, count: int) -> tuple[Since, ...]:
    """What happened to the article after the version that was seen, the newest first."""
    return told(archive, archive.events(subject=slug)[-count:] if count > 0 else ())


def told(archive: Archive, entries: Sequence[Entry]) -> tuple[Since, ...]:
    """Entries of the log as they are told to who was overtaken, the newest first."""
    said = words()["actions"]
    events = [one.event for one in entries]
    people = {PROGRAM.id: PROGRAM.name, **{one.id: one.name for one in archive.people(is_active=None)}}
    return tuple(
        Since(
            one.at,
            said.get(one.action, one.action),
            people.get(one.by, one.by),
            one.why,
            str(one.what.get("old", "")),
            str(one.what.get("new", "")),
        )
        for one in reversed(events)
    )

"""
What readers ask the editors for: a review of an answer, or a source that is missing.

This is the one place where something that a reader wrote is kept, so the page says so before it is sent; who sent it
is not kept.
"""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from curbside.articles.person import Person, Role
from curbside.errors import CurbsideError

from ..pages import render
from ..problems import refusal
from .forms import number
from .membership import KEEPERS, member
from .models import Wish

#: Requests that may wait; beyond them readers are told to come back.
_MOST_OPEN = 2000


async def ask(request: HttpRequest) -> HttpResponse:
    """The form for readers, and what it sends."""
    given = request.POST
    kind = (given if request.method == "POST" else request.GET).get("kind", "")
    kind = kind if kind in Wish.Kind.values else Wish.Kind.REVIEW.value
    text = given.get("text", given.get("question", "")).replace("\0", "").strip()
    if request.method != "POST" or "confirmed" not in given:
        return render(request, "pages/wish.html", {"kind": kind, "text": text[:4000], "refused": ""})
    try:
        if not text:
            raise CurbsideError("Say what you ask for.")
        if len(text) > settings.CURBSIDE.question_characters:
            raise CurbsideError(f"At most {settings.CURBSIDE.question_characters:,} characters, please.")
        kept = await sync_to_async(_keep)(kind, text, given.get("note", "").replace("\0", "").strip()[:2000])
    except CurbsideError as error:
        return render(
            request, "pages/wish.html", {"kind": kind, "text": text[:4000], "refused": str(error)}, status=422
        )
    return render(request, "pages/wished.html", {"number": kept.pk})


@member(Role.AUTHOR, Role.LIBRARIAN, *KEEPERS)
async def wishes(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits, and closing it."""
    if request.method == "POST":
        answer = " ".join(request.POST.get("answer", "").split())[:2000]
        if not answer:
            raise CurbsideError("Say what was done about it.")
        if not await sync_to_async(_close)(number(request.POST.get("number", "")), answer, person.id):
            return refusal(request, 409, "Closed already", "Somebody closed it meanwhile; nothing of yours was done.")
        return HttpResponseRedirect("/newsroom/requests")
    found = await sync_to_async(_waiting)()
    may_draft = person.has(Role.AUTHOR, Role.EDITOR)
    return render(request, "newsroom/wishes.html", {"wishes": found, "may_draft": may_draft})


def _keep(kind: str, text: str, note: str) -> Wish:
    if Wish.objects.filter(answer="").count() >= _MOST_OPEN:
        raise CurbsideError("Too many requests wait already; try again another day.")
    return Wish.objects.create(kind=kind, text=text, note=note)


def _close(name: int, answer: str, by: str) -> bool:
    return Wish.objects.filter(pk=name, answer="").update(answer=answer, answered_by=by) == 1


def _waiting() -> list[Wish]:
    return list(Wish.objects.filter(answer="")[:500])

"""
Take an answer along: as a file in any form of the press.

A page carries its question and not its answer, so the file is made from the question again; the same question on the
same library gives the same answer. Words of a language model would not come again: such a page carries its answer, signed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from curbside.answers.answer import Answer
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.press.export import FORMS, export

from ..desks import BusyError, desks
from ..problems import refusal
from .asked import read
from .paper import PAPER
from .worded import made as answer_with


async def take(request: HttpRequest) -> HttpResponse:
    """The answer to a form's question as a file."""
    if request.method != "POST":
        return HttpResponseRedirect("/")
    to = request.POST.get("to", "")
    today = datetime.now(UTC).date().isoformat()

    def made(desk: Desk) -> tuple[Answer, bytes]:
        answer = made_before(desk)
        return answer, b"" if to == "pdf" else export(answer, to, today, today)

    try:
        made_before = answer_with(request.POST, read(request.POST, settings.CURBSIDE.question_characters))
        answer, body = await desks().do(made)
        body = body or await PAPER.make(None, lambda: export(answer, to, today, today))
    except BusyError as error:
        return refusal(request, 503, "Not now", str(error))
    except CurbsideError as error:
        return refusal(request, 422, "Not made", str(error))
    return attached(answer.title, to, body)


def attached(title: str, to: str, body: bytes) -> HttpResponse:
    """A file to keep, named after what it is about."""
    form = FORMS[to]
    name = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60] or "answer"
    response = HttpResponse(body, content_type=form.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{form.suffix}"'
    response.headers["Cache-Control"] = "no-store"
    return response

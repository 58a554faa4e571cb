"""The board's queue: everything that waits for somebody, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from curbside.archive.listing import narrowed
from curbside.articles.article import Article, State
from curbside.articles.person import Person
from curbside.articles.states import state_words
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.questions.question import Reader

from ..desks import desks
from ..pages import render
from ..readers.asked import read as read_question
from .membership import DRAFTING, member

#: Flags of the queue, as they are printed.
FLAGS = {
    "yours": "asked of you",
    "late": "late",
    "disputed": "disputed",
    "suspended": "suspended",
    "update_due": "update due",
    "overdue": "review overdue",
    "reports": "reports",
    "pharmacist": "needs a pharmacist",
    "conflict": "competing interest",
    "unassigned": "nobody asked",
    "wording": "wording unsigned",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue."""

    slug: str
    title: str
    topics: tuple[str, ...]
    edition: int
    state: str
    age_days: int
    due: str
    flags: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """What the page of the queue shows."""

    rows: tuple[Row, ...]
    states: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    flags: tuple[tuple[str, str], ...]
    state: str
    topic: str
    flag: str
    is_mine: bool


@member()
async def queue(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits, for everybody or for this member."""
    asked = request.GET
    state, topic, flag, is_mine = (
        asked.get("state", ""),
        asked.get("topic", "")[:200],
        asked.get("flag", ""),
        asked.get("whose") == "mine",
    )

    def look(desk: Desk) -> Queue:
        archive = desk.archive
        found = archive.queue(person=person.id if is_mine else "")
        topics = tuple(sorted({name for one in found for name in one.article.topics}, key=str.casefold))
        kept = narrowed(found, state=state, topic=topic, flag=flag)
        rows = tuple(
            Row(
                one.article.slug,
                one.article.title,
                one.article.topics,
                one.edition.number,
                state_words(one.edition.state),
                one.age_days,
                one.due[:10],
                tuple((name, FLAGS[name]) for name in one.flags if name in FLAGS),
                one.missing,
            )
            for one in kept
        )
        states = tuple((one.value, state_words(one)) for one in State)
        return Queue(rows, states, topics, tuple(FLAGS.items()), state, topic, flag, is_mine)

    return render(request, "newsroom/queue.html", {"queue": await desks().do(look), "person": person})


@member(*DRAFTING)
async def describe(request: HttpRequest, person: Person) -> HttpResponse:
    """The question of an answer that is to become an article, with what else an article has."""
    if request.method != "POST":
        return HttpResponseRedirect("/newsroom")
    asked = replace(read_question(request.POST, settings.CURBSIDE.question_characters), reader=Reader.CLINICIAN)
    answer = await desks().do(lambda desk: desk.ask(asked.question, in_own_words=True))
    values = {"asked": asked, "title": answer.title, "topic": answer.plan.focus, "count": len(answer.claims)}
    return render(request, "newsroom/draft.html", values)


@member(*DRAFTING)
async def draft(request: HttpRequest, person: Person) -> HttpResponse:
    """A new article from a question: its answer is made again, and drafted."""
    if request.method != "POST":
        return HttpResponseRedirect("/newsroom")
    asked = read_question(request.POST, settings.CURBSIDE.question_characters)
    topics, specialties = (
        tuple(filter(None, (one.strip() for one in request.POST.get(name, "")[:500].split(","))))
        for name in ("topics", "specialties")
    )

    def make(desk: Desk) -> Article:
        answer = desk.ask(asked.question, in_own_words=True)
        if not answer.claims:
            raise CurbsideError("The answer says nothing that could be reviewed; ask otherwise, or add sources first.")
        return desk.draft(answer, person.id, topics=topics, specialties=specialties)

    drafted = await desks().do(make)
    return HttpResponseRedirect(f"/newsroom/articles/{drafted.slug}")

"""
Articles: their list, each at its address with its state, its past editions, and what changed between them.

An address that an article had before leads to the one it has now. A withdrawn article keeps its address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.articles.article import Article, State
from curbside.articles.changes import Change
from curbside.articles.states import state_words
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.press.export import FORMS, export
from curbside.press.state import State as Told
from curbside.press.state import state_of
from curbside.questions.question import Reader

from ..desks import BusyError, desks
from ..pages import render
from ..problems import refusal
from .paper import PAPER
from .shown import is_told, page_of, reader_of
from .take import attached

PAGE = 25


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list."""

    address: str
    title: str
    topics: tuple[str, ...]
    label: str
    is_approved: bool
    updated_on: str
    reviewed_on: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the list of articles."""

    articles: tuple[Listed, ...]
    total: int
    topics: dict[str, int]
    states: tuple[tuple[str, str], ...]
    search: str
    topic: str
    state: str
    page: int
    pages: int
    before: str  # addresses of the pages before and after, "" when there is none
    after: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An article as it is exported, known by everything that its file depends on."""

    digest: str
    snapshot: str  # of the library: which sources fell since
    reader: Reader
    on: str
    made_on: str
    state: Told
    answer: Answer = field(compare=False)

    def export(self, to: str) -> bytes:
        """Its file of this form."""
        return export(self.answer, to, self.on, self.made_on, self.state)


async def articles(request: HttpRequest) -> HttpResponse:
    """The list of articles, by words, topic and state."""
    asked = request.GET
    number = asked.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and 0 < int(number[:6]) < 10_000 else 1
    search, topic, state = asked.get("search", "")[:200], asked.get("topic", "")[:200], asked.get("state", "")
    state = state if state in set(State) else ""

    def look(desk: Desk) -> Shelf:
        archive = Archive(desk.library)
        found = archive.articles(search, topic=topic, state=state, limit=PAGE, offset=(page - 1) * PAGE)
        pages = max(1, -(-found.total // PAGE))
        return Shelf(
            articles=tuple(_listed(archive, one) for one in found.articles),
            total=found.total,
            topics=archive.topics(),
            states=tuple((one.value, state_words(one)) for one in State if one not in {State.DRAFT, State.DECLINED}),
            search=search,
            topic=topic,
            state=state,
            page=page,
            pages=pages,
            before=_turned(search, topic, state, page - 1) if page > 1 else "",
            after=_turned(search, topic, state, page + 1) if page < pages else "",
        )

    try:
        return render(request, "pages/articles.html", {"shelf": await desks().do(look)}, is_public=True)
    except CurbsideError as error:
        return refusal(request, 503, "Not now", str(error))


async def article(request: HttpRequest, slug: str, edition: int = 0) -> HttpResponse:
    """An article, or one of its editions, in the wording of a reader."""
    reader = request.GET.get("reader", "")

    try:
        page = await desks().do(lambda desk: page_of(Archive(desk.library), slug, reader, edition))
    except BusyError as error:
        return refusal(request, 503, "Not now", str(error))
    if page is None:
        raise Http404
    if page.article.address != slug:
        moved = HttpResponsePermanentRedirect(page.address + (f"?reader={page.text.sheet.reader}" if reader else ""))
        # Nobody keeps it without asking: the article may get this address again.
        moved.headers["Cache-Control"] = "no-cache"
        return moved
    return render(request, "pages/article.html", {"page": page}, is_public=True)


async def export_article(request: HttpRequest, slug: str, to: str) -> HttpResponse:
    """An article as a file; the state of its review goes with it."""
    reader = request.GET.get("reader", "")

    def made(desk: Desk) -> tuple[str, bytes | _Sheet] | None:
        archive = Archive(desk.library)
        found = archive.find(slug)
        if found is None or not found.is_public:
            return None
        # A hand-out is for patients, in the words that were written and reviewed for them.
        chosen = reader_of(found, 0, Reader.PATIENT.value if to == "handout" else reader)
        answer = archive.answer(found, chosen, is_live=True)
        told = state_of(archive.standing(found, chosen))
        digest = found.current.digest(chosen)
        sheet = _Sheet(
            digest, desk.library.snapshot(), chosen, archive.clock()[:10], found.current.made_at[:10], told, answer
        )
        return found.title, sheet if to == "pdf" else sheet.export(to)

    if to not in FORMS:
        raise Http404
    try:
        file = await desks().do(made)
        if file is None:
            raise Http404
        title, body = file
        if isinstance(body, _Sheet):
            sheet = body
            body = await PAPER.make((slug, sheet), lambda: sheet.export(to))
    except BusyError as error:
        return refusal(request, 503, "Not now", str(error))
    except CurbsideError as error:
        return refusal(request, 422, "Not made", str(error))
    return attached(title, to, body)


async def changed(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """What differs between two editions, statement by statement."""
    reader = request.GET.get("reader", "")

    def look(desk: Desk) -> tuple[Article, tuple[Change, ...]] | None:
        archive = Archive(desk.library)
        found = archive.find(slug)
        if found is None or not (found.is_public and is_told(found, before) and is_told(found, after)):
            return None
        return found, archive.changes(found, before, after, reader_of(found, after, reader))

    try:
        seen = await desks().do(look)
    except BusyError as error:
        return refusal(request, 503, "Not now", str(error))
    if seen is None:
        raise Http404
    values = {"article": seen[0], "changes": seen[1], "before": before, "after": after}
    return render(request, "pages/changes.html", values)


async def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction and withdrawal, the newest first."""
    try:
        found = await desks().do(lambda desk: Archive(desk.library).corrections())
    except CurbsideError as error:
        return refusal(request, 503, "Not now", str(error))
    return render(request, "pages/corrections.html", {"notices": found}, is_public=True)


def _listed(archive: Archive, article: Article) -> Listed:
    standing = archive.standing(article, article.current.main)
    return Listed(
        address=article.address,
        title=article.title,
        topics=article.topics,
        label=standing.label,
        is_approved=standing.is_approved,
        updated_on=standing.updated_on,
        reviewed_on=standing.reviewed_on,
    )


def _turned(search: str, topic: str, state: str, page: int) -> str:
    given = {"search": search, "topic": topic, "state": state, "page": str(page)}
    return "/articles?" + urlencode({name: value for name, value in given.items() if value})

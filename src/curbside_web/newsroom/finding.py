"""Finding words in the library to quote: passages that fit, each with a form that takes what of it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from curbside.articles.person import Person
from curbside.articles.states import available
from curbside.consult import Desk
from curbside.errors import NotAllowed
from curbside.press.words import design_or_kind
from curbside.questions.kinds import kinds
from curbside.questions.question import Reader

from ..desks import desks
from ..pages import render
from .membership import member

#: Passages that one page shows.
MOST = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was found."""

    source: str
    title: str
    kind: str
    when: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class FindPage:
    """What was looked for, for which statement, and what was found."""

    slug: str
    title: str
    version: int
    words: str
    claim: str
    says: str
    passages: tuple[Passage, ...]
    sections: tuple[tuple[str, str], ...]


@member()
async def find(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Passages of the library that fit some words; they come by POST, as every question does."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/newsroom/articles/{slug}")
    words, claim = request.POST.get("words", "").strip()[:1000], request.POST.get("claim", "")

    def look(desk: Desk) -> FindPage | None:
        article = desk.archive.find(slug)
        if article is None:
            return None
        if "add_quote" not in available(article, person):
            raise NotAllowed("Quotes are added while a text is drafted or reviewed, by authors, editors and reviewers.")
        answer = desk.archive.answer(article, article.latest.main, article.latest.number)
        says = next((one.worded for one in answer.claims if one.id == claim), "")
        found = desk.search(words or says, MOST) if words or says else ()
        return FindPage(
            slug=article.slug,
            title=article.title,
            version=article.version,
            words=words or says,
            claim=claim if says else "",
            says=says,
            passages=tuple(
                Passage(
                    one.record.source,
                    one.record.title or one.record.source,
                    design_or_kind(one.record),
                    str(one.record.published or one.record.date_note or "undated"),
                    one.record.status.value,
                    one.text,
                )
                for one in found
            ),
            sections=tuple((name, kind.heading(Reader.CLINICIAN)) for name, kind in kinds().items()),
        )

    page = await desks().do(look)
    if page is None:
        raise Http404
    return render(request, "newsroom/find.html", {"page": page})

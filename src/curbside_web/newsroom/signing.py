"""
Signing: the whole text once more, the exact words, and who signs proves to be who they are.

What is asked for as proof stands in `proof`.
"""

from __future__ import annotations

from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters

from curbside.archive import Archive
from curbside.articles.actions.signing import undecided
from curbside.articles.article import Article
from curbside.articles.person import CLINICAL, Person, Role
from curbside.articles.states import available
from curbside.articles.words import role_words
from curbside.consult import Desk
from curbside.errors import CurbsideError, NotAllowed, Stale
from curbside.press.sheet import Sheet, sheet_of
from curbside.press.state import state_of
from curbside.questions.question import Reader

from ..desks import BusyError, desks
from ..pages import render
from ..readers.asked import READERS
from .forms import version
from .membership import member
from .models import Account
from .proof import asked, not_proved

_SIGNS = (*sorted(CLINICAL), Role.PHARMACIST, Role.LAY_READER, Role.EDITOR)


@dataclass(frozen=True, slots=True)
class SigningPage:
    """What is signed: the text as its readers will see it, and the words of the signature."""

    article: Article
    edition: int
    sheet: Sheet
    reader: str
    reader_label: str
    digest: str
    words: str
    interests: str
    roles: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    undecided: tuple[tuple[str, str], ...]  # statements that this member has not accepted yet: id and words


@sensitive_post_parameters("password", "code")
@member()
async def sign(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Read the whole, then sign it."""
    account = await request.auser()
    assert isinstance(account, Account)
    reader = (request.POST if request.method == "POST" else request.GET).get("reader", "")
    refused, status = "", 200
    if request.method == "POST":
        given = request.POST
        try:
            if problem := await sync_to_async(not_proved)(request, account):
                raise NotAllowed(problem)

            def do(desk: Desk) -> Article:
                archive = desk.archive
                return archive.act(
                    "sign",
                    slug,
                    person.id,
                    version(given),
                    role=given.get("role", ""),
                    digest=given.get("digest", ""),
                    words=given.get("words", ""),
                    reader=reader,
                )

            await desks().do(do)
            return HttpResponseRedirect(f"/newsroom/articles/{slug}?reader={reader}&done=sign#done")
        except BusyError:
            raise
        except Stale as error:
            refused, status = f"{error} What you read is not what stands here now: read it again.", 409
        except CurbsideError as error:
            refused, status = str(error), 403 if isinstance(error, NotAllowed) else 422

    def look(desk: Desk) -> SigningPage | None:
        archive = desk.archive
        return _page(archive, slug, person, reader) if archive.find(slug) else None

    page = await desks().do(look)
    if page is None:
        raise Http404
    asks = await sync_to_async(asked)(account)
    values = {"page": page, "refused": refused, "asks": asks, "person": person}
    return render(request, "newsroom/sign.html", values, status=status)


def _page(archive: Archive, slug: str, person: Person, reader: str) -> SigningPage:
    found = archive.article(slug)
    if "sign" not in available(found, person):
        raise NotAllowed("There is nothing here for you to sign now; see the page of the article for what is open.")
    edition = found.latest
    chosen = next((one for one in edition.readers if one.value == reader), edition.main)
    answer = archive.answer(found, chosen, edition.number, is_live=True)
    standing = archive.standing(found, chosen, edition.number)
    relevant = person.relevant(found.topics, archive.clock()[:10], archive.policy.interest_months)
    open_ones = {claim for role in _SIGNS if person.has(role) for claim in undecided(edition, person, role)}
    return SigningPage(
        article=found,
        edition=edition.number,
        sheet=sheet_of(answer, edition.made_at[:10], state_of(standing)),
        reader=chosen.value,
        reader_label=dict(READERS)[Reader(chosen.value)],
        digest=edition.digest(chosen),
        words=archive.statement(found, chosen),
        interests="; ".join(one.text for one in relevant),
        roles=tuple((one.value, role_words(one)) for one in _SIGNS if person.has(one)),
        missing=archive.policy.missing(found, edition, chosen),
        undecided=tuple((one.id, one.worded) for one in answer.claims if one.id in open_ones),
    )

"""What programs follow: feeds of articles and of corrections, a sitemap, and what may be indexed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from curbside.archive import Archive
from curbside.articles.article import NoticeKind, State
from curbside.articles.standing import corrected
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.press.feeds import MOST_ADDRESSES, Entry, atom, sitemap

from ..desks import desks
from ..problems import refusal
from .shown import path_of

_MOST_ENTRIES = 50


async def articles_feed(request: HttpRequest) -> HttpResponse:
    """Articles by when they last changed, each with its state."""
    home = _home(request)

    def made(desk: Desk) -> str:
        archive = Archive(desk.library)
        entries = []
        for one in archive.articles(limit=_MOST_ENTRIES).articles:
            standing = archive.standing(one, one.current.main)
            entries.append(
                Entry(
                    address=home + path_of(one),
                    title=one.title,
                    state=" ".join(banner.text for banner in standing.banners),
                    updated_at=one.updated_at,
                    published_at=one.current.approved_at or one.created_at,
                    authors=standing.reviewers if standing.is_approved else (),
                    topics=one.topics,
                    id=f"{home}/articles/{one.slug}",  # also after it was renamed
                )
            )
        return atom("Curbside articles", f"{home}/articles.atom", f"{home}/articles", entries, archive.clock())

    return await _xml(request, made, "application/atom+xml")


async def corrections_feed(request: HttpRequest) -> HttpResponse:
    """Corrections and withdrawals."""
    home = _home(request)

    def made(desk: Desk) -> str:
        archive = Archive(desk.library)
        entries = [
            Entry(
                address=f"{home}/articles/{one.address}",
                title=f"{'Withdrawn' if one.notice.kind is NoticeKind.WITHDRAWAL else 'Corrected'}: {one.title}",
                state=corrected(one.notice) if one.notice.kind is NoticeKind.CORRECTION else one.notice.because,
                updated_at=one.notice.at,
                id=f"{home}/articles/{one.slug}#{one.notice.at}",
            )
            for one in archive.corrections(_MOST_ENTRIES)
        ]
        return atom("Curbside corrections", f"{home}/corrections.atom", f"{home}/corrections", entries, archive.clock())

    return await _xml(request, made, "application/atom+xml")


async def site_map(request: HttpRequest) -> HttpResponse:
    """Addresses that may be indexed: pages about the site, and articles whose approval stands, due for an update or not."""
    home = _home(request)

    def made(desk: Desk) -> str:
        archive = Archive(desk.library)
        pages = [
            (f"{home}/{name}", "") for name in ("", "how", "policy", "board", "corrections", "articles", "library")
        ]
        approved = [
            one
            for state in (State.APPROVED, State.APPROVED_UPDATE_DUE)
            for one in archive.articles(state=state, limit=MOST_ADDRESSES - len(pages)).articles
        ]
        told = ((home + path_of(one), one.updated_at[:10]) for one in approved)
        return sitemap([*pages, *told][:MOST_ADDRESSES])

    return await _xml(request, made, "application/xml")


async def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: nothing while the site has no public address."""
    if not settings.CURBSIDE.site_address:
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
    text = f"User-agent: *\nDisallow: /ask\nDisallow: /sources/\nDisallow: /take\n\nSitemap: {_home(request)}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain")


def _home(request: HttpRequest) -> str:
    told: str = settings.CURBSIDE.site_address
    return told.rstrip("/") or f"{request.scheme}://{request.get_host()}"


async def _xml(request: HttpRequest, made: Callable[[Desk], str], kind: str) -> HttpResponse:
    try:
        text = await desks().do(made)
    except CurbsideError as error:
        return refusal(request, 503, "Not now", str(error))
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers={"Cache-Control": "max-age=300"})

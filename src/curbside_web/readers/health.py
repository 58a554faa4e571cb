"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from curbside.errors import CurbsideError

from ..desks import desks


async def alive(request: HttpRequest) -> HttpResponse:
    """The process runs."""
    return JsonResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


async def ready(request: HttpRequest) -> HttpResponse:
    """The library can be read and searched."""
    try:
        passages, pending = await desks().do(lambda desk: (desk.library.counts().passages, desk.index.pending()))
    except CurbsideError as error:
        return JsonResponse({"status": "not ready", "detail": str(error)}, status=503)
    return JsonResponse({"status": "ready", "passages": passages, "pending": pending})

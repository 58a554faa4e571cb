"""What went wrong, said to a person as a page and to a program as RFC 9457 says it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse

from .pages import render


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal or failure: its HTTP status, what it is, and what to do."""

    status: int
    title: str
    detail: str


def refusal(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    """The problem, as the one who asked can read it."""
    problem = Problem(status, title, detail)
    if request.path.startswith("/api/") or "text/html" not in request.headers.get("Accept", "text/html"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    if request.headers.get("HX-Request"):
        # htmx shows nothing of an error unless it comes as an ordinary page.
        return render(request, "parts/problem.html", {"problem": problem})
    return render(request, "pages/problem.html", {"problem": problem}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page stands at this address."""
    return refusal(request, 404, "Not here", "No page stands at this address.")


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke that should not."""
    return refusal(
        request, 500, "Something broke", "The page could not be made. Try again; nothing you wrote was kept."
    )


def too_many(request: HttpRequest, exception: Exception | None = None, *, wait_seconds: float = 60) -> HttpResponse:
    """Somebody tries too often."""
    wait = max(1, round(wait_seconds))
    when = f"{wait} seconds" if wait < 120 else f"{round(wait / 60)} minutes"
    answer = refusal(request, 429, "Too many attempts", f"Try again in {when}.")
    answer.headers["Retry-After"] = str(wait)
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    return refusal(request, 400, "Cannot be read", "The request could not be read. Go back and send it again.")

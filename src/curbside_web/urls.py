"""The addresses of the site."""

from __future__ import annotations

from django.urls import path

from .readers import ask, health, sources

handler400 = "curbside_web.problems.bad_request"
handler404 = "curbside_web.problems.not_found"
handler500 = "curbside_web.problems.failed"

urlpatterns = [
    path("", ask.first, name="first"),
    path("ask", ask.asked, name="ask"),
    path("ask/stream/<str:ticket>", ask.streamed, name="stream"),
    path("sources/<path:source>", sources.source, name="source"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]

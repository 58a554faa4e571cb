"""The addresses of the site."""

from __future__ import annotations

from django.urls import path

from .api import api
from .journal import metrics
from .newsroom.urls import urlpatterns as newsroom
from .readers import about, articles, ask, feeds, health, library, sources, take

handler400 = "curbside_web.problems.bad_request"
handler429 = "curbside_web.problems.too_many"  # allauth's name for it
handler404 = "curbside_web.problems.not_found"
handler500 = "curbside_web.problems.failed"

urlpatterns = [
    path("", ask.first, name="first"),
    path("ask", ask.asked, name="ask"),
    path("ask/stream/<str:ticket>", ask.streamed, name="stream"),
    path("take", take.take, name="take"),
    path("sources/<path:source>", sources.source, name="source"),
    path("articles", articles.articles, name="articles"),
    path("articles.atom", feeds.articles_feed, name="articles-feed"),
    path("articles/<slug:slug>", articles.article, name="article"),
    path("articles/<slug:slug>/editions/<int:edition>", articles.article, name="edition"),
    path("articles/<slug:slug>/changes/<int:before>..<int:after>", articles.changed, name="changes"),
    path("articles/<slug:slug>/as/<str:to>", articles.export_article, name="article-export"),
    path("corrections", articles.corrections, name="corrections"),
    path("corrections.atom", feeds.corrections_feed, name="corrections-feed"),
    path("library", library.library, name="library"),
    path("how", about.how, name="how"),
    path("privacy", about.privacy, name="privacy"),
    path("policy", about.policy, name="policy"),
    path("board", about.board, name="board"),
    path("sitemap.xml", feeds.site_map, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("api/v1/", api.urls),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    *newsroom,
]

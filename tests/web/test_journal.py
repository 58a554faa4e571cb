"""What is written down of a request, and what never is."""

from __future__ import annotations

import json
import logging
import sys

from website import Site

from curbside_web.journal import Lines


def test_requests_are_counted_by_page_and_not_by_address(site: Site) -> None:
    """Whoever watches the site sees pages, ends and times; no slug, no source, no question."""
    site.get("articles/zorblaxity")
    site.get("library?title=zorblaxity")
    told = site.get("metrics").text
    assert 'curbside_requests_total{page="article",status="404"}' in told
    assert 'curbside_request_seconds_total{page="library"}' in told
    assert "zorblaxity" not in told


def test_an_error_is_told_without_its_message() -> None:
    """Its message may hold words of a question; its type and lines do not."""
    try:
        raise ValueError("What causes gout in Mrs Plughman?")
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Failed: %s", ("/ask",), sys.exc_info())
    told = Lines().format(record)
    assert "Plughman" not in told
    assert json.loads(told)["error"] == "ValueError"

"""Headers, limits and refusals: what a server says before anybody reads a question."""

from __future__ import annotations

import http.client
import json
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from website import APPROVED, Site, serve

POLICY = "default-src 'none'"


@pytest.mark.parametrize("path", ["", "how", "nowhere", "healthz", "api/v1/openapi.json", "robots.txt"])
def test_every_response_carries_the_headers(site: Site, path: str) -> None:
    """Nothing inline, nothing from elsewhere, no frame, no sniffing, no referrer; on errors too."""
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith(POLICY)
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_answers_are_kept_by_nobody(site: Site) -> None:
    """No cache and no cookie but the reader's choice."""
    page = site.post("ask", {"question": APPROVED, "reader": "nurse"})
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["set-cookie"].startswith("reader=nurse;")
    assert "HttpOnly" in page.headers["set-cookie"]
    assert site.get("").headers["set-cookie"] is None


def test_a_body_that_is_too_large_is_refused(site: Site) -> None:
    """64 KB is read and no more, whether its length is told or not."""
    assert site.post("ask", {"question": "a" * 70_000}).status == 413
    where = urlsplit(site.address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
    connection.request("POST", "/ask", iter([b"question=" + b"a" * 40_000, b"a" * 40_000]), encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_another_site_cannot_post_here(site: Site) -> None:
    """A browser says where a form stands, and one that stands elsewhere is refused."""
    assert site.post("ask", {"question": APPROVED}, Sec_Fetch_Site="cross-site").status == 403
    assert site.post("ask", {"question": APPROVED}, Origin="https://elsewhere.example").status == 403
    assert site.post("ask", {"question": APPROVED}, Sec_Fetch_Site="same-origin").status == 200


def test_another_name_is_not_answered_to(site: Site) -> None:
    """A name that was rebound to this machine reaches nothing."""
    assert site.get("", Host="elsewhere.example").status == 400


def test_who_asks_too_fast_waits_and_leaves_no_trace(tmp_path: Path) -> None:
    """The bucket empties and says when to come back; P17: after asking, no file of the library holds a word of it."""
    asked = {"question": "What causes gout in Xyzzyqua Plughman, born 1.2.1970?", "reader": "patient"}
    for site in serve(tmp_path, site_asks_per_minute="3"):
        found = [site.post("ask", asked) for _ in range(4)]
        assert [one.status for one in found] == [200, 200, 200, 429]
        assert 1 <= int(found[-1].headers["retry-after"]) <= 20
        assert site.get("how").status == 200
    traces = subprocess.run(["grep", "-rli", "xyzzyqua", str(tmp_path)], capture_output=True, text=True, check=False)
    assert traces.stdout == ""


def _following(**changed: object) -> bytes:
    """A question after an answer whose plan was changed so."""
    plan: dict[str, object] = {"type": "treatment", "focus": "gout", "condensed": "gout", "intervention": ""}
    plan |= {"comparator": "", "setting": "", **{name: [] for name in ("facets", "aliases", "drugs", "population")}}
    return json.dumps({"question": "What causes it?", "follows": {"plan": {**plan, "queries": [], **changed}}}).encode()


def test_what_is_kept_is_limited(tmp_path: Path) -> None:
    """Reports and requests take an editor's time: one address sends so many in an hour, and goes on asking questions."""
    for site in serve(tmp_path, site_requests_per_hour="2"):
        sent = {"kind": "review", "text": "How is gout treated?", "confirmed": "yes"}
        found = [site.post("request", sent) for _ in range(3)]
        assert [one.status for one in found] == [200, 200, 429]
        assert "minutes" in found[-1].text
        assert site.post("articles/any/report", {"text": "Something is wrong"}).status == 429
        assert site.post("request", {"kind": "review", "question": "How is gout treated?"}).status == 200
        assert site.post("ask", {"question": "How is gout treated?"}).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": "gout", "question": "asthma"}',
        b'{"question": NaN}',
        b'{"question": "\\ud800"}',
        b'{"question": "a\\u0000b"}',
        b'{"question": ""}',
        b'{"question": "gout", "reader": "king"}',
        b'{"question": "gout", "more": 1}',
        b'{"question": "gout", "follows": {"plan": 1}}',
        b'{"question": "gout", "follows": {"plan": {"type": "treatment", "facets": [[1]]}}}',
        *(_following(**{name: 5}) for name in ("focus", "condensed", "intervention", "comparator", "setting")),
        *(_following(**{name: ["a", 5]}) for name in ("aliases", "drugs", "population", "queries", "facets")),
        _following(aliases="gout"),
        _following(aliases=["gout"] * 201),
        _following(focus="go\0ut"),
        _following(facets=["no facet"]),
        b"not json",
        b"\xff",
        b"[" * 20_000,
    ],
)
def test_a_strange_body_is_refused_in_words(site: Site, body: bytes) -> None:
    """What two programs would read differently is taken by none; the refusal is RFC 9457."""
    reply = site.post("api/v1/ask", body, Content_Type="application/json")
    assert reply.status == 422, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert json.loads(reply.text)["detail"].endswith(".")


def test_a_plan_alone_can_be_followed(site: Site) -> None:
    """What the strange ones differ from is taken."""
    assert site.post("api/v1/ask", _following(), Content_Type="application/json").status == 200


def test_a_program_is_answered_with_proof(site: Site) -> None:
    """The Answer JSON, which builds on the one before."""
    first = json.loads(site.post("api/v1/ask", json.dumps({"question": APPROVED}).encode()).text)
    assert first["schema"] == "curbside-answer-1"
    assert first["sections"][0]["claims"][0]["quotes"][0]["sha256"]
    asked = {"question": "What causes it?", "follows": first, "reader": "patient"}
    after = json.loads(site.post("api/v1/ask", json.dumps(asked).encode()).text)
    assert after["plan"]["focus"] == "tarsal tunnel syndrome"


def test_two_at_once_get_what_one_alone_gets(site: Site) -> None:
    """Many questions at the same time are each answered as they would be alone."""
    questions = [APPROVED, "How is celiac disease diagnosed?", "What causes gout?", "What are the symptoms of asthma?"]

    def digest(question: str) -> str:
        return str(json.loads(site.post("api/v1/ask", json.dumps({"question": question}).encode()).text)["digest"])

    alone = [digest(one) for one in questions]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(digest, questions * 6))
    assert together == alone * 6


def test_why_the_library_is_away_is_no_readers_business(tmp_path: Path) -> None:
    """A library that broke under a running site: readers and programs are told to wait, and no place or file is named."""
    for site in serve(tmp_path):
        assert site.get("library").status == 200
        with closing(sqlite3.connect(tmp_path / "library.sqlite")) as broken:
            for (name,) in broken.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                broken.execute(f'DROP TABLE "{name}"')
            broken.commit()
        paths = [
            "",
            "articles",
            "articles/any",
            "articles.atom",
            "sitemap.xml",
            "library?title=asthma",
            "board",
            "policy",
        ]
        paths += ["corrections", "sources/starter:asthma", "api/v1/articles", "readyz"]
        found = {path: site.get(path) for path in paths}
        found["ask"] = site.post("ask", {"question": APPROVED})
        found["take"] = site.post("take", {"question": APPROVED, "to": "note"})
        found["report"] = site.post("articles/any/report", {"text": "wrong"})
        found["request"] = site.post("request", {"kind": "review", "text": "gout", "confirmed": "yes"})
    assert {path for path, one in found.items() if one.status == 500} == set()
    assert {found[path].status for path in ("library?title=asthma", "sources/starter:asthma", "readyz", "ask")} == {503}
    for one in found.values():
        assert str(tmp_path) not in one.text
        assert "table" not in one.text

"""Two servers on one PostgreSQL are one site: runs where CURBSIDE_TEST_POSTGRES names an empty database."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from website import Site, serve

URL = os.environ.get("CURBSIDE_TEST_POSTGRES", "")
SCHEMA = "servers_test"


@pytest.fixture(scope="module")
def library() -> Iterator[str]:
    """A place of its own in the database."""
    if not URL:
        pytest.skip("no PostgreSQL to test with (set CURBSIDE_TEST_POSTGRES to the URL of an empty database)")
    from sqlalchemy import create_engine, text

    engine = create_engine(URL.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    yield f"{URL}?options=-csearch_path%3D{SCHEMA}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
    engine.dispose()


def test_two_servers_are_one_site(library: str, tmp_path: Path) -> None:
    """A ticket of one is streamed by the other, once; a limit holds over both; what waits is not readable in a table."""
    told = {"site_secret": "the same on every server of the site", "site_asks_per_minute": "6"}
    first = serve(library, "--workers", "2", index=str(tmp_path / "one"), **told)
    one = next(first)
    try:
        second = serve(library, index=str(tmp_path / "two"), **told)
        other = next(second)
        try:
            _is_one_site(one, other, library)
        finally:
            next(second, None)
    finally:
        next(first, None)


def _is_one_site(one: Site, other: Site, library: str) -> None:
    from sqlalchemy import create_engine, text

    page = one.post("ask", {"question": "What causes gout in Zanthia?"}, HX_Request="true", X_Forwarded_For="192.0.2.1")
    ticket = re.findall(r'sse-connect="/(ask/stream/[^"]+)"', page.text)[0]
    engine = create_engine(library.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        rows = [bytes(row.sealed) for row in connection.execute(text("SELECT sealed FROM curbside_web_ticket"))]
        names = [row.name for row in connection.execute(text("SELECT name FROM curbside_web_bucket"))]
    engine.dispose()
    assert len(rows) == len(names) == 1
    assert b"Zanthia" not in rows[0]
    assert "192" not in names[0]
    assert "event: answer" in other.get(ticket).text
    assert [site.get(ticket).status for site in (one, other)] == [204, 204]
    said = [site.post("ask", {}, X_Forwarded_For="192.0.2.2").status for site in (one, other) * 5]
    assert said == [422] * 6 + [429] * 4

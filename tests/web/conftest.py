"""A real server on a small library of its own, and a real browser where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django", reason="the site needs curbside[web]")


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Message
    text: str


@dataclass(frozen=True)
class Site:
    """A running site."""

    address: str
    library: Path

    def get(self, path: str, **headers: str) -> Reply:
        return self._send(urllib.request.Request(self.address + path, headers=_named(headers)))

    def post(self, path: str, form: dict[str, Any] | bytes, **headers: str) -> Reply:
        body = form if isinstance(form, bytes) else urllib.parse.urlencode(form, doseq=True).encode()
        return self._send(urllib.request.Request(self.address + path, body, headers=_named(headers)))

    def _send(self, request: urllib.request.Request) -> Reply:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Reply(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.headers, error.read().decode())


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def serve(library: Path, **settings: str) -> Iterator[Site]:
    """A server process on a library, until the caller is done."""
    command = [sys.executable, "-m", "curbside", "--library", str(library), "serve", "--port", "0"]
    told = {"CURBSIDE_SITE_ASKS_PER_MINUTE": "0", **{f"CURBSIDE_{k.upper()}": v for k, v in settings.items()}}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **told}
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        if "http://" not in line:
            process.kill()
            raise AssertionError(process.stderr.read() if process.stderr else line)
        yield Site(line[line.index("http://") :].split("/ ")[0] + "/", library)
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site on the starter library."""
    yield from serve(tmp_path_factory.mktemp("site"))


CHROMIUM = os.environ.get("CURBSIDE_CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window; a machine that has none skips, unless it was promised to have one."""
    missing = "" if CHROMIUM else "no Chromium on this machine (set CURBSIDE_CHROMIUM to its path)"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = "Playwright is not installed"
    if missing:
        if os.environ.get("CURBSIDE_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()

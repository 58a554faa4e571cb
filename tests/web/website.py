"""A running site, and how tests talk to it."""

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

#: What the articles of the site are about, and how far each has come.
APPROVED, WAITING, WITHDRAWN = (
    "What is the initial management for tarsal tunnel syndrome?",
    "How is celiac disease diagnosed?",
    "What are the warning signs of a stroke?",
)
SLUG = "what-is-the-initial-management-for-tarsal-tunnel-syndrome"  # of the approved one
CHROMIUM = os.environ.get("CURBSIDE_CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


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


def serve(library: Path | str, *options: str, **settings: str) -> Iterator[Site]:
    """A server process on a library, until the caller is done."""
    command = [sys.executable, "-m", "curbside", "--library", str(library), "serve", "--port", "0", *options]
    limits = ("asks_per_minute", "requests_per_hour", "logins_per_minute")
    told = {
        **{f"CURBSIDE_SITE_{name.upper()}": "0" for name in limits},
        **{f"CURBSIDE_{k.upper()}": v for k, v in settings.items()},
    }
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **told}
    ) as process:
        assert process.stdout
        line = next((one for one in process.stdout if "http://" in one), "")
        if not line:
            process.kill()
            raise AssertionError(process.stderr.read() if process.stderr else line)
        try:
            yield Site(line[line.index("http://") :].split("/ ")[0] + "/", Path(library))
        finally:  # a test that fails leaves no server behind, and waits for none
            process.terminate()
            process.communicate(timeout=20)


def ask(page: Any, site: Site, question: str = APPROVED, reader: str = "clinician") -> None:
    """Ask in a browser and wait for the answer."""
    page.goto(site.address)
    page.get_by_label("Ask a medical question").fill(question)
    page.locator(f"form.ask input[value={reader}]").check()
    page.keyboard.press("Tab")
    page.locator("form.ask button.primary").click()
    page.wait_for_selector("article.turn h2.title")

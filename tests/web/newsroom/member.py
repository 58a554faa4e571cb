"""A member of the board, as a browser without JavaScript: cookies kept, forms found on the page and sent whole."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html import unescape
from typing import Any


@dataclass
class Page:
    """What came back, and where it came from."""

    status: int
    address: str
    text: str
    headers: Any = None

    def form(self, action: str) -> dict[str, str]:
        """The hidden fields of the first form that posts to an address ending so."""
        for found in re.finditer(r"<form[^>]*>.*?</form>", self.text, re.DOTALL):
            form = found[0]
            to = re.search(r'action="([^"]*)"', form[: form.index(">")])
            if (to[1] if to else "").endswith(action):
                inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
                return {name: unescape(value) for name, value in inputs}
        raise AssertionError(f"no form to {action} on {self.address}")

    @property
    def token(self) -> str:
        """The form token of this page."""
        return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.text)[0]

    @property
    def said(self) -> str:
        """The page as it is read: no tags."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())


@dataclass
class Member:
    """Somebody with a browser."""

    address: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> Page:
        """A page, after redirects."""
        return self._open(urllib.request.Request(self._at(path), headers={"Accept": "text/html"}))

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Page:
        """What a form brings back, after redirects."""
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._open(urllib.request.Request(self._at(path), body, {"Accept": "text/html", **named}))

    def send(self, page: str, action: str, **fields: Any) -> Page:
        """The form on a page that posts to an address, filled in."""
        shown = self.get(page)
        where = action if action.startswith("/") else f"/{page.split('?')[0].lstrip('/')}{action}"
        return self.post(where, {**shown.form(action), **fields})

    def login(self, username: str, password: str) -> Page:
        """Log in by the form."""
        shown = self.get("accounts/login/")
        return self.post(
            "accounts/login/", {"csrfmiddlewaretoken": shown.token, "login": username, "password": password}
        )

    def act(self, slug: str, name: str, **fields: Any) -> Page:
        """One action on an article, by its form, as the page stands now."""
        page = self.get(f"newsroom/articles/{slug}")
        version = re.findall(r'name="if_match" value="(\d+)"', page.text)
        held = {"csrfmiddlewaretoken": page.token if version else "", "if_match": version[0] if version else "1"}
        return self.post(f"newsroom/articles/{slug}/do/{name}", {**held, **fields})

    def _at(self, path: str) -> str:
        return self.address + path.lstrip("/")

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Page(answer.status, answer.url, answer.read().decode(), answer.headers)
        except urllib.error.HTTPError as error:
            return Page(error.code, error.url, error.read().decode(), error.headers)

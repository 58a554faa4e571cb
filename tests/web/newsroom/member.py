"""A member of the board, as a browser without JavaScript: cookies kept, forms found on the page and sent whole."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.cookiejar
import re
import struct
import time
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

    def enrol(self, password: str) -> str:
        """Add an authenticator app; its secret."""
        page = self.get("accounts/second/app/")
        if "/accounts/again/" in page.address:
            again = {"csrfmiddlewaretoken": page.token, "password": password}
            page = self.post(page.address.removeprefix(self.address), again)
        secret = str(re.findall(r'Secret <code class="digest">(\w+)<', page.text)[0])
        code = {"csrfmiddlewaretoken": page.token, "code": totp(secret, fresh())}
        assert "Recovery codes" in self.post("accounts/second/app/", code).said
        return secret

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


def totp(secret: str, at: float) -> str:
    """What an authenticator shows at a time."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def fresh(seconds: float = 3) -> float:
    """A moment with some seconds left of its half minute."""
    while 30 - time.time() % 30 < seconds:
        time.sleep(0.2)
    return time.time()

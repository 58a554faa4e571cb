"""
A small identity provider (OpenID Connect) for tests: real codes, proofs of possession and RS256 signatures.

Whoever comes is logged in at once as whom `claims` describe; `bend` changes what is said just before it is signed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

for _name in ("oauthlib", "requests"):  # what the site needs to speak to it
    pytest.importorskip(_name, reason="a provider needs curbside[oidc]")
jwt: Any = pytest.importorskip("jwt", reason="a provider needs curbside[oidc]")

CLIENT, SECRET = "curbside-test", "a secret of the provider"


class Provider(ThreadingHTTPServer):
    """The provider, and what it says of whoever comes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.name = ""  # under which it goes, where that is not its address
        self.codes: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.bend: Callable[[dict[str, Any]], Any] = lambda claims: claims

    def is_(self, sub: str, email: str, *, verified: object = True, **more: Any) -> None:
        """Who comes next."""
        self.claims = {"sub": sub, "email": email, "email_verified": verified, **more}
        self.told, self.bend, self.name = {}, lambda claims: claims, ""

    def signed(self, nonce: str) -> str:
        """The identity token for whoever came."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce, **self.claims}
        bent = self.bend(claims)
        return bent if isinstance(bent, str) else self.sign(bent)

    def sign(self, claims: dict[str, Any], key: Any = None, algorithm: str = "RS256") -> str:
        """Claims, signed."""
        return str(jwt.encode(claims, key or self.key, algorithm=algorithm, headers={"kid": "one"}))


class _Talk(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        at = urllib.parse.urlsplit(self.path)
        given = dict(urllib.parse.parse_qsl(at.query))
        issuer = self.server.issuer
        if at.path == "/.well-known/openid-configuration":
            self._say(
                {
                    "issuer": self.server.name or issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "userinfo_endpoint": f"{issuer}/userinfo",
                    "jwks_uri": f"{issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif at.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key()))
            self._say({"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]})
        elif at.path == "/authorize":
            assert given["client_id"] == CLIENT
            assert given["code_challenge_method"] == "S256"
            code = secrets.token_urlsafe(12)
            self.server.codes[code] = given
            there = urllib.parse.urlencode({"code": code, "state": given["state"]})
            self.send_response(302)
            self.send_header("Location", f"{given['redirect_uri']}?{there}")
            self.end_headers()
        elif at.path == "/userinfo":
            self._say(self.server.told)

    def do_POST(self) -> None:
        given = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        asked = self.server.codes.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        is_right = asked is not None and (
            (given["client_id"], given["client_secret"], given["redirect_uri"], proof.decode())
            == (CLIENT, SECRET, asked["redirect_uri"], asked["code_challenge"])
        )
        if not is_right:
            self._say({"error": "invalid_grant"}, 400)
            return
        assert asked is not None
        token = self.server.signed(asked.get("nonce", ""))
        self._say({"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def _say(self, value: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers for a while."""
    with Provider() as opened:
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        yield opened
        opened.shutdown()

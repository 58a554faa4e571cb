"""Passkeys, in a real browser with an authenticator that the browser plays: adding, logging in, signing, and refusing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from accounts import PASSWORD, environment, settle
from board import Board, Clock
from member import Member
from website import Site, serve

_DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}


@dataclass
class Person:
    """Somebody at a browser with a device of their own."""

    page: Any
    talk: Any
    complaints: list[str] = field(default_factory=list)
    device: str = ""

    def new_device(self, **more: bool) -> None:
        """Another device, which knows no passkey yet."""
        if self.device:
            self.talk.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.device})
        options = {**_DEVICE, "isUserVerified": True, "automaticPresenceSimulation": True, **more}
        made = self.talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.device = made["authenticatorId"]

    def login(self, name: str) -> None:
        """Log in by name and password."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Log in", exact=True).click()

    def logout(self) -> None:
        self.page.goto("/accounts/logout/")
        self.page.get_by_role("button", name="Log out").click()

    def add(self, *, alone: bool) -> None:
        """Add a passkey to the account."""
        self.page.goto("/accounts/passkeys/add/")
        if "/again/" in self.page.url:
            self.page.get_by_label("Password").fill(PASSWORD)
            self.page.get_by_role("button", name="Go on").click()
        if alone:
            self.page.get_by_label("Log in with it alone").check()
        self.page.get_by_role("button", name="Add a passkey").click()
        self.page.wait_for_url("**/accounts/second/codes/")


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that asks for a second factor, with one article under review."""
    import curbside
    from curbside.archive import Archive

    folder = tmp_path_factory.mktemp("keyed")
    settle(folder)
    with curbside.open(folder) as desk:
        board = Board(Archive(desk.library), Clock(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
        answer = desk.ask("What is the initial management for tarsal tunnel syndrome?")
        board.article = board.archive.draft(answer, "ann", slug="nerve", topics=("Nerves",))
        board.review()
        board.accept("bo")
    yield from serve(folder, site_second_factor="true")


@pytest.fixture
def somebody(keyed: Site, browser: Any) -> Iterator[Callable[[], Person]]:
    """Makes people at browsers of their own; passkeys need a name, so they come to localhost."""
    opened = []

    def new() -> Person:
        context = browser.new_context(base_url=keyed.address.replace("127.0.0.1", "localhost"))
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        talk = context.new_cdp_session(page)
        talk.send("WebAuthn.enable")
        person = Person(page, talk)
        page.on("console", lambda said: person.complaints.append(said.text) if said.type == "error" else None)
        person.new_device()
        return person

    yield new
    for context in opened:
        context.close()


def test_a_passkey_logs_in_alone_and_a_strange_device_does_not(somebody: Callable[[], Person]) -> None:
    """Made for it, it needs neither name nor password; another device, or the same without its owner, is refused."""
    bo = somebody()
    bo.login("bo")
    assert "/accounts/second/" in bo.page.url  # no newsroom without a second factor
    bo.add(alone=True)
    bo.page.goto("/newsroom")
    assert "What waits" in bo.page.content()
    bo.logout()
    bo.page.goto("/accounts/login/")
    bo.page.get_by_role("button", name="Use a passkey").click()
    bo.page.wait_for_url("**/newsroom")
    assert "What waits" in bo.page.content()
    bo.page.goto("/accounts/passkeys/")
    assert "logs in without a password" in bo.page.content()
    bo.logout()
    bo.talk.send("WebAuthn.setUserVerified", {"authenticatorId": bo.device, "isUserVerified": False})
    bo.page.goto("/accounts/login/")
    bo.page.get_by_role("button", name="Use a passkey").click()
    bo.page.get_by_text("It did not work").wait_for()
    bo.new_device()
    bo.page.get_by_role("button", name="Use a passkey").click()
    bo.page.get_by_text("It did not work").wait_for()
    assert not [one for one in bo.complaints if "Content Security Policy" in one]


def test_a_passkey_is_a_second_factor(somebody: Callable[[], Person], keyed: Site) -> None:
    """The password alone does not let in; nor does what a passkey said before, nor nonsense; the passkey does."""
    cy = somebody()
    cy.login("cy")
    cy.add(alone=False)
    cy.logout()
    cy.login("cy")
    assert "The second factor" in cy.page.content()
    cy.page.goto("/newsroom")
    assert "/accounts/" in cy.page.url  # back to where the factor is asked for
    with cy.page.expect_request("**/accounts/second/login/") as sent:
        cy.page.get_by_role("button", name="Use a passkey instead").click()
    cy.page.wait_for_url("**/newsroom")
    heard = re.search(r'name="credential"\r\n\r\n(.*)\r\n', sent.value.post_data or "")
    used = heard[1] if heard else dict(json.loads(json.dumps(sent.value.post_data_json)))["credential"]
    thief = Member(keyed.address.replace("127.0.0.1", "localhost"))
    thief.login("cy", PASSWORD)
    for credential in (used, "null", "7", "{}", "[]", '{"id": "x", "response": {}}', "nonsense"):
        token = thief.get("accounts/second/login/").token
        page = thief.post("accounts/second/login/", {"csrfmiddlewaretoken": token, "credential": credential})
        assert page.status == 200, credential
        assert "What waits" not in page.said
    assert "/accounts/" in thief.get("newsroom").address
    assert not [one for one in cy.complaints if "Content Security Policy" in one]


def test_a_signature_asks_for_the_passkey(somebody: Callable[[], Person]) -> None:
    """With the password alone nothing is signed; with the passkey beside it, it is; accounts say who signed how far."""
    di = somebody()
    di.login("di")
    di.add(alone=False)
    di.page.goto("/newsroom/articles/nerve")
    token = di.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    version = di.page.locator("input[name=if_match]").first.input_value()
    claims = [
        one.get_attribute("value") for one in di.page.locator("form[action$='/do/decide'] input[name=claim]").all()
    ]
    for claim in dict.fromkeys(claims):
        form = {"csrfmiddlewaretoken": token, "if_match": version, "claim": claim, "verdict": "accept"}
        di.page.request.post("/newsroom/articles/nerve/do/decide", form=form, headers={"Sec-Fetch-Site": "same-origin"})
        di.page.goto("/newsroom/articles/nerve")
        version = di.page.locator("input[name=if_match]").first.input_value()
    di.page.goto("/newsroom/articles/nerve/sign")
    assert di.page.locator("button[data-passkey-submit]").is_hidden()
    di.page.get_by_label("Your password").fill(PASSWORD)
    di.page.evaluate("document.querySelector('.signing form').submit()")
    di.page.get_by_text("Use your passkey to sign; nothing was signed").wait_for()
    di.page.get_by_label("Your password").fill(PASSWORD)
    di.page.get_by_role("button", name="Use a passkey, and sign").click()
    di.page.wait_for_url("**done=sign*")
    assert "1 of 2 reviewers have signed" in di.page.content()
    assert not [one for one in di.complaints if "Content Security Policy" in one]


def test_passkeys_can_be_named_and_removed(somebody: Callable[[], Person]) -> None:
    """By their owner alone, and the site asks for another factor again once the last one is gone."""
    max_ = somebody()
    max_.login("max")
    max_.add(alone=False)
    max_.page.goto("/accounts/passkeys/")
    other = somebody()
    other.login("phil")
    other.add(alone=False)
    theirs = max_.page.get_by_role("link", name="Remove").get_attribute("href")
    assert other.page.goto(theirs).status == 404
    max_.page.get_by_role("link", name="Rename").click()
    max_.page.get_by_label("Name").fill("Key on my ring")
    max_.page.get_by_role("button", name="Save").click()
    assert "Key on my ring" in max_.page.content()
    max_.page.get_by_role("link", name="Remove").click()
    max_.page.get_by_role("button", name="Remove it").click()
    assert "You have none" in max_.page.content()
    max_.page.goto("/newsroom")
    assert "/accounts/second/" in max_.page.url


def test_passkeys_belong_to_the_public_name(tmp_path: Path) -> None:
    """Whatever name a request comes by, the passkey is asked for by the site's own."""
    import subprocess
    import sys

    code = (
        "import django; django.setup();"
        "from django.test import RequestFactory; from allauth.core.context import request_context;"
        "from curbside_web.newsroom.adapters import Factors;"
        "request = RequestFactory().get('/', HTTP_HOST='localhost:8400');\n"
        "with request_context(request): print(Factors().get_public_key_credential_rp_entity()['id'])"
    )
    for address, name in (("https://curbside.example/", "curbside.example"), ("", "localhost")):
        made = subprocess.run(
            [sys.executable, "-c", code],
            env=environment(tmp_path, site_address=address),
            check=True,
            capture_output=True,
            text=True,
        )
        assert made.stdout.strip() == name

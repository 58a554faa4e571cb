"""Logging in with an identity provider: who may enter, and what is believed."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from accounts import PASSWORD, environment, proved, settle
from cryptography.hazmat.primitives.asymmetric import rsa
from identity import CLIENT, SECRET, Provider, provider
from member import Member, Page
from website import Site, serve


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    """An identity provider."""
    with provider() as opened:
        yield opened


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory, idp: Provider) -> Iterator[Site]:
    """A site that believes it."""
    folder = tmp_path_factory.mktemp("joined")
    settle(folder)
    secret = folder / "oidc-secret"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    told = {"site_oidc_issuer": idp.issuer, "site_oidc_client": CLIENT, "site_oidc_secret_file": str(secret)}
    yield from serve(folder, **told)


def onward(one: Member) -> str:
    """Where the button of the login page leads, at the provider."""
    token = one.get("accounts/login/").token
    page = one.post("accounts/oidc/board/", {"csrfmiddlewaretoken": token})
    assert page.headers["Refresh"].startswith("0; url=http://127.0.0.1")
    return unescape(re.findall(r'class="primary" href="([^"]+)"', page.text)[0])


def enter(one: Member) -> Page:
    """Through the provider and back."""
    return one._open(urllib.request.Request(onward(one), headers={"Accept": "text/html"}))


def test_a_member_comes_in_by_a_verified_address(joined: Site, idp: Provider) -> None:
    """And is known from then on by the provider's number, whatever address it tells; the password still works."""
    idp.is_("number-1", "Bo@Board.example")
    bo = Member(joined.address)
    assert "What waits" in enter(bo).said
    assert "bo@board.example" in bo.get("accounts/second/").said
    idp.is_("number-1", "bo.berg@elsewhere.example")
    assert "What waits" in enter(Member(joined.address)).said
    assert "What waits" in Member(joined.address).login("bo", PASSWORD).said


def test_another_person_of_the_provider_is_not_let_into_an_account(joined: Site, idp: Provider) -> None:
    """An address that somebody else got does not bring their account, until the medical director gives it anew."""
    idp.is_("number-2", "cy@board.example")
    assert "What waits" in enter(Member(joined.address)).said
    idp.is_("number-3", "cy@board.example")
    page = enter(Member(joined.address))
    assert (page.status, "belongs to another person" in page.said) == (403, True)
    keeper = Member(joined.address)
    keeper.login("max", PASSWORD)
    shown = proved(keeper, "newsroom/people/cy/account")
    told = {"csrfmiddlewaretoken": shown.token, "if_match": "cy@board.example", "email": "cy@board.example"}
    assert keeper.post("newsroom/people/cy/account", told).status == 200
    assert "What waits" in enter(Member(joined.address)).said


@pytest.mark.parametrize("verified", [False, None, "", "false", 1, "yes"])
def test_an_address_that_nobody_vouches_for_lets_nobody_in(joined: Site, idp: Provider, verified: object) -> None:
    """Only an address that the provider has verified counts."""
    idp.is_("number-4", "di@board.example", verified=verified)
    page = enter(Member(joined.address))
    assert (page.status, "does not vouch" in page.said) == (403, True)


def test_nobody_signs_up_uninvited(joined: Site, idp: Provider) -> None:
    """A stranger whom the provider knows is told to ask, and no account is made."""
    idp.is_("number-5", "stranger@board.example", name="Stranger")
    stranger = Member(joined.address)
    page = enter(stranger)
    assert (page.status, "Nobody with your address is invited" in page.said) == (403, True)
    assert "/accounts/login/" in stranger.get("newsroom").address
    assert "/accounts/login/" in stranger.get("accounts/second/").address


def test_who_is_invited_comes_in_once_and_without_a_password(joined: Site, idp: Provider) -> None:
    """The invitation to an address is used up, its link too; the person is the invited one and has their roles alone."""
    owner = Member(joined.address)
    owner.login("olga", PASSWORD)
    form = owner.get("newsroom/people/new").form("/newsroom/people/new")
    page = owner.post("newsroom/people/new", {**form, "name": "Ny Fresh", "roles": "lay_reader", "is_active": "yes"})
    told = {"csrfmiddlewaretoken": page.token, "email": "ny@board.example"}
    page = owner.post("newsroom/people/ny-fresh/invite", told)
    link = re.findall(r"newsroom/welcome/[\w-]+", page.text)[0]
    idp.is_("number-6", "ny@board.example", name="Dr Chief")
    ny = Member(joined.address)
    assert "What waits" in enter(ny).said
    assert Member(joined.address).get(link).status == 404
    assert ny.get("newsroom/people").status == 403
    log = owner.get("newsroom/audit?check=1").said
    assert "account made through an identity provider" in log
    assert "is not whole" not in log


def test_a_second_factor_is_asked_for_here_too(joined: Site, idp: Provider) -> None:
    """The provider's word is the first factor."""
    lou = Member(joined.address)
    lou.login("lou", PASSWORD)
    lou.enrol(PASSWORD)
    idp.is_("number-7", "lou@board.example")
    again = Member(joined.address)
    assert "The second factor" in enter(again).said
    assert "What waits" not in again.get("newsroom").said


def test_a_locked_account_stays_locked(joined: Site, idp: Provider) -> None:
    """Whatever the provider says."""
    lock = "import django; django.setup(); from curbside_web.newsroom.models import Account as A;"
    lock += "A.objects.filter(username='lib').update(is_active=False)"
    subprocess.run([sys.executable, "-c", lock], env=environment(joined.library), check=True)
    idp.is_("number-8", "lib@board.example")
    lib = Member(joined.address)
    assert "Locked" in enter(lib).said
    assert "What waits" not in lib.get("newsroom").said


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "kid": "one"}, claims)
    told = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts]
    return f"{told[0]}.{told[1]}."


_STRANGE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
BENT: dict[str, Callable[[Provider, dict[str, Any]], Any]] = {
    "another key": lambda idp, claims: idp.sign(claims, _STRANGE),
    "no signature": lambda idp, claims: unsigned(claims),
    "a shared secret": lambda idp, claims: idp.sign(claims, SECRET.ljust(40), "HS256"),
    "another issuer": lambda idp, claims: {**claims, "iss": "https://elsewhere.example"},
    "another client": lambda idp, claims: {**claims, "aud": "another"},
    "too old": lambda idp, claims: {**claims, "exp": claims["iat"] - 600},
    "another question": lambda idp, claims: {**claims, "nonce": "x"},
    "no question": lambda idp, claims: {name: value for name, value in claims.items() if name != "nonce"},
    "nonsense": lambda idp, claims: "x.y.z",
    "nothing": lambda idp, claims: "",
}


@pytest.mark.parametrize("how", BENT)
def test_only_what_is_signed_and_meant_for_this_login_is_believed(joined: Site, idp: Provider, how: str) -> None:
    """Another key or none, another issuer, client or question, an old token: nobody is logged in, and nothing breaks."""
    idp.is_("number-9", "phil@board.example")
    idp.bend = lambda claims: BENT[how](idp, claims)
    one = Member(joined.address)
    page = enter(one)
    assert (page.status, "Not logged in" in page.said) == (403, True)
    assert "/accounts/login/" in one.get("newsroom").address


def test_a_login_begun_elsewhere_ends_nowhere(joined: Site, idp: Provider) -> None:
    """Neither an answer to another browser's question, nor one without, nor the same one twice; no login by a link."""
    idp.is_("number-10", "ann@board.example")
    thief, victim = Member(joined.address), Member(joined.address)
    opener = urllib.request.build_opener(_Stop)
    answer = opener.open(onward(thief)).headers["Location"]
    victim.get("accounts/login/")
    assert victim._open(urllib.request.Request(answer, headers={"Accept": "text/html"})).status == 403
    assert "/accounts/login/" in victim.get("newsroom").address
    assert "What waits" in thief._open(urllib.request.Request(answer, headers={"Accept": "text/html"})).said
    assert thief._open(urllib.request.Request(answer, headers={"Accept": "text/html"})).status == 403
    assert "/accounts/login/" in victim.get("accounts/oidc/board/").address
    assert victim.post("accounts/oidc/board/", {}).status == 403
    assert victim.get("accounts/oidc/other/back/").status == 404


class _Stop(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


def test_a_provider_of_another_name_is_not_spoken_to(joined: Site, idp: Provider) -> None:
    """It has to go by the name that was set."""
    idp.is_("number-11", "ann@board.example")
    idp.name = "https://elsewhere.example"
    one = Member(joined.address)
    token = one.get("accounts/login/").token
    assert one.post("accounts/oidc/board/", {"csrfmiddlewaretoken": token}).status == 503


def test_a_browser_goes_there_and_back(joined: Site, idp: Provider, browser: Any) -> None:
    """Under the site's own policy, with cookies as browsers keep them."""
    idp.is_("number-12", "max@board.example")
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.goto(joined.address + "accounts/login/?next=/newsroom/people")
    page.get_by_role("button", name="Continue with").click()
    page.wait_for_url("**/newsroom/people")
    assert "Bo Berg" in page.content()
    assert not [one for one in said if "Content Security Policy" in one]
    context.close()


def test_newcomers_only_where_the_settings_say_so(tmp_path: Path, idp: Provider) -> None:
    """Then a stranger gets an account and no role: the newsroom shows them that they have none."""
    settle(tmp_path)
    secret = tmp_path / "oidc-secret"
    secret.write_text(SECRET, encoding="utf-8")
    told = {"site_oidc_issuer": idp.issuer, "site_oidc_client": CLIENT, "site_oidc_secret_file": str(secret)}
    idp.is_("number-13", "new@board.example", name="Bo Berg")
    for site in serve(tmp_path, **told, site_oidc_newcomers="true"):
        new = Member(site.address)
        first = enter(new)
        assert (first.status, "No role yet" in first.said) == (403, True)
        for path in ("newsroom/people", "newsroom/audit", "newsroom/people/bo/account"):
            assert new.get(path).status == 403
        assert new.get("newsroom/people/bo/account").status == 403


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"site_oidc_issuer": "http://idp.example"}, "must begin with https://"),
        ({"site_oidc_issuer": "https://idp.example", "site_oidc_secret_file": "/nowhere/secret"}, "cannot be read"),
        ({"site_mail_security": "ssl"}, "must be one of"),
        ({"site_secret_file": "/nowhere/secret"}, "cannot be read"),
    ],
)
def test_wrong_settings_are_refused_at_the_start(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    """With the name of what is wrong, before anybody is served."""
    code = "import curbside_web.configuration"
    made = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path, **settings), capture_output=True, text=True
    )
    assert made.returncode
    assert said in made.stderr

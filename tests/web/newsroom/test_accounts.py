"""Accounts: by invitation, in sessions that nobody else can use, with forms that nobody else can send."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from member import Member
from website import Site, serve

PASSWORD = "tarsal tunnel 2026"
Board = Callable[[str], Member]
#: As if somebody behind the same address were being counted, by that address, at this moment.
_COUNTED_JUST_NOW = """
import django
django.setup()
from django.core.cache import cache
for rate in ("login:30/60/ip", "login_failed:10/60/ip"):
    cache.add(f"allauth:rl:allauth.account:{rate}:ip:127.0.0.1:lock", True, timeout=30)
"""


def session(one: Member) -> str:
    return next((cookie.value or "" for cookie in one.jar if cookie.name == "session"), "")


def test_a_page_of_the_board_asks_to_log_in(newsroom: Site) -> None:
    """Without an account every page leads to the login, and nothing is done."""
    nobody = Member(newsroom.address)
    for path in ("newsroom", "newsroom/articles/draft", "newsroom/people", "newsroom/audit", "newsroom/disclosures"):
        page = nobody.get(path)
        assert "/accounts/login/" in page.address
    assert "Admin" not in nobody.get("admin/").said
    assert nobody.post("newsroom/articles/draft/do/submit", {"if_match": "1"}).status == 403


def test_a_reader_gets_no_session(newsroom: Site) -> None:
    """Readers' pages set no cookie of the board's, and look for none."""
    reader = Member(newsroom.address)
    for path in ("", "articles", "library", "articles/race"):
        assert "set-cookie" not in reader.get(path).headers
    assert not session(reader)


def test_a_login_starts_a_new_session_and_a_logout_ends_it(newsroom: Site) -> None:
    """A session known before the login is worthless after it, and a stolen one after the logout."""
    one = Member(newsroom.address)
    page = one.login("lou", PASSWORD)
    assert "What waits" in page.said
    first = session(one)
    cookie = next(cookie for cookie in one.jar if cookie.name == "session")
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "Lax"
    thief = Member(newsroom.address)
    for kept in one.jar:
        thief.jar.set_cookie(kept)
    assert "What waits" in thief.get("newsroom").said
    one.post("accounts/logout/", {"csrfmiddlewaretoken": one.get("accounts/logout/").token})
    assert "Log in" in thief.get("newsroom").said
    one.login("lou", PASSWORD)
    assert session(one) != first


def test_a_form_without_its_token_is_refused(newsroom: Site, member: Board) -> None:
    """Neither without a token nor with another's, nor from another site, nor from nowhere."""
    ann = member("ann")
    page = ann.get("newsroom/articles/draft")
    form = page.form("/do/submit")
    act = "newsroom/articles/draft/do/submit"
    assert ann.post(act, {**form, "csrfmiddlewaretoken": ""}).status == 403
    assert (
        ann.post(act, {**form, "csrfmiddlewaretoken": Member(newsroom.address).get("accounts/login/").token}).status
        == 403
    )
    assert ann.post(act, form, Sec_Fetch_Site="cross-site").status == 403
    assert ann.post(act, form, Origin="https://elsewhere.example").status == 403
    assert ann.post(act, form, Origin="null").status == 403
    assert "Draft, edition 1" in ann.get("newsroom/articles/draft").said


def test_an_account_of_nobody_sees_nothing(newsroom: Site) -> None:
    """A login that belongs to no person of the archive is told so."""
    one = Member(newsroom.address)
    assert one.login("gus", PASSWORD).status == 403
    assert one.get("newsroom/articles/draft").status == 403


def test_guessing_is_slowed(newsroom: Site) -> None:
    """After five wrong passwords even the right one waits."""
    one = Member(newsroom.address)
    for _ in range(5):
        one.login("gus", "wrong wrong wrong")
    assert "Too many failed login attempts" in one.login("gus", PASSWORD).said


def test_many_log_in_at_once(newsroom: Site) -> None:
    """A shift that begins together is let in together: nobody waits for what is counted of another's login."""
    counted = {"CURBSIDE_LIBRARY": str(newsroom.library), "DJANGO_SETTINGS_MODULE": "curbside_web.configuration"}
    subprocess.run([sys.executable, "-c", _COUNTED_JUST_NOW], env={**os.environ, **counted}, check=True)
    names = ("ann", "bo", "cy", "di", "phil", "lou", "max", "lib")

    def enter(name: str) -> str:
        return Member(newsroom.address).login(name, PASSWORD).said

    with ThreadPoolExecutor(len(names)) as together:
        assert all("What waits" in said for _ in range(2) for said in together.map(enter, names))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Site]:
    """A site that nobody knows, with the limit that one has."""
    yield from serve(tmp_path, site_logins_per_minute="30")


def test_one_address_guesses_so_often(empty: Site) -> None:
    """Thirty logins a minute from one address, whoever they are for and in whatever way; the next is told to wait."""
    one = Member(empty.address)
    sent = {"csrfmiddlewaretoken": one.get("accounts/login/").token, "credential": "{}"}
    with ThreadPoolExecutor(8) as together:  # faster than it refills
        found = list(together.map(lambda _: one.post("accounts/passkeys/login/", sent).status, range(80)))
    assert 30 <= sum(status != 429 for status in found) < 80
    wrong = {**sent, "login": "nobody", "password": "wrong wrong"}
    refused = next(page for _ in range(5) if (page := one.post("accounts/login/", wrong)).status == 429)
    assert "Too many attempts" in refused.said
    assert int(refused.headers["Retry-After"]) >= 1
    assert 'class="wordmark"' in refused.text


@pytest.fixture
def first_start(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a site that nobody has an account on, and the link that it prints."""
    command = [sys.executable, "-m", "curbside", "--library", str(tmp_path), "serve", "--port", "0"]
    told = {**os.environ, "CURBSIDE_SITE_SECOND_FACTOR": "true"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=told) as process:
        assert process.stdout
        address, link = (re.findall(r"http://\S+", process.stdout.readline())[0] for _ in range(2))
        yield address, link.removeprefix(address)
        process.terminate()


def test_the_first_link_makes_one_owner_who_invites(first_start: tuple[str, str]) -> None:
    """The link printed at the first start is good once; the owner invites others, whose links are good once too."""
    address, path = first_start
    owner = Member(address)
    told = {"csrfmiddlewaretoken": owner.get(path).token, "name": "Olga Owner", "username": "olga"}
    weak = owner.post(path, {**told, "password": "password", "again": "password"})
    assert "too short" in weak.said
    page = owner.post(path, {**told, "password": PASSWORD, "again": PASSWORD})
    assert "/accounts/" in page.address  # nobody sees the newsroom without a second factor here
    owner.enrol(PASSWORD)
    assert "What waits" in owner.get("newsroom").said
    assert Member(address).get(path).status == 404
    assert owner.get("admin/newsroom/account/").status == 200
    form = owner.get("newsroom/people/new").form("/newsroom/people/new")
    page = owner.post("newsroom/people/new", {**form, "name": "Bo Berg", "roles": "lay_reader", "is_active": "yes"})
    page = owner.post("newsroom/people/bo-berg/invite", {"csrfmiddlewaretoken": page.token})
    invited = re.findall(r"newsroom/welcome/[\w-]+", page.text)[0]
    bo = Member(address)
    form = {"csrfmiddlewaretoken": bo.get(invited).token, "username": "bo", "password": PASSWORD, "again": PASSWORD}
    assert bo.post(invited, {**form, "name": "Dr Bo, Chief"}).status == 200
    assert "What waits" not in bo.get("newsroom").said
    bo.enrol(PASSWORD)
    assert "What waits" in bo.get("newsroom").said
    assert "Dr Bo" not in owner.get("newsroom/people").said
    assert bo.get("newsroom/people").status == 403
    assert bo.get("admin/").status == 403
    assert Member(address).get(invited).status == 404


def test_cookies_belong_to_the_host_where_tls_is_on(tmp_path: Path) -> None:
    """With a public https address both cookies are secure and bound to that host."""
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.PASSWORD_HASHERS[0].rpartition('.')[2])"
    )
    told = {
        "CURBSIDE_LIBRARY": str(tmp_path),
        "CURBSIDE_SITE_ADDRESS": "https://curbside.example",
        "DJANGO_SETTINGS_MODULE": "curbside_web.configuration",
    }
    made = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **told}, check=True, capture_output=True, text=True
    )
    assert made.stdout.split() == [
        "__Host-session",
        "__Host-token",
        "True",
        "True",
        "/",
        "None",
        "Argon2PasswordHasher",
    ]

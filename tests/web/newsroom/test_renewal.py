"""A forgotten password: who may make a link, what it does and does not do, and that nobody learns who has an account."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from accounts import PASSWORD, environment, proved, settle
from letterbox import Letterbox, letterbox
from member import Member, Page
from website import Site, serve

FRESH = "metatarsal bridge 2027"


@pytest.fixture(scope="module")
def mails() -> Iterator[Letterbox]:
    """A server that takes the site's mail."""
    with letterbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with people and accounts."""
    folder = tmp_path_factory.mktemp("renewal")
    settle(folder)
    return folder


@pytest.fixture(scope="module")
def post_office(place: Path, mails: Letterbox) -> Iterator[Site]:
    """A site that sends mail."""
    told = {"site_mail_host": "127.0.0.1", "site_mail_port": str(mails.port), "site_mail_security": "none"}
    yield from serve(place, **told, site_mail_from="site@board.example")


def given_link(site: Site, keeper: str, name: str) -> str:
    """The link that somebody makes for somebody else."""
    one = Member(site.address)
    one.login(keeper, PASSWORD)
    page = proved(one, f"newsroom/people/{name}/account")
    page = one.post(f"newsroom/people/{name}/account", {"csrfmiddlewaretoken": page.token})
    return re.findall(r"accounts/renew/[\w-]+/", page.text)[0]


def renew(one: Member, link: str, password: str) -> Page:
    form = {"csrfmiddlewaretoken": one.get(link).token, "password": password, "again": password}
    return one.post(link, form)


def ask(site: Site, email: str, reader: str = "192.0.2.1") -> tuple[Page, float]:
    """Ask for a link by mail; what is said, and how long it took."""
    one = Member(site.address)
    token = one.get("accounts/forgotten/").token
    started = time.perf_counter()
    page = one.post("accounts/forgotten/", {"csrfmiddlewaretoken": token, "email": email}, X_Forwarded_For=reader)
    return page, time.perf_counter() - started


def test_a_mail_address_that_was_changed_meanwhile_is_not_written_over(post_office: Site) -> None:
    """Who was overtaken is told both addresses and keeps what they typed; what the form does not name is not overwritten."""
    path = "newsroom/people/phil/account"
    keeper = Member(post_office.address)
    keeper.login("max", PASSWORD)
    form = proved(keeper, path).form("")
    assert form["if_match"] == "phil@board.example"
    assert keeper.post(path, {**form, "email": "farm@board.example"}).status == 200
    late = keeper.post(path, {**form, "email": "phil.farm@board.example"})
    assert late.status == 409
    assert "you saw phil@board.example, and it is farm@board.example now" in late.said
    assert 'value="phil.farm@board.example"' in late.text
    whole = {name: value for name, value in form.items() if name != "if_match"}
    assert keeper.post(path, {**whole, "email": "x@board.example"}).status == 422
    logged = keeper.get("newsroom/audit?subject=account:phil").said
    assert logged.count("mail address of an account set") == 1
    assert keeper.post(path, {**late.form(""), "email": "phil@board.example"}).status == 200


def test_a_link_given_by_hand_sets_one_password_and_ends_sessions(post_office: Site) -> None:
    """It is good once, a weak password is refused, who was logged in is out, and nobody is logged in by it."""
    bo = Member(post_office.address)
    assert "What waits" in bo.login("bo", PASSWORD).said
    link = given_link(post_office, "max", "bo")
    finder = Member(post_office.address)
    assert "too short" in renew(finder, link, "short").said
    assert "What waits" in bo.get("newsroom").said
    assert "every session has ended" in renew(finder, link, FRESH).said
    assert "/accounts/login/" in bo.get("newsroom").address
    assert "/accounts/login/" in finder.get("newsroom").address
    assert finder.get(link).status == 404
    assert "What waits" not in Member(post_office.address).login("bo", PASSWORD).said
    assert "What waits" in Member(post_office.address).login("bo", FRESH).said


def test_a_new_link_makes_the_one_before_useless(post_office: Site) -> None:
    """Of two links only the later one is good."""
    first, second = given_link(post_office, "olga", "cy"), given_link(post_office, "olga", "cy")
    one = Member(post_office.address)
    assert one.get(first).status == 404
    assert one.get(second).status == 200


def test_only_those_above_make_links(post_office: Site) -> None:
    """An editor makes none, nor does a reviewer; a medical director makes none for an owner, and an owner all."""
    for keeper, name in (("ann", "di"), ("di", "ann"), ("max", "olga")):
        one = Member(post_office.address)
        one.login(keeper, PASSWORD)
        path = f"newsroom/people/{name}/account"
        assert one.get(path).status == 403, keeper
        token = one.get("accounts/logout/").token
        assert one.post(path, {"csrfmiddlewaretoken": token}).status == 403, keeper
        assert one.post(path, {"csrfmiddlewaretoken": token, "email": "thief@board.example"}).status == 403, keeper
    assert given_link(post_office, "olga", "max")


def test_who_is_at_the_keyboard_is_asked_first(post_office: Site) -> None:
    """A session that was left open makes no link."""
    one = Member(post_office.address)
    one.login("max", PASSWORD)
    assert "/accounts/again/" in one.get("newsroom/people/di/account").address
    token = one.get("accounts/logout/").token
    assert "accounts/renew/" not in one.post("newsroom/people/di/account", {"csrfmiddlewaretoken": token}).text


def test_a_second_factor_is_still_asked(post_office: Site) -> None:
    """The new password alone lets nobody in who has an authenticator, nor a login that waited for its code."""
    phil = Member(post_office.address)
    phil.login("phil", PASSWORD)
    phil.enrol(PASSWORD)
    code = re.findall(r"<li>(\d{8})</li>", phil.get("accounts/second/codes/").text)[0]
    waiting = Member(post_office.address)
    assert "/second/login/" in waiting.login("phil", PASSWORD).address
    assert "ended" in renew(Member(post_office.address), given_link(post_office, "max", "phil"), FRESH).said
    assert "/second/login/" not in waiting.get("accounts/second/login/").address
    page = phil.login("phil", FRESH)
    assert "/second/login/" in page.address
    assert "What waits" not in phil.get("newsroom").said
    page = phil.get("accounts/second/login/")
    assert "What waits" in phil.post("accounts/second/login/", {"csrfmiddlewaretoken": page.token, "code": code}).said


def test_a_mail_brings_a_link(post_office: Site, mails: Letterbox) -> None:
    """To the address of the account, whatever the case it was typed in; afterwards a mail tells that it was used."""
    before = len(mails.mails)
    page, _ = ask(post_office, "Lou@Board.example")
    assert "If an account has this address" in page.said
    mail = mails.wait(before + 1)[before]
    assert (mail["To"], mail["From"]) == ("lou@board.example", "site@board.example")
    link = re.findall(r"accounts/renew/[\w-]+/", mail.get_content())[0]
    assert "ended" in renew(Member(post_office.address), link, FRESH).said
    assert "set anew" in mails.wait(before + 2)[before + 1]["Subject"]
    assert "What waits" in Member(post_office.address).login("lou", FRESH).said


def test_nobody_learns_whether_an_address_has_an_account(post_office: Site, mails: Letterbox) -> None:
    """The same words for those who have one and those who do not, and no slower; no mail to a stranger."""
    before = len(mails.mails)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    known, strange = [], []
    for turn in range(3):
        page, took = ask(post_office, "con@board.example", f"192.0.2.{turn + 10}")
        other, other_took = ask(post_office, f"nobody{turn}@board.example", f"192.0.2.{turn + 20}")
        assert (page.status, token.sub("", page.text)) == (other.status, token.sub("", other.text))
        known.append(took)
        strange.append(other_took)
    assert abs(statistics.median(known) - statistics.median(strange)) < 0.25
    assert {mail["To"] for mail in mails.wait(before + 3)[before:]} == {"con@board.example"}


def test_asking_is_limited(post_office: Site, mails: Letterbox) -> None:
    """A mailbox gets three in an hour, without a word about it; an address on the network asks for twenty."""
    before = len(mails.mails)
    for turn in range(5):
        assert ask(post_office, "di@board.example", f"192.0.2.{turn + 30}")[0].status == 200
    mails.wait(before + 4, seconds=1.5)
    assert len(mails.mails) == before + 3
    said = [ask(post_office, f"x{turn}@board.example", "192.0.2.99")[0].status for turn in range(22)]
    assert said == [200] * 20 + [429] * 2


def test_a_locked_account_gets_no_link(post_office: Site, mails: Letterbox) -> None:
    """Nor does a link made before it was locked work."""
    link = given_link(post_office, "olga", "lib")
    lock = "import django; django.setup(); from curbside_web.newsroom.models import Account as A;"
    lock += "A.objects.filter(username='lib').update(is_active=False)"
    subprocess.run([sys.executable, "-c", lock], env=environment(post_office.library), check=True)
    assert Member(post_office.address).get(link).status == 404
    before = len(mails.mails)
    ask(post_office, "lib@board.example", "192.0.2.40")
    assert len(mails.wait(before + 1, seconds=1)) == before


def test_an_owner_gets_a_link_in_the_terminal(post_office: Site) -> None:
    """It sets a new password, second factors go when that is asked for, and the audit log tells of all of it."""
    owner = Member(post_office.address)
    owner.login("olga", PASSWORD)
    owner.enrol(PASSWORD)
    command = [sys.executable, "-m", "curbside", "--library", str(post_office.library), "owner-link"]
    told = [*command, "--address", post_office.address, "--forget-second-factor"]
    link = subprocess.run(told, check=True, capture_output=True, text=True).stdout.strip()
    assert "/accounts/login/" in owner.get("newsroom").address
    path = link.removeprefix(post_office.address)
    assert "ended" in renew(Member(post_office.address), path, FRESH).said
    assert "What waits" in owner.login("olga", FRESH).said
    log = owner.get("newsroom/audit").said
    for said in ("link for a new password made", "new password set by a link", "second factors removed"):
        assert said in log
    assert "is not whole" not in owner.get("newsroom/audit?check=1").said
    wrong = subprocess.run([*command, "--login", "bo"], capture_output=True, text=True)
    assert (wrong.returncode, 'owners are: "olga"' in wrong.stderr) == (2, True)


def test_without_mail_the_site_says_whom_to_ask(newsroom: Site) -> None:
    """No form that leads nowhere."""
    page = Member(newsroom.address).get("accounts/forgotten/")
    assert "Ask the medical director" in page.said
    assert 'name="email"' not in page.text

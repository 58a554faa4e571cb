"""Django's admin: accounts and settings, for whoever runs the site, with a second factor, and all of it logged."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from accounts import PASSWORD, settle
from member import Member
from website import Site, serve


@pytest.fixture(scope="module")
def administered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with an owner."""
    folder = tmp_path_factory.mktemp("administered")
    settle(folder)
    yield from serve(folder)


@pytest.fixture(scope="module")
def owner(administered: Site) -> Member:
    """The owner, with a second factor that the admin did not do without."""
    olga = Member(administered.address)
    olga.login("olga", PASSWORD)
    assert "/accounts/second/" in olga.get("admin/").address
    assert "/accounts/second/" in olga.get("admin/newsroom/account/").address
    olga.enrol(PASSWORD)
    return olga


def test_it_is_for_owners_alone(administered: Site, owner: Member) -> None:
    """Nobody else sees any page of it, a medical director neither."""
    assert "Curbside accounts" in owner.get("admin/").said
    for name in ("max", "ann", "bo"):
        one = Member(administered.address)
        one.login(name, PASSWORD)
        for path in ("admin/", "admin/newsroom/account/", "admin/settings/"):
            assert one.get(path).status == 403
    assert "/accounts/login/" in Member(administered.address).get("admin/settings/").address


def test_it_holds_accounts_and_settings_and_no_secret(owner: Member) -> None:
    """No other table, no secret of an authenticator, no password."""
    index = owner.get("admin/")
    assert set(re.findall(r'href="/admin/(\w+/\w+)/"', index.text)) == {"newsroom/account"}
    for path in ("mfa/authenticator", "auth/group", "account/emailaddress", "sessions/session"):
        assert owner.get(f"admin/{path}/").status == 404
    settings = owner.get("admin/settings/")
    assert "site_second_factor False" in settings.said
    account = owner.get("admin/newsroom/account/1/change/")
    assert "argon2" not in account.text
    assert owner.get("admin/newsroom/account/add/").status == 403


def test_what_is_done_there_is_logged(administered: Site, owner: Member) -> None:
    """Locking ends the sessions of an account, second factors can be forgotten, and the log tells who did it."""
    bo = Member(administered.address)
    bo.login("bo", PASSWORD)
    bo.enrol(PASSWORD)
    listed = owner.get("admin/newsroom/account/")
    number = re.findall(r'href="/admin/newsroom/account/(\d+)/change/[^"]*">bo<', listed.text)[0]
    act = {"csrfmiddlewaretoken": listed.token, "action": "forget_second_factors", "_selected_action": number}
    owner.post("admin/newsroom/account/", act)
    assert "/accounts/login/" in bo.get("newsroom").address
    assert "What waits" in bo.login("bo", PASSWORD).said
    form = owner.get(f"admin/newsroom/account/{number}/change/")
    owner.post(f"admin/newsroom/account/{number}/change/", {"csrfmiddlewaretoken": form.token, "username": "bo"})
    assert "/accounts/login/" in bo.get("newsroom").address
    log = owner.get("newsroom/audit?check=1").said
    assert "second factors removed" in log
    assert '"is_active": false' in log
    assert "is not whole" not in log

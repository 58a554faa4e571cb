"""What each role is shown and may change in the newsroom, beyond single actions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from accounts import PASSWORD
from member import Member
from website import Site

import curbside
from curbside.articles.person import Person

Board = Callable[[str], Member]
_ACCOUNT = """
import sys, django
django.setup()
from curbside_web.newsroom.models import Account
Account.objects.create_user(sys.argv[2], password=sys.argv[1], person=sys.argv[2])
"""


@pytest.fixture(scope="module")
def newcomer(newsroom: Site) -> Member:
    """Somebody with an account, active, and without any role."""
    with curbside.open(newsroom.library) as desk:
        desk.archive.save_person(Person("nell", "Nell New"), by="program")
    told = {"CURBSIDE_LIBRARY": str(newsroom.library), "DJANGO_SETTINGS_MODULE": "curbside_web.configuration"}
    subprocess.run([sys.executable, "-c", _ACCOUNT, PASSWORD, "nell"], env={**os.environ, **told}, check=True)
    nell = Member(newsroom.address)
    nell.login("nell", PASSWORD)
    return nell


def test_who_has_no_role_reads_nothing(newcomer: Member) -> None:
    """Neither the queue nor a draft nor what waits; the page says what is missing."""
    paths = (
        "newsroom",
        "newsroom/articles/draft",
        "newsroom/articles/race",
        "newsroom/requests",
        "newsroom/disclosures",
    )
    for path in paths:
        page = newcomer.get(path)
        assert page.status == 403
        assert "nobody has said yet what you do" in page.said
    assert newcomer.act("draft", "comment", text="Let me in").status == 403
    assert newcomer.get("accounts/second/").status == 200


def test_words_of_a_report_are_for_who_closes_it(newsroom: Site, member: Board) -> None:
    """A reviewer and an editor read them beside the article; an author without such a role, a librarian, do not."""
    newsroom.post("articles/fallen/report", {"text": "The splint of Zubenelgenubi is missing"})
    for name, is_shown in (("bo", True), ("max", True), ("lib", False), ("lou", False), ("phil", False)):
        assert ("Zubenelgenubi" in member(name).get("newsroom/articles/fallen").text) is is_shown, name


def test_an_editor_makes_no_director_on_the_page(member: Board) -> None:
    """Neither of somebody else nor of themselves; the page says who does."""
    ann = member("ann")
    page = ann.get("newsroom/people/bo")
    told = {**page.form("people/bo"), "name": "Bo Berg", "is_active": "yes"}
    refused = ann.post("newsroom/people/bo", {**told, "roles": ["clinical_reviewer", "medical_director"]})
    assert refused.status == 403
    assert "said by medical directors" in refused.said
    told = {**ann.get("newsroom/people/ann").form("people/ann"), "name": "Ann Example", "is_active": "yes"}
    assert ann.post("newsroom/people/ann", {**told, "roles": ["editor", "author", "clinical_reviewer"]}).status == 403
    assert 'value="medical_director" checked' not in ann.get("newsroom/people/bo").text


def test_an_invitation_stands_in_the_log(newsroom: Site, member: Board) -> None:
    """Who made the link for whom, and that an account came of it."""
    max_ = member("max")
    with curbside.open(newsroom.library) as desk:
        desk.archive.save_person(Person("ivy", "Ivy Invited"), by="program")
    sent = max_.send("newsroom/people/ivy", "/newsroom/people/ivy/invite")
    link = re.findall(r"/newsroom/welcome/([\w-]+)", sent.text)[0]
    ivy = Member(newsroom.address)
    token = ivy.get(f"newsroom/welcome/{link}").token
    fields = {"username": "ivy", "password": "splints and braces", "again": "splints and braces"}
    ivy.post(f"newsroom/welcome/{link}", {"csrfmiddlewaretoken": token, **fields})
    said = max_.get("newsroom/audit?subject=account:ivy").said
    assert re.search(r"Max Med link that invites made", said)
    assert "account made by an invitation" in said

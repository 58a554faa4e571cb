"""A site with a board: everybody has an account, and articles wait in several states."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from board import MEMBERS, Board, Clock, declared
from member import Member
from website import Site, serve

QUESTION = "What is the initial management for tarsal tunnel syndrome?"
PASSWORD = "tarsal tunnel 2026"
#: Approved articles of other answers, by their addresses.
OTHERS = {"alerted": "How is shingles treated?", "taken": "How is celiac disease diagnosed?"}
#: Articles by their addresses: in draft, under review, and approved.
DRAFTS, APPROVED = ("draft", "plain"), ("life", "fallen")
UNDER_REVIEW = ("race", "words", "signed", "second", "report", "poison", "quote", "moved", *APPROVED)
_ACCOUNTS = """
import sys, django
django.setup()
from curbside_web.newsroom.models import Account
from curbside_web.newsroom.opening import prepare
prepare()
for name in sys.argv[2:]:
    Account.objects.create_user(name, password=sys.argv[1], person=name)
"""


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, with articles of one answer."""
    folder = tmp_path_factory.mktemp("newsroom")
    _fill(folder)
    yield from serve(folder)


@pytest.fixture(scope="session")
def member(newsroom: Site) -> Callable[[str], Member]:
    """Somebody of the board, logged in; the same one each time."""
    known: dict[str, Member] = {}

    def of(name: str) -> Member:
        if name not in known:
            known[name] = Member(newsroom.address)
            known[name].login(name, PASSWORD)
        return known[name]

    return of


def _fill(folder: Path) -> None:
    import curbside
    from curbside.archive import Archive

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with curbside.open(folder) as desk:
        board = Board(Archive(desk.library), Clock(now))
        for one in MEMBERS:
            board.archive.save_person(declared(one, now[:10]), by="program")
        answer = desk.ask(QUESTION)
        for slug in (*DRAFTS, *UNDER_REVIEW):
            board.article = board.archive.draft(answer, "ann", slug=slug, topics=("Nerves",))
            if slug in UNDER_REVIEW:
                board.review()
            if slug in APPROVED:
                board.approve()
        for slug, question in OTHERS.items():
            board.article = board.archive.draft(desk.ask(question), "ann", slug=slug, topics=("Other",))
            board.review()
            board.approve()
    told = {"CURBSIDE_LIBRARY": str(folder), "DJANGO_SETTINGS_MODULE": "curbside_web.configuration"}
    names = [*(one.id for one in MEMBERS), "gus"]  # an account that belongs to nobody
    subprocess.run([sys.executable, "-c", _ACCOUNTS, PASSWORD, *names], env={**os.environ, **told}, check=True)

"""P21: a backup taken under load is one moment of everything, accounts too, and is restored with the same content."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import older
import pytest
from archived import QUESTIONS, archive_of, in_review
from asked import ENDURANCE

from curbside.archive import Archive, accounts
from curbside.archive.backup import back_up, read_backup, restore
from curbside.consult import Desk
from curbside.errors import LibraryError
from curbside.library.library import Library

BACKUPS = 40 if ENDURANCE else 2
_log = logging.getLogger(__name__)

#: Adds sources, then tells of them, without end.
_LIBRARIAN = """
import sys
from curbside.library.library import Library
from curbside.testing import sample_sources
from dataclasses import replace
some = list(sample_sources())
with Library.open(sys.argv[1], index=sys.argv[2]) as library:
    for number in range(100_000):
        library.add_sources([replace(one, ids=(f"file:{number}-{n}",), title=f"{one.title} {number}") for n, one in enumerate(some)])
        print(library.counts().sources, flush=True)
"""
#: Comments without end, and tells of each comment once it is acknowledged.
_REVIEWER = """
import sys
from curbside.archive import Archive
from curbside.library.library import Library
with Library.open(sys.argv[1], index=sys.argv[2]) as library:
    archive = Archive(library)
    (article,) = archive.articles(is_public=False).articles
    for number in range(100_000):
        article = archive.act("comment", article.slug, "bo", article.version, text=f"{number}")
        print(archive.events()[-1].number, flush=True)
"""
#: Members of the board: argument by argument, what is asked of them is done and told as JSON.
_SITE = """
import json, sys
import django
django.setup()
from allauth.mfa.models import Authenticator
from curbside_web.newsroom.models import Account
from curbside_web.newsroom.opening import invite, invitation, prepare
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
if sys.argv[1] == "make":
    prepare()
    for name in ("ann", "bo"):
        account = Account.objects.create_user(name, password=f"{name} has a long password", person=name)
        Authenticator.objects.create(user=account, type="totp", data={"secret": f"SECRET{name}"})
    session = SessionStore()
    session["of"] = "bo"
    session.save()
    print(json.dumps({"session": session.session_key, "invitation": invite("cy"),
                      "tables": connection.introspection.table_names()}))
else:
    prepare()
    print(json.dumps({
        "names": {a.username: [a.person, a.check_password(f"{a.username} has a long password"), str(a.date_joined)]
                  for a in Account.objects.order_by("pk")},
        "secrets": [[one.user.username, one.data] for one in Authenticator.objects.order_by("pk")],
        "invited": getattr(invitation(sys.argv[2]), "person", ""),
        "next": Account.objects.create_user("new", password="x", person="new").pk,
        "sessions": SessionStore().exists(sys.argv[3]),
    }))
"""


def site(location: str, index: Path, *words: str) -> dict[str, Any]:
    """What the site's own code says of the accounts of a library."""
    told = {"CURBSIDE_LIBRARY": location, "CURBSIDE_INDEX": str(index), "CURBSIDE_SITE_SECRET": "x"}
    told["DJANGO_SETTINGS_MODULE"] = "curbside_web.configuration"
    done = subprocess.run(
        [sys.executable, "-c", _SITE, *words], env={**os.environ, **told}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def somewhere(kind: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """A place for a library that is not there yet: a folder, or an empty place on the server."""
    folder.mkdir()
    if kind == "folder":
        yield str(folder), folder
    else:
        with older.empty(folder.name.replace(" ", "_")) as url:
            yield url, folder


@pytest.mark.parametrize("source", ["folder", pytest.param("server", marks=older.needs_server)])
def test_accounts_are_restored_with_their_passwords(source: str, tmp_path: Path) -> None:
    """Logins, passwords, second factors and open invitations hold after a restore, on either engine; sessions do not."""
    pytest.importorskip("allauth", reason="the site needs curbside[web]")
    with ExitStack() as places:
        here, index = places.enter_context(somewhere(source, tmp_path / "here"))
        made = site(here, index, "make")
        with Library.open(here, index=index) as library:
            told = back_up(Archive(library), tmp_path / "backup")
        assert told.accounts == 2
        file = tmp_path / "backup" / "accounts.sqlite3"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        manifest = json.loads((tmp_path / "backup" / "manifest.json").read_text())
        assert "second factors" in manifest["secret"]["accounts.sqlite3"]
        assert made["session"].encode() not in file.read_bytes()
        assert made["invitation"].encode() not in file.read_bytes()
        assert not (tmp_path / "backup" / "site.secret").exists()
        # Whoever adds an app to the site decides whether its tables are kept: what was asked is not.
        passing = {"attempts", "curbside_web_bucket", "curbside_web_ticket"}
        ours = {table.name for one in older.METADATA for table in one.sorted_tables}
        site_tables = set(made["tables"]) - ours - {"sqlite_sequence"}
        assert {name for name in site_tables if not name.startswith(accounts.KEPT)} <= passing
        with closing(sqlite3.connect(file)) as connection:
            for name in ("django_session", *passing):
                if name in site_tables:
                    assert connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)
        kinds = ["folder", *(["server"] if older.URL and source == "folder" else [])]
        for kind in kinds:
            there, beside = places.enter_context(somewhere(kind, tmp_path / f"there {kind}"))
            restore(told.folder, there, beside)
            found = site(there, beside, "look", made["invitation"], made["session"])
            assert {name: (person, fits) for name, (person, fits, _) in found["names"].items()} == {
                "ann": ("ann", True),
                "bo": ("bo", True),
            }
            assert found["secrets"] == [["ann", {"secret": "SECRETann"}], ["bo", {"secret": "SECRETbo"}]]
            assert (found["invited"], found["sessions"], found["next"]) == ("cy", False, 3)
            if kind == "folder":
                assert stat.S_IMODE((beside / "accounts.sqlite3").stat().st_mode) == 0o600
            with pytest.raises(LibraryError, match=r"not empty|already"):
                restore(told.folder, there, beside)
        assert read_backup(told.folder) == told


def test_accounts_of_a_newer_site_are_refused(tmp_path: Path) -> None:
    """An older program neither opens nor upgrades accounts that a newer one keeps."""
    pytest.importorskip("allauth", reason="the site needs curbside[web]")
    with Library.open(tmp_path / "library"):
        site(str(tmp_path / "library"), tmp_path / "library", "make")
    with closing(sqlite3.connect(tmp_path / "library" / "accounts.sqlite3")) as connection, connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('newsroom', '0999_later', '')")
    with pytest.raises(LibraryError, match=r"newsroom 0999_later.*Downgrade refused"):
        accounts.bring_up(str(tmp_path / "library"))


@pytest.mark.endurance
@pytest.mark.parametrize("kind", ["folder", pytest.param("server", marks=older.needs_server)])
def test_backups_under_load(kind: str, desk: Desk, tmp_path: Path) -> None:
    """While sources are added and reviewers write, each backup holds all that was acknowledged before it, and is whole."""
    in_review(desk, archive_of(desk), QUESTIONS[0])
    with ExitStack() as places:
        here, index = str(desk.library.folder), desk.library.folder
        if kind == "server":
            here, index = places.enter_context(somewhere("server", tmp_path / "here"))
            restore(back_up(Archive(desk.library), tmp_path / "first").folder, here, index)
        librarian, reviewer = (places.enter_context(writer(script, here, index)) for script in (_LIBRARIAN, _REVIEWER))
        sizes = []
        for number in range(BACKUPS):
            sources, entries = librarian.last(), reviewer.last()
            with Library.open(here, index=index) as library:
                made = back_up(Archive(library), tmp_path / f"backup {number}")
            assert made.sources >= sources
            assert made.entries >= entries
            sizes.append((made.sources, made.entries))
            # What is restored has the same rows, byte for byte, as what was backed up.
            restore(made.folder, str(tmp_path / "restored"))
            assert rows(tmp_path / "restored") == rows(made.folder)
            with Library.open(tmp_path / "restored") as restored:
                assert restored.doctor() == []
                assert Archive(restored).verify() == []
            for used in (tmp_path / "restored", made.folder):
                shutil.rmtree(used)
        assert sizes[-1] > sizes[0], "nobody wrote meanwhile"
        _log.info("%d backups of %s to %s sources and entries", BACKUPS, sizes[0], sizes[-1])


class Writer:
    """A process that writes, and the last number that it told of."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process, self._log = process, log

    def last(self) -> int:
        """What was acknowledged by now; the first time it waits for something to be."""
        until = time.monotonic() + 60
        while "\n" not in (told := self._log.read_text()):
            assert self._process.poll() is None, self._log.with_suffix(".errors").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        return int(told.rsplit("\n", 2)[-2])


@contextmanager
def writer(script: str, location: str, index: Path) -> Iterator[Writer]:
    log = index.parent / f"log {len(script)}"
    with (
        log.open("w") as out,
        log.with_suffix(".errors").open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-c", script, location, str(index)], stdout=out, stderr=errors, text=True
        ) as p,
    ):
        try:
            yield Writer(p, log)
            assert p.poll() is None, log.with_suffix(".errors").read_text()
        finally:
            p.kill()


def rows(folder: Path) -> dict[str, int]:
    """Everything in every table of a library file."""
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        names = [one for (one,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: hash(frozenset(connection.execute(f"SELECT * FROM {name}"))) for name in names}

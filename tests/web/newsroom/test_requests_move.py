"""Requests that an earlier site kept beside its accounts wait in the library after the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from curbside.archive import Archive
from curbside.library.library import Library

_BEFORE = """
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
from django.db import connection
call_command("migrate", "newsroom", "0002", verbosity=0)
for text, answer in (("Is Ottilie right?", ""), ("Was it Zorblax?", "Looked into")):
    connection.cursor().execute(
        "INSERT INTO newsroom_wish (kind, text, note, asked_at, answer, answered_by) VALUES (%s, %s, %s, %s, %s, %s)",
        ["review", text, "because", "2026-11-01 09:00:00", answer, ""],
    )
"""
_AFTER = """
import django
django.setup()
from curbside_web.newsroom.opening import prepare
prepare()
"""


def test_open_requests_are_moved_and_closed_ones_erased(tmp_path: Path) -> None:
    """What waited is in the library, and the file of accounts holds none of it any more."""
    told = {"CURBSIDE_LIBRARY": str(tmp_path), "DJANGO_SETTINGS_MODULE": "curbside_web.configuration"}
    for script in (_BEFORE, _AFTER):
        subprocess.run([sys.executable, "-c", script], env={**os.environ, **told}, check=True)
    with Library.open(tmp_path) as library:
        asked = [(one.kind, one.question, one.text) for one in Archive(library).requests(is_open=None)]
    assert asked == [("review", "Is Ottilie right?", "because")]
    for path in tmp_path.glob("accounts.sqlite3*"):
        content = path.read_bytes()
        assert b"Ottilie" not in content
        assert b"Zorblax" not in content

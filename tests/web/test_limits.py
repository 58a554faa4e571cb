"""Limits hold over every process of the site, and what is kept for them tells nobody who asked or what."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_COUNT = """
import sys, time, django
django.setup()
from curbside_web.limits import Limit
from curbside_web.models import Bucket
from curbside_web.newsroom.opening import prepare
prepare()
limit, now = Limit("test", 10, 60), 1000.0
taken = [limit.take("ann", now) for _ in range(12)]
print(taken.count(0.0), round(taken[-1], 3))
print([limit.take("ann", now + 6.001) for _ in range(2)].count(0.0))
print([limit.take("bo", now) for _ in range(12)].count(0.0))
print([limit.take("ann", now + 600) for _ in range(12)].count(0.0))
print(Limit("none", 0, 60).take("ann", now), Bucket.objects.filter(name__contains="ann").count())
"""
_RACE = """
import sys, django
django.setup()
from curbside_web.limits import Limit
print([Limit("race", 50, 60).take("ann", 1000.0) for _ in range(40)].count(0.0))
"""


def told(folder: Path) -> dict[str, str]:
    return {**os.environ, "CURBSIDE_LIBRARY": str(folder), "DJANGO_SETTINGS_MODULE": "curbside_web.configuration"}


def run(code: str, folder: Path) -> list[str]:
    made = subprocess.run([sys.executable, "-c", code], env=told(folder), check=True, capture_output=True, text=True)
    return made.stdout.splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("limits")


def test_a_limit_gives_so_many_and_refills_evenly(folder: Path) -> None:
    """Ten a minute: ten at once, the next after six seconds, everybody their own, and all again after a minute."""
    assert run(_COUNT, folder) == ["10 6.0", "1", "10", "10", "0.0 0"]


def test_two_processes_never_give_the_same_token_away(folder: Path) -> None:
    """Fifty tokens, asked for by two processes at once, forty times each: fifty are given."""
    if not (folder / "accounts.sqlite3").exists():
        run(_COUNT, folder)
    both = [
        subprocess.Popen([sys.executable, "-c", _RACE], env=told(folder), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert sum(int(one.communicate(timeout=60)[0]) for one in both) == 50


def test_an_address_of_ipv6_counts_with_its_network() -> None:
    """Whoever has a network of addresses is still one."""
    code = """
import django
django.setup()
from django.test import RequestFactory
from curbside_web.limits import address_of
for told in ("192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1", "2001:db8::2:1", "2001:db8:0:1::1", "unix"):
    print(address_of(RequestFactory().get("/", REMOTE_ADDR=told)))
"""
    made = subprocess.run(
        [sys.executable, "-c", code], env=told(Path("/nowhere")), check=True, capture_output=True, text=True
    ).stdout.split()
    assert made[0] == made[1] == "192.0.2.1"
    assert made[2] == made[3] != made[4]
    assert made[5] == "unix"

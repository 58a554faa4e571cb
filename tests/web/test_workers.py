"""A site of several processes is one site: tickets, limits and counts are everybody's, and who falls is started again."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from website import Site, serve

QUESTION = "How is celiac disease diagnosed by quibbling Zanthia?"


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of two processes."""
    yield from serve(tmp_path_factory.mktemp("several"), "--workers", "2", site_asks_per_minute="6")


@pytest.fixture(scope="module")
def another(several: Site) -> Iterator[Site]:
    """A second server on the same library, as behind a proxy."""
    yield from serve(several.library, site_asks_per_minute="6")


def ticket(site: Site, reader: str) -> str:
    """What a reader at an address gets for a question."""
    page = site.post("ask", {"question": QUESTION}, HX_Request="true", X_Forwarded_For=reader)
    return re.findall(r'sse-connect="/(ask/stream/[^"]+)"', page.text)[0]


def workers_of(site: Site) -> list[int]:
    """The processes that listen at the site's port, by what their command line says."""
    port = site.address.rsplit(":", 1)[1].strip("/")
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = one.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"curbside_web.worker" in words and port.encode() in words:
            found.append(int(one.parent.name))
    return sorted(found)


def test_a_ticket_is_good_once_at_any_process(several: Site, another: Site) -> None:
    """Taken at one server, streamed at the other, and then used up at both."""
    for _ in range(2):
        taken = ticket(several, "192.0.2.1")
        assert "event: answer" in another.get(taken).text
        assert [site.get(taken).status for site in (several, another, several)] == [204, 204, 204]


def test_tickets_of_either_process_are_streamed(several: Site) -> None:
    """Each request comes to whichever process the kernel chooses, and every one is answered."""
    for taken in [ticket(several, "192.0.2.2") for _ in range(6)]:
        assert "event: answer" in several.get(taken).text


def test_a_waiting_question_cannot_be_read_on_disk(several: Site) -> None:
    """While a ticket waits, no file of the library holds a word of its question."""
    taken = ticket(several, "192.0.2.3")
    for file in several.library.rglob("*"):
        if file.is_file():
            assert b"Zanthia" not in file.read_bytes(), file
            assert taken.rpartition("/")[2].encode() not in file.read_bytes(), file


def test_a_limit_holds_over_all_processes(several: Site, another: Site) -> None:
    """Six a minute at two servers of three processes are six, wherever they are asked; who asks is told by the proxy."""
    said = [site.post("ask", {}, X_Forwarded_For="192.0.2.4").status for site in (several, another) * 5]
    assert said == [422] * 6 + [429] * 4
    assert several.post("ask", {}, X_Forwarded_For="192.0.2.5").status == 422
    assert (
        several.post("ask", {}, X_Forwarded_For="192.0.2.6, 192.0.2.4").status == 429
    )  # who claims another is not believed


def test_counts_are_those_of_every_process(several: Site) -> None:
    """Whichever process is asked tells of the requests to all of them, a moment later."""
    for _ in range(10):
        several.get("healthz")
    time.sleep(1.2)
    told = [re.findall(r'page="alive",status="200"} (\d+)', several.get("metrics").text) for _ in range(6)]
    assert {int(one[0]) for one in told} == {10}


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_process_that_falls_is_started_again(several: Site) -> None:
    """With one killed the site answers, and soon there are two again."""
    before = workers_of(several)
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    time.sleep(0.5)  # until the kernel has taken its socket away
    assert {several.get("healthz").status for _ in range(5)} == {200}
    until = time.monotonic() + 20
    while len(set(workers_of(several))) < 2 or workers_of(several) == before:
        assert time.monotonic() < until, "nobody started it again"
        time.sleep(0.2)


def test_one_process_looks_after_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first looks for sources that fell and days that passed, for all of them."""
    from curbside_web.watch import Watch

    def no_desk() -> Any:
        raise AssertionError("another process looks already")

    monkeypatch.setenv("CURBSIDE_WORKER", "1")
    watch = Watch(no_desk, 0.01)
    watch.begin()
    assert not [one for one in threading.enumerate() if one.name == "watch"]
    watch.end()


def test_a_port_in_use_is_left_alone() -> None:
    """Processes that share a port do not join the port of another program, though it would let them."""
    from curbside_web.workers import hold

    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with hold("127.0.0.1", taken) as held:
            assert held.getsockname()[1] != taken


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_the_processes_go_with_the_one_that_started_them(several: Site) -> None:
    """Even when it is killed, nobody is left who listens. (The last test here: afterwards there is no site.)"""
    one = Path(f"/proc/{workers_of(several)[0]}/stat").read_text().rpartition(")")[2].split()
    os.kill(int(one[1]), signal.SIGKILL)
    until = time.monotonic() + 15
    while workers_of(several):
        assert time.monotonic() < until, "somebody still listens"
        time.sleep(0.1)

"""A writer within its bounds: time, attempts, places, tokens, money, and what may leave."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.prose.writers.access import Access
from curbside.prose.writers.bounded import Bounded, Bounds, Session
from curbside.prose.writers.ledger import Ledger, Spent
from curbside.prose.writers.none import NoWriter
from curbside.prose.writers.openai import OpenAIWriter
from curbside.prose.writers.records import Records
from curbside.prose.writers.tokens import estimate
from curbside.prose.writers.writer import Fault, Job, Prompt, Usage, WriterError
from curbside.testing import ScriptedWriter
from model_faults import PASSING, slow_drip
from model_prompts import KEY, PROMPT, prompt
from model_server import Cut, Ended, Status, model_server

MOST = estimate(PROMPT) + PROMPT.longest  # tokens that a request is booked with


def said(session: Session, asked: Prompt = PROMPT) -> str:
    """The words of a reply."""
    return "".join(piece for piece in session.write(asked) if isinstance(piece, str))


def fault_of(session: Session, asked: Prompt = PROMPT) -> Fault:
    """How a reply fails."""
    with pytest.raises(WriterError) as caught:
        said(session, asked)
    return caught.value.fault


def failing(*faults: WriterError) -> Callable[[Prompt], Iterable[str | WriterError]]:
    """A script that fails so often, and then replies."""
    left = list(faults)
    return lambda _: [left.pop(0)] if left else ["Well."]


def busy(wait: float | None = None) -> WriterError:
    return WriterError(Fault.TOO_MANY, "Too many requests.", wait_seconds=wait)


def test_no_writer_writes_nothing_and_counts_nothing(tmp_path: Path) -> None:
    """Without a writer there are no pieces, no file and no use."""
    bounded = Bounded(NoWriter(), ledger=Ledger(tmp_path))
    session = bounded.session(5)
    assert list(session.write(PROMPT)) == []
    assert bounded.is_none
    assert session.used.calls == 0
    assert not list(tmp_path.iterdir())


def test_it_waits_as_long_as_it_is_told_and_asks_again() -> None:
    """Retry-After is kept to the second; the words then come as if nothing had been."""
    pauses: list[float] = []
    bounded = Bounded(ScriptedWriter(failing(busy(7.0), busy(3.0))), pause=pauses.append)
    assert said(bounded.session(30)) == "Well."
    assert pauses == [7.0, 3.0]


def test_pauses_double_and_differ_by_chance() -> None:
    """Where nothing is told, the pauses grow, and two who failed together do not return together."""
    every: list[list[float]] = []
    for _ in range(20):
        pauses: list[float] = []
        faults = [WriterError(Fault.SERVER, "It failed.") for _ in range(3)]
        writer = Bounded(ScriptedWriter(failing(*faults)), Bounds(retries=3), pause=pauses.append)
        assert said(writer.session(60)) == "Well."
        every.append(pauses)
    for pauses in every:
        assert all(0.25 * 2**n <= pause <= 0.75 * 2**n for n, pause in enumerate(pauses))
    assert len({pauses[0] for pauses in every}) > 10


def test_a_wait_longer_than_there_is_time_for_ends_at_once() -> None:
    """Told to come back in an hour, an answer does not wait at all."""
    pauses: list[float] = []
    session = Bounded(ScriptedWriter(failing(busy(3600.0))), pause=pauses.append).session(30)
    assert fault_of(session) is Fault.TOO_MANY
    assert pauses == []


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.MALFORMED, Fault.TOO_LONG, Fault.TOO_LATE, Fault.NOT_ALLOWED])
def test_what_would_fail_again_is_not_asked_again(fault: Fault) -> None:
    """A refused key stays refused."""
    writer = ScriptedWriter(failing(WriterError(fault, "No.")))
    assert fault_of(Bounded(writer, pause=lambda _: None).session(30)) is fault
    assert len(writer.prompts) == 1


def test_attempts_end() -> None:
    """After the further attempts that the settings allow, the failure stands."""
    writer = ScriptedWriter(lambda _: [WriterError(Fault.UNREACHABLE, "Nobody is there.")])
    assert fault_of(Bounded(writer, Bounds(retries=2), pause=lambda _: None).session(30)) is Fault.UNREACHABLE
    assert len(writer.prompts) == 3


def test_nothing_is_repeated_after_the_first_word() -> None:
    """What was said may have been shown, so a failure in the middle is final."""
    writer = ScriptedWriter(lambda _: ["A word, ", WriterError(Fault.CUT_SHORT, "It broke off.")])
    assert fault_of(Bounded(writer, pause=lambda _: None).session(30)) is Fault.CUT_SHORT
    assert len(writer.prompts) == 1


@pytest.mark.parametrize("name", PASSING)
def test_a_server_that_fails_once_is_asked_again(name: str) -> None:
    """Over a real connection too."""
    with model_server(PASSING[name](lambda asked: ["Well."])) as server:
        session = Bounded(OpenAIWriter(Access(server.url, "scripted", KEY))).session(10)
        assert said(session) == "Well."
        assert len(server.asked) == 2
        assert session.used.calls == 2


def test_all_attempts_share_one_deadline() -> None:
    """Retries and the slowest of drips together end when the answer's time is over."""
    with model_server(lambda asked: [Cut()] if asked.number == 1 else slow_drip(asked)) as server:
        started = time.monotonic()
        session = Bounded(OpenAIWriter(Access(server.url, "scripted"))).session(1.5)
        assert fault_of(session) is Fault.TOO_LATE
        assert time.monotonic() - started < 2.0


def test_what_may_not_leave_is_not_sent() -> None:
    """A prompt that holds more than a host elsewhere may see is refused before the writer is asked."""
    writer = ScriptedWriter(lambda _: ["Well."], is_remote=True)
    only_questions = Bounded(writer, sends=frozenset({"question"}))
    assert fault_of(only_questions.session(5), prompt(Job.COMPOSE)) is Fault.NOT_ALLOWED
    assert fault_of(only_questions.session(5), prompt(Job.SECOND_OPINION)) is Fault.NOT_ALLOWED
    assert writer.prompts == []
    assert said(only_questions.session(5), prompt(Job.PLAN)) == "Well."
    assert said(replace(only_questions, sends=frozenset({"question", "passages"})).session(5)) == "Well."


def test_on_this_machine_nothing_needs_leave() -> None:
    """A local writer may see whatever its prompt holds."""
    assert said(Bounded(ScriptedWriter(lambda _: ["Well."])).session(5)) == "Well."


def test_an_answer_keeps_to_its_tokens() -> None:
    """A request that could go past the answer's tokens is not made."""
    writer = ScriptedWriter(lambda _: ["Well."])
    session = Bounded(writer, Bounds(answer_tokens=MOST + 10)).session(5)
    assert said(session) == "Well."
    assert session.used.tokens_in == estimate(PROMPT)
    assert fault_of(session) is Fault.LIMIT
    assert len(writer.prompts) == 1


def test_a_model_that_thinks_gets_its_tokens_and_they_count() -> None:
    """What it may take to think is asked for on top of the reply, and booked."""
    writer = ScriptedWriter(lambda _: ["Well."])
    thinking = Bounds(answer_tokens=MOST + 500, thinking_tokens=500)
    assert said(Bounded(writer, thinking).session(5)) == "Well."
    assert writer.prompts[0].longest == PROMPT.longest + 500
    assert fault_of(Bounded(writer, replace(thinking, thinking_tokens=501)).session(5)) is Fault.LIMIT


def test_a_reply_that_needs_more_tokens_is_not_asked_for_again() -> None:
    """The same prompt would run into the same limit, and cost as much again."""
    with model_server(lambda asked: [Ended("length")]) as server:
        session = Bounded(OpenAIWriter(Access(server.url, "scripted"))).session(5)
        assert fault_of(session) is Fault.TOO_LONG
        assert len(server.asked) == 1


def test_an_answer_keeps_to_its_money() -> None:
    """The same for what it may cost, at the prices of the settings."""
    writer = ScriptedWriter(lambda _: ["Well."])
    prices = Bounds(answer_tokens=0, answer_cost=0.01, price_in=0.0, price_out=50.0)
    assert said(Bounded(writer, prices).session(5)) == "Well."
    assert fault_of(Bounded(writer, replace(prices, price_out=51.0)).session(5)) is Fault.LIMIT


def test_a_day_keeps_to_its_tokens_over_all_answers(tmp_path: Path) -> None:
    """Each answer counts for the day, and when the day is used up none is worded."""
    writer = ScriptedWriter(lambda _: ["Well."])
    bounded = Bounded(writer, ledger=Ledger(tmp_path, day_tokens=MOST + 20))
    assert said(bounded.session(5)) == "Well."
    assert fault_of(bounded.session(5)) is Fault.LIMIT
    assert bounded.ledger
    assert bounded.ledger.today().requests == 1


def test_what_a_failed_request_took_is_counted(tmp_path: Path) -> None:
    """Nothing where it was refused; the prompt and the words so far where it broke off."""
    ledger = Ledger(tmp_path)
    refused = Bounded(ScriptedWriter(lambda _: [busy()]), Bounds(retries=0), ledger=ledger).session(5)
    assert fault_of(refused) is Fault.TOO_MANY
    assert ledger.today() == Spent(requests=1)
    broken = ScriptedWriter(lambda _: ["nine chars", WriterError(Fault.CUT_SHORT, "It broke off.")])
    assert fault_of(Bounded(broken, ledger=ledger).session(5)) is Fault.CUT_SHORT
    assert ledger.today() == Spent(2, estimate(PROMPT), 4)


def test_stopping_early_frees_the_place_and_keeps_the_count(tmp_path: Path) -> None:
    """Whoever stops reading pays for what came, leaves room for others, and nothing is recorded of it."""
    writer = ScriptedWriter(lambda _: ["Word after word."] * 50, name="stopped")
    ledger, records = Ledger(tmp_path), Records(tmp_path / "kept")
    bounded = Bounded(writer, Bounds(at_once=1), ledger=ledger, records=records)
    for _ in range(3):
        pieces = bounded.session(1).write(PROMPT)
        next(pieces)
        pieces.close()
    assert ledger.today().requests == 3
    assert 0 < ledger.today().tokens < 3 * MOST
    assert len(records) == 0


def test_no_more_ask_at_once_than_allowed() -> None:
    """Those who come too late wait for a place, and give up when their time is over."""
    inside, most, lock = 0, 0, threading.Lock()

    def script(_: Prompt) -> Iterable[str]:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        yield "Well"
        time.sleep(0.05)
        with lock:
            inside -= 1

    bounded = Bounded(ScriptedWriter(script, name="crowded"), Bounds(at_once=2))
    threads = [threading.Thread(target=said, args=(bounded.session(10),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2
    holding = [bounded.session(10).write(PROMPT) for _ in range(2)]
    for pieces in holding:
        next(pieces)
    started = time.monotonic()
    assert fault_of(bounded.session(0.2)) is Fault.TOO_LATE
    assert time.monotonic() - started < 1
    for pieces in holding:
        pieces.close()
    assert said(bounded.session(1)) == "Well"


def test_the_model_and_its_use_are_told() -> None:
    """`used` names what replied and adds up the requests of an answer."""
    with model_server(lambda asked: ["two words"]) as server:
        session = Bounded(OpenAIWriter(Access(server.url, "scripted")), Bounds(price_in=1e6, price_out=1e6)).session(5)
        said(session)
        said(session)
    assert (session.used.calls, session.used.tokens_out, session.used.model) == (2, 4, "scripted")
    assert session.used.cost == session.used.tokens_in + session.used.tokens_out


@given(st.lists(st.sampled_from(["words", *Fault]), max_size=6), st.integers(0, 4))
def test_whatever_fails_there_are_whole_words_or_one_fault(course: list[str], retries: int) -> None:
    """Whatever the course of things, a reply is whole and ends with its usage, or it is a WriterError."""
    left = list(course)

    def script(_: Prompt) -> Iterable[str | WriterError]:
        step = left.pop(0) if left else "words"
        return ["Well."] if step == "words" else [WriterError(Fault(step), "It failed.")]

    session = Bounded(ScriptedWriter(script), Bounds(retries=retries), pause=lambda _: None).session(60)
    came: list[object] = []
    with contextlib.suppress(WriterError):
        came.extend(session.write(PROMPT))
    assert [type(one) for one in came] in ([], [str, Usage])
    assert came or course
    assert 1 <= session.used.calls <= retries + 1


def test_an_unreachable_host_is_said_in_time() -> None:
    """A port where nobody listens."""
    with model_server(lambda asked: [Status(500)]) as server:
        url = server.url
    assert fault_of(Bounded(OpenAIWriter(Access(url, "scripted")), Bounds(retries=0)).session(2)) is Fault.UNREACHABLE

"""
P14: a model may fail in any way. The answer is then the one without a model, says so, and comes in time.

Failures of the line are those of `model_faults.WIRE`, each over the starter library through `Desk.ask` and `Desk.reword` and
some through the command line; failures of the words are those of `model_faults.CONTENT` and of hostile replies, which may
leave some statements standing, and never one that its quote does not bear.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from asked import ENDURANCE

from curbside.answers.answer import Answer, CaveatKind
from curbside.answers.verify import verify
from curbside.consult import Desk
from curbside.press.json import to_dict
from curbside.prose.writers.writer import Job
from curbside.questions.question import Reader
from model_faults import CONTENT, PASSING, WIRE, Broken
from model_lies import MUTATIONS, NEVER
from model_odd import MARK, ODD
from model_scripts import Faithful, Hostile, Model, Sloppy
from model_server import ModelServer, Script, model_server

SECONDS = 2.0
#: What an answer may take beyond the writer's seconds on a busy machine: its own work, twice over, and some.
AIR = 4.0
QUESTIONS = (
    ("How is gout treated?", Reader.CLINICIAN),
    ("What are the symptoms of celiac disease?", Reader.PATIENT),
    ("What is the initial management for tarsal tunnel syndrome?", Reader.NURSE),
    ("How is asthma diagnosed?", Reader.TRAINEE),
    ("How can migraine be prevented?", Reader.PATIENT),
)
ASKED = QUESTIONS if ENDURANCE else QUESTIONS[:1]
OF_WRITER = {CaveatKind.WORDED_BY_MODEL, CaveatKind.MODEL_UNAVAILABLE}
EVERY_JOB = " ".join(Job)


def bare(answer: Answer) -> Answer:
    """An answer without what it says of its writer, and of time."""
    caveats = tuple(one for one in answer.caveats if one.kind not in OF_WRITER)
    made_by = replace(answer.made_by, writer="none", settings_digest="", writing=None)
    return replace(answer, caveats=caveats, made_by=made_by, elapsed_ms=0.0)


def labels(answer: Answer) -> list[CaveatKind]:
    return [one.kind for one in answer.caveats if one.kind in OF_WRITER]


@contextmanager
def written_by(
    desk: Desk, server: ModelServer, seconds: float = SECONDS, jobs: str = "compose reword"
) -> Iterator[None]:
    """The desk with this server as its writer, while the block runs."""
    before = desk.settings
    desk.settings = replace(
        before, writer="openai", writer_url=server.url, writer_model="scripted", writer_seconds=seconds,
        writer_jobs=jobs, writer_retries=1,
    )  # fmt: skip
    desk.__dict__.pop("writer", None)
    try:
        yield
    finally:
        desk.settings = before
        desk.__dict__.pop("writer", None)


def sockets() -> int:
    """How many sockets this process holds open."""
    held = 0
    for one in Path("/proc/self/fd").iterdir():
        try:
            held += os.readlink(one).startswith("socket:")
        except OSError:
            continue
    return held


@contextmanager
def nothing_left() -> Iterator[None]:
    """No thread and no socket is left behind by what runs within."""
    threads, held = threading.active_count(), sockets()
    yield
    until = time.monotonic() + 5
    while (threading.active_count() > threads or sockets() > held) and time.monotonic() < until:
        time.sleep(0.02)
    assert (threading.active_count(), sockets()) <= (threads, held)


@pytest.mark.endurance
@pytest.mark.parametrize("name", WIRE if ENDURANCE else list(WIRE)[::2])
def test_a_broken_line_leaves_the_answer_of_none(desk: Desk, name: str) -> None:
    """Whatever the line does: the answer and its rewording are those without a writer, labelled, in time, and nothing stays open."""
    broken: Broken = WIRE[name]
    for text, reader in ASKED:
        other = Reader.PATIENT if reader is not Reader.PATIENT else Reader.NURSE
        alone = desk.ask(text, reader)
        again = desk.reword(alone, other)
        with nothing_left(), model_server(broken.script) as server, written_by(desk, server):
            began = time.monotonic()
            answer = desk.ask(text, reader)
            took = time.monotonic() - began
            began = time.monotonic()
            reworded = desk.reword(alone, other)
            took_again = time.monotonic() - began
        assert server.asked, "the model was asked"
        assert (bare(answer), bare(reworded)) == (bare(alone), bare(again))
        for one in (answer, reworded):
            assert labels(one) == [CaveatKind.MODEL_UNAVAILABLE]
            assert one.made_by.writer == "none"
            assert one.made_by.writing
            assert one.made_by.writing.fault == broken.fault.value
            assert verify(to_dict(one), desk.library).problems == ()
            assert "sk-loud" not in str(to_dict(one))
        assert max(took, took_again) < SECONDS + AIR


@pytest.mark.endurance
@pytest.mark.parametrize("name", ["hang_in_the_middle", "endless_reply"])
def test_every_job_together_ends_with_one_deadline(desk: Desk, name: str) -> None:
    """Where a writer has many jobs, all of them end with the one deadline of the answer."""
    alone = desk.ask(*QUESTIONS[0])
    with nothing_left(), model_server(WIRE[name].script) as server, written_by(desk, server, jobs=EVERY_JOB):
        began = time.monotonic()
        answer = desk.ask(*QUESTIONS[0])
        assert time.monotonic() - began < SECONDS + AIR
    assert bare(answer) == bare(alone)
    assert labels(answer) == [CaveatKind.MODEL_UNAVAILABLE]


def sound(desk: Desk, model: Model, alone: Answer, answer: Answer) -> None:
    """It verifies, holds no sentence of the kinds that P8 names, leaves nothing out that protects, and is labelled."""
    assert verify(json.loads(json.dumps(to_dict(answer))), desk.library).problems == ()
    assert len(labels(answer)) == 1
    untrue = {one.line.rstrip(".") for one in model.said if not one.is_true and one.kind in HELD}
    shown = {claim.worded for claim in answer.claims if claim.wording and claim.wording.is_by_model}
    shown |= {one.text for one in (answer.bottom_line.restated if answer.bottom_line else ())}
    assert not {line.rstrip(".") for line in shown} & untrue
    assert {claim.id for claim in alone.claims if claim.kind in PROTECTS} <= {claim.id for claim in answer.claims}
    assert {one.text for one in alone.caveats if one.kind in KEPT} <= {one.text for one in answer.caveats}
    assert MARK not in str(to_dict(answer)).lower()


#: Kinds of what was changed of which nothing may pass here; how often the others do is told in bench/writers.md.
HELD = {*MUTATIONS, *NEVER, "doubt lost", "doubt raised", "share raised", "advice made", "overclaim", "conclusion"}
PROTECTS = {"emergency_care", "red_flags", "contraindications", "special_populations", "interactions", "stopping"}
KEPT = {
    CaveatKind.NOT_REVIEWED, CaveatKind.DAMAGED_SOURCE, CaveatKind.RETRACTED_LEFT_OUT, CaveatKind.DISAGREEMENT, CaveatKind.REVERSAL,
    CaveatKind.PREMISE, CaveatKind.NO_LABELS, CaveatKind.UNKNOWN_WORDS, CaveatKind.UNDATED, CaveatKind.LOW_TRUST,
}  # fmt: skip


@pytest.mark.endurance
@pytest.mark.parametrize("name", CONTENT)
@pytest.mark.parametrize("kind", [Faithful, Sloppy, Hostile])
def test_spoilt_words_say_nothing_unsupported(desk: Desk, name: str, kind: type[Model]) -> None:
    """A reply cut short, with wrong names, quotes from nowhere, a refusal or talk: what stands of it is borne by its quote."""
    for text, reader in ASKED:
        model = kind()
        alone = desk.ask(text, reader)
        with nothing_left(), model_server(CONTENT[name](model)) as server, written_by(desk, server, 20):
            answer = desk.ask(text, reader)
            reworded = desk.reword(answer, Reader.PATIENT)
        sound(desk, model, alone, answer)
        sound(desk, model, desk.reword(answer, Reader.PATIENT), reworded)


@pytest.mark.parametrize("name", ODD)
def test_odd_replies_do_no_harm(desk: Desk, name: str) -> None:
    """Thousands of statements, numbers from nowhere, nested JSON, tags, hidden signs, leaks: nothing of it is shown, and in time."""
    text, reader = QUESTIONS[0]
    alone = desk.ask(text, reader)
    script: Script = ODD[name]
    for jobs in ("compose reword", EVERY_JOB):
        with nothing_left(), model_server(script) as server, written_by(desk, server, 3, jobs):
            began = time.monotonic()
            answer = desk.ask(text, reader)
            reworded = desk.reword(answer, Reader.PATIENT)
            took = time.monotonic() - began
        assert took < 2 * (3 + AIR)
        for one in (answer, reworded):
            sound(desk, Model(), alone, one)


@pytest.mark.parametrize("name", PASSING)
def test_what_fails_once_is_asked_again(desk: Desk, name: str) -> None:
    """A failure that passes costs a moment, and the writer's words stand."""
    text, reader = QUESTIONS[0]
    with nothing_left(), model_server(PASSING[name](Faithful())) as server, written_by(desk, server, 20):
        answer = desk.ask(text, reader)
    assert len(server.asked) == 2
    assert labels(answer) == [CaveatKind.WORDED_BY_MODEL]


def test_a_writer_that_is_not_there(desk: Desk) -> None:
    """Nobody listens: the answer is there at once, labelled."""
    alone = desk.ask(*QUESTIONS[0])
    with model_server(Faithful()) as server:
        pass
    with nothing_left(), written_by(desk, server):
        answer = desk.ask(*QUESTIONS[0])
    assert bare(answer) == bare(alone)
    assert labels(answer) == [CaveatKind.MODEL_UNAVAILABLE]


@pytest.mark.endurance
@pytest.mark.parametrize("name", WIRE if ENDURANCE else ["cut_stream", "wrong_key"])
def test_the_command_line_answers_all_the_same(library: Path, name: str) -> None:
    """`curbside ask` with a broken model prints the answer without one, labelled, with no key and no trace in any stream."""
    text, reader = QUESTIONS[0]
    command = [
        sys.executable,
        "-m",
        "curbside",
        "--library",
        str(library),
        "ask",
        text,
        "--reader",
        reader.value,
        "--json",
    ]
    with model_server(WIRE[name].script) as server:
        settings = {
            "CURBSIDE_WRITER": "openai", "CURBSIDE_WRITER_URL": server.url, "CURBSIDE_WRITER_MODEL": "scripted",
            "CURBSIDE_WRITER_SECONDS": "6", "CURBSIDE_WRITER_KEY": "sk-secret-of-the-test",
        }  # fmt: skip
        alone = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        made = subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=True, env={**os.environ, **settings}
        )
    assert server.asked
    assert "sk-" not in made.stdout + made.stderr
    assert "Traceback" not in made.stderr
    answers = [json.loads(one.stdout) for one in (alone, made)]
    assert "model_unavailable" in [one["kind"] for one in answers[1]["caveats"]]
    for one in answers:
        one["caveats"] = [row for row in one["caveats"] if row["kind"] != "model_unavailable"]
        for name_of in ("made_by", "elapsed_ms", "digest"):
            one.pop(name_of)
    assert answers[0] == answers[1]

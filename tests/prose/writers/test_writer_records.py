"""Recorded exchanges are kept when somebody chose to, for their owner alone, and say again what was said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.prose.writers.opening import open_writer
from curbside.prose.writers.records import Records, key_of
from curbside.prose.writers.writer import Fault, Job, Usage, WriterError
from curbside.settings import Settings
from model_prompts import KEY, PROMPT, QUESTION, prompt
from model_server import Cut, Ended, model_server


def settings(url: str, **changes: object) -> Settings:
    """A writer behind a fake server; other settings as given."""
    made = Settings(writer="openai", writer_url=url, writer_model="scripted", writer_keep="kept", writer_retries=0)
    return replace(made, **changes)  # type: ignore[arg-type]  # names of settings


def test_a_recorded_exchange_is_served_again_without_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same prompt gets the same words and the same usage, with the server gone."""
    monkeypatch.setenv("CURBSIDE_WRITER_KEY", KEY)
    with model_server(lambda asked: ["One ", "thing — ", "naïve."]) as server:
        first = list(open_writer(settings(server.url), tmp_path).session(5).write(PROMPT))
    again = open_writer(Settings(writer="replay", writer_keep="kept"), tmp_path).session(5)
    second = list(again.write(PROMPT))
    assert "".join(map(str, first[:-1])) == "".join(map(str, second[:-1]))
    assert first[-1] == second[-1]
    assert again.used.model == "scripted"
    with pytest.raises(WriterError) as caught:
        list(again.write(prompt(user="Another question?")))
    assert caught.value.fault is Fault.UNREACHABLE
    assert "Another" not in str(caught.value)


def test_only_its_owner_can_read_it_and_no_key_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are 0600 in a folder of 0700, named by a digest and not by words."""
    monkeypatch.setenv("CURBSIDE_WRITER_KEY", KEY)
    with model_server(lambda asked: ["Well."]) as server:
        list(open_writer(settings(server.url), tmp_path).session(5).write(PROMPT))
    [path] = (tmp_path / "kept").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.name == f"{key_of(PROMPT)}.exchange.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    assert (held["user"], held["reply"], held["version"]) == (QUESTION, "Well.", PROMPT.version)
    assert KEY not in path.read_text(encoding="utf-8")


def test_nothing_is_recorded_unless_somebody_chose_to(tmp_path: Path) -> None:
    """By default neither question nor reply stands anywhere in the folder of the library."""
    with model_server(lambda asked: ["A reply to nobody."]) as server:
        list(open_writer(settings(server.url, writer_keep=""), tmp_path).session(5).write(PROMPT))
    data = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Example" not in data
    assert b"reply" not in data


@pytest.mark.parametrize("end", [Cut(), Ended("length")])
def test_what_was_not_whole_is_not_recorded(tmp_path: Path, end: Cut | Ended) -> None:
    """Only an exchange that came to its end can be replayed."""
    with model_server(lambda asked: ["Half a ", end]) as server, pytest.raises(WriterError):
        list(open_writer(settings(server.url), tmp_path).session(5).write(PROMPT))
    assert len(Records(tmp_path / "kept")) == 0


def test_erase_leaves_none(tmp_path: Path) -> None:
    """Every exchange is removed, half-written ones too; other files in the folder stay."""
    records = Records(tmp_path)
    for n in range(3):
        records.keep(prompt(user=f"Question {n}"), "reply", Usage(), "test")
    (tmp_path / f"{key_of(PROMPT)}.exchange.77.new").write_text("half")
    (tmp_path / "notes.txt").write_text("mine")
    assert records.erase() == 4
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_what_decides_a_reply_decides_its_name() -> None:
    """Another job, wording, form or version is another exchange; the length allowed is not."""
    others = (
        prompt(Job.PLAN),
        prompt(user="x"),
        prompt(system="x"),
        prompt(schema={}),
        prompt(version="2"),
    )
    assert len({key_of(one) for one in (PROMPT, *others)}) == 6
    assert key_of(prompt(longest=7)) == key_of(PROMPT)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"reply": "x"}', '{"reply": "x", "usage": {"nonsense": 1}}'])
def test_a_damaged_file_is_no_exchange(tmp_path: Path, content: str) -> None:
    """It is as if nothing had been recorded."""
    (tmp_path / f"{key_of(PROMPT)}.exchange.json").write_text(content)
    assert Records(tmp_path).find(PROMPT) is None


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """The answer matters more than its record."""
    (tmp_path / "kept").write_text("a file where the folder should be")
    with model_server(lambda asked: ["Well."]) as server:
        assert next(open_writer(settings(server.url), tmp_path).session(5).write(PROMPT)) == "Well."

"""What would leave for a language model is shown as it would be sent, and nothing is sent by showing it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from curbside.cli import app
from curbside.cli.common import before
from curbside.consult import open_desk
from curbside.leaving import leaving, model_of, words_of
from curbside.questions.question import Question
from curbside.settings import Settings, store
from model_server import model_server

QUESTION = "My name is Ada Okafor, call 07700 900461. How is celiac disease diagnosed?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_desk(tmp_path):
        return tmp_path


def test_what_is_shown_is_what_is_sent(folder: Path) -> None:
    """The prompts heard beforehand are, byte for byte, those that the model is then asked; before that it hears nothing."""
    with model_server(lambda asked: ["{}"]) as server:
        store(folder, {"writer": "openai", "writer_url": server.url, "writer_model": "any", "writer_retries": 0})
        with open_desk(folder) as desk:
            shown = leaving(desk, Question(QUESTION))
            assert not server.asked
            assert [one.job.value for one in shown.prompts] == ["compose"]
            desk.ask(QUESTION)
            assert server.asked[0].user == shown.prompts[0].user
            assert server.asked[0].system == shown.prompts[0].system
    assert "Okafor" not in shown.prompts[0].user
    assert "07700" not in shown.prompts[0].user


def test_words_as_they_leave() -> None:
    """Placeholders stand apart from words, with what each took out; where nothing is to be redacted, all words are shown."""
    words = words_of(QUESTION, Settings())
    assert words.text == "My name is [name], call [phone number]. How is celiac disease diagnosed?"
    assert [(one.placeholder, one.text) for one in words.taken] == [
        ("[name]", "Ada Okafor"),
        ("[phone number]", "07700 900461"),
    ]
    assert [piece.text for piece in words.pieces if piece.is_placeholder] == ["[name]", "[phone number]"]
    assert words_of(QUESTION, Settings(writer_redact=False)).text == QUESTION


def test_without_a_model_nothing_leaves(folder: Path) -> None:
    """Where no model is set up there is none to tell of, and no prompt."""
    with open_desk(folder) as desk:
        assert model_of(desk.settings, folder) is None
        assert leaving(desk, Question(QUESTION)).prompts == ()


def test_preview_on_the_command_line(folder: Path) -> None:
    """The command prints the words as they would be sent and what was taken out, as text and as JSON."""
    before.library, before.as_json = None, False
    store(folder, {"writer": "openai", "writer_url": "http://127.0.0.1:9/v1", "writer_model": "any"})
    told = CliRunner().invoke(app, ["--library", str(folder), "writer", "preview", QUESTION])
    assert told.exit_code == 0, told.output
    assert "Would stay on this machine, with openai: any at 127.0.0.1:9:" in told.output
    assert "[name]  Ada Okafor" in told.output
    value = json.loads(
        CliRunner().invoke(app, ["--library", str(folder), "writer", "preview", "--json", QUESTION]).output
    )
    assert value["taken"][0] == {"placeholder": "[name]", "text": "Ada Okafor"}
    assert "Okafor" not in value["question"] + json.dumps(value["prompts"])
    before.library, before.as_json = None, False

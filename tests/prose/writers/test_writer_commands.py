"""`curbside writer`: what is set is tried first, what would leave is said first, and nothing shows the key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from curbside.cli import app
from curbside.errors import CurbsideError
from curbside.prose.writers.records import Records
from curbside.prose.writers.writer import Usage
from curbside.settings import load
from model_faults import WIRE, chatter, invented_quotes
from model_prompts import KEY, PROMPT
from model_server import Asked, ModelServer, Pause, Step, model_server


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURBSIDE_LIBRARY", str(tmp_path))


def faithful(asked: Asked) -> Iterator[Step]:
    """Quotes the passage it is given and says a part of it, piece by piece."""
    data = json.loads(asked.user.strip("=\n"))
    passage = data["passages"][0]["text"]
    said = "Initial treatment of carpal tunnel syndrome generally consists of a wrist splint."
    reply = json.dumps({"text": said, "passage": "p1", "quote": passage})
    for start in range(0, len(reply), 40):
        yield reply[start : start + 40]
        yield Pause(0.01)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server(faithful) as running:
        yield running


def run(*words: str, code: int = 0) -> str:
    """What a command prints on stdout and stderr; errors that a user can act on are raised."""
    result = CliRunner().invoke(app, ["writer", *words], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_set_show_test_off(server: ModelServer, tmp_path: Path) -> None:
    """The way of a person: choose, look, try, and drop it again; other settings stay."""
    (tmp_path / "settings.toml").write_text('country = "DE"\n')
    assert "curbside writer test" in run("set", "openai", "--url", server.url, "--model", "scripted")
    shown = run("show")
    assert "scripted" in shown
    assert "on this machine" in shown
    tried = run("test")
    for part in ("listed there", "streaming    yes", "JSON schema", "exact", "would be shown"):
        assert part in tried
    assert json.loads(run("show", "--json"))["today"]["requests"] == 1
    run("off")
    settings = load(tmp_path)
    assert (settings.writer, settings.country, settings.writer_model) == ("none", "DE", "scripted")
    assert "No language model" in run("show")


def test_the_trial_as_json(server: ModelServer) -> None:
    """A program gets every finding by name."""
    run("set", "openai", "--url", server.url, "--model", "another")
    tried = json.loads(run("test", "--json"))
    assert tried["works"]
    assert tried["has_model"] is False
    assert tried["streams"]
    assert tried["is_supported"]
    assert tried["is_quote_exact"]
    assert tried["tokens_per_second"] > 0
    assert tried["fault"] is None


def test_nothing_of_the_library_or_its_settings_is_sent_for_a_trial(server: ModelServer) -> None:
    """The trial's question and passage ship with the program."""
    run("set", "openai", "--url", server.url, "--model", "scripted", "--keep", "kept")
    run("test")
    assert "carpal tunnel" in server.asked[-1].user
    assert json.loads(run("show", "--json"))["recorded"] == 0


def test_a_model_that_invents_its_quotes_is_told_apart(server: ModelServer) -> None:
    """The trial says that the quote is not exact, and talk around JSON does no harm."""
    server.script = chatter(invented_quotes(faithful))
    run("set", "openai", "--url", server.url, "--model", "scripted")
    tried = json.loads(run("test", "--json"))
    assert tried["works"]
    assert tried["is_quote_exact"] is False


@pytest.mark.parametrize("name", ["server_error", "html", "redirect", "wrong_key", "empty_reply"])
def test_a_trial_that_fails_says_why_and_exits_1(server: ModelServer, name: str) -> None:
    """The reason is in words, and the exit tells a program."""
    server.script = WIRE[name].script
    run("set", "openai", "--url", server.url, "--model", "scripted")
    assert "does not work" in run("test", code=1)
    assert json.loads(run("test", "--json", code=1))["fault"] == WIRE[name].fault


def test_a_reply_without_a_statement_does_not_work(server: ModelServer) -> None:
    """A model that only chats cannot word answers."""
    server.script = lambda asked: ["I am fine, thank you."]
    run("set", "openai", "--url", server.url, "--model", "scripted")
    assert "choose another model" in run("test", code=1)


def test_a_host_elsewhere_is_set_only_with_what_may_leave(tmp_path: Path) -> None:
    """Without a word on that nothing is written; with it, what leaves is named first."""
    elsewhere = ("set", "openai", "--url", "https://models.example.org/v1", "--model", "big")
    with pytest.raises(CurbsideError, match="--send"):
        run(*elsewhere)
    assert not (tmp_path / "settings.toml").exists()
    told = run(*elsewhere, "--send", "question,passages")
    assert "models.example.org does not run on this machine" in told
    assert "the question, without what rules find to identify a person" in told
    assert "documents of your own" not in told
    assert load(tmp_path).writer_sends == "question passages"
    assert "word for word" in run(*elsewhere, "--send", "question", "--no-redact")


def test_consent_for_one_host_is_none_for_another(tmp_path: Path) -> None:
    """Another address, and what may leave has to be said again; key and model do not come along either."""
    (tmp_path / "key").write_text(KEY)
    run("set", "openai", "--url", "https://one.example.org/v1", "--model", "big", "--send", "question,passages",
        "--key-file", str(tmp_path / "key"))  # fmt: skip
    with pytest.raises(CurbsideError, match="--send"):
        run("set", "openai", "--url", "https://two.example.org/v1", "--model", "big")
    run("set", "openai", "--model", "bigger")
    assert load(tmp_path).writer_sends == "question passages"
    run("set", "openai", "--url", "http://localhost:11434/v1", "--model", "small")
    settings = load(tmp_path)
    assert (settings.writer_sends, settings.writer_key_file) == ("", "")


@pytest.mark.parametrize(
    ("typed", "sends"),
    [(b"y\nn\n", "question passages"), (b"y\ny\n", "question passages own_documents"), (b"n\n", ""), (b"\n", "")],
)
def test_a_person_at_a_terminal_is_asked(tmp_path: Path, typed: bytes, sends: str) -> None:
    """What would leave is named, and nothing but a yes lets it."""
    keyboard, terminal = os.openpty()
    os.write(keyboard, typed)
    words = ["writer", "set", "openai", "--url", "https://models.example.org/v1", "--model", "big"]
    done = subprocess.run(
        [sys.executable, "-m", "curbside", *words], stdin=terminal, capture_output=True, text=True, timeout=60
    )
    os.close(keyboard)
    os.close(terminal)
    assert "does not run on this machine" in done.stderr
    assert (done.returncode, load(tmp_path).writer_sends) == (0 if sends else 2, sends)


def test_a_key_that_others_can_read_is_warned_of(server: ModelServer, tmp_path: Path) -> None:
    """Its file should be its owner's alone."""
    path = tmp_path / "key"
    path.write_text(KEY)
    words = ("set", "openai", "--url", server.url, "--model", "m", "--key-file", str(path))
    path.chmod(0o644)
    assert "chmod 600" in run(*words)
    path.chmod(0o600)
    assert "chmod 600" not in run(*words)


def test_a_model_that_is_sent_on_is_elsewhere(tmp_path: Path) -> None:
    """A server on this machine that hands a model's questions on by its name is no server on this machine."""
    for name in ("gpt-oss:120b-cloud", "kimi-k2:cloud"):
        with pytest.raises(CurbsideError, match="--send"):
            run("set", "openai", "--url", "http://localhost:11434/v1", "--model", name)
    run("set", "openai", "--url", "http://localhost:11434/v1", "--model", "cloudy:8b")
    assert not json.loads(run("show", "--json"))["is_remote"]


def test_an_address_in_the_clear_is_warned_of() -> None:
    """http to a host elsewhere is named for what it is."""
    told = run(
        "set", "openai", "--url", "http://gpu.hospital.example/v1", "--model", "m", "--send", "question,passages"
    )
    assert "not encrypted" in told


def test_the_key_shows_nowhere(server: ModelServer, tmp_path: Path) -> None:
    """Neither what is printed nor settings.toml holds the key."""
    (tmp_path / "key").write_text(KEY)
    printed = run("set", "openai", "--url", server.url, "--model", "scripted", "--key-file", str(tmp_path / "key"))
    printed += run("show") + run("show", "--json") + run("test") + run("test", "--json")
    assert KEY not in printed
    assert KEY not in (tmp_path / "settings.toml").read_text()
    assert json.loads(run("show", "--json"))["has_key"]
    assert server.asked[-1].headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "words",
    [
        ("set", "nonsense", "--model", "m"),
        ("set", "openai"),
        ("set", "openai", "--url", "https://u:p@h/v1", "--model", "m", "--send", "question"),
        ("set", "openai", "--url", "http://localhost:1/v1", "--model", "m", "--jobs", "dance"),
        ("set", "anthropic", "--model", "m", "--send", "question"),
        ("test",),
    ],
)
def test_what_cannot_work_changes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A wrong setting is refused in words, and the file stays as it was."""
    with pytest.raises(CurbsideError):
        run(*words)
    assert not (tmp_path / "settings.toml").exists()


def test_erase_removes_recorded_exchanges(server: ModelServer, tmp_path: Path) -> None:
    """All of them, with how many there were."""
    run("set", "openai", "--url", server.url, "--model", "scripted", "--keep", "kept")
    Records(tmp_path / "kept").keep(PROMPT, "reply", Usage(), "test")
    assert "1 recorded exchanges are still kept" in run("off")
    assert json.loads(run("erase", "--json")) == {"erased": 1}
    assert json.loads(run("show", "--json"))["recorded"] == 0

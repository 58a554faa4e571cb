"""A writer is opened as the settings say, or refused in words before anything is sent."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from curbside import plugins
from curbside.errors import CurbsideError
from curbside.prose.writers.opening import open_writer
from curbside.prose.writers.writer import Job
from curbside.settings import Settings, load, store
from model_prompts import KEY, PROMPT
from model_server import model_server

HERE = Settings(writer="openai", writer_url="http://localhost:11434/v1", writer_model="llama")
ELSEWHERE = replace(HERE, writer_url="https://models.example.org/v1")


def test_no_writer_is_set_unless_somebody_sets_one(tmp_path: Path) -> None:
    """By default there is none, and opening it makes no file."""
    made = open_writer(Settings(), tmp_path)
    assert made.is_none
    assert not made.is_remote
    assert list(made.session(1).write(PROMPT)) == []
    assert not list(tmp_path.iterdir())


def test_asking_without_a_writer_imports_none_of_it() -> None:
    """No SDK, no HTTP client and no writer is imported while none is set."""
    code = (
        "import sys, curbside.cli, curbside.consult\n"
        "heavy = {'openai', 'anthropic', 'httpx2', 'httpcore2', 'pydantic', 'curbside.prose.writers.wire',"
        " 'curbside.prose.writers.opening'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_opening_a_writer_imports_no_sdk_before_it_is_asked(tmp_path: Path) -> None:
    """A desk with a writer opens as fast as one without; the SDK comes with the first request."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom curbside.settings import Settings\n"
        "from curbside.prose.writers.opening import open_writer\n"
        f"open_writer(Settings(writer='openai', writer_url='http://localhost:1/v1', writer_model='m'), Path({str(tmp_path)!r}))\n"
        "print(sorted({'openai', 'httpx2', 'httpcore2'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_host_elsewhere_needs_that_somebody_said_what_may_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without that it is refused, and the name of the host is not even looked up."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("looked up"))
    with pytest.raises(CurbsideError, match="writer_sends"):
        open_writer(ELSEWHERE, tmp_path)
    with pytest.raises(CurbsideError, match="writer_sends"):
        open_writer(replace(ELSEWHERE, writer_sends="passages"), tmp_path)
    made = open_writer(replace(ELSEWHERE, writer_sends="question, passages"), tmp_path)
    assert made.is_remote
    assert made.sends == {"question", "passages"}


def test_this_machine_needs_no_such_word(tmp_path: Path) -> None:
    """A model on this machine is opened as it stands, named with where it runs."""
    made = open_writer(HERE, tmp_path)
    assert not made.is_remote
    assert made.name == "openai: llama at localhost:11434"
    assert made.jobs == {Job.COMPOSE, Job.REWORD}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"writer_url": ""}, "address and a model"),
        ({"writer_model": " "}, "address and a model"),
        ({"writer": "nonsense"}, "choose one of: none, openai, anthropic, replay"),
        ({"writer_sends": "everything"}, "question, passages, own_documents"),
        ({"writer_jobs": "compose think"}, "second_opinion"),
        ({"writer_structured": "yaml"}, "schema"),
        ({"writer_key_file": "/nowhere/at/all"}, "writer_key_file"),
        ({"writer_seconds": -1.0}, "writer_seconds"),
        ({"writer_seconds": 0.0}, "above 0"),
        ({"writer_at_once": 0}, "above 0"),
        ({"writer_answer_tokens": -1}, "writer_answer_tokens"),
        ({"writer_day_cost": 2.0}, "writer_price_in"),
        ({"writer": "replay"}, "writer_keep"),
        ({"writer": "anthropic", "writer_url": ""}, "key"),
    ],
)
def test_what_cannot_work_is_told(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    """Each wrong setting is refused in words that name what to change."""
    with pytest.raises(CurbsideError, match=told):
        open_writer(replace(HERE, **changes), tmp_path)  # type: ignore[arg-type]  # names of settings


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its SDK a writer says what to install, when it is opened and not in the middle of an answer."""
    monkeypatch.setattr("curbside.prose.writers.access.find_spec", lambda name: None)
    with pytest.raises(CurbsideError, match=r"curbside\[openai\]"):
        open_writer(HERE, tmp_path)


def test_the_key_comes_from_its_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file wins; blanks around the key are no part of it; neither shows in anything."""
    monkeypatch.setenv("CURBSIDE_WRITER_KEY", "sk-of-the-environment")
    path = tmp_path / "key"
    path.write_text(f"{KEY}\n")
    with model_server(lambda asked: ["Well."]) as server:
        for settings, key in (
            (replace(HERE, writer_url=server.url, writer_key_file=str(path)), KEY),
            (replace(HERE, writer_url=server.url), "sk-of-the-environment"),
        ):
            made = open_writer(settings, tmp_path)
            list(made.session(5).write(PROMPT))
            assert server.asked[-1].headers["Authorization"] == f"Bearer {key}"
            assert key not in repr(made)


@pytest.mark.parametrize("content", [b"", b"  \n", b"two words", b"sk-\xc3\xa9", b"sk-\x00", b"a\nb", b"\xff\xfe"])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """A wrong file is told apart, and what stands in it is not repeated."""
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(CurbsideError) as caught:
        open_writer(replace(HERE, writer_key_file=str(path)), tmp_path)
    assert "two words" not in str(caught.value)


def test_a_writer_of_ones_own_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any class under "curbside.writers" can be named."""
    from curbside.testing import ScriptedWriter

    monkeypatch.setitem(plugins.BUILT_IN["curbside.writers"], "ours", "test_writer_opening:OurWriter")
    plugins.load.cache_clear()
    monkeypatch.setattr(
        sys.modules[__name__], "OurWriter", lambda _: ScriptedWriter(lambda _: ["Ours."]), raising=False
    )
    monkeypatch.setitem(sys.modules, "test_writer_opening", sys.modules[__name__])
    made = open_writer(Settings(writer="ours"), tmp_path)
    assert next(iter(made.session(5).write(PROMPT))) == "Ours."
    plugins.load.cache_clear()


def test_answers_of_another_writer_are_told_apart() -> None:
    """The digest of the settings is as ever without a writer, and changes with what a writer may change."""
    assert Settings().digest == replace(Settings(), writer_model="x", writer_seconds=3.0).digest
    digests = {
        replace(HERE, **changes).digest
        for changes in (
            {},
            {"writer_model": "other"},
            {"writer": "anthropic"},
            {"writer_jobs": "compose"},
            {"writer_passages": 3},
            {"writer_structured": "text"},
        )
    }
    assert len(digests) == 6
    assert Settings().digest not in digests
    same = (replace(HERE, writer_jobs="reword compose"), replace(HERE, writer_key_file="/x", writer_seconds=1.0))
    assert {one.digest for one in same} == {HERE.digest}


def test_settings_are_stored_and_other_lines_kept(tmp_path: Path) -> None:
    """What is set is read again; comments and other settings stay as they were written."""
    path = tmp_path / "settings.toml"
    path.write_text(
        '# Ours\ncountry = "DE"   # here\nwriter_model = "old"\n\nreview_signatures = 3\n', encoding="utf-8"
    )
    values = {"writer": "openai", "writer_model": 'a "new"\\one\u2028é', "writer_redact": False, "writer_seconds": 2.5}
    store(tmp_path, values)
    text = path.read_text(encoding="utf-8")
    assert text.startswith('# Ours\ncountry = "DE"   # here\nwriter_model = ')
    assert "\n\nreview_signatures = 3\n" in text
    settings = load(tmp_path)
    assert {name: getattr(settings, name) for name in values} == values
    store(tmp_path, {"writer": "none", "writer_price_in": 0.0})
    assert load(tmp_path) == replace(settings, writer="none")
    assert "writer_price_in" not in path.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    "text", ['writer_model = """\ntwo lines"""\n', "writer_model\n", '"writer_model" = "quoted"\n']
)
def test_a_file_that_cannot_be_changed_line_by_line_is_left_alone(tmp_path: Path, text: str) -> None:
    """Rather than lose something, the change is refused."""
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(CurbsideError, match="by hand"):
        store(tmp_path, {"writer_model": "new"})
    assert path.read_text() == text

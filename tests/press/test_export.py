"""Every form of an answer by its name, from Python and from the command line, with its banner."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from test_citations import RECORDS, citing
from test_press import made

from curbside.answers.answer import Answer
from curbside.answers.digest import digest
from curbside.consult import open_desk
from curbside.errors import CurbsideError
from curbside.press import to_dict
from curbside.press.export import FORMS, export
from curbside.press.reading import read, review_in
from curbside.questions.question import Reader

DAY, MADE = "2026-01-03", "2026-01-02"
#: Those that any answer can take, with any review; the hand-out is for patients alone.
TEXTS = sorted(set(FORMS) - {"pdf", "nbib", "handout"})


@pytest.mark.parametrize("to", TEXTS)
def test_every_form_says_how_far_it_was_reviewed(to: str) -> None:
    """Nothing leaves without the banner, in whatever form."""
    written = export(made(), to, DAY, MADE).decode()
    assert "not_reviewed" in written if to == "json" else "Not reviewed by a clinician. Assembled" in _plain(written)
    if to != "json":
        told = export(made(), to, DAY, MADE, "Withdrawn on 2026-01-04. Do not use.").decode()
        assert "Withdrawn on 2026-01-04. Do not use." in _plain(told)
        assert "Assembled automatically" not in _plain(told).replace("Assembled automatically by Curbside", "")


@pytest.mark.parametrize("to", ["note", "markdown", "html", "handout", "json", "jsonld"])
def test_what_quotes_nothing_does_not_speak_of_quotes(to: str, silent: Answer) -> None:
    """An answer without statements is unreviewed like any other, and sends nobody to quotes that it does not show."""
    written = _plain(export(silent, to, DAY, MADE).decode())
    assert "quotes shown" not in written
    assert "it quotes no source" in written


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """A patient's answer to a question that the starter library does not cover."""
    with open_desk(tmp_path_factory.mktemp("silent") / "library") as desk:
        return desk.ask("How is zorblaxitis treated?", Reader.PATIENT)


def _plain(text: str) -> str:
    return " ".join(text.replace("\n      ", " ").split())


@pytest.mark.parametrize("to", TEXTS)
def test_the_same_answer_gives_the_same_bytes(to: str) -> None:
    """No clock, no chance and no order of a set goes into a file."""
    assert export(made(), to, DAY, MADE) == export(made(), to, DAY, MADE)


def test_answer_json_with_a_review_keeps_digest_and_tells_it() -> None:
    """A review travels beside the text: the digest is that of the text, and reading gives both back."""
    answer = made()
    value = json.loads(export(answer, "json", DAY, MADE, "Approval suspended on 2026-01-04."))
    assert value["digest"] == to_dict(answer)["digest"] == digest(value)
    assert to_dict(read(value)) == to_dict(answer)
    state = review_in(value)
    assert not isinstance(state, str)
    assert [banner.text for banner in state.banners] == ["Approval suspended on 2026-01-04."]
    assert not state.is_approved
    assert review_in(to_dict(answer)) == ""


def test_an_unknown_form_is_refused_with_the_forms() -> None:
    """The error names what can be chosen."""
    with pytest.raises(CurbsideError, match=r'no form "docx"; choose one of: note, markdown, html, pdf, handout'):
        export(made(), "docx", DAY)


def curbside(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "curbside", *arguments]
    return subprocess.run(command, input=stdin.encode(), capture_output=True, timeout=120)


def saved(folder: Path, value: object) -> str:
    path = folder / "answer.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return str(path)


def test_a_saved_answer_is_taken_along_without_its_library(tmp_path: Path) -> None:
    """`curbside export` needs the file and nothing else; from stdin too, and into a file."""
    path = saved(tmp_path, to_dict(made()))
    shown = curbside("export", path, "--to", "ris", "--made-on", MADE)
    assert (shown.returncode, shown.stdout) == (0, export(made(), "ris", DAY, MADE))
    piped = curbside(
        "export", "-", "--to", "bibtex", "-o", str(tmp_path / "a.bib"), stdin=Path(path).read_text("utf-8")
    )
    assert (piped.returncode, piped.stdout) == (0, b"")
    assert (tmp_path / "a.bib").read_bytes() == export(made(), "bibtex", DAY)


def test_what_leaves_with_a_review_leaves_with_it_again(tmp_path: Path) -> None:
    """A JSON that says it was withdrawn says so in every form that is made from it."""
    value = json.loads(export(made(), "json", DAY, MADE, "Withdrawn on 2026-01-04. Do not use."))
    note = curbside("export", saved(tmp_path, value), "--to", "note").stdout.decode()
    assert "Withdrawn on 2026-01-04. Do not use." in note


def test_as_json_stdout_is_json(tmp_path: Path) -> None:
    """With --json other programs get the text, or the file it went to, and what was left out."""
    path = saved(tmp_path, to_dict(citing(*RECORDS)))
    told = json.loads(curbside("export", path, "--to", "nbib", "--json").stdout)
    assert told["text"].startswith("PMID- 123\n")
    assert len(told["left_out"]) == 5
    out = str(tmp_path / "a.nbib")
    told = json.loads(curbside("--json", "export", path, "--to", "nbib", "-o", out).stdout)
    assert (told["file"], told["bytes"]) == (out, Path(out).stat().st_size)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "docx"), "There is no form"),
        (("--to", "pdf", "--json"), "name a file for it with: -o FILE"),
        (("--to", "nbib"), "No reference of this answer has a PubMed number"),
        (("--to", "ris", "-o", "/nowhere/at/all.ris"), "Cannot write"),
        (("--to", "note", "--made-on", "yesterday"), "write it as 2026-01-31"),
    ],
)
def test_bad_input_ends_with_exit_2_and_a_sentence(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """What cannot be done is said in one line on stderr."""
    run = curbside("export", saved(tmp_path, to_dict(citing(RECORDS[1]))), *arguments)
    assert run.returncode == 2
    assert said in run.stderr.decode()
    assert len(run.stderr.decode().strip().splitlines()) == 1


def test_a_changed_answer_is_not_taken_along(tmp_path: Path) -> None:
    """An answer whose words were changed after it was made is refused."""
    value = {**to_dict(made()), "title": "Gout needs no treatment"}
    run = curbside("export", saved(tmp_path, value), "--to", "note")
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"The digest does not match" in run.stderr


def test_the_press_imports_nothing_heavy() -> None:
    """Templates, PDF and the terminal are loaded when they are used: `curbside ask --json` waits for none of them."""
    code = "import sys, curbside.press, curbside.press.export, curbside.press.reading; print(sorted({'jinja2', 'weasyprint', 'rich', 'curbside.articles'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout == "[]\n"

"""P20, for words of a language model: wherever such an answer goes, it says who worded it, and the quotes go with it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest
from rich.console import Console

from curbside.answers.answer import Answer
from curbside.consult import open_desk
from curbside.press import show
from curbside.press.export import FORMS, export
from curbside.press.reading import answer_of, review_in
from curbside.press.sheet import sheet_of
from curbside.press.state import unreviewed
from curbside.questions.question import Reader
from curbside.settings import store
from model_scripts import Faithful
from model_server import model_server

DAY = "2026-01-02"
#: What the model says for what its sources say.
PARAPHRASES = {
    "Some people with celiac disease have no symptoms.": "Some people who have celiac disease have no symptoms.",
    "Diagnosing dermatitis herpetiformis starts with a biopsy of the skin as its first step.": (
        "Diagnosing dermatitis herpetiformis starts with a skin biopsy."
    ),
}
TEXTS = ("note", "markdown", "html", "handout", "json", "jsonld", "ris", "bibtex", "csl")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[Reader, Answer]:
    """Answers for two readers of which a model on loopback worded statements."""
    folder = tmp_path_factory.mktemp("worded")
    with open_desk(folder):
        pass
    with model_server(Faithful(PARAPHRASES)) as server:
        store(folder, {"writer": "openai", "writer_url": server.url, "writer_model": "wordy"})
        with open_desk(folder) as desk:
            made = {
                reader: desk.ask("How is celiac disease diagnosed?", reader)
                for reader in (Reader.CLINICIAN, Reader.PATIENT)
            }
    for answer in made.values():
        assert any(claim.wording and claim.wording.is_by_model for claim in answer.claims)
    return made


@pytest.fixture
def worded(answers: dict[Reader, Answer]) -> Answer:
    """The one for clinicians."""
    return answers[Reader.CLINICIAN]


def mark_of(answer: Answer) -> str:
    return f"Worded by a language model ({answer.made_by.writer}); every sentence was checked against its quote."


def plain(text: str) -> str:
    """A text in any form as words: no tags, marks of quotation, escapes or line ends."""
    return " ".join(unescape(re.sub(r"<[^>]+>|[>│\\{}]|\n(?:[A-Z][A-Z0-9] {2}- )?", " ", text)).split())


def terminal(answer: Answer, width: int = 100) -> str:
    stream = io.StringIO()
    show(answer, Console(file=stream, width=width), DAY)
    return stream.getvalue()


@pytest.mark.parametrize("form", TEXTS)
def test_the_mark_goes_with_every_form(answers: dict[Reader, Answer], form: str) -> None:
    """Notes, pages, hand-outs, data and lists of citations tell that a model worded the answer, and which."""
    # What is for clinicians is put in plain words by rules for a hand-out, and then no model's words are in it.
    worded = answers[Reader.PATIENT if form == "handout" else Reader.CLINICIAN]
    written = plain(export(worded, form, DAY, DAY).decode())
    if form == "json":
        assert json.loads(export(worded, form, DAY, DAY))["made_by"]["writer"] == worded.made_by.writer
        assert "worded_by_model" in written
    elif form in ("ris", "bibtex", "csl"):
        assert "Worded by a language model" in written
    else:
        assert plain(mark_of(worded)) in written


def test_the_mark_is_on_a_terminal_of_any_width(worded: Answer) -> None:
    """Above the first statement, however narrow the terminal."""
    for width in (24, 80, 200):
        said = plain(terminal(worded, width))
        assert "Worded by a language model" in said
        assert said.index("Worded by a language model") < said.index(" ".join(worded.claims[0].worded.split()[:3]))


def test_the_mark_is_on_paper(worded: Answer) -> None:
    """A PDF is that page printed."""
    if not find_spec("weasyprint"):
        pytest.skip("PDF needs curbside[pdf]")
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(export(worded, "pdf", DAY, DAY))).pages
    assert "Worded by a language model" in " ".join("".join(page.extract_text() for page in pages).split())


def test_the_mark_stays_beside_a_review(worded: Answer) -> None:
    """Whatever a review says, the mark stands beside its banner, once; also when the document comes back as a file."""
    reviewed = replace(unreviewed(said="Approved by Ann Example."), is_approved=True)
    banners = [one.text for one in sheet_of(worded, DAY, reviewed).state.banners]
    assert banners == ["Approved by Ann Example.", mark_of(worded)]
    document = json.loads(export(worded, "json", DAY, DAY, reviewed))
    again = sheet_of(answer_of(document), DAY, review_in(document))
    assert [one.text for one in again.state.banners].count(mark_of(worded)) == 1
    assert (
        export(worded, "note", DAY, DAY).decode().count("Worded by a language model (") == 2
    )  # above, and with its counts


def test_quotes_go_with_words_of_a_model(worded: Answer) -> None:
    """Each statement of a model is marked as its words, and the words of the source stand with it."""
    ours = [
        claim for section in worded.sections for claim in section.claims if claim.wording and claim.wording.is_by_model
    ]
    for said in (terminal(worded), *(export(worded, form, DAY, DAY).decode() for form in ("markdown", "note", "html"))):
        words = plain(said)
        assert "worded by a language model" in words
        for claim in ours:
            assert plain(claim.worded) in words
            assert all(plain(quote.text) in words for quote in claim.quotes)


def test_a_page_is_marked_for_programs_too(worded: Answer) -> None:
    """The head of the page names the kind of source; a page without a model's words has no such mark."""
    kind = "CompositeWithTrainedAlgorithmicMediaDigitalSource"
    assert kind in export(worded, "html", DAY, DAY).decode()
    assert kind in export(worded, "jsonld", DAY, DAY).decode()


def test_an_answer_without_a_model_bears_no_mark(tmp_path: Path) -> None:
    """In no form and for no reader."""
    with open_desk(tmp_path) as desk:
        for reader in (Reader.CLINICIAN, Reader.PATIENT):
            answer = desk.ask("How is celiac disease diagnosed?", reader)
            for form in FORMS:
                if form not in ("pdf", "nbib"):
                    assert "Worded by a language model" not in export(answer, form, DAY, DAY).decode()
            assert "with no language model" in export(answer, "html", DAY, DAY).decode()

"""A PDF that a screen reader can read, with the banner on every sheet, made without asking anything of anybody."""

from __future__ import annotations

import importlib
import io
import os
from dataclasses import replace
from typing import Any

import pytest
from test_press import made

from curbside.errors import CurbsideError
from curbside.press import pdf as press_pdf
from curbside.press.export import export
from curbside.press.pdf import pdf

STATE = 'Not "approved": reviewers \\ are reading.\nWait for them.'


def _why_not() -> str:
    """Why no PDF can be made here, "" where it can; where it must be, nothing is skipped."""
    try:
        press_pdf._engine()
    except CurbsideError as error:
        return "" if os.environ.get("CURBSIDE_REQUIRE_BROWSER") == "1" else str(error)
    return ""


needs_engine = pytest.mark.skipif(bool(_why_not()), reason=_why_not() or "a PDF can be made")


def made_pdf() -> bytes:
    """A PDF of an answer that fills several sheets."""
    answer = made()
    section = answer.sections[0]
    return export(replace(answer, sections=(section,) * 14, bottom_line=None), "pdf", "2026-01-03", "2026-01-02", STATE)


@pytest.fixture(scope="module")
def long_page() -> bytes:
    """The PDF, made once."""
    return made_pdf()


def reader(content: bytes) -> Any:
    return pytest.importorskip("pypdf").PdfReader(io.BytesIO(content))


@needs_engine
def test_the_banner_stands_on_every_sheet(long_page: bytes) -> None:
    """Sheets get parted: each says how far the text was reviewed, and which it is of how many."""
    pages = reader(long_page).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert 'Not "approved": reviewers \\ are reading. Wait for them.' in text
        assert f"{number} / {len(pages)}" in text
        assert "library 000000000000, printed 2026-01-03" in text


@needs_engine
def test_it_is_tagged_with_title_and_language(long_page: bytes) -> None:
    """What PDF/UA asks of a document: marked content, a structure with headings, language, and the title shown."""
    document = reader(long_page)
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata.title == made().title
    assert 'pdfuaid:part="1"' in root["/Metadata"].get_data().decode()
    kinds = set(_kinds(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Link"} <= kinds


def _kinds(node: Any) -> list[str]:
    """The kinds of all elements of a structure."""
    found = [node["/S"]] if "/S" in node else []
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        whole = child.get_object() if hasattr(child, "get_object") else child
        found += _kinds(whole) if hasattr(whole, "get") else []
    return found


@needs_engine
def test_the_same_page_gives_the_same_bytes(long_page: bytes) -> None:
    """No clock and no chance goes into a PDF."""
    assert made_pdf() == long_page


@needs_engine
def test_nothing_is_fetched(capfd: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    """A page that asks for a file of this machine or an address gets neither, and the PDF is made all the same."""
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'secret words' }")
    asking = f'<html lang="en"><title>x</title><link rel=stylesheet href="file://{secret}"><img src="http://192.0.2.1/a.png">words</html>'
    text = reader(pdf(asking, "state")).pages[0].extract_text()
    assert "words" in text
    assert "secret" not in text
    assert capfd.readouterr().err == ""


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package, and a missing library of the system, each end in a sentence that helps."""
    real = importlib.import_module

    def failing(error: Exception) -> None:
        def load(name: str, package: str | None = None) -> Any:
            if name == "weasyprint":
                raise error
            return real(name, package)

        monkeypatch.setattr(press_pdf, "import_module", load)

    failing(ModuleNotFoundError("No module named 'weasyprint'"))
    with pytest.raises(CurbsideError, match=r'python -m pip install "curbside\[pdf\]"'):
        pdf("<p>x", "")
    failing(OSError("cannot load library 'libpango-1.0-0'"))
    with pytest.raises(CurbsideError, match=r"libpango-1.0-0.*Debian: apt-get install"):
        pdf("<p>x", "")

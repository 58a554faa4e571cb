"""PDF: text in reading order, numbers as printed, pictures and broken files refused with what to do."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pypdfium2
import pytest

from corpora import corpus
from curbside.errors import NotADocumentError, UnreadableError
from curbside.sources.formats.pdf import Pdf
from curbside.sources.pages import HYPHEN, Line, joined, without_furniture
from curbside.sources.rules import may_hold_grid
from curbside.sources.second_look import second_look
from curbside.sources.source import Damage, Role, Source, SourceKind, TextQuality


def read(path: Path) -> Source:
    with path.open("rb") as stream:
        (source,) = Pdf().read(stream, path.name)
    assert isinstance(source, Source)
    return source


def line(text: str, bottom: float) -> Line:
    return Line(text, 10.0, False, "F", 50.0, bottom, 300.0, bottom + 8)


def made(*rows: tuple[str, int, int, int], drawing: str = "") -> bytes:
    """A PDF of one page with rows of (text, size, x, y), over a drawing."""
    content = (
        drawing
        + " BT "
        + " ".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj" for text, size, x, y in rows)
        + " ET"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


PROSE = [(f"Sentence {n} says that rest is good for 100 people in pain.", 10, 50, 720 - 12 * n) for n in range(5)]
CELLS = [
    ("Table 1 Doses by age", 10, 50, 640),
    *[("Age", 9, 60, 608), ("Dose", 9, 160, 608)],
    *[("Adults", 9, 60, 588), ("40 mg", 9, 160, 588)],
    *[("Children", 9, 60, 568), ("10 mg", 9, 160, 568)],
]
ACROSS = "".join(f"50 {y} m 250 {y} l S " for y in (620, 600, 580, 560))
GRID = ACROSS + "".join(f"{x} 560 m {x} 620 l S " for x in (50, 150, 250))


def read_made(data: bytes) -> Source:
    (source,) = Pdf().read(io.BytesIO(data), "made.pdf")
    assert isinstance(source, Source)
    return source


def test_ruled_table_is_read_in_cells() -> None:
    """A table with a grid is read row by row, each cell apart, below its header."""
    pytest.importorskip("pdfplumber")
    source = read_made(made(*PROSE, *CELLS, drawing=GRID))
    (table,) = [p for p in source.passages if p.role is Role.TABLE_ROW]
    assert source[table] == "Age | Dose\nAdults | 40 mg\nChildren | 10 mg"
    assert source.notes == ()


def test_without_the_second_extractor_a_pdf_is_skipped_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits that nothing has compared are not taken in: the file is skipped, and the reason says what to do."""
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(NotADocumentError, match=r"curbside\[documents\].*add the file again"):
        read_made(made(*PROSE, *CELLS, drawing=GRID))


@pytest.mark.parametrize(
    ("drawing", "wanted"),
    [
        (GRID, True),
        (ACROSS, False),
        ("", False),
        ("50 500 200 90 re S", False),
        ("50 500 90 40 re S 140 500 90 40 re S 50 540 90 40 re S 140 540 90 40 re S", True),
        ("".join(f"50 {y} 200 0.5 re f " for y in range(100, 200, 10)), False),
        ("0.001 0 0 0.001 0 0 cm " + GRID, False),
        (f"q {GRID * 600} Q", False),
    ],
    ids=["grid", "rules across", "nothing", "a box", "four boxes", "thin boxes across", "too small", "a drawing"],
)
def test_only_a_grid_is_worth_a_second_look(drawing: str, wanted: bool) -> None:
    """Three rules each way could hold a table; rules across alone, a box, or a drawing of thousands could not."""
    document = pypdfium2.PdfDocument(made(*PROSE, drawing=drawing))
    assert may_hold_grid(document[0]) is wanted
    document.close()


def test_digits_are_compared_with_a_second_extractor() -> None:
    """Letters drawn twice are one; where the digits differ by more than a few, every passage is doubted."""
    pytest.importorskip("pdfplumber")
    data = made(*PROSE, *PROSE)
    assert read_made(data).notes == ()
    look = second_look(data, 0, "A text layer that lies: 9999999.", [])
    assert not look.agrees
    assert "digits" in look.note


def test_failing_second_look_is_a_disagreement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in the second extractor, the text is kept and its passages are doubted."""
    plumber = pytest.importorskip("pdfplumber")

    def fail(*_: object, **__: object) -> None:
        raise ValueError("a mistake of the extractor")

    monkeypatch.setattr(plumber, "open", fail)
    source = read_made(made(*PROSE))
    assert "Sentence 4 says" in source.text
    assert all(Damage.EXTRACTORS_DISAGREE in passage.damage for passage in source.passages)


def test_exponents_stay_raised_and_sizes_make_headings() -> None:
    """A small raised digit is a superscript, a large line a heading, and the text below stands under it."""
    rows = [("A title of this made document", 20, 50, 740), ("Treatment of pain", 14, 50, 700)]
    rows += [
        (f"Sentence {n} of the text says that rest is good for people in pain.", 10, 50, 680 - 12 * n) for n in range(5)
    ]
    rows += [("Counts above 10", 10, 50, 608), ("6", 6, 124, 613), ("cells per litre are high.", 10, 132, 608)]
    (source,) = Pdf().read(io.BytesIO(made(*rows)), "made.pdf")
    assert isinstance(source, Source)
    assert "10⁶" in source.text.replace(" ", "")
    assert source.title == "A title of this made document"
    assert any(p.path[-1:] == ("Treatment of pain",) for p in source.passages)
    assert source.quality is TextQuality.EXTRACTED


@pytest.mark.parametrize(
    ("lines", "words", "wanted"),
    [
        ([f"admis{HYPHEN}sions fell"], {"admissions"}, "admissions fell"),
        (["the multi-", "disciplinary team"], {"team"}, "the multidisciplinary team"),
        (["a follow-", "up visit"], {"follow-up", "follow", "visit"}, "a follow-up visit"),
        (["doses of 5-", "10 mg"], set(), "doses of 5- 10 mg"),
        (["the IL-", "6 level"], set(), "the IL- 6 level"),
        ([f"COVID{HYPHEN}19"], set(), "COVID-19"),
    ],
)
def test_hyphens_are_taken_out_between_small_letters_only(lines: list[str], words: set[str], wanted: str) -> None:
    """A hyphen at a line end goes only where the word is known without it; before a digit it always stays."""
    assert joined(lines, frozenset(words)) == wanted


def test_running_heads_and_line_numbers_go() -> None:
    """Heads that come back on every page, page numbers and the numbers of numbered lines are no text."""
    pages = [
        [
            line("Journal of Feet 7", 780),
            *[line(f"{10 * p + n} Words {'abcdefghij'[n]} of {'abcd'[p]}", 700 - 12 * n) for n in range(10)],
            line(str(p), 20),
        ]
        for p in range(4)
    ]
    cleaned = without_furniture(pages)
    assert [one.text for one in cleaned[1]] == [f"Words {letter} of b" for letter in "abcdefghij"]


@pytest.mark.parametrize("data", [b"%PDF-1.7\nbroken", b"%PDF-1.4\n" + b"\0" * 5000])
def test_broken_file_is_refused(data: bytes) -> None:
    """A damaged file is refused, and nothing of it is kept."""
    with pytest.raises(UnreadableError):
        list(Pdf().read(io.BytesIO(data), "x.pdf"))


@pytest.mark.data
def test_pictures_ask_for_ocr() -> None:
    """A scan says that it holds only images and what to do."""
    folder = corpus("documents/pdf")
    for name in ("odd_linn.pdf", "odd_ccitt.pdf"):
        with pytest.raises(NotADocumentError, match="OCR"):
            read(folder / name)
    with pytest.raises(UnreadableError):
        read(folder / "odd_invalid.pdf")


@pytest.mark.data
def test_article_in_two_columns() -> None:
    """A real article: its DOI, sections in order, sentences whole over lines and columns, comparisons kept."""
    source = read(corpus("documents/pdf") / "PMC4735909.pdf")
    assert source.ids == ("doi:10.1155/2016/9124245",)
    assert source.published == "2016"
    tops = list(dict.fromkeys(p.path[1] for p in source.passages if len(p.path) > 1))
    assert [name for name in tops if name[:1].isdigit()][:4] == [
        "1. Introduction",
        "2. Methods",
        "3. Results",
        "4. Discussion",
    ]
    assert "72% had bleed volume of <30 mL and 8% had >60 mL." in source.text
    assert "our PICU with spontaneous ICH" in source.text
    assert source.kind is SourceKind.OTHER
    assert any(p.role is Role.TABLE_ROW for p in source.passages)


def test_recognised_by_content() -> None:
    """Only the signature counts."""
    assert Pdf().recognises(b"%PDF-1.7\n", "x")
    assert not Pdf().recognises(b"PK\x03\x04", "x.pdf")

"""PDF: text in reading order, numbers as printed, pictures and broken files refused with what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from corpora import corpus
from curbside.errors import NotADocumentError, UnreadableError
from curbside.sources.formats.pdf import Pdf
from curbside.sources.pages import HYPHEN, Line, joined, without_furniture
from curbside.sources.source import Role, Source, SourceKind, TextQuality


def read(path: Path) -> Source:
    with path.open("rb") as stream:
        (source,) = Pdf().read(stream, path.name)
    assert isinstance(source, Source)
    return source


def line(text: str, bottom: float) -> Line:
    return Line(text, 10.0, False, "F", 50.0, bottom, 300.0, bottom + 8)


def made(*rows: tuple[str, int, int, int]) -> bytes:
    """A PDF of one page with rows of (text, size, x, y)."""
    content = "BT " + " ".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj" for text, size, x, y in rows) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


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

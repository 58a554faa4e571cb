"""Word documents: structure is kept, hostile archives are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpora import corpus
from curbside.errors import NotADocumentError, UnreadableError
from curbside.sources.formats.docx import Docx
from curbside.sources.source import Role, Source

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(words: str, extra: str = "") -> str:
    return f'<w:r>{extra}<w:t xml:space="preserve">{words}</w:t></w:r>'


BODY = (
    f"<w:p>{run('The ward gives 5')}{run(' mg, never more than 10')}{run('6', '<w:rPr><w:vertAlign w:val=&quot;superscript&quot;/></w:rPr>')}"
    f"{run(' units.')}<w:del><w:r><w:delText>500 mg</w:delText></w:r></w:del></w:p>"
    f"<w:tbl><w:tr><w:tc><w:p>{run('Drug')}</w:p></w:tc><w:tc><w:p>{run('Dose')}</w:p></w:tc></w:tr>"
    f"<w:tr><w:tc><w:p>{run('A')}</w:p></w:tc><w:tc><w:p>{run('&lt;5 mg')}</w:p></w:tc></w:tr></w:tbl>"
).replace("&quot;", '"')


def made(body: str = BODY, prolog: str = "", **parts: str) -> bytes:
    document = f'<?xml version="1.0"?>{prolog}<w:document {W}><w:body>{body}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def read(data: bytes, name: str = "ward.docx") -> Source:
    (source,) = Docx().read(io.BytesIO(data), name)
    assert isinstance(source, Source)
    return source


def test_text_and_tables_are_kept() -> None:
    """Runs of a sentence are joined, exponents stay raised, deleted words are gone, rows keep their header."""
    source = read(made())
    words = [source[p] for p in source.passages]
    assert "The ward gives 5 mg, never more than 10⁶ units." in words
    assert "500 mg" not in source.text
    (table,) = [p for p in source.passages if p.role is Role.TABLE_ROW]
    assert [source.text[slice(*row)] for row in table.items] == ["A | <5 mg"]


def test_entities_are_refused() -> None:
    """A document that declares entities is refused before anything expands them."""
    with pytest.raises(UnreadableError, match="entities"):
        read(made(prolog='<!DOCTYPE w [<!ENTITY a "aaaa">]>'))


def test_bomb_is_refused() -> None:
    """An archive that unpacks to far more than it weighs is refused."""
    with pytest.raises(UnreadableError, match="unpacks"):
        read(made(filler="0" * 30_000_000))


def test_cut_file_is_refused() -> None:
    """Half a document is refused."""
    with pytest.raises(UnreadableError):
        read(made()[:-200])


def test_empty_document_is_skipped() -> None:
    """A document without text is no document."""
    with pytest.raises(NotADocumentError):
        read(made(body="<w:p/>"))


def test_recognised_by_content() -> None:
    """Any zip archive is not a Word document."""
    assert Docx().recognises(made()[:4096], "x.docx")
    assert not Docx().recognises(b"PK\x03\x04" + b"a.txt" * 20, "x.zip")


@pytest.mark.data
def test_real_documents() -> None:
    """Evidence tables come out as rows; a layout without text is skipped."""
    folder: Path = corpus("documents/docx")
    with (folder / "hawc_ept_report.docx").open("rb") as stream:
        (source,) = Docx().read(stream, "hawc_ept_report.docx")
    assert isinstance(source, Source)
    assert any(p.role is Role.TABLE_ROW for p in source.passages)
    with (folder / "packtools_layout.docx").open("rb") as stream, pytest.raises(NotADocumentError):
        list(Docx().read(stream, "packtools_layout.docx"))

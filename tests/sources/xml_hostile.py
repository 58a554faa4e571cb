"""Hostile and damaged XML, shared by the tests of the readers that parse it."""

from __future__ import annotations

import io

import pytest

from curbside.errors import CurbsideError, UnreadableError
from curbside.sources.reading import Format

ARTICLE = (
    '<?xml version="1.0" encoding="{encoding}"?>{doctype}<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID>'
    "<Article><ArticleTitle>A title.</ArticleTitle><Abstract><AbstractText>{words}</AbstractText></Abstract></Article>"
    "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
)


def article(words: str, *, doctype: str = "", encoding: str = "utf-8") -> bytes:
    return ARTICLE.format(words=words, doctype=doctype, encoding=encoding).encode("utf-8")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
QUADRATIC = "x" * 50_000

HOSTILE = {
    "billion laughs": article("&l9;", doctype=f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>'),
    "external entity": article("&e;", doctype='<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "quadratic blow-up": article("&q;" * 5000, doctype=f'<!DOCTYPE a [<!ENTITY q "{QUADRATIC}">]>'),
    "entity declared and not used": article("words", doctype='<!DOCTYPE a [<!ENTITY e "x">]>'),
    "entity hidden behind a comment sign": article(
        "words", doctype='<!DOCTYPE a [<!ATTLIST a b CDATA "<!--"><!ENTITY e "x"><!-- -->]>'
    ),
    "parameter entity": article("words", doctype='<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'),
    "unknown entity": article("5 &dose; mg"),
    "unknown entity with a DTD": article("5 &dose; mg", doctype='<!DOCTYPE a SYSTEM "http://example.org/a.dtd">'),
    "truncated": article("words")[:-40],
    "truncated inside a reference list": article("words").replace(
        b"</PubmedArticle>", b"<PubmedData><ReferenceList><Reference>"
    )[:-30],
    "wrong encoding": article("5 \u00b5g").replace("\u00b5".encode(), b"\xb5"),
    "unknown encoding": article("words", encoding="klingon"),
    "deep nesting": article("<i>" * 300 + "deep" + "</i>" * 300),
    "two roots": article("words") + b"<a/>",
    "bytes that are no XML": b"<PubmedArticleSet>" + bytes(range(256)),
}


def refuses(reader: Format, data: bytes) -> None:
    """The reader ends in UnreadableError, and nothing it yielded before counts."""
    with pytest.raises(UnreadableError):
        list(reader.read(io.BytesIO(data), "hostile.xml"))


def ends_well(reader: Format, data: bytes) -> None:
    """The reader reads the bytes or refuses them with an error of ours, never another one."""
    try:
        list(reader.read(io.BytesIO(data), "mutant.xml"))
    except CurbsideError:
        return

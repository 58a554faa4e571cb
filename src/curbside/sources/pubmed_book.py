"""
Book articles of PubMed, such as the chapters of GeneReviews and StatPearls: each is a Source of its own.

The book gives the publisher, and what the chapter leaves out: its title, date and authors.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from . import citation, inline
from .pubmed_record import Record, article_ids, authors, date, pages, publication_date, source_of
from .reading import Read, Refusal
from .source import SourceKind


def book_article(element: etree._Element) -> Read:
    """The Source that a book article's record describes."""
    document = element.find("BookDocument")
    if document is None:
        return Refusal("book article", "it holds no document")
    record = Record()
    book_title = publisher = ""
    for child in document:
        tag = child.tag
        if tag == "PMID":
            record.ids.append(citation.pmid(child.text or ""))
        elif tag == "ArticleIdList":
            article_ids(child, record)
            record.ids += [f"nbk:{(e.text or '').strip()}" for e in child if e.get("IdType") == "bookaccession"]
        elif tag == "Book":
            book_title, publisher = _book(child, record)
        elif tag == "ArticleTitle":
            record.title = inline.line(child)
        elif tag == "VernacularTitle":
            record.vernacular = inline.line(child)
        elif tag == "AuthorList" and child.get("Type") != "editors":
            record.authors = authors(child)
        elif tag == "Abstract":
            record.abstract = child
        elif tag == "PublicationType":
            record.types.append((child.text or "").strip())
        elif tag == "KeywordList":
            record.keywords += [word for each in child if (word := inline.line(each))]
        elif tag == "Language":
            record.language = (child.text or "eng").strip()
        elif tag == "DateRevised":
            record.revised = date(child)
        elif tag == "ContributionDate":
            record.electronic = date(child)
        elif tag == "Pagination":
            record.pages = pages(child)
    record.ids = [i for i in dict.fromkeys(record.ids) if i]
    record.title = record.title or book_title
    if not record.ids or not record.title:
        return Refusal(record.ids[0] if record.ids else "book article", "it has no identifier or no title")
    record.journal = book_title
    record.published = record.electronic or record.published
    source = source_of(record)
    kind = source.kind if source.kind in {SourceKind.SYSTEMATIC_REVIEW, SourceKind.GUIDELINE} else SourceKind.TEXTBOOK
    return replace(source, kind=kind, issuer=publisher)


def _book(element: etree._Element, record: Record) -> tuple[str, str]:
    title = publisher = ""
    for child in element:
        if child.tag == "BookTitle":
            title = inline.line(child)
        elif child.tag == "Publisher":
            publisher = next((inline.line(each) for each in child if each.tag == "PublisherName"), "")
        elif child.tag == "PubDate":
            record.published, record.date_note = publication_date(child)
        elif child.tag == "AuthorList" and not record.authors:
            record.authors = authors(child)
        elif child.tag == "Volume":
            record.volume = (child.text or "").strip()
    return title, publisher

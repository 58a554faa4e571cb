"""
PubMed XML: article sets, single articles and book articles, as E-utilities and the baseline files give them.

One pass over the children of each record; a lookup by path would read every record many times. Reference lists
are cut before parsing, since they are a third of all bytes and cite other works.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from curbside.errors import NotADocumentError, UnreadableError

from .. import citation, inline, xml
from ..pubmed_book import book_article
from ..pubmed_record import Record, article_ids, authors, date, pages, publication_date, source_of
from ..reading import Deletion, Read, Refusal
from ..source import Relation

RECORDS = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument")
SETS = frozenset({"PubmedArticleSet", "PubmedBookArticleSet"})
ROOTS = frozenset({"MedlineCitationSet", "MedlineCitation", *SETS, *RECORDS})

#: Answers of the same service that hold no document, by root element.
NOT_DOCUMENTS = {
    "eInfoResult": "a description of a database",
    "eSearchResult": "the result of a search",
    "eSummaryResult": "a list of summaries",
    "eLinkResult": "a list of links",
    "ePostResult": "a receipt for posted ids",
    "eSpellResult": "a spelling suggestion",
    "eCitMatchResult": "a citation match",
    "Result": "the result of a count over databases",
    "eFetchResult": "an error message of the service",
    "TaxaSet": "records of the taxonomy database",
    "GBSet": "sequence records",
    "TSeqSet": "sequence records",
    "IPGReportSet": "a report on proteins",
    "BioSampleSet": "records of samples",
    "SerialsSet": "records of journals",
}


class PubMed:
    """Each article or book article is a Source; each deleted citation a Deletion."""

    name = "pubmed"

    def recognises(self, head: bytes, name: str) -> bool:
        """PubMed and E-utilities files are known by their root element."""
        root = xml.root_name(head)
        if root == "Result":
            return b"eGQuery" in head
        return root in ROOTS or root in NOT_DOCUMENTS or b"<PubmedArticleSet>" in head

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the articles of the file in order."""
        for element in xml.records(stream, RECORDS, sets=SETS, cut="ReferenceList"):
            match element.tag:
                case "PubmedArticle":
                    yield _article(element)
                case "PubmedBookArticle":
                    yield book_article(element)
                case "DeleteCitation" | "DeleteDocument":
                    ids = tuple(found for each in element.iter("PMID") if (found := citation.pmid(each.text or "")))
                    if ids:
                        yield Deletion(ids, "deleted from PubMed")
                case "MedlineCitationSet" | "MedlineCitation":
                    citations = [element] if element.tag == "MedlineCitation" else element.findall("MedlineCitation")
                    yield from (_article_of(each, None) for each in citations)
                case tag if tag in NOT_DOCUMENTS:
                    raise NotADocumentError(f"{NOT_DOCUMENTS[tag]} ({tag}), not an article")
                case "PubmedArticleSet" | "PubmedBookArticleSet":
                    raise NotADocumentError("an article set with no article in it")
                case tag:
                    raise UnreadableError(f"<{tag}> is not a PubMed record")


def _article(element: etree._Element) -> Read:
    citation_element = data = None
    for child in element:
        if child.tag == "MedlineCitation":
            citation_element = child
        elif child.tag == "PubmedData":
            data = child
        elif child.tag == "Article":
            # Trimmed exports put the article straight into the record, the PMID into an attribute.
            citation_element = element
    if citation_element is None:
        return Refusal(f"PMID {element.get('PMID') or 'unknown'}", "it holds no citation")
    return _article_of(citation_element, data)


def _article_of(medline: etree._Element, data: etree._Element | None) -> Read:
    record = Record()
    if number := (medline.get("PMID") or "").strip():
        record.ids.append(citation.pmid(number))
    has_article = False
    completed = None
    for child in medline:
        tag = child.tag
        if tag == "PMID":
            record.ids.append(citation.pmid(child.text or ""))
        elif tag == "Article":
            has_article = True
            _read_article(child, record)
        elif tag == "MeshHeadingList":
            record.mesh = _mesh(child)
        elif tag == "KeywordList":
            record.keywords += [word for each in child if (word := inline.line(each))]
        elif tag == "DateRevised":
            record.revised = date(child)
        elif tag == "DateCompleted":
            completed = child
        elif tag == "CommentsCorrectionsList":
            record.relations = [relation for each in child if (relation := _relation(each))]
        elif tag == "OtherAbstract":
            record.other_abstracts.append(child)
    if data is not None:
        for child in data:
            if child.tag == "ArticleIdList":
                article_ids(child, record)
            elif child.tag == "History" and not record.published:
                record.published = min((found for each in child if (found := date(each))), default="")
    if not record.revised and completed is not None:
        record.revised = date(completed)
    record.ids = [i for i in dict.fromkeys(record.ids) if i]
    if not record.ids:
        return Refusal(f"article {record.title[:60]!r}", "it has no identifier")
    if not has_article or not (record.title or record.abstract is not None):
        return Refusal(record.ids[0], "it has neither title nor abstract", skipped=True)
    return source_of(record)


def _read_article(article: etree._Element, record: Record) -> None:
    for child in article:
        tag = child.tag
        if tag == "ArticleTitle":
            record.title = inline.line(child)
        elif tag == "Abstract":
            record.abstract = child
        elif tag == "AuthorList":
            record.authors = authors(child)
        elif tag == "Journal":
            _journal(child, record)
        elif tag == "PublicationTypeList":
            record.types = [each.text.strip() for each in child if each.text]
        elif tag == "Pagination":
            record.pages = pages(child)
        elif tag == "ELocationID":
            if child.get("EIdType") == "doi" and child.get("ValidYN") != "N":
                record.ids.append(citation.doi(child.text or ""))
            elif not record.pages:
                record.pages = (child.text or "").strip()
        elif tag == "Language":
            if record.language == "eng":
                record.language = (child.text or "eng").strip()
        elif tag == "ArticleDate":
            record.electronic = date(child)
        elif tag == "VernacularTitle":
            record.vernacular = inline.line(child)


def _journal(element: etree._Element, record: Record) -> None:
    title = abbreviation = ""
    for child in element:
        tag = child.tag
        if tag == "JournalIssue":
            for part in child:
                if part.tag == "Volume":
                    record.volume = (part.text or "").strip()
                elif part.tag == "Issue":
                    record.issue = (part.text or "").strip()
                elif part.tag == "PubDate":
                    record.published, record.date_note = publication_date(part)
        elif tag == "ISOAbbreviation":
            abbreviation = child.text or ""
        elif tag == "Title":
            title = child.text or ""
    record.journal = inline.folded(abbreviation or title)


def _mesh(element: etree._Element) -> list[str]:
    headings: list[str] = []
    for part in element.iter("DescriptorName", "QualifierName"):
        if part.tag == "DescriptorName":
            headings.append(part.text or "")
        elif headings:
            headings[-1] += "/" + (part.text or "")
    return headings


def _relation(element: etree._Element) -> Relation | None:
    kind = element.get("RefType") or ""
    if kind in {"", "Cites"}:
        return None
    ids: list[str] = []
    note = ""
    for child in element:
        if child.tag == "PMID":
            ids.append(citation.pmid(child.text or ""))
        elif child.tag in {"RefSource", "Note"}:
            note = "; ".join(part for part in (note, inline.line(child)) if part)
    ids.append(citation.doi(note))
    return Relation(kind, tuple(identifier for identifier in ids if identifier), note)

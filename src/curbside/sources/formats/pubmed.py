"""
PubMed XML: article sets, single articles and book articles, as E-utilities and the baseline files give them.

One pass over the children of each record; a lookup by path would read every record many times. Reference lists
are cut before parsing, since they are a third of all bytes and cite other works.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from lxml import etree

from curbside.errors import NotADocumentError, UnreadableError

from .. import citation, inline, xml
from ..build import TextBuilder
from ..kinds import kind_of
from ..reading import Deletion, Read, Refusal
from ..source import Audience, Extent, Relation, Role, Source, SourceKind

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

_ROLES = {
    "BACKGROUND": Role.BACKGROUND,
    "OBJECTIVE": Role.BACKGROUND,
    "METHODS": Role.METHODS,
    "RESULTS": Role.RESULTS,
    "CONCLUSIONS": Role.CONCLUSION,
}
_PLAIN = frozenset({"plain-language-summary", "plain language summary", "patient summary", "patient-summary"})


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
                    yield _book_article(element)
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


class _Record:
    """What is gathered from one record before it becomes a Source."""

    __slots__ = (
        "abstract", "authors", "date_note", "electronic", "ids", "issue", "journal", "keywords", "language", "mesh", "notes",
        "other_abstracts", "pages", "published", "relations", "revised", "title", "types", "vernacular", "volume",
    )  # fmt: skip

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.title = self.vernacular = self.journal = self.volume = self.issue = self.pages = ""
        self.published = self.electronic = self.revised = self.date_note = ""
        self.language = "eng"
        self.authors: list[str] = []
        self.types: list[str] = []
        self.mesh: list[str] = []
        self.keywords: list[str] = []
        self.notes: list[str] = []
        self.relations: list[Relation] = []
        self.abstract: etree._Element | None = None
        self.other_abstracts: list[etree._Element] = []


def _article_of(medline: etree._Element, data: etree._Element | None) -> Read:
    record = _Record()
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
            record.revised = _date(child)
        elif tag == "DateCompleted":
            completed = child
        elif tag == "CommentsCorrectionsList":
            record.relations = [relation for each in child if (relation := _relation(each))]
        elif tag == "OtherAbstract":
            record.other_abstracts.append(child)
    if data is not None:
        for child in data:
            if child.tag == "ArticleIdList":
                _article_ids(child, record)
            elif child.tag == "History" and not record.published:
                record.published = min((date for each in child if (date := _date(each))), default="")
    if not record.revised and completed is not None:
        record.revised = _date(completed)
    record.ids = [i for i in dict.fromkeys(record.ids) if i]
    if not record.ids:
        return Refusal(f"article {record.title[:60]!r}", "it has no identifier")
    if not has_article or not (record.title or record.abstract is not None):
        return Refusal(record.ids[0], "it has neither title nor abstract", skipped=True)
    return _source(record)


def _read_article(article: etree._Element, record: _Record) -> None:
    for child in article:
        tag = child.tag
        if tag == "ArticleTitle":
            record.title = inline.line(child)
        elif tag == "Abstract":
            record.abstract = child
        elif tag == "AuthorList":
            record.authors = _authors(child)
        elif tag == "Journal":
            _journal(child, record)
        elif tag == "PublicationTypeList":
            record.types = [each.text.strip() for each in child if each.text]
        elif tag == "Pagination":
            record.pages = _pages(child)
        elif tag == "ELocationID":
            if child.get("EIdType") == "doi" and child.get("ValidYN") != "N":
                record.ids.append(citation.doi(child.text or ""))
            elif not record.pages:
                record.pages = (child.text or "").strip()
        elif tag == "Language":
            if record.language == "eng":
                record.language = (child.text or "eng").strip()
        elif tag == "ArticleDate":
            record.electronic = _date(child)
        elif tag == "VernacularTitle":
            record.vernacular = inline.line(child)


def _authors(element: etree._Element) -> list[str]:
    names: list[str] = []
    last = initials = suffix = ""
    author = element
    for part in element.iter("Author", "LastName", "Initials", "Suffix", "CollectiveName"):
        tag = part.tag
        if tag == "LastName":
            last = part.text or ""
        elif tag == "Initials":
            initials = part.text or ""
        elif tag == "Author":
            if last:
                names.append(_name(author, last, initials, suffix))
            author, last, initials, suffix = part, "", "", ""
        elif tag == "CollectiveName":
            last = inline.line(part)
            initials = " "
        else:
            suffix = part.text or ""
    if last:
        names.append(_name(author, last, initials, suffix))
    return [name for name in names if name]


def _name(author: etree._Element, last: str, initials: str, suffix: str) -> str:
    if author.get("ValidYN") == "N":
        return ""
    if not initials:
        initials = citation.initials_of(author.findtext("ForeName") or "")
    return f"{last} {initials} {suffix}".strip() if suffix else f"{last} {initials}".strip()


def _journal(element: etree._Element, record: _Record) -> None:
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
                    record.published, record.date_note = _publication_date(part)
        elif tag == "ISOAbbreviation":
            abbreviation = child.text or ""
        elif tag == "Title":
            title = child.text or ""
    record.journal = inline.folded(abbreviation or title)


def _publication_date(element: etree._Element) -> tuple[str, str]:
    parts = [text for text in element.itertext() if not text.isspace()]
    if len(parts) == 1 and len(parts[0]) != 4:
        return citation.free_date(str(parts[0]))
    return citation.iso_date(*parts[:3]), ""


def _date(element: etree._Element) -> str:
    # Year, month and day always come in this order.
    return citation.iso_date(*[text for text in element.itertext() if not text.isspace()][:3])


def _pages(element: etree._Element) -> str:
    found = {each.tag: (each.text or "").strip() for each in element}
    if found.get("MedlinePgn"):
        return found["MedlinePgn"]
    start, end = found.get("StartPage", ""), found.get("EndPage", "")
    return f"{start}-{end}" if start and end else start


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


def _article_ids(element: etree._Element, record: _Record) -> None:
    for child in element:
        kind, text = child.get("IdType"), child.text or ""
        if kind == "doi":
            record.ids.append(citation.doi(text))
        elif kind in {"pmc", "pmcid"}:
            record.ids.append(citation.pmcid(text))
        elif kind == "pubmed":
            record.ids.append(citation.pmid(text))


def _source(record: _Record) -> Source:
    text = TextBuilder()
    text.passage(record.title, position="0", role=Role.TITLE)
    if record.vernacular:
        text.write(record.vernacular)
    language = "en"
    written = _write_abstract(text, record.abstract, ("Abstract",), None, 0) if record.abstract is not None else 0
    original = citation.LANGUAGES.get(record.language, record.language)
    if original not in {"en", "und"}:
        record.notes.append(f"the work itself is written in another language ({original})")
    for other in record.other_abstracts:
        tongue = citation.LANGUAGES.get(other.get("Language") or "eng", other.get("Language") or "")
        if tongue != "en" and written:
            record.notes.append(f"an abstract in another language ({tongue}) was left out")
            continue
        kind = (other.get("Type") or "").strip()
        plain = kind.lower() in _PLAIN
        heading = "Plain language summary" if plain else "Other abstract"
        written = _write_abstract(text, other, (heading,), Audience.PATIENT if plain else None, written)
        language = tongue
    if not record.title and not record.abstract and record.vernacular:
        language = original
    stored, passages = text.finish()
    kind = kind_of(record.types, record.mesh, record.title)
    number = next((i[5:] for i in record.ids if i.startswith("pmid:")), "")
    return Source(
        ids=tuple(record.ids),
        title=_without_full_stop(record.title or record.vernacular),
        text=stored,
        passages=passages,
        kind=kind,
        extent=Extent.ABSTRACT if written else Extent.TITLE,
        audience=Audience.PATIENT if kind is SourceKind.PATIENT_PAGE else Audience.PROFESSIONAL,
        status=citation.standing((r.kind for r in record.relations), record.types, record.title),
        authors=tuple(record.authors),
        journal=record.journal,
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
        published=citation.finer(record.published, record.electronic) or record.electronic,
        revised=record.revised,
        date_note=record.date_note,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number else "",
        language=language,
        publication_types=tuple(record.types),
        mesh=tuple(record.mesh),
        keywords=tuple(record.keywords),
        relations=tuple(record.relations),
        notes=tuple(record.notes),
    )


def _without_full_stop(title: str) -> str:
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def _write_abstract(
    text: TextBuilder, abstract: etree._Element, path: tuple[str, ...], audience: Audience | None, written: int
) -> int:
    for part in abstract:
        if part.tag != "AbstractText":
            continue
        words = inline.line(part)
        if not words:
            continue
        label = inline.folded(part.get("Label") or "")
        role = Role.BODY
        if label:
            role = _ROLES.get(part.get("NlmCategory") or "") or citation.role(label)
            text.write(label)
        elif category := part.get("NlmCategory"):
            role = _ROLES.get(category, Role.BODY)
        written += 1
        text.passage(words, position=str(written), path=(*path, label) if label else path, role=role, audience=audience)
    return written


def _book_article(element: etree._Element) -> Read:
    document = element.find("BookDocument")
    if document is None:
        return Refusal("book article", "it holds no document")
    record = _Record()
    book_title = publisher = ""
    for child in document:
        tag = child.tag
        if tag == "PMID":
            record.ids.append(citation.pmid(child.text or ""))
        elif tag == "ArticleIdList":
            _article_ids(child, record)
            record.ids += [f"nbk:{(e.text or '').strip()}" for e in child if e.get("IdType") == "bookaccession"]
        elif tag == "Book":
            book_title, publisher = _book(child, record)
        elif tag == "ArticleTitle":
            record.title = inline.line(child)
        elif tag == "VernacularTitle":
            record.vernacular = inline.line(child)
        elif tag == "AuthorList" and child.get("Type") != "editors":
            record.authors = _authors(child)
        elif tag == "Abstract":
            record.abstract = child
        elif tag == "PublicationType":
            record.types.append((child.text or "").strip())
        elif tag == "KeywordList":
            record.keywords += [word for each in child if (word := inline.line(each))]
        elif tag == "Language":
            record.language = (child.text or "eng").strip()
        elif tag == "DateRevised":
            record.revised = _date(child)
        elif tag == "ContributionDate":
            record.electronic = _date(child)
        elif tag == "Pagination":
            record.pages = _pages(child)
    record.ids = [i for i in dict.fromkeys(record.ids) if i]
    record.title = record.title or book_title
    if not record.ids or not record.title:
        return Refusal(record.ids[0] if record.ids else "book article", "it has no identifier or no title")
    record.journal = book_title
    record.published = record.electronic or record.published
    source = _source(record)
    kind = source.kind if source.kind in {SourceKind.SYSTEMATIC_REVIEW, SourceKind.GUIDELINE} else SourceKind.TEXTBOOK
    return replace(source, kind=kind, issuer=publisher)


def _book(element: etree._Element, record: _Record) -> tuple[str, str]:
    title = publisher = ""
    for child in element:
        if child.tag == "BookTitle":
            title = inline.line(child)
        elif child.tag == "Publisher":
            publisher = next((inline.line(each) for each in child if each.tag == "PublisherName"), "")
        elif child.tag == "PubDate":
            record.published, record.date_note = _publication_date(child)
        elif child.tag == "AuthorList" and not record.authors:
            record.authors = _authors(child)
        elif child.tag == "Volume":
            record.volume = (child.text or "").strip()
    return title, publisher

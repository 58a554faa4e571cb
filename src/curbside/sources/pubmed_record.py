"""
What a PubMed record says, gathered element by element, and the Source that it becomes.

Articles and book articles name their parts alike; each reads its own order of them, and the rest is here.
"""

from __future__ import annotations

from lxml import etree

from . import citation, inline
from .build import TextBuilder
from .kinds import kind_of
from .source import Audience, Extent, Relation, Role, Source, SourceKind

_ROLES = {
    "BACKGROUND": Role.BACKGROUND,
    "OBJECTIVE": Role.BACKGROUND,
    "METHODS": Role.METHODS,
    "RESULTS": Role.RESULTS,
    "CONCLUSIONS": Role.CONCLUSION,
}
_PLAIN = frozenset({"plain-language-summary", "plain language summary", "patient summary", "patient-summary"})


class Record:
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


def authors(element: etree._Element) -> list[str]:
    """The names of an author list in Vancouver form."""
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


def publication_date(element: etree._Element) -> tuple[str, str]:
    """The date of an issue and, where it is given in words, those words."""
    parts = [text for child in element if (text := child.text) and not text.isspace()] or [element.text or ""]
    if len(parts) == 1 and len(parts[0]) != 4:
        return citation.free_date(parts[0])
    return citation.iso_date(*parts[:3]), ""


def date(element: etree._Element) -> str:
    """A date whose parts are elements: year, month and day always come in this order."""
    return citation.iso_date(*[child.text for child in element][:3])


def pages(element: etree._Element) -> str:
    """The pages as the record writes them."""
    found = {each.tag: (each.text or "").strip() for each in element}
    if found.get("MedlinePgn"):
        return found["MedlinePgn"]
    start, end = found.get("StartPage", ""), found.get("EndPage", "")
    return f"{start}-{end}" if start and end else start


def article_ids(element: etree._Element, record: Record) -> None:
    """Add the identifiers of a list of them to the record."""
    for child in element:
        kind, text = child.get("IdType"), child.text or ""
        if kind == "doi":
            record.ids.append(citation.doi(text))
        elif kind in {"pmc", "pmcid"}:
            record.ids.append(citation.pmcid(text))
        elif kind == "pubmed":
            record.ids.append(citation.pmid(text))


def source_of(record: Record) -> Source:
    """The Source that a record becomes."""
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
    if not record.title and record.abstract is None and record.vernacular:
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
        status=citation.standing([relation.kind for relation in record.relations], record.types, record.title),
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

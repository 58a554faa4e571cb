"""
The front matter of a JATS article: who, where, when, under which licence, and what it says about other works.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from . import citation, inline
from .jats_inline import HANDLERS, resolve
from .source import Relation

_HREF = "{http://www.w3.org/1999/xlink}href"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_COMMONS = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"Creative Commons Attribution(?!\W{1,3}(?:Non|No|Share))", re.IGNORECASE)
_RESTRICTED = re.compile(r"non-?commercial|no derivative|share-?alike", re.IGNORECASE)
_LICENCE_CHARACTERS = 400

#: Dates by how well they say when a work appeared.
_DATES = (
    "epub",
    "epub-ppub",
    "pub",
    "publication",
    "original-publication",
    "ppub",
    "collection",
    "epreprint",
    "pmc-release",
)

#: JATS relation types, as PubMed names them.
_RELATIONS = {
    "retracted-article": "RetractionOf",
    "partial-retraction": "PartialRetractionOf",
    "retraction-forward": "RetractionIn",
    "corrected-article": "ErratumFor",
    "correction-forward": "ErratumIn",
    "object-of-concern": "ExpressionOfConcernFor",
    "concern-forward": "ExpressionOfConcernIn",
    "expression-of-concern-forward": "ExpressionOfConcernIn",
    "updated-article": "UpdateOf",
    "update": "UpdateIn",
    "republished-article": "RepublishedFrom",
    "commentary-article": "CommentOn",
    "commentary": "CommentIn",
    "companion": "AssociatedPublication",
    "preprint": "UpdateOf",
}


@dataclass(frozen=True, slots=True)
class Front:
    """What the front matter says."""

    ids: tuple[str, ...]
    title: str
    article_type: str
    subjects: tuple[str, ...]
    authors: tuple[str, ...]
    journal: str
    volume: str
    issue: str
    pages: str
    published: str
    language: str
    licence: str
    keywords: tuple[str, ...]
    relations: tuple[Relation, ...]
    notes: tuple[str, ...]


def front_of(root: etree._Element, meta: etree._Element) -> Front:
    """Read the front matter of an article."""
    ids: list[str] = []
    title = volume = issue = first = last = place = ""
    authors: list[str] = []
    keywords: list[str] = []
    subjects: list[str] = []
    dates: dict[str, str] = {}
    licence = ""
    for child in meta:
        tag = child.tag
        if tag == "article-id":
            ids.append(_identifier(child))
        elif tag == "title-group":
            resolve(child)
            title = _title(child)
        elif tag == "article-categories":
            subjects = [words for each in child.iter("subject") if (words := inline.line(each))]
        elif tag == "contrib-group":
            authors += _authors(child)
        elif tag == "pub-date":
            kind = child.get("pub-type") or child.get("date-type") or ""
            dates.setdefault(kind, _date(child))
        elif tag == "volume":
            volume = inline.line(child)
        elif tag == "issue":
            issue = inline.line(child)
        elif tag == "fpage":
            first = inline.line(child)
        elif tag == "lpage":
            last = inline.line(child)
        elif tag == "elocation-id":
            place = inline.line(child)
        elif tag == "kwd-group":
            keywords += [words for each in child.iter("kwd") if (words := inline.line(each))]
        elif tag == "permissions":
            licence = licence or next((_licence(each) for each in child if each.tag == "license"), "")
        elif tag == "license":
            licence = licence or _licence(child)
    relations, notes = _relations(root)
    return Front(
        ids=tuple(dict.fromkeys(identifier for identifier in ids if identifier)),
        title=title,
        article_type=root.get("article-type") or "",
        subjects=tuple(subjects),
        authors=tuple(authors),
        journal=_journal(root),
        volume=volume,
        issue=issue,
        pages=(f"{first}-{last}" if last and last != first else first) or place,
        published=next((dates[kind] for kind in _DATES if dates.get(kind)), next(iter(dates.values()), "")),
        language=(root.get(_LANG) or "en")[:2].lower(),
        licence=licence,
        keywords=tuple(dict.fromkeys(keywords)),
        relations=relations,
        notes=notes,
    )


def _identifier(element: etree._Element) -> str:
    kind, words = element.get("pub-id-type"), element.text or ""
    if kind == "pmid":
        return citation.pmid(words)
    if kind in {"pmc", "pmcid", "pmcaid"}:
        return citation.pmcid(words) if kind != "pmcaid" else ""
    return citation.doi(words) if kind == "doi" else ""


def _title(element: etree._Element) -> str:
    words = ""
    for child in element:
        if child.tag == "article-title":
            words = inline.line(child, HANDLERS)
        elif child.tag == "subtitle" and words:
            subtitle = inline.line(child, HANDLERS)
            words = f"{words} {subtitle}" if words.endswith((":", "?", ".")) else f"{words}: {subtitle}"
    return words


def _authors(group: etree._Element) -> list[str]:
    names = []
    for contributor in group.iter("contrib"):
        if (contributor.get("contrib-type") or "author") not in {"author", "collab"}:
            continue
        for child in contributor:
            tag = child.tag
            if tag == "name" or tag == "name-alternatives" or tag == "string-name":
                name = child.find("name") if tag == "name-alternatives" else child
                if name is not None and (words := _person(name)):
                    names.append(words)
                break
            if tag == "collab":
                words = inline.folded(child.text or "") or inline.line(child)
                if words:
                    names.append(words)
                break
    return names


def _person(name: etree._Element) -> str:
    surname = given = suffix = ""
    for part in name:
        tag = part.tag
        if tag == "surname":
            surname = surname or inline.folded(part.text or "")
        elif tag == "given-names":
            given = given or part.text or ""
        elif tag == "suffix":
            suffix = suffix or inline.folded(part.text or "")
    return citation.person(surname, citation.initials_of(given), suffix) if surname else ""


def _date(element: etree._Element) -> str:
    found = {child.tag: child.text for child in element}
    date = citation.iso_date(found.get("year"), found.get("month"), found.get("day"))
    written = element.get("iso-8601-date") or ""
    return written[:10] if len(written) >= 10 and written[:4] == date[:4] else date or written[:10]


def _journal(root: etree._Element) -> str:
    journal = root.find("front/journal-meta")
    if journal is None:
        return ""
    for element in journal.iter("journal-title"):
        return inline.line(element)
    return next((inline.line(element) for element in journal.iter("journal-id")), "")


def _licence(element: etree._Element) -> str:
    """ "CC BY 4.0 https://..." where the licence is a Creative Commons one and its words agree, else its words."""
    words = " ".join(inline.line(child) for child in element if child.tag in {"license-p", "p"})
    addresses = [element.get(_HREF) or ""]
    addresses += [child.get(_HREF) or (child.text or "") for child in element.iter("ext-link", "uri", "{*}license_ref")]
    found = next((match for address in [*addresses, words] if (match := _COMMONS.search(address))), None)
    if found is not None and found[2].lower() == "by" and _RESTRICTED.search(words):
        return words[:_LICENCE_CHARACTERS]
    if found is not None:
        kind, terms, version = found[1].lower(), found[2].lower(), found[3]
        name = "CC0" if kind == "publicdomain" else f"CC {terms.upper()}"
        return f"{name} {version} https://creativecommons.org/{kind}/{terms}/{version}/"
    if _ATTRIBUTION.search(words) and not _RESTRICTED.search(words):
        return "CC BY"
    return words[:_LICENCE_CHARACTERS] or (element.get("license-type") or "")


def _relations(root: etree._Element) -> tuple[tuple[Relation, ...], tuple[str, ...]]:
    relations = []
    notes = []
    for element in root.iter("related-article"):
        given = element.get("related-article-type") or ""
        kind = _RELATIONS.get(given)
        if kind is None:
            continue
        identifier = _related_id(element)
        if not identifier and kind.endswith(("Of", "For")):
            identifier = _only_reference(root)
        words = inline.line(element, HANDLERS) or " ".join(
            f"{name} {value}" for name in ("vol", "page") if (value := element.get(name))
        )
        if not identifier:
            notes.append(f"{kind}: the work is named without an identifier ({words or 'no details'})")
        relation = Relation(kind, (identifier,) if identifier else (), words)
        if relation not in relations:
            relations.append(relation)
    return tuple(relations), tuple(notes)


def _related_id(element: etree._Element) -> str:
    address = element.get(_HREF) or ""
    kind = element.get("ext-link-type") or ""
    if found := citation.doi(address):
        return found
    if kind in {"pubmed", "pmid"}:
        return citation.pmid(address)
    if kind in {"pmc", "pmcid"} and address:
        return citation.pmcid(address.rstrip("/").rpartition("/")[2])
    return ""


def _only_reference(root: etree._Element) -> str:
    references = root.findall("back/ref-list/ref")
    if len(references) != 1:
        return ""
    by_kind = {element.get("pub-id-type"): element.text or "" for element in references[0].iter("pub-id")}
    return citation.pmid(by_kind.get("pmid") or "") or citation.doi(by_kind.get("doi") or "")

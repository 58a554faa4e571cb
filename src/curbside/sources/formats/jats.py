"""
JATS: articles in full text, as PubMed Central and publishers give them.

The stored text is the article's own: title, every abstract told apart, body, appendices, tables and figures. Reference
lists, citation markers and the back matter that every article has are left out; they belong to other works or say
nothing that could be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from curbside.errors import NotADocumentError

from .. import citation, inline, xml
from ..build import TextBuilder
from ..jats_body import BodyWriter, Place
from ..jats_front import Front, front_of
from ..jats_inline import HANDLERS, resolve
from ..kinds import kind_of
from ..reading import Read, Refusal
from ..sections import is_housekeeping
from ..source import Audience, Extent, Role, Source, SourceKind

_ARTICLES = ("article", "{*}article")
_SETS = frozenset({"pmc-articleset"})
_SIGNS = (
    b"article-type",
    b"<front",
    b"journal-meta",
    b"DTD JATS",
    b"DTD Journal",
    b"jats.nlm.nih.gov",
    b"article-meta",
)
_TYPE_OF_ARTICLE = b'article-type="'
_NOTICES = (b"retraction", b"correction", b"expression-of-concern", b"addendum", b"partial-retraction")

_MAIN = frozenset({"", "main", "normal", "section", "structured", "abstract", "unstructured"})
_ABSTRACT_NAMES = {
    "toc": "Table of contents summary",
    "editor": "Editors' summary",
    "editors-summary": "Editors' summary",
    "summary": "Summary",
    "executive-summary": "Executive summary",
    "author-highlights": "Highlights",
    "highlights": "Highlights",
    "key-points": "Key points",
    "teaser": "Teaser",
    "short": "Short abstract",
    "longsummary": "Long summary",
    "graphical": "Graphical abstract",
    "precis": "Precis",
    "web-summary": "Web summary",
    "plain-language-summary": "Plain language summary",
}
_FOR_PATIENTS = re.compile(r"plain|lay|patient|easy")

_BY_TYPE = {
    "case-report": "case reports",
    "review-article": "review",
    "systematic-review": "systematic review",
    "meta-analysis": "meta-analysis",
    "protocol": "clinical trial protocol",
    "study-protocol": "clinical trial protocol",
    "guideline": "guideline",
    "clinical-trial": "clinical trial",
    "preprint": "preprint",
    "retraction": "retraction of publication",
    "correction": "published erratum",
    "expression-of-concern": "expression of concern",
}
_ALLOCATED = re.compile(
    r"\b(?:randomly (?:assigned|allocated)|were randomi[sz]ed|randomi[sz]ed,? (?:[\w-]+,? ){0,4}(?:trial|study))\b",
    re.IGNORECASE,
)


class Jats:
    """One article a file, or a set of articles as the PubMed Central service returns them."""

    name = "jats"

    def recognises(self, head: bytes, name: str) -> bool:
        """The root is an article of the journal kind; pages in HTML and DocBook call theirs article too."""
        root = xml.root_name(head)
        return root in _SETS or (root == "article" and any(sign in head for sign in _SIGNS))

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the articles of the file."""
        for element in xml.records(stream, _ARTICLES, sets=_SETS, cut="ref-list", unless=_holds_notice):
            if element.tag in _SETS:
                raise NotADocumentError("a set with no article in it")
            xml.without_namespace(element)
            yield read_article(element, name)


def _holds_notice(data: bytes) -> bool:
    """Whether a retraction or correction may be in it: it may name the work it is about in its reference list alone."""
    found = data.find(_TYPE_OF_ARTICLE)
    while found >= 0:
        found += len(_TYPE_OF_ARTICLE)
        if data.startswith(_NOTICES, found):
            return True
        found = data.find(_TYPE_OF_ARTICLE, found)
    return False


def read_article(root: etree._Element, name: str) -> Read:
    """The Source that one article element describes."""
    meta = root.find("front/article-meta")
    if meta is None:
        return Refusal(name, "the article has no front matter that names it")
    front = front_of(root, meta)
    if not front.ids:
        return Refusal(name, "the article has no identifier")
    text = TextBuilder()
    text.passage(front.title, position="0", role=Role.TITLE)
    writer = BodyWriter(text)
    notes = list(front.notes)
    summary = _write_abstracts(writer, meta, notes)
    body = root.find("body")
    before = writer.passages
    if body is not None:
        resolve(body)
        writer.blocks(body, Place())
        writer.flush()
    for part in root:
        if part.tag in {"floats-group", "floats-wrap"}:
            resolve(part)
            writer.blocks(part, Place())
            writer.flush()
        elif part.tag == "back":
            _write_back(writer, part)
        elif part.tag in {"sub-article", "response"}:
            notes.append("a report or reply printed with the article was left out")
    full = writer.passages > before
    stored, passages = text.finish()
    if not stored:
        return Refusal(front.ids[0], "the article has no text")
    return Source(
        ids=front.ids,
        title=front.title,
        text=stored,
        passages=passages,
        kind=_kind(front, summary),
        extent=Extent.FULL_TEXT if full else Extent.ABSTRACT if writer.passages else Extent.TITLE,
        status=citation.standing(
            (relation.kind for relation in front.relations), (_BY_TYPE.get(front.article_type, ""),), front.title
        ),
        authors=front.authors,
        journal=front.journal,
        volume=front.volume,
        issue=front.issue,
        pages=front.pages,
        published=front.published,
        url=_url(front.ids),
        language=front.language,
        licence=front.licence,
        publication_types=(front.article_type, *front.subjects) if front.article_type else front.subjects,
        keywords=front.keywords,
        relations=front.relations,
        notes=tuple(dict.fromkeys(notes)),
    )


def _write_abstracts(writer: BodyWriter, meta: etree._Element, notes: list[str]) -> str:
    """Write each abstract under its own name, the main one first; the words of the main one are returned."""
    found = [(child.get("abstract-type") or "", child) for child in meta if child.tag == "abstract"]
    found.sort(key=lambda pair: pair[0].lower() not in _MAIN)
    words = ""
    for kind, element in found:
        resolve(element)
        main = kind.lower() in _MAIN
        title = element.find("title")
        given = inline.line(title, HANDLERS) if title is not None else ""
        name = given or ("Abstract" if main else _ABSTRACT_NAMES.get(kind.lower(), kind.replace("-", " ").capitalize()))
        place = Place(
            path=("Abstract",) if main else (name,),
            audience=Audience.PATIENT if _FOR_PATIENTS.search(kind.lower()) else None,
            facet="" if main else kind,
            abstract=main,
        )
        if given and given.lower() != "abstract":
            writer.text.write(given)
        writer.blocks(element, place)
        writer.flush()
        if main:
            words += " ".join(str(text) for text in element.itertext())
    if any(child.tag == "trans-abstract" for child in meta):
        notes.append("an abstract in another language was left out")
    return words


def _write_back(writer: BodyWriter, back: etree._Element) -> None:
    for part in back:
        if part.tag in {"app-group", "app"}:
            resolve(part)
            writer.blocks([part], Place())
        elif part.tag == "sec":
            resolve(part)
            title = part.find("title")
            heading = inline.line(title, HANDLERS) if title is not None else ""
            if heading and not is_housekeeping(heading, part.get("sec-type") or ""):
                writer.section(part, Place())
        writer.flush()


def _kind(front: Front, summary: str) -> SourceKind:
    if front.article_type in {
        "retraction",
        "correction",
        "expression-of-concern",
        "editorial",
        "letter",
        "news",
        "obituary",
    }:
        return SourceKind.OTHER
    types = [_BY_TYPE.get(front.article_type, "")]
    types += [_BY_SUBJECT[word] for subject in front.subjects if (word := subject.lower()) in _BY_SUBJECT]
    titled = kind_of((), (), front.title)
    if titled in {SourceKind.ANIMAL_OR_LABORATORY, SourceKind.SYSTEMATIC_REVIEW}:
        return titled
    kind = kind_of([name for name in types if name], (), front.title)
    if (
        kind is SourceKind.OTHER
        and front.article_type in {"research-article", "brief-report"}
        and _ALLOCATED.search(summary)
    ):
        return SourceKind.TRIAL
    return kind


_BY_SUBJECT = {
    "study protocol": "clinical trial protocol",
    "protocol": "clinical trial protocol",
    "protocols": "clinical trial protocol",
    "clinical trial protocol": "clinical trial protocol",
    "systematic review": "systematic review",
    "meta-analysis": "meta-analysis",
    "review": "review",
    "reviews": "review",
    "review article": "review",
    "case report": "case reports",
    "case reports": "case reports",
    "guideline": "guideline",
    "guidelines": "guideline",
    "practice guideline": "practice guideline",
    "randomized controlled trial": "randomized controlled trial",
    "clinical trial": "clinical trial",
}


def _url(ids: tuple[str, ...]) -> str:
    by_scheme = dict(identifier.split(":", 1) for identifier in reversed(ids))
    if "pmcid" in by_scheme:
        return f"https://www.ncbi.nlm.nih.gov/pmc/articles/{by_scheme['pmcid']}/"
    return f"https://doi.org/{by_scheme['doi']}" if "doi" in by_scheme else ""

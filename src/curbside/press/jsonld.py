"""
A page for machines: schema.org's MedicalWebPage, with who reviewed it, what it cites and how it was made.

Reviewers stand here only for a text that is approved as it is shown, wording included; everything else carries the words of
its banner. How a text was made is said on every page, reviewed or not: chosen by a program, and with which writer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curbside.answers.answer import Answer

from .bibliography import Genre, Work, one_line, works
from .json import to_dict
from .words import ai_mark, banner

if TYPE_CHECKING:
    from curbside.articles.standing import Standing

_TYPES = {
    Genre.JOURNAL: "ScholarlyArticle",
    Genre.PREPRINT: "ScholarlyArticle",
    Genre.BOOK: "Book",
    Genre.REPORT: "Report",
    Genre.WEB: "WebPage",
    Genre.DOCUMENT: "CreativeWork",
}
#: What would end a script element or a comment in it, and line ends that older scripts do not know.
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person who signed the text."""

    name: str
    credentials: str = ""
    specialties: tuple[str, ...] = ()
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is told of a published text besides what it says; days are ISO 8601, and what does not hold is empty."""

    address: str = ""  # the canonical one
    state: str = ""  # the words of its banner
    published_on: str = ""
    modified_on: str = ""
    edition: int = 0
    reviewers: tuple[Reviewer, ...] = ()  # of this very wording, while it is approved
    reviewed_on: str = ""
    digest: str = ""  # of the text as it was kept, whatever became of its sources since


def publication(standing: Standing, address: str, published_on: str = "") -> Publication:
    """What the standing of an article's text tells; its reviewers only while this very wording is approved."""
    return Publication(
        address=address,
        state=" ".join(banner.text for banner in standing.banners),
        published_on=published_on,
        modified_on=standing.updated_on,
        edition=standing.edition,
        reviewers=tuple(map(Reviewer, standing.reviewers)) if standing.is_approved else (),
        reviewed_on=standing.reviewed_on if standing.is_approved else "",
        digest=standing.digest,
    )


def jsonld(answer: Answer, published: Publication | None = None) -> dict[str, Any]:
    """The page of an answer as JSON-LD; without a publication it is said to be reviewed by nobody."""
    told = published or Publication()
    line = answer.bottom_line
    page = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": told.address,
        "name": one_line(answer.title),
        "description": one_line(line.text) if line else "",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "about": {"@type": "MedicalEntity", "name": one_line(answer.plan.focus)} if answer.plan.focus else None,
        "aspect": [section.heading for section in answer.sections],
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": answer.reader.value},
        "creativeWorkStatus": one_line(told.state or banner("", is_silent=not answer.claims)),
        "datePublished": told.published_on,
        "dateModified": told.modified_on,
        "version": told.edition,
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "sha256",
            "value": told.digest or to_dict(answer)["digest"],
        },
        **_review(told),
        **_making(answer),
        "citation": [_citation(work) for work in works(answer, "")],
    }
    return {name: value for name, value in page.items() if value not in ("", 0, None, [])}


def in_script(value: dict[str, Any]) -> str:
    """JSON that can stand in a script element of a page: nothing in it ends the element."""
    return json.dumps(value, ensure_ascii=False).translate(_IN_SCRIPT)


def _review(told: Publication) -> dict[str, Any]:
    if not told.reviewers:
        return {}
    day = {"lastReviewed": told.reviewed_on} if told.reviewed_on else {}
    return {**day, "reviewedBy": [_person(one) for one in told.reviewers]}


def _person(reviewer: Reviewer) -> dict[str, Any]:
    person = {
        "@type": "Person",
        "name": one_line(reviewer.name),
        "honorificSuffix": one_line(reviewer.credentials),
        "knowsAbout": [one_line(one) for one in reviewer.specialties],
        "affiliation": {"@type": "Organization", "name": one_line(reviewer.affiliation)}
        if reviewer.affiliation
        else "",
    }
    return {name: value for name, value in person.items() if value not in ("", [])}


def _making(answer: Answer) -> dict[str, Any]:
    """How the text came to be, for people and in the codes of the press (IPTC digital source types)."""
    made_by = answer.made_by
    is_extractive = not ai_mark(answer)
    kind = "AlgorithmicMediaDigitalSource" if is_extractive else "CompositeWithTrainedAlgorithmicMediaDigitalSource"
    how = "no language model." if is_extractive else one_line(ai_mark(answer))
    return {
        "digitalSourceType": f"https://schema.org/{kind}",
        "creditText": f"Assembled automatically by Curbside {made_by.version} from quotes of the sources cited; {how}",
    }


def _citation(work: Work) -> dict[str, Any]:
    identifiers = [
        f"{name}:{value}" for name, value in (("pmid", work.pmid), ("pmcid", work.pmcid), ("doi", work.doi)) if value
    ]
    item = {
        "@type": _TYPES[work.genre],
        "name": work.title,
        "url": work.url,
        "author": list(_authors(work)),
        "isPartOf": {"@type": "Periodical", "name": work.container} if work.container else "",
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else "",
        "datePublished": "-".join(f"{part:02d}" for part in work.published),
        "identifier": identifiers,
        "creativeWorkStatus": work.status,
        "position": ", ".join(map(str, work.numbers)),
    }
    return {name: value for name, value in item.items() if value not in ("", [])}


def _authors(work: Work) -> Iterator[dict[str, str]]:
    for name in work.authors:
        whole = " ".join(part for part in (name.given, name.family, name.suffix) if part)
        yield {"@type": "Person" if name.given else "Organization", "name": whole}

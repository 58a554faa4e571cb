"""
What bibliographic records have in common: dates, names, languages, identifiers, and where a work stands.

PubMed XML, MEDLINE text and JATS write the same facts in different ways; each reader brings them here, so that the
same work reads the same whichever file described it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .abstracts import role_of
from .source import Role, Status

_MONTHS = {
    name: f"{number:02d}"
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_PMID = re.compile(r"(\d{1,9})\s*$")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]{1,200}")
_WITHDRAWN_TITLE = re.compile(
    r"^\W{0,3}(?:RETRACTED|WITHDRAWN|REMOVED|Retracted|Withdrawn|RETRACTION|Retraction)"
    r"(?i:\s(?:article|paper|publication|note|notice|statement))?(?i:\s(?:to|of))?\s?[:\])—–]"
    r"|^\W{0,3}(?i:retraction (?:note|notice|statement) (?:to|of|for)\b)"
)

#: PubMed's relation types that change how far a work can be trusted, the gravest first.
_STANDING: tuple[tuple[Status, frozenset[str]], ...] = (
    (Status.RETRACTED, frozenset({"RetractionIn", "RetractedandRepublishedIn"})),
    (Status.CONCERN, frozenset({"ExpressionOfConcernIn"})),
    (Status.SUPERSEDED, frozenset({"UpdateIn"})),
    (Status.CORRECTED, frozenset({"ErratumIn", "CorrectedandRepublishedIn", "RepublishedIn"})),
)

#: ISO 639-2 as PubMed writes it to the two letters used here; an unlisted code stays as it is.
LANGUAGES = {
    "eng": "en", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "spa": "es", "ita": "it", "por": "pt", "rus": "ru",
    "jpn": "ja", "chi": "zh", "zho": "zh", "dut": "nl", "nld": "nl", "pol": "pl", "dan": "da", "swe": "sv", "nor": "no",
    "fin": "fi", "cze": "cs", "ces": "cs", "hun": "hu", "tur": "tr", "kor": "ko", "heb": "he", "ara": "ar", "gre": "el",
    "ell": "el", "ukr": "uk", "bul": "bg", "rum": "ro", "ron": "ro", "srp": "sr", "hrv": "hr", "slo": "sk", "slk": "sk",
    "slv": "sl", "per": "fa", "fas": "fa", "cat": "ca", "ice": "is", "isl": "is",
}  # fmt: skip


@lru_cache(maxsize=65536)
def iso_date(year: str | None = None, month: str | None = None, day: str | None = None) -> str:
    """An ISO date as precise as its parts; a season or an unreadable month leaves the year."""
    found = _YEAR.search(year or "")
    if not found:
        return ""
    number = _month(month or "")
    if not number:
        return found[1]
    days = (day or "").strip()
    if days.isdigit() and 1 <= int(days) <= 31:
        return f"{found[1]}-{number}-{int(days):02d}"
    return f"{found[1]}-{number}"


def _month(text: str) -> str:
    word = text.strip()
    if word.isdigit():
        return f"{int(word):02d}" if 1 <= int(word) <= 12 else ""
    return _MONTHS.get(word[:3].lower(), "") if "-" not in word else ""


def free_date(text: str) -> tuple[str, str]:
    """ISO date and note of a date in words ("1998 Dec-1999 Jan"): a range gives its first year and keeps its words."""
    words = text.split()
    if (
        len(words) <= 3
        and words
        and _YEAR.fullmatch(words[0])
        and not any("-" in word or "/" in word for word in words)
    ):
        date = iso_date(*words)
        return date, "" if len(words) == 1 or len(date) > 4 else text.strip()
    return iso_date(text), text.strip()


def finer(date: str, other: str) -> str:
    """The more precise of two dates when both say the same, else the first."""
    return other if len(other) > len(date) and other.startswith(date) else date


def person(surname: str, initials: str, suffix: str = "") -> str:
    """A name in Vancouver form: "Smith JA", "Smith JA Jr"."""
    return " ".join(part for part in (surname, initials, suffix) if part)


def initials_of(given: str) -> str:
    """First letters of given names: "Jean-Pierre A." gives "JPA"; initials already written stay."""
    names = re.split(r"[\s.\-‐]+", given.strip())
    if len(names) == 1 and given.isupper() and len(given) <= 3:
        return given
    return "".join(name[0].upper() for name in names if name and name[0].isalpha())


def doi(text: str) -> str:
    """A DOI as an id, without resolver and in lower case since DOIs are compared that way; "" when it is none."""
    if text.startswith("10.") and " " not in text and text[-1].isalnum():
        return "doi:" + text.lower()
    found = _DOI.search(text)
    return "doi:" + found[0].rstrip(".,;)]").lower() if found else ""


def pmcid(text: str) -> str:
    """A PubMed Central number as an id, whatever stands before the digits."""
    digits = text.strip().upper().removeprefix("PMCID:").strip().removeprefix("PMC").split(".")[0]
    return f"pmcid:PMC{digits}" if digits.isdigit() else ""


def pmid(text: str) -> str:
    """A PubMed number as an id."""
    if text.isdigit() and text[0] != "0":
        return "pmid:" + text
    found = _PMID.search(text)
    return f"pmid:{int(found[1])}" if found and int(found[1]) else ""


def standing(relations: Iterable[str], types: Sequence[str], title: str) -> Status:
    """Where a work stands, from its relation types, publication types and the mark in its title."""
    lowered = {name.lower() for name in types}
    if "retracted publication" in lowered or (
        _WITHDRAWN_TITLE.match(title) and not lowered & {"retraction of publication", "retraction notice"}
    ):
        return Status.RETRACTED
    kinds = set(relations)
    if kinds:
        for status, of in _STANDING:
            if kinds & of:
                return status
    return Status.CURRENT


@lru_cache(maxsize=4096)
def role(heading: str, default: Role = Role.BODY) -> Role:
    """The role that a heading gives the passages under it."""
    return role_of(heading) or default

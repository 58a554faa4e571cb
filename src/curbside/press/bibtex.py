"""
References as BibTeX, in UTF-8, with every sign that TeX gives a meaning written as the sign itself.

Braces are counted by BibTeX even where they are escaped, so each becomes a command and those that remain are ours.
Titles stand in two pairs of braces, which keep their capitals.
"""

from __future__ import annotations

from collections.abc import Iterator

from curbside.answers.answer import Answer

from .bibliography import Genre, Name, Work, works

_TYPES = {
    Genre.JOURNAL: "article",
    Genre.PREPRINT: "misc",
    Genre.BOOK: "book",
    Genre.REPORT: "techreport",
    Genre.WEB: "misc",
    Genre.DOCUMENT: "misc",
}
_PUBLISHERS = {Genre.REPORT: "institution", Genre.BOOK: "publisher"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"$\lbrace$",
        "}": r"$\rbrace$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": "$<$",
        ">": "$>$",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
#: Signs of an address that would end or bend a field; TeX prints addresses and DOIs as they stand.
_IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def bibtex(answer: Answer, state: str) -> str:
    """The references of an answer as BibTeX; `state` is the review banner that travels with each."""
    return "\n".join(_entry(work) for work in works(answer, state))


def escaped(text: str) -> str:
    """Text as TeX prints it."""
    return text.translate(_SIGNS)


def _entry(work: Work) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(work))
    return f"@{_TYPES[work.genre]}{{{work.key},\n{fields}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    if work.authors:
        yield "author", f"{{{' and '.join(map(_author, work.authors))}}}"
    if work.title:
        yield "title", f"{{{{{escaped(work.title)}}}}}"
    if len(work.published) > 1:
        yield "month", _MONTHS[work.published[1] - 1]
    told = " ".join((f"Status: {work.status}." if work.status else "", *work.notes)).strip()
    texts = {
        "journal": work.container,
        _PUBLISHERS.get(work.genre, "organization" if work.genre is not Genre.JOURNAL else "publisher"): work.publisher,
        "year": work.year,
        "volume": work.volume,
        "number": work.issue if work.genre is Genre.JOURNAL else work.version,
        "pages": work.pages.replace("-", "--"),
        "pmid": work.pmid,
        "pmcid": work.pmcid,
        "note": told,
        "annote": work.cited_in,
    }
    for name, value in texts.items():
        if value:
            yield name, f"{{{escaped(value)}}}"
    for name, value in (("doi", work.doi), ("url", work.url)):
        if value:
            yield name, f"{{{value.translate(_IN_ADDRESSES)}}}"


def _author(name: Name) -> str:
    if not name.given:
        return f"{{{escaped(name.family)}}}"
    # " and " inside a name would make two people of it.
    parts = [part for part in (name.family, name.suffix, name.given) if part]
    return ", ".join(f"{{{escaped(part)}}}" if " and " in part else escaped(part) for part in parts)

"""
Which work a source is: who vouches for what it says of itself, and whose place it may take.

An id in a file proves nothing: anybody can write "pmid: 12345" above a page. So the ways in are ranked by who writes
in that form. A record that names the ids of a work takes the place of a page that does, in whatever order the two
come; a page never takes the place of a record, is never joined with one, and never makes one of two works. Records
are joined by an id that they share, unless another id or the title says that they are two. That a record is its
publisher's own no file can prove: who adds one vouches for where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from curbside.evidence.evidence import Trust
from curbside.sources.source import Extent, Source, SourceKind

if TYPE_CHECKING:
    from .rows import Packed
    from .work import Work

#: The format of the pages that come with this program; no file is of it, so that no file can say that it is.
STARTER = "starter"
#: Formats in which publishers and indexes give out their own records; what a program hands over, it vouches for.
_RECORDS = frozenset({"pubmed", "medline", "jats", "spl", "openfda", "medquad", "uspstf", "nstg", "api"})
#: Of these a work has one, so that two different ones are two works. A work can have several DOIs and addresses.
_ONE_EACH = frozenset({"pmid", "pmcid", "medquad", "starter", "spl", "uspstf", "nstg"})
#: Who gives out the numbers of a scheme: there a title may change and the number still be the work's.
_GIVEN_OUT_BY = {"pmid": frozenset({"pubmed", "medline"}), "spl": frozenset({"spl", "openfda"})}
#: An id of these shows that a citation is of something published.
_PUBLISHER_SCHEMES = ("pmid:", "pmcid:", "doi:", "spl:", "nct:")
#: Of the words of the shorter of two titles, how many stand in the other when both are of one work. Of 3,000 works
#: that came in several files all but two lie above it, and those two are no one work.
_SHARED_WORDS = 0.6
_WORD = re.compile(r"\w+")
_NO_TITLE = re.compile(r"(?i)\W*(?:not available|no title(?: available)?)\W*$")


class Voucher(IntEnum):
    """Who vouches for what a source says of itself, the strongest last."""

    PAGE = 0  # whoever wrote the page: text in a form that anybody writes
    CITATION = 1  # whoever passed on a list of citations
    RECORD = 2  # a publisher or an index, whose form it is
    PROGRAM = 3  # this program: the starter library


def voucher(format_name: str, extent: Extent, kind: str) -> Voucher:
    """Who vouches for a source that was read as this format."""
    # Before the starter library had a format of its own, its pages were read as Markdown.
    if format_name == STARTER or kind == SourceKind.STARTER:
        return Voucher.PROGRAM
    if format_name in _RECORDS:
        return Voucher.RECORD
    is_citation = format_name == "jsonl" and extent is not Extent.FULL_TEXT
    return Voucher.CITATION if is_citation else Voucher.PAGE


def trust_of(source: Source, format_name: str) -> Trust:
    """The tier of trust that a source's kind and way in allow; what a file claims of itself never raises it."""
    by = voucher(format_name, source.extent, source.kind)
    if by is Voucher.PROGRAM:
        return Trust.STARTER
    if source.kind is SourceKind.LOCAL_PROTOCOL:
        return Trust.LOCAL
    recognised = by is Voucher.CITATION and any(one.startswith(_PUBLISHER_SCHEMES) for one in source.ids)
    # An HTML page whose layout a reader knows names its collection; any other page is somebody's upload.
    known_layout = format_name == "html" and bool(source.collection and source.issuer)
    if source.kind is SourceKind.UPLOAD or not (by is Voucher.RECORD or recognised or known_layout):
        return Trust.UPLOAD
    if source.kind is SourceKind.PATIENT_PAGE:
        return Trust.PUBLIC_PAGE
    return Trust.PUBLISHED


@dataclass(frozen=True, slots=True)
class Meeting:
    """What becomes of a source beside the works that hold its ids."""

    works: tuple[Work, ...] = ()  # that it is a version of, all of them one work; none: a work of its own
    ids: tuple[str, ...] = ()  # that it may go by
    refused: str = ""  # why it is not taken
    adds_nothing: bool = False  # the work stands there already, from who knows better


def unbelievable(packed: Packed, format_name: str) -> str:
    """Why what a source says of itself cannot be so, whatever the library holds; "" when it can."""
    claims_starter = packed.kind == SourceKind.STARTER or any(one.startswith("starter:") for one in packed.ids)
    if claims_starter and format_name != STARTER:
        return (
            "says that it belongs to the starter library, which the program alone fills; leave out 'kind: starter' "
            "and give it an id of your own, such as local:gout"
        )
    numbers = [one for one in packed.ids if one.startswith("pmid:")]
    if len(numbers) > 1:
        return f"names several works ({', '.join(numbers)}) as one; a record is about one work"
    return ""


def meet(packed: Packed, by: Voucher, format_name: str, holders: Sequence[Work]) -> Meeting:
    """Which of the works that hold its ids a source is a version of, and by which of these ids it goes."""
    # What has an own number of the same kind is about another work, and only wrong about the id that they share.
    named = (work for work in holders if packed.ids[0] in work.ids or not contradict(packed.ids, work.ids))
    if above := next((work for work in named if work.voucher > by), None):
        return _below(packed, by, above)
    if by < Voucher.RECORD:
        return _beside(packed, by, format_name, holders)
    works: list[Work] = []
    ids = set(packed.ids)
    kept: set[str] = set()
    for work in holders:
        if work.voucher < by:
            # Under the name that its page was quoted by, its versions can still be found.
            if work.canonical in packed.ids:
                works.append(work)
        elif by is Voucher.PROGRAM or (not contradict(ids, work.ids) and _is_same(packed, format_name, work)):
            works.append(work)
            ids.update(work.ids)
        else:
            kept |= {one for one in work.ids if format_name not in _giving(one) or _is_given(one, work)}
    left = tuple(one for one in packed.ids if one not in kept)
    if not left:
        return Meeting(refused=_another(packed, holders[0]))
    return Meeting(tuple(works), left)


def contradict(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two lists of ids cannot be of one work."""
    mine, theirs = _numbers(some), _numbers(others)
    return any(mine[scheme].isdisjoint(theirs[scheme]) for scheme in mine.keys() & theirs.keys())


def _numbers(ids: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for identifier in ids:
        scheme = identifier.partition(":")[0]
        if scheme in _ONE_EACH:
            found.setdefault(scheme, set()).add(identifier)
    return found


def same_title(one: str, other: str) -> bool:
    """Whether two titles can be of one work; a title that says nothing can be of any."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return True
    return len(mine & theirs) >= _SHARED_WORDS * min(len(mine), len(theirs))


def _words(title: str) -> set[str]:
    return set() if _NO_TITLE.match(title) else set(_WORD.findall(title.casefold()))


def _below(packed: Packed, by: Voucher, work: Work) -> Meeting:
    """A source that names a work for which somebody better vouches: never more than the same words again."""
    has_words = any(version.sha256 == packed.sha256 for version in work.versions)
    if has_words or (by is Voucher.CITATION and same_title(packed.title, work.best.title)):
        return Meeting(adds_nothing=True)
    name = next((one for one in packed.ids if one in work.ids), work.canonical)
    return Meeting(
        refused=f'names {name}, which is "{work.best.title[:80]}" here, a published work; a page never takes '
        "that place: leave out the id to add a text of your own, or add the work's full text as JATS XML"
    )


def _beside(packed: Packed, by: Voucher, format_name: str, holders: Sequence[Work]) -> Meeting:
    """A page or a citation among its like: a newer version of what goes by its first id, and of nothing else."""
    held = {identifier: work for work in holders for identifier in work.ids}
    works = (held[packed.ids[0]],) if packed.ids[0] in held else ()
    equals = [work for work in works if work.voucher == by]
    for work in equals:
        if by is Voucher.CITATION and not same_title(packed.title, work.best.title):
            return Meeting(refused=_another(packed, work))
        if by is Voucher.PAGE and all(version.format != format_name for version in work.versions):
            return Meeting(refused=_another(packed, work))
    own = {one for work in works for one in work.ids}
    return Meeting(works, tuple(one for one in packed.ids if one in own or one not in held))


def _is_same(packed: Packed, format_name: str, work: Work) -> bool:
    """Whether a record and a work that share an id are one: by a number from who gives it out, a second id, or the title."""
    shared = set(packed.ids) & set(work.ids)
    if any(format_name in _giving(one) and _is_given(one, work) for one in shared):
        return True
    if len({one.partition(":")[0] for one in shared}) > 1:
        return True  # as of an article whose title is told in two languages
    records = [version for version in work.versions if version.voucher >= Voucher.RECORD]
    return any(same_title(packed.title, version.title) for version in records)


def _giving(identifier: str) -> frozenset[str]:
    """The formats of who gives out such ids."""
    return _GIVEN_OUT_BY.get(identifier.partition(":")[0], frozenset())


def _is_given(identifier: str, work: Work) -> bool:
    """Whether a work has this id from who gives it out, and not from somebody who tells of it."""
    return any(version.format in _giving(identifier) for version in work.versions)


def _another(packed: Packed, work: Work) -> str:
    name = next((one for one in packed.ids if one in work.ids), work.canonical)
    return (
        f'names {name}, which is "{work.best.title[:80]}" here; this is "{packed.title[:80]}": correct the id that is '
        "wrong, or give it one of its own"
    )

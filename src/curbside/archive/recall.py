"""
Recall: when a source falls, every article that rests on it is found and dealt with, by the program and at once.

Support that is retracted or taken out of use, and a concern about a statement's only support, suspend an approval. A
correction or a newer version asks for an update with its deadline. A text that is being reviewed shows the source as
it stands now, so that what was accepted of it is decided anew. What was dealt with once is not raised again.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from curbside.articles.article import Article, Edition, State
from curbside.articles.statements import claims_of
from curbside.articles.words import words
from curbside.evidence.evidence import SourceRecord
from curbside.library.library import Library
from curbside.sources.source import Status

from .texts import Documents

RETIRED = "retired"
#: Of a starter page: a public page that it summarises fell.
PAGE = "page"
#: A source of which one of these is said does not carry a statement alone.
_NO_SUPPORT = {Status.RETRACTED.value, Status.CONCERN.value, RETIRED, PAGE}
#: How urgent an update is that a status asks for.
_URGENCY = dict.fromkeys((Status.CONCERN.value, Status.CORRECTED.value, PAGE), "practice_changing")


@dataclass(frozen=True, slots=True)
class Fallen:
    """A source that no longer stands as it did, in the word for it."""

    source: str
    status: str  # of sources.Status, or "retired", or "page"
    note: str
    passages: frozenset[str] = frozenset()  # of the source, those that it is about; none named: all of it
    version: str = ""  # of the source, in which these passages are numbered so

    @property
    def ends_support(self) -> bool:
        """Whether it may not support any statement any more."""
        return self.status in {Status.RETRACTED.value, RETIRED}


@dataclass(frozen=True, slots=True)
class Step:
    """One action that a recall asks for."""

    action: str
    why: str
    claims: tuple[str, ...]
    heard: tuple[str, ...]
    urgency: str = ""


def fallen_sources(library: Library, sources: Iterable[str]) -> dict[str, Fallen]:
    """Those of these sources that are not current any more; what is out of use is so whatever else is said of it."""
    found = {}
    for name, record in library.records(sources).items():
        if record.status is not Status.RETRACTED and not library.keys_of(name):
            found[name] = Fallen(name, RETIRED, "")
        elif record.status is not Status.CURRENT:
            found[name] = Fallen(name, record.status.value, record.status_note)
        elif gone := library.fallen({page.source for page in record.pages_drawn_from}):
            several = [one.passage for one in library.passages(library.keys_of(name)).values()]
            drawn = (one for one in several if any(span.source in gone for span in one.drawn_from))
            if passages := frozenset(f"{name}#{one.position}" for one in drawn):
                found[name] = Fallen(name, PAGE, ", ".join(sorted(gone)), passages, record.version)
    return found


def summaries_of(library: Library, pages: Container[str], sources: Iterable[str]) -> list[str]:
    """Those of these sources that summarise one of these pages."""
    records = library.records(one for one in sources if one.startswith("starter:"))
    return [name for name, record in records.items() if any(p.source in pages for p in record.pages_drawn_from)]


def steps(article: Article, fallen: dict[str, Fallen], documents: Documents) -> list[Step]:
    """What the fall of some sources asks of the edition that readers see."""
    edition = article.current
    made: list[Step] = []
    for one in _news(fallen, documents, edition.heard):
        claims = tuple(s.id for s in edition.statements if one.source in s.sources)
        if one.passages:
            claims = tuple(claim for claim in claims if claim in _resting(documents, one))
        if not claims:
            continue
        made.append(_step(edition, one, claims, fallen, documents))
    return made


def otherwise(edition: Edition, fallen: dict[str, Fallen], documents: Documents) -> tuple[str, ...]:
    """Sources that fell since the texts were made, but for news that was found to change nothing."""
    dealt_with = set(edition.heard) - set(edition.grounds)
    return tuple(one.source for one in _news(fallen, documents, dealt_with))


def is_shown_otherwise(documents: Documents, records: dict[str, SourceRecord]) -> bool:
    """Whether a text shows a source in another standing than it has now."""
    now = {name: record.status.value for name, record in records.items()}
    return any(now.get(name, status) != status for name, status in _standing(documents).items())


def why_of(fallen: Fallen, documents: Documents) -> str:
    """The reason that a banner prints: which reference, and what happened to it."""
    numbers = [str(r["number"]) for r in next(iter(documents.values()))["references"] if r["source"] == fallen.source]
    text = words()["recall"][fallen.status]
    name = f"[{', '.join(numbers)}]" if numbers else fallen.source
    told = str(text).format(n=name, source=fallen.source)
    return f"{told} ({fallen.note})" if fallen.note else told


def _step(
    edition: Edition, one: Fallen, claims: tuple[str, ...], fallen: dict[str, Fallen], documents: Documents
) -> Step:
    why, heard = why_of(one, documents), (_heard(one),)
    others = {name for name, other in fallen.items() if other.status in _NO_SUPPORT}
    alone = tuple(s.id for s in edition.statements if s.id in claims and not set(s.sources) - others)
    if one.ends_support:
        return Step("suspend", why, claims, heard)
    if one.status in {Status.CONCERN.value, PAGE} and alone:
        return Step("suspend", why, alone, heard)
    return Step("mark_update_due", why, claims, heard, _URGENCY.get(one.status, "confirming"))


def applies(step: Step, article: Article) -> bool:
    """Whether the edition that readers see is in a state in which the step means anything."""
    state = article.current.state
    if step.action == "suspend":
        return state in {State.APPROVED, State.APPROVED_UPDATE_DUE, State.OVERDUE, State.SUSPENDED}
    return state in {State.APPROVED, State.APPROVED_UPDATE_DUE, State.OVERDUE}


def _news(fallen: dict[str, Fallen], documents: Documents, heard: Container[str]) -> list[Fallen]:
    """What fell otherwise than the texts show it, and was not heard before."""
    shown = _standing(documents)
    return [
        one for name, one in fallen.items() if shown.get(name) not in {None, one.status} and _heard(one) not in heard
    ]


def _resting(documents: Documents, one: Fallen) -> set[str]:
    """The statements with a quote of the passages that a fall is about, or of a version that numbers them otherwise."""
    return {
        claim["id"]
        for document in documents.values()
        for _, claim in claims_of(document)
        for quote in claim["quotes"]
        if quote["source"] == one.source and (quote["version"] != one.version or quote["passage"] in one.passages)
    }


def _heard(one: Fallen) -> str:
    return f"{one.source} {one.status}"


def _standing(documents: Documents) -> dict[str, str]:
    """The status of every source as the texts show it."""
    return {one["source"]: one["status"] for document in documents.values() for one in document["references"]}

"""
What cannot wait for an answer: emergencies, crises, and requests for the means to harm.

The signs, the texts and the numbers are content and live in `emergency.yaml`; this file only reads them. A card is
shown for what is happening to somebody now. The same words in a textbook question, in a story, in the past or
denied set nothing off, because a card shown for nothing teaches people to look past it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from . import alarm, signs
from .question import Reader
from .typed import cleaned

LIMIT = 4000
#: How far apart the parts of one sign may stand, in characters.
CLOSE = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A service to call, and whether anyone has checked it."""

    country: str
    service: str
    number: str
    checked_on: str = ""
    by_whom: str = ""


@dataclass(frozen=True, slots=True)
class Triage:
    """The card to show before everything else, and the reader's own words that set it off."""

    kind: str
    tier: str
    lines: tuple[str, ...]
    because: str
    numbers: tuple[Number, ...]
    sources: tuple[str, ...]  # of each line, in order
    declined: bool = False  # asked for means to harm: nothing is searched
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class _Card:
    kind: str
    tier: str
    declined: bool
    fiction_counts: bool
    lines: tuple[tuple[str, str], ...]
    sure: tuple[tuple[re.Pattern[str], ...], ...]
    person: tuple[tuple[re.Pattern[str], ...], ...]


@dataclass(frozen=True, slots=True)
class _Book:
    """The whole file, compiled."""

    cards: tuple[_Card, ...]
    numbers: tuple[Number, ...]
    union: frozenset[str]
    no_country: str
    is_reviewed: bool
    past: re.Pattern[str]
    about: re.Pattern[str]
    negated: re.Pattern[str]
    fiction: re.Pattern[str]
    idioms: re.Pattern[str]
    somebody: re.Pattern[str]
    told: re.Pattern[str]
    textbook: re.Pattern[str]


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def _signs(rows: list[str | list[str]]) -> tuple[tuple[re.Pattern[str], ...], ...]:
    # Signs are written small and read in a small text: ignoring case costs a quarter of the time.
    return tuple(
        tuple(re.compile(rf"(?<!\w)(?:{part})(?!\w)") for part in ([row] if isinstance(row, str) else row))
        for row in rows
    )


@cache
def book() -> _Book:
    """The cards, signs and numbers of the file."""
    text = files("curbside.questions").joinpath("emergency.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 both loaders are safe ones
    cards = tuple(
        _Card(
            row["kind"],
            row["tier"],
            row.get("declined", False),
            row.get("fiction_counts", False),
            tuple((line["text"], line["source"]) for line in row["lines"]),
            _signs(row.get("sure", [])),
            _signs(row.get("person", [])),
        )
        for row in raw["cards"]
    )
    numbers = tuple(
        Number(row["country"], row["service"], row["number"], row["checked_on"], row["by_whom"])
        for row in raw["numbers"]
    )
    return _Book(
        cards,
        numbers,
        frozenset(raw["european_union"]),
        raw["no_country"],
        raw["reviewed"],
        _whole(raw["past"]),
        re.compile(raw["about"], re.IGNORECASE),
        re.compile(raw["negated"], re.IGNORECASE),
        _whole(raw["fiction"]),
        _whole(raw["idioms"]),
        _whole(raw["person"]),
        re.compile(raw["told"], re.IGNORECASE),
        _whole(raw["textbook"]),
    )


def triage(text: str, reader: Reader = Reader.PATIENT, country: str = "") -> Triage | None:
    """The card that the text calls for, or None; professionals see it for what is happening now as well."""
    known = book()
    typed = known.idioms.sub(lambda span: "." * len(span[0]), cleaned(text[:LIMIT]))
    line, places = _plain(typed)
    line = signs.lowered(line)
    is_fiction = bool(known.fiction.search(line))
    if reader.is_professional:
        has_somebody = _CLOSE_BY.search(line) is not None or _AT_WORK.search(line) is not None
    else:
        has_somebody = known.somebody.search(line) is not None or _is_statement(line, known)
    has_somebody = has_somebody and not _is_textbook(line, known, reader)
    reading = signs.read(line) if has_somebody and not is_fiction else None
    for card in known.cards:
        if is_fiction and not card.fiction_counts:
            continue
        for sign in (*card.sure, *(card.person if has_somebody else ())):
            if (span := _found(sign, line, known, card)) is not None:
                because = typed[places[span[0]] : places[span[1] - 1] + 1]
                return _shown(card, because, country.upper(), known)
        if reading is not None and not card.declined and (span := _met(card.kind, reading, line, known)) is not None:
            because = typed[places[span[0]] : places[span[1] - 1] + 1]
            return _shown(card, because, country.upper(), known)
    if reading is not None and not _is_past(line, known) and (kind := alarm.looks_dangerous(reading)):
        card = next(card for card in known.cards if card.kind == kind and not card.declined)
        return _shown(card, typed, country.upper(), known)
    return None


def is_told(text: str, known: _Book) -> bool:
    """Whether a patient's text tells of somebody now, so that its likeness to emergencies may count."""
    line, _ = _plain(cleaned(text))
    told = known.somebody.search(line) is not None or _is_statement(line, known)
    return (
        told
        and not known.fiction.search(line)
        and not _is_textbook(line, known, Reader.PATIENT)
        and not _is_past(line, known)
    )


def _is_past(line: str, known: _Book) -> bool:
    return known.past.search(line) is not None and not _NOW.search(_RECOVERED.sub("", line))


#: A "now" that says that it is over, and an "again" that only fears it.
_RECOVERED = re.compile(
    r"(?<!\w)(?:(?:now|today|these days|since)(?: (?:i|he|she|we|they|it|am|is|are|was|'m|i'm|he's|she's|all|has|been|feel|and)){0,4}"
    r" (?:well|fine|ok|okay|better|recovered|healthy|good|clear|happy|normal|gone|over|refuses|refused|can)|(?:happen|come back|return|occur|it|get) again)(?!\w)",
    re.IGNORECASE,
)


def _met(kind: str, reading: signs.Reading, line: str, known: _Book) -> tuple[int, int] | None:
    """The span of the line in which the fields of a sign meet, unless its sentences tell of the past."""
    for first, last in signs.found(kind, reading):
        start, end = reading.places[first][0], reading.places[last - 1][1]
        told = line[slice(*reading.sentence(first, last))]
        if kind in _LASTING:
            told = _WEEKS_AGO.sub("", told)
        if not _is_past(told, known):
            return start, end
    return None


#: Where weeks do not make it past: after a birth, on chemotherapy.
_LASTING = frozenset({"pregnancy_emergency", "other_emergency", "crisis", "abuse", "urgent"})
_WEEKS_AGO = re.compile(
    r"(?<!\w)(?:\d+|an?|one|two|three|four|five|six|few|couple of) weeks? ago|last month", re.IGNORECASE
)


def _plain(typed: str) -> tuple[str, list[int]]:
    """The text with punctuation inside sentences as single spaces, and where each character came from."""
    kept: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(typed):
        plain = " " if letter in ',;:()"/*' else letter
        if plain != " " or (kept and kept[-1] != " "):
            kept.append(plain)
            places.append(at)
    return "".join(kept), places


def _is_statement(line: str, known: _Book) -> bool:
    """Whether a text without any person tells what is happening ("waters broke at 30 weeks") and asks nothing."""
    if _QUESTION.match(line):
        return False
    if known.told.search(line):
        return True
    return len(line.split()) >= 4 and not line.endswith("?") and _SECTION.search(line) is None


_QUESTION = re.compile(
    r"(?:what|which|why|who|how|does|do|is|are|can|should|could|will|when|where)(?!\w)", re.IGNORECASE
)
_SECTION = re.compile(
    r"(?<!\w)(?:treatments?|management|therapy|prophyla\w+"
    r"|antibiotics|syndrome|diagnosis|imaging|guidelines?|causes?|symptoms|signs|prevalence|incidence|epidemiology|prognosis"
    r"|outcomes?|mechanism|pathophysiology|versus|vs|study|trial|risk|screening|prevention|exercises?|stretches|vaccine|dose)(?!\w)",
    re.IGNORECASE,
)


def _is_textbook(line: str, known: _Book, reader: Reader) -> bool:
    """Whether the line asks as a book would: no "I" or "my" anywhere, or a professional's wording."""
    if not known.textbook.search(line):
        return False
    return reader.is_professional or not _OWN.search(line)


_OWN = re.compile(
    r"(?<!\w)(?:i|i'm|i've|im|me|my|our|he|he's|she|she's|his|him|right now|just (?:had|took|ate|fell|woke|started))(?!\w)",
    re.IGNORECASE,
)


def _found(sign: tuple[re.Pattern[str], ...], line: str, known: _Book, card: _Card) -> tuple[int, int] | None:
    """The span of the line that holds the sign, unless they are past, denied or only spoken about."""
    for first in sign[0].finditer(line):
        low, high = max(0, first.start() - CLOSE), min(len(line), first.end() + CLOSE)
        spans = [first]
        for part in sign[1:]:
            other = part.search(line, low, high)
            if other is None or _DENIED.search(line[max(0, other.start() - 30) : other.start()]):
                break
            spans.append(other)
        if len(spans) < len(sign):
            continue
        start, end = min(span.start() for span in spans), max(span.end() for span in spans)
        before = line[max(0, start - 60) : start]
        if card.declined and not _LABORATORY.search(line):
            return start, end
        if known.negated.search(before) or known.about.search(before):
            continue
        if known.past.search(line, max(0, start - 40), min(len(line), end + 40)) and not _NOW.search(
            _RECOVERED.sub("", line)
        ):
            continue
        if card.declined:
            continue
        return start, end
    return None


#: Toxicology of animals, and rays, which nobody asks about to come to harm.
_LABORATORY = re.compile(
    r"(?<!\w)(?:ld ?-?50|rats?|mice|mouse|rabbits?|zebrafish|in vitro|larvae|irradiat\w+|radiation dose)(?!\w)",
    re.IGNORECASE,
)


#: A professional writes of patients all day; for a card it must be the writer, or somebody close by.
_CLOSE_BY = re.compile(
    r"(?<!\w)(?:my (?:[\w.-]+ ){0,4}(?:son|daughter|husband|wife|mom|mum|mother|dad|father|brother|sister|friend|baby|child|kid|boy|girl"
    r"|toddler|partner|own)"
    r"|i(?:'m| am| have|'ve)(?: \w+)? (?:having|pain|chest|numb|bleeding|swelling|thoughts|a)|i (?:think i|feel)|right now|just (?:collapsed|arrested))(?!\w)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?<!\w)(?:not|no|without|never|denies|nor)(?: (?:any|an?|the|really|had|have))* $", re.IGNORECASE
)
#: What a professional writes with the patient in front of them.
_AT_WORK = re.compile(
    r"(?<!\w)(?:what (?:do|should|can|else can) i do|(?:do|should) i (?:call|give|start|wait)|in front of me|on (?:my|our|the) (?:ward|shift|unit|round)|just (?:now|developed|told|become|become|gone|went|dropped|started"
    r"|had|come|said|disclosed)|(?:home|community|house) visit|(?:at|in) triage|on my own|nobody (?:else )?(?:here|around)|i'm alone|(?:bay|bed|cubicle|room|side room) \d+"
    r"|my patient|(?:this|our|a) (?:patient|resident|lady|gentleman|pt) (?:is|has just|just)|patient (?:is|has) (?:now|just|suddenly)|bleep\w*|crash (?:call|team|trolley)|night shift|resident (?:is|has|just)|on the phone|i'm with|right here|in clinic (?:now|today)|waiting room)(?!\w)",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"(?<!\w)(?:now|today|tonight|this morning|right now|since (?:yesterday|this morning|last night|\d+ (?:minutes|hours))"
    r"|(?:minutes?|hours?) ago|again|suddenly|just started|says? (?:he|she|they)|will do it)(?!\w)",
    re.IGNORECASE,
)


def _shown(card: _Card, because: str, country: str, known: _Book) -> Triage:
    """The card with the numbers of the country; a line whose service has no number falls back or is left out."""
    places = (country, "EU") if country in known.union else (country,)
    here = {number.service: number for place in reversed(places) for number in known.numbers if number.country == place}
    lines, sources, used = [], [], []
    for text, source in card.lines:
        services = re.findall(r"\{([a-z ]+)\}", text)
        filled = text
        for service in services:
            if (number := here.get(service)) is not None:
                filled = filled.replace(f"{{{service}}}", number.number)
                used.append(number)
            else:
                filled = filled.replace(f"{{{service}}}", _FALLBACK[service])
        lines.append(filled)
        sources.append(source)
    if "emergency" not in here:
        lines.insert(1, known.no_country)
        sources.insert(1, "none found yet")
    return Triage(
        card.kind,
        card.tier,
        tuple(lines),
        because,
        tuple(dict.fromkeys(used)),
        tuple(sources),
        card.declined,
        known.is_reviewed,
    )


#: What a line says when no number of that service is known for the country.
_FALLBACK = {
    "emergency": "your emergency number",
    "crisis": "a crisis line where you live, or your emergency number",
    "poison": "your poison centre",
    "abuse line": "a domestic abuse line where you live, or your emergency number",
    "urgent line": "call your doctor or an urgent care service",
}

"""
What cannot wait for an answer: emergencies, crises, and requests for the means to harm.

The signs, the texts and the numbers are content and live in `emergency.yaml`; this file only reads them. A card is
shown for what is happening to somebody now. The same words in a textbook question, in a story, in the past or
denied set nothing off, because a card shown for nothing teaches people to look past it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily

from . import alarm, anchors, signs
from .question import Reader
from .telling import Telling, is_now, is_past, marks, telling
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
    doubtful: bool = False  # no known sign, and not very like messages of danger: the question is answered as well


@dataclass(frozen=True, slots=True)
class Sign:
    """Patterns that mean danger close together, and the pieces without which they cannot be there."""

    parts: tuple[re.Pattern[str], ...]
    needs: tuple[anchors.Pieces, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the file, and the signs that set it off."""

    kind: str
    tier: str
    declined: bool
    fiction_counts: bool
    lines: tuple[tuple[str, str], ...]
    sure: tuple[Sign, ...]
    person: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class _Book:
    """The whole file, compiled."""

    cards: tuple[Card, ...]
    numbers: tuple[Number, ...]
    union: frozenset[str]
    no_country: str
    is_reviewed: bool
    telling: Telling


def _signs(rows: list[str | list[str]]) -> tuple[Sign, ...]:
    # Signs are written small and read in a small text: ignoring case costs a quarter of the time.
    made = []
    for row in rows:
        parts = [rf"(?<!\w)(?:{part})(?!\w)" for part in ([row] if isinstance(row, str) else row)]
        needs = tuple(group for part in parts for group in anchors.needed(part))
        made.append(Sign(tuple(lazily(part) for part in parts), needs))
    return tuple(made)


@cache
def book() -> _Book:
    """The cards, signs and numbers of the file."""
    raw = table("curbside.questions", "emergency.yaml")
    cards = tuple(
        Card(
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
        telling(raw),
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it is read: what was typed, its plain line and where each letter of it stands, how it tells."""

    typed: str
    line: str
    places: list[int]
    reader: Reader
    marks: frozenset[str]
    reading: signs.Reading

    def words(self, span: tuple[int, int]) -> str:
        """The reader's own words at a span of the line."""
        return self.typed[self.places[span[0]] : self.places[span[1] - 1] + 1]


def heard(text: str, reader: Reader = Reader.PATIENT) -> Heard:
    """A message, read."""
    manner = book().telling
    typed = cleaned(text[:LIMIT])
    line, places = _plain(manner.idioms.sub(lambda span: "." * len(span[0]), typed))
    line = signs.lowered(line)
    return Heard(typed, line, places, reader, marks(line, manner, reader.is_professional), signs.read(line))


#: Tests of the long run: what is written of their figures is like nothing that was learnt, and only known signs speak in it.
_CALM_TESTS = lazily(
    r"\b(?:(?:hb)?a1c|ferritin|cholesterol|[lh]dl|triglycerides|tsh|psa|t-?scores?|dexa|egfr|bmi|vitamin d)\b",
    re.IGNORECASE,
)


def triage(text: str, reader: Reader = Reader.PATIENT, country: str = "") -> Triage | None:
    """The card that the text calls for, or None; professionals see it for what is happening now as well."""
    known = book()
    message = heard(text, reader)
    found = by_signs(message)
    card, because = found or (None, "")
    is_doubtful = False
    if (card is None or not card.declined) and alarm.can_tell(message.reading):
        features = alarm.features(message.reading, message.marks)
        likeness = alarm.danger(features)
        is_alike = likeness >= alarm.THRESHOLD and not message.marks & _NEVER_ALIKE
        if card is None and is_alike and not _CALM_TESTS.search(message.typed):
            kind = alarm.kind_of(features)
            card = next(one for one in known.cards if one.kind == kind and not one.declined)
            because, is_doubtful = message.typed, likeness < alarm.SURE
        elif alarm.is_unlike(likeness, message.reading) and not (
            reader.is_professional and "somebody" in message.marks
        ):
            # With a patient in front of them professionals write in ways of which the model has learnt few.
            card = None
    return None if card is None else replace(_shown(card, because, country.upper(), known), doubtful=is_doubtful)


def by_signs(message: Heard) -> tuple[Card, str] | None:
    """The first card of which a known sign is found, and the words that set it off."""
    known, line = book(), message.line
    is_story, has_somebody = "fiction" in message.marks, "somebody" in message.marks
    is_other = "animal" in message.marks or (not message.reader.is_professional and "case" in message.marks)
    is_read = has_somebody and not is_story
    present = anchors.pieces(line)
    for card in known.cards:
        if (is_story and not card.fiction_counts) or (is_other and card.kind not in _ALWAYS):
            continue
        for sign in (*card.sure, *(card.person if has_somebody else ())):
            if not anchors.may_match(sign.needs, present):
                continue
            if (span := _found(sign.parts, line, known.telling, card)) is not None:
                return card, message.words(span)
        if is_read and not card.declined:
            span = _met(card.kind, message.reading, line, known.telling)
            if span is not None:
                return card, message.words(span)
    return None


#: What sets nothing off by its likeness alone: a story holds the same words, and so does "no pain, just a cough".
_NEVER_ALIKE = frozenset({"fiction", "animal", "denied"})
#: What is taken seriously beside an animal or a case as well.
_ALWAYS = frozenset({"crisis", "abuse"})


def _met(kind: str, reading: signs.Reading, line: str, known: Telling) -> tuple[int, int] | None:
    """The span of the line in which the fields of a sign meet, unless its sentences tell of the past."""
    for first, last in signs.found(kind, reading):
        start, end = reading.places[first][0], reading.places[last - 1][1]
        told = line[slice(*reading.sentence(first, last))]
        if kind in _LASTING:
            told = _WEEKS_AGO.sub("", told)
        if not is_past(told, known):
            return start, end
    return None


#: Where weeks do not make it past: after a birth, on chemotherapy.
_LASTING = frozenset({"pregnancy_emergency", "other_emergency", "crisis", "abuse", "urgent"})
_WEEKS_AGO = lazily(
    r"(?<!\w)(?:\d+|an?|one|two|three|four|five|six|few|couple of) weeks? ago|last month", re.IGNORECASE
)


def _plain(typed: str) -> tuple[str, list[int]]:
    """The text with punctuation inside sentences as single spaces, and where each character came from."""
    kept: list[str] = []
    places: list[int] = []
    for word in _WORDS.finditer(typed.translate(_SPACES)):
        kept.append(word[0])
        places += range(word.start(), word.end())
    return "".join(kept), places


_SPACES = str.maketrans(dict.fromkeys(',;:()"/*', " "))
#: A word and the one space after it; no line begins with one.
_WORDS = lazily("[^ ]+ ?")


def _found(sign: tuple[re.Pattern[str], ...], line: str, known: Telling, card: Card) -> tuple[int, int] | None:
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
        if known.past.search(line, max(0, start - 40), min(len(line), end + 40)) and not is_now(line):
            continue
        if card.declined:
            continue
        return start, end
    return None


#: Toxicology of animals, and rays, which nobody asks about to come to harm.
_LABORATORY = lazily(
    r"(?<!\w)(?:ld ?-?50|rats?|mice|mouse|rabbits?|zebrafish|in vitro|larvae|irradiat\w+|radiation dose)(?!\w)",
    re.IGNORECASE,
)


_DENIED = lazily(r"(?<!\w)(?:not|no|without|never|denies|nor)(?: (?:any|an?|the|really|had|have))* $", re.IGNORECASE)


def _shown(card: Card, because: str, country: str, known: _Book) -> Triage:
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

"""
Signs of danger as people put them: fields of words, and which fields must stand together.

The fields and signs are content and live in `emergency_words.yaml`. A field holds every way to say one thing ("lips",
"swollen", "cannot breathe"); a sign is a few fields close to each other, in any order and across sentences, so that
wording nobody thought of still meets when its parts are known. A text is read once, word by word, and every step looks
at a fixed number of neighbours: the work grows with the length of the text and no faster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily

#: How many words apart the parts of one sign may stand.
WINDOW = 22
#: Words that may be left out at a gap of a phrase: `~` few, `~~` more.
_GAPS = {"~": 2, "~~": 5, "~~~": 9}
_TOKEN = lazily(r"\d+(?:[.,]\d+)?|[a-z]+(?:['`][a-z]+)*|[.?!]+(?=\s|$)")

Spans = dict[str, dict[int, int]]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to say a field: atoms (a word, a beginning, another field), and the gap allowed before each."""

    name: str
    atoms: tuple[str, ...]
    gaps: tuple[int, ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """Fields that mean danger when they stand together, and those that take it back."""

    fields: tuple[str, ...]
    unless: tuple[str, ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    phrases: tuple[_Phrase, ...]
    words: dict[str, tuple[str, ...]]  # word or beginning -> the names it sets
    beginnings: dict[str, tuple[str, ...]]
    spellings: dict[str, str]  # a key word with one letter left out -> the key word
    ordinary: frozenset[str]
    numbers: dict[str, float]
    units: frozenset[str]
    negators: frozenset[str]
    deniers: frozenset[str]
    fillers: frozenset[str]
    signs: dict[str, tuple[Sign, ...]]


@dataclass(slots=True)
class Reading:
    """The words of a text, where they stand, and the fields found among them."""

    words: list[str]
    places: list[tuple[int, int]]
    sentences: list[int]
    spans: Spans = field(default_factory=dict)

    def sentence(self, first: int, last: int) -> tuple[int, int]:
        """From the first character of the sentence of one word to the last of the sentence of another."""
        low, high = first, last - 1
        while low and self.sentences[low - 1] == self.sentences[first]:
            low -= 1
        while high + 1 < len(self.words) and self.sentences[high + 1] == self.sentences[last - 1]:
            high += 1
        return self.places[low][0], self.places[high][1]


def _parsed(name: str, text: str) -> _Phrase:
    atoms: list[str] = []
    gaps: list[int] = []
    gap = 0
    for part in text.split():
        if part in _GAPS:
            gap = _GAPS[part]
            continue
        atoms.append(part)
        gaps.append(gap)
        gap = 0
    return _Phrase(name, tuple(atoms), tuple(gaps), frozenset(atoms))


@cache
def lexicon() -> _Lexicon:
    """The fields and signs of the file, ready to look up."""
    raw = table("curbside.questions", "emergency_words.yaml")
    phrases: list[_Phrase] = []
    names: dict[str, list[str]] = {}
    for name, listed in raw["fields"].items():
        for way in filter(None, (part.strip() for part in listed.split(","))):
            phrase = _parsed(f"<{name}>", way)
            for atom in phrase.atoms:
                if not atom.startswith("<"):
                    names.setdefault(atom, []).append(atom)
            if len(phrase.atoms) == 1 and not phrase.atoms[0].startswith("<"):
                names[phrase.atoms[0]].append(phrase.name)
            else:
                phrases.append(phrase)
    known = {atom: tuple(dict.fromkeys(named)) for atom, named in names.items()}
    signs: dict[str, tuple[Sign, ...]] = {}
    for kind, rows in raw["signs"].items():
        made = []
        for row in rows:
            wanted, *unless = (part.strip() for part in row.split(" unless "))
            fields = tuple(f"<{one.strip()}>" for one in wanted.split("+"))
            back = tuple(f"<{one.strip()}>" for part in unless for one in part.split(","))
            made.append(Sign(fields, back, frozenset(fields)))
        signs[kind] = tuple(made)
    return _Lexicon(
        tuple(phrases),
        {atom: named for atom, named in known.items() if not atom.endswith("*")},
        {atom[:-1]: named for atom, named in known.items() if atom.endswith("*")},
        {key: word for word in raw["spelled"].split() for key in _shorter(word)},
        frozenset(raw["ordinary"].split()),
        {word: float(value) for word, value in raw["numbers"].items()},
        frozenset(raw["units"].split()),
        frozenset(raw["negators"].split()),
        frozenset(raw["deniers"].split()),
        frozenset(raw["fillers"].split()),
        signs,
    )


def _shorter(word: str) -> Iterator[str]:
    """The word, and the word with each letter left out: two words that share one are a slip of the finger apart."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


@lru_cache(maxsize=16384)
def _names(word: str) -> tuple[str, ...]:
    """The atoms and fields that one word sets by itself."""
    known = lexicon()
    found = list(known.words.get(word, ()))
    for end in range(2, len(word) + 1):
        found += known.beginnings.get(word[:end], ())
    if not found and len(word) > 4 and word not in known.ordinary:
        right = next((known.spellings[key] for key in _shorter(word) if key in known.spellings), None)
        if right is not None and right != word:
            return _names(right)
    return tuple(dict.fromkeys(found))


def lowered(text: str) -> str:
    """The text in small letters, as long as it was: a few letters grow when lowered, and places would drift."""
    line = text.lower()
    if len(line) != len(text):
        line = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return line


def read(text: str) -> Reading:
    """The words of a text and every field found in it."""
    known = lexicon()
    line = lowered(text)
    reading = Reading([], [], [])
    sentence = 0
    for token in _TOKEN.finditer(line):
        word = token[0]
        if word[0] in ".?!":
            sentence += 1
            continue
        reading.words.append(word.replace("'", "").replace("`", ""))
        reading.places.append(token.span())
        reading.sentences.append(sentence)
    spans = reading.spans
    for at, word in enumerate(reading.words):
        for name in _names(word):
            spans.setdefault(name, {})[at] = at + 1
        for name in _number_names(reading.words, at, known):
            spans.setdefault(name, {})[at] = at + 1
    present = set(spans)
    for phrase in known.phrases:
        if phrase.needs <= present and _add(phrase, reading):
            present.add(phrase.name)
    return reading


def _number_names(words: list[str], at: int, known: _Lexicon) -> Iterator[str]:
    """What a number may be: a fever, a low sugar, an age in weeks, a count of tablets."""
    word = words[at]
    value = float(word.replace(",", ".")) if word[0].isdigit() else known.numbers.get(word)
    if value is None:
        return
    after = words[at + 1] if at + 1 < len(words) else ""
    yield "<number>"
    if after in known.units:
        if value >= 5 and after.startswith("min"):
            yield "<long_minutes>"
    elif 8 <= value <= 1000:
        yield "<count>"
    if (38 <= value <= 42.5 or 100.4 <= value <= 107) and (after not in known.units or after in {"degrees", "c", "f"}):
        yield "<degrees>"
    if 12 <= value <= 42 and after in {"weeks", "week", "wks", "wk", "w"} and _is_age(words, at + 2):
        yield "<late_weeks>"
    if 20 <= value <= 60 and value == int(value) and (after not in known.units or after == "mg"):
        yield "<low_mg>"
    if 50 <= value <= 91 and after not in known.units:
        yield "<sats>"
    if value <= 3.5 and "." in word:
        yield "<low_reading>"
    if value <= 12 and value == int(value):
        yield "<upto12>"
    if value <= 3 and value == int(value):
        yield "<upto3>"


def _is_age(words: list[str], after: int) -> bool:
    """Whether weeks count a pregnancy, not the time since something or its length."""
    return after >= len(words) or words[after] not in {
        "ago",
        "later",
        "old",
        "post",
        "after",
        "of",
        "course",
        "on",
        "back",
    }


def _add(phrase: _Phrase, reading: Reading) -> bool:
    """Add the places of a phrase to its field; whether there are any."""
    found = reading.spans.get(phrase.name, {})
    for start, end in list(reading.spans[phrase.atoms[0]].items()):
        if (last := _followed(phrase, 1, end, reading)) and found.get(start, 0) < last:
            found[start] = last
    if found:
        reading.spans[phrase.name] = found
    return bool(found)


def _followed(phrase: _Phrase, index: int, end: int, reading: Reading) -> int:
    """Where the phrase ends when its atoms from `index` follow on `end` within one sentence, or 0."""
    if index == len(phrase.atoms):
        return end
    places = reading.spans[phrase.atoms[index]]
    for start in range(end, min(end + phrase.gaps[index] + 1, len(reading.words))):
        if reading.sentences[start] != reading.sentences[end - 1]:
            return 0
        if start in places and (last := _followed(phrase, index + 1, places[start], reading)):
            return last
    return 0


def found(kind: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """The first place of every sign of a kind, as words from and to."""
    present = reading.spans.keys()
    for sign in lexicon().signs.get(kind, ()):
        if sign.needs <= present and (span := _together(sign, reading)) is not None:
            yield span


def _together(sign: Sign, reading: Reading) -> tuple[int, int] | None:
    """Where the fields of a sign stand close to each other, none of them denied or taken back."""
    spans = reading.spans
    base, *others = sorted(sign.fields, key=lambda name: len(spans[name]))
    for start, end in spans[base].items():
        if is_denied(start, reading):
            continue
        chosen = [(start, end)]
        for name in others:
            near = _nearest(spans[name], chosen, reading)
            if near is None:
                break
            chosen.append(near)
        if len(chosen) < len(sign.fields):
            continue
        low, high = min(one[0] for one in chosen), max(one[1] for one in chosen)
        if any(low - WINDOW <= at < high + WINDOW for name in sign.unless for at in spans.get(name, ())):
            continue
        return low, high
    return None


def _nearest(places: dict[int, int], chosen: list[tuple[int, int]], reading: Reading) -> tuple[int, int] | None:
    """The place nearest to the first chosen one that overlaps none of them and is not denied."""
    middle = chosen[0][0]
    for step in range(1, WINDOW + 1):
        for start in (middle + step, middle - step):
            if start in places:
                end = places[start]
                if all(end <= low or start >= high for low, high in chosen) and not is_denied(start, reading):
                    return start, end
    return None


def is_denied(start: int, reading: Reading) -> bool:
    """Whether "no", "without any", "denies a, b or" stand before a word in its sentence."""
    known = lexicon()
    words, sentence = reading.words, reading.sentences[start]
    at = start - 1
    while at >= 0 and start - at < 5 and reading.sentences[at] == sentence:
        if words[at] in known.negators:
            return True
        if words[at] not in known.fillers:
            break
        at -= 1
    return any(
        words[at] in known.deniers and reading.sentences[at] == sentence for at in range(max(0, start - 12), start)
    )

"""
True sentences spoiled in one way at a time, to see whether a check of support notices.

Sentences are those that people wrote as ideal answers (BioASQ 7b to 11b), the evidence is the snippets that people
chose for the same question. Each of twelve kinds changes one thing by the rule in its function's docstring, with word
lists of its own (corruptions.yaml); nothing of the check under test is imported. Chance is seeded by the sentence.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import yaml

from curbside.language.sentences import split

LISTS = yaml.safe_load((Path(__file__).with_name("corruptions.yaml")).read_text("utf-8"))
NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d+)?(?![\w/]|[.,]\d|-[A-Za-z])")
ENTITY = re.compile(r"(?<![\w-])(?:[A-Z][A-Za-z]*\d[\w-]*|[A-Z]{2,7}\d{0,3}[a-z]?|[a-z]+-?[A-Z]{2,}\w*)(?![\w-])")
PLAIN = re.compile(r"[a-z]{3,}|\d+")
AS_IS = frozenset({"DNA", "RNA", "US", "USA", "UK", "FDA", "OR", "HR", "CI", "RR", "II", "III", "IV", "NOT", "AND"})


class Snippet(TypedDict):
    """A stretch of an abstract that people chose, and the abstract's PMID."""

    text: str
    pmid: str


class Row(TypedDict, total=False):
    """A question of the dev file, as far as it is read here."""

    id: str
    ideal_answer: list[str]
    exact_answer: str | list[str | list[str]] | None
    snippets: list[Snippet]


@dataclass(frozen=True)
class Truth:
    """A sentence that a person wrote, its evidence, and the question it answers."""

    id: str
    text: str
    evidence: str
    half: int


@dataclass(frozen=True)
class Pool:
    """What other questions lend: their evidence, the names in it, and how alike two pieces of evidence are."""

    evidence: dict[str, str]
    related: dict[str, str]
    documents: dict[str, frozenset[str]]
    names: list[str]
    drugs: list[str]
    answers: dict[str, list[str]] = field(default_factory=dict)


def rows(file: Path) -> list[Row]:
    """The questions of the dev file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def half_of(identifier: str) -> int:
    """0 for the half on which anything may be tuned, 1 for the half that is reported."""
    return int(hashlib.md5(identifier.encode()).hexdigest(), 16) % 2


def truths(data: list[Row]) -> list[Truth]:
    """The sentences of at least five words of each first ideal answer."""
    found = []
    for row in data:
        evidence = evidence_of(row)
        answer = row["ideal_answer"][0].strip()
        for number, (start, end) in enumerate(split(answer)):
            sentence = answer[start:end].strip()
            if len(sentence.split()) >= 5 and evidence:
                found.append(Truth(f"{row['id']}.{number}", sentence, evidence, half_of(row["id"])))
    return found


def evidence_of(row: Row) -> str:
    """The snippets of a question, each once, one a line."""
    texts = (snippet["text"].strip() for snippet in row["snippets"])
    return "\n".join(dict.fromkeys(texts))


def pool(data: list[Row]) -> Pool:
    """What the questions of one half lend to each other."""
    evidence = {row["id"]: evidence_of(row) for row in data if evidence_of(row)}
    documents = {row["id"]: frozenset(s["pmid"] for s in row["snippets"]) for row in data}
    answers = {row["id"]: _exact(row) for row in data}
    text = "\n".join(evidence.values())
    names = sorted({m.group() for m in ENTITY.finditer(text)} - AS_IS)
    drugs = sorted({word for word in re.findall(r"[a-z]{6,}", text) if is_drug(word)})
    return Pool(evidence, _related(evidence, documents), documents, names, drugs, answers)


def _exact(row: Row) -> list[str]:
    """The short answers of a factoid or list question."""
    given = row.get("exact_answer")
    flat = (
        [given]
        if isinstance(given, str)
        else [one for some in given or [] for one in ([some] if isinstance(some, str) else some)]
    )
    return [one for one in flat if one not in ("yes", "no") and 3 <= len(one) <= 40]


def _related(evidence: dict[str, str], documents: dict[str, frozenset[str]]) -> dict[str, str]:
    """For each question the other one with the nearest evidence (tf-idf cosine) that shares no document."""
    counts = {key: Counter(set(PLAIN.findall(text.lower()))) for key, text in evidence.items()}
    known = Counter(word for words in counts.values() for word in words)
    size = len(evidence)
    weights = {
        key: {w: math.log(size / known[w]) for w in words if known[w] > 1} for key, words in sorted(counts.items())
    }
    norms = {key: math.sqrt(sum(v * v for v in row.values())) or 1.0 for key, row in weights.items()}
    nearest = {}
    for key, row in weights.items():
        best, score = "", -1.0
        for other, theirs in weights.items():
            if other == key or documents[other] & documents[key]:
                continue
            small, large = (row, theirs) if len(row) < len(theirs) else (theirs, row)
            dot = sum(v * large[w] for w, v in small.items() if w in large)
            if (value := dot / norms[key] / norms[other]) > score:
                best, score = other, value
        nearest[key] = best
    return nearest


def is_drug(word: str) -> bool:
    """Whether a word ends as names of medicines do."""
    return len(word) > 6 and word.endswith(tuple(LISTS["drug_endings"]))


Spoiler = Callable[[Truth, Pool, random.Random], "tuple[str, str] | None"]


def number(truth: Truth, _: Pool, chance: random.Random) -> tuple[str, str] | None:
    """A number becomes one that stands nowhere in the evidence: other digits, or ten times or a tenth of it."""
    found = list(NUMBER.finditer(truth.text))
    if not found:
        return None
    match = chance.choice(found)
    old = match.group()
    for _try in range(20):
        if "." in old or "," in old:
            mark = "." if "." in old else ","
            whole, part = old.split(mark)
            new = f"{int(whole) + chance.randint(1, 9)}{mark}{part}"
        else:
            new = str(chance.choice([int(old) * 10, int(old) + chance.randint(1, 9), max(2, int(old) * 2 + 1)]))
        if not re.search(rf"(?<![\d.,]){re.escape(new)}(?!\d)", truth.evidence) and new != old:
            return truth.text[: match.start()] + new + truth.text[match.end() :], truth.evidence
    return None


def number_same(truth: Truth, _: Pool, chance: random.Random) -> tuple[str, str] | None:
    """A number becomes another number of the same evidence, one that the sentence does not hold; years for years only."""
    found = list(NUMBER.finditer(truth.text))
    mine = {m.group() for m in found}
    others = sorted({m.group() for m in NUMBER.finditer(truth.evidence)} - mine)
    if not found or not others:
        return None
    match = chance.choice(found)
    is_year = re.fullmatch(r"(?:19|20)\d\d", match.group()) is not None
    fitting = [n for n in others if (re.fullmatch(r"(?:19|20)\d\d", n) is not None) is is_year]
    if not fitting:
        return None
    return truth.text[: match.start()] + chance.choice(fitting) + truth.text[match.end() :], truth.evidence


def unit(truth: Truth, _: Pool, chance: random.Random) -> tuple[str, str] | None:
    """The unit after a number becomes another one of its kind."""
    names = "|".join(re.escape(name) for name in sorted(LISTS["units"], key=len, reverse=True))
    found = list(re.finditer(rf"(?<=\d)([ -]?)({names})(?!\w)", truth.text))
    if not found:
        return None
    match = chance.choice(found)
    new = chance.choice(LISTS["units"][match[2]])
    gap = "" if new[0] in " -" else match[1]
    return truth.text[: match.start()] + gap + new + truth.text[match.end() :], truth.evidence


def negation(truth: Truth, _: Pool, chance: random.Random) -> tuple[str, str] | None:
    """A "not" is taken out, or put after an auxiliary or into the verb."""
    if match := re.search(r"(?i)\b(?:do|does|did) not (?=\w)|(?<=\w) not\b(?! only)|\bno (?=\w)", truth.text):
        return truth.text[: match.start()] + truth.text[match.end() :], truth.evidence
    verbs: dict[str, str] = LISTS["negation_verbs"]
    found = list(re.finditer(rf"\b(?:{'|'.join(LISTS['auxiliaries'])})\b|\b(?:{'|'.join(verbs)})\b", truth.text))
    if not found:
        return None
    match = found[0] if chance.random() < 0.7 else chance.choice(found)
    word = match.group()
    return truth.text[: match.start()] + verbs.get(word, f"{word} not") + truth.text[match.end() :], truth.evidence


def direction(truth: Truth, _: Pool, chance: random.Random) -> tuple[str, str] | None:
    """A word of change becomes its opposite."""
    pairs = {a: b for pair in LISTS["directions"] for a, b in (pair, pair[::-1])}
    pairs |= dict(LISTS["directions"])
    return _swapped(truth, pairs, chance)


def population_added(truth: Truth, _: Pool, chance: random.Random) -> tuple[str, str] | None:
    """People or animals whom neither sentence nor evidence names are added at the end or after a first clause."""
    whole = (truth.text + truth.evidence).lower()
    fitting = [
        one
        for one in LISTS["populations"]["added"]
        if not any(
            w[:5] in whole
            for w in one.split()[1:]
            if len(w) > 3 and w not in ("people", "patients", "with", "women", "over")
        )
    ]
    if not fitting:
        return None
    added = chance.choice(fitting)
    body = truth.text.rstrip().rstrip(".")
    if ", " in body and chance.random() < 0.3:
        first, _comma, rest = body.partition(", ")
        return f"{first} {added}, {rest}.", truth.evidence
    return f"{body} {added}.", truth.evidence


def population_swapped(truth: Truth, _: Pool, chance: random.Random) -> tuple[str, str] | None:
    """The people or animals of a sentence become others."""
    pairs: dict[str, list[str]] = {}
    for old, new in LISTS["populations"]["swapped"]:
        pairs.setdefault(old, []).append(new)
    return _swapped(truth, {old: chance.choice(new) for old, new in pairs.items()}, chance)


def entity(truth: Truth, lent: Pool, chance: random.Random) -> tuple[str, str] | None:
    """A gene, protein, abbreviation, short answer or medicine becomes one that the evidence does not hold."""
    found = _entities(truth, lent)
    if not found:
        return None
    start, end = chance.choice(found)
    old = truth.text[start:end]
    others = lent.drugs if is_drug(old.lower()) else lent.names if ENTITY.fullmatch(old) else _all_answers(lent)
    low = truth.evidence.lower()
    for _try in range(30):
        new = chance.choice(others)
        if new.lower() not in low and new.lower() != old.lower():
            return truth.text[:start] + _capital(old, new) + truth.text[end:], truth.evidence
    return None


def entity_same(truth: Truth, lent: Pool, chance: random.Random) -> tuple[str, str] | None:
    """A name becomes another name of its kind from the same evidence, one that the sentence does not hold."""
    found = _entities(truth, lent)
    low = truth.text.lower()
    for start, end in chance.sample(found, len(found)):
        old = truth.text[start:end]
        if is_drug(old.lower()):
            others = sorted({w.lower() for w in re.findall(r"[A-Za-z]{7,}", truth.evidence) if is_drug(w.lower())})
        elif ENTITY.fullmatch(old):
            others = sorted({m.group() for m in ENTITY.finditer(truth.evidence)} - AS_IS)
        else:
            others = [a for a in lent.answers.get(truth.id.split(".")[0], []) if a.lower() in truth.evidence.lower()]
        others = [
            o for o in others if o.lower() not in low and o.lower()[:4] != old.lower()[:4] and not _spells(old, o)
        ]
        if others:
            return truth.text[:start] + _capital(old, chance.choice(others)) + truth.text[end:], truth.evidence
    return None


def _spells(one: str, other: str) -> bool:
    """Whether one name may be the short form of the other."""
    letters = re.sub(r"\W", "", one.lower()), re.sub(r"\W", "", other.lower())
    return letters[0] in letters[1] or letters[1] in letters[0] or letters[0][:1] == letters[1][:1]


def _capital(old: str, new: str) -> str:
    return new[0].upper() + new[1:] if old[:1].isupper() and old[1:2].islower() else new


def _all_answers(lent: Pool) -> list[str]:
    return sorted({one for some in lent.answers.values() for one in some})


def _entities(truth: Truth, lent: Pool) -> list[tuple[int, int]]:
    """Names in a sentence that also stand in its evidence, so that only the change is untrue."""
    low = truth.evidence.lower()
    spans = [m.span() for m in ENTITY.finditer(truth.text) if m.group() not in AS_IS]
    spans += [m.span() for m in re.finditer(r"[A-Za-z]{7,}", truth.text) if is_drug(m.group().lower())]
    for answer in lent.answers.get(truth.id.split(".")[0], []):
        spans += [m.span() for m in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", truth.text, re.IGNORECASE)]
    return sorted({span for span in spans if truth.text[slice(*span)].lower() in low})


def overclaim(truth: Truth, _: Pool, chance: random.Random) -> tuple[str, str] | None:
    """A hedge becomes certainty, a "definitely" is put in, or a claim of cure, safety or first choice is added."""
    lists = LISTS["overclaims"]
    if made := _swapped(truth, dict(lists["replaced"]), chance):
        return made
    verb = re.search(
        r"\b(?:is|are|was|were|causes|increases|reduces|leads|plays|improves|inhibits|results)\b", truth.text
    )
    if verb and chance.random() < 0.5:
        adverb = chance.choice(lists["before_verb"])
        at = verb.end() if verb.group() in ("is", "are", "was", "were") else verb.start()
        new = f" {adverb}" if at == verb.end() else f"{adverb} "
        return truth.text[:at] + new + truth.text[at:], truth.evidence
    return truth.text.rstrip().rstrip(".") + chance.choice(lists["ended"]) + ".", truth.evidence


def wrong_random(truth: Truth, lent: Pool, chance: random.Random) -> tuple[str, str] | None:
    """The evidence is that of another question, drawn at random, with no document in common."""
    key = truth.id.split(".")[0]
    for _try in range(20):
        other = chance.choice(sorted(lent.evidence))
        if other != key and not lent.documents[other] & lent.documents[key]:
            return truth.text, lent.evidence[other]
    return None


def wrong_related(truth: Truth, lent: Pool, chance: random.Random) -> tuple[str, str] | None:
    """The evidence is that of the question whose evidence is most alike, with no document in common."""
    return truth.text, lent.evidence[lent.related[truth.id.split(".")[0]]]


def _swapped(truth: Truth, pairs: dict[str, str], chance: random.Random) -> tuple[str, str] | None:
    """One word of a table, drawn at random from those in the sentence, becomes its partner."""
    table = "|".join(re.escape(word) for word in sorted(pairs, key=len, reverse=True))
    found = list(re.finditer(rf"\b(?:{table})\b", truth.text))
    if not found:
        return None
    match = chance.choice(found)
    return truth.text[: match.start()] + pairs[match.group()] + truth.text[match.end() :], truth.evidence


KINDS: dict[str, Spoiler] = {
    "number": number,
    "number, same passage": number_same,
    "unit": unit,
    "negation": negation,
    "direction": direction,
    "population added": population_added,
    "population swapped": population_swapped,
    "entity": entity,
    "entity, same passage": entity_same,
    "overclaim": overclaim,
    "wrong passage, random": wrong_random,
    "wrong passage, related": wrong_related,
}


def spoiled(kind: str, sentences: list[Truth], lent: Pool, limit: int = 600) -> Iterator[tuple[Truth, str, str]]:
    """Up to `limit` sentences spoiled in one way: the true one, the spoiled claim, and its evidence."""
    made = 0
    for truth in sentences:
        chance = random.Random(f"{kind} {truth.id}")
        outcome = KINDS[kind](truth, lent, chance)
        if outcome and (outcome[0] != truth.text or kind.startswith("wrong")):
            yield truth, *outcome
            made += 1
            if made == limit:
                return

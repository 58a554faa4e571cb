"""
Check a finished answer against the library, offline: every quote byte for byte, every number against its list.

Nothing is trusted but the library: the answer comes in as JSON, from a file, another program or another machine.
A quote from a version that is no longer current still verifies, and the finding says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from curbside.claims.anew import bearing, said_anew, said_by_model
from curbside.claims.borne import borne
from curbside.claims.claim import BY_PERSON, BY_RULES, OF_SOURCE, Verdict
from curbside.claims.rows import is_row
from curbside.errors import CurbsideError
from curbside.library.library import Library
from curbside.sources.source import sha256

from .digest import digest


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found; `notes` do not make an answer fail."""

    quotes: int
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every check passed."""
        return not self.problems


def verify(answer: dict[str, Any], library: Library) -> Verification:
    """Check digest, quotes, claims, citations and bottom line of an Answer JSON."""
    problems: list[str] = []
    notes: list[str] = []
    quotes = 0
    try:
        if answer.get("digest") != digest(answer):
            problems.append("The digest does not match: the answer was changed after it was made.")
        numbers = {reference["number"]: reference for reference in answer["references"]}
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            problems.append("References are not numbered from 1 without gaps.")
        listed = (section["claims"] + section.get("more", []) for section in answer["sections"])
        claims = {claim["id"]: claim for row in listed for claim in row}
        for claim in claims.values():
            quotes += len(claim["quotes"])
            problems += _claim_problems(claim, numbers)
            for quote in claim["quotes"]:
                problem, note = _quote_problem(quote, library)
                problems += [problem] if problem else []
                notes += [note] if note else []
        problems += _bottom_line_problems(answer["bottom_line"], claims, numbers)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CurbsideError(
            f"This is no Curbside answer ({error!r}); give a file written by: curbside ask --json"
        ) from error
    return Verification(quotes, tuple(problems), tuple(dict.fromkeys(notes)))


def _claim_problems(claim: dict[str, Any], numbers: dict[int, dict[str, Any]]) -> list[str]:
    found = []
    if not claim["quotes"]:
        found.append(f"Claim {claim['id']} has no quote.")
    if not claim["citations"] or any(number not in numbers for number in claim["citations"]):
        found.append(f"Claim {claim['id']} cites a number that is not in the references.")
    else:
        cited = {numbers[number]["source"] for number in claim["citations"]}
        quoted = {quote["source"] for quote in claim["quotes"]}
        if cited != quoted:
            found.append(f"Claim {claim['id']} cites other sources than it quotes.")
    titles = " ".join(dict.fromkeys(numbers[number]["title"] for number in claim["citations"] if number in numbers))
    words_quoted = [quote["text"] for quote in claim["quotes"]]
    is_anew = claim["wording"]["by"] not in (OF_SOURCE, BY_RULES)
    if is_row(words_quoted) and len({quote["passage"] for quote in claim["quotes"]}) > 1:
        found.append(f"Claim {claim['id']} puts rows and heads of different tables together.")
    for words in dict.fromkeys((claim["text"], claim["wording"]["text"])):
        is_written = is_anew and words == claim["wording"]["text"]
        if is_written:
            written = said_anew if claim["wording"]["by"] == BY_PERSON else said_by_model
            outcome = written(words, words_quoted, _titles(claim["quotes"], numbers))
        else:
            outcome = borne(words, words_quoted, titles)
        if outcome.verdict is not Verdict.SUPPORTED:
            found.append(f"Claim {claim['id']} is not supported by its quotes: {'; '.join(outcome.reasons)}.")
    return found


def _quote_problem(quote: dict[str, Any], library: Library) -> tuple[str, str]:
    name = f"{quote['source']} {quote['start']}-{quote['end']}"
    known = library.resolve(quote["source"])
    if known is None:
        return f"Quote {name}: the library holds no such source.", ""
    try:
        text = library.text(known, quote["version"])
    except CurbsideError as error:
        return f"Quote {name}: {error}", ""
    if not 0 <= quote["start"] < quote["end"] <= len(text):
        return f"Quote {name}: the span lies outside the stored text.", ""
    if text[quote["start"] : quote["end"]] != quote["text"]:
        return f"Quote {name}: the words at that span differ.", ""
    if sha256(quote["text"]) != quote["sha256"]:
        return f"Quote {name}: the SHA-256 does not match its words.", ""
    record = library.record(known)
    if record.version != quote["version"]:
        return "", f"{quote['source']}: quoted from a version that is no longer current."
    if record.status.value != "current":
        return "", f"{quote['source']}: now marked {record.status.value}."
    return "", ""


def _titles(quotes: list[dict[str, Any]], numbers: dict[int, dict[str, Any]]) -> list[str]:
    """The title of each quote's source, as the references give it."""
    titles = {reference["source"]: reference["title"] for reference in numbers.values()}
    return [titles.get(quote["source"], "") for quote in quotes]


def _bottom_line_problems(
    line: dict[str, Any] | None, claims: dict[str, dict[str, Any]], numbers: dict[int, dict[str, Any]]
) -> list[str]:
    if line is None:
        return []
    found = []
    restated = line.get("restated", [])
    for claim in line["claims"]:
        if claim not in claims:
            found.append(f"The bottom line rests on claim {claim}, which the answer does not hold.")
        elif not restated and claims[claim]["wording"]["text"] not in line["text"]:
            found.append(f"The bottom line does not carry the words of claim {claim}.")
    for sentence in restated:
        own = [claims[claim] for claim in sentence["claims"] if claim in claims]
        if not own or len(own) != len(sentence["claims"]) or not {*sentence["claims"]} <= {*line["claims"]}:
            found.append("A sentence of the bottom line restates a claim that the answer does not hold.")
        elif sentence["text"] not in line["text"]:
            found.append("The bottom line does not carry a sentence that it is said to be made of.")
        else:
            told = [([q["text"] for q in one["quotes"]], _titles(one["quotes"], numbers)) for one in own]
            if len(bearing(sentence["text"], told)) < len(own):
                found.append("A sentence of the bottom line is not supported by the claims that it restates.")
    return found

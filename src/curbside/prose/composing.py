"""
What a writer composed, held against what it was given: sentence by sentence, as they come.

A sentence rests on a passage that was offered, and on words that stand there and may be said; else it is dropped. Its own
words have to pass the gate against exactly those words; else the quote speaks for itself. A bottom line only restates
statements that stand. Whatever the writer left out that protects a reader stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from curbside.answers.answer import Answer, BottomLine, Restated, Section
from curbside.answers.bottom_line import bottom_line
from curbside.answers.references import number
from curbside.claims.anew import checked_words, restating
from curbside.claims.carrying import PageSpan
from curbside.claims.claim import Check, Claim, Verdict, Wording
from curbside.claims.picked import Offered, picked
from curbside.claims.quote import Quoted
from curbside.language.cues import hedged
from curbside.language.planted import is_planted
from curbside.language.readability import grade

from .otherwise import Words, said_otherwise
from .rules import rules

#: Longest sentence that is taken, in characters, and how many statements and sentences of a bottom line; more
#: sentences than the last are not even looked at, since each look takes time.
LONGEST, MOST, MOST_LEADING, MOST_LOOKS = 600, 16, 2, 6
#: Kinds asked for, the most important first, of which a statement may lead.
MOST_ASKED = 2
#: What no sentence of an answer holds: tags, addresses, marks of a program, signs that nobody sees.
_FOREIGN = re.compile(
    r"</?[a-z!][^>]{0,200}>|\b(?:https?|javascript|data):|www\.|[`{}\\|]|\*\*|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]",
    re.IGNORECASE,
)
_PLAIN_SIGNS = frozenset(map(chr, range(32, 127))) | frozenset("–—‘’“”…")
#: Where a sentence names what it was given: "p1", "passage 2", "statement 3".
_NAMES_PASSAGE = re.compile(r"\b(?:p\d{1,2}|passages? \d+|statements? \d+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Composed:
    """What stands of what a writer composed."""

    claims: tuple[Claim, ...]  # chosen, in its order
    words: Words  # by id of the claim: wordings that passed
    lead: tuple[Restated, ...]  # sentences of a bottom line that passed
    leading: tuple[str, ...]  # ids of the claims that its bottom line is about, whether its sentences passed or not
    quoted: int  # statements that gave way to their quote
    dropped: int  # sentences without a quote that may be said
    exact: int = 0  # statements that it gave in the words of their quote


def composed(
    replies: Iterable[Mapping[str, Any]],
    passages: Sequence[Offered],
    own: Sequence[Claim],
    by: str,
    page_span: PageSpan | None = None,
) -> Generator[Claim, None, Composed]:
    """Each statement as soon as it stands, worded where its words passed; in the end what stands of the whole."""
    by_name = {one.name: one for one in passages}
    by_span = {(q.source, q.version, q.start, q.end): claim for claim in reversed(own) for q in claim.quotes}
    told: list[Claim | None] = []  # by the writer's number; None where a sentence was dropped
    words: dict[str, tuple[Wording, Check]] = {}
    lead: list[Restated] = []
    leading: list[str] = []
    quoted = dropped = exact = looks = 0
    for reply in replies:
        text = sentence(reply.get("text"))
        if "statements" in reply:
            looks += 1
            if looks > MOST_LOOKS:
                continue
            about = _about(reply["statements"], told)
            leading += [claim.id for claim in about]
            if restated := _restated(text, about):
                lead.append(restated)
            continue
        passage = by_name.get(str(reply.get("passage")))
        claim = picked(str(reply.get("quote", ""))[:4000], passage, page_span) if passage else None
        if claim is None or len(told) >= MOST:
            dropped += 1
            told.append(None)
            continue
        if len(claim.quotes) == 1:
            first = claim.quotes[0]
            claim = by_span.get((first.source, first.version, first.start, first.end), claim)
        is_again = any(one is not None and one.id == claim.id for one in told)
        told.append(claim)
        if is_again:
            continue  # of two sentences on the same words the first stands
        if text == claim.text:
            exact += 1
            yield claim
        elif made := worded(claim, text, by):
            words[claim.id] = made
            yield replace(claim, wording=made[0], check=made[1])
        else:
            quoted += 1
            yield claim
    claims = tuple({claim.id: claim for claim in told if claim is not None}.values())
    return Composed(claims, words, tuple(lead[:MOST_LEADING]), tuple(dict.fromkeys(leading)), quoted, dropped, exact)


def worded(claim: Claim, text: str, by: str) -> tuple[Wording, Check] | None:
    """A statement in a writer's words, None where its quotes do not bear them."""
    if not text or not _in_signs_of(text, (claim,)):
        return None
    check = checked_words(claim, text, by_model=True)
    return (Wording(text, by, grade(text)), check) if check.verdict is Verdict.SUPPORTED else None


def sentence(given: object) -> str:
    """A sentence as it may be shown, "" where it is none."""
    if not isinstance(given, str) or len(given) > LONGEST:
        return ""
    line = " ".join(given.split())
    if _FOREIGN.search(line) or _NAMES_PASSAGE.search(line) or is_planted(line):
        return ""
    return line


def _in_signs_of(text: str, claims: Sequence[Claim]) -> bool:
    """Whether a sentence is written in plain signs and those of its quotes: none that only looks like a letter or a figure."""
    return {*text} <= _PLAIN_SIGNS.union(*(quote.text for claim in claims for quote in claim.quotes))


def _about(numbers: object, told: Sequence[Claim | None]) -> tuple[Claim, ...]:
    """The statements that a sentence of a bottom line names by their numbers, none where one of them does not stand."""
    if not isinstance(numbers, list):
        return ()
    if not all(isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= len(told) for n in numbers):
        return ()
    chosen = [told[n - 1] for n in dict.fromkeys(numbers)]
    claims = {claim.id: claim for claim in chosen if claim is not None}
    return tuple(claims.values()) if all(claim is not None for claim in chosen) else ()


def _restated(text: str, about: Sequence[Claim]) -> Restated | None:
    """A sentence of a bottom line over statements that stand, None where they do not bear it."""
    bear = restating(about, text) if text and _in_signs_of(text, about) else ()
    return Restated(text, tuple(claim.id for claim in bear)) if bear else None


def with_chosen(quoted: Quoted, made: Composed) -> Quoted:
    """What may be said, with what a writer chose in front, in its order."""
    top = max((claim.score for claim in quoted.claims), default=0.0)
    count = len(made.claims)
    chosen = tuple(replace(claim, score=top + count - place) for place, claim in enumerate(made.claims))
    names = {claim.id for claim in chosen}
    spans = {(q.source, q.start, q.end) for claim in chosen for q in claim.quotes}
    others = tuple(
        claim
        for claim in quoted.claims
        if claim.id not in names and not all((q.source, q.start, q.end) in spans for q in claim.quotes)
    )
    # Said together with its neighbour, what answers alone still answers.
    answers = {
        (q.source, q.start, q.end) for claim in quoted.claims if claim.id in quoted.answering for q in claim.quotes
    }
    answering = quoted.answering | {
        claim.id for claim in chosen if any((q.source, q.start, q.end) in answers for q in claim.quotes)
    }
    return replace(quoted, claims=(*chosen, *others), answering=answering)


def in_writers_words(answer: Answer, made: Composed) -> Answer:
    """An answer with what a writer chose in its words and in front, and its bottom line where that stands."""
    chosen = {claim.id for claim in made.claims}
    sections = tuple(_fronted(section, chosen, answer.bottom_line) for section in answer.sections)
    shown = {claim.id for section in sections for claim in (*section.claims, *section.more)}
    words = {name: one for name, one in made.words.items() if name in shown}
    dressed = said_otherwise(replace(answer, sections=sections), words)
    return _with_line(dressed, made)


def _fronted(section: Section, chosen: set[str], line: BottomLine | None) -> Section:
    """A section with what was chosen in front and the rest behind a click, unless it protects, leads or is in doubt."""
    if section.kind in rules()["always_shown"] or not any(claim.id in chosen for claim in section.claims):
        return section
    front = chosen | {*(line.claims if line else ())}
    stays = [claim for claim in section.claims if claim.id in front or hedged(claim.text)]
    return replace(
        section,
        claims=tuple(stays),
        more=(*(claim for claim in section.claims if claim not in stays), *section.more),
    )


def _with_line(answer: Answer, made: Composed) -> Answer:
    """
    The answer with the writer's bottom line, where it rests on a statement that by the rules answers what was asked.

    Where its sentences did not pass, the first such statement that they are about leads instead. What was judged is said
    in fixed words, and no writer's line takes their place.
    """
    line = answer.bottom_line
    if line is None or line.verdict or line.closing:
        return answer
    shown = {claim.id: claim for section in answer.sections for claim in section.claims}
    asked = {*answer.plan.facets[:MOST_ASKED]}
    answers = {name for name, claim in shown.items() if name in answer.answering or claim.kind in asked}
    names = tuple(dict.fromkeys(name for one in made.lead for name in one.claims))
    restated = made.lead if {*names} <= {*shown} and answers & {*names} else ()
    if not restated:
        names = tuple(name for name in made.leading if name in answers)[:1]
    if not names:
        return answer
    said = [shown[name] for name in names]
    rest = [claim for section in answer.sections for claim in (*section.claims, *section.more)]
    references = number([*said, *rest])
    led = bottom_line(answer.plan, said, references, None)
    if led and restated:
        sentences = tuple(replace(one, text=_ended(one.text)) for one in restated)
        led = replace(
            led, text=" ".join(filter(None, (led.opening, *(one.text for one in sentences)))), restated=sentences
        )
    return replace(answer, bottom_line=led, references=references)


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in ".?!" else f"{sentence}."

"""
Pieces: passages as they are searched and quoted, settled once for every format.

A reader gives a passage for each section or answer as its file has them. Here long ones are divided at paragraphs and
sentences, lists keep the words that introduce them, boilerplate is set apart, and damage is marked. Nothing is
rewritten: a piece is a span of the same text, and most passages come out as they went in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from curbside.language.sentences import split

from . import boilerplate, damage, listings
from .source import Damage, Passage, Role, Source, TextQuality

LONGEST = 1_200
WISHED = 1_000
SHORTEST = 600
#: A "sentence" longer than this is rows of a table or a list that lost its marks; it is cut, and not quoted as prose.
LONGEST_SENTENCE = 2_400

LONGEST_HEADING = 80
WINDOW = 240

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_WIDE_GAP = re.compile(r"    [ \t]*")
_WIDE_GAP_WITH_TABS = re.compile(r"[ \t]{4,}")


def settle(source: Source) -> Source:
    """The source with its passages divided, lists found, boilerplate set apart and damage marked."""
    text = source.text
    trusted = source.quality is TextQuality.GOOD
    glued = frozenset() if trusted else damage.glued_words(text)
    settled: list[Passage] = []
    changed = False
    for passage in source.passages:
        pieces = _divided(text, passage, trusted)
        if len(pieces) > 1 or pieces[0] is not passage:
            changed = True
        for piece in pieces:
            found = _damage(text, piece, trusted, glued)
            if found != piece.damage:
                piece = _changed(piece, damage=found)
                changed = True
            settled.append(piece)
    return replace(source, passages=tuple(settled)) if changed else source


def _changed(
    passage: Passage,
    *,
    position: str = "",
    start: int | None = None,
    end: int | None = None,
    role: Role | None = None,
    lead_in: tuple[int, int] | None = None,
    items: tuple[tuple[int, int], ...] | None = None,
    damage: tuple[Damage, ...] | None = None,
) -> Passage:
    """The passage with other values, its lead-in and items changed together; `replace` takes three times as long."""
    return Passage(
        position or passage.position,
        passage.start if start is None else start,
        passage.end if end is None else end,
        passage.path,
        role or passage.role,
        passage.audience,
        passage.question,
        passage.facet,
        passage.lead_in if items is None else lead_in,
        passage.items if items is None else items,
        passage.damage if damage is None else damage,
        passage.drawn_from,
    )


def _damage(text: str, piece: Passage, trusted: bool, glued: frozenset[str]) -> tuple[Damage, ...]:
    words = text[piece.start : piece.end]
    found = damage.marks(words, trusted=trusted, around=text)
    if glued and any(word in words for word in glued):
        found = (*found, Damage.GLUED_WORDS)
    if not found:
        return piece.damage
    return tuple(dict.fromkeys((*piece.damage, *found)))


@dataclass(frozen=True, slots=True)
class _Atom:
    """What is never divided: a sentence, a list item (the first with its lead-in), a row, a stretch of boilerplate."""

    start: int
    end: int
    role: Role | None = None  # None: as the passage
    group: int = -1  # which list it belongs to
    item: tuple[int, int] | None = None
    opens_paragraph: bool = False
    heads: bool = False  # a heading within the text: goes with what follows it


def _divided(text: str, passage: Passage, trusted: bool) -> list[Passage]:
    """The pieces of one passage; the passage itself when there is nothing to divide."""
    if passage.role is Role.TITLE or passage.role is Role.RESOURCE:
        return [passage]
    if passage.path and boilerplate.is_resource_heading(passage.path[-1]):
        return [_changed(passage, role=Role.RESOURCE)]
    words = text[passage.start : passage.end]
    found = () if passage.items else listings.find(words)
    holds = boilerplate.may_hold(words)
    if not holds and not found:
        if len(words) <= LONGEST:
            return [passage]
        if not passage.items and (halved := _halved(passage, words)):
            return halved
    sentences = split(words)
    resources = boilerplate.spans(words, sentences) if holds else []
    if len(words) <= LONGEST and not resources and len(found) < 2:
        if not found:
            return [passage]
        if found[0].repeated is None:
            return [_with_list(passage, found[0])]
    if passage.items:
        found = (_given(passage),)
    leads = [listing.lead_in for listing in found]
    atoms = list(_atoms(words, sentences, found, resources))
    return _pieces(passage, words, atoms, leads)


def _halved(passage: Passage, words: str) -> list[Passage]:
    """Running text divided evenly by looking only near each border; nothing when no sentence ends near one."""
    count = -(-len(words) // WISHED)
    cuts = [0]
    for number in range(1, count):
        near = len(words) * number // count
        start = max(near - WINDOW, cuts[-1])
        window = words[start : near + WINDOW]
        borders = [
            start + after
            for (_, before), (after, _) in pairwise(split(window))
            if before > 60 and after > 0 and _is_balanced(words, start + after)
        ]
        if not borders:
            return []
        cuts.append(min(borders, key=lambda border: abs(border - near)))
    spans = [_trim(words, start, end) for start, end in pairwise([*cuts, len(words)])]
    if any(end - start > LONGEST for start, end in spans):
        return []
    base = passage.start
    return [
        _changed(passage, position=f"{passage.position}.{number}", start=start + base, end=end + base)
        for number, (start, end) in enumerate(spans, start=1)
    ]


def _is_balanced(words: str, border: int) -> bool:
    """Whether no bracket that opened shortly before a border is still open there."""
    before = words[max(border - 400, 0) : border]
    return before.count("(") <= before.count(")") and before.count("[") <= before.count("]")


def _given(passage: Passage) -> listings.Found:
    """The list that the reader found, with spans within the passage."""
    lead = passage.lead_in
    return listings.Found(
        (lead[0] - passage.start, lead[1] - passage.start) if lead else None,
        tuple((start - passage.start, end - passage.start) for start, end in passage.items),
        None,
    )


def _with_list(passage: Passage, found: listings.Found) -> Passage:
    base = passage.start
    return _changed(
        passage,
        lead_in=(found.lead_in[0] + base, found.lead_in[1] + base) if found.lead_in else None,
        items=tuple((start + base, end + base) for start, end in found.items),
        role=Role.LIST_ITEM if passage.role is Role.BODY else passage.role,
    )


def _atoms(
    words: str, sentences: list[tuple[int, int]], found: tuple[listings.Found, ...], resources: list[tuple[int, int]]
) -> Iterator[_Atom]:
    """The atoms of a passage in order; what lies between sentences, such as list marks, goes with what follows."""
    fixed: list[_Atom] = [_Atom(start, end, Role.RESOURCE) for start, end in resources]
    fixed += [_Atom(start, end, Role.TABLE_ROW) for start, end in boilerplate.tables(words)]
    for number, listing in enumerate(found):
        if any(atom.start <= listing.start < atom.end for atom in fixed):
            continue
        for place, (start, end) in enumerate(listing.items):
            begin = listing.start if place == 0 else start
            if any(atom.start < end and begin < atom.end for atom in fixed):
                continue
            fixed.append(_Atom(begin, end, None, number, (start, end)))
        if listing.repeated:
            fixed.append(_Atom(*listing.repeated, Role.RESOURCE))
    fixed = _apart(fixed)
    wide = _WIDE_GAP_WITH_TABS if "\t" in words else _WIDE_GAP
    breaks = {gap.end() for pattern in (_BLANK_LINE, wide) for gap in pattern.finditer(words)}
    at = 0
    done = 0
    for start, end in [*sentences, (len(words), len(words))]:
        # A sentence gives way to the fixed atoms that it touches; what is left of it stands alone.
        start = max(start, done)
        while at < len(fixed) and fixed[at].start < end:
            atom = fixed[at]
            if start < atom.start:
                yield from _prose(words, start, atom.start, breaks)
            yield atom
            start = done = max(done, atom.end)
            at += 1
        if start < end:
            yield from _prose(words, start, end, breaks)
    yield from fixed[at:]


def _apart(atoms: list[_Atom]) -> list[_Atom]:
    """Atoms in order, without those that begin inside another."""
    kept: list[_Atom] = []
    for atom in sorted(atoms, key=lambda atom: (atom.start, -atom.end)):
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept


def _prose(words: str, start: int, end: int, breaks: set[int]) -> Iterator[_Atom]:
    start, end = _trim(words, start, end)
    if end <= start or not (words[start].isalnum() or any(mark.isalnum() for mark in words[start:end])):
        return
    opens = start in breaks
    if end - start <= LONGEST_SENTENCE:
        heads = end - start < LONGEST_HEADING and words[end - 1].isalnum() and words[start].isupper()
        yield _Atom(start, end, opens_paragraph=opens, heads=heads)
        return
    while end - start > LONGEST:
        cut = words.rfind(" ", start + SHORTEST, start + WISHED)
        cut = cut if cut > 0 else start + WISHED
        yield _Atom(start, cut, Role.TABLE_ROW, opens_paragraph=opens)
        start, opens = cut + (words[cut] == " "), False
    yield _Atom(start, end, Role.TABLE_ROW)


def _trim(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return start, end


def _pieces(passage: Passage, words: str, atoms: list[_Atom], leads: list[tuple[int, int] | None]) -> list[Passage]:
    """Atoms packed into pieces of even length, one list and one role a piece."""
    runs: list[list[_Atom]] = []
    total = sum(atom.end - atom.start for atom in atoms if atom.role is None)
    wished = total / max(1, -(-total // WISHED))
    for atom in atoms:
        if runs and _joins(runs[-1], atom, wished):
            runs[-1].append(atom)
        else:
            runs.append([atom])
    if not runs:
        return [passage]
    if len(runs) == 1 and not runs[0][0].item and runs[0][0].role is None:
        return [passage]
    return [
        _piece(passage, run, leads, f"{passage.position}.{n}" if len(runs) > 1 else passage.position)
        for n, run in enumerate(runs, 1)
    ]


def _joins(run: list[_Atom], atom: _Atom, wished: float) -> bool:
    """Whether an atom goes on with the piece before it."""
    last = run[-1]
    if atom.role is not last.role:
        return False
    length = last.end - run[0].start
    if last.heads and atom.group < 0 and length < SHORTEST:
        return True
    if atom.heads and length >= SHORTEST // 2:
        return False
    if atom.end - run[0].start > LONGEST:
        return False
    if atom.role is Role.RESOURCE:
        return True
    listed = next((one.group for one in run if one.group >= 0), -1)
    if atom.group >= 0 and listed >= 0 and atom.group != listed:
        return False
    if atom.group >= 0 and atom.group == last.group:
        return True
    if length >= wished:
        return False
    return not (atom.opens_paragraph and length >= SHORTEST)


def _piece(passage: Passage, run: list[_Atom], leads: list[tuple[int, int] | None], position: str) -> Passage:
    base = passage.start
    items = tuple((atom.item[0] + base, atom.item[1] + base) for atom in run if atom.item)
    lead = next((leads[atom.group] for atom in run if atom.group >= 0), None)
    role = run[0].role or passage.role
    if items and role is Role.BODY:
        role = Role.LIST_ITEM
    elif not items and role is Role.LIST_ITEM:
        role = Role.BODY
    return _changed(
        passage,
        position=position,
        start=run[0].start + base,
        end=run[-1].end + base,
        role=role,
        items=items,
        lead_in=(lead[0] + base, lead[1] + base) if lead and items else None,
    )

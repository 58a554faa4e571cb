"""
What is read from a sentence that reports an effect, as named numbers for a linear model.

Three stretches are read alike: the clause that names the outcome ("f"), the whole span ("w"), and the outline of the
clause ("s": INT, CMP, UP, THAN, NOT in their order). The change word that stands nearest the outcome is the main one;
whose change it is decides the sign. Names of sides are masked, so that no drug is learnt by name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from curbside.language.patterns import lazily

from .sides import COMPARATOR, INTERVENTION, OUTCOME, Sides, sides
from .wording import (
    CHANGE,
    INTERVAL,
    IS_NUMBER,
    NO_DIFFERENCE,
    RATIO,
    SIGNIFICANT,
    better_when,
    number,
    p_values,
    words_of,
)

Features = dict[str, float]

_BOTH = lazily(
    r"\bboth (?:the )?(?:\w+ )?(?:groups?|arms?|treatments?|cohorts?|conditions?)\b"
    r"|\b(?:all|either|each|two|three) (?:the )?(?:\w+ )?(?:groups|arms|cohorts)\b"
)
_NOT_A_RESULT = frozenset("p n ci table fig figure sd se day week month at least ± < > = ≤ ≥".split())
_TIME = frozenset("week weeks month months years year".split())
_SIDE_BY = frozenset("in with for by among after following favor favour of".split())
_MASKS = {INTERVENTION: "INT", COMPARATOR: "CMP", OUTCOME: "OUT"}
_OUTLINE = {"between": "BETW", "among": "BETW", "and": "AND", "in": "IN", "with": "IN", "for": "IN"}
_OUTLINE |= dict.fromkeys(("no", "not", "neither", "nor", "without"), "NOT")
_OUTLINE |= dict.fromkeys(("significant", "significantly"), "SIG")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a text: its words, whose they are, where they start, and its characters."""

    name: str
    words: list[str]
    whose: list[str]
    starts: list[int]
    text: str

    def at(self, side: str) -> list[int]:
        return [i for i, one in enumerate(self.whose) if one == side]


def effect_features(text: str, intervention: str, comparator: str, outcome: str) -> tuple[Features, bool]:
    """The features of a span for one comparison, and whether both sides are named in it."""
    read = sides(text, intervention, comparator, outcome)
    clauses = read.clauses()
    if not clauses:
        return {"empty": 1.0}, False
    good = better_when(outcome)
    found: Features = {"better": float(good)}
    names_both = INTERVENTION in read.whose and COMPARATOR in read.whose
    _both_groups(read, found)
    best = max(range(len(clauses)), key=lambda i: (_worth(read, *clauses[i]), -i))
    first, last = clauses[best]
    for stretch in (_stretch("f", read, first, last), _stretch("w", read, 0, len(read.words))):
        _statistics(stretch, found)
        _changes(stretch, good, found)
        _figures(stretch, found)
    focus = _masked(read, first, last)
    _grams("f", focus, (1, 2, 3), found)
    _grams("w", _masked(read, 0, len(read.words)), (1, 2), found)
    _grams("s", _outline(focus), (2, 3, 4), found)
    return found, names_both


def _worth(read: Sides, first: int, last: int) -> float:
    """How likely a clause is to be the one that reports this outcome."""
    whose, words = read.whose[first:last], read.words[first:last]
    named = {word for word, side in zip(words, whose, strict=True) if side == OUTCOME}
    changes = any(word in words_of(kind) for word in words for kind in ("up", "down", "better"))
    return 2 * len(named) + (INTERVENTION in whose) + (COMPARATOR in whose) + 0.5 * changes


def _stretch(name: str, read: Sides, first: int, last: int) -> _Stretch:
    starts = read.starts[first:last]
    end = starts[-1] + len(read.words[last - 1])
    base = starts[0]
    return _Stretch(
        name, read.words[first:last], read.whose[first:last], [s - base for s in starts], read.text[base:end]
    )


def _both_groups(read: Sides, found: Features) -> None:
    """ "In both groups": a change within each, and no difference between them."""
    if _BOTH.search(read.text):
        found["both groups"] = 1.0
    for i, word in enumerate(read.words):
        if word == "both" and {INTERVENTION, COMPARATOR} <= set(read.whose[i : i + 10]):
            found["both sides"] = 1.0


def _statistics(part: _Stretch, found: Features) -> None:
    """P-values, and what is said of significance."""
    name, values = part.name, p_values(part.text)
    below = sum(value[1] for value in values)
    above = len(values) - below
    found[f"{name}:p below"], found[f"{name}:p above"] = min(below, 3), min(above, 3)
    if values:
        found[f"{name}:first p {'below' if values[0][1] else 'above'}"] = 1.0
        found[f"{name}:last p {'below' if values[-1][1] else 'above'}"] = 1.0
        found[f"{name}:log p"] = min(4.0, -math.log10(max(min(value[2] for value in values), 1e-4)))
        outcomes = part.at(OUTCOME)
        if outcomes:
            thick = max(outcomes, key=lambda i: (len({part.words[j] for j in outcomes if abs(i - j) < 5}), i))
            after = [value for value in values if value[0] > part.starts[thick]] or values[-1:]
            found[f"{name}:outcome's p {'below' if after[0][1] else 'above'}"] = 1.0
    denied, said = len(NO_DIFFERENCE.findall(part.text)), len(SIGNIFICANT.findall(part.text))
    found[f"{name}:no difference"], found[f"{name}:significant"] = min(denied, 2), min(said, 2)
    for label, holds in (
        ("only p below", below and not above),
        ("only p above", above and not below),
        ("only no difference", denied and not said),
        ("only significant", said and not denied),
        ("no difference, p below", denied and below),
        ("no difference, none below", denied and not below),
        ("no difference, p above", denied and above),
        ("p above, nothing denied", above and not below and not denied),
        ("no statistics", not denied and not values),
    ):
        if holds:
            found[f"{name}:{label}"] = 1.0
    outcomes = part.at(OUTCOME)
    if outcomes and {"not", "no", "nor"} & set(part.words[max(0, outcomes[0] - 3) : outcomes[0]]):
        found[f"{name}:outcome denied"] = 1.0


def _change_words(part: _Stretch, good: int) -> list[tuple[int, float]]:
    """Places of change words and their signs; "better" counts by the outcome, half where its name does not say."""
    result: list[tuple[int, float]] = []
    for i, word in enumerate(part.words):
        if part.whose[i] == OUTCOME or (word == "more" and part.words[i + 1 : i + 2] == ["than"]):
            continue
        if word in words_of("up"):
            sign = 1.0
        elif word in words_of("down"):
            sign = -1.0
        elif word in words_of("better"):
            sign = float(good) or 0.5
        elif word in words_of("worse"):
            sign = -float(good) or -0.5
        else:
            continue
        if result and i - result[-1][0] <= 2:
            before = part.words[result[-1][0]]
            if before in words_of("more_of") or before in words_of("less_of"):
                result.pop()
                sign = -sign if before in words_of("less_of") else sign
        result.append((i, sign))
    return result


def _whose_change(part: _Stretch, at: int) -> tuple[int, str]:
    """Whose the change at a place is: 1 the intervention's, -1 the comparator's; and by which sign that was read."""
    sided = (INTERVENTION, COMPARATOR)
    thans = [i for i, word in enumerate(part.words) if word in words_of("than")]
    if thans:
        than = min(thans, key=lambda i: abs(i - at))
        after = next((side for side in part.whose[than + 1 : than + 14] if side in sided), "")
        before = next((side for side in reversed(part.whose[:than]) if side in sided), "")
        if part.words[than] in {"versus", "vs", "against", "comparing", "compare"}:
            tries = (
                ((before, 1, "before vs"), (after, -1, "after vs")) if before != after else ((after, -1, "after vs"),)
            )
        else:
            tries = ((after, -1, "after than"), (before, 1, "before than"))
        for side, sign, why in tries:
            if side:
                return (sign if side == INTERVENTION else -sign), why
    before_at = next((i for i in range(at - 1, -1, -1) if part.whose[i] in sided), None)
    after_at = next((i for i in range(at + 1, len(part.words)) if part.whose[i] in sided), None)
    if after_at is not None:
        joined = bool(_SIDE_BY & set(part.words[max(at, after_at - 4) : after_at]))
        if joined and (before_at is None or after_at - at < at - before_at + 6):
            return (1 if part.whose[after_at] == INTERVENTION else -1), "in"
    if before_at is not None:
        return (1 if part.whose[before_at] == INTERVENTION else -1), "before"
    if after_at is not None:
        return (1 if part.whose[after_at] == INTERVENTION else -1), "after"
    return 1, "nobody's"


def _order(part: _Stretch) -> int:
    """1 where the intervention is named first, or alone; -1 where the comparator is."""
    ones, others = part.at(INTERVENTION), part.at(COMPARATOR)
    if ones and others:
        return 1 if ones[0] < others[0] else -1
    thans = [i for i, word in enumerate(part.words) if word in words_of("than")]
    return 1 if ones or not others or (thans and others[0] > thans[0]) else -1


def _changes(part: _Stretch, good: int, found: Features) -> None:
    """Up and down words: how many, which is the main one, and whose change it is."""
    name, changes = part.name, _change_words(part, good)
    ups, downs = [i for i, sign in changes if sign > 0], [i for i, sign in changes if sign < 0]
    found[f"{name}:up"], found[f"{name}:down"] = min(len(ups), 2), min(len(downs), 2)
    found[f"{name}:only up"], found[f"{name}:only down"] = (
        float(bool(ups and not downs)),
        float(bool(downs and not ups)),
    )
    ones, others, outcomes = part.at(INTERVENTION), part.at(COMPARATOR), part.at(OUTCOME)
    found[f"{name}:names intervention"], found[f"{name}:names comparator"] = float(bool(ones)), float(bool(others))
    order, either = _order(part), (len(ups) > 0) - (len(downs) > 0)
    found[f"{name}:order"], found[f"{name}:change in order"] = float(order), float(either * order)
    if changes:

        def distance(place: int) -> int:
            return min((o - place if o >= place else place - o + 1 for o in outcomes), default=0)

        at, sign = min(changes, key=lambda change: (distance(change[0]), change[0]))
        side, why = _whose_change(part, at)
        found[f"{name}:main change"] = sign
        found[f"{name}:main change, its side"] = sign * side
        found[f"{name}:main change, {why}"] = sign * side
        is_found = found[f"{name}:p below"] > 0 or f"{name}:only significant" in found
        is_denied = f"{name}:only p above" in found or f"{name}:only no difference" in found
        found[f"{name}:main change, found"] = sign * side * is_found
        found[f"{name}:main change, denied"] = abs(sign) * is_denied
        total = sum(sign * _whose_change(part, place)[0] for place, sign in changes)
        found[f"{name}:all changes"], found[f"{name}:all changes' sign"] = max(-2.0, min(2.0, total)), _sign(total)
    if any(word in words_of("than") for word in part.words):
        found[f"{name}:compares"] = 1.0
    for label, places in (("up", ups), ("down", downs)):
        for place in places[:3]:
            before = next((part.whose[i] for i in range(place, max(-1, place - 25), -1) if part.whose[i]), "_")
            after = next((part.whose[i] for i in range(place, min(len(part.words), place + 25)) if part.whose[i]), "_")
            found[f"{name}:{before} {label} {after}"] = 1.0


def _figures(part: _Stretch, found: Features) -> None:
    """Which side has the larger number, and on which side of no difference a ratio or interval lies."""
    name, order = part.name, _order(part)
    larger, how = _larger(part, order)
    if larger:
        found[f"{name}:larger number"] = found[f"{name}:larger number, {how}"] = float(larger)
        if f"{name}:main change" not in found:
            found[f"{name}:larger number, no words"] = float(larger)
        found[f"{name}:numbers agree"] = larger * found.get(f"{name}:main change, its side", 0.0)
    ratio = RATIO.search(part.text)
    if ratio and (value := number(ratio.group(1))):
        found[f"{name}:ratio"], found[f"{name}:ratio in order"] = _sign(value - 1), _sign(value - 1) * order
    if interval := INTERVAL.search(part.text):
        low, high = number(interval.group(1)), number(interval.group(2))
        none = 1.0 if ratio else 0.0
        if low is not None and high is not None and low < high:
            found[f"{name}:interval {'holds' if low <= none <= high else 'excludes'} none"] = 1.0
            if not low <= none <= high:
                found[f"{name}:interval side"] = 1.0 if low > none else -1.0
    if change := CHANGE.search(part.text):
        found[f"{name}:difference"] = -1.0 if change.group(1) else 1.0


def _larger(part: _Stretch, order: int) -> tuple[int, str]:
    """1 where the intervention's number is the larger, -1 where the comparator's is, 0 where that cannot be read."""
    values = [
        (i, value)
        for i in range(len(part.words))
        if _is_result(part, i) and (value := number(part.words[i])) is not None
    ]
    if len(values) < 2:
        return 0, ""
    for than, word in enumerate(part.words):
        before = [(i, v) for i, v in values if than - 12 <= i < than]
        after = [v for i, v in values if i > than]
        if word in {"versus", "vs"} and before and after:
            plain = [v for i, v in before if part.words[i - 1] not in {"(", "[", "to", "–", "-"}] or [
                v for _, v in before
            ]
            return int(_sign(plain[-1] - after[0])) * order, "versus"
    ones, others = part.at(INTERVENTION), part.at(COMPARATOR)
    if not ones or not others:
        return 0, ""
    if "respectively" in part.words:
        return int(_sign(values[0][1] - values[1][1])) * order, "respectively"
    mine, theirs = _nearest(ones, values), _nearest(others, values)
    if mine[1] == theirs[1]:
        rest = [value for value in values if value[0] != mine[1]]
        if mine[0] <= theirs[0]:
            theirs = _nearest(others[:1], rest)
        else:
            mine = _nearest(ones[:1], rest)
    return int(_sign(mine[2] - theirs[2])), "nearest"


def _nearest(places: list[int], values: list[tuple[int, float]]) -> tuple[int, int, float]:
    """The number nearest to any of these places, those after a name before those in front of it."""
    return min((i - place if i >= place else place - i + 2, i, value) for place in places for i, value in values)


def _is_result(part: _Stretch, i: int) -> bool:
    words = part.words
    if not IS_NUMBER.match(words[i]) or part.whose[i] in {INTERVENTION, COMPARATOR}:
        return False
    if i and words[i - 1] in _NOT_A_RESULT:
        return False
    after = words[i + 1] if i + 1 < len(words) else ""
    return not (words[i] == "95" and after == "%") and (after not in _TIME or "stay" in words)


def _sign(value: float) -> float:
    return float((value > 0) - (value < 0))


def _masked(read: Sides, first: int, last: int) -> list[str]:
    """The words of a stretch with names and numbers masked; runs of one mask are one."""
    result: list[str] = []
    for i in range(first, last):
        word = read.words[i]
        mask = _MASKS.get(read.whose[i]) or ("NUM" if IS_NUMBER.match(word) else "")
        if word in {",", "(", ")", "[", "]"} or (mask and result and result[-1] == mask):
            continue
        result.append(mask or word)
    return result


def _outline(masked: list[str]) -> list[str]:
    result: list[str] = []
    for word in masked:
        mark = word if word in {"INT", "CMP"} else _OUTLINE.get(word, "")
        for kind, label in (("up", "UP"), ("down", "DOWN"), ("better", "BETTER"), ("worse", "WORSE"), ("than", "THAN")):
            if not mark and word in words_of(kind):
                mark = label
        if mark and (not result or result[-1] != mark):
            result.append(mark)
    return result


def _grams(name: str, words: list[str], sizes: tuple[int, ...], found: Features) -> None:
    for size in sizes:
        for i in range(len(words) - size + 1):
            found[f"{name} {' '.join(words[i : i + size])}"] = 1.0

"""
What a careless or a hostile model makes of a true sentence, by kind, each in one way that its quote does not bear.

The mutants of promise P8 and the corruptions of the bench are used as they are; here stand the ways of models besides:
paraphrases that lose a doubt, a condition or whom it is about, and sentences blended from two sources. Every function takes
a sentence, chance, and the other sentences that were given, and returns a changed one, or None where nothing of its kind
can be changed. That the outcome is not borne follows from how it is made, and from nothing that is under test.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_HERE = Path(__file__).resolve()
sys.path[:0] = [str(_HERE.parent / "promises"), str(_HERE.parents[1] / "bench")]

import corruptions  # noqa: E402 - the bench stands beside the tests
from mutants import _DRUG_LIKE, _NUMBER, MUTATIONS, near  # noqa: E402 - used by scripts and benches, which have no conftest

Lie = Callable[[str, random.Random, Sequence[str]], str | None]

_SUBJECT = re.compile(
    r"\b(?:is|are|was|were|may|might|can|could|should|must|will|has|have|had|causes?|reduces?|increases?|includes?|helps?|needs?|does|do|did)\b"
)
_POINTS = re.compile(
    r"^(?:it|they|this|these|that|those|he|she|there|you|your|if|when|some|other|another|such)\b", re.IGNORECASE
)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tidy(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip(" ,;")
    line = re.sub(r"\s+([.,;:])", r"\1", line)
    return _capital(line if line.endswith((".", "?", "!")) else f"{line}.")


def _without(pattern: str, flags: int = 0) -> Lie:
    found = re.compile(pattern, flags)

    def made(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
        matches = list(found.finditer(text))
        if not matches:
            return None
        match = chance.choice(matches)
        rest = text[: match.start()] + " " + text[match.end() :]
        return _tidy(rest) if len(rest.split()) >= 4 else None

    return made


def _replaced(table: dict[str, str]) -> Lie:
    def made(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
        found = [
            (match, new) for old, new in table.items() for match in re.finditer(rf"(?<![\w-]){old}(?![\w-])", text)
        ]
        if not found:
            return None
        match, new = chance.choice(found)
        return _tidy(text[: match.start()] + match.expand(new) + text[match.end() :])

    return made


def _plain(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """A "may" becomes a plain statement."""
    match = re.search(r"\b(?:may|might|could) (?:also |often |sometimes )?(?P<verb>[a-z]+)", text)
    if not match or re.search(r"\b(?:you|we|I) $", text[: match.start()]):
        return None
    verb = match["verb"]
    many = re.search(r"(?:[^s]s|\bpeople|\bchildren|\bwomen|\bmen|\bthey)\s*$", text[: match.start()]) is not None
    plain = {"be": "are" if many else "is", "have": "have" if many else "has"}.get(verb)
    if plain is None:
        plain = (
            verb
            if many
            else f"{verb}es"
            if verb.endswith(("s", "sh", "ch", "x", "o"))
            else re.sub(r"([^aeiou])y$", r"\1ie", verb) + "s"
        )
    return text[: match.start()] + plain + text[match.end() :]


def _made_plain(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """What can be becomes what is."""
    verbs = "cause|lead|result|reduce|prevent|improve|increase|worsen|damage|spread|affect|relieve|trigger|occur|happen|develop|help|raise|lower"
    found = list(re.finditer(rf"\b(?:can|may|might|could) (?:also )?(?P<verb>{verbs})\b", text))
    if not found:
        return None
    match = chance.choice(found)
    many = re.search(r"(?:[^s]s|\bpeople|\bchildren|\bwomen|\bmen|\bthey)\s*$", text[: match.start()]) is not None
    return text[: match.start()] + match["verb"] + ("" if many else "s") + text[match.end() :]


_DEGREES = "severe|advanced|uncontrolled|untreated|recurrent|mild"
_PEOPLE = (
    r"(?:adults|children|women|men|infants|babies|newborns|pregnancy|patients|people|mice|rats|adolescents|the elderly)"
    r"(?: (?:with|who|aged|over|under|older) [^,.;]{3,60}?)?(?=[,.;]|$)"
)

#: What paraphrases lose or add on the way: by kind.
DRIFTS: dict[str, Lie] = {
    "doubt lost": _plain,
    "can lost": _made_plain,
    "doubt word lost": _without(r"\b(?:possibly|probably|perhaps|presumably|potentially)\b|\b[Ii]t is (?:thought|believed|possible) that\b"),
    "doubt raised": _replaced(
        {r"may": "will", r"might": "will", r"can help": "helps", r"could": "will", r"may be": "should be", r"can be used": "is recommended",
         r"may be used": "is recommended", r"may help": "should help", r"suggests?": "shows", r"suggested": "proved", r"(?:is|are) thought to": "is known to"}
    ),
    "condition lost": _without(
        r"(?<!out)(?<!know)(?<!see)(?<!ask)(?<!check)(?<!tell)(?<!determine)(?<!wonder)(?<!unclear)(?<!sure)(?<!understand)"
        r"(?:,| )\s*(?:if|unless|only if|until|except if|provided that|as long as) [^,.;]{8,}(?=[,.;]|$)|^(?:If|Unless|Until) [^,.;]{8,}, "
    ),
    "limit lost": _without(r"\b(?:at least|at most|up to|no more than|about|around|approximately)\b(?= \d)|\bonly\b"),
    "people lost": _without(rf"\b(?:in|among|for) (?:(?:older|young|younger|pregnant|adult|most|some|many|certain|healthy|female|male) ){{0,2}}{_PEOPLE}"),
    "share raised": _replaced(
        {r"[Ss]ome": "all", r"[Mm]any": "all", r"[Mm]ost": "all", r"often": "always", r"usually": "always", r"sometimes": "always", r"rarely": "never",
         r"[Aa] few": "many", r"about half of": "most"}
    ),
    "degree lost": _without(rf"(?<!to )(?<!or )(?<!and )(?<!, )\b(?:{_DEGREES})\b(?= (?!to\b|or\b|and\b)[a-z])"),
    "exception lost": _without(r"(?:,| )\s*(?:except|other than|apart from|but not|unless) [^,.;]{6,}(?=[,.;]|$)"),
    "link made cause": _replaced(
        {r"(?:is|are|was|were) associated with": "causes", r"(?:is|are|was|were) linked to": "causes", r"risk factors? for": "causes of",
         r"(?:an? )?(?:increased|higher) risk of": "the cause of", r"correlated with": "caused by"}
    ),
    "or made and": _replaced({r"(\w+) or (\w+)": r"\1 and \2"}),
    "advice made": _replaced(
        {r"(?:is|are) (?:sometimes |often |commonly |also )?used to": "should be used to", r"(?:is|are) (?:sometimes |often |commonly )?treated with": "should be treated with",
         r"(?:is|are) an option": "is the best option", r"can be (\w+ed)": r"should be \1", r"(?:is|are) available": "is recommended"}
    ),
}  # fmt: skip


def _of_bench(kind: str) -> Lie:
    def made(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
        truth = corruptions.Truth("0", text, text, 0)
        names = sorted(
            {match.group() for line in others for match in corruptions.ENTITY.finditer(line)} - corruptions.AS_IS
        )
        drugs = sorted(
            {word for line in others for word in re.findall(r"[a-z]{7,}", line) if corruptions.is_drug(word)}
        )
        if "entity" in kind and not (names and drugs):
            return None
        outcome = corruptions.KINDS[kind](truth, corruptions.Pool({}, {}, {}, names, drugs), chance)
        return outcome[0] if outcome else None

    return made


def _of_promise(kind: str) -> Lie:
    return lambda text, chance, others: MUTATIONS[kind](text, chance)


def _number_added(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """A figure where there was none."""
    figure = chance.choice(
        [
            "in 73% of cases",
            "at 40 mg daily",
            "within 6 weeks",
            "(p = 0.03)",
            "in 9 of 10 people",
            "twice a day",
            "for three months",
        ]
    )
    return f"{text.rstrip('. ')} {figure}." if figure.split()[1] not in text and figure not in text else None


def _number_given(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """A figure becomes one of another passage."""
    mine = {match.group() for match in _NUMBER.finditer(text)}
    theirs = sorted({match.group() for line in others for match in _NUMBER.finditer(line)} - mine)
    found = list(_NUMBER.finditer(text))
    if not found or not theirs:
        return None
    match = chance.choice(found)
    return text[: match.start()] + chance.choice(theirs) + text[match.end() :]


def _drug_given(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """A drug becomes one of another passage."""
    theirs = sorted({match.group().lower() for line in others for match in _DRUG_LIKE.finditer(line)})
    found = list(_DRUG_LIKE.finditer(text))
    fitting = [one for one in theirs if one[:6] not in text.lower()]
    if not found or not fitting:
        return None
    match = chance.choice(found)
    new = chance.choice(fitting)
    changed = re.sub(rf"\b{re.escape(match.group())}\b", new, text)
    return _capital(changed)


def blended(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """Of one sentence whom or what it is about, of another what is said."""
    mine = _SUBJECT.search(text)
    if not mine or mine.start() < 5 or _POINTS.match(text):
        return None
    about = _telling(text[: mine.start()])
    fitting = []
    for other in others:
        theirs = _SUBJECT.search(other)
        if not theirs or theirs.start() < 5 or _POINTS.match(other) or len(other) > 350:
            continue
        rest = other[theirs.start() :]
        is_apart = not about & _telling(other[: theirs.start()]) and len(_telling(rest) - _telling(text)) >= 3
        if about and is_apart and not about & _telling(rest):
            fitting.append(text[: mine.start()] + rest)
    return chance.choice(fitting) if fitting else None


def _disguised(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """Another figure, in signs that only look like figures, or in words."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    new = str(int(float(match.group())) + chance.choice([2, 30, 500]))
    forms = [
        "".join(chr(0xFF10 + int(sign)) for sign in new),
        "".join(chr(0x0660 + int(sign)) for sign in new),
        "".join(chr(0x1D7CE + int(sign)) for sign in new),
        "\u00ad".join(new),
        {"2": "II", "3": "III", "4": "IV", "5": "V", "6": "VI", "7": "VII", "8": "VIII", "12": "XII"}.get(new, "fifty"),
        f"{new[0]}{'o' * (len(new) - 1)}" if len(new) > 1 else f"{new}½",
    ]
    return text[: match.start()] + chance.choice(forms) + text[match.end() :]


def _lookalike(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """Another drug whose letters are of other alphabets, so that no list knows it."""
    found = list(_DRUG_LIKE.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    new = chance.choice(["w\u0430rfarin", "meth\u043etrexate", "d\u00adigoxin", "insul\u0456n", "morphin\u0435"])
    return text[: match.start()] + new + text[match.end() :]


def _denied_in_other_words(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """The whole denied, in words that models use for it."""
    if re.search(r"\b(?:no|not|never|without|myth|unlikely)\b|n't\b", text):
        return None
    body = text.rstrip(". ")
    lower = body[:1].lower() + body[1:]
    return chance.choice([
        f"It is a myth that {lower}.", f"It is unlikely that {lower}.", f"There is little reason to think that {lower}.", f"Nobody believes any more that {lower}.",
        f"It is false that {lower}.", f"{body}, or so it was once believed.", f"Hardly ever is it so that {lower}.",
    ])  # fmt: skip


def _concluded(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """A conclusion that nobody drew."""
    body = text.rstrip(". ")
    return chance.choice([
        f"{body}, so no treatment is needed.", f"{body}; it is therefore the best choice for you.", f"{body}, which means that you can stop your medicines.",
        f"Because {body[:1].lower() + body[1:]}, everyone should be treated.", f"{body}, and no doctor needs to be seen.", f"{body}, so there is nothing to worry about.",
    ])  # fmt: skip


#: Lies by kind, each of one sentence.
LIES: dict[str, Lie] = {
    **{kind: _of_promise(kind) for kind in MUTATIONS},
    "number added": _number_added,
    "number of another": _number_given,
    "number of the same quote": _of_bench("number, same passage"),
    "number in disguise": _disguised,
    "unit, other list": _of_bench("unit"),
    "drug of another": _drug_given,
    "drug in disguise": _lookalike,
    "negation, other list": _of_bench("negation"),
    "negation in other words": _denied_in_other_words,
    "direction": _of_bench("direction"),
    "name of another": _of_bench("entity"),
    "name of the same quote": _of_bench("entity, same passage"),
    "population, other list": _of_bench("population swapped"),
    "population added, other list": _of_bench("population added"),
    "overclaim": _of_bench("overclaim"),
    "conclusion": _concluded,
    "blended": blended,
}
#: What promise P8 calls each kind; of the first five none may pass.
AS_PROMISED = {
    "number": ("number", "number added", "number of another", "number of the same quote", "number in disguise"),
    "unit": ("unit", "unit, other list"),
    "negation": ("negation", "negation, other list", "negation in other words"),
    "drug": ("drug", "drug of another", "drug in disguise"),
    "arm": ("arm",),
}
NEVER = frozenset(kind for kinds in AS_PROMISED.values() for kind in kinds)


def faithful(text: str) -> tuple[str, str]:
    """A sentence that its quote bears, and how it was made: edited in a small word, an opening or a bracket, or copied."""
    edited = near(text)
    return (edited, "near-extractive") if edited and len(edited.split()) >= 4 else (text, "copy")


_STOP = frozenset("the a an of in to and or for with that this is are was were by on as at from it be can may".split())


def _telling(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z]{3,}", text.lower())} - _STOP


def share_in(text: str, other: str) -> float:
    """The part of a sentence's telling words that stand in another text."""
    words = _telling(text)
    return len(words & _telling(other)) / len(words) if words else 1.0

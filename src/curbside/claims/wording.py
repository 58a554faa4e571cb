"""
A text as the support check reads it: sentences of content words, each with its place, its family and its polarity.

Words are compared by family ("inhibits", "inhibitor" and "inhibition" are one), because a true sentence rarely keeps
the form of the word. Names are compared exactly, by letters and digits alone ("NF-κB" is "NF-kB", "IL-6" is "IL6"):
two medicines may share a family and nothing else. Reading a passage is the costly part, so the last few are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.language.sentences import split
from curbside.language.tokens import fold
from curbside.language.vocabulary import is_drug
from curbside.search.spelling import documents

from .asides import asides, denied_stretches, is_across
from .contrasts import sides

#: A passage is read up to here.
READ_CHARACTERS = 20_000

_PIECE = lazily(r"\d+(?:[.,·]\d+)+|[^\W_]+")
_LETTERS = lazily(r"[^\W_]+")
#: "X (Y)", "X, also known as Y", "X or Y": two names of one thing, as a passage gives them.
_SAME = lazily(
    r"([\w-]{2,40})[,®™]{0,2} ?(?:[(\[]|(?:also |formerly |previously |commonly )?(?:known as|called|named|termed|marketed as|brand name|i\.e\.,?) )"
    r"['\"“]?(?:the |also |known |as |formerly )*([\w-]{2,40})"
)
_STOP = frozenset(
    """
    a about after again all also although among an and another any are as at be because been before being both but by can
    could did do does during each either etc for from further had has have having he her here his how however i if in into
    is it its itself may might more most much must my no nor not now of off on once one ones only or other our over own per same
    shall she should since so some such than that the their them then there therefore these they this those through thus
    to too under until up upon us very via was we were what when where whereas whether which while who whom whose why will
    with within without would yes yet you your aren couldn didn doesn don hadn hasn haven isn shouldn wasn weren won wouldn cannot
    """.split()
)
#: A denying word governs so many content words after it.
GOVERNED = 3
#: "A lack of sleep is telling" denies sleep and nothing more.
_LACKING = frozenset({"lack", "abse", "free"})
#: "Not enough sleep", "not everyone with asthma" deny how much or how many, and nothing further on.
_NOT_ENOUGH = lazily(r"not (?:enough|every\w*|all|always|necessarily|usually|often)\b", re.IGNORECASE)
#: Words that may be told as a denial and need not be ("avoid noise" is "no noise"), what they govern coming after them.
_HALF_DENIAL = lazily(
    r"\b(?:avoid(?:s|ed|ing)?|instead of|rather than|unless|too (?:little|few)|other than|(?:quit\w*|giv(?:e|es|ing) up|refrain\w* from"
    r"|abstain\w* from|stop\w*)(?= (?:tak|us|smok|drink|eat|cons)\w+))\b",
    re.IGNORECASE,
)
#: The same, what they govern coming before them.
_HALF_DENIED = lazily(
    r"\b(?:be|is|are|was|were) (?:\w+ly )?(?:\w+ (?:or|and) )?(?:avoided|discouraged|forbidden)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = lazily(r"[.;:?!]|\b(?:is|are|may|might|can|could|will|would|helps?)\b", re.IGNORECASE)
_COMMAS = lazily(r"[.,;:?!]")
_BEGINS = lazily(r"[.;:?!]|\b(?:if|when|because|but)\b", re.IGNORECASE)
#: "Too little sleep" is about sleep alone.
_NEXT = lazily(r"(?<=\w)(?=[^\w'’-])")
_NEXT_ALONE = frozenset(("too", "qui", "giv", "ref", "abs", "sto"))
#: So many characters of a clause are governed so.
_HALF_DENIED_CHARACTERS = 60
#: "The lower leg" is a place and no direction.
_PLACE = lazily(
    r"\s(?:(?:and|or) upper |urinary |gastro\w+ )?(?:leg|limb|extremit|back|jaw|lip|eyelid|abdom|bod|arm|part|chamber|respirator|tract|airway|lobe|half)",
    re.IGNORECASE,
)
#: Words that deny by themselves.
NEGATIVE = frozenset(
    "ineffective futile futility insufficient unlikely unable impossible inferior inferiority unaffected unchanged "
    "nonsignificant insignificant inadequate unsuccessful contraindicated lacking absent fails failed failure".split()
)
_ENDINGS = (
    "ivities", "abilities", "ivity", "ability", "isations", "izations", "isation", "ization", "ational", "ically", "ations", "ators", "ation", "ating", "ative", "ments",
    "ities", "ively", "ingly", "ances", "ences", "ated", "ates", "ator", "ment", "ness", "ants", "ents", "ance", "ence",
    "ions", "ings", "ives", "ical", "ally", "ible", "able", "ate", "ity", "ive", "ing", "ion", "ies", "ers", "ors", "als",
    "ant", "ent", "ous", "ed", "er", "or", "al", "ic", "ly", "es", "s", "e", "y",
)  # fmt: skip
_SHORTEST = 4
#: Endings that leave the meaning of a word as it is; what is left is no shorter than this.
_INFLECTIONS = ("s", "es", "ed", "ing", "er", "est", "ly", "ness", "en")
_SHORTEST_BASE = 3
#: A word in fewer documents than this, of 28,000, is a name for our purpose.
RARE = 10
_RARE_LETTERS = 6
_FORMS = ("", "e", "ed", "ing", "ion", "ation", "s", "y", "al", "ic")
_GREEK = ("kappa", "alpha", "beta", "gamma", "delta")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: where it stands, as folded, its family, its place among all words, what kind of word it is."""

    start: int
    end: int
    folded: str
    family: str
    place: int
    kind: str  # "number", "name", "side" (of a contrast) or ""
    is_denied: bool
    is_half_denied: bool = False  # under a word that may be told as a denial


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage with its words, by family too."""

    text: str
    words: tuple[Word, ...]
    by_family: dict[str, tuple[Word, ...]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as read: its sentences, all families in it, and its words and neighbours as names."""

    text: str
    sentences: tuple[Sentence, ...]
    families: frozenset[str]
    names: frozenset[str]
    #: Pairs of names, in one order and the other, that the passage gives as names of one thing.
    same: frozenset[tuple[str, str]]


#: Forms that no ending explains, and short verbs whose forms would fall apart.
_FORMS_OF = {
    form: word
    for word, forms in {
        "show": "shown showed", "take": "took taken taking takes", "give": "gave given giving gives", "make": "made making makes", "get": "got gotten getting gets",
        "lose": "lost losing loses", "rise": "rose risen rising rises", "fall": "fell fallen", "begin": "began begun", "break": "broke broken", "keep": "kept",
        "feel": "felt", "leave": "left leaving leaves", "lead": "led", "find": "found", "grow": "grew grown", "know": "knew known", "wear": "wore worn",
        "choose": "chose chosen", "drink": "drank drunk", "eat": "ate eaten", "sleep": "slept", "speak": "spoke spoken", "spread": "spreading", "run": "ran running",
        "swell": "swollen swelled", "bleed": "bled", "wake": "woke woken waking wakes", "lie": "lay lain lying lies", "die": "died dying dies", "use": "used using uses",
        "cut": "cutting cuts", "hold": "held", "hear": "heard", "see": "saw seen", "build": "built", "bring": "brought", "drive": "drove driven driving drives",
        "stop": "stopped stopping stops", "tell": "told", "think": "thought", "bear": "bore", "bite": "bit bitten biting bites", "hurt": "hurting hurts",
        "need": "needs needed", "help": "helps helped helpful helping", "foot": "feet", "tooth": "teeth", "age": "aged aging ageing ages", "vary": "varies varied varying", "ache": "aches aching ached", "itch": "itchy itching itches", "sick": "sickness", "move": "moved moving moves movement movements", "cause": "caused causing causes",
        "raise": "raised raising raises", "ease": "eased easing eases", "sit": "sat sitting", "try": "tried tries trying", "adult": "adults adulthood", "infant": "infants infancy", "repeat": "repeats repeated repeating",
    }.items()
    for form in (word, *forms.split())
}  # fmt: skip


@lru_cache(maxsize=65536)
def family(word: str) -> str:
    """The family of a folded word: it without its commonest endings, never shorter than four letters."""
    if word in _FORMS_OF:
        return _FORMS_OF[word]
    if word.isalpha():
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def bare(name: str) -> str:
    """A name by letters and digits alone, Greek ones by their first letter ("NF-κB" is "nfkb")."""
    folded = fold(name)
    for greek in _GREEK:
        if greek in folded:
            folded = folded.replace(greek, greek[0])
    return "".join(_LETTERS.findall(folded.removesuffix("'s").removesuffix("'")))


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[Word, ...]:
    """The content words of a text in order; small words only count as distance."""
    scopes = denied_stretches(text)
    apart = asides(text) if scopes else []
    most = [_reach(text, low) for low, _ in scopes]
    governed = [0] * len(scopes)
    half = half_denials(text)
    found = []
    for place, match in enumerate(_PIECE.finditer(text)):
        folded = fold(match.group())
        contrasts = () if folded == "lower" and _PLACE.match(text, match.end()) else sides(folded)
        if not contrasts and (folded in _STOP or (len(folded) == 1 and not folded.isdigit())):
            continue
        start, end = match.span()
        kind = _kind(text, start, match.group(), folded, bool(contrasts))
        denied = folded in NEGATIVE
        for number, (low, high) in enumerate(scopes):
            if low <= start < high and governed[number] < most[number] and not is_across(start, low, apart):
                governed[number] += 1
                denied = True
        halved = any(low <= start < high for low, high in half)
        found.append(Word(start, end, folded, family(folded), place, kind, denied, halved))
    return tuple(found)


def _reach(text: str, at: int) -> int:
    """How many content words the denial at a place of a text governs."""
    if text[at : at + 4].lower() in _LACKING:
        return 2  # the word itself, and one more
    return 2 if _NOT_ENOUGH.match(text, at) else GOVERNED


def half_denials(text: str) -> list[tuple[int, int]]:
    """The stretches governed by words that may be told as a denial ("avoid", "instead of")."""
    found = []
    for match in _HALF_DENIAL.finditer(text):
        end = match.end() + _HALF_DENIED_CHARACTERS
        first = match.group()[:3].lower()
        ends = _NEXT if first in _NEXT_ALONE else _COMMAS if first == "unl" else _CLAUSE_ENDS
        stop = ends.search(text, match.end(), end)
        found.append((match.end(), stop.start() if stop else end))
    for match in _HALF_DENIED.finditer(text):
        low = max(0, match.start() - _HALF_DENIED_CHARACTERS)
        stops = [stop.end() for stop in _BEGINS.finditer(text, low, match.start())]
        found.append((stops[-1] if stops else low, match.start()))
    return found


def _kind(text: str, start: int, written: str, folded: str, takes_side: bool) -> str:
    if written[0].isdigit() and written[-1].isdigit() and not any(c.isalpha() for c in written):
        # "COVID-19", "14-3-3": digits of a name.
        return "" if text[start - 1 : start] in ("-", "‑") and start > 1 and text[start - 2].isalnum() else "number"
    if takes_side:
        return "side"
    opens = not text[:start].strip() or text[:start].rstrip()[-1:] in ".?!:"
    if any(c.isdigit() for c in written) or written[1:] != written[1:].lower():
        return "name"
    if (written[0].isupper() and not opens) or (len(folded) > 4 and _is_drug(folded)) or is_rare(folded):
        return "name"
    return ""


@lru_cache(maxsize=65536)
def is_rare(folded: str) -> bool:
    """Whether a word is too rare to be anything but a name, and no form of a commoner word."""
    if len(folded) < _RARE_LETTERS or not folded.isalpha() or documents(folded) >= RARE:
        return False
    stem = family(folded)
    if len(stem) != len(folded) and any(documents(stem + ending) >= RARE for ending in _FORMS):
        return False
    known = (*bases(folded), folded.removeprefix("un"))
    return all(documents(base) < RARE for base in known)


@lru_cache(maxsize=65536)
def bases(folded: str) -> frozenset[str]:
    """What a word may be a form of: "likelier" of likely, "gripping" of grip, "dozing" of doze, "thinners" of thin."""
    once = _bases(folded)
    return once.union(*map(_bases, once))


def _bases(folded: str) -> frozenset[str]:
    found = set()
    for ending in _INFLECTIONS:
        stem = folded.removesuffix(ending)
        if stem == folded or len(stem) < _SHORTEST_BASE:
            continue
        found |= {stem, stem + "e"}
        if stem[-1] == stem[-2]:
            found.add(stem[:-1])
        if stem[-1] == "i":
            found.add(stem[:-1] + "y")
        if stem.endswith("ick"):
            found.add(stem[:-1])  # "mimicked"
    return frozenset(found)


_is_drug = lru_cache(maxsize=65536)(is_drug)


@lru_cache(maxsize=32)
def passage_of(text: str) -> Passage:
    """A passage as read, kept for the next claims about it."""
    text = text[:READ_CHARACTERS]
    found = []
    for start, end in split(text):
        words = words_of(text[start:end])
        by_family: dict[str, tuple[Word, ...]] = {}
        for word in words:
            by_family[word.family] = (*by_family.get(word.family, ()), word)
        found.append(Sentence(text[start:end], words, by_family))
    families = frozenset(name for sentence in found for name in sentence.by_family)
    pairs = {(bare(match[1]), bare(match[2])) for match in _SAME.finditer(text)}
    return Passage(text, tuple(found), families, names_in(text), frozenset(pairs | {(b, a) for a, b in pairs}))


def names_in(text: str) -> frozenset[str]:
    """The words of a text, and its neighbours two and three together, by letters and digits alone."""
    pieces = [bare(match.group()) for match in _LETTERS.finditer(text)]
    found = set(pieces)
    found.update(a + b for a, b in zip(pieces, pieces[1:], strict=False))  # noqa: RUF007 - beside its three-part twin
    found.update(a + b + c for a, b, c in zip(pieces, pieces[1:], pieces[2:], strict=False))
    found.update(piece[:-1] for piece in pieces if piece.endswith("s"))
    return frozenset(found)

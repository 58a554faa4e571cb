"""
What a sentence adds to its quote although nearly every word is the quote's: a frame that takes all of it back, a conclusion
at its end, a doubt that is gone from one verb of several, "and" for "or".

Each of these leaves the words of the quote where they were, so that coverage and company find nothing to object to. What
is held here is small and local: the words around one word, one clause of the sentence, one pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from curbside.language.cues import denials, hedges
from curbside.language.patterns import lazily
from curbside.language.vocabulary import is_drug

from .alike import fresh_words, says_nothing
from .check import Finding
from .wording import Passage, Word, family

#: Words that take back, deny or doubt what they stand beside; each has to stand in the quote too.
_TAKES_BACK = lazily(
    r"\b(?:false(?:ly|hood)?|untrue|wrong(?:ly)?|incorrect(?:ly)?|myths?|mythical|misconceptions?|fallac(?:y|ies)|fictions?|fictitious|hoax(?:es)?|superstitions?|rumou?rs?"
    r"|hardly|scarcely|barely|far from|in theory|hypothetical(?:ly)?|doubts?|doubtful|dubious|questionable|implausible|debunked|refut(?:es|ed)|disprov(?:es|ed|en)"
    r"|discredited|disput(?:es|ed)|outdated|obsolete|alleged(?:ly)?|supposed(?:ly)?|so-called|contrary to|pretend(?:s|ed)?|nonsense|untenable|meaningless"
    r"|little (?:reasons?|grounds?|proof|evidence|sense|point|chance|hope)|once (?:thought|believed|considered|assumed)|used to be (?:thought|believed|said|recommended|given|the case|considered))\b",
    re.IGNORECASE,
)
#: The same, of words that may also tell what the quote denies.
_DENIES = lazily(
    r"\b(?:nothing|nobody|nowhere|no one|no longer|any ?more|anything but|least of all|by no means|no (?:reasons?|grounds?|proof|evidence|sense|point|chance|hope))\b",
    re.IGNORECASE,
)
#: "It is clear that ...": who says so, and how surely, stands in the quote or nowhere.
_FRAME = lazily(
    r"\A\W*(?P<frame>(?:It|There|This|Nobody|No one|Few|Some|Many|Most|Every\w*|All|Experts?|Doctors?|Scientists?|Researchers?|We|One|You|Rumou?r\w*|Hardly|Rarely|Only)\b"
    r"(?: [\w'’-]+){0,9}?) that ",
    re.IGNORECASE,
)
_PIECES = lazily(
    r"[,;:()–—]|\s-\s|[.?!](?=\s)|\b(?:so|which|because|therefore|thus|hence|meaning|and|but|while|whereas|although|since|whose)\b",
    re.IGNORECASE,
)
_CONCLUDES = lazily(r"[,;:()–—\s]*(?:and )?(?:so|which|therefore|thus|hence|meaning)\b", re.IGNORECASE)
#: A piece of a sentence of so many words says something by itself.
_SAYS = 4
#: A clause with so many new words and nothing of the quote says something new, however it begins.
NEW = 3
#: What may be so, here and at this word.
_MAY = lazily(r"\b(?P<may>may|might|could|perhaps|possibly|probably|presumably|potentially)\b", re.IGNORECASE)
_CAN = lazily(
    r"\b(?P<may>can)(?= (?:also |sometimes |even |often |usually )?(?:be (?!\w+ed\b|given|taken|seen|found|made|done|used)\w+|become|cause|lead|result|reduce|prevent|improve|increase|worsen|damage|spread"
    r"|affect|relieve|trigger|occur|happen|develop|harm|kill|raise|lower|interact|help|ease|delay|slow|block)\b)",
    re.IGNORECASE,
)
#: What makes a word of the sentence less than sure, besides the hedges.
_LESS_THAN_SURE = lazily(
    r"\b(?:can|some|sometimes|others?|certain|able|potential|possib\w+|risk|chance|likely|if|whether|suspect\w*|often|usually|many|most|tend\w*|one of|or|rare\w*)\b",
    re.IGNORECASE,
)
_LIGHT = frozenset("also often sometimes even usually always still well".split())
_BEFORE, _AFTER = 45, 60  # characters around a word in which it is hedged
_NEXT = 30  # characters within which a modal's own word follows
_ENDS = lazily(r"[.;:?!](?=\s|$)")
_SUGGESTS = lazily(
    r"\b(?:suggest\w*|hypothesi\w+|propos\w+|speculat\w+|impl(?:y|ies|ied)|is thought|are thought|believed|assumed)\b",
    re.IGNORECASE,
)
_SHOWS = lazily(
    r"\b(?:show(?:s|n|ed|ing)?|prov(?:e|es|ed|en|ing)|demonstrat\w+|confirm\w*|establish\w*|reveal\w*|known|knows?|certain|conclud\w+|determin\w+)\b",
    re.IGNORECASE,
)
_PAIR = r"\b([\w-]{{2,}}),? {}(?: the| an?| his| her| your| their)? ([\w-]{{2,}})"
_WORDS = lazily(r"[\w-]+")
_REST = frozenset("other others another certain some any similar related".split())
_GIVES = lazily(
    r"\b(?:tak(?:e|es|en|ing)|giv(?:e|es|en|ing)|us(?:e|ed|ing)|doses?|receiv\w+|prescri\w+|add(?:ed)?|combin\w+)\b",
    re.IGNORECASE,
)
_OR, _AND = lazily(_PAIR.format(r"or"), re.IGNORECASE), lazily(_PAIR.format(r"(?:and|plus|with)"), re.IGNORECASE)


def said_beyond(sentence: str, words: tuple[Word, ...], passage: Passage, under: Passage) -> Iterator[Finding]:
    """What a sentence says beyond its quote in the words around the quote's own."""
    quote, fresh = passage.text, fresh_words(sentence, words, under)
    back = (_TAKES_BACK,) if denials(quote) else (_TAKES_BACK, _DENIES)
    held = {word.start for word in words} - {word.start for word in fresh}  # "wrong" of "incorrect"
    taken = {
        match.group().lower() for pattern in back for match in pattern.finditer(sentence) if match.start() not in held
    }
    if extra := {one for one in taken if one not in quote.lower()}:
        yield Finding(f"only the sentence says: {', '.join(sorted(extra))}", True)
    yield from _framed(sentence, fresh)
    yield from _added(sentence, words, fresh)
    yield from _doubt_lost(sentence, words, passage)
    if (
        _SHOWS.search(sentence)
        and not _SHOWS.search(quote)
        and _SUGGESTS.search(quote)
        and not _SUGGESTS.search(sentence)
    ):
        yield Finding("the quote suggests what the sentence says is shown", True)
    yield from _joined_otherwise(sentence, quote)


def _framed(sentence: str, fresh: Sequence[Word]) -> Iterator[Finding]:
    """A frame of words that the quote does not have, around all that follows."""
    match = _FRAME.match(sentence)
    if match and (new := [word.folded for word in fresh if match.start("frame") <= word.start < match.end("frame")]):
        yield Finding(f"only the sentence says: {', '.join(new)}", True)


def _added(sentence: str, words: tuple[Word, ...], fresh: Sequence[Word]) -> Iterator[Finding]:
    """A clause of which the quote has nothing."""
    at = 0
    for end in (*(match.start() for match in _PIECES.finditer(sentence)), len(sentence)):
        start, at = at, end
        new = [word for word in fresh if start <= word.start < end]
        if not new or len(sentence[start:end].split()) < _SAYS:
            continue
        told = [word for word in words if start <= word.start < end and word not in new and not says_nothing(word)]
        concludes = _CONCLUDES.match(sentence, start)
        if len(new) > len(told) and (concludes or (len(new) >= NEW and not told)):
            yield Finding(f"the quote has nothing of “{sentence[start:end].strip(' ,;')}”")


def _doubt_lost(sentence: str, words: tuple[Word, ...], passage: Passage) -> Iterator[Finding]:
    """A word that the quote says may be so, and the sentence says is so."""
    unsure = _unsure(sentence)
    for one in passage.sentences:
        heads = {}
        for match in (*_MAY.finditer(one.text), *_CAN.finditer(one.text)):
            after = [word for word in one.words if word.start >= match.end() and word.folded not in _LIGHT]
            if after and after[0].start - match.end() <= _NEXT:
                heads[after[0].family] = (match["may"].lower(), after[0])
        for name, (may, head) in heads.items():
            elsewhere = any(
                found is not head and not _is_unsure(found, other.text, _unsure(other.text))
                for other in passage.sentences
                for found in other.by_family.get(name, ())
            )
            met = [word for word in words if word.family == name]
            if met and not elsewhere and not any(_is_unsure(word, sentence, unsure) for word in met):
                yield Finding(f"the quote says “{may}” of “{head.folded}”, the sentence does not")


def _unsure(text: str) -> list[int]:
    """Where a text is less than sure."""
    found, at = [], 0
    for hedge in hedges(text):
        start = text.index(hedge, at)
        found.append(start)
        at = start + len(hedge)
    return [*found, *(match.start() for match in _LESS_THAN_SURE.finditer(text))]


def _is_unsure(word: Word, text: str, unsure: list[int]) -> bool:
    """Whether something near a word, in its sentence, makes it less than sure."""
    low = max((match.end() for match in _ENDS.finditer(text, 0, word.start)), default=0)
    return any(max(low, word.start - _BEFORE) <= at <= word.end + _AFTER for at in unsure)


def _joined_otherwise(sentence: str, quote: str) -> Iterator[Finding]:
    """
    Two words that the quote joins by "or" and the sentence by "and": of drugs, of what is given, and where the words around
    are the same; of drugs also the other way about.
    """
    either, both = _pairs(_OR, quote), _pairs(_AND, quote)
    gives = _GIVES.search(sentence) is not None
    for pair, said in _pairs(_AND, sentence).items():
        if pair not in either or pair in both:
            continue
        if gives or any(map(is_drug, pair)) or said.around == either[pair].around:
            yield Finding(f"the quote says “{either[pair].text}”, the sentence “{said.text}”", True)
    for pair, said in _pairs(_OR, sentence).items():
        if pair in both and pair not in either and any(map(is_drug, pair)):
            yield Finding(f"the quote says “{both[pair].text}”, the sentence “{said.text}”", True)


class _Pair(NamedTuple):
    text: str
    around: tuple[str, str]  # the families of the words before and behind


def _pairs(pattern: re.Pattern[str], text: str) -> dict[frozenset[str], _Pair]:
    found = {}
    for match in pattern.finditer(text):
        if match[2].casefold() not in _REST:
            before = _WORDS.findall(text[max(0, match.start() - 40) : match.start()])[-1:]
            behind = _WORDS.findall(text[match.end() : match.end() + 40])[:1]
            around = ("".join(map(_family, before)), "".join(map(_family, behind)))
            found[frozenset((_family(match[1]), _family(match[2])))] = _Pair(match.group(), around)
    return found


def _family(word: str) -> str:
    return family(word.casefold())

"""
May words that somebody wrote stand in the place of quotes? What every wording has to pass, whoever it is by.

Written words have to pass the gate, and also the check that `curbside verify` makes of any statement, so that an answer
which holds them can be verified offline by whoever has it. What a language model wrote has to be derived from its quotes besides. A row of a table is said as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from curbside.language.sentences import split

from .borne import borne
from .claim import Check, Claim, Verdict
from .derived import underived
from .gate import gate
from .lending import lent
from .phrases import plainly
from .rows import is_row


def said_anew(words: str, quotes: Sequence[str], titles: Sequence[str]) -> Check:
    """Whether quotes, each below the title of its source, bear words that were written anew for them."""
    together = " ".join(dict.fromkeys(titles))
    if is_row(quotes):
        return borne(words, quotes, together)
    strict = gate(words, " ".join(quotes), lent(titles, quotes))
    if strict.verdict is not Verdict.SUPPORTED:
        return strict
    found = borne(plainly(words), [plainly(quote, is_quote=True) for quote in quotes], together)
    return strict if found.verdict is Verdict.SUPPORTED else found


def said_by_model(words: str, quotes: Sequence[str], titles: Sequence[str]) -> Check:
    """
    Whether quotes bear words that a language model wrote: it errs in ordinary words, so each has to be derived from them.

    Of several quotes one alone has to bear a sentence: of two together, the subject of one could get what is said of the other.
    """
    if len(quotes) > 1 and not is_row(quotes):
        return _each_by_one(words, quotes, titles)
    found = said_anew(words, quotes, titles)
    if found.verdict is not Verdict.SUPPORTED or is_row(quotes):
        return found
    reasons = tuple(one.because for one in underived(words, " ".join(quotes), " ".join(dict.fromkeys(titles))))
    return Check(Verdict.NOT_SUPPORTED, "derivation", reasons, 0.0) if reasons else found


def _each_by_one(words: str, quotes: Sequence[str], titles: Sequence[str]) -> Check:
    found = Check(Verdict.NOT_SUPPORTED, "gate", ("no quote bears it alone",), 0.0)
    for start, end in split(words) or [(0, len(words))]:
        tried = (said_by_model(words[start:end], [one], [title]) for one, title in zip(quotes, titles, strict=True))
        borne_by = next((check for check in tried if check.verdict is Verdict.SUPPORTED), None)
        if borne_by is None:
            return Check(Verdict.NOT_SUPPORTED, "gate", ("no quote bears it alone",), 0.0)
        found = borne_by
    return found


def checked_words(claim: Claim, words: str, *, by_model: bool = False) -> Check:
    """Whether a statement's own quotes bear these words, of a person or of a language model."""
    quotes, titles = [quote.text for quote in claim.quotes], [record.title for record in claim.records]
    return said_by_model(words, quotes, titles) if by_model else said_anew(words, quotes, titles)


def bearing(words: str, statements: Sequence[tuple[Sequence[str], Sequence[str]]]) -> tuple[int, ...]:
    """
    The places of the statements, each its quotes and their titles, that bear words which restate them; none where one sentence is borne by none.

    Each sentence has to be borne by one statement alone: of two together, the subject of one could get what is said of the other.
    """
    found = []
    for start, end in split(words) or [(0, len(words))]:
        sentence = words[start:end]
        bears = [at for at, (quotes, titles) in enumerate(statements) if _bears(sentence, quotes, titles)]
        if not bears:
            return ()
        found.append(bears[0])
    return tuple(dict.fromkeys(found))


def restating(claims: Sequence[Claim], words: str) -> tuple[Claim, ...]:
    """Those of several statements that bear words which restate them."""
    told = [([quote.text for quote in one.quotes], [record.title for record in one.records]) for one in claims]
    return tuple(claims[at] for at in bearing(words, told))


def _bears(sentence: str, quotes: Sequence[str], titles: Sequence[str]) -> bool:
    return said_by_model(sentence, quotes, titles).verdict is Verdict.SUPPORTED

"""
What the title of a source lends to a sentence about one of its quotes: the name of what all of the source is about.

A label says "the drug" and a page "the condition"; a sentence that stands alone has to name them. A title may lend such a
name, and no more: not one of several, not to a quote of another source, and never in the place of a name that the quote
gives there itself ("warfarin raises the risk" on a label of citalopram is no sentence about citalopram).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.language.vocabulary import is_drug, vocabulary

from .check import Finding
from .limits import takes_beside
from .wording import Passage, Word, bare, words_of

_BRACKET = lazily(r"\(([^()]*)\)")
#: Kinds of thing in the vocabulary that a title lends.
_SUBSTANCES = frozenset({"drug", "chemical"})
#: What a name of a medicine may leave out: the salt, the maker's form, ordinary parts of names.
_SALTS = frozenset(
    "hydrochloride hydrobromide sodium potassium calcium magnesium sulfate phosphate acetate maleate fumarate tartrate succinate mesylate besylate citrate nitrate chloride bromide"
    " medoxomil axetil proxetil disoproxil monohydrate dihydrate anhydrous".split()
)
#: Groups of medicines, and what a medicine is compared with: a medicine may not be told in their place.
_GROUP = lazily(
    r"placebos?|controls?|vehicle|comparators?|sham|anti(?!bod|gen|oxid)\w{5,}|ssris?|snris?|nsaids?|maois?|statins?|opioids?|benzodiazepines?|barbiturates?|diuretics?"
    r"|steroids?|corticosteroids?|glucocorticoids?|sulfonylureas?|thiazolidinediones?|fluoroquinolones?|macrolides?|penicillins?|cephalosporins?|sulfonamides?|aminoglycosides?|tetracyclines?"
    r"|triptans?|bisphosphonates?|biguanides?|stimulants?|contraceptives?|estrogens?|progestins?|retinoids?|vaccines?|immunosuppress\w+|cyclines?|azoles?|\w{3,}inhibitors?|inhibitors?|blockers?|agonists?"
)


def lent(titles: Sequence[str], quotes: Sequence[str]) -> str:
    """What the titles of quotes lend together: each word that stands with every quote, in it or in its title."""
    if len(set(titles)) <= 1 or len(titles) != len(quotes):
        return titles[0] if len(set(titles)) == 1 else ""
    there = [
        {word.family for word in words_of(f"{title}\n{quote}")} for title, quote in zip(titles, quotes, strict=True)
    ]
    first = titles[0]
    kept = [word for word in words_of(first) if all(word.family in families for families in there)]
    return " ".join(first[word.start : word.end] for word in kept)


def lent_wrongly(words: tuple[Word, ...], passage: Passage, heading: str) -> Iterator[Finding]:
    """Names that only the title has, where it names several such things or the quote another one in their place."""
    topic = {word.family for word in words_of(heading)}
    loans = [
        word
        for word in words
        if word.family in topic and word.family not in passage.families and bare(word.folded) not in passage.names
    ]
    if not loans:
        return
    said = frozenset(word.family for word in words)
    held = said | passage.families
    named = {name for part in _parts(heading) for name in part}
    substances = [word for word in loans if word.family in named]
    for part in _parts(heading):
        left = [name for name in part if name not in held]
        if left and any(word.family in part for word in loans):
            yield Finding(f"the title names more than “{next(w.folded for w in loans if w.family in part)}”")
    if substances:
        for one in passage.sentences:
            for at, found in enumerate(one.words):
                if (
                    found.family not in said
                    and found.family not in named
                    and _is_rival(found.folded)
                    and takes_beside(one.words, at, said)
                ):
                    yield Finding(f"the quote says “{found.folded}” where the sentence has “{substances[0].folded}”")
                    return


@lru_cache(maxsize=256)
def _parts(heading: str) -> tuple[frozenset[str], ...]:
    """The medicines and other substances of a title, those outside brackets and those of each bracket apart."""
    pieces = [_BRACKET.sub(" ", heading), *_BRACKET.findall(heading)]
    return tuple(names for piece in pieces if (names := _substances(piece)))


def _substances(text: str) -> frozenset[str]:
    return frozenset(
        word.family
        for term in vocabulary().terms_in(text)
        if term.kind in _SUBSTANCES
        for word in words_of(text[term.start : term.end])
        if word.folded not in ("acid", "and") and not (word.folded in _SALTS and _follows_a_word(text, word.start))
    )


def _follows_a_word(text: str, at: int) -> bool:
    """Whether a word stands directly behind another one: the sodium of "warfarin sodium", not of "iron, sodium"."""
    return at > 1 and text[at - 1] == " " and text[at - 2].isalpha()


@lru_cache(maxsize=16384)
def _is_rival(folded: str) -> bool:
    return _GROUP.fullmatch(folded) is not None or (len(folded) > 4 and folded not in _SALTS and is_drug(folded))

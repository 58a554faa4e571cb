"""
How words become the terms that are indexed and searched.

One function serves passages and questions, so that they always agree, whatever the engine. Words are lowered,
accents folded, Greek letters spelled out, function words left out and the rest stemmed; a decimal number stays one
term, because "2.5 mg" is not "5 mg". What a run of characters becomes is remembered, which halves the time of asking
the stemmer again for each word. Only this search copy is normalised, never the stored text.
"""

from __future__ import annotations

import unicodedata

import tantivy

from curbside.language.patterns import lazily

LONGEST_WORD = 40
_REMEMBERED_CHUNKS = 250_000
_REMEMBERED_WORDS = 150_000

#: Function words and the words a question is asked with. "no" and "not" add nothing to what is found.
STOP_WORDS = frozenset(
    """
    a about above after again also am an and any are as at be because been before being below between both but by can
    cannot could did do does doing done down during each either few for from further had has have having he her here
    hers herself him himself his how however i if in into is it its itself just me might more most must my myself neither
    no nor not of off on once only onto or other our ours ourselves out over own per please same shall she should so some
    such than that the their theirs them themselves then there these they this those through thus to too under until up
    upon us very via was we were what when where whether which while who whom whose why will with within without would
    you your yours yourself yourselves s t d m ll re ve don didn doesn isn aren wasn weren
    """.split()
)

_WORD = lazily(r"[0-9]+(?:\.[0-9]+)+|[^\W_]+")
_MICRO = lazily("[µμ](?=g)")
#: What stands before and after words in a sentence, and is no part of any.
_AROUND = ".,;:!?()[]\"'%/-"

#: Superscript and subscript digits stand apart (10⁶ is not 106); Greek letters are read as the words authors write for them.
_FOLDS = str.maketrans(
    {
        **{sign: f" {digit} " for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
        **{sign: f" {digit} " for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
        "µ": "u",
        "μ": "u",
        "½": " 0.5 ",
        "¼": " 0.25 ",
        "¾": " 0.75 ",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "\u00ad": "",  # soft hyphen: invisible, inside words
        "\u200b": "",
    }
    | {
        letter: f" {name} "
        for letter, name in (
            ("α", "alpha"),
            ("β", "beta"),
            ("γ", "gamma"),
            ("δ", "delta"),
            ("ε", "epsilon"),
            ("ζ", "zeta"),
            ("η", "eta"),
            ("θ", "theta"),
            ("ι", "iota"),
            ("κ", "kappa"),
            ("λ", "lambda"),
            ("π", "pi"),
            ("ρ", "rho"),
            ("σ", "sigma"),
            ("ς", "sigma"),
            ("τ", "tau"),
            ("φ", "phi"),
            ("χ", "chi"),
            ("ψ", "psi"),
            ("ω", "omega"),
        )
    }
)

_stemmer = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    .filter(tantivy.Filter.ascii_fold())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def words(text: str) -> list[str]:
    """The words of a text, lowered and folded, in order; function words included."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFC", _MICRO.sub("mc", lowered)).translate(_FOLDS)
    return _WORD.findall(lowered)


def written(text: str) -> str:
    """The terms of a text in order as one string, each between spaces of its own: what is kept of a passage."""
    return "".join(map(_chunks.__getitem__, text.lower().split()))


def terms(text: str) -> list[str]:
    """The terms of a text, in order: what is indexed of a passage and searched for of a question."""
    return written(text).split()


def term(word: str) -> str:
    """The term of one word, "" for a function word or a run of letters that is no word."""
    found = terms(word)
    return found[0] if found else ""


class _Chunks(dict[str, str]):
    """Terms of what stands between two spaces, as they are written; found once."""

    def __missing__(self, chunk: str) -> str:
        if len(self) >= _REMEMBERED_CHUNKS:
            self.clear()
        bare = chunk.strip(_AROUND)
        # Most chunks are one word with nothing but a stop or a bracket around it.
        is_word = bare.isalnum() and bare.isascii()
        found = self[chunk] = _stems[bare] if is_word else "".join(map(_stems.__getitem__, words(chunk)))
        return found


class _Stems(dict[str, str]):
    """The term of each word, as it is written; found once, for a word stands in many chunks ("(word", "word,")."""

    def __missing__(self, word: str) -> str:
        if word in STOP_WORDS or len(word) > LONGEST_WORD:
            return ""
        if word.isascii() and word[-1].isdigit() and word.replace(".", "").isdigit():
            return f" {word} "  # the stemmer leaves numbers as they are, and they would fill the memory
        if len(self) >= _REMEMBERED_WORDS:
            self.clear()
        # A lone surrogate is half a character, which no engine can store.
        stems = _stemmer.analyze(word.encode("utf-8", "ignore").decode("utf-8"))
        found = self[word] = "".join(f" {stem} " for stem in stems if stem)
        return found


_stems = _Stems()
_chunks = _Chunks()

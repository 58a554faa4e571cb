"""
Whether a text speaks for or against what a yes/no question asks: yes, no, or maybe.

Read from cue counts by position (first, last, whole, and the sentence nearest to the question), P-values, phrases that
say that no difference was found, the question's form, and n-grams in which the question's own words are masked, so
that no subject is learnt by name. A share is no certainty: `verdict` decides what may be printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from curbside.language.linear import Linear, softmax
from curbside.language.patterns import lazily
from curbside.language.sentences import split
from curbside.language.stems import stem

from .wording import NO_DIFFERENCE, SIGNIFICANT, p_values, words_of

Features = dict[str, float]


class Stance(StrEnum):
    """What a text answers to a yes/no question."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


#: Sentences of a text that are read; the rest of a long one adds nothing.
MOST_SENTENCES = 12
READ_CHARACTERS = 6000
#: Where several texts are read for one question, so many sentences of them, nearest to the question first.
NEAREST = 6

_WORD = lazily(r"[a-z][a-z0-9-]*")
_PLAIN = lazily(r"[a-z]+(?:'t)?|\d[\d.]*|[,;.]")
_STOP = frozenset(
    "is are was were do does did can could should would will has have had a an the of in on for to and or with without by "
    "from at as be been being it its there any this that these those between among during after before than not no".split()
)
_POSITIVE = lazily(
    r"\b(?:is|are|was|were|appears?|seems?|remains?|proved|be|provides?) (?:\w+ ){0,2}?(?:safe|effective|feasible|useful"
    r"|reliable|valuable|accurate|valid|beneficial|superior|associated|predictive|helpful|important|possible|necessary"
    r"|appropriate|adequate|acceptable|excellent|good|better)\b|\b(?:improves?|improved|predicts?|predicted|supports?"
    r"|confirms?|demonstrates?|increases?|reduces?|significant(?:ly)? (?:associat|correlat|improv|increas|reduc|high|low"
    r"|great|differ)\w*|correlated|associated with|relationship|should be (?:considered|used|performed|recommended|offered)"
    r"|can be (?:used|performed|safely)|allows?|offers?|influences?|affects?|plays? (?:a|an) (?:\w+ )?role|contributes?"
    r"|benefits?)\b"
)
_CONTRAST = lazily(r"\b(?:however|but|although|though|despite|whereas|while|nevertheless|yet|only|except|unless)\b")
_MORE_WORK = lazily(
    r"\b(?:further|more|additional|future|larger|prospective)\b[^.]{0,40}"
    r"\b(?:stud|research|trial|investigat|needed|required|warranted|necessary)"
)
_UNSURE = lazily(
    r"\b(?:may|might|could|possibl\w+|perhaps|some|selected|certain|depend\w*|unclear|uncertain|inconclusive|insufficient"
    r"|controversial|variable|partial\w*|limited|mixed|although|caution)\b"
)
_DENIAL = lazily(
    r"\b(?:no|not|neither|nor|cannot|without|fail(?:s|ed)?|lack(?:s|ed)?|unlikely|unnecessary|little|independent|never|none"
    r"|rarely|hardly|poor(?:ly)?|inadequate|insufficient|unable|unaffected|unchanged|unrelated|limited|similar|comparable"
    r"|same|equivalent|identical)\b"
)
_CUES = (_DENIAL, NO_DIFFERENCE, SIGNIFICANT, _POSITIVE, _UNSURE, _CONTRAST, _MORE_WORK)
#: Cues and the count above which more of them say nothing more, in the order in which they are counted.
_MOST = {
    "denied": 4, "no difference": 3, "significant": 3, "positive": 4, "unsure": 4, "contrast": 3, "more work": 1,
    "p below": 4, "p above": 4, "up": 4, "down": 4, "better": 4, "worse": 4,
}  # fmt: skip
_ASKED = {
    "compares": r"\b(?:better|superior|more|less|higher|lower|different|differ|difference|compared|versus|than|alternative|inferior|worse)\b",
    "safe": r"\bsafe|risk|harm|complication",
    "works": r"\beffective|efficacy|benefit|improve|useful|role|value|help",
    "needed": r"\bnecessary|need|required|justified|should|mandatory|routine|warranted",
    "linked": r"\bassociat|correlat|relat|link|predict|influence|affect|impact|determin",
    "causes": r"\bcause|lead|increase|reduce|decrease|prevent",
    "same": r"\bsame|equal|comparable|equivalent|as \w+ as",
    "only": r"\bonly|always|all|just|still|really|alone",
    "or": r"\bor\b",
    "not": r"\bnot?\b|n't",
    "true": r"myth|fact|fiction|true|truth",
    "possible": r"feasible|possible|can\b|able",
}
_ASKED_PATTERNS = {name: lazily(words) for name, words in _ASKED.items()}
_CROSSED = ("compares", "needed", "linked", "works", "safe", "same", "not", "only", "or")
_OPENERS = {"is": "be", "are": "be", "was": "be", "were": "be", "do": "do", "does": "do", "did": "do", "can": "can"}
_OPENERS |= {"could": "can", "should": "should", "has": "have", "have": "have"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Shares (adding up to one) for yes, no and maybe."""

    yes: float
    no: float
    maybe: float

    @property
    def stance(self) -> Stance:
        """The largest share's stance."""
        return max(zip((self.yes, self.no, self.maybe), Stance, strict=True), key=lambda pair: pair[0])[1]


@lru_cache(maxsize=1)
def model() -> Linear:
    """The shipped model, read once."""
    return Linear.load(files("curbside.evidence").joinpath("data/stance.json"))


def stance_of(question: str, *texts: str) -> Reading:
    """What texts together answer to a yes/no question: one text is read whole, several by their nearest sentences."""
    chosen = sentences_of(texts[0]) if len(texts) == 1 else nearest(question, texts)
    return reading(model(), stance_features(question, chosen))


def reading(linear: Linear, features: Features) -> Reading:
    """The shares that a model gives."""
    return Reading(*softmax(linear.scores(features)))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text that are read."""
    text = text[:READ_CHARACTERS]
    return [text[start:end] for start, end in split(text)][:MOST_SENTENCES]


def nearest(question: str, texts: tuple[str, ...]) -> list[str]:
    """Of several texts, the sentences with most of the question's words, long ones counting less."""
    asked = _content(question)
    found = list(dict.fromkeys(sentence for text in texts for sentence in sentences_of(text)))
    return sorted(found, key=lambda s: -len(_roots(s) & asked) / (8 + len(s.split())) ** 0.5)[:NEAREST]


def stance_features(question: str, sentences: list[str]) -> Features:
    """The named features of some sentences for one question."""
    asked, found = _content(question), _form(question)
    read = [sentence.lower() for sentence in sentences if sentence.strip()] or ["."]
    shared = [len(_roots(sentence) & asked) for sentence in read]
    key = shared.index(max(shared))
    whole = " ".join(read)
    for name, part in (("whole", read), ("first", read[:1]), ("last", read[-1:]), ("key", [read[key]])):
        _cues(name, part, found)
    found["shared"] = len(_roots(whole) & asked) / max(1, len(asked))
    found["shared in key"] = shared[key] / max(1, len(asked))
    found["sentences"] = min(len(read), 8) / 4
    opener = next((name for name in ("be", "do", "can", "should", "have") if f"opens {name}" in found), "other")
    for cue in ("key:denied", "first:denied", "whole:denied"):
        found[f"opens {opener} * {cue}"] = found[cue]
    for name in _CROSSED:
        if f"asks {name}" in found:
            for cue in ("key:denied", "whole:denied", "key:no difference", "first:denied", "key:positive"):
                found[f"asks {name} * {cue}"] = found[cue]
    masked = [_masked(sentence, asked) for sentence in read]
    _grams("key", masked[key], (1, 2, 3), found)
    for tokens in masked:
        _grams("any", tokens, (1, 2), found)
    _denied_question([token for tokens in masked for token in tokens], found)
    return found


def _form(question: str) -> Features:
    lowered = question.lower()
    parts = re.split(r"[:.;]\s", lowered)
    body = parts[-1] if len(parts[-1].split()) > 2 else lowered
    first = next(iter(_WORD.findall(body)), "_")
    found = {f"opens with {first}": 1.0, f"opens {_OPENERS.get(first, 'other')}": 1.0}
    found.update({f"asks {name}": 1.0 for name, pattern in _ASKED_PATTERNS.items() if pattern.search(lowered)})
    return found


@lru_cache(maxsize=64)
def _content(question: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(question.lower().replace("-", " "))) - _STOP


def _roots(lowered: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(lowered.lower().replace("-", " "))}


def _cues(name: str, sentences: list[str], found: Features) -> None:
    """Cue counts of some sentences, each count capped."""
    totals = [sum(column) for column in zip(*map(_counts, sentences), strict=True)]
    counts = dict(zip(_MOST, totals, strict=True))
    for label, count in counts.items():
        found[f"{name}:{label}"] = float(min(count, _MOST[label]))
    denied, positive = counts["denied"] > 0, counts["positive"] > 0
    found[f"{name}:only positive"] = float(positive and not denied)
    found[f"{name}:only denied"] = float(denied and not positive)
    found[f"{name}:nothing denied"] = float(not denied)
    below, above = counts["p below"], counts["p above"]
    found[f"{name}:p balance"] = float((below > above) - (below < above))


@lru_cache(maxsize=2048)
def _counts(sentence: str) -> tuple[int, ...]:
    """How often each cue of `_MOST` stands in a sentence, in that order."""
    values = p_values(sentence)
    below = sum(value[1] for value in values)
    words = set(_WORD.findall(sentence))
    kinds = (len(words & words_of(kind)) for kind in ("up", "down", "better", "worse"))
    cues = (len(pattern.findall(sentence)) for pattern in _CUES)
    return (*cues, below, len(values) - below, *kinds)


def _masked(sentence: str, asked: frozenset[str]) -> list[str]:
    """The words of a sentence, the question's own masked as Q and numbers as NUM."""
    result: list[str] = []
    for token in _PLAIN.findall(sentence.replace("-", " ")):
        shown = "Q" if stem(token) in asked else "NUM" if token[0].isdigit() else token
        if shown not in {"Q", "NUM"} or not result or result[-1] != shown:
            result.append(shown)
    return result


def _denied_question(tokens: list[str], found: Features) -> None:
    after = before = 0.0
    for i, token in enumerate(tokens):
        if _DENIAL.fullmatch(token):
            after += 0.5 * ("Q" in tokens[i + 1 : i + 7])
            before += 0.5 * ("Q" in tokens[max(0, i - 4) : i])
    found["denied, then asked"], found["asked, then denied"] = min(after, 2.0), min(before, 2.0)


def _grams(name: str, tokens: list[str], sizes: tuple[int, ...], found: Features) -> None:
    for size in sizes:
        for i in range(len(tokens) - size + 1):
            found[f"{name} {' '.join(tokens[i : i + size])}"] = 1.0

"""
The question inside a long message: the sentences that ask, in the order in which they stand.

Patients write a paragraph about their mother and ask in the last line. The whole message is searched, because
condensing hurts search (measured); what is condensed here is shown to the reader and read for its facets.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily

from .facets import asked

_END = lazily(
    r"(?<=[.?!])[\"')]?\s+(?=[\"'(]?\w)|(?<=\?)(?=\w)|(?<=[a-z]{3}\.)(?=[A-Z][a-z]|(?:i|we|my|is|she|he|it|the|in|also|please|plz|what|how|can|if|now|and|but)\b)|\s*\n\s*"
)
_ABBREVIATED = lazily(r"\b(?:Dr|Mr|Mrs|Ms|St|vs|e\.g|i\.e|etc|approx|No|mg|yrs?|mo)\.$|\b[A-Z]\.$")
_ASKS = lazily(
    r"^(?:(?:and|but|so|also|or|if so,?|now|then|because|my question(?: is)?|question),? )?(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|may|might|am|has|have|any)\b",
    re.IGNORECASE,
)
#: The same words open sentences that tell ("When I eat ...", "Have read about it.", "Does not sit up."), unless a question mark ends them.
_TELLS = lazily(
    r"^(?:(?:and|but|so|also|or),? )?(?:when|where|while|who|which|(?:was|were|did|does|is|are|am|has|have|had|do|will|would)(?: (?:not|been|a|an|also|now|very|the|had|no|only|just)\b|n't)|have|has|had|was|am|may i)\b",
    re.IGNORECASE,
)
_WISHES = lazily(
    r"\b(?:want(?:ed)? to know|like to know|need to know|wondering|wonder|looking for|please (?:tell|advise|advice|help|send|suggest|let)|would like|can you|could you|any (?:advice|suggestions?|help|information|ideas?)|is there|are there|(?:i|we) need (?:help|information|advice)|tell me|question is|info(?:rmation)? (?:on|about))\b",
    re.IGNORECASE,
)
_QUESTION_INSIDE = lazily(
    r"\b(?:what|which|how|why|whether|if)(?: (?:is|are|was|do|does|can|could|should|would|will|might|kind|type|to|there|it|i|this|my|the|causes?|treatments?|medicines?|long|much|many|often))\b",
    re.IGNORECASE,
)
_HEADED = lazily(r"(?:what|which|who|how|why|is|are|does|do|can|could|will|should) [^.]{8,}", re.IGNORECASE)
LONG = 160


def sentences(text: str) -> list[str]:
    """The sentences of a message; a full stop after a common abbreviation ends none."""
    found: list[str] = []
    held = ""
    for piece in _END.split(text):
        held = f"{held} {piece}".strip() if held else piece.strip()
        if held and not _ABBREVIATED.search(held):
            found.append(held)
            held = ""
    return [*found, held] if held else found


def sentences_asked(text: str, at_most: int = 2) -> tuple[str, ...]:
    """The one or two sentences that ask; a short text is one question as it stands."""
    every = sentences(text)
    if len(every) < 2:
        return (text,)
    ranked = sorted(range(len(every)), key=lambda at: (-_weight(every[at]), at))
    best = _weight(every[ranked[0]])
    if best <= 0:
        return (text,) if len(text) <= LONG else (every[0],)
    kept = [at for at in ranked if _weight(every[at]) >= max(2.0, best - 2)][:at_most] or ranked[:1]
    return tuple(every[at] for at in sorted(kept))


def asks(sentence: str) -> bool:
    """Whether a line asks something, as a heading that is a question does."""
    return _weight(sentence) >= 3 or bool(_HEADED.match(sentence))


def _weight(sentence: str) -> float:
    """How much a sentence asks: a question mark, a question word in front, a wish, words that name a section."""
    weight = 0.0
    if "?" in sentence:
        weight += 3
    if (_ASKS.search(sentence) and ("?" in sentence or not _TELLS.search(sentence))) or _QUESTION_INSIDE.search(
        sentence
    ):
        weight += 1
    if _WISHES.search(sentence):
        weight += 2
    if weight and any(not one.is_weak for one in asked(sentence)):
        weight += 1
    if len(sentence.split()) < 3:
        weight -= 2
    return weight

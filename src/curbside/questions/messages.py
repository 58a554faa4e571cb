"""
A message as people send it: what it says it is about, and the words below.

Services print a subject line above a message, and people who write without one often begin with two or three words
and a full stop ("Stiff neck. I have ..."). Those words name the subject better than any sentence does, unless the
sender was given a form whose subject says nothing ("Customer service request").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.language.patterns import lazily

#: "SUBJECT: nocturia", as services print a message's subject line above it.
_LINE = lazily(
    r"\s*subject:\s*(?P<head>.{2,140}?)\s*(?:\n\s*(?:message:)?|message:|$)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_LABEL = lazily(
    r"\s*message:\s*|\s*clinical ?trials\.gov - [\w -]{3,40}?(?:\.\s+|\n)"
    r"|\s*(?:general health|customer service request|drug interactions|something else \(below\))[.:]?\s+(?=\w+\s)",
    re.IGNORECASE,
)
_OPENING = lazily(r"\s*(?P<head>[^.?!\n]{3,80}?)(?:\.\s+|\s*\n\s*|\.(?=[A-Z]))(?P<rest>\S.*)", re.DOTALL)
#: Words of a sentence, which no heading holds.
_SENTENCE = lazily(
    r"\b(?:i|i'm|i've|im|my|me|we|our|he|she|is|are|was|were|am|have|has|had|do|does|did|can|could|would|will|should|please"
    r"|hello|hi|dear|sir|thank|thanks|good (?:morning|evening|day|afternoon)|respected)\b",
    re.IGNORECASE,
)
_ROUTINE = lazily(
    r"\s*\W{0,3}(?:clinical ?trials\.gov|customer service|general (?:health|information|question)|daily ?med|(?:i )?need (?:some )?(?:help|advi[cs]e)"
    r"|(?:a |my |quick |medical |health )?(?:questions?|help|advi[cs]e|information|info|inquiry|enquiry|query|feedback|comments?|request|suggestion|other|ingredients?)\W*$"
    r"|something else|very worr|can'?t find|no subject|re:|fw:|website|medline ?plus|pubmed|n/?a\b|urgent|hi\b|hello\b|dear\b|[\w ]{0,20}drugs?\W*$|before i\b)",
    re.IGNORECASE,
)
_ABOUT = lazily(
    r"^(?:(?:a |my |some |need |want )?[\w-]{3,14} (?:to know )?)?(?:about|regarding|concerning|re|on|needed for|help for|info(?:rmation)? (?:on|for))[\s:]+(?=\w)|[\s-]+(?:questions?|inquiry|query|help|information required)$",
    re.IGNORECASE,
)
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to be the subject ("" when nothing is, or nothing that tells), and the words below it."""

    headline: str
    body: str


def message(text: str) -> Message:
    """A text parted into its headline and its body; a text of one sentence is all body."""
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if line := _LINE.match(text):
        head, rest = line["head"].strip(" ."), line["rest"].strip()
        if not rest:
            return Message("", head)
        return Message("" if is_routine(head) else _bare(head), rest)
    if (opening := _OPENING.match(text)) and len(opening["head"].split()) <= MOST_WORDS:
        head = opening["head"].strip()
        if not _SENTENCE.search(head):
            return Message("" if is_routine(head) else _bare(head), opening["rest"].strip())
    return Message("", text)


def is_routine(headline: str) -> bool:
    """Whether a subject line is a form's and tells nothing of the message."""
    return bool(_ROUTINE.match(headline))


def _bare(headline: str) -> str:
    """A headline without "question about" in front or "- question" behind."""
    return _ABOUT.sub("", headline).strip() or headline

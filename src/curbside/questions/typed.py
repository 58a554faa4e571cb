"""
What a person typed, made fit to read: checked, cleaned, greetings taken off.

Text is refused only when it cannot be text at all (a NUL, a lone surrogate) or is longer than the limit; control
and bidirectional characters are dropped, because they can hide words from the person who reads the question back.
"""

from __future__ import annotations

import re

from curbside.errors import CurbsideError
from curbside.language.patterns import lazily

LIMIT = 4000

_HIDDEN = lazily(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SURROGATE = lazily(r"[\ud800-\udfff]")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
_LABEL = lazily(r"\b(?:SUBJECT|MESSAGE|Subject|Message|Question)\s{0,3}:", re.ASCII)
_GREETING = lazily(
    r"^[\s,.!]{0,9}(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|dear|sir|madam|doctors?|dr|doc"
    r"|team|all|there|everyone|please|kindly|to whom it may concern)\b[\s,.!:/-]{0,5}){1,8}",
    re.IGNORECASE,
)
_OPENING = lazily(
    r"^(?:(?:i (?:have|had) (?:a|one|another|some) (?:quick |short |simple )?questions?(?: for you)?(?: (?:about|on|regarding))?"
    r"|(?:my|the|our) question is(?: this)?|i (?:was|am|'m|have been) (?:just )?wondering(?: if| whether)?"
    r"|i(?:'d| would| want| wanted| need) (?:like )?to (?:know|ask)(?: you)?(?: if| whether| about)?"
    r"|(?:can|could|would|will) (?:you|anyone|someone|anybody) (?:please |kindly )?(?:tell|inform|advise|help) (?:me|us)(?: (?:with|about|if|whether|on))?"
    r"|(?:please|pls|kindly) (?:tell|inform|advise|help|let) (?:me|us)(?: know)?(?: (?:with|about|if|whether|on))?"
    r"|tell me(?: about)?|do you know(?: if| whether)?|is it true that|quick question)\b[\s,.:;-]{0,4}){1,3}",
    re.IGNORECASE,
)
_CLOSING = lazily(
    r"(?:[\s,.!-]{0,9}\b(?:thank you(?: (?:so|very) much)?(?: (?:in advance|for your (?:time|help|reply)))?|thanks(?: a lot| in advance)?"
    r"|many thanks|thx|kind regards|best regards|regards|sincerely(?: yours)?|yours truly|god bless(?: you)?"
    r"|(?:please|kindly) (?:help|reply|respond|advise|advice)(?: me)?(?: (?:asap|urgently|soon))?)\b[\s,.!]{0,9}){1,5}$",
    re.IGNORECASE,
)


def checked(text: str, limit: int = LIMIT) -> str:
    """The text without hidden characters; refused with what to do when it cannot be taken."""
    if "\x00" in text or _SURROGATE.search(text):
        raise CurbsideError("The question holds characters that are not text; type it again.")
    if len(text) > limit:
        raise CurbsideError(f"The question has {len(text):,} characters; shorten it to {limit:,} or fewer.")
    return _HIDDEN.sub("", text)


def cleaned(text: str) -> str:
    """One line without labels, greetings and thanks, quotation marks straight; the words themselves are kept."""
    line = " ".join(_LABEL.sub(" ", text.translate(_QUOTES)).split())
    shorter = _GREETING.sub("", line)
    shorter = _CLOSING.sub("", shorter).strip()
    return shorter or line


def opened(text: str) -> str:
    """A sentence without "I was wondering if", "can you tell me" and their like."""
    shorter = _OPENING.sub("", text).strip()
    return _SHARED.sub(r"\1\2 \5\3\4 \5", shorter if len(shorter) > 3 else text)


#: "Type 1 and type 2 diabetes" names two illnesses by one word.
_SHARED = lazily(
    r"\b(type |stage |grade )(\d|I{1,2})( (?:and|or|vs\.?|versus|from) (?:type |stage |grade )?)(\d|I{1,2}) (\w{4,})",
    re.IGNORECASE,
)

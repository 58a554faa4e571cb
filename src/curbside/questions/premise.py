"""
What a question takes for granted: "since antibiotics cure it, which is best?", "why does vitamin D prevent falls?".

The words are taken as the person wrote them. Whether sources say otherwise is found where the answer is made; nothing
here says whether a premise is true.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily

_LONGEST = 160  # characters of a premise
_SAID = lazily(
    r"^\W*(?:since|as|given(?: that)?|because|now that|considering that|seeing that|knowing that) (?P<said>[^,;?]{8,160}),"
    r"|^\W*(?:if )?(?P<known>[^,;?]{8,160}),? (?:right|correct)[,?] ",
    re.IGNORECASE,
)
#: "Why does X help": that it does is taken for granted.
_WHY = lazily(r"^\W*why (?P<verb>do|does|did|is|are|was|were|can) (?P<rest>[^,;?]{6,160})\?", re.IGNORECASE)
#: "X can be prevented by which vaccine", "which vaccine prevents X".
_WHICH = (
    lazily(
        r"^\W*(?P<what>[^,;?]{3,80}? (?:can be|is|are)) (?P<verb>[a-z]+ed|given) (?:by|with) (?:which|what)\b",
        re.IGNORECASE,
    ),
    lazily(
        r"^\W*(?:which|what) (?P<thing>[\w-]+(?: [\w-]+)?) (?P<does>prevents?|cures?|stops?|reverses?) (?P<whom>[^,;?]{3,80})\?",
        re.IGNORECASE,
    ),
)


def premise(text: str) -> str:
    """What a question takes for granted, in its own words; "" when it takes nothing that these forms show."""
    text = text.strip()
    if said := _SAID.match(text):
        return (said["said"] or said["known"]).strip()[:_LONGEST]
    if why := _WHY.match(text):
        return why["rest"].strip()[:_LONGEST]
    if passive := _WHICH[0].match(text):
        return f"{passive['what']} {passive['verb']}"[:_LONGEST]
    if active := _WHICH[1].match(text):
        return f"{active['whom']} is {_DONE[active['does'].rstrip('s')]}"[:_LONGEST]
    return ""


_DONE = {"prevent": "prevented", "cure": "cured", "stop": "stopped", "reverse": "reversed"}

"""Hard words explained once, where they are first met: the word stays, its meaning stands beside it."""

from __future__ import annotations

from curbside.answers.answer import Answer, Gloss
from curbside.language.glossary import explained

#: More explanations than this are a second text to read.
MOST_GLOSSES = 8


def glosses(answer: Answer) -> tuple[Gloss, ...]:
    """The hard words of the bottom line and of the claims in front, in order of first mention."""
    shown = [answer.bottom_line.text if answer.bottom_line else ""]
    shown += [claim.worded for section in answer.sections for claim in section.claims]
    text = "\n".join(shown)
    found: dict[str, Gloss] = {}
    for term, entry in explained(text):
        if entry.meaning.casefold() in text.casefold():
            continue  # the source explains it itself
        found.setdefault(entry.term, Gloss(term, entry.meaning, entry.source))
    return tuple(found.values())[:MOST_GLOSSES]

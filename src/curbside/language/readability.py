"""
How hard a text is to read, by the Flesch-Kincaid grade (Kincaid and others, 1975): words a sentence, syllables a word.

The grade is a school year in the United States; 8 is what most advice for patient texts asks for at most. It knows
nothing of meaning: a short wrong sentence has a fine grade. Syllables are counted by the letters, which is right for
about nine words in ten and errs both ways.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily

from .sentences import split

_WORD = lazily(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = lazily(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
#: An e that is written but not spoken: at the end after a consonant, in "-es" and "-ed", before an ending that was added.
_SILENT = lazily(
    r"(?<=[aeiouy])[^aeiouy]+(?<!l)e$|(?<=[aeiouy])[^aeiouy]*(?<![lxszcgh])(?<![aeiouy])es$|(?<![aeiouytd])ed$"
    r"|(?<=[aeiouy])le$|e(?=(?:ment|ful|less|ness|ly)s?$)|(?<=ev)e(?=ry)"
)
#: Vowels that stand side by side and are spoken apart.
_APART = lazily(
    r"(?<![cstg])ia|(?<![cstgx])io|(?<=t)ia(?=[ln]t)|eas?$|ea(?=te(?!d))|eo(?=por)|iu|[^qg]u(?=a[tl])|uou"
    r"|(?<=[aeiou])ing|(?<![cst])ie(?=n[ct]|t)|(?<=c)ie(?=nc)|ui(?=[de]$)|sms?$|oca(?=rd)"
)


def syllables(word: str) -> int:
    """Count the syllables of one word by its letters; at least one."""
    total = 0
    for part in re.split(r"['’-]", word.casefold()):
        if part:
            count = len(_VOWELS.findall(part)) + len(_APART.findall(part)) - len(_SILENT.findall(part))
            total += max(1, count)
    return max(1, total)


def grade(text: str) -> int | None:
    """Give the Flesch-Kincaid grade of a text as a whole school year, not below 1; None for a text without words."""
    found = _WORD.findall(text)
    sentences = sum(1 for start, end in split(text) if _WORD.search(text, start, end))
    if not found or not sentences:
        return None
    value = 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
    return max(1, round(value))

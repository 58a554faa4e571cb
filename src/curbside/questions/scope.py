"""
What Curbside does not answer, decided before anything is searched.

A wrong refusal is worse than a vain search: a rule here fires only on words that leave no doubt, and anything
that could be medicine is searched.
"""

from __future__ import annotations


def refusal(text: str, *, follows: bool = False) -> str:
    """ "" when the text is to be searched, else a reason: not_medical, other_language or out_of_scope."""
    if not any(letter.isalpha() for letter in text):
        return "not_medical"
    return ""

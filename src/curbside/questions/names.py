"""
What the vocabulary knows of a question: other names of its subject, and the drugs in it.

The vocabulary only adds. The focus stays in the question's own words, and an unknown word stays as it was typed,
because a drug name must never be replaced by one that looks like it.
"""

from __future__ import annotations

from curbside.language import vocabulary

_AT_MOST = 12


def other_names(focus: str) -> tuple[str, ...]:
    """Other names of the subject, none of them the subject itself; of a short form, those of its likeliest meaning."""
    if not focus:
        return ()
    found = [*vocabulary.aliases(focus)]
    if not found and (senses := vocabulary.expand(focus)):
        found = [*senses, *vocabulary.aliases(senses[0])]
    kept = {name.casefold(): name for name in reversed(found) if name.casefold() != focus.casefold()}
    return tuple(reversed(kept.values()))[:_AT_MOST]


def drugs(text: str) -> tuple[str, ...]:
    """The drugs a text names, as written."""
    return vocabulary.drugs_in(text)


def is_medical(text: str) -> bool:
    """Whether the text names a disease or a drug that the vocabulary knows."""
    return any(term.kind in _MEDICAL for term in vocabulary.terms_in(text))


def named(text: str) -> str:
    """The first disease a text names, else its first drug, as written; "" when it names none."""
    found = vocabulary.terms_in(text)
    for kind in ("disease", "drug"):
        for term in found:
            if term.kind == kind and text[term.start : term.end].casefold() not in GENERIC:
                return text[term.start : term.end]
    return ""


def spans_of_names(text: str) -> list[tuple[int, int]]:
    """Where a text names a disease or a drug in two words or more."""
    return [
        (term.start, term.end)
        for term in vocabulary.terms_in(text)
        if term.kind in ("disease", "drug") and " " in text[term.start : term.end]
    ]


def without_place(focus: str) -> str:
    """A subject without the "in ..." behind it, when what stands before is a name ("celiac disease in Europe")."""
    name, joined, _ = focus.partition(" in ")
    is_one_name = any(term.end - term.start == len(focus) for term in vocabulary.terms_in(focus))
    return name if joined and is_medical(name) and not is_one_name else focus


#: Subjects too general to answer about, when the message names something better.
GENERIC = frozenset(
    """pain symptoms symptom disease problem problems condition fever swelling side effects illness infection it help
    medication medicine treatment foot leg legs arm back head face skin eyes eye blood test results doctor""".split()
)
_MEDICAL = frozenset(["disease", "drug", "finding", "anatomy", "procedure", "class"])

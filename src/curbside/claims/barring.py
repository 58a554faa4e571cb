"""
Whether what a label forbids has to do with the question.

The contraindications of a drug are true whatever was asked of it, and beside "how do I stop it?" they are noise in which
the one that matters is lost. So a prohibition is an answer only when it speaks to the question: when it tells of the people,
the illness or the second drug that the question names, or when it was asked who must not have the drug. Where a drug
is to be taken or given, the others stand behind the answer, few of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.language.populations import populations
from curbside.language.stems import content
from curbside.questions.names import other_names
from curbside.questions.question import Plan, QuestionType
from curbside.search.widen import FORBIDDING
from curbside.sources.source import SourceKind

from .asked_words import in_one_word, same, silent
from .roots import Roots, root, roots
from .units import Unit
from .worth import RARE, rarities

#: Of a longer message the condensed question alone is looked at.
LONG_WORDS = 50
#: A word of the question that is at least so rare says what it is about.
TELLING = 0.28
#: Words of taking a drug, which its label says of every case.
_OF_TAKING = roots(
    content(
        "stop stopping stopped start starting started take taking taken dose dosage missed forgot come coming give given giving allow"
        " allowed safe contraindicated contraindication adult patient label day week month year today still long short high low"
        " highest lowest maximum medicine medication drug tablet capsule pill prescribed treatment people want"
    )
)
#: What asks for a drug to be taken or given, or for whom; and what is asked by who takes it already.
_GIVING = frozenset(
    "amount limit safe who_not kidney liver pregnancy breastfeeding children older_adults first_choice how_often".split()
)
_ALREADY = frozenset(
    "missed stop food alcohol driving swallow onset signs side_effect why monitoring work sport travel warning".split()
)
_OUTRIGHT = lazily(
    r"\b(?:contraindicat\w+|must not|do(?:es)? not (?:use|take|give|start|administer)|not recommended"
    r"|should not (?:be (?:used|given|taken|administered|prescribed)|take|use|receive))\b",
    re.IGNORECASE,
)
_GRAVE = lazily(r"\b(?:life-threatening|fatal\w*|deaths?|fetal harm)\b", re.IGNORECASE)


def forbids_outright(text: str) -> bool:
    """Whether words say outright that somebody must not have something."""
    return bool(_OUTRIGHT.search(text))


def bars(unit: Unit) -> bool:
    """Whether a label says, where it says who must not have its drug, that somebody must not."""
    found = unit.evidence.found
    return found.record.kind is SourceKind.LABEL and found.passage.facet in FORBIDDING and forbids_outright(unit.text)


def warns_gravely(unit: Unit) -> bool:
    """Whether a label's boxed warning tells of what may kill or maim."""
    found = unit.evidence.found
    is_boxed = found.record.kind is SourceKind.LABEL and found.passage.facet == "boxed_warning"
    return is_boxed and bool(_GRAVE.search(unit.text))


def is_to_be_given(plan: Plan) -> bool:
    """Whether it is asked how a drug is taken or given, or whether somebody may have it."""
    asked = {*plan.asked}
    if plan.type is QuestionType.TREATMENT:
        return not asked & _ALREADY
    return (
        plan.type is QuestionType.DRUG_OR_DOSE
        and (plan.facets[:1] == ("dose",) or bool(asked & _GIVING))
        and plan.facets[:1] != ("stopping",)
        and not asked & _ALREADY
    )


def speaks(unit: Unit, plan: Plan) -> bool:
    """Whether a label's words tell of what the question names beside their drug; asked who must not have it, all do."""
    people, drugs, words = _beside_the_drug(plan)
    if not (people or words or len(plan.drugs) > 1 or plan.intervention):
        return "who_not" in plan.asked
    record = unit.evidence.found.record
    there, own = roots(content(in_one_word(unit.text))), roots(content(" ".join((record.title, *record.substances))))
    return (
        not people.isdisjoint(populations(unit.text))
        or any(name <= there and not name <= own for name in drugs)
        or any(not there.isdisjoint(ways) for ways in words)
    )


def bars_others(unit: Unit, plan: Plan) -> bool:
    """Whether a label forbids its drug to others than those a question about the drug names."""
    return plan.type is not QuestionType.TREATMENT and bars(unit) and not speaks(unit, plan)


@lru_cache(maxsize=8)
def _beside_the_drug(plan: Plan) -> tuple[frozenset[str], tuple[Roots, ...], tuple[Roots, ...]]:
    """The people in a question, the names of its drugs, and its rare words besides."""
    asked = " ".join((plan.condensed.partition(" (about: ")[0], *plan.queries[:1]))
    if len(asked.split()) > LONG_WORDS:
        asked = plan.condensed
    question = in_one_word(f"{asked} {plan.intervention}")
    of_them = plan.drugs or (plan.focus, *plan.aliases)
    names = [name for drug in of_them for name in (drug, *other_names(drug))]
    of_drugs = frozenset().union(*map(content, names))
    names += [plan.intervention, *other_names(plan.intervention), *plan.aliases] if plan.intervention else []
    telling = {
        word
        for word in content(question) - silent() - of_drugs
        if root(word) not in _OF_TAKING and not word.isdigit() and rarities().get(word, RARE) >= TELLING
    }
    return (
        frozenset({*plan.population, *populations(question)} - {"women", "men"}),
        tuple(roots(content(name)) for name in dict.fromkeys(names) if content(name)),
        tuple(frozenset({root(word), *same(root(word))[0]}) for word in sorted(telling)),
    )

"""
The words that are searched for a plan.

The whole question comes first, as typed; the second is the subject with the words by which sources title the
section that is asked for first.
"""

from __future__ import annotations

from .question import Plan


def queries(made: Plan, text: str) -> tuple[str, ...]:
    """What is searched, best first: the words as typed, then the subject with the words of its first facet."""
    words = FACET_WORDS.get(made.facets[0], made.facets[0].replace("_", " ")) if made.facets else ""
    sides = dict.fromkeys(part for part in (made.intervention, made.comparator, made.focus) if part)
    told = [ASKED_WORDS[name] for name in made.asked if name in ASKED_WORDS][:MOST_ASKED]
    second = " ".join([*sides, words, *told]) if sides else ""
    return tuple(dict.fromkeys(query for query in (text, second) if query))


#: What is asked to be told, in the words by which sources tell it; so many of them join the second query.
MOST_ASKED = 2
ASKED_WORDS = {
    "food": "food meal diet avoid eating",
    "alcohol": "alcohol",
    "missed": "missed dose",
    "swallow": "crush chew split swallow whole",
    "spread": "contagious spread infectious",
    "school": "school work return",
    "travel": "travel flying",
    "sport": "exercise sports activity",
    "stop": "stopping discontinue withdrawal",
    "duration": "how long lasts days weeks",
    "timing": "when start before after",
    "how_common": "prevalence common percent",
    "inherited": "inherited inheritance gene",
    "monitoring": "monitoring tests checks",
    "warning": "warning signs call doctor",
    "chance": "risk chance percent",
    "age": "age years",
}

#: How each kind is asked for in the words of sources, for the second query.
FACET_WORDS = {
    "first_line": "initial treatment first-line",
    "treatment_options": "treatment",
    "medicines": "drug treatment medicines",
    "self_care": "self-care home lifestyle",
    "procedures": "surgery procedure",
    "work_up": "diagnosis tests",
    "presentation": "symptoms signs",
    "definition": "definition what is",
    "special_populations": "pregnancy children kidney liver",
    "benefits": "effect benefit",
    "harms": "risk harm safety",
    "dose": "dosage administration",
    "stopping": "stopping discontinuation duration",
    "escalation": "refractory second-line treatment failure",
    "red_flags": "warning signs emergency",
    "emergency_care": "emergency treatment",
    "living_with": "living with daily life",
    "interpretation": "meaning of result",
    "test_accuracy": "sensitivity specificity",
    "severity": "stages classification",
    "frequency": "prevalence incidence",
}

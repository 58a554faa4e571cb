"""
What a question is about, ready to be looked for in titles, headings and sentences.

A name matches when all the words that carry its meaning are there, compared by a light stem.
"""

from __future__ import annotations

from curbside.language.stems import content, stems
from curbside.questions.question import Plan
from curbside.sources.source import SourceKind

from .units import Unit


class Topic:
    """What the question is about, ready to be looked for in sentences."""

    def __init__(self, plan: Plan) -> None:
        self._names = [words for name in (plan.focus, *plan.aliases) if (words := content(name))]
        self._intervention = content(plan.intervention)
        self._drugs = plan.drugs

    def holds(self, unit: Unit) -> bool:
        """Whether title, headings or the sentence itself are about the focus."""
        found = unit.evidence.found
        if not self._names or (self._drugs and found.record.kind is SourceKind.LABEL):
            return True  # a label that came this far is of a drug that the question names
        in_sentence = stems(unit.text)
        above = stems(" ".join((found.record.title, *found.passage.path, found.passage.question)))
        around = in_sentence | above
        for words in self._names:
            if words <= in_sentence:
                return True
            if words <= around and words <= stems(" ".join((found.record.title, found.passage.question))):
                return True
            if words <= above:
                return True
        return False

    def holds_intervention(self, unit: Unit) -> bool:
        """Whether the sentence, or the passage it stands in, names the intervention asked about."""
        found = unit.evidence.found
        return self._intervention <= stems(unit.text + " " + found.record.title)

    def title_match(self, title: str, synonyms: tuple[str, ...] = ()) -> float:
        """How exactly a source's title (or one of its other names) is the focus: 1 the same, 0 unrelated."""
        best = 0.0
        for name in (title, *synonyms):
            has = content(name)
            for words in self._names:
                if words and has:
                    best = max(best, len(words & has) / len(words | has))
        return best

"""
What a question is about, ready to be looked for in titles, headings and sentences.

A name matches when all the words that carry its meaning are there, compared by a light stem.
"""

from __future__ import annotations

from curbside.evidence.evidence import Evidence, SourceRecord
from curbside.language.patterns import lazily
from curbside.language.stems import content, holds_one, likeness, sequence, stems
from curbside.language.vocabulary import aliases
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import SourceKind

from .units import Unit

#: Questions that nothing answers but what names their drug.
_ABOUT_DRUGS = frozenset(
    {QuestionType.DRUG_OR_DOSE, QuestionType.SIDE_EFFECT_OR_INTERACTION, QuestionType.EFFECTIVENESS}
)
#: Words of a name may stand this many places further apart than in the name itself ("pain in the lower back").
SLACK = 2
#: From here on a page's title is the subject itself.
OWN = 0.8
#: Below this it is another subject.
OTHER = 0.25


class Topic:
    """What the question is about, ready to be looked for in sentences."""

    #: Whether no subject could be told, so that the question's own words are looked for.
    is_open = False

    def __init__(self, plan: Plan) -> None:
        self._names = [words for name in (plan.focus, *plan.aliases) if (words := content(name))]
        self._interventions = _names_of(plan.intervention)
        self._drugs = plan.drugs
        # Whether a drug helps against something is told where that is named; labels tell of much else.
        self._is_of_effect = bool(plan.intervention) and plan.type is QuestionType.EFFECTIVENESS
        about_drugs = plan.type in _ABOUT_DRUGS
        self._drug_names = {content(name) for drug in plan.drugs for name in (drug, *aliases(drug)) if about_drugs}
        self._telling = frozenset(word for name in _TELLING.findall(plan.condensed) for word in stems(name))
        self._matches: dict[tuple[str, ...], float] = {}  # of titles seen, which return with each of their sentences
        self._headed: dict[str, bool] = {}
        self._called: dict[str, bool] = {}

    def may_be_in(self, evidence: Evidence) -> bool:
        """Whether a passage, with the titles above it, has the words at all: a quick look before its sentences are read."""
        found = evidence.found
        if not self._names or (self._drugs and found.record.kind is SourceKind.LABEL):
            return True
        if self._is_called(found.record):
            return True
        there = " ".join((found.record.title, *found.passage.path, found.passage.question, found.text))
        return holds_one(there, self._names)

    def holds(self, unit: Unit) -> bool:
        """Whether the sentence itself, or a title or heading above it, is about the focus."""
        found = unit.evidence.found
        if not self._names or (self._drugs and found.record.kind is SourceKind.LABEL and not self._is_of_effect):
            return True  # a label that came this far is of a drug that the question names
        if self._is_called(found.record):
            return True
        above = (found.record.title, *found.passage.path, found.passage.question)
        return any(map(self._is_headed, above)) or self._named_in(unit.text)

    def _is_headed(self, heading: str) -> bool:
        if heading not in self._headed:
            self._headed[heading] = self._named_in(heading)
        return self._headed[heading]

    def _is_called(self, record: SourceRecord) -> bool:
        """
        Whether a source gives the very name asked about as another name of its own subject.

        A name that adds words to the title is a kind of it ("viral meningitis"): what is true of all need not be of one.
        """
        if record.source not in self._called:
            title = content(record.title)
            names = {name for synonym in record.synonyms if not title < (name := content(synonym))}
            self._called[record.source] = any(name in names for name in self._names)
        return self._called[record.source]

    def _named_in(self, text: str) -> bool:
        words = sequence(text)
        there = set(words)
        return any(name <= there and _together(name, words) for name in self._names)

    def names_drug(self, unit: Unit) -> bool:
        """Whether the sentence, or a title or heading above it, names a drug asked about, by any of its names."""
        if not self._drug_names:
            return True
        found = unit.evidence.found
        there = stems(" ".join((unit.text, found.record.title, *found.passage.path, *found.record.synonyms)))
        return any(name <= there for name in self._drug_names)

    def holds_intervention(self, unit: Unit) -> bool:
        """Whether the sentence, or the passage it stands in, names the intervention asked about."""
        found = unit.evidence.found
        there = stems(f"{unit.text} {found.record.title}")
        return any(name <= there for name in self._interventions)

    def names_both(self, unit: Unit) -> bool:
        """Whether the sentence, with its title, names the subject and the other side of the question."""
        named = self._named_in(f"{unit.evidence.found.record.title} {unit.text}")
        return named and bool(self._interventions) and self.holds_intervention(unit)

    def names_all(self, unit: Unit) -> bool:
        """Whether the sentence, with its title, holds every name of a gene, drug or trial in the question."""
        return self._telling <= stems(f"{unit.text} {unit.evidence.found.record.title}")

    def title_match(self, title: str, synonyms: tuple[str, ...] = ()) -> float:
        """How exactly a source's title (or one of its other names) is the focus: 1 the same, 0 unrelated."""
        key = (title, *synonyms)
        if key not in self._matches:
            self._matches[key] = likeness(key, self._names)
        return self._matches[key]


def _names_of(intervention: str) -> list[frozenset[str]]:
    """An intervention by each of its names: co-trimoxazole is trimethoprim-sulfamethoxazole."""
    return [words for name in dict.fromkeys((intervention, *aliases(intervention))) if (words := content(name))] or [
        content(intervention)
    ]


def _together(name: frozenset[str], words: list[str]) -> bool:
    """Whether all words of a name stand close together somewhere in a text."""
    width = len(name) + SLACK
    places = [place for place, word in enumerate(words) if word in name]
    return any(name <= set(words[place : place + width]) for place in places)


#: Part of an open question's words that a statement and its title must hold between them, and the statement alone.
HELD, HELD_ALONE = 0.6, 0.4
_TELLING = lazily(r"\b(?=\w*(?:\d|\w[A-Z]))[\w-]{2,}|(?<=[\w,] )[A-Z][\w-]+")


class OpenTopic(Topic):
    """
    What an open question is about, when no subject could be told: its words themselves.

    Names of genes, drugs and trials (a capital or digit that no sentence opens with) must all be there; of the rest, most.
    """

    is_open = True

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._wanted = content(plan.condensed)

    def may_be_in(self, evidence: Evidence) -> bool:
        """Whether the passage and its title hold the telling words and most others."""
        found = evidence.found
        return self._enough(stems(f"{found.record.title} {found.text}"))

    def holds(self, unit: Unit) -> bool:
        """Whether the sentence holds enough of the question, with its title and alone."""
        own = stems(unit.text)
        alone = len(self._wanted & own) >= HELD_ALONE * len(self._wanted)
        return alone and self._enough(own | stems(unit.evidence.found.record.title))

    def _enough(self, there: frozenset[str]) -> bool:
        return self._telling <= there and len(self._wanted & there) >= HELD * len(self._wanted)

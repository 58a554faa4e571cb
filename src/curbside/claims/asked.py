"""
What a question wants to know of its subject, ready to be looked for in sentences.

A page about the subject holds hundreds of true sentences that nobody asked for. Everything a question names beside its
subject (a second drug, a week of pregnancy, a test, an illness) is one thing here, with the other words for it. How many of
these things a sentence holds, the rare ones counting most, tells whether it speaks to this question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from curbside.language.datafiles import listed, table
from curbside.language.populations import populations
from curbside.language.stems import content, sequence, stems
from curbside.language.vocabulary import vocabulary
from curbside.questions.question import Plan

from .facets import heading_kind
from .leaning import BROADER
from .units import Unit
from .worth import RARE, rarities

Roots = frozenset[str]

#: What a thing counts that stands in a heading above the sentence, is the sentence's own section, or stands in the title.
ABOVE, OWN_KIND, IN_TITLE = 0.6, 0.8, 0.3
#: A number of the question, people asked about, a name of a medical thing.
NUMBER, PEOPLE, NAME = 0.3, 0.5, 0.8
#: An age is looked for among the people of a sentence, not among its numbers.
_AGE = re.compile(r"\b\d{1,3}[- ]?(?:years?|yrs?|months?|weeks?|days?|yo)[- ]?(?:olds?)?\b", re.IGNORECASE)
#: The section that was asked for counts as one thing; less where it was taken because nothing else was heard.
SECTION, SECTION_GUESSED, LATER_SECTION = 0.8, 0.2, 0.8
#: Words that count so much tell what is asked where no rule heard it.
ENOUGH_WORDS = 0.7
GUESSES = (("definition",), ("special_populations", "contraindications", "dose", "interactions"))
#: What settles a question of how much or how often: it is advised against, or nobody knows.
_DECIDES = re.compile(
    r"\b(?:recommends? against|not recommended|should not|contraindicated|do(?:es)? not|insufficient|no (?:evidence|benefit|specific)|avoid|cannot|\w+n['’]t|(?:is|are) not)\b",
    re.IGNORECASE,
)
FEWEST_LETTERS = 4
_ENDINGS = sorted(
    "ations ation ating atory ative ated ates ate izations ization izing ized ize ments ment ingly ing edly ed ers er ions ion"
    " ive ally al ly ous ical ic ies is y ance ancies ancy ence encies ency ants ant ents ent es e s".split(),
    key=len,
    reverse=True,
)


@lru_cache(maxsize=32768)
def root(word: str) -> str:
    """A word without its ending: "tested", "testing" and "test" are one, and so are "pregnant" and "pregnancy"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= FEWEST_LETTERS:
            return word[: -len(ending)]
    return word


def roots(words: Roots) -> Roots:
    """The roots of these stems."""
    return frozenset(map(root, words))


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing asked for: what it counts, the words for it (all of one set must be there), its kinds and its people."""

    weight: float
    ways: tuple[Roots, ...]
    kinds: frozenset[str] = frozenset()
    people: str = ""
    says: re.Pattern[str] | None = None

    def is_in(self, there: Roots) -> bool:
        """Whether words hold it."""
        return any(way <= there for way in self.ways)


@cache
def _alike() -> tuple[tuple[Roots, str], ...]:
    """Words that ask for the same, as roots, and the kind of section they ask for."""
    rows = table("curbside.claims", "asked.yaml")["alike"]
    return tuple((roots(stems(row["words"])), row.get("kind", "")) for row in rows)


@cache
def _silent() -> Roots:
    """Stems of words that ask, and tell nothing of what is wanted."""
    return stems(
        " ".join((table("curbside.claims", "asked.yaml")["silent"], *listed("curbside.claims", "ordinary.yaml")))
    )


@cache
def _sides() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = table("curbside.claims", "asked.yaml")["sides"]
    return tuple((_whole_words(own), _whole_words(other)) for own, other in rows)


def _sides_of(question: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """The sides that a question takes."""
    return [(own, other) for own, other in _sides() if own.search(question) and not other.search(question)]


def _whole_words(parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{parts})(?!\w)", re.IGNORECASE)


@cache
def _tells(name: str) -> tuple[float, re.Pattern[str]]:
    """What it counts that a sentence tells an attribute, and how that is seen; nothing for those that no words tell."""
    row = table("curbside.claims", "asked.yaml")["tells"].get(name, {"counts": 0.0, "says": ""})
    return row["counts"], _whole_words(row["says"])


class Asked:
    """The things that a question names beside its subject."""

    def __init__(self, plan: Plan) -> None:
        text = _AGE.sub(" ", plan.condensed.partition(" (about: ")[0])
        named = [content(name) for name in (plan.focus, *plan.aliases) if name]
        subject = frozenset().union(*named)
        left = content(text) - _silent() - subject
        self.beside = left
        things: list[Thing] = []
        if left:
            names = vocabulary()
            for term in names.terms_in(text):
                own = content(text[term.start : term.end])
                if not own <= left or not own:
                    continue
                left -= own
                others = (content(name) for name in (term.preferred, *names.aliases(text[term.start : term.end])))
                ways = [roots(own), *(roots(other) for other in others if other)]
                if len(own) == 1:
                    ways += [frozenset({word}) for word in _same(next(iter(roots(own))))[0]]
                kinds = _same(next(iter(roots(own))))[1] if len(own) == 1 else frozenset()
                things.append(Thing(NAME, tuple(dict.fromkeys(ways)), kinds))
            for word in sorted(left):
                alike, kinds = _same(root(word))
                weight = NUMBER if word.isdigit() else rarities().get(word, RARE)
                if weight > 0 and len(word) > 1:
                    things.append(Thing(weight, tuple(frozenset({one}) for one in sorted(alike)), kinds))
        merged: dict[tuple[Roots, ...], Thing] = {}
        for thing in things:  # "how much" and "dose" ask for one thing
            if thing.ways not in merged or merged[thing.ways].weight < thing.weight:
                merged[thing.ways] = thing
        things = list(merged.values())
        things += [Thing(PEOPLE, (), people=name) for name in plan.population if name not in {"women", "men"}]
        things += [
            Thing(counts, (), says=says)
            for name in plan.asked
            if (counts := _tells(name)[0])
            for says in (_tells(name)[1],)
        ]
        self.things = tuple(things)
        worded = sum(thing.weight for thing in things if not thing.says)
        self.is_guess = plan.facets in GUESSES and worded >= ENOUGH_WORDS
        self.named = tuple(BROADER.get(kind, kind) for kind in plan.facets)
        self._section = SECTION_GUESSED if self.is_guess else SECTION
        self._has_people = any(thing.people for thing in things)
        self._whole = self._section + sum(thing.weight for thing in things)
        self._sides = _sides_of(text)
        must = table("curbside.claims", "asked.yaml")["must_tell"]
        self._must_tell = [_tells(name)[1] for name in plan.asked if name in must]
        self._above: dict[tuple[str, ...], Roots] = {}

    def held(self, unit: Unit, kind: str, words: frozenset[str]) -> float:
        """The part of what is asked for that a sentence of this kind holds, 0 to 1."""
        found = unit.evidence.found
        own = roots(words)
        headings = (*found.passage.path, found.passage.question)
        above, title = self._roots(headings), self._roots((found.record.title,))
        broad = BROADER.get(kind, kind)
        there = populations(unit.text) if self._has_people else ()
        total = self._section * self._of_section(kind, broad)
        for thing in self.things:
            if thing.people:
                value = 1.0 if thing.people in there else 0.0
            elif thing.says:
                value = 1.0 if thing.says.search(unit.text) else 0.0
            elif thing.is_in(own):
                value = 1.0
            elif kind and broad in thing.kinds:
                value = OWN_KIND
            elif thing.is_in(above):
                value = ABOVE
            else:
                value = IN_TITLE if thing.is_in(title) else 0.0
            total += thing.weight * value
        return total / self._whole

    def is_of_other_side(self, text: str) -> bool:
        """Whether a text names the other side alone: chronic where acute was asked, symptoms where none were."""
        return any(other.search(text) and not own.search(text) for own, other in self._sides)

    def tells(self, text: str) -> bool:
        """Whether a sentence tells one of the attributes without which it is no answer; true where none was asked."""
        return not self._must_tell or any(says.search(text) for says in self._must_tell) or bool(_DECIDES.search(text))

    def _of_section(self, kind: str, broad: str) -> float:
        if broad not in self.named:
            return 0.0
        return 1.0 if kind and self.named.index(broad) == 0 else LATER_SECTION

    def _roots(self, texts: tuple[str, ...]) -> Roots:
        if texts not in self._above:
            self._above[texts] = frozenset(root(word) for text in texts for word in sequence(text))
        return self._above[texts]


@lru_cache(maxsize=4096)
def _same(word: str) -> tuple[Roots, frozenset[str]]:
    """The words for what a word asks for, as roots, and the kinds of section that answer to it."""
    alike, kinds = {word}, set()
    if kind := heading_kind(word):
        kinds.add(BROADER.get(kind, kind))
    for group, kind in _alike():
        if word in group:
            alike |= group
            if kind:
                kinds.add(BROADER.get(kind, kind))
    return frozenset(alike), frozenset(kinds)

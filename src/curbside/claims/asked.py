"""
What a question wants to know of its subject, ready to be looked for in sentences.

A page about the subject holds hundreds of true sentences that nobody asked for. Everything a question names beside its
subject (a second drug, a week of pregnancy, a test, an illness) is one thing here, with the other words for it. How many of
these things a sentence holds, the rare ones counting most, tells whether it speaks to this question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curbside.language.datafiles import table
from curbside.language.populations import populations
from curbside.language.stems import content, stems
from curbside.language.vocabulary import vocabulary
from curbside.questions.question import Plan, QuestionType

from .asked_words import in_one_word, same, sides_of, silent, tells, told_apart
from .leaning import BROADER
from .roots import Roots, root, roots, words_of
from .units import Unit
from .worth import RARE, rarities

#: What a thing counts that stands in a heading above the sentence, is the sentence's own section, or stands in the title.
ABOVE, OWN_KIND, IN_TITLE = 0.6, 0.95, 0.6
#: A number of the question, people asked about, a name of a medical thing.
NUMBER, PEOPLE, NAME, NAMED_WORD = 0.3, 0.5, 0.8, 1.5
#: An age is looked for among the people of a sentence, not among its numbers.
_AGE = re.compile(r"\b\d{1,3}[- ]?(?:years?|yrs?|months?|weeks?|days?|yo)[- ]?(?:olds?)?\b", re.IGNORECASE)
#: The section that was asked for counts as one thing; less where it was taken because nothing else was heard.
SECTION, SECTION_GUESSED, LATER_SECTION = 0.8, 0.2, 0.8
#: Words that count so much tell what is asked where no rule heard it; things that count so much must be spoken of.
ENOUGH_WORDS, ENOUGH_NAMED = 0.7, 0.5
#: A question that names things that count so much is not answered by a sentence that holds less than this part of them.
MUCH_NAMED, LEAST_OF_MUCH = 2.0, 0.25
#: People who are one kind where any of them is asked about.
YOUNG = frozenset({"newborn", "infant", "child", "adolescent"})
#: A baby is told of as a newborn too.
BABIES = frozenset({"newborn", "infant"})
GUESSES = (("definition",), ("special_populations", "contraindications", "dose", "interactions"))
#: A question of at most so many words asks for one thing.
SHORT_WORDS = 25
#: What settles a question of how much or how often: it is advised against, or nobody knows.
_DECIDES = re.compile(
    r"\b(?:recommends? against|not recommended|should not|contraindicated|do(?:es)? not|insufficient|no (?:evidence|benefit|specific)|avoid|cannot|\w+n['’]t|(?:is|are) not)\b",
    re.IGNORECASE,
)
#: Two questions in one.
_SEVERAL = re.compile(
    r"\b(?:and|or) (?:how|when|what|which|is|are|can|do|does|will|should|may)\b|\?.*\?", re.IGNORECASE | re.DOTALL
)
_OVERDOSE = re.compile(r"\b(?:overdos\w+|too much of|antidote)", re.IGNORECASE)
_WEEK = re.compile(r"\b([1-4]?\d)(?:[- ]weeks?\b|(?= (?:to|and) \d\d weeks))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing asked for: what it counts, the words for it (all of one set must be there), its kinds and its people."""

    weight: float
    ways: tuple[Roots, ...]
    kinds: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    says: re.Pattern[str] | None = None
    is_plain: bool = False  # told by so many sentences that it alone makes none an answer

    def is_in(self, there: Roots) -> bool:
        """Whether words hold it."""
        return any(way <= there for way in self.ways)


@dataclass(frozen=True, slots=True)
class Held:
    """How much a sentence holds, 0 to 1: of all that is asked, and of what is named beside the section asked for."""

    whole: float
    named: float


def _worded(text: str, left: frozenset[str]) -> list[Thing]:
    """The things that a question names in words: names of medical things first, then each word that is left."""
    names = vocabulary()
    things: dict[tuple[Roots, ...], Thing] = {}

    def add(thing: Thing) -> None:
        # "How much" and "dose" ask for one thing: the surer of them counts.
        if thing.ways not in things or things[thing.ways].weight < thing.weight:
            things[thing.ways] = thing

    for term in names.terms_in(text):
        own = content(text[term.start : term.end])
        if not own or not own <= left:
            continue
        left -= own
        others = (content(name) for name in (term.preferred, *names.aliases(text[term.start : term.end])))
        ways = [roots(own), *(roots(other) for other in others if other)]
        alike, kinds = same(next(iter(roots(own)))) if len(own) == 1 else (frozenset(), frozenset())
        ways += [frozenset({word}) for word in sorted(alike)]
        add(Thing(_weight(own), tuple(dict.fromkeys(ways)), kinds))
    for word in sorted(left):
        alike, kinds = same(root(word))
        weight = NUMBER if word.isdigit() else rarities().get(word, RARE)
        if weight > 0 and len(word) > 1:
            add(Thing(weight, tuple(frozenset({one}) for one in sorted(alike)), kinds))
    return list(things.values())


def _told(plan: Plan) -> Iterator[Thing]:
    """The people that a question is about, and the attributes that it asks for."""
    asked = {*plan.population} - {"women", "men"}
    young = asked & YOUNG | (BABIES if asked & BABIES else set())
    for people in (young, *({name} for name in plan.population if name in asked - YOUNG)):
        if people:
            yield Thing(PEOPLE, (), people=frozenset(people))
    file = table("curbside.claims", "asked.yaml")
    for name in plan.asked:
        counts, says = tells(name)
        kinds = frozenset(BROADER.get(kind, kind) for kind in file["told_by_section"].get(name, ()))
        if counts:
            yield Thing(counts, (), kinds, says=says, is_plain=name in file["plain"])


class Asked:
    """The things that a question names beside its subject."""

    def __init__(self, plan: Plan) -> None:
        text = in_one_word(_AGE.sub(" ", plan.condensed.partition(" (about: ")[0]))
        subject = frozenset().union(*(content(name) for name in (plan.focus, *plan.aliases) if name))
        left = content(text) - silent() - subject
        told = (*_told(plan),)
        worded = _worded(text, left) if left else []
        # "Babies" names people who are asked about already.
        named_already = {roots(stems(name)) for thing in told for name in thing.people}
        self.things: tuple[Thing, ...] = (
            *(thing for thing in worded if named_already.isdisjoint(thing.ways)),
            *told,
        )
        in_words = sum(thing.weight for thing in self.things if not thing.says)
        self.is_guess = plan.facets in GUESSES and in_words >= ENOUGH_WORDS
        self.named = tuple(BROADER.get(kind, kind) for kind in plan.facets)
        #: Whether a whole section is asked for, and nothing of it in particular.
        self.is_section = all(thing.is_plain or thing.kinds & {*self.named} for thing in self.things)
        self._section = SECTION_GUESSED if self.is_guess else SECTION
        self._has_people = any(thing.people for thing in self.things)
        self._named: float = sum(thing.weight for thing in self.things if not thing.is_plain)
        self._whole: float = self._section + sum(thing.weight for thing in self.things)
        week = _WEEK.search(" ".join((plan.condensed, *plan.queries))) if "pregnancy" in plan.population else None
        self._week = int(week[1]) if week else 0
        self._sides = sides_of(text)
        file = table("curbside.claims", "asked.yaml")
        must = [name for name in plan.asked if name in file["must_tell"]]
        self._must_tell = [tells(name)[1] for name in must]
        #: Whether it is asked how much of a drug is given.
        self.wants_dose = plan.type is QuestionType.DRUG_OR_DOSE and "amount" in plan.asked and bool(plan.drugs)
        #: Whether it is asked what too much of a drug does, or what is done then.
        self.is_of_overdose = bool(plan.drugs) and bool(_OVERDOSE.search(plan.condensed))
        #: Whether it is a message that tells much beside what it asks.
        self.is_long = len(text.split()) > SHORT_WORDS or bool(_SEVERAL.search(text))
        self._alone = [tells(name)[1] for name in must if not self.is_long and name in file["alone"]]
        names = " ".join((plan.focus, *plan.aliases))
        self._for_whom = [
            says
            for name, asks, says in told_apart("expecting")
            if (name in plan.population or asks.search(text)) and not says.search(names)
        ]
        said = f"{text} {names}"
        if plan.type is QuestionType.DRUG_OR_DOSE:
            organs = told_apart("organs")
            # Beside a drug an ill organ is whom it is given to, though it was heard as the subject.
            self._for_whom += [
                says for _, asks, says in organs if asks.search(said) and (plan.intervention or not says.search(names))
            ]
        self._values_of: dict[tuple[str, int, int], tuple[tuple[Thing, float], ...]] = {}
        self._people: dict[tuple[str, str], frozenset[str]] = {}
        self._above: dict[tuple[str, str], tuple[Roots, Roots]] = {}

    def held(self, unit: Unit, kind: str) -> Held:
        """How much of what is asked for a sentence of this kind holds."""
        broad = BROADER.get(kind, kind)
        named = plain = 0.0
        for thing, value in self._values(unit):
            if value < OWN_KIND and kind and broad in thing.kinds:
                value = OWN_KIND
            if thing.is_plain:
                plain += thing.weight * value
            else:
                named += thing.weight * value
        total = self._section * self._of_section(kind, broad) + plain + named
        return Held(total / self._whole, named / self._named if self._named >= ENOUGH_NAMED else 1.0)

    def at_most(self, unit: Unit) -> float:
        """The most that a sentence may hold of what is named, whatever its kind turns out to be."""
        if self._named < ENOUGH_NAMED:
            return 1.0
        values = ((thing, value) for thing, value in self._values(unit) if not thing.is_plain)
        return sum(t.weight * (max(value, OWN_KIND) if t.kinds else value) for t, value in values) / self._named

    def may_hold(self, unit: Unit) -> float:
        """The same by a quick look at its words alone: never less."""
        if self._named < ENOUGH_NAMED:
            return 1.0
        own = words_of(unit.text)
        above, title = self._above_of(unit)
        most = 0.0
        for thing in self.things:
            if thing.is_plain:
                continue
            if thing.kinds or thing.people or thing.says or thing.is_in(own):
                most += thing.weight
            elif thing.is_in(above):
                most += thing.weight * ABOVE
            elif thing.is_in(title):
                most += thing.weight * IN_TITLE
        return most / self._named

    def _values(self, unit: Unit) -> Sequence[tuple[Thing, float]]:
        """Each thing, and how far the sentence or what stands above it holds it; told once for each sentence."""
        key = (unit.evidence.found.record.source, unit.start, unit.end)
        if key not in self._values_of:
            self._values_of[key] = tuple(self._valued(unit))
        return self._values_of[key]

    def _valued(self, unit: Unit) -> Iterator[tuple[Thing, float]]:
        own = words_of(unit.text)
        above, title = self._above_of(unit)
        there = {*populations(unit.text)} if self._has_people else frozenset[str]()
        for thing in self.things:
            if thing.people:
                yield thing, 1.0 if thing.people & there else ABOVE if thing.people & self._people_above(unit) else 0.0
            elif thing.says:
                yield thing, 1.0 if thing.says.search(unit.text) else 0.0
            elif thing.is_in(own):
                yield thing, 1.0
            elif thing.is_in(above):
                yield thing, ABOVE
            else:
                yield thing, IN_TITLE if thing.is_in(title) else 0.0

    def _people_above(self, unit: Unit) -> frozenset[str]:
        found = unit.evidence.found
        key = (found.record.source, found.passage.position)
        if key not in self._people:
            above = " ".join((found.record.title, *found.passage.path, found.passage.question))
            self._people[key] = frozenset(populations(above))
        return self._people[key]

    def is_of_other_side(self, text: str) -> bool:
        """Whether a text names the other side alone: chronic where acute was asked, symptoms where none were."""
        return any(other.search(text) and not own.search(text) for own, other in self._sides)

    def tells(self, text: str) -> bool:
        """Whether a sentence tells one of the attributes without which it is no answer; true where none was asked."""
        needed = self._alone or self._must_tell
        return not needed or any(says.search(text) for says in needed) or bool(_DECIDES.search(text))

    def is_for_them(self, unit: Unit) -> bool:
        """Whether a sentence, or what stands above it, speaks of pregnancy, nursing or an ill organ, where that was asked about."""
        if not self._for_whom:
            return True
        found = unit.evidence.found
        there = " ".join(
            (unit.text, found.record.title, *found.passage.path, found.passage.question, found.passage.facet)
        )
        return any(says.search(there) for says in self._for_whom)

    def week_reached(self, text: str) -> int:
        """The latest week of pregnancy that a text names up to the one asked about; 0 when none is asked about or named."""
        return max((week for week in map(int, _WEEK.findall(text)) if week <= self._week), default=0)

    def is_missed(self, held: Held) -> bool:
        """Whether a question names much, and this much of it is hardly spoken of."""
        return self._named >= MUCH_NAMED and held.named < LEAST_OF_MUCH

    def tells_what_must_be_told(self, text: str) -> bool:
        """Whether attributes were asked for that make a statement an answer, and this one tells one of them."""
        return any(says.search(text) for says in self._must_tell)

    @property
    def names_something(self) -> bool:
        """Whether something is asked beside the section itself."""
        return self._named >= ENOUGH_NAMED

    def is_told(self, unit: Unit) -> bool:
        """Whether a sentence tells an attribute that must be told, where one is asked, and does not speak of the other side."""
        if self.is_of_other_side(f"{unit.evidence.found.record.title} {unit.text}"):
            return False
        needed = self._alone or self._must_tell
        return not needed or any(says.search(unit.text) for says in needed)

    def _of_section(self, kind: str, broad: str) -> float:
        if broad not in self.named:
            return 0.0
        return 1.0 if kind and self.named.index(broad) == 0 else LATER_SECTION

    def _above_of(self, unit: Unit) -> tuple[Roots, Roots]:
        """The roots of the headings above a sentence, and of its source's title."""
        found = unit.evidence.found
        key = (found.record.source, found.passage.position)
        if key not in self._above:
            headings = " ".join((*found.passage.path, found.passage.question))
            self._above[key] = words_of(headings), words_of(found.record.title)
        return self._above[key]


def _weight(name: frozenset[str]) -> float:
    """What a name counts: "time" and "pain" are names in the vocabulary, and say little."""
    return min(NAME, NAMED_WORD * rarities().get(next(iter(name)), RARE)) if len(name) == 1 else NAME

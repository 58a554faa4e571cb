"""
Turn a question into a plan: type, facets, subject, people, and the words that are searched.

A long message is searched whole: condensing it to one sentence was measured and loses what the search needs.
The condensed sentence is for the reader, who must see what Curbside understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curbside.language.patterns import lazily
from curbside.language.stems import content
from curbside.settings import Settings

from .asking import features, frame, shares, weighed
from .attributes import attributes_in
from .candidates import chosen
from .condensing import LONG, asks, sentences_asked
from .everyday import also_called, is_test
from .facets import Asked, asked, facets
from .focus import Subject, subject
from .followups import resolve
from .frames import FRAME
from .leaning import Leaning, also_told, between, of_a_drug, of_anything, of_danger, of_test, of_value
from .messages import Message, message
from .misuse import misuse
from .named import LIKE_A_DRUG, names_in
from .names import bare, drugs, is_illness, less_sudden, other_names, without_place
from .population import concerned, population, setting
from .queries import queries
from .question import Plan, Question, QuestionType
from .scope import refusal
from .slips import as_meant, with_repaired
from .subjects import known_instead, settled, without_course
from .typed import checked, cleaned, opened
from .votes import Names

#: "Opioids for chronic back pain": a thing that is done, and what for, with no other word.
_FOR = lazily(
    r"(?!(?:is|are|was|does|do|did|can|could|should|will|would|has|have|what|which|when|who|how|why|where|my|i|tips|advice|support|information|resources|steps|standard|best)\b)(?P<what>[\w' -]{3,60}?) (?:for|against) (?P<whom>[^?]{3,120})",
    re.IGNORECASE,
)
LONGEST_ABOUT = 300  # characters of what is told of the person


#: What is measured of a treatment is no question of whether it works.
_MEASURES = frozenset(["duration", "amount", "how_often", "timing", "onset", "limit", "age"])
#: Types that a question of two things taken together seems to have by its other words.
_LOOSE = frozenset(
    {
        QuestionType.DEFINITION,
        QuestionType.EFFECTIVENESS,
        QuestionType.DRUG_OR_DOSE,
        QuestionType.SIDE_EFFECT_OR_INTERACTION,
        QuestionType.LIVING_WITH,
    }
)


def plan(question: Question, settings: Settings, titles: Sequence[Names] = ()) -> Plan:
    """
    What is asked, by the rules of this room; the same text always gives the same plan.

    `titles` are the names of the sources that a message has found, best first: they vote on what it is about.
    """
    text = cleaned(checked(question.text, settings.question_characters))
    if (because := refusal(text, follows=question.follows is not None)) != "":
        return Plan(
            QuestionType.DEFINITION, (), "", condensed=text, queries=(text,), misuse=misuse(text), refusal=because
        )
    parts = message(checked(question.text, settings.question_characters))
    understood = _understood(text, Message(parts.headline, cleaned(parts.body)), titles)
    made = resolve(understood, question.follows, text) if question.follows else understood
    return _for_whom(made, question.about) if question.about else made


def _understood(text: str, parts: Message, titles: Sequence[Names]) -> Plan:
    """The plan of a question that stands alone; a message may carry a subject line."""
    sentences = sentences_asked(parts.body)
    if asks(parts.headline):
        sentences = tuple(dict.fromkeys((parts.headline, *sentences)))[:2]
    condensed = " ".join(sentences)
    things = asked(as_meant(" ".join(opened(sentence) for sentence in sentences)))
    if all(one.is_weak for one in things) and condensed != text and len(text) <= LONG:
        things = asked(text) or things
    is_short = _is_short(text, condensed, parts)
    typed = text
    if is_short:
        text, sentences = as_meant(text), tuple(map(as_meant, sentences))
    about = subject(opened(sentences[0]))
    focus = about.focus or next((found.focus for one in sentences[1:] if (found := subject(opened(one))).focus), "")
    told_what = attributes_in(text if is_short else condensed)
    if is_short and (mended := settled(replace(about, focus=focus), opened(text), things, sentences)):
        about, focus = mended, mended.focus
    elif (parts.headline or condensed != text) and (told := chosen(parts, sentences, things, titles)):
        # What a message is about is often named in its first lines, not in the sentence that asks.
        about = _with(about, told)
        focus = about.focus
    focus = bare(without_place(focus))
    if is_short and focus:
        focus = known_instead(focus, text)
        about = replace(about, focus=focus)
    if len(text) > LONG and all(one.is_weak for one in things):
        # A long story that asks nothing in particular asks what can be done (measured on consumer messages).
        things = asked("what can I do about it?")
    if about.intervention:
        # "Is exercise effective for arthritis" asks for an effect, though exercise is a thing one does oneself.
        things = tuple(sorted(things, key=lambda one: one.type is not QuestionType.EFFECTIVENESS))
        if about.comparator and all(one.is_weak for one in things):
            things = asked("which is better?")
    elif (
        not things
        and not _MEASURES.intersection(told_what)
        and (beside := _FOR.match(condensed))
        and beside["what"]
        and focus in beside["whom"]
    ):
        about = replace(about, intervention=beside["what"])
        things = asked(f"is {beside['what']} effective for {beside['whom']}?")
    is_open = _is_open(condensed, focus)
    if is_short and _LEANS.search(condensed):
        # "Forgot a tablet. What should they do?": what is asked stands in the story.
        condensed = " ".join(typed.split())
    condensed = with_repaired(condensed, focus)
    named_drugs = drugs(typed)
    said, is_weak = facets(things) or ("definition",), all(one.is_weak for one in things)
    kind, sections = _leaning(text, replace(about, focus=focus), things, told_what, is_short)
    is_open = not named_drugs and sections == said and is_weak and is_open
    if is_weak and is_short and not is_open:
        put = opened(text)
        likely = shares(features(frame(put, names_in(put)), things, told_what))
        kind, sections = weighed((kind, sections), likely)
    if not about.intervention and (other := _other_side(focus, named_drugs, kind, sections, is_short)):
        about = replace(about, intervention=other)
    made = Plan(
        type=kind,
        facets=sections,
        focus=focus,
        aliases=_names(focus, text),
        intervention=about.intervention,
        comparator=about.comparator,
        population=concerned(typed, focus),
        setting=setting(typed),
        condensed=_stated(condensed, focus, parts),
        drugs=named_drugs,
        asked=told_what,
        is_open=is_open,
    )
    return replace(made, queries=queries(made, typed))


#: Words that stand for something told before.
_LEANS = lazily(r"\b(?:it|this|that|these|those|they|them)\b", re.IGNORECASE)
#: Words below a headline that are no more than its question ("37, smoker, wants Yaz. Contraindicated?").
_FEW_WORDS = 4


def _is_short(text: str, condensed: str, parts: Message) -> bool:
    """Whether a text is a short question, however many sentences it has, and no message with a subject line of its own."""
    if parts.headline:
        return len(text) <= LONG and len(parts.body.split()) <= _FEW_WORDS
    return len(text) <= LONG or condensed == text


def _leaning(text: str, about: Subject, things: tuple[Asked, ...], told: tuple[str, ...], is_short: bool) -> Leaning:
    """The type and the sections: as the rules of words say, or, where they say little, as what stands together does."""
    kind = things[0].type if things else QuestionType.DEFINITION
    sections = facets(things) or ("definition",)
    is_weak = all(one.is_weak for one in things)
    focus, named, is_of_drug = about.focus, drugs(text), bool(drugs(about.focus))
    is_pair = bool(about.intervention) and is_of_drug and not about.comparator and is_short
    is_bare = content(text) <= content(focus)
    is_told_of_drug = is_of_drug and kind is QuestionType.LIVING_WITH and not about.intervention
    if (
        named
        and not is_bare
        and ((is_weak and not about.intervention) or (is_pair and kind in _LOOSE) or is_told_of_drug)
    ):
        # "Metformin in renal failure" asks whether and how, not what metformin is.
        return of_a_drug(told, is_pair, beside_illness=is_illness(text))
    is_with_drug = bool(drugs(about.intervention) or LIKE_A_DRUG.fullmatch(about.intervention))
    if is_weak and is_illness(focus) and is_with_drug and is_short and not about.comparator:
        # "Mastitis: flucloxacillin or wait?"
        return QuestionType.TREATMENT, ("medicines", "treatment_options", "first_line", "benefits")
    if not is_short or about.intervention:
        return between(is_illness(focus) and is_illness(about.comparator), told) or (kind, sections)
    if (is_weak or kind is QuestionType.DIAGNOSIS) and is_test(focus) and (made := of_test(told, text, focus)):
        return made
    if is_weak:
        for test in (one.text for one in names_in(text) if one.kind == "test"):
            if (made := of_test(told, text, test)) and made[0] is QuestionType.TEST_INTERPRETATION:
                return made
        return (is_illness(focus) and of_value(text)) or of_anything(told, text) or (kind, sections)
    sections = also_told(sections, told)
    return of_danger(kind, sections, told, not named and is_illness(focus)) or (kind, sections)


def _other_side(
    focus: str, named: tuple[str, ...], kind: QuestionType, sections: tuple[str, ...], is_short: bool
) -> str:
    """The drug beside the subject without which an answer speaks of something else; "" where there is none."""
    if named and kind is QuestionType.EFFECTIVENESS and not drugs(focus):
        return named[0]  # "Is it ok to take ibuprofen with kidney stones?"
    others = [one for one in named if one not in drugs(focus)]
    is_pair = is_short and sections[:1] == ("interactions",) and bool(drugs(focus)) and len(others) == 1
    return others[0] if is_pair else ""  # "On lithium, thinking of meloxicam. Ok together?"


def _names(focus: str, text: str) -> tuple[str, ...]:
    """Other names of the subject: the vocabulary's, everyday ones, and the name without what only says how it runs."""
    also = (*also_called(focus), *other_names(focus, text), less_sudden(focus), without_course(focus))
    return tuple(dict.fromkeys(name for name in also if name))


#: Questions that want one thing, which a page's first words seldom are.
_ONE_THING = lazily(
    r"(?:for |in |at |after |before |to )?(?:how (?!(?:do|does|is|are|can|to|should)\b)\w+|which|where|who|when|name|list|what (?!(?:is|are|was|were|does|do|about)\b)\w+)\b",
    re.IGNORECASE,
)


def _is_open(condensed: str, focus: str) -> bool:
    """Whether a question wants one thing of its subject, and says which in words that no rule knows."""
    if not _ONE_THING.match(condensed) or len(condensed) > LONG:
        return False
    rest = content(" ".join(word for word in re.findall(r"[\w'-]+", condensed) if word.casefold() not in FRAME))
    return bool(rest - content(focus))


def _stated(condensed: str, focus: str, parts: Message) -> str:
    """The question as understood, for the reader: what a message asks, and of what where its question does not say so."""
    is_message = bool(parts.headline) or condensed != parts.body
    return (
        f"{condensed} (about: {focus})"
        if is_message and focus and not content(focus) <= content(condensed)
        else condensed
    )


def _for_whom(made: Plan, about: str) -> Plan:
    """The plan for the people and the place told beside the question; told is only what the rules here understand."""
    told = checked(about, LONGEST_ABOUT)
    people, place = population(told), setting(told)
    shown = tuple(name.replace("_", " ") for name in people) + ((place,) if place else ())
    return replace(
        made,
        population=tuple(dict.fromkeys([*made.population, *people])),
        setting=made.setting or place,
        answered_for=tuple(dict.fromkeys([*made.answered_for, *shown])),
    )


def _with(about: Subject, told: str) -> Subject:
    """The subject of a message: both sides of its question when what it is about is one of them, else what it is about."""
    sides = [content(side) for side in (about.focus, about.intervention) if side]
    if about.intervention and content(told) in sides:
        return about
    return Subject(told)

"""
Turn a question into a plan: type, facets, subject, people, and the words that are searched.

A long message is searched whole: condensing it to one sentence was measured and loses what the search needs.
The condensed sentence is for the reader, who must see what Curbside understood.
"""

from __future__ import annotations

import re
from dataclasses import replace

from curbside.language.stems import content
from curbside.settings import Settings

from .attributes import attributes_in
from .candidates import chosen
from .condensing import LONG, asks, sentences_asked
from .facets import asked, facets
from .focus import Subject, subject
from .followups import resolve
from .frames import FRAME
from .messages import Message, message
from .misuse import misuse
from .names import bare, drugs, less_sudden, other_names, without_place
from .population import concerned, population, setting
from .queries import queries
from .question import Plan, Question, QuestionType
from .scope import refusal
from .typed import checked, cleaned, opened

#: "Opioids for chronic back pain": a thing that is done, and what for, with no other word.
_FOR = re.compile(
    r"(?!(?:is|are|was|does|do|did|can|could|should|will|would|has|have|what|which|when|who|how|why|where|my|i)\b)(?P<what>[\w' -]{3,60}?) (?:for|against) (?P<whom>[^?]{3,120})",
    re.IGNORECASE,
)
#: What is asked of a drug that is named beside an illness or a group of people, with no other word.
LONGEST_ABOUT = 300  # characters of what is told of the person
DRUG_SECTIONS = ("special_populations", "contraindications", "dose", "interactions")


def plan(question: Question, settings: Settings) -> Plan:
    """What is asked, by the rules of this room; the same text always gives the same plan."""
    text = cleaned(checked(question.text, settings.question_characters))
    if (because := refusal(text, follows=question.follows is not None)) != "":
        return Plan(
            QuestionType.DEFINITION, (), "", condensed=text, queries=(text,), misuse=misuse(text), refusal=because
        )
    parts = message(checked(question.text, settings.question_characters))
    understood = _understood(text, Message(parts.headline, cleaned(parts.body)))
    made = resolve(understood, question.follows, text) if question.follows else understood
    return _for_whom(made, question.about) if question.about else made


def _understood(text: str, parts: Message) -> Plan:
    """The plan of a question that stands alone; a message may carry a subject line."""
    sentences = sentences_asked(parts.body)
    if asks(parts.headline):
        sentences = tuple(dict.fromkeys((parts.headline, *sentences)))[:2]
    condensed = " ".join(sentences)
    things = asked(" ".join(opened(sentence) for sentence in sentences))
    if all(one.is_weak for one in things) and condensed != text and len(text) <= LONG:
        things = asked(text) or things
    about = subject(opened(sentences[0]))
    focus = about.focus or next((found.focus for one in sentences[1:] if (found := subject(opened(one))).focus), "")
    if (parts.headline or condensed != text) and (told := chosen(parts, sentences, things)):
        # What a message is about is often named in its first lines, not in the sentence that asks.
        about = _with(about, told)
        focus = about.focus
    focus = bare(without_place(focus))
    if len(text) > LONG and all(one.is_weak for one in things):
        # A long story that asks nothing in particular asks what can be done (measured on consumer messages).
        things = asked("what can I do about it?")
    if about.intervention:
        # "Is exercise effective for arthritis" asks for an effect, though exercise is a thing one does oneself.
        things = tuple(sorted(things, key=lambda one: one.type is not QuestionType.EFFECTIVENESS))
        if about.comparator and all(one.is_weak for one in things):
            things = asked("which is better?")
    elif not things and (beside := _FOR.match(condensed)) and beside["what"] and focus in beside["whom"]:
        about = replace(about, intervention=beside["what"])
        things = asked(f"is {beside['what']} effective for {beside['whom']}?")
    named_drugs = drugs(text)
    kind = things[0].type if things else QuestionType.DEFINITION
    sections = facets(things) or ("definition",)
    is_bare = content(condensed) <= content(f"{focus} {' '.join(named_drugs)}")
    if named_drugs and all(one.is_weak for one in things) and not about.intervention and not is_bare:
        # "Metformin in renal failure" asks whether and how, not what metformin is.
        kind, sections = QuestionType.DRUG_OR_DOSE, DRUG_SECTIONS
    if named_drugs and kind is QuestionType.EFFECTIVENESS and not about.intervention and not drugs(focus):
        # "Is it ok to take ibuprofen with kidney stones": what is said without the drug answers another question.
        about = replace(about, intervention=named_drugs[0])
    made = Plan(
        type=kind,
        facets=sections,
        focus=focus,
        aliases=tuple(name for name in (*other_names(focus, text), less_sudden(focus)) if name),
        intervention=about.intervention,
        comparator=about.comparator,
        population=concerned(text, focus),
        setting=setting(text),
        condensed=_stated(condensed, focus, parts),
        drugs=named_drugs,
        asked=attributes_in(condensed),
        is_open=not named_drugs and all(one.is_weak for one in things) and _is_open(condensed, focus),
    )
    return replace(made, queries=queries(made, text))


#: Questions that want one thing, which a page's first words seldom are.
_ONE_THING = re.compile(
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

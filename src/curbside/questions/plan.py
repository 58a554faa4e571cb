"""
Turn a question into a plan: type, facets, subject, people, and the words that are searched.

A long message is searched whole: condensing it to one sentence was measured and loses what the search needs.
The condensed sentence is for the reader, who must see what Curbside understood.
"""

from __future__ import annotations

import re
from dataclasses import replace

from curbside.settings import Settings

from .condensing import LONG, sentences_asked
from .facets import asked, facets
from .focus import subject
from .followups import resolve
from .names import GENERIC, drugs, is_medical, named, other_names, without_place
from .population import concerned, setting
from .queries import queries
from .question import Plan, Question, QuestionType
from .scope import refusal
from .typed import checked, cleaned, opened

#: "Opioids for chronic back pain": a thing that is done, and what for, with no other word.
_FOR = re.compile(r"(?P<what>[\w' -]{3,60}?) (?:for|against) (?P<whom>[^?]{3,120})", re.IGNORECASE)
#: "SUBJECT: nocturia", as services print a message's subject line above it.
_SUBJECT_LINE = re.compile(r"\s*subject:\s*(?P<about>.{3,120}?)\s*(?:\n|message:|$)", re.IGNORECASE)
#: What is asked of a drug that is named beside an illness or a group of people, with no other word.
DRUG_SECTIONS = ("special_populations", "contraindications", "dose", "interactions")


def plan(question: Question, settings: Settings) -> Plan:
    """What is asked, by the rules of this room; the same text always gives the same plan."""
    text = cleaned(checked(question.text, settings.question_characters))
    if (because := refusal(text, follows=question.follows is not None)) != "":
        return Plan(QuestionType.DEFINITION, (), "", condensed=text, queries=(text,), refusal=because)
    headed = _SUBJECT_LINE.match(question.text)
    understood = _understood(text, headed["about"] if headed else "")
    return resolve(understood, question.follows, text) if question.follows else understood


def _short_name(headline: str) -> str:
    """A subject line that is itself the name of something medical, else ""."""
    is_name = 0 < len(headline.split()) <= 3 and headline.casefold() not in GENERIC and is_medical(headline)
    return headline if is_name else ""


def _understood(text: str, headline: str = "") -> Plan:
    """The plan of a question that stands alone; a message may carry a subject line."""
    sentences = sentences_asked(text)
    condensed = " ".join(sentences)
    things = asked(" ".join(opened(sentence) for sentence in sentences))
    if all(one.is_weak for one in things) and condensed != text and len(text) <= LONG:
        things = asked(text) or things
    about = subject(opened(sentences[0]))
    focus = about.focus or next((found.focus for one in sentences[1:] if (found := subject(opened(one))).focus), "")
    if told := named(headline) or _short_name(headline):
        focus = told
    elif len(condensed) < len(text) and (focus.casefold() in GENERIC or not is_medical(focus)):
        # What a long message is about is named in its first lines, not in the sentence that asks.
        focus = named(text) or focus
    focus = without_place(focus)
    if len(text) > LONG and all(one.is_weak for one in things):
        # A long story that asks nothing in particular asks what can be done (measured on consumer messages).
        things = asked("what can I do about it?")
    if about.intervention:
        # "Is exercise effective for arthritis" asks for an effect, though exercise is a thing one does oneself.
        things = tuple(sorted(things, key=lambda one: one.type is not QuestionType.EFFECTIVENESS))
    elif not things and (beside := _FOR.match(condensed)) and beside["what"] and focus in beside["whom"]:
        about = replace(about, intervention=beside["what"])
        things = asked(f"is {beside['what']} effective for {beside['whom']}?")
    named_drugs = drugs(text)
    kind = things[0].type if things else QuestionType.DEFINITION
    sections = facets(things) or ("definition",)
    if named_drugs and not things and len(condensed.split()) > len(focus.split()):
        # "Metformin in renal failure" asks whether and how, not what metformin is.
        kind, sections = QuestionType.DRUG_OR_DOSE, DRUG_SECTIONS
    made = Plan(
        type=kind,
        facets=sections,
        focus=focus,
        aliases=other_names(focus),
        intervention=about.intervention,
        comparator=about.comparator,
        population=concerned(text, focus),
        setting=setting(text),
        condensed=condensed,
        drugs=named_drugs,
    )
    return replace(made, queries=queries(made, text))

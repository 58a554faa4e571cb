"""
What a span must be before it may be said: on topic, whole, informative, undamaged, for this population.

Gates refuse; they never score. Each refusal has a name, so that an abstention can say what stood in the way.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction, SourceRecord
from curbside.language.cues import is_empty_of_information, modality, opens_dangling, speaks_of_its_study
from curbside.language.datafiles import table
from curbside.language.patterns import lazily
from curbside.language.planted import is_planted
from curbside.language.populations import populations, speaks_of
from curbside.questions.question import Plan, QuestionType
from curbside.sources.damage import marks, rests_on_number, safe_number
from curbside.sources.source import Audience, Damage, Role, SourceKind, TextQuality

from .bands import held, question_of
from .dose import DOSING, states_dose, tells_of_a_dose
from .labelled import holds_cells, is_torn, opens_as_table, title_of, whom_above
from .topic import Topic
from .units import LONGEST_LIST_WORDS, LONGEST_WORDS, Unit

SHORTEST_WORDS = 4


class Gate(StrEnum):
    """Why a span was refused."""

    UNFIT = "unfit"
    NOT_PROSE = "not_prose"
    EMPTY = "empty"
    DANGLING = "dangling"
    OWN_STUDY = "own_study"
    DAMAGED = "damaged"
    OFF_TOPIC = "off_topic"
    OTHER_POPULATION = "other_population"
    WRONG_PART = "wrong_part"
    ONE_SIDE = "one_side"
    PLANTED = "planted"


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """The patterns of gates.yaml by name; lists of parts are joined as alternatives."""
    content = table("curbside.claims", "gates.yaml")
    return {
        name: lazily(row["frame"].replace("{}", "|".join(row["parts"])), re.IGNORECASE) for name, row in content.items()
    }


_YOUNG = frozenset({"child", "infant", "newborn"})
_EXPECTING = frozenset({"pregnancy", "breastfeeding"})
#: Questions that a study answers by its results, not by its introduction.
_OF_EFFECT = frozenset(
    {
        QuestionType.TREATMENT,
        QuestionType.EFFECTIVENESS,
        QuestionType.PREVENTION_OR_SCREENING,
        QuestionType.DRUG_OR_DOSE,
        QuestionType.SIDE_EFFECT_OR_INTERACTION,
        QuestionType.LIVING_WITH,
    }
)
_STUDIES = frozenset(
    {SourceKind.TRIAL, SourceKind.OBSERVATIONAL, SourceKind.CASE_REPORT, SourceKind.OTHER, SourceKind.PREPRINT}
)
#: Sections of pages that tell what an illness is, not what is done for it.
_NATURE = frozenset(
    {"information", "causes", "inheritance", "genetic changes", "symptoms", "frequency", "susceptibility"}
)
#: Studies whose few people are often counted in a sentence that is true of them alone.
_SMALL = frozenset({SourceKind.CASE_REPORT, SourceKind.OBSERVATIONAL, SourceKind.OTHER})
#: Sources that tell of trials at length, for what they conclude from them.
_TOLD_BY = frozenset({SourceKind.GUIDELINE, SourceKind.LABEL, SourceKind.PATIENT_PAGE, SourceKind.FORMULARY})
#: Sources that write what is to be done as lists.
_LISTING = frozenset({SourceKind.GUIDELINE, SourceKind.FORMULARY, SourceKind.LOCAL_PROTOCOL})
LONGEST_HEADING = 4
#: Of so many first words of a label's sentence so many with a capital are more than a title.
WIDE_WORDS, WIDE_HEADS = 20, 13
_HEADING = lazily(r"[.!?:;)\"”]\s*$")


def refuse(unit: Unit, plan: Plan, topic: Topic) -> Gate | None:
    """The first gate that a span fails, or None when it may be said."""
    evidence, text = unit.evidence, unit.text
    found = evidence.found
    words = text.split()
    if evidence.unfit:
        return Gate.UNFIT
    if found.passage.role in {Role.TITLE, Role.BACKGROUND, Role.METHODS}:
        return Gate.WRONG_PART
    if unit.is_row:
        return _refuse_row(unit, plan, topic)
    if _words()["other_part"].match(text) or _is_of_bibliography(unit):
        return Gate.WRONG_PART
    if not _is_prose(unit, words):
        return Gate.NOT_PROSE
    if not topic.holds(unit):
        return Gate.OFF_TOPIC
    if plan.intervention and not topic.holds_intervention(unit):
        return Gate.ONE_SIDE
    if _is_damaged(unit):
        return Gate.DAMAGED
    # A local protocol's "call the rheumatology nurse" is what the ward wants to be told.
    is_local = found.record.kind is SourceKind.LOCAL_PROTOCOL
    if not is_local and (
        is_empty_of_information(text)
        or any(_words()[name].search(text) for name in ("contact", "says_nothing", "no_statement"))
    ):
        return Gate.EMPTY
    if _words()["of_costs"].search(text) and not _words()["asks_costs"].search(question_of(plan)):
        return Gate.EMPTY
    if opens_dangling(text) or _words()["opens_mid_thought"].match(text):
        return Gate.DANGLING
    if speaks_of_its_study(text) or _words()["procedure"].search(text):
        return Gate.OWN_STUDY
    if found.record.kind in _TOLD_BY and any(
        _words()[name].search(text) for name in ("of_trials", "said_before", "story")
    ):
        return Gate.OWN_STUDY
    if found.record.kind in _SMALL and _words()["counts_its_people"].search(text):
        return Gate.OWN_STUDY
    if _is_study(found.record) and plan.type in _OF_EFFECT and not _reports(unit):
        return Gate.WRONG_PART
    if found.record.kind is SourceKind.LABEL and tells_of_a_dose(found.passage.facet, text):
        return Gate.OWN_STUDY
    if _other_population(unit, plan) or held(question_of(plan), text) is False:
        return Gate.OTHER_POPULATION
    return Gate.PLANTED if is_planted(text) else None


#: Where a title in a list of references was published ("Ann Intern Med 2017;166:480"), and how far behind the title that may stand.
_PUBLISHED_IN = lazily(r"\b(?:19|20)\d\d(?: [A-Z][a-z]{2,8}(?: \d{1,2})?)?; ?\d+ ?(?:\([^)]{1,12}\))? ?: ?[A-Za-z]?\d+")
_REFERENCE = 120


def _is_of_bibliography(unit: Unit) -> bool:
    """Whether a span is the title of a work in a list of references."""
    found = unit.evidence.found
    if any(heading.strip().casefold() in {"references", "bibliography"} for heading in found.passage.path):
        return True
    end = unit.end - found.passage.start
    return bool(_PUBLISHED_IN.search(found.text, end - len(unit.text), end + _REFERENCE))


#: Sources whose tables tell what is to be done or to be reckoned with; those of a study hold its results.
_TABLING = frozenset(
    {
        SourceKind.LABEL,
        SourceKind.GUIDELINE,
        SourceKind.FORMULARY,
        SourceKind.LOCAL_PROTOCOL,
        SourceKind.CRITERIA,
        SourceKind.SAFETY_ALERT,
    }
)
#: Sections of a label whose tables advise nobody: what a tablet looks like, what a trial or a laboratory measured.
_NOT_TABLED = frozenset(
    """
    description how_supplied dosage_forms_and_strengths clinical_pharmacology pharmacokinetics pharmacodynamics mechanism_of_action
    clinical_studies microbiology nonclinical_toxicology recent_major_changes package_label_principal_display_panel references
    inactive_ingredient active_ingredient spl_unclassified_section
    """.split()
)


def _refuse_row(unit: Unit, plan: Plan, topic: Topic) -> Gate | None:
    """The first gate that a row of a table fails: it is no prose, and must else be what a statement must be."""
    evidence, found = unit.evidence, unit.evidence.found
    if found.record.kind not in _TABLING or found.passage.facet in _NOT_TABLED:
        return Gate.WRONG_PART
    if not topic.holds(unit):
        return Gate.OFF_TOPIC
    if plan.intervention and not topic.holds_intervention(unit):
        return Gate.ONE_SIDE
    if evidence.unfit or found.passage.damage or _is_damaged(unit):
        return Gate.DAMAGED
    within = held(question_of(plan), unit.text)
    if _other_population(unit, plan) or within is False:
        return Gate.OTHER_POPULATION
    # Where the question says which band it means, its row answers; else of doses all rows together do, where they are few.
    if unit.is_whole and (within or found.passage.facet == "adverse_reactions"):
        return Gate.WRONG_PART
    if unit.is_in_whole and not within and found.passage.facet == DOSING:
        return Gate.WRONG_PART
    return Gate.PLANTED if is_planted(unit.text) else None


def of_others(text: str) -> bool:
    """Whether a panel's sentence tells what another body recommends."""
    return bool(_words()["of_others"].search(text))


def _is_prose(unit: Unit, words: list[str]) -> bool:
    text = unit.text.strip()
    record = unit.evidence.found.record
    if record.kind is SourceKind.LABEL and (is_torn(text) or _opens_as_table(unit, words) or holds_cells(text, record)):
        return False
    if text.endswith("?") or text.lstrip("•·○ ")[:1].islower() or (text.endswith(":") and not unit.is_list):
        return False
    if _words()["heading_alone"].match(text):
        return False
    longest = LONGEST_LIST_WORDS if unit.is_list else LONGEST_WORDS
    if not SHORTEST_WORDS <= len(words) <= longest:
        return False
    if unit.is_list:
        # A list whose lead-in is itself an item, or the tail of a sentence, lost what introduced it.
        return text[: unit.lead_end].lstrip(" -–—•*")[:1].isupper() and text[:1] not in "-–—•*"
    # Lists flattened into a line have no verb that a reader could hold on to; headings have no stop.
    if text.count(" - ") > 1 or "\t" in text:
        return False
    is_statement = _has_verb(unit)
    if _HEADING.search(text) or _is_cut(unit):
        return is_statement
    return _is_whole_item(unit) and (is_statement or len(words) > SHORTEST_WORDS)


def _opens_as_table(unit: Unit, words: list[str]) -> bool:
    """Whether a label's sentence opens with the heads of a table, its own title aside."""
    if sum(word[:1].isupper() for word in words[:WIDE_WORDS]) >= WIDE_HEADS:
        return True
    if not opens_as_table(words):
        return False
    title = title_of(unit.line, unit.evidence.found.record)
    return opens_as_table(unit.line[len(title) :].split())


def _is_cut(unit: Unit) -> bool:
    """Whether a label's sentence ends before the brackets by which the label points to itself."""
    found = unit.evidence.found
    behind = found.text[unit.end - found.passage.start :].lstrip()[:1]
    return found.record.kind is SourceKind.LABEL and behind in {"[", "("}


def _is_whole_item(unit: Unit) -> bool:
    """Whether a span is a line of a guideline's list: those carry no stop, and need none where only a heading leads them in."""
    found = unit.evidence.found
    if found.record.kind not in _LISTING or not found.passage.items:
        return False
    lead = found.passage.lead_in
    if (
        lead
        and len(found.text[lead[0] - found.passage.start : lead[1] - found.passage.start].split()) > LONGEST_HEADING
    ):
        return False  # what a sentence introduces may be what it warns of
    start, end = unit.start - found.passage.start, unit.end - found.passage.start
    opens = not found.text[:start].rstrip(" -–—•*") or found.text[:start].rstrip(" -–—•*").endswith("\n")
    return opens and found.text[end:].lstrip(" ")[:1] in {"", "\n"}


def _has_verb(unit: Unit) -> bool:
    """Whether a span is a sentence and no title; pages for patients hold sentences."""
    written_for_patients = unit.evidence.found.record.kind in {SourceKind.PATIENT_PAGE, SourceKind.STARTER}
    return written_for_patients or _says_something(unit.text)


def _says_something(text: str) -> bool:
    return any(_words()[name].search(text) for name in ("verb", "verb_root"))


def _is_study(record: SourceRecord) -> bool:
    return record.kind in _STUDIES and record.audience is Audience.PROFESSIONAL


def _reports(unit: Unit) -> bool:
    """Whether a sentence of a study reports an effect, or draws a conclusion."""
    if unit.evidence.found.passage.role in {Role.CONCLUSION, Role.RECOMMENDATION}:
        return True
    return direction_of(unit.text) is not Direction.UNCLEAR or bool(modality(unit.text))


def _is_damaged(unit: Unit) -> bool:
    """Whether the words or numbers of a span cannot be trusted; a collection known to be damaged is held to more."""
    found = unit.evidence.found
    if Damage.EXTRACTORS_DISAGREE in found.passage.damage or marks(unit.text):
        return True
    if found.record.quality is not TextQuality.DAMAGED:
        return False
    return rests_on_number(unit.text) and not safe_number(unit.text)


def _is_true_of_all(unit: Unit, groups: list[frozenset[str]]) -> bool:
    """
    Whether a sentence that names no children is still true of them.

    What an illness is and how it comes about does not change with the reader; what is done for it does, unless the
    passage itself speaks of them. Pregnancy changes both.
    """
    if groups != [_YOUNG] or _words()["of_adults"].search(unit.text):
        return False
    found = unit.evidence.found
    if found.record.audience is Audience.PATIENT or found.record.kind is SourceKind.LABEL:
        if found.passage.facet in _NATURE and not _words()["of_care"].search(unit.text):
            return True
        return not states_dose(unit.text) and bool(_YOUNG.intersection(populations(found.text)))
    return False


def _other_population(unit: Unit, plan: Plan) -> bool:
    """Whether the sentence itself is about animals, or lacks the children or pregnancy that the question is about."""
    asked = set(plan.population)
    groups = [group for group in (_YOUNG, _EXPECTING) if asked & group]
    if groups:
        own = {*populations(unit.text), *_whom_above(unit)}
        if "older_adult" in own and not own & asked:
            return True  # under a heading that names them all, said of the old alone
        context = {*own, *unit.evidence.population, *populations(plan.focus)}
        missing = [group for group in groups if not context & group]
        if missing and not _is_true_of_all(unit, missing):
            return True
    elif _is_for_the_young(unit):
        return True
    if unit.evidence.found.record.kind is SourceKind.STARTER or "animal" in asked:
        return False
    return speaks_of("animal", unit.text)


def _whom_above(unit: Unit) -> frozenset[str]:
    """For whom a label's sentence is by the title above it in its own passage."""
    found = unit.evidence.found
    if found.record.kind is not SourceKind.LABEL or unit.is_row:
        return frozenset()
    title = f"{found.passage.path[-1]} " if found.passage.path else ""
    return whom_above(f"{title}{found.text}", len(title) + unit.start - found.passage.start)


_OF_YOUNG = lazily(r"pa?ediatric|child|infant|neonat|newborn|adolescen|bab(?:y|ies)|toddler|teen", re.IGNORECASE)


def _is_for_the_young(unit: Unit) -> bool:
    """Whether a label gives a dose, or keeps one from somebody, for the young alone, and nobody asked about them."""
    found = unit.evidence.found
    if found.record.kind is not SourceKind.LABEL:
        return False
    if not _OF_YOUNG.search(found.text) and not any(map(_OF_YOUNG.search, found.passage.path[-1:])):
        return False
    if found.passage.facet != DOSING and not states_dose(unit.text) and not _words()["of_dosing"].search(unit.text):
        return False
    own = {*populations(unit.text)} & (_YOUNG | {"older_adult"})
    return (
        bool(_YOUNG & (own or _whom_above(unit)))
        and "older_adult" not in own
        and not _words()["of_adults"].search(unit.text)
    )

"""
The same answer for another reader: its order, what stands behind one click, its words.

Nothing is added and nothing is changed: a reworded answer holds claims of the answer it was made from and no others,
each with the same quotes. Words may only be left out where the statement stands without them, and the shortened words
pass the gate against their own quote or give way to it. What protects a patient, and what is uncertain, is
never put behind a click.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curbside.answers.answer import (
    Abstention,
    AbstentionReason,
    Answer,
    BottomLine,
    Caveat,
    CaveatKind,
    Outcome,
    Reading,
    Reference,
    Section,
)
from curbside.answers.bottom_line import joined, leading, said_first
from curbside.answers.caveats import missing_note
from curbside.answers.compose import sections_of
from curbside.answers.references import citations, number
from curbside.answers.words import words
from curbside.claims.anew import checked_words
from curbside.claims.claim import BY_RULES, OF_SOURCE, Claim, Verdict, Wording
from curbside.claims.rows import is_row
from curbside.language.cues import hedged
from curbside.language.readability import grade
from curbside.questions.question import Plan, Reader

from .glosses import glosses
from .otherwise import OF_WRITER
from .plain import without_statistics
from .rules import rules


def reword(answer: Answer, reader: Reader) -> Answer:
    """The answer for a reader; made from one for professionals it holds the most, since doses are kept from patients."""
    sections = sections_of(answer.plan, [replace(claim, wording=None) for claim in answer.claims], reader)
    sections = _sooner(sections, answer.plan, reader)
    if not reader.is_professional:
        said = set(answer.bottom_line.claims) if answer.bottom_line else set()
        sections = tuple(_for_patient(section, said) for section in sections)
    lead = _lead(answer, sections)
    if answer.bottom_line and not lead:
        return _nothing_left(answer, reader)
    references = number([*lead, *(claim for section in sections for claim in (*section.claims, *section.more))])
    made = replace(
        answer,
        reader=reader,
        sections=sections,
        references=references,
        bottom_line=_line(answer.bottom_line, lead, references),
        caveats=_caveats(answer, reader, sections, references),
        glosses=(),
        ask_your_team=(),
        reading=None,
        made_by=replace(answer.made_by, writer="none", writing=None),
    )
    if reader.is_professional:
        return made
    if made.abstention and not made.plan.misuse:
        made = replace(made, abstention=_in_patient_words(made, made.abstention))
    if made.outcome in {Outcome.ANSWERED, Outcome.PARTIAL}:
        made = replace(made, glosses=glosses(made), ask_your_team=_ask_your_team(made.plan))
        made = replace(made, reading=_reading(made))
    return made


def _lead(answer: Answer, sections: Sequence[Section]) -> list[Claim]:
    """The claims of the bottom line, worded for this reader; others that answer where the reader may not see those."""
    shown = {claim.id: claim for section in sections for claim in (*section.claims, *section.more)}
    names = answer.bottom_line.claims if answer.bottom_line else ()
    if names and set(names) <= set(shown):
        return [shown[name] for name in names]
    return said_first(leading(answer.plan, sections, answer.answering))


def _sooner(sections: Sequence[Section], plan: Plan, reader: Reader) -> tuple[Section, ...]:
    """Sections with those this reader needs sooner right behind what protects and what was asked."""
    sooner = rules()["sooner"][reader.value]
    first = ("emergency_care", "red_flags", "local", *plan.facets)
    place = {kind: i for i, kind in enumerate(dict.fromkeys((*first, *sooner)))}
    return tuple(sorted(sections, key=lambda section: place.get(section.kind, len(place))))


def _for_patient(section: Section, said: set[str]) -> Section:
    """The section in plain words; long quotes and those written for professionals behind a click, unless they protect."""
    worded = [replace(claim, wording=_wording(claim)) for claim in (*section.claims, *section.more)]
    if section.kind in rules()["always_shown"]:
        return replace(section, claims=tuple(worded), more=())
    limits = rules()["patient"]
    for_patients = {claim.id for claim in worded if claim.is_for_patients}
    easy = [
        claim
        for claim in worded
        if len(claim.worded.split()) <= limits["longest_words"] and (not for_patients or claim.id in for_patients)
    ]
    easy = (easy or [claim for claim in worded if claim.id in for_patients] or worded)[: limits["most_claims"]]
    front = said | {claim.id for claim in easy} | {claim.id for claim in worded if hedged(claim.text)}
    return replace(
        section,
        claims=tuple(claim for claim in worded if claim.id in front),
        more=tuple(claim for claim in worded if claim.id not in front),
    )


def _wording(claim: Claim) -> Wording:
    """The claim without bracketed statistics where the gate lets that stand, else in its own words."""
    short = without_statistics(claim.text)
    quotes = [quote.text for quote in claim.quotes]
    if short != claim.text and not is_row(quotes) and checked_words(claim, short).verdict is Verdict.SUPPORTED:
        return Wording(short, BY_RULES, grade(short))
    return Wording(claim.text, OF_SOURCE, grade(claim.text))


def _line(line: BottomLine | None, lead: Sequence[Claim], references: tuple[Reference, ...]) -> BottomLine | None:
    if line is None:
        return None
    return replace(
        line,
        text=joined(line.opening, lead, line.closing),
        citations=tuple(dict.fromkeys(n for claim in lead for n in citations(claim, references))),
        claims=tuple(claim.id for claim in lead),
        restated=(),
    )


def _nothing_left(answer: Answer, reader: Reader) -> Answer:
    """An answer of which this reader may see nothing: it abstains and says so."""
    reason = AbstentionReason.DOSE_NEEDS_LABEL if "dose" in answer.plan.facets else AbstentionReason.NO_SOURCE
    made = replace(
        answer,
        reader=reader,
        outcome=Outcome.ABSTAINED,
        sections=(),
        references=(),
        bottom_line=None,
        caveats=tuple(caveat for caveat in answer.caveats if caveat.kind is CaveatKind.NOT_REVIEWED),
        follow_ups=(),
    )
    return replace(made, abstention=_in_patient_words(made, Abstention(reason, "")))


def _in_patient_words(answer: Answer, abstention: Abstention) -> Abstention:
    """An abstention as patients read it: whom to ask, or the card; no near miss that could be taken for advice."""
    said = words()["abstention"]["patient_with_card" if answer.emergency else "patient"]
    say = answer.plan.condensed or answer.question.strip()[:200]
    return replace(abstention, text=said.format(say=say), nearest=())


def _caveats(
    answer: Answer, reader: Reader, sections: Sequence[Section], references: tuple[Reference, ...]
) -> tuple[Caveat, ...]:
    """The caveats that still hold for these references, and what is missing by this reader's headings."""
    there = {reference.record for reference in references}
    made = []
    for caveat in answer.caveats:
        about = tuple(record for record in caveat.about if record in there)
        if caveat.kind is CaveatKind.MISSING:
            made.append(missing_note(answer.plan, reader, sections))
        elif caveat.kind is CaveatKind.CONSUMER_PAGES and not reader.is_professional:
            continue
        elif caveat.kind in OF_WRITER:
            continue  # what a writer wrote for one reader is not kept for another
        elif "{n}" not in caveat.text:
            made.append(caveat)
        elif about:
            made.append(replace(caveat, about=about, sources=tuple(dict.fromkeys(record.source for record in about))))
    return tuple(caveat for caveat in made if caveat)


def _ask_your_team(plan: Plan) -> tuple[str, ...]:
    """Questions to take along, filled with the subject; those that need a subject are left out when there is none."""
    table = rules()["ask_your_team"]
    lines = table.get(plan.type.value, table["default"])
    asked = tuple(line.format(focus=plan.focus) for line in lines if plan.focus or "{focus}" not in line)
    return (*asked, rules()["teach_back"])


def _reading(answer: Answer) -> Reading:
    """Grades of our own words (headings, notes, explanations, questions) and of the words quoted in front."""
    frame = [
        *(f"{caveat.numbered(answer.references)}" for caveat in answer.caveats),
        *(f"{gloss.meaning.rstrip('.')}." for gloss in answer.glosses),
        *answer.ask_your_team,
    ]
    quoted = (claim.worded for section in answer.sections for claim in section.claims)
    return Reading(grade("\n\n".join(frame)), grade("\n\n".join(quoted)))

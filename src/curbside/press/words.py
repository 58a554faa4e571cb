"""Words that every press shares: banners, badges and the date on a page."""

from __future__ import annotations

from curbside.answers.answer import Answer, Caveat, CaveatKind, Section
from curbside.answers.words import words
from curbside.claims.claim import Claim
from curbside.evidence.certainty import stated
from curbside.evidence.evidence import SourceRecord
from curbside.language.populations import populations
from curbside.prose.rules import rules

from .vancouver import in_force

_WARNING_KINDS = frozenset({"red_flags", "emergency_care"})
_KIND = {
    "patient_page": "patient page",
    "starter": "summary of a public page",
    "local_protocol": "local protocol",
    "systematic_review": "systematic review",
    "narrative_review": "narrative review",
    "case_report": "case report",
    "safety_alert": "safety alert",
    "protocol_or_registry": "protocol or registry",
    "animal_or_laboratory": "animal or laboratory work",
}


def banner(made_on: str, *, is_silent: bool = False) -> str:
    """The line above every answer that no clinician has reviewed, with the date on which it was assembled."""
    line = str(words()["not_reviewed_silent" if is_silent else "not_reviewed"])
    return line.replace("automatically", f"automatically on {made_on}", 1) if made_on else line


def ai_mark(answer: Answer) -> str:
    """The line that marks words of a language model, above all that it worded; nothing where none worded anything."""
    named = {claim.wording.by for claim in answer.claims if claim.wording and claim.wording.is_by_model}
    writer = answer.made_by.writer if answer.made_by.writer != "none" else ", ".join(sorted(named))
    return f"Worded by a language model ({writer}); every sentence was checked against its quote." if writer else ""


def made_by(answer: Answer) -> str:
    """How the words of an answer were made, in one sentence."""
    program = f"Written by a program (Curbside {answer.made_by.version}) from quotes"
    return f"{program}. {mark}" if (mark := ai_mark(answer)) else f"{program}, with no language model."


def is_by_model(claim: Claim) -> bool:
    """Whether a language model wrote the words of a claim."""
    return claim.wording is not None and claim.wording.is_by_model


def badge(claim: Claim) -> str:
    """What stands behind a claim: kind or design, starting level, year, and the grade as the source states it."""
    record = claim.records[0]
    parts = [design_or_kind(record)]
    if claim.level is not None:
        parts.append(f"design level {claim.level}, automatic")
    parts.append(in_force(record) or (str(record.year) if record.year else record.date_note or "undated"))
    parts += [f'"{one.words}" as the source states it' for one in stated(claim.text)]
    parts += ["worded by a language model"] if is_by_model(claim) else []
    return ", ".join(parts)


def design_or_kind(record: SourceRecord) -> str:
    """The design of a study; of what is none, its kind."""
    return record.design.value or kind_words(record.kind.value)


def kind_words(kind: str) -> str:
    """A kind of source as it is printed."""
    return _KIND.get(kind, kind)


def disclaimer(answer: Answer) -> str:
    """The disclaimer for this reader."""
    return str(words()["disclaimer"]["professional" if answer.reader.is_professional else "patient"])


def notes(answer: Answer) -> list[str]:
    """Caveats as lines, but for what stands on top: the review banner."""
    listed = (caveat for caveat in caveats_of(answer) if caveat.kind is not CaveatKind.NOT_REVIEWED)
    return [caveat.numbered(answer.references) for caveat in listed]


def caveats_of(answer: Answer) -> tuple[Caveat, ...]:
    """The caveats that a page lists; that no source gives an order is said by its bottom line, if it opens with that."""
    line = answer.bottom_line
    is_said = line is not None and line.opening == words()["bottom_line"]["order_not_given"]
    return tuple(one for one in answer.caveats if not (is_said and one.kind is CaveatKind.ORDER_NOT_GIVEN))


def said_above(answer: Answer) -> frozenset[str]:
    """
    Ids of the statements that a page gives in its bottom line, word for word, and not a second time below it.

    What warns stands in its own place as well, where whoever looks for it finds all of it.
    """
    line = answer.bottom_line
    if line is None:
        return frozenset()
    warns = {claim.id for section in answer.sections if section.kind in _WARNING_KINDS for claim in section.claims}
    said = {claim.id for claim in answer.claims if claim.id in line.claims and claim.worded in line.text}
    return frozenset(said - warns)


def searched(answer: Answer) -> str:
    """What was searched, in one line."""
    found = answer.searched
    newest = f", newest {found.newest}" if found.newest else ""  # pages behind a summary may be dated though it is not
    return (
        f"Searched {found.passages:,} passages from {found.sources:,} sources{newest} (library {answer.snapshot[:12]})."
    )


def understood(answer: Answer) -> str:
    """The question as understood, in one line; nothing when it was taken as it stands."""
    said = answer.plan.condensed
    return f"Understood as: {said}" if said and said.casefold() != answer.question.strip().casefold() else ""


def answered_for(answer: Answer) -> str:
    """What was told of the person and understood, and whom no statement speaks of; nothing when nothing was told."""
    told = answer.plan.answered_for
    if not told:
        return ""
    known = [name for name in answer.plan.population if name.replace("_", " ") in told]
    spoken = {name for claim in answer.claims for name in (*claim.applies.population, *populations(claim.text))}
    silent = [name.replace("_", " ") for name in known if answer.claims and name not in spoken]
    warning = f" No statement here speaks of {' or '.join(silent)}." if silent else ""
    return f"Answered for: {', '.join(told)}.{warning}"


def left_out(section: Section) -> str:
    """How many statements of a section stand behind one click."""
    count = len(section.more)
    return f"{count} more {'statement' if count == 1 else 'statements'} for professionals: --reader clinician"


def explained(answer: Answer) -> list[str]:
    """Hard words with their meanings, one a line."""
    return [f"{gloss.term}: {gloss.meaning}" for gloss in answer.glosses]


def readability(answer: Answer) -> str:
    """The measured reading grade, in one line; nothing for professionals."""
    if answer.reading is None:
        return ""
    frame, quotes = answer.reading.frame or "-", answer.reading.quotes or "-"
    return str(rules()["reading"]).format(frame=frame, quotes=quotes)


def cited(numbers: tuple[int, ...]) -> str:
    """Citation numbers as printed: [1] or [1, 3]."""
    return f"[{', '.join(map(str, numbers))}]" if numbers else ""


def printable(text: str) -> str:
    """Text with control characters and direction overrides removed, safe for a terminal or a page."""
    return text.translate(_REMOVED)


_REMOVED = dict.fromkeys(
    sign
    for signs in (range(0x20), [0x7F, 0x200E, 0x200F], range(0x80, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A))
    for sign in signs
    if sign != ord("\n")
)

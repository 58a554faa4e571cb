"""What a reader must know before relying on an answer: age, origin, damage, what is missing, what was left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from curbside.claims.gates import Gate
from curbside.claims.quote import Quoted
from curbside.evidence.evidence import Evidence, SourceRecord, Trust
from curbside.evidence.verdict import Judged
from curbside.questions.question import Plan, Reader
from curbside.sources.source import SourceKind, Status, TextQuality

from .answer import Caveat, CaveatKind, Reference, Searched, Section
from .premise import Contradiction
from .words import named, words

#: Kinds under which a drug is usually named, so that missing labels are worth saying.
_ABOUT_DRUGS = {"medicines", "dose", "adverse_effects", "interactions", "contraindications"}
#: A dated source is called old after this many years before the newest in the library.
OLD_YEARS = 10


def caveats(
    plan: Plan,
    reader: Reader,
    sections: Sequence[Section],
    references: Sequence[Reference],
    evidence: Sequence[Evidence],
    quoted: Quoted,
    searched: Searched,
    has_labels: bool,
    judged: Judged | None,
    denied: Contradiction | None = None,
    today: str = "",
) -> tuple[Caveat, ...]:
    """Every caveat that applies on this day (ISO 8601), the most important first."""
    said = words()["caveats"]
    found = [Caveat(CaveatKind.NOT_REVIEWED, words()["not_reviewed" if sections else "not_reviewed_silent"])]

    def about(kind: CaveatKind, test: Callable[[Reference], bool], **values: str) -> None:
        chosen = [r for r in references if test(r)]
        if chosen:
            text = said[kind.value].format(n="{n}", **values)
            sources = tuple(dict.fromkeys(r.record.source for r in chosen))
            found.append(Caveat(kind, text, sources, tuple(r.record for r in chosen)))

    if denied:
        sources = {record.source for record in denied.claim.records}
        about(CaveatKind.PREMISE, lambda r: r.record.source in sources, premise=denied.premise)
    shown = {section.kind for section in sections}
    if plan.facets[:1] == ("first_line",) and "first_line" not in shown and sections:
        found.append(Caveat(CaveatKind.ORDER_NOT_GIVEN, said["order_not_given"]))
    if judged and judged.description.count.differs:
        found.append(Caveat(CaveatKind.DISAGREEMENT, said["disagreement"].format(tally=judged.description.text)))
    if judged and (reversal := judged.description.reversal):
        about(
            CaveatKind.REVERSAL,
            lambda r: r.record.source == reversal.source,
            year=str(reversal.year),
            older=str(reversal.older),
        )
    for status in (Status.CONCERN, Status.CORRECTED, Status.SUPERSEDED):
        about(CaveatKind.NOT_CURRENT, _with(status), status=status.value)
    for record in dict.fromkeys(r.record for r in references if is_past_review(r.record, today)):
        about(
            CaveatKind.PAST_REVIEW,
            _of(record),
            date=record.review_by,
            owner=record.owner or record.issuer or "its publisher",
        )
    about(CaveatKind.LOW_TRUST, lambda r: r.record.trust is Trust.STARTER)
    about(CaveatKind.CONSUMER_PAGES, lambda r: r.record.kind is SourceKind.PATIENT_PAGE)
    about(CaveatKind.UNDATED, lambda r: not r.record.published and bool(r.record.date_note))
    newest = int(searched.newest[:4]) if searched.newest[:4].isdigit() else 0
    about(CaveatKind.OLD, lambda r: r.record.year is not None and newest - r.record.year > OLD_YEARS)
    about(CaveatKind.DAMAGED_SOURCE, lambda r: r.record.quality is TextQuality.DAMAGED)
    if dict(quoted.refused).get(Gate.DAMAGED) and not any(c.kind is CaveatKind.DAMAGED_SOURCE for c in found):
        found.append(Caveat(CaveatKind.DAMAGED_SOURCE, said["damaged_only"]))
    if not has_labels and (plan.drugs or shown & _ABOUT_DRUGS):
        found.append(Caveat(CaveatKind.NO_LABELS, said["no_labels"]))
    if len({_voice(r) for r in references}) == 1 and sections:
        found.append(Caveat(CaveatKind.SINGLE_SOURCE, said["single_source"], (references[0].record.source,)))
    retracted = {e.found.record.source for e in evidence if e.found.record.status is Status.RETRACTED}
    if retracted:
        noun = "source was" if len(retracted) == 1 else "sources were"
        text = said["retracted_left_out"].format(count=len(retracted), sources=noun)
        found.append(Caveat(CaveatKind.RETRACTED_LEFT_OUT, text, tuple(sorted(retracted))))
    if missing := missing_note(plan, reader, sections):
        found.append(missing)
    if searched.pending:
        found.append(Caveat(CaveatKind.PENDING, said["pending"].format(count=searched.pending)))
    return tuple(found)


def is_past_review(record: SourceRecord, today: str) -> bool:
    """Whether a source says that it had to be reviewed before this day; a month or a year is over when it has ended."""
    return bool(record.review_by and today) and record.review_by < today[: len(record.review_by)]


def missing_note(plan: Plan, reader: Reader, sections: Sequence[Section]) -> Caveat | None:
    """What was asked for and is not quoted, by this reader's headings; None when nothing is, or there is no answer at all."""
    missing = missing_kinds(plan, {section.kind for section in sections})
    if not sections or not missing:
        return None
    names = ", ".join(named(kind, reader) for kind in missing)
    return Caveat(CaveatKind.MISSING, words()["caveats"]["missing"].format(kinds=names))


def missing_kinds(plan: Plan, shown: set[str]) -> tuple[str, ...]:
    """
    Kinds asked for that have no claim.

    Others that belong to this type of question are not named: what nobody asked for may stand in the library, unquoted.
    """
    return tuple(kind for kind in plan.facets if kind not in shown and kind != "local")


def _with(status: Status) -> Callable[[Reference], bool]:
    return lambda reference: reference.record.status is status


def _of(record: SourceRecord) -> Callable[[Reference], bool]:
    return lambda reference: reference.record.source == record.source


def _voice(reference: Reference) -> str:
    """Who speaks: a starter summary is the voice of the page it was drawn from."""
    pages = reference.record.pages_drawn_from
    return pages[0].source if pages else reference.record.source

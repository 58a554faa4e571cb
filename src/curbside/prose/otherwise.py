"""
An answer with some of its statements said otherwise, in their sections and where they lead.

Whoever wrote the words had them checked first; here they only take their places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from curbside.answers.answer import Answer, CaveatKind
from curbside.answers.bottom_line import joined
from curbside.claims.claim import Check, Claim, Wording

from .glosses import glosses

#: What an answer says of its writer.
OF_WRITER = frozenset({CaveatKind.WORDED_BY_MODEL, CaveatKind.MODEL_UNAVAILABLE})

Words = Mapping[str, tuple[Wording, Check]]


def said_otherwise(answer: Answer, words: Words) -> Answer:
    """The answer with statements, by id, in these words; a patient's with the hard words of them explained."""
    if not words:
        return answer

    def said(claims: Sequence[Claim]) -> tuple[Claim, ...]:
        return tuple(
            replace(one, wording=words[one.id][0], check=words[one.id][1]) if one.id in words else one for one in claims
        )

    sections = tuple(replace(one, claims=said(one.claims), more=said(one.more)) for one in answer.sections)
    made = replace(answer, sections=sections)
    line = answer.bottom_line
    if line:
        by_id = {one.id: one for one in made.claims}
        lead = [by_id[name] for name in line.claims]
        made = replace(made, bottom_line=replace(line, text=joined(line.opening, lead, line.closing), restated=()))
    return made if answer.reader.is_professional else replace(made, glosses=glosses(made))


def marked_as(answer: Answer, before: Answer) -> Answer:
    """An answer that was worded anew, with what it said of its writer before, while some words in it are still a model's."""
    notes = tuple(caveat for caveat in before.caveats if caveat.kind is CaveatKind.WORDED_BY_MODEL)
    if not notes or not any(claim.wording and claim.wording.is_by_model for claim in answer.claims):
        return answer
    others = tuple(caveat for caveat in answer.caveats if caveat.kind not in OF_WRITER)
    return replace(answer, caveats=(*others[:1], *notes, *others[1:]), made_by=before.made_by)

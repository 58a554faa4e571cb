"""
The answer in a sentence or two, made only of claims that stand below it.

The best claim of a kind asked for leads, or one whose words promise the answer. Where the question asks what comes
first and no source says so, the bottom line says that before it lists what sources report. Yes and No are printed only
where `evidence.verdict` allows it, never from a vote.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

from curbside.claims.claim import Claim
from curbside.evidence.verdict import Judged
from curbside.language.populations import populations
from curbside.language.stems import content, sequence
from curbside.questions.question import Plan
from curbside.sources.source import SourceKind

from .answer import BottomLine, Reference, Section
from .effect import tally
from .references import citations
from .words import words

#: A second claim, of another source, joins the bottom line only while the whole stays this short.
LONGEST_WORDS = 60
#: A definition names its subject within so many words.
OPENING_WORDS = 6
_ENDS = frozenset('.?!:;)]”"')


def leading(plan: Plan, sections: Sequence[Section], answering: Collection[str] = ()) -> list[Claim]:
    """The claims that answer the question, best first."""
    own = [claim for section in sections for claim in section.claims if claim.id in answering]
    wanted = _asked_about(plan)
    return sorted(
        own,
        key=lambda claim: (
            bool(wanted) and not wanted & {*populations(claim.text), *claim.applies.population},
            plan.facets[:1] == ("definition",) and claim.kind == "definition" and not _opens_with(plan, claim.text),
            -claim.score,
        ),
    )


def _opens_with(plan: Plan, text: str) -> bool:
    """Whether a statement opens with the subject, as one that says what it is does."""
    opening = {*sequence(text)[:OPENING_WORDS]}
    return any(words <= opening for name in (plan.focus, *plan.aliases) if (words := content(name)))


def _asked_about(plan: Plan) -> set[str]:
    """The people asked about, in the words that sources use: what is said of them leads, or a limit for others would."""
    return {*plan.population, *(["child"] if "adolescent" in plan.population else [])}


def said_first(chosen: Sequence[Claim], *, is_judged: bool = False) -> list[Claim]:
    """
    The claim that leads; where an effect is judged, also the next of another source while both are short.

    Two statements of different sources, put side by side without a word between, read as one thought that nobody had.
    """
    said = list(chosen[:1])
    others = (claim for claim in chosen[1:] if claim.records[0] != chosen[0].records[0])
    second = next(others, None) if is_judged else None
    if second and len(said[0].text.split()) + len(second.text.split()) <= LONGEST_WORDS:
        said.append(second)
    return said


def bottom_line(
    plan: Plan, said: Sequence[Claim], references: tuple[Reference, ...], judged: Judged | None
) -> BottomLine | None:
    """The bottom line made of these claims, None when there is nothing to say."""
    if not said:
        return None
    frame = words()["bottom_line"]
    opening = closing = ""
    if plan.facets[:1] == ("first_line",) and said[0].kind != "first_line":
        opening = frame["order_not_given"]
    record = said[0].records[0]
    if record.kind is SourceKind.LOCAL_PROTOCOL:
        opening = frame["local"].format(owner=record.owner)
    if judged is not None:
        opening = frame["judged"][judged.words.value]
        closing = frame["tally"].format(**asdict(tally(judged))) if len(judged.description.counted) > 1 else ""
    return BottomLine(
        text=joined(opening, said, closing),
        citations=tuple(dict.fromkeys(n for claim in said for n in citations(claim, references))),
        claims=tuple(claim.id for claim in said),
        opening=opening,
        closing=closing,
        verdict=judged.verdict if judged else None,
        tally=tally(judged),
    )


def joined(opening: str, said: Sequence[Claim], closing: str) -> str:
    """The line as it is read: our opening words, the claims as worded for the reader, our closing words."""
    return " ".join(_ended(part) for part in (opening, *(claim.worded for claim in said), closing) if part)


def _ended(part: str) -> str:
    """A part with a full stop where it has no end: the next one is another thought."""
    return part if part.rstrip()[-1:] in _ENDS else f"{part.rstrip()}."

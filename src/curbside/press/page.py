"""
What a reader sees of an answer, in order, whatever it is printed on.

A press decides how a title, a citation or a badge looks. Which of them stand on the page, under which headings and in
which order is decided here, once, so that a terminal and a file cannot tell two stories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curbside.answers.answer import Answer, Emergency
from curbside.answers.references import citations
from curbside.claims.claim import Claim
from curbside.sources.source import Status

from .state import State, told
from .vancouver import cite, link
from .words import (
    answered_for,
    badge,
    cited,
    disclaimer,
    explained,
    is_by_model,
    left_out,
    notes,
    readability,
    said_above,
    searched,
    understood,
)

ASK_NEXT = "Ask next"
#: What stands before words that nobody should rely on any more.
AFFECTED, WITHDRAWN = "Do not rely on this:", "Withdrawn:"


@dataclass(frozen=True, slots=True)
class Card:
    """What to do now, and why the card is shown."""

    tier: str
    first: str
    then: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line under a heading: a claim with its citations and badge, a reference with its address, or plain words."""

    text: str
    cited: str = ""
    badge: str = ""
    number: int = 0
    address: str = ""
    is_aside: bool = False  # said by the frame, not by a source
    warning: str = ""  # stands before the text, as sure to be read as the text
    proof: str = ""  # the quotes that words of a language model rest on


@dataclass(frozen=True, slots=True)
class Headed:
    """A heading and the rows under it."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer ready to be set; what an answer lacks is empty."""

    title: str
    card: Card | None
    banner: str
    asides: tuple[str, ...]
    lead: Row | None
    abstention: str
    parts: tuple[Headed, ...]
    searched: str
    disclaimer: str


def page_of(answer: Answer, made_on: str = "", state: str | State = "") -> Page:
    """The page of an answer; `made_on` is the date on the review banner (ISO 8601), `state` what a review says instead."""
    return Page(
        title=answer.title,
        card=_card(answer.emergency) if answer.emergency else None,
        banner=banner_of(answer, made_on, state),
        asides=tuple(filter(None, (understood(answer), answered_for(answer)))),
        lead=_lead(answer, state),
        abstention=answer.abstention.text if answer.abstention else "",
        parts=tuple(part for part in _parts(answer, state) if part.rows),
        searched=" ".join(filter(None, (readability(answer), searched(answer)))),
        disclaimer=disclaimer(answer),
    )


def banner_of(answer: Answer, made_on: str = "", state: str | State = "") -> str:
    """The words of a banner: those of a review, else those of what nobody reviewed."""
    return " ".join(one.text for one in told(answer, made_on, state).banners)


def _lead(answer: Answer, state: str | State) -> Row | None:
    line = answer.bottom_line
    if line is None:
        return None
    said = [claim for claim in answer.claims if claim.id in line.claims]
    warnings = [_warning(claim, state) for claim in said]
    badges = "; ".join(dict.fromkeys(map(badge, said)))
    return Row(line.text, cited(line.citations), badges, warning=next(filter(None, warnings), ""))


def _warning(claim: Claim, state: str | State) -> str:
    """Why nobody should rely on a statement any more, in the words that stand before it."""
    if not isinstance(state, str) and state.is_withdrawn:
        return WITHDRAWN
    is_affected = not isinstance(state, str) and claim.id in state.affected
    return AFFECTED if is_affected or any(r.status is Status.RETRACTED for r in claim.records) else ""


def _card(emergency: Emergency) -> Card:
    first, *then = emergency.text
    return Card(emergency.tier, first, tuple(then), f"We showed this because you wrote: '{emergency.because}'")


def _parts(answer: Answer, state: str | State) -> Iterator[Headed]:
    above = said_above(answer)
    for section in answer.sections:
        rows = [_statement(claim, answer, state) for claim in section.claims if claim.id not in above]
        more = [Row(left_out(section), is_aside=True)] if section.more else []
        yield Headed(section.heading, (*rows, *more))
    yield _plain("Words explained", explained(answer))
    yield _plain("Questions to ask", answer.ask_your_team)
    yield _plain("How sure, how old, what is missing", notes(answer))
    references = (Row(cite(one), number=one.number, address=link(one.record)) for one in answer.references)
    yield Headed("References", tuple(references))
    yield _plain(ASK_NEXT, answer.follow_ups)


def _statement(claim: Claim, answer: Answer, state: str | State) -> Row:
    numbers = cited(citations(claim, answer.references))
    proof = " ... ".join(quote.text for quote in claim.quotes) if is_by_model(claim) else ""
    return Row(claim.worded, numbers, badge(claim), warning=_warning(claim, state), proof=proof)


def _plain(heading: str, lines: list[str] | tuple[str, ...]) -> Headed:
    return Headed(heading, tuple(map(Row, lines)))

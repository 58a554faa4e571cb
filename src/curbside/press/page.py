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

from .vancouver import cite, link
from .words import (
    answered_for,
    badge,
    banner,
    cited,
    disclaimer,
    explained,
    left_out,
    notes,
    readability,
    searched,
    understood,
)

ASK_NEXT = "Ask next"


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


def page_of(answer: Answer, made_on: str = "", state: str = "") -> Page:
    """The page of an answer; `made_on` is the date on the review banner (ISO 8601), `state` the banner of a review."""
    line = answer.bottom_line
    return Page(
        title=answer.title,
        card=_card(answer.emergency) if answer.emergency else None,
        banner=state or banner(made_on),
        asides=tuple(filter(None, (understood(answer), answered_for(answer)))),
        lead=Row(line.text, cited(line.citations)) if line else None,
        abstention=answer.abstention.text if answer.abstention else "",
        parts=tuple(part for part in _parts(answer) if part.rows),
        searched=" ".join(filter(None, (readability(answer), searched(answer)))),
        disclaimer=disclaimer(answer),
    )


def _card(emergency: Emergency) -> Card:
    first, *then = emergency.text
    return Card(emergency.tier, first, tuple(then), f"We showed this because you wrote: '{emergency.because}'")


def _parts(answer: Answer) -> Iterator[Headed]:
    for section in answer.sections:
        rows = [Row(claim.worded, cited(citations(claim, answer.references)), badge(claim)) for claim in section.claims]
        more = [Row(left_out(section), is_aside=True)] if section.more else []
        yield Headed(section.heading, (*rows, *more))
    yield _plain("Words explained", explained(answer))
    yield _plain("Questions to ask", answer.ask_your_team)
    yield _plain("How sure, how old, what is missing", notes(answer))
    references = (Row(cite(one), number=one.number, address=link(one.record)) for one in answer.references)
    yield Headed("References", tuple(references))
    yield _plain(ASK_NEXT, answer.follow_ups)


def _plain(heading: str, lines: list[str] | tuple[str, ...]) -> Headed:
    return Headed(heading, tuple(map(Row, lines)))

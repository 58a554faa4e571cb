"""
Where a text stands on a day, as its page says it: steps, banners, names and dates.

Approval is of one edition and one reader's wording, so that the same article can be approved for clinicians and not
for patients. A day that has passed makes a text overdue on its page even before anything wrote it down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from curbside.questions.question import Reader

from .actions.standing import has_passed
from .article import Article, Edition, Notice, NoticeKind, State
from .days import day
from .person import CLINICAL, Person, Role
from .policy import Policy
from .review import Signature
from .states import state_words, stepper
from .words import role_words, words

_APPROVED = (State.APPROVED, State.APPROVED_UPDATE_DUE)
#: States whose banner calls the text approved.
_CALLED_APPROVED = (*_APPROVED, State.OVERDUE)
#: States in which nobody who may sign has read all of it yet.
_UNREAD = (State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED, State.DECLINED)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps that readers see, the day it was reached ("" when it was not), and who took it."""

    state: State
    label: str
    on: str
    by: tuple[str, ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Banner:
    """A line above the text: which one, in which words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that a page says about the review of what it shows."""

    edition: int
    reader: Reader
    digest: str
    state: State  # on that day
    label: str
    is_approved: bool  # this very wording, on that day
    steps: tuple[Step, ...]
    banners: tuple[Banner, ...]
    reviewers: tuple[str, ...]  # who signed this wording, with credentials
    updated_on: str
    reviewed_on: str
    searched: str
    next_review: str
    affected: tuple[str, ...]  # ids of statements not to rely on


def state_on(edition: Edition, at: str) -> State:
    """The state of an edition at a time: one whose day has passed is overdue."""
    due = (edition.review_by, edition.update_by)
    if edition.state in _APPROVED and any(has_passed(one, at) for one in due):
        return State.OVERDUE
    return edition.state


def standing(
    article: Article, edition: Edition, reader: Reader, at: str, policy: Policy, people: Mapping[str, Person]
) -> Standing:
    """The standing of an edition for a reader at a time; `people` by id are those whose names are printed."""
    state = state_on(edition, at)
    signatures = edition.review.of(reader, edition.digest(reader))
    is_signed = bool(edition.approved_at) and not policy.missing(article, edition, reader)
    is_signed = is_signed or (bool(edition.approved_at) and reader is edition.main)
    is_old = edition.number < article.current.number
    return Standing(
        edition=edition.number,
        reader=reader,
        digest=edition.digest(reader),
        state=state,
        label=state_words(state),
        is_approved=is_signed and state in _APPROVED and not is_old,
        steps=tuple(_steps(edition, is_signed, people)),
        banners=tuple(_banners(article, edition, reader, state, is_signed, policy, people)),
        reviewers=tuple(one.name for one in signatures),
        updated_on=day(edition.made_at),
        reviewed_on=day(edition.approved_at) if is_signed else "",
        searched=day(edition.searched),
        next_review=day(edition.review_by),
        affected=edition.affected if state in {State.SUSPENDED, State.APPROVED_UPDATE_DUE} else (),
    )


def corrected(notice: Notice) -> str:
    """A correction in words."""
    effect = words()["some_effect"].format(effect=notice.effect) if notice.effect else words()["no_effect"]
    text = str(words()["corrected"])
    return text.format(
        date=day(notice.at),
        old=notice.old,
        new=notice.new or words()["taken_out"],
        reason=_ended(notice.because),
        effect=effect,
    )


def _steps(edition: Edition, is_signed: bool, people: Mapping[str, Person]) -> Iterator[Step]:
    review = edition.review
    signers = tuple(one.name for one in review.of(edition.main, edition.digest()))
    reached = {
        State.SUBMITTED: (review.submitted_at, _names(people, [review.submitted_by])),
        State.UNDER_REVIEW: (review.opened_at, _names(people, review.reviewers)),
        # A wording that nobody signed was never approved, though its edition was.
        State.APPROVED: (edition.approved_at, signers) if is_signed else ("", ()),
    }
    last = [state for state, (at, _) in reached.items() if at]
    for state in stepper():
        at, by = reached[state]
        yield Step(state, state_words(state), day(at), by, bool(last) and state is last[-1])


def _banners(
    article: Article,
    edition: Edition,
    reader: Reader,
    state: State,
    is_signed: bool,
    policy: Policy,
    people: Mapping[str, Person],
) -> Iterator[Banner]:
    text = words()["banners"]
    is_unread = state in _UNREAD
    is_unsigned = bool(edition.approved_at) and not is_signed and not is_unread
    # Before words that call the text approved: this wording never was.
    if is_unsigned and state in _CALLED_APPROVED:
        yield _unsigned(edition, reader)
    if edition.state is State.SUPERSEDED and not article.superseded_by:
        values = {"n": edition.number, "date": day(edition.since)}
        yield Banner("superseded", text["superseded_edition"].format(**values))
    elif state is not State.DRAFT and (is_signed or state is not State.APPROVED):
        yield Banner(state.value, text[state.value].format(**_values(article, edition, reader, policy, people)))
    if is_unread:
        yield Banner("not_reviewed", text["not_reviewed"].format(date=day(edition.made_at)))
    if is_unsigned and state not in _CALLED_APPROVED:
        yield _unsigned(edition, reader)
    if article.pending and edition.number == article.current.number and article.pending.review.submitted_at:
        date = day(article.pending.review.submitted_at)
        yield Banner("pending", text["pending"].format(date=date))
    for notice in article.notices:
        if notice.kind is NoticeKind.CORRECTION and notice.edition <= edition.number:
            yield Banner("corrected", corrected(notice))


def _unsigned(edition: Edition, reader: Reader) -> Banner:
    """What is said of a reader's wording of an approved edition that nobody signed."""
    kind = words()["wordings"][reader.value]
    return Banner("wording", words()["banners"]["wording"].format(date=day(edition.approved_at), kind=kind))


def _values(
    article: Article, edition: Edition, reader: Reader, policy: Policy, people: Mapping[str, Person]
) -> dict[str, str]:
    """What the banners are filled with; each takes what it needs."""
    signed = edition.review.of(edition.main, edition.digest())
    due = min(filter(None, (edition.review_by, edition.update_by)), default="")
    return {
        "date": day(edition.since) if edition.state is not State.APPROVED else day(edition.approved_at),
        "reason": edition.because.rstrip("."),
        "signed": str(len([one for one in signed if _counts(one)])),
        "needed": str(policy.needed(edition)),
        "names": _listed([one.name for one in _of_wording(edition, reader)]),
        "approved": day(edition.approved_at),
        "searched": day(edition.searched),
        "next": day(edition.review_by),
        "due": day(due),
        "who": _who(people, edition.who),
    }


def _of_wording(edition: Edition, reader: Reader) -> tuple[Signature, ...]:
    """The signatures that a page names: those on the main wording, and those on the one shown."""
    main = edition.review.of(edition.main, edition.digest())
    own = edition.review.of(reader, edition.digest(reader)) if reader is not edition.main else ()
    return (*main, *(one for one in own if one.by not in {two.by for two in main}))


def _counts(signature: Signature) -> bool:
    return signature.role in CLINICAL | {Role.PHARMACIST, Role.LAY_READER, Role.EDITOR}


def _names(people: Mapping[str, Person], ids: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(people[one].name if one in people else one for one in ids if one)


def _who(people: Mapping[str, Person], person: str) -> str:
    """A name with the role in which somebody withdraws, or just the name."""
    found = people.get(person)
    if found is None:
        return person
    return f"{found.name}, {role_words(Role.MEDICAL_DIRECTOR)}" if found.has(Role.MEDICAL_DIRECTOR) else found.name


def _listed(names: list[str]) -> str:
    return "; ".join(dict.fromkeys(names))


def _ended(reason: str) -> str:
    return reason.rstrip(".")

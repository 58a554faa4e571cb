"""States and transitions: what the table allows is what can be done, and every word is there."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest
from desk import ANN, BO, CY, DI, LOU, MAX, Desk, person

from curbside.articles.actions import ACTIONS
from curbside.articles.article import Edition, State
from curbside.articles.person import PROGRAM, Role
from curbside.articles.states import available, permitted, rules, stepper
from curbside.articles.words import words
from curbside.errors import NotAllowed


def test_every_action_has_its_rule_and_its_words() -> None:
    """The table, the functions and the words name the same actions, states and roles."""
    assert set(rules()) == set(ACTIONS)
    assert set(ACTIONS) < set(words()["actions"])
    assert set(words()["states"]) == {one.value for one in State}
    assert set(words()["roles"]) == {one.value for one in Role}
    assert [one.value for one in stepper()] == ["submitted", "under_review", "approved"]
    for action in ACTIONS.values():
        assert list(inspect.signature(action).parameters)[:2] == ["article", "acting"]


@pytest.mark.parametrize("action", sorted(rules()))
def test_only_from_its_states_and_by_its_roles(action: str) -> None:
    """Each action is refused in every other state and to every other role, in words that say when and who."""
    desk = Desk()
    rule = rules()[action]
    for state in State:
        article = desk.article.with_edition(replace(desk.article.latest, state=state))
        for role in Role:
            somebody = person("one", role) if role is not Role.PROGRAM else PROGRAM
            if role in rule.roles and state in rule.states:
                assert isinstance(permitted(article, action, somebody), Edition)
                assert action in available(article, somebody)
            else:
                with pytest.raises(NotAllowed, match=r"it can while it is|is done by"):
                    permitted(article, action, somebody)
                assert action not in available(article, somebody)


def test_a_closed_edition_is_left_alone() -> None:
    """Nobody edits, reviews or signs what is withdrawn, superseded or declined."""
    for action in ("submit", "decide", "strike", "reword", "add_quote", "sign", "correct", "suspend", "dissent"):
        assert not set(rules()[action].states) & {State.WITHDRAWN, State.SUPERSEDED, State.DECLINED}


def test_a_dispute_is_decided_by_a_named_third() -> None:
    """A dissent stops the signing until the named tie-breaker, who is neither party nor author, gives a reason."""
    desk = Desk()
    desk.review()
    desk.accept(BO)
    desk.act("dissent", BO, why="The quote is about hands", claim="procedures1")
    assert desk.state() is State.DISPUTED
    with pytest.raises(NotAllowed, match="cannot be done while the edition is disputed"):
        desk.sign(BO, "clinical_reviewer")
    with pytest.raises(NotAllowed, match="Name who decides"):
        desk.act("break_tie", CY, outcome="overruled", why="it is")
    with pytest.raises(NotAllowed, match="dissented"):
        desk.act("name_decider", ANN, decider="bo")
    desk.act("name_decider", ANN, decider="di")
    for wrong in (CY, MAX):
        with pytest.raises(NotAllowed, match="decided by di"):
            desk.act("break_tie", wrong, outcome="overruled", why="it is")
    with pytest.raises(NotAllowed, match="Say why"):
        desk.act("break_tie", DI, outcome="overruled", why=" ")
    with pytest.raises(NotAllowed, match="upheld or overruled"):
        desk.act("break_tie", DI, outcome="maybe", why="it is")
    desk.act("break_tie", DI, outcome="overruled", why="The heading says so")
    assert desk.state() is State.UNDER_REVIEW
    (dispute,) = desk.article.latest.review.disputes
    assert (dispute.decider, dispute.answer) == ("di", "The heading says so")
    desk.sign(BO, "clinical_reviewer")


def test_an_upheld_dissent_sends_the_text_back() -> None:
    """The authors change it and hand it in again; the medical director can decide without being named."""
    desk = Desk()
    desk.review()
    desk.act("dissent", BO, why="Wrong")
    desk.act("break_tie", MAX, outcome="upheld", why="It is wrong")
    assert desk.state() is State.CHANGES_REQUESTED
    desk.act("revise", ANN, documents=desk.documents("Splints may help"), why="as asked")
    assert desk.article.latest.number == 1
    desk.act("submit", ANN)
    assert desk.state() is State.SUBMITTED


@pytest.mark.parametrize("action", ["request_changes", "decline", "suspend", "withdraw", "mark_update_due", "recuse"])
def test_what_ends_or_doubts_needs_a_reason(action: str) -> None:
    """Nothing of that kind is done without saying why."""
    desk = Desk()
    desk.review()
    if action in {"suspend", "mark_update_due"}:
        desk.approve()
    every = person("two", *(role for role in Role if role is not Role.PROGRAM))
    with pytest.raises(NotAllowed, match="Say why"):
        desk.act(action, every, why="  ")


def test_a_new_edition_waits_behind_the_approved_one() -> None:
    """Readers keep seeing what was approved, until the new edition is; then that is the old one."""
    desk = Desk()
    desk.review()
    desk.approve()
    desk.act("revise", ANN, documents=desk.documents("Splints may help"), why="a new review")
    assert (desk.article.state, desk.article.current.number) == (State.APPROVED, 1)
    assert desk.article.pending
    assert desk.article.pending.state is State.DRAFT
    desk.review()
    assert (desk.article.state, desk.article.latest.state) == (State.APPROVED, State.UNDER_REVIEW)
    desk.approve()
    assert desk.article.current.number == 2
    first = desk.article.edition(1)
    assert first
    assert first.state is State.SUPERSEDED
    assert first.approved_at


def test_withdrawn_and_superseded_keep_their_text() -> None:
    """The address and the edition stay; a waiting edition is closed."""
    desk = Desk()
    desk.review()
    desk.approve()
    desk.act("revise", ANN, documents=desk.documents("Splints may help"), why="a new review")
    desk.act("withdraw", MAX, why="unsafe", effect="stop using splints at night")
    assert desk.state() is State.WITHDRAWN
    assert desk.article.is_public
    assert desk.article.latest.state is State.DECLINED
    assert desk.article.notices[0].effect == "stop using splints at night"
    other = Desk()
    other.review()
    other.approve()
    with pytest.raises(NotAllowed, match="by itself"):
        other.act("supersede", ANN, by_slug="cts", why="x")
    other.act("supersede", ANN, by_slug="hands", why="joined with it")
    assert (other.article.state, other.article.superseded_by) == (State.SUPERSEDED, "hands")


def test_new_evidence_has_its_deadline() -> None:
    """48 hours for safety, a month for what changes practice, three for what confirms it; the nearest counts."""
    desk = Desk()
    desk.review()
    desk.approve()
    desk.act("mark_update_due", BO, why="a trial", urgency="confirming")
    assert desk.article.current.update_by == "2026-06-01"
    desk.act("mark_update_due", BO, why="another", urgency="practice_changing")
    assert desk.article.current.update_by == "2026-04-01"
    desk.act("mark_update_due", BO, why="a warning", urgency="safety")
    assert desk.article.current.update_by == "2026-03-03T09:00:00Z"
    assert desk.state() is State.APPROVED_UPDATE_DUE
    with pytest.raises(NotAllowed, match="how urgent"):
        desk.act("mark_update_due", BO, why="x", urgency="soon")
    desk.act("confirm_practice_changing", BO, why="it does")
    assert desk.state() is State.SUSPENDED


def test_comments_decide_nothing() -> None:
    """A comment is kept; it neither accepts a statement nor takes an acceptance away."""
    desk = Desk()
    desk.review()
    desk.accept(BO)
    desk.act("comment", LOU, text="hard to read", claim="procedures1")
    desk.act("comment", BO, text="indeed", claim="procedures1")
    desk.sign(BO, "clinical_reviewer")
    assert len(desk.article.latest.review.signatures) == 1

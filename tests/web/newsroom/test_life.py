"""The whole life of an article by the forms of the newsroom, each action by who does it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from member import Member

Board = Callable[[str], Member]

STEPS = {
    "life": (
        ("bo", "mark_update_due", {"why": "A new trial", "urgency": "confirming"}, "Approved, update due, edition 1"),
        ("bo", "dismiss_update", {"why": "It says the same"}, "State Approved, edition 1"),
        ("ann", "renew", {"why": "Yearly", "kind": "full"}, "Submitted, edition 2"),
        ("ann", "describe", {"title": "Feet", "topics": "Feet, Nerves"}, "Topics Feet, Nerves"),
        ("ann", "assign", {"reviewers": ["bo", "cy"], "due": "2099-01-31"}, "Bo Berg, Cy Cole, by 2099-01-31"),
        ("bo", "start_review", {}, "Under review, edition 2"),
        ("cy", "dissent", {"why": "Too sure"}, "Dissent of Cy Cole Too sure"),
        ("ann", "name_decider", {"decider": "max"}, "Max Med decides."),
        ("max", "break_tie", {"outcome": "overruled", "why": "It is hedged"}, "Overruled by Max Med: It is hedged"),
        ("bo", "recuse", {"why": "I know the author"}, "Asked to review Cy Cole"),
        ("cy", "request_changes", {"why": "Name the nerve"}, "Because Name the nerve"),
        ("ann", "revise", {"why": "Asked again"}, "Changes requested, edition 2"),
        ("ann", "submit", {"why": "Nothing to name"}, "Submitted, edition 2"),
        ("ann", "decline", {"why": "Edition 1 says it"}, "Declined, edition 2"),
        ("ann", "correct", {"claim": "0", "why": "Wrong nerve", "effect": "None."}, "Effect on care: none."),
        ("max", "withdraw", {"why": "Nobody needs it", "effect": ""}, "Withdrawn"),
    ),
    "fallen": (
        ("lib", "suspend", {"why": "Its source moved", "claims": "0"}, "Approval suspended"),
        ("ann", "supersede", {"by_slug": "taken", "why": "Said better there"}, "Superseded"),
    ),
}


@pytest.mark.parametrize("slug", STEPS)
def test_every_action_is_done_by_its_form(member: Board, slug: str) -> None:
    """Each step is offered to who takes it, taken by its form, and shown on the page that follows."""
    for name, action, fields, shown in STEPS[slug]:
        one = member(name)
        page = one.get(f"newsroom/articles/{slug}")
        held = page.form(f"/do/{action}")
        known = re.findall(r'id="claim-([0-9a-f]+)"', page.text)
        sent = {key: known[0] if value == "0" else value for key, value in fields.items()}
        done = one.post(f"newsroom/articles/{slug}/do/{action}", {**held, **sent})
        assert done.status == 200, (action, done.said)
        assert shown in done.said, (action, done.said[:1500])


def test_words_are_found_and_quoted(member: Board) -> None:
    """A reviewer looks for words in the library and adds a passage of it as a statement, exactly as it stands."""
    bo = member("bo")
    page = bo.get("newsroom/articles/quote")
    before = page.text.count('class="card-of-claim')
    found = bo.post("newsroom/articles/quote/find", {**page.form("/find"), "claim": "", "words": "gout symptoms"})
    assert "Find words to quote" in found.said
    text = unescape(re.findall(r'name="text"[^>]*>\n(.*?)</textarea>', found.text, re.DOTALL)[0])
    form = {**found.form("/do/add_statement"), "text": text, "kind": "presentation"}
    added = bo.post("newsroom/articles/quote/do/add_statement", form)
    assert added.status == 200, added.said[:600]
    assert added.text.count('class="card-of-claim') == before + 1
    assert member("lib").post("newsroom/articles/quote/find", {**page.form("/find"), "words": "x"}).status == 403

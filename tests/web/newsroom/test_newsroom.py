"""What each member may do, in words when not; races, words that are checked, signatures that prove who signs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from member import Member, Page, fresh, totp
from website import Site

PASSWORD = "tarsal tunnel 2026"
Board = Callable[[str], Member]


def claims(page: Page) -> list[str]:
    return re.findall(r'id="claim-([0-9a-f]+)"', page.text)


def accept_all(one: Member, slug: str) -> None:
    for _ in range(20):
        page = one.get(f"newsroom/articles/{slug}")
        if "/do/decide" not in page.text:
            return
        assert one.post(f"newsroom/articles/{slug}/do/decide", page.form("/do/decide")).status == 200


def sign(one: Member, slug: str, role: str, password: str = PASSWORD, **more: str) -> Page:
    page = one.get(f"newsroom/articles/{slug}/sign")
    return one.post(
        f"newsroom/articles/{slug}/sign", {**page.form("/sign"), "role": role, "password": password, **more}
    )


@pytest.mark.parametrize(
    ("name", "action", "fields"),
    [
        ("ann", "decide", {"claim": "x"}),
        ("bo", "withdraw", {"why": "no"}),
        ("cy", "submit", {}),
        ("phil", "correct", {"claim": "x", "words": "y", "why": "z"}),
        ("lou", "strike", {"claim": "x", "why": "z"}),
        ("max", "decide", {"claim": "x"}),
        ("lib", "reword", {"claim": "x", "words": "y"}),
        ("con", "decline", {"why": "z"}),
    ],
)
def test_what_is_not_theirs_is_refused_in_words(member: Board, name: str, action: str, fields: dict[str, str]) -> None:
    """Each role is told who does it, and nothing is done."""
    page = member("ann").get("newsroom/articles/plain")
    before, claim = page.text, claims(page)[0]
    refused = member(name).act("plain", action, **{**fields, **({"claim": claim} if "claim" in fields else {})})
    assert refused.status == 403
    assert "is done by:" in refused.said
    assert "has none of these roles" in refused.said
    assert version_in(before) == version_in(member("ann").get("newsroom/articles/plain").text)


def version_in(text: str) -> str:
    return re.findall(r"version (\d+)<", text)[0]


def test_pages_offer_what_somebody_can_do(member: Board) -> None:
    """An author is offered to submit, a reviewer to accept once it is under review, a librarian neither."""
    assert "/do/submit" in member("ann").get("newsroom/articles/draft").text
    assert "/do/submit" not in member("bo").get("newsroom/articles/draft").text
    assert "/do/decide" in member("bo").get("newsroom/articles/race").text
    assert "/do/decide" not in member("ann").get("newsroom/articles/race").text
    assert "/sign" not in member("lib").get("newsroom/articles/race").text


def test_keepers_pages_are_for_keepers(member: Board) -> None:
    """Reviewers see neither the log nor others' entries, and cannot invite or raise themselves."""
    bo = member("bo")
    for path in ("people", "people/ann", "people/new", "audit", "sources"):
        assert bo.get(f"newsroom/{path}").status == 403
    token = bo.get("newsroom/disclosures").token
    raised = {"csrfmiddlewaretoken": token, "if_match": "1", "name": "Bo", "roles": ["editor"], "is_active": "yes"}
    assert bo.post("newsroom/people/bo", raised).status == 403
    assert bo.post("newsroom/people/ann/invite", {"csrfmiddlewaretoken": token}).status == 403
    fields = {"csrfmiddlewaretoken": token, "source": "starter:gout", "status": "retracted", "because": "x"}
    assert bo.post("newsroom/sources", {**fields, "if_match": "current"}).status == 403
    assert member("lib").get("newsroom/sources?source=starter:gout").status == 200
    assert 'value="clinical_reviewer" checked' in member("ann").get("newsroom/people/bo").text
    assert 'value="editor" checked' not in member("ann").get("newsroom/people/bo").text


def test_nobody_acts_as_another(member: Board) -> None:
    """Who acts is who is logged in, whatever a form says."""
    cy = member("cy")
    page = cy.get("newsroom/disclosures")
    told = {"kind": "funding", "text": "A grant of the Example Fund", "topics": "", "ended": "", "id": "bo", "by": "bo"}
    done = cy.post("newsroom/disclosures", {**page.form("/newsroom/disclosures"), **told})
    assert "Declared." in done.said
    assert "A grant of the Example Fund" in cy.get("newsroom/disclosures").text
    assert "A grant of the Example Fund" not in member("bo").get("newsroom/disclosures").text
    assert cy.act("plain", "comment", text="As somebody else", by="bo", person="bo").status == 200
    assert "Cy Cole commented" in cy.get("newsroom/articles/plain").said
    none = {"kind": "funding", "text": "", "topics": "", "ended": ""}
    cy.send("newsroom/disclosures", "/newsroom/disclosures", **none)


def test_who_is_overtaken_gets_both_versions(member: Board) -> None:
    """409, with what was being written and what happened since; nothing is written over."""
    bo, cy = member("bo"), member("cy")
    seen = bo.get("newsroom/articles/race")
    claim = claims(seen)[0]
    assert cy.act("race", "comment", text="I was faster", claim=claim).status == 200
    late = bo.post(
        "newsroom/articles/race/do/strike",
        {**seen.form("/do/strike"), "claim": claim, "why": "It says too much"},
    )
    assert late.status == 409
    assert "It says too much" in late.said
    assert "Cy Cole: commented" in late.said
    assert claim in claims(bo.get("newsroom/articles/race"))


def test_words_are_checked_at_once(member: Board) -> None:
    """Words that the quote does not bear are refused with the reason and kept in the form; its own words are taken."""
    bo = member("bo")
    page = bo.get("newsroom/articles/words")
    cards = re.split(r'id="claim-(?=[0-9a-f]{12}")', page.text)
    claim = next(card[:12] for card in cards[1:] if "For a pinched nerve in general" in card)
    refused = bo.act("words", "reword", claim=claim, words="Amputation cures 90 % within 2 days.", shown="clinician")
    assert refused.status == 403
    assert "does not bear these words" in refused.said
    assert "Amputation cures 90 % within 2 days.</textarea>" in refused.text
    good = "Rest of the affected area is the most frequently recommended treatment for a pinched nerve."
    kept = bo.act(
        "words", "reword", claim=claim, words="For a pinched nerve, rest of the affected area.", shown="clinician"
    )
    if kept.status != 200:  # the gate may ask for more of the quote's words
        kept = bo.act("words", "reword", claim=claim, words=good, shown="clinician")
    assert kept.status == 200
    assert "Worded by a person" in kept.said
    assert "Changed by Bo Berg, who cannot accept it" in kept.said
    own = bo.act("words", "decide", claim=claim)
    assert own.status == 403
    assert "cannot accept it" in own.said


def test_a_quote_is_added_from_the_library(member: Board) -> None:
    """Exact words of a source become a statement; words that stand nowhere are refused."""
    cy = member("cy")
    fields = {"source": "starter:gout", "kind": "causes"}
    assert cy.act("words", "add_statement", text="Gout is a pizza.", **fields).status == 403
    source = cy.get("sources/starter:gout").text
    sentence = re.sub(r"<[^>]+>", "", re.findall(r"<p[^>]*>\s*([A-Z][^<.]{40,200}\.)", source)[0])
    added = cy.act("words", "add_statement", text=sentence, **fields)
    assert added.status == 200
    assert sentence in added.said


def test_a_signature_needs_its_signers_password(member: Board) -> None:
    """A session that was left open signs nothing; an undecided statement is named; two signatures approve."""
    bo, cy, lone = member("bo"), member("cy"), member("lib")
    early = sign(bo, "signed", "clinical_reviewer")
    assert early.status == 403
    assert "not accepted by Bo Berg yet" in early.said
    accept_all(bo, "signed")
    wrong = sign(bo, "signed", "clinical_reviewer", password="not my password")
    assert wrong.status == 403
    assert "nothing was signed" in wrong.said
    assert "1 of 2 reviewers" not in bo.get("newsroom/articles/signed").said
    as_another = sign(bo, "signed", "second_reviewer")
    assert as_another.status == 403
    signed = sign(bo, "signed", "clinical_reviewer")
    assert "I have read edition 1" in signed.said
    assert "1 of 2 reviewers have signed" in signed.said
    assert "Your signature is on record. This wording still needs: 1 more clinical signature." in signed.said
    assert "You have not signed this wording." in cy.get("newsroom/articles/signed?done=sign").said
    assert lone.get("newsroom/articles/signed/sign").status == 403
    accept_all(cy, "signed")
    stale = cy.get("newsroom/articles/signed/sign").form("/sign")
    cy.act("signed", "comment", text="One more look")
    late = cy.post("newsroom/articles/signed/sign", {**stale, "role": "second_reviewer", "password": PASSWORD})
    assert late.status == 409
    forged = cy.get("newsroom/articles/signed/sign").form("/sign")
    forged = {**forged, "words": "I did not read it.", "role": "second_reviewer", "password": PASSWORD}
    assert cy.post("newsroom/articles/signed/sign", forged).status == 403
    assert "Reviewed and approved by Bo Berg" in sign(cy, "signed", "second_reviewer").said
    assert "Reviewed and approved by Bo Berg" in Member(bo.address).get("articles/signed").said


def test_a_second_factor_is_asked_for_at_login_and_signature(newsroom: Site, member: Board) -> None:
    """With an authenticator the password alone neither logs in nor signs, and a code is good once."""
    di = Member(newsroom.address)
    di.login("di", PASSWORD)
    secret = di.enrol(PASSWORD)
    accept_all(di, "second")
    without = sign(di, "second", "clinical_reviewer", code="000000")
    assert without.status == 403
    assert "not the code" in without.said
    code = totp(secret, fresh())
    assert "1 of 2 reviewers have signed" in sign(di, "second", "clinical_reviewer", code=code).said
    again = Member(newsroom.address)
    half = again.login("di", PASSWORD)
    assert "The second factor" in half.said
    assert "Log in" in again.get("newsroom").said
    used = again.post("accounts/second/login/", {"csrfmiddlewaretoken": half.token, "code": code})
    assert "The second factor" in used.said


def test_readers_ask_and_report_and_editors_close(newsroom: Site, member: Board) -> None:
    """A report reaches the article's page and the list, a request the list; each is closed once, and its words are gone."""
    reader, ann = Member(newsroom.address), member("ann")
    claim = claims(ann.get("newsroom/articles/report"))[0]
    sent = reader.post("articles/report/report", {"claim": claim, "text": "The dose is <b>missing</b>"})
    assert (sent.status, reader.post("articles/report/report", {"text": " "}).status) == (200, 422)
    number = re.findall(r"as number (\d+)", sent.said)[0]
    page = member("bo").get("newsroom/articles/report")
    assert "The dose is &lt;b&gt;missing" in page.text
    assert "The dose is &lt;b&gt;missing" not in member("lib").get("newsroom/requests").text
    held = {**page.form("/newsroom/requests"), "number": number, "answer": "It was never there"}
    done = member("bo").post("newsroom/requests", held)
    assert done.address.endswith("/newsroom/articles/report#reports")
    assert "It was never there" in done.said
    assert "The dose is" not in done.said
    asked = reader.post("request", {"kind": "review", "question": "How is gout treated?"})
    assert "is kept until it is dealt with, then erased" in asked.said
    kept = reader.post("request", {"kind": "review", "text": "How is gout treated?", "confirmed": "yes"})
    number = re.findall(r"as number (\d+)", kept.said)[0]
    listed = ann.get("newsroom/requests")
    assert "How is gout treated?" in listed.said
    close = {"csrfmiddlewaretoken": listed.token, "number": number, "answer": "Drafted"}
    assert member("phil").post("newsroom/requests", close).status == 403
    closed = ann.post("newsroom/requests", close)
    assert (closed.status, "How is gout treated?" in closed.said) == (200, False)
    assert ann.post("newsroom/requests", close).status == 409


def test_what_people_write_stays_text(member: Board) -> None:
    """Nothing that a member writes runs on the page of another."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}"
    bo = member("bo")
    assert bo.act("poison", "comment", text=evil).status == 200
    assert bo.act("poison", "request_changes", why=evil).status == 200
    for page in (bo.get("newsroom/articles/poison"), member("ann").get("newsroom/audit?subject=poison")):
        assert page.status == 200
        assert "<script>alert(1)" not in page.text
        assert "<img src=x" not in page.text
        assert "{{ 7 * 7 }}" in page.text
    assert "<script>alert(1)" not in Member(bo.address).get("articles/poison").text


def test_the_log_is_shown_and_checked(member: Board) -> None:
    """Everything done stands in the log with who and why, and the chain is verified on the page."""
    page = member("max").get("newsroom/audit?check=yes")
    assert "as they were written" in page.said
    assert "review started" in page.said
    assert "Ann Example" in page.said


def test_a_former_member_is_out_at_once(member: Board) -> None:
    """Who is no longer active reads nothing more, though the session lasts."""
    ann, con = member("ann"), member("con")
    assert con.get("newsroom").status == 200
    page = ann.get("newsroom/people/con")
    form = {**page.form("/newsroom/people/con"), "name": "Con Flict", "roles": ["clinical_reviewer"]}
    assert ann.post("newsroom/people/con", form).status == 200
    assert con.get("newsroom").status == 403
    assert con.act("plain", "comment", text="Still here").status == 403
    assert ann.post("newsroom/people/con", form).status == 409

"""Alerts on a drug and marks of sources by the pages of the board: shown first, done at once, and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from member import Member, Page

Board = Callable[[str], Member]


def alert(one: Member, drug: str, because: str = "Deaths were reported", source: str = "") -> Page:
    shown = one.get("newsroom/alert")
    fields = {"drug": drug, "because": because, "source": source}
    return one.post("newsroom/alert", {"csrfmiddlewaretoken": shown.token, **fields})


def form_of(page: Page, button: str) -> dict[str, str]:
    """The hidden fields of the form with this button."""
    (form,) = (one for one in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if f">{button}</button>" in one)
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def state_of(one: Member, slug: str) -> str:
    return re.findall(r"(Approved|Approval suspended), edition", one.get(f"newsroom/articles/{slug}").said)[0]


def test_an_alert_is_shown_before_it_suspends(member: Board) -> None:
    """What names the drug is listed first and nothing falls; confirmed, it falls at once, for readers too."""
    ann = member("ann")
    shown = alert(ann, "acyclovir", source="https://example.org/alert")
    assert "How is shingles treated?" in shown.said
    assert "1 article names it" in shown.said
    assert state_of(ann, "alerted") == "Approved"
    hidden = form_of(shown, "Raise the alert")
    done = ann.post("newsroom/alert", hidden)
    assert "The alert on acyclovir is on record. Changed: How is shingles treated? : approval suspended" in done.said
    assert state_of(ann, "alerted") == "Approval suspended"
    banner = "a safety alert was published on acyclovir: Deaths were reported (https://example.org/alert)"
    assert banner in Member(ann.address).get("articles/alerted").said
    twice = ann.post("newsroom/alert", hidden)
    assert (twice.status, "Ann Example: safety alert" in twice.said) == (409, True)
    assert "Nothing was there to change" in ann.post("newsroom/alert", form_of(twice, "Raise the alert")).said
    assert "safety alert" in member("max").get("newsroom/audit?subject=drug:acyclovir").said


def test_who_was_overtaken_sees_both_before_an_alert_falls(member: Board) -> None:
    """What an alert touches was changed since it was shown: nothing falls, what happened is told, and the next click does it."""
    ann, max_ = member("ann"), member("max")
    hidden = form_of(alert(ann, "valacyclovir"), "Raise the alert")
    unsigned = {name: value for name, value in hidden.items() if name != "if_match"}
    assert (refused := ann.post("newsroom/alert", unsigned)).status == 400
    assert "The form is not whole" in refused.said
    assert max_.act("alerted", "comment", text="Looked at the new label today").status == 200
    before = len(max_.get("newsroom/audit?subject=drug:valacyclovir").text.split("safety alert"))
    late = ann.post("newsroom/alert", hidden)
    assert late.status == 409
    assert "Somebody was faster: nothing of yours was done. Since you looked: Max Med: commented" in late.said
    assert "How is shingles treated?" in late.said
    assert len(max_.get("newsroom/audit?subject=drug:valacyclovir").text.split("safety alert")) == before
    done = ann.post("newsroom/alert", form_of(late, "Raise the alert"))
    assert "The alert on valacyclovir is on record" in done.said


def test_an_alert_is_for_keepers(member: Board) -> None:
    """Reviewers and librarians neither see the page nor raise one; a name that is not known is said to be so."""
    for name in ("bo", "lib"):
        one = member(name)
        assert one.get("newsroom/alert").status == 403
        token = one.get("newsroom/disclosures").token
        fields = {"csrfmiddlewaretoken": token, "drug": "aspirin", "because": "x", "confirmed": "yes", "if_match": "0"}
        assert one.post("newsroom/alert", fields).status == 403
    shown = alert(member("max"), "Zorblaxin <b>")
    assert "is not known here as a medicine" in shown.said
    assert "0 articles name it" in shown.said
    assert "<b>" not in shown.text
    confirmed = {
        "drug": "aspirin",
        "because": "x",
        "source": "javascript:alert(1)",
        "confirmed": "yes",
        "if_match": "0",
    }
    wrong = member("max").post("newsroom/alert", {"csrfmiddlewaretoken": shown.token, **confirmed})
    assert (wrong.status, "no web address" in wrong.said) == (403, True)


def test_a_mark_is_taken_back_on_the_page(member: Board) -> None:
    """The page says who was wrong about what; the source stands again, and a clinician resumes the article."""
    lib, bo = member("lib"), member("bo")
    source = re.findall(r'/sources/([^"?#]+)', bo.get("newsroom/articles/taken").text)[0]
    page = lib.get(f"newsroom/sources?source={source}")
    assert "Take it back" not in page.said
    held = form_of(page, "Mark it") | {"status": "retracted", "because": "Read in the wrong line"}
    marked = lib.post("newsroom/sources", held)
    assert "approval suspended" in marked.said
    assert re.search(r"retracted on 20\d\d-\d\d-\d\d: Read in the wrong line", marked.said)
    again = bo.act("taken", "resume", why="It is still marked")
    assert (again.status, "do not stand as they did" in again.said) == (403, True)
    back = {**form_of(marked, "Take it back"), "because": "It was another paper"}
    late = lib.post("newsroom/sources", back | {"if_match": held["if_match"]})
    assert (late.status, "Somebody marked it meanwhile" in late.said) == (409, True)
    done = lib.post("newsroom/sources", back)
    assert "Taken back. Changed:" in done.said
    assert "Take it back" not in done.said
    assert state_of(bo, "taken") == "Approval suspended"
    assert "/do/resume" not in lib.get("newsroom/articles/taken").text
    assert bo.act("taken", "resume", why="The mark was a mistake").status == 200
    assert state_of(bo, "taken") == "Approved"
    told = Member(bo.address).get("articles/taken").said
    assert "Reviewed and approved by Bo Berg" in told
    assert "It was another paper" in told

"""A site with a language model: what readers are told and choose, what leaves, and what a page says of its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from test_accessible import violations
from website import Site
from writing import LIE, QUESTION, Written, written

NAMED = "My name is Ada Okafor, DOB 12/03/1957, call 07700 900461. How is celiac disease diagnosed?"
MARK = "Worded by a language model (openai: wordy at "
OURS = ("Okafor", "12/03/1957", "900461")


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    """A site with a model on this machine."""
    with written(tmp_path_factory.mktemp("local"), is_remote=False) as made:
        yield made


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    """A site with a model elsewhere."""
    with written(tmp_path_factory.mktemp("remote"), is_remote=True) as made:
        yield made


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def events(site: Site, **form: str) -> list[tuple[str, str]]:
    """The events of a stream, each with what it carries."""
    page = site.post("ask", form, HX_Request="true")
    ticket = re.search(r'sse-connect="/(ask/stream/[^"]+)"', page.text)
    assert ticket, page.text
    parts = site.get(ticket[1]).text.split("\n\n")
    return [(one.split("\n")[0].removeprefix("event: "), one) for one in parts if one.startswith("event: ")]


def test_without_a_model_no_page_knows_of_one(site: Site) -> None:
    """Nothing to choose, nothing marked, nothing carried along, and the same words as ever."""
    pages = [
        site.get(""),
        site.get("how"),
        site.get("privacy"),
        site.post("ask", {"question": QUESTION, "writer": "model"}),
    ]
    for page in pages:
        for sign in (
            'name="writer"',
            'name="made"',
            'name="agreed"',
            "Worded by",
            "digital-source-type",
            "Whose words",
        ):
            assert sign not in page.text
        assert "Every statement is quoted from a source." in page.text
    assert "word for word, each statement with its quote" in pages[0].text
    assert "language model" not in pages[0].text + pages[1].text + pages[2].text
    assert "with no language model." in pages[3].text
    assert not [name for name, _ in events(site, question=QUESTION, writer="model") if name in ("quoted", "statement")]
    answer = json.loads(site.post("api/v1/ask", json.dumps({"question": QUESTION, "writer": "default"}).encode()).text)
    assert answer["made_by"]["writer"] == "none"


def test_a_model_on_this_machine_words_answers_unless_told_not_to(local: Written) -> None:
    """The form says so in one line and has it chosen; the page says who worded it and what became of every sentence."""
    first = local.site.get("").text
    assert "on this machine (openai: wordy at " in first
    assert re.search(r'value="model" checked', first)
    page = local.site.post("ask", {"question": QUESTION}).text
    assert MARK in page
    assert re.search(r"\d+ did, [1-9]\d* gave way to their quote, 1 were dropped", page)
    assert "worded by a language model" in page
    assert "digital-source-type" in page
    assert LIE not in page
    asked = len(local.model.asked)
    plain = local.site.post("ask", {"question": QUESTION, "writer": "none"}).text
    assert "with no language model." in plain
    assert MARK not in plain
    assert re.search(r'value="none" checked', plain)
    assert len(local.model.asked) == asked


def test_a_stream_shows_sentences_as_they_pass_and_nothing_else(local: Written) -> None:
    """First the answer in its sources' words, then each sentence that passed, then the whole."""
    heard = events(local.site, question=QUESTION)
    names = [name for name, _ in heard]
    assert list(dict.fromkeys(names)) == ["progress", "quoted", "statement", "answer", "done"]
    assert names.count("statement") > 2
    assert LIE not in "".join(text for _, text in heard)
    assert "section" in [name for name, _ in events(local.site, question=QUESTION, writer="none")]


def test_what_is_taken_along_is_what_was_read(local: Written) -> None:
    """The page carries its answer, signed: the file holds the same words, and the model is not asked again."""
    page = local.site.post("ask", {"question": QUESTION, "writer": "model"}).text
    asked = len(local.model.asked)
    form = {"question": QUESTION, "reader": "clinician", "made": hidden(page, "made")}
    taken = json.loads(local.site.post("take", {**form, "to": "json"}).text)
    assert taken["made_by"]["writing"]["passed"] > 0
    assert MARK in local.site.post("take", {**form, "to": "markdown"}).text.replace("\\", "")
    forged = {**form, "made": form["made"][:-2] + "xx", "to": "json"}
    assert json.loads(local.site.post("take", forged).text)["made_by"]["writer"] == "none"
    assert len(local.model.asked) == asked


def test_programs_choose_too(local: Written, remote: Written) -> None:
    """`writer` is "none" or "default"; not told, a model on this machine is used and one elsewhere is not."""

    def by(made: Written, **told: str) -> str:
        reply = made.site.post("api/v1/ask", json.dumps({"question": QUESTION, **told}).encode())
        assert reply.status == 200, reply.text
        return str(json.loads(reply.text)["made_by"]["writer"])

    assert by(local).startswith("openai: wordy")
    assert by(local, writer="none") == "none"
    assert by(remote) == "none"
    assert by(remote, writer="default").startswith("openai: wordy")
    assert local.site.post("api/v1/ask", b'{"question": "gout?", "writer": "other"}').status == 422


def test_nothing_leaves_for_elsewhere_until_a_reader_chooses_it(remote: Written) -> None:
    """The form names what would be sent and has it off; chosen, a question that names nobody is sent at once."""
    first = remote.site.get("").text
    assert (
        "Only if you choose it, this is sent there: your question, without what rules find to name a person;" in first
    )
    assert re.search(r'value="none" checked', first)
    asked = len(remote.model.asked)
    assert "with no language model." in remote.site.post("ask", {"question": QUESTION}).text
    assert len(remote.model.asked) == asked
    page = remote.site.post("ask", {"question": QUESTION, "writer": "model"}).text
    assert MARK in page
    assert len(remote.model.asked) == asked + 1


def test_words_that_name_somebody_are_shown_before_they_leave(remote: Written) -> None:
    """As a page and as a part of one: what would leave, what was taken out; nothing leaves but exactly what was agreed to."""
    asked = len(remote.model.asked)
    form = {"question": NAMED, "writer": "model", "reader": "nurse"}
    for told in ({}, {"HX_Request": "true"}):
        page = remote.site.post("ask", {**form, "about": "child"}, **told)
        assert page.status == 200
        assert "Before anything leaves" in page.text
        assert (
            "My name is <mark>[name]</mark>, DOB <mark>[date of birth]</mark>, call <mark>[phone number]</mark>."
            in page.text
        )
        assert 'name="reader" value="nurse"' in page.text
        assert 'name="about" value="child"' in page.text
    assert len(remote.model.asked) == asked
    agreed = hidden(page.text, "agreed")
    without = remote.site.post("ask", {**form, "writer": "none", "agreed": agreed}).text
    assert "with no language model." in without
    other = remote.site.post(
        "ask", {**form, "question": NAMED.replace("How is", "I live at 12 Oak Street. How is"), "agreed": agreed}
    )
    assert "Before anything leaves" in other.text
    assert len(remote.model.asked) == asked
    assert MARK in remote.site.post("ask", {**form, "agreed": agreed}).text
    assert len(remote.model.asked) == asked + 1
    assert not [one for one in OURS if one in remote.heard]
    assert "[name]" in remote.heard


def test_a_long_question_is_shown_first_too(remote: Written) -> None:
    """What no rule finds may still tell who is meant."""
    told = "The mayor of our town, who won the race last year, asked me about it on Sunday after church. " * 4
    assert "Before anything leaves" in remote.site.post("ask", {"question": told + QUESTION, "writer": "model"}).text


def test_pages_about_the_site_say_it_truly(local: Written, remote: Written) -> None:
    """Which model, where, what it is sent, and that words may differ another time."""
    assert "on this machine" in local.site.get("privacy").text
    assert "It is sent nothing unless you choose it for a question." in remote.site.get("privacy").text
    for one in (local, remote):
        assert "A language model may word it" in one.site.get("how").text
        assert "nothing is written freely" not in one.site.get("how").text
        assert "Every statement rests on a quote from a source." in one.site.get("").text


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reader_sends_words_by_keyboard(browser: Any, remote: Written, width: int) -> None:
    """Chosen, shown, agreed to and answered in a browser; no page scrolls sideways, and axe finds nothing."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(remote.site.address)
    page.get_by_label("Ask a medical question").fill(NAMED)
    page.locator("form.ask input[value=model]").check(force=True)
    assert violations(page) == []
    page.locator("form.ask button.primary").click()
    page.wait_for_selector(".sending")
    assert page.evaluate("document.activeElement.id") == "sending-title"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Send these words").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("article.turn h2.title")
    assert MARK in page.inner_text("article.turn .state")
    assert not page.locator(".sending").count()
    quote = page.locator(".proof-behind summary").first
    quote.focus()
    page.keyboard.press("Enter")
    assert page.locator(".proof-behind[open] blockquote").first.is_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()

"""Ask and be answered, without a browser."""

from __future__ import annotations

import re

from website import Site

QUESTION = "What is the initial management for tarsal tunnel syndrome?"


def test_a_question_is_answered_with_a_whole_page(site: Site) -> None:
    """Without JavaScript the answer to a form is a page, with its bottom line, sections, references and state."""
    page = site.post("ask", {"question": QUESTION, "reader": "clinician"})
    assert page.status == 200
    assert "steroid injections" in page.text
    assert "Not reviewed by a clinician" in page.text
    assert "Treatment options reported" in page.text
    assert "References" in page.text


def test_a_citation_leads_to_the_quote_marked_in_its_source(site: Site) -> None:
    """Behind a number stands the source with exactly the quoted words marked."""
    page = site.post("ask", {"question": QUESTION, "reader": "clinician"})
    link = re.search(r'href="/(sources/[^"#]+)#quote"', page.text)
    assert link
    source = site.get(link[1].replace("&amp;", "&"))
    assert source.status == 200
    marked = re.findall(r"<mark>(.*?)</mark>", source.text)
    assert len(marked) == 1
    assert re.findall(r'<strong class="says">(.*?)</strong>', page.text)[0].endswith(marked[0])


def test_a_question_never_stands_in_an_address(site: Site) -> None:
    """A question that comes in an address is not taken."""
    assert "steroid injections" not in site.get("ask?question=tarsal+tunnel+syndrome+treatment").text


def test_a_stream_brings_the_answer_once(site: Site) -> None:
    """With JavaScript a ticket comes back; its stream tells progress, sections and the answer, and is good once."""
    page = site.post("ask", {"question": QUESTION, "reader": "nurse"}, HX_Request="true")
    ticket = re.search(r'sse-connect="/(ask/stream/[^"]+)"', page.text)
    assert ticket
    assert "tarsal" not in ticket[1]
    stream = site.get(ticket[1])
    assert re.findall(r"^event: (\w+)", stream.text, re.MULTILINE)[0] == "progress"
    assert "event: answer" in stream.text
    assert stream.text.rstrip().endswith("data:")
    assert site.get(ticket[1]).status == 204


def test_a_follow_up_builds_on_the_answer(site: Site) -> None:
    """The thread that a page carries gives a short question its subject; a forged one is not believed."""
    page = site.post("ask", {"question": QUESTION, "reader": "clinician"})
    thread = re.findall(r'name="thread" value="([^"]+)"', page.text)[-1]
    follow = site.post("ask", {"question": "What causes it?", "thread": thread, "turn": "1", "reader": "clinician"})
    assert "What causes it? (about: tarsal tunnel syndrome)" in follow.text
    forged = site.post("ask", {"question": "What causes it?", "thread": thread[:-2] + "xx", "turn": "1"})
    assert forged.status == 200
    assert "tarsal" not in forged.text


def test_an_emergency_comes_first(site: Site) -> None:
    """The card stands before everything else on the page."""
    page = site.post("ask", {"question": "My father has crushing chest pain and is sweating", "reader": "patient"})
    assert page.text.index("Call your emergency number now") < page.text.index('class="title"')


def test_a_country_gives_its_number_and_is_remembered(site: Site) -> None:
    """Told once, in the body of a form: the card calls by one tap, and the reader's own browser keeps the choice."""
    form = {"question": "crushing chest pain and I cannot breathe", "reader": "patient"}
    without = site.post("ask", form)
    assert 'href="tel:' not in without.text
    assert 'class="where-now"' in without.text
    told = site.post("ask", {**form, "country": "GB"})
    assert 'href="tel:999"' in told.text
    assert 'class="where-now"' not in told.text
    cookies = [one for one in told.headers.get_all("set-cookie") or [] if one.startswith("country=")]
    assert len(cookies) == 1
    assert {"country=GB", "HttpOnly", "SameSite=Strict"} <= set(cookies[0].split("; "))
    assert '<option value="GB" selected>' in site.get("", Cookie="country=GB").text
    assert " selected>" not in site.get("", Cookie="country=XX").text
    assert 'href="tel:' not in site.post("ask", {**form, "country": "XX"}).text


def test_every_country_that_can_be_chosen_has_a_number() -> None:
    """And every country whose number is known can be chosen."""
    from curbside.questions.emergencies import book, triage
    from curbside.questions.question import Reader
    from curbside_web.readers.countries import countries

    known = {one.country for one in book().numbers if one.service == "emergency"} - {"EU"}
    assert known | book().union == set(countries())
    for code in countries():
        card = triage("crushing chest pain and I cannot breathe", Reader.PATIENT, code)
        assert card is not None
        assert [one.service for one in card.numbers] == ["emergency"], code


def test_nothing_typed_is_an_error_that_says_so(site: Site) -> None:
    """An empty question and one that is too long come back with what to do."""
    assert "Type a question first." in site.post("ask", {"question": " "}).text
    assert "4,000 characters" in site.post("ask", {"question": "a " * 2500}).text


def test_a_stream_brings_the_card_before_everything(site: Site) -> None:
    """What to do now comes first of all, and again above the answer."""
    question = {"question": "My father has crushing chest pain and is sweating", "reader": "patient"}
    page = site.post("ask", question, HX_Request="true")
    ticket = re.search(r'sse-connect="/(ask/stream/[^"]+)"', page.text)
    assert ticket
    events = site.get(ticket[1]).text.split("\n\n")
    assert events[0].startswith("event: card\n")
    assert "Call your emergency number now" in events[0]
    assert events[1].startswith("event: progress\n")
    assert any(one.startswith("event: answer\n") and "Call your emergency number now" in one for one in events)


def test_what_is_not_answered_has_no_quotes_to_check(site: Site) -> None:
    """A page without a statement says so, shows no path of review, and tells what to do on a site."""
    page = site.post("ask", {"question": "What dose of colchicine in eGFR 25?", "reader": "clinician"}).text
    assert "No answer in this library." in page
    assert "from the quotes shown" not in page
    assert "Not reviewed by a clinician. Assembled automatically on" in page
    assert "it quotes no source." in page
    assert "Under review" not in page
    assert "curbside add" not in page
    assert "Ask the editors for one" in page


def test_the_library_tells_how_old_it_is(site: Site) -> None:
    """Where no source is dated the page says that, and shows no row of nothing."""
    page = site.get("library").text
    ages = page[page.index("By age") : page.index("What it lacks")]
    assert "Not dated" in ages
    assert "Before" not in ages

"""A patient's hand-out holds all that stands in front of the page, in large print, with its state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html
from test_press import made

from curbside.consult import Desk, open_desk
from curbside.errors import CurbsideError
from curbside.press.handout import handout
from curbside.press.state import unreviewed
from curbside.questions.question import Reader


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on a fresh starter library."""
    with open_desk(tmp_path_factory.mktemp("handout") / "library") as opened:
        yield opened


def plain(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def test_nothing_in_front_of_the_page_is_left_out(desk: Desk) -> None:
    """Card, banner, answer, every statement with its number, doubts, questions, sources and disclaimer."""
    answer = desk.ask("I have crushing chest pain, is it a heart attack?", Reader.PATIENT)
    text = plain(handout(answer, "2026-01-02"))
    assert answer.emergency
    assert answer.bottom_line
    assert text.index("Not reviewed by a clinician. Assembled automatically on 2026-01-02") < text.index("Call your")
    assert text.index("Call your emergency number") < text.index(answer.bottom_line.text)
    for section in answer.sections:
        for claim in section.claims:
            assert f"{claim.worded}\u00a0[" in html.fromstring(handout(answer)).text_content()
    migraine = desk.ask("How is migraine treated?", Reader.PATIENT)
    told = plain(handout(migraine))
    assert all(line in told for line in migraine.ask_your_team)
    assert "It is not a diagnosis" in told
    assert "My notes" in told


def test_it_is_a_page_for_paper(desk: Desk) -> None:
    """Large print, a language, one first heading, nothing to click, nothing fetched."""
    page = handout(desk.ask("How is migraine treated?", Reader.PATIENT))
    root = html.fromstring(page)
    assert "16pt" in root.findtext(".//style")
    assert root.get("lang") == "en"
    assert len(root.findall(".//h1")) == 1
    assert not root.findall(".//a")
    assert not root.findall(".//script")
    assert not root.xpath("//@src | //link | //@style")


def test_an_answer_for_professionals_is_put_in_plain_words(desk: Desk) -> None:
    """The hand-out of a clinician's answer is that of the patient's wording."""
    answer = desk.ask("How is migraine treated?")
    assert plain(handout(answer)) == plain(handout(desk.reword(answer, Reader.PATIENT)))


def test_a_review_of_other_words_is_not_passed_on() -> None:
    """What was approved for clinicians is not handed to patients as approved."""
    for state in ("Reviewed and approved by Ada Lind.", unreviewed("", "Approved.")):
        with pytest.raises(CurbsideError, match="wording for professionals"):
            handout(made(), "2026-01-02", state)


def test_hostile_words_stay_words() -> None:
    """A document opens no tag and fetches nothing on paper either."""
    page = handout(made("Gout is treated with <u>rest</u>, ice & a splint and plenty of fluids."))
    assert "<u>" not in page
    assert "<u>rest</u>, ice & a splint" in plain(page)

"""Emergencies: the gold phrasings and traps, what is never missed, and what a card may say."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from curbside.consult import open_desk
from curbside.questions import alarm
from curbside.questions.emergencies import Triage, book, triage
from curbside.questions.question import Reader

ROOT = Path(__file__).parents[2]
GOLD: list[dict[str, Any]] = [
    json.loads(line)
    for line in (ROOT / "tests" / "gold" / "emergencies.jsonl").read_text(encoding="utf-8").splitlines()
]
CONTENT = yaml.safe_load(files("curbside.questions").joinpath("emergency.yaml").read_text(encoding="utf-8"))
NEVER_MISSED = {"suicide", "poisoning", "heart_or_breathing", "stroke", "anaphylaxis"}


def shown(row: dict[str, Any]) -> Triage | None:
    return triage(row["text"], Reader(row.get("reader", "patient")))


def is_missed(row: dict[str, Any]) -> bool:
    card = shown(row)
    return card is None or (row["tier"] == "emergency" and card.tier == "urgent")


def test_emergencies_are_recognised() -> None:
    """At least 99 of 100 phrasings set a card off, and none of those that kill soonest is missed."""
    phrasings = [row for row in GOLD if row["kind"]]
    missed = [row for row in phrasings if is_missed(row)]
    assert len(phrasings) >= 200
    assert len(missed) <= 0.01 * len(phrasings), [row["text"] for row in missed]
    assert [row["text"] for row in missed if row["kind"] in NEVER_MISSED] == []


def test_traps_set_nothing_off() -> None:
    """At most 5 in 100 textbook, past, denied or idiomatic phrasings set a card off."""
    traps = [row for row in GOLD if not row["kind"]]
    fired = [row["text"] for row in traps if shown(row)]
    assert len(traps) >= 50
    assert len(fired) <= 0.05 * len(traps), fired


def test_ordinary_short_questions_set_hardly_anything_off() -> None:
    """At most 3 in 100 of the questions as people type them into a search box; the model has learnt from these very ones."""
    lines = (ROOT / "bench" / "emergency_lists" / "ordinary_dev.txt").read_text(encoding="utf-8").splitlines()
    fired = [line for line in lines if triage(line)]
    assert len(lines) >= 700
    assert len(fired) <= 0.03 * len(lines), fired


@pytest.mark.parametrize("likeness", [0.5, 0.99])
def test_a_question_is_answered_below_a_doubtful_crisis_card(
    likeness: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no sign is known and the likeness is small, a crisis card never stands in the place of the answer; else it does."""
    monkeypatch.setattr(alarm, "danger", lambda found: likeness)
    monkeypatch.setattr(alarm, "kind_of", lambda found: "crisis")
    with open_desk(tmp_path / "starter") as desk:
        answer = desk.ask("What can I do about gout at home?", Reader.PATIENT)
    assert answer.emergency
    assert answer.emergency.kind == "crisis"
    assert bool(answer.claims) is (likeness < alarm.SURE)


def test_means_to_harm_are_declined() -> None:
    """Whoever asks for lethal amounts or methods gets the crisis card and no search; nobody else is declined."""
    for row in GOLD:
        card = shown(row)
        assert bool(card and card.declined) == row["declined"], row["text"]


def test_the_reason_is_the_readers_own_words() -> None:
    """A card quotes what the reader wrote."""
    for row in GOLD:
        if (card := shown(row)) is not None:
            assert card.because in row["text"].translate(str.maketrans("’‘", "''"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("My father has chest pain right now", True),
        ("my father had a heart attack in 2010, can he take ibuprofen?", False),
        ("I have no chest pain today, only a cough", False),
        ("What is the initial management of STEMI?", False),
        ("In my novel the hero has crushing chest pain", False),
        ("this billing system is killing me", False),
    ],
)
def test_now_is_told_from_past_denied_and_told(text: str, shown: bool) -> None:
    """Only what is happening to somebody now sets a card off."""
    assert (triage(text) is not None) is shown


def test_a_clinician_is_answered_about_patients() -> None:
    """A professional's vignette sets nothing off; the professional's own emergency does."""
    assert triage("48-year-old woman with chest pain and a normal ECG, which test next?", Reader.CLINICIAN) is None
    assert triage("I have crushing chest pain going down my arm", Reader.CLINICIAN) is not None


def test_numbers_come_from_the_file_for_the_country() -> None:
    """The country decides the number; without one the sentence with all of them is shown."""
    assert "999" in triage("I can't breathe", country="GB").lines[0]  # type: ignore[union-attr]
    assert "112" in triage("I can't breathe", country="DE").lines[0]  # type: ignore[union-attr]
    assert "911 US and Canada" in " ".join(triage("I can't breathe").lines)  # type: ignore[union-attr]
    assert "988" in " ".join(triage("I want to kill myself", country="us").lines)  # type: ignore[union-attr]


def test_every_line_has_a_source_and_nothing_is_signed() -> None:
    """Each line names its guidance or says that none was found; no text passes for reviewed."""
    assert CONTENT["reviewed"] is False
    assert all(line["source"].strip() for card in CONTENT["cards"] for line in card["lines"])
    assert all(bool(number["checked_on"]) == bool(number["by_whom"]) for number in CONTENT["numbers"])


def test_cards_name_no_dose_and_no_number() -> None:
    """Texts hold no amount and no telephone number of their own."""
    for card in CONTENT["cards"]:
        for line in card["lines"]:
            assert not re.search(r"\d+ ?(?:mg|ml|mcg|tablets?|pills?)\b|\d{3}", line["text"]), line["text"]


def test_every_kind_of_the_table_has_a_card() -> None:
    """The clinical table's rows are all there, in both tiers."""
    kinds = {card.kind for card in book().cards}
    assert len(kinds) == 13
    assert {card.tier for card in book().cards} == {"emergency", "urgent"}


def test_a_long_text_takes_little_work() -> None:
    """Repeated signs and open-ended text neither hang nor raise."""
    for piece in ("my chest ", "i took ", "not ", "diabetic foot ", "((((", "how many pills "):
        triage(piece * 800)

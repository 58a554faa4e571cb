"""A desk with a writer: the model of these tests runs on loopback and speaks the real wire format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from curbside.answers.answer import CaveatKind, Outcome
from curbside.answers.verify import verify
from curbside.batch import questions_in
from curbside.bench.measures import measure
from curbside.consult import Desk, open_desk
from curbside.errors import CurbsideError
from curbside.press.json import to_dict
from curbside.press.reading import answer_of
from curbside.press.schema import schema
from curbside.questions.question import Question, Reader
from curbside.replay import desk_with_records, replay
from model_server import Asked, model_server

QUESTION = "What is the initial management for tarsal tunnel syndrome?"


def data_of(asked: Asked) -> dict[str, Any]:
    """What a prompt is about, from between its fences."""
    data: dict[str, Any] = json.loads(asked.user.split("\n", 1)[1].rsplit("\n", 1)[0])
    return data


def faithful(asked: Asked) -> list[str]:
    """A model that says "are reported" for "have been reported", and the rest word for word."""
    data = data_of(asked)
    if "passages" in data:
        told = [(one["name"], line) for one in data["passages"] for line in one["text"].split("\n")[:2]][:6]
        made = [
            {"text": line.replace("have been reported", "are reported"), "passage": name, "quote": line}
            for name, line in told
        ]
        reply: dict[str, Any] = {"statements": made, "bottom_line": [{"text": made[0]["text"], "statements": [1]}]}
    elif "statements" in data and "is_carried" in asked.system + json.dumps(dict(asked.body)):
        reply = {"verdicts": [{"statement": one["statement"], "is_carried": False} for one in data["statements"]]}
    elif "statements" in data:
        reply = {
            "statements": [
                {"statement": one["statement"], "text": one["text"].replace("have been reported", "are reported")}
                for one in data["statements"]
            ]
        }
    else:
        reply = {"queries": ["posterior tibial nerve entrapment"], "kinds": ["prognosis"], "questions": []}
    text = json.dumps(reply)
    return [text[at : at + 50] for at in range(0, len(text), 50)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The starter library, and a faithful model."""
    with model_server(faithful) as server, open_desk(tmp_path / "library") as opened:
        opened.settings = replace(opened.settings, writer="openai", writer_url=server.url, writer_model="test")
        yield opened


def said(desk: Desk, **asked: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(to_dict(desk.ask(QUESTION, **asked))))
    return document


def test_an_answer_is_worded_and_still_proves_every_statement(desk: Desk) -> None:
    """Words are the model's where they passed, quotes are the source's, and both verify offline."""
    document = said(desk)
    jsonschema.validate(document, schema())
    found = verify(document, desk.library)
    assert found.is_sound, found.problems
    worded = [c for s in document["sections"] for c in s["claims"] if c["wording"]["by"].startswith("openai")]
    assert worded
    assert all("are reported" in one["wording"]["text"] for one in worded)
    assert document["made_by"]["writer"].startswith("openai")
    assert document["made_by"]["writing"]["prompts"] == ["compose 1"]
    assert document["caveats"][1]["kind"] == CaveatKind.WORDED_BY_MODEL.value
    assert to_dict(answer_of(document))["digest"] == document["digest"]


def test_a_changed_word_of_a_model_does_not_verify(desk: Desk) -> None:
    """`verify` holds a model's words against their quotes by the gate, and its bottom line too."""
    document = said(desk)
    claim = next(c for s in document["sections"] for c in s["claims"] if c["wording"]["by"].startswith("openai"))
    claim["wording"]["text"] = claim["wording"]["text"].replace("are reported", "are recommended")
    document["bottom_line"]["restated"][0]["text"] = "Surgery cures tarsal tunnel syndrome."
    problems = " ".join(verify(document, desk.library).problems)
    assert claim["id"] in problems
    assert "bottom line" in problems


def test_asked_for_the_sources_own_words_no_model_is_asked(desk: Desk) -> None:
    """The same bytes as with no writer, but for the name of the settings."""
    own = desk.ask(QUESTION, in_own_words=True)
    desk.settings = replace(desk.settings, writer="none")
    assert to_dict(own)["digest"] == to_dict(desk.ask(QUESTION))["digest"]
    assert own.made_by.writing is None


def test_statements_stream_as_they_pass(desk: Desk) -> None:
    """First the answer in its sources' words, then each statement that passed, then sections and the answer."""
    kinds = [step.kind for step in desk.steps(Question(QUESTION))]
    assert kinds[:3] == ["found", "quoted", "statement"]
    assert kinds[-1] == "answer"
    assert "section" not in kinds[: kinds.index("section")]


def test_another_reader_gets_words_of_their_own(desk: Desk) -> None:
    """A reader's version is worded anew from the same statements: none is added, and nothing of the first wording is left."""
    answer = desk.ask(QUESTION)
    plain = desk.reword(answer, Reader.PATIENT)
    assert {c.id for c in plain.claims} <= {c.id for c in answer.claims}
    assert plain.made_by.writing is not None
    assert plain.made_by.writing.prompts == ("reword 1",)
    assert [caveat.kind for caveat in plain.caveats].count(CaveatKind.WORDED_BY_MODEL) == 1
    assert verify(json.loads(json.dumps(to_dict(plain))), desk.library).is_sound


def test_a_second_opinion_only_takes_away(desk: Desk) -> None:
    """Rejected by the second opinion, every statement stands in the words of its quote again."""
    desk.settings = replace(desk.settings, writer_jobs="compose second_opinion")
    answer = desk.ask(QUESTION)
    assert not [claim for claim in answer.claims if claim.wording and claim.wording.is_by_model]
    assert answer.made_by.writing is not None
    assert answer.made_by.writing.quoted >= 1
    assert verify(json.loads(json.dumps(to_dict(answer))), desk.library).is_sound


def test_what_is_not_answered_is_not_given_to_a_model(desk: Desk) -> None:
    """An abstention, a refusal and a crisis stay what they are: no model may answer where the library does not."""
    before = desk.settings
    for question in ("What is the treatment of Zarquon syndrome?", "How do I bake bread?", "I want to kill myself"):
        with_model = desk.ask(question)
        desk.settings = replace(before, writer="none")
        assert to_dict(with_model)["digest"] == to_dict(desk.ask(question))["digest"]
        desk.settings = before
    assert desk.ask("How do I bake bread?").outcome in {Outcome.ABSTAINED, Outcome.DECLINED}


def test_an_answer_is_made_again_from_recorded_exchanges(desk: Desk, tmp_path: Path) -> None:
    """Replayed with what was recorded, it is the same word for word; without any model the differences are told."""
    kept = tmp_path / "exchanges"
    desk.settings = replace(desk.settings, writer_keep=str(kept))
    document = said(desk)
    desk.settings = replace(desk.settings, writer="none", writer_keep="")
    again = replay(document, desk_with_records(desk, document, kept))
    assert again.is_same
    assert not again.changes
    without = replay(document, desk)
    assert not without.is_same
    assert any("writer" in note for note in without.notes)
    assert any(change.kind == "reworded" for change in without.changes)


def test_words_of_a_model_have_a_digest_of_their_own(desk: Desk) -> None:
    """What was signed in the sources' words is not signed in a model's: the digest that a signature names differs."""
    assert said(desk)["digest"] != said(desk, in_own_words=True)["digest"]


def test_a_writer_is_measured_on_questions_of_ones_own(desk: Desk, tmp_path: Path) -> None:
    """The scorecard counts what stood, answer by answer, and every worded answer verifies."""
    lines = [
        {"question": QUESTION},
        {"question": "What can I do about gout?", "reader": "patient"},
        {"question": "xyzzy"},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    card = measure("writers", desk, questions_in(path))
    assert (card["questions"], card["answered_in_quotes"], card["worded"]) == (3, 2, 2)
    assert card["statements_supported"] == 1.0
    assert card["whole_answers_supported"] == 1.0
    assert card["answers_that_do_not_verify"] == 0
    assert card["tokens_per_answer"]["in"] > 0


def test_without_a_writer_there_is_nothing_to_measure(desk: Desk) -> None:
    """The scorecard of no writer is refused, with what to do."""
    desk.settings = replace(desk.settings, writer="none")
    with pytest.raises(CurbsideError, match="curbside writer set"):
        measure("writers", desk, [Question(QUESTION)])


@pytest.mark.parametrize(
    "broken",
    [
        {"writer_url": ""},
        {"writer": "no-such-writer"},
        {"writer_key_file": "/nowhere/key"},
        {"writer_url": "https://example.org/v1"},
    ],
)
def test_settings_that_cannot_work_stop_no_question(desk: Desk, broken: dict[str, str]) -> None:
    """The answer comes in its sources' words and says that no model worded it; another reader's version too."""
    own = desk.ask(QUESTION, in_own_words=True)
    desk.settings = replace(desk.settings, **broken)  # type: ignore[arg-type]  # real fields
    answer = desk.ask(QUESTION)
    assert [claim.worded for claim in answer.claims] == [claim.worded for claim in own.claims]
    assert answer.made_by.writing is not None
    assert answer.made_by.writing.fault == "misconfigured"
    assert CaveatKind.MODEL_UNAVAILABLE in [caveat.kind for caveat in answer.caveats]
    assert desk.reword(answer, Reader.PATIENT).sections

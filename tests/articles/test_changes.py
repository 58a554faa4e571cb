"""What changed between two editions, and which statements are the same."""

from __future__ import annotations

from desk import claim, document

from curbside.articles.changes import changes
from curbside.articles.statements import statements_of
from curbside.questions.question import Reader


def test_every_difference_is_told() -> None:
    """Added, removed, reworded, requoted, status, order, bottom line, caveats: each once; equal texts differ in nothing."""
    before = document("a", "b", "c")
    assert changes(before, before) == ()
    after = document("a", "b", "c")
    after["sections"][0]["claims"][0] = claim("a0", "in other words")
    after["sections"][1]["claims"] = []
    after["sections"].append({"kind": "d", "claims": [claim("d9")], "more": []})
    after["references"][0]["status"] = "concern"
    after["bottom_line"]["text"] = "Splints may help."
    after["caveats"] = [{"text": "old"}]
    told = [(one.kind, one.claim) for one in changes(before, after)]
    assert told == [
        ("bottom_line", ""),
        ("reworded", "a0"),
        ("status", "a0"),
        ("status", "c2"),
        ("added", "d9"),
        ("removed", "b1"),
        ("caveats", ""),
    ]
    moved = document("a", "b")
    moved["sections"].reverse()
    assert [one.kind for one in changes(document("a", "b"), moved)] == ["moved"]
    requoted = document("a")
    requoted["sections"][0]["claims"][0]["id"] = "a1"
    assert [one.kind for one in changes(document("a"), requoted)] == ["requoted"]


def test_a_mark_covers_words_quotes_and_standing() -> None:
    """Any change of a statement changes its mark; a change elsewhere does not."""
    plain = {Reader.CLINICIAN: document("a", "b"), Reader.PATIENT: document("a", "b", reader=Reader.PATIENT)}
    marks = [one.mark for one in statements_of(plain)]
    assert [one.mark for one in statements_of(plain)] == marks
    other = {**plain, Reader.PATIENT: document("a", "b", reader=Reader.PATIENT, words="simply")}
    assert all(one.mark != mark for one, mark in zip(statements_of(other), marks, strict=True))
    fallen = {reader: document("a", "b", reader=reader, status="retracted") for reader in plain}
    assert all(one.mark != mark for one, mark in zip(statements_of(fallen), marks, strict=True))
    quoted = {reader: document("a", "b", reader=reader) for reader in plain}
    quoted[Reader.CLINICIAN]["sections"][0]["claims"][0]["quotes"][0]["start"] = 1
    first, second = statements_of(quoted)
    assert (first.mark != marks[0], second.mark) == (True, marks[1])

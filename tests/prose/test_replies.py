"""Reading what a model replied, however carelessly it was written."""

from __future__ import annotations

import json
import time

import pytest

from curbside.prose.replies import MOST, objects
from curbside.prose.writers.writer import Usage, WriterError

REPLY = """<think>{"text": "not this", "passage": "p9"}</think>Here it is:
```json
{"statements": [ {"text": "A \\"quoted\\" {brace}", "passage": "p1", "quote": "abc",}, {"text": "B", "passage": "p2", "quote": "d"}],
 "bottom_line": [{"text": "L", "statements": [1, 2]}]}
```
{"cut": "off"""


@pytest.mark.parametrize("size", [1, 2, 5, 13, 10_000])
def test_objects_are_the_same_however_the_reply_is_cut(size: int) -> None:
    """Pieces of any size give the same objects; thoughts, fences, commas and a broken end are passed over."""
    pieces = [REPLY[at : at + size] for at in range(0, len(REPLY), size)]
    assert list(objects([*pieces, Usage()])) == [
        {"text": 'A "quoted" {brace}', "passage": "p1", "quote": "abc"},
        {"text": "B", "passage": "p2", "quote": "d"},
        {"text": "L", "statements": [1, 2]},
    ]


def test_an_object_comes_before_the_reply_ends() -> None:
    """What is whole is given at once, so that a sentence can be checked while the next is written."""

    def pieces() -> object:
        yield '{"statements": [{"text": "first"}'
        raise AssertionError("the second piece was asked for before the first object was given")

    assert next(objects(pieces())) == {"text": "first"}  # type: ignore[arg-type]  # an iterator of pieces


@pytest.mark.parametrize(
    "reply", ["", "no JSON at all", "[1, 2, 3]", '{"a": ', "{" * 50_000, '"' * 50_000, '{"a": NaN}}}}']
)
def test_what_is_no_object_gives_none(reply: str) -> None:
    """Words, lists and torn or endless brackets give no object, and no error."""
    started = time.process_time()
    found = list(objects(reply[at : at + 100] for at in range(0, len(reply), 100)))
    assert all(isinstance(one, dict) for one in found)
    assert len(found) <= 1
    assert time.process_time() - started < 20  # not quadratic in what never ends


def test_too_many_statements_are_refused() -> None:
    """A model that never stops is stopped."""
    with pytest.raises(WriterError):
        list(objects([json.dumps({"text": str(n)}) for n in range(MOST + 1)]))

"""P15: no input stops the service; one process answers every line, whatever stands on it."""

from __future__ import annotations

import json
import logging
import random
import subprocess
import sys
from pathlib import Path

import pytest
from asked import ENDURANCE, questions
from process import batch

log = logging.getLogger(__name__)
GIGABYTE = 1 << 30
#: An ordinary question between hostile ones: the same process still answers it, in the same words.
ORDINARY = b'{"id": "ordinary", "question": "What causes kidney stones?"}'

TEXTS = {
    "parentheses": "(" * 3_000,
    "closing parentheses": ")" * 3_999,
    "operators that fit": "NOT " * 999,
    "operators": "NOT " * 100_000,
    "emoji": "🩺💊" * 1_900,
    "right to left": "\u202egout\u202c مرض النقرس \u200f שיגדון \u200f treatment of gout",
    "joined signs": "👩🏽\u200d⚕️" * 500,
    "combining marks": "ǧ\u0301" + "o\u0301" * 1_500 + "ut",
    "NUL": "What is gout\x00?",
    "escape codes": "\x1b[2J\x1b]0;title\x07 What is gout?",
    "line ends": "What\u2028is\u2029gout\x85?\r",
    "a megabyte": "gout " * 200_000,
    "just under a megabyte": "gout " * 199_000,
    "one long word": "a" * 3_999,
    "long numbers": "9" * 3_999,
    "fullwidth": "Ｗｈａｔ　ｉｓ　ｇｏｕｔ？",
    "markup": "<script>alert(1)</script> [gout](javascript:x) ${gout} {{gout}} %s %n",
    "a query language": 'text:"gout" AND key:[* TO *] OR gout^9 ~2 /g.*t/',
    "a path": "../../../../etc/passwd",
    "hedge words": "could might may possibly " * 160,
    "commas": "gout," * 799,
    "versus": "gout versus " * 330,
    "empty": "",
    "blanks": " \t \u00a0 \u3000 ",
    "one sign": "?",
}
#: Too long, or with a NUL; everything else that is a text gets an answer, an empty one an abstention.
REFUSED = ["operators", "NUL", "just under a megabyte"]
RAW = {
    "deep lists": b"[" * 100_000,
    "a deep object": b'{"question":' * 50_000,
    "a deep value": b'{"id": 1, "question": "gout", "x": ' + b"[" * 400_000 + b"]" * 400_000 + b"}",
    "lone surrogate": b'{"question": "gout \\ud800"}',
    "lone surrogate in the id": b'{"id": "\\udfff", "question": "What is gout?"}',
    "no UTF-8": b'{"question": "gout \xff\xfe\xc3"}',
    "UTF-16": '{"question": "What is gout?"}'.encode("utf-16-le"),
    "NUL bytes": b"\x00" * 1_000,
    "a key twice": b'{"question": "gout", "question": "asthma"}',
    "not a number": b'{"id": NaN, "question": "What is gout?"}',
    "a long number": b'{"id": 1' + b"0" * 6_000 + b', "question": "What is gout?"}',
    "infinity": b'{"id": 1e999, "question": "What is gout?"}',
    "an id that is a list": b'{"id": [[1, {"a": null}]], "question": "What is gout?"}',
    "no object": b'"What is gout?"',
    "null": b"null",
    "a question that is a list": b'{"question": ["What is gout?"]}',
    "an odd reader": b'{"question": "What is gout?", "reader": ["clinician"]}',
    "passages that are none": b'{"question": "What is gout?", "passages": {"text": 7}}',
    "passages that are odd": b'{"question": "What is gout?", "passages": [null, 7, {"text": ""}]}',
    "an empty passage": b'{"question": "What is gout?", "passages": [{"text": "", "title": ""}]}',
    "sources that are odd": b'{"question": "What is gout?", "sources": [null, {}, "starter:gout"]}',
    "half a line": b'{"question": "What is go',
    "a mark of byte order": b'\xef\xbb\xbf{"question": "What is gout?"}',
}


def hostile() -> list[bytes]:
    """Every hostile line, as bytes."""
    return [json.dumps({"id": name, "question": text}).encode() for name, text in TEXTS.items()] + list(RAW.values())


def random_lines(count: int) -> list[bytes]:
    """Ordinary questions with signs replaced, repeated and dropped, and lines with bytes flipped."""
    chance = random.Random(15)
    signs = "()\"'\\:*?~^-–\x00\x1b\ud800\u202e\u0301🩺é%<>&;{}[]|=\n\t 0"
    lines = []
    for number in range(count):
        letters = list(chance.choice(ORDINARIES))
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(letters))
            letters[place] = chance.choice(signs) * chance.choice([0, 1, 1, 2, 200])
        line = bytearray(json.dumps({"id": number, "question": "".join(letters)}).encode())
        if number % 4 == 0:
            line[chance.randrange(len(line))] = chance.choice([0, 7, 0x22, 0x5C, 0x7B, 0x80, 0xFF])
        lines.append(bytes(line).replace(b"\n", b" "))
    return lines


ORDINARIES = [question.text for question in questions(200)]


@pytest.mark.endurance
def test_one_process_answers_every_line(library: Path) -> None:
    """Each hostile line gets its line, the ordinary ones between are answered alike, in one process within 1 GB."""
    lines = [line for number, one in enumerate(hostile()) for line in ((ORDINARY, one) if number % 12 == 0 else (one,))]
    run = batch(library, [*lines, *random_lines(20), ORDINARY])
    assert run.code == 0, run.errors[-2_000:]
    assert "Traceback" not in run.errors
    assert len(run.lines) == len(lines) + 21
    ordinary = [answer for answer in run.answers if answer["id"] == "ordinary"]
    assert run.answers[-1] in ordinary
    assert len({answer["digest"] for answer in ordinary}) == 1
    assert ordinary[0]["outcome"] == "answered"
    assert all(("error" in answer) != ("outcome" in answer) for answer in run.answers)
    named = {answer["id"]: answer for answer in run.answers if isinstance(answer["id"], str)}
    assert set(TEXTS) - set(named) == {"a megabyte"}  # refused unread, so it is named by its number
    assert [name for name in TEXTS if "error" in named.get(name, {})] == REFUSED
    assert run.peak_bytes < GIGABYTE


def test_a_closed_stdin_is_bad_input(library: Path) -> None:
    """Without a stdin there is nothing to read, which is said; no file of the library is taken for it."""
    command = [sys.executable, "-m", "curbside", "ask", "--batch", "-", "--library", str(library)]
    run = subprocess.run(["/bin/sh", "-c", '"$@" <&-', "sh", *command], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "stdin" in run.stderr
    assert not run.stdout


@pytest.mark.endurance
@pytest.mark.skipif(not ENDURANCE, reason="thousands of lines: make endurance")
@pytest.mark.parametrize("command", ["ask", "search"])
def test_random_damage_to_lines(library: Path, command: str) -> None:
    """Whatever signs and bytes are changed in 3,000 lines, each gets one line, and memory stays below 1 GB."""
    lines = random_lines(3_000)
    run = batch(library, lines, command)
    assert run.code == 0, run.errors[-2_000:]
    assert len(run.lines) == len(lines)
    assert run.peak_bytes < GIGABYTE
    taken = sorted(answer["elapsed_ms"] for answer in run.answers if "elapsed_ms" in answer)
    slow = f"p99 {taken[len(taken) * 99 // 100]:.0f} ms, most {taken[-1]:.0f} ms" if taken else "untimed"
    errors = sum("error" in answer for answer in run.answers)
    log.info("%s: %d lines, %d refused, peak %d MiB, %s", command, len(lines), errors, run.peak_bytes >> 20, slow)

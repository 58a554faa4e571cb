"""
One JSON object a line in, one a line out: how other programs and our own measurements call Curbside.

A line that cannot be taken is answered with its id and an error, and the rest go on, so that a batch of ten
thousand is never lost to one. Keys given twice, NaN and lone surrogates are refused, because two readers would
understand them differently.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from .answers.answer import Answer
from .claims.check import check
from .consult import Desk
from .errors import CurbsideError
from .evidence.design import design_from, level_of
from .evidence.direction import direction_of
from .evidence.effect import direction_for, effect_of
from .evidence.evidence import Design, Found, SourceRecord, Trust
from .evidence.stance import stance_of
from .press.json import to_dict
from .questions.question import Question, QuestionType, Reader
from .sources.source import Audience, Passage, SourceKind, Status, TextQuality, sha256

Line = dict[str, Any]
#: A line longer than this is refused unread.
LONGEST_LINE = 1_000_000


def run(lines: Iterable[str], answer: Callable[[Line], Line]) -> Iterator[str]:
    """One JSON line for each line that is not blank, in order, with the same id."""
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        identifier: Any = number
        try:
            line = parse(text)
            identifier = line.get("id", number)
            result = {"id": identifier, **answer(line)}
        except CurbsideError as error:
            result = {"id": identifier, "error": str(error)}
        except RecursionError:
            result = {"id": identifier, "error": "The line is nested too deeply; send a flat object."}
        yield json.dumps(result, ensure_ascii=False, allow_nan=False)


def parse(text: str) -> Line:
    """A line as an object; raises CurbsideError with what is wrong."""
    if len(text) > LONGEST_LINE:
        raise CurbsideError(f"The line is longer than {LONGEST_LINE:,} characters; split it.")
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        plain = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except json.JSONDecodeError as error:
        raise CurbsideError(
            f"The line is not JSON ({error.msg} at column {error.colno}); write one object a line."
        ) from error
    except ValueError as error:
        # Integers of thousands of digits, and 1e999, which is read as infinity.
        raise CurbsideError("The line holds a number that is too large; write it as text.") from error
    if not isinstance(value, dict):
        raise CurbsideError("The line is not a JSON object; write one object a line.")
    if any("\ud800" <= character <= "\udfff" for character in plain):
        raise CurbsideError("The line holds half of a surrogate pair; send valid Unicode.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> Line:
    if len({key for key, _ in pairs}) != len(pairs):
        raise CurbsideError("The line gives a key twice; keep one.")
    return dict(pairs)


def _no_constant(name: str) -> float:
    raise CurbsideError(f"The line holds {name}, which is not JSON; leave it out.")


def text_of(line: Line, key: str, default: str | None = None) -> str:
    """A text value of a line; raises CurbsideError when it is missing or no text."""
    value = line.get(key, default)
    if not isinstance(value, str):
        raise CurbsideError(
            f'"{key}" must be a text; the line has {"none" if value is None else type(value).__name__}.'
        )
    return value


def reader_of(name: str) -> Reader:
    """A reader by name; raises CurbsideError with the names that are known."""
    try:
        return Reader(name)
    except ValueError as error:
        raise CurbsideError(f'"{name}" is no reader; choose one of: {", ".join(Reader)}.') from error


def ask_line(desk: Desk, line: Line, in_own_words: bool = False) -> Line:
    """Answer one line of `ask --batch`: from the library, or in the sources' own words from named ones or given passages."""
    reader = reader_of(text_of(line, "reader", "clinician"))
    question = Question(
        text_of(line, "question"), reader, about=text_of(line, "about", ""), country=text_of(line, "country", "")
    )
    return to_dict(_answer(desk, question, line, in_own_words))


def questions_in(path: Path) -> Iterator[Question]:
    """The questions of a file of JSON lines, each with its reader."""
    try:
        with path.open(encoding="utf-8") as stream:
            for number, text in enumerate(stream, start=1):
                if not text.strip():
                    continue
                try:
                    line = parse(text)
                    asked = Question(text_of(line, "question"), reader_of(text_of(line, "reader", "clinician")))
                except CurbsideError as error:
                    raise CurbsideError(f"Line {number} of {path}: {error}") from error
                yield asked
    except (OSError, UnicodeDecodeError) as error:
        raise CurbsideError(f"Cannot read {path}; give a file of JSON lines with a question each.") from error


def _answer(desk: Desk, question: Question, line: Line, in_own_words: bool) -> Answer:
    if "passages" in line:
        return desk.ask_from(question, given(_list(line, "passages")))
    if "sources" in line:
        found = []
        for name in _list(line, "sources"):
            known = desk.library.resolve(str(name))
            if known is None:
                raise CurbsideError(f'The library holds no source "{name}"; add it with: curbside add FILE')
            for one in desk.library.passages(desk.library.keys_of(known)).values():
                found.append(Found(one.record, one.passage, one.text, 1.0))
        return desk.ask_from(question, found)
    return desk.ask(question, in_own_words=in_own_words)


def _list(line: Line, key: str) -> list[Any]:
    value = line[key]
    if not isinstance(value, list):
        raise CurbsideError(f'"{key}" must be a list.')
    return value


def given(passages: list[Any]) -> list[Found]:
    """Passages of a caller as found passages: each its own source, quoted by offsets in its own text."""
    found = []
    for number, one in enumerate(passages, start=1):
        if not isinstance(one, dict):
            raise CurbsideError('Each of "passages" must be an object with a "text".')
        text = text_of(one, "text")
        path = tuple(part for part in (text_of(one, "title", ""), text_of(one, "section", "")) if part)
        record = SourceRecord(
            source=text_of(one, "source", f"given:{number}"),
            version=sha256(text),
            ids=(text_of(one, "source", f"given:{number}"),),
            title=text_of(one, "title", ""),
            kind=SourceKind.OTHER,
            design=design_from((), text_of(one, "title", ""), text),
            status=Status.CURRENT,
            trust=Trust.UPLOAD,
            quality=TextQuality.GOOD,
            audience=Audience.PROFESSIONAL,
        )
        found.append(Found(record, Passage(str(number), 0, len(text), path=path), text, 1.0))
    return found


def search_line(desk: Desk, line: Line, k: int) -> Line:
    """Answer one line of `search --batch`."""
    return {"hits": hits(desk, text_of(line, "question"), int(line.get("k", k)))}


def hits(desk: Desk, question: str, k: int) -> list[Line]:
    """What a question finds, best first, as the contract prints it."""
    return [
        {
            "rank": rank,
            "score": round(found.score, 4) if math.isfinite(found.score) else 0.0,
            "source": found.record.source,
            "ids": list(found.record.ids),
            "passage": f"{found.record.source}#{found.passage.position}",
            "section": " > ".join(found.passage.path),
            "title": found.record.title,
            "year": found.record.year,
            "text": found.text,
        }
        for rank, found in enumerate(desk.search(question, k), start=1)
    ]


def weigh_line(line: Line) -> Line:
    """
    Answer one line of `weigh --batch`: kind, design, starting level and direction of a title and abstract.

    Where the line names an intervention and an outcome, `change` says what happened to that outcome against the
    comparator, and the direction is that of this one comparison. Where it carries a `question`, `stance` says what the
    text answers to it: yes, no or maybe.
    """
    title, text = text_of(line, "title", ""), text_of(line, "text")
    design = design_from((), title, text)
    weighed = {
        "kind": _KINDS.get(design, SourceKind.OTHER).value,
        "design": design.value,
        "level": level_of(design, QuestionType.EFFECTIVENESS),
        "direction": direction_of(text).value,
    }
    intervention, outcome = text_of(line, "intervention", ""), text_of(line, "outcome", "")
    if intervention and outcome:
        effect = effect_of(text, intervention, text_of(line, "comparator", ""), outcome)
        weighed |= {"change": effect.change.value, "direction": direction_for(effect, outcome).value}
    if question := text_of(line, "question", ""):
        weighed["stance"] = stance_of(question, text).stance.value
    return weighed


_KINDS = {
    Design.SYSTEMATIC_REVIEW: SourceKind.SYSTEMATIC_REVIEW,
    Design.RANDOMISED_TRIAL: SourceKind.TRIAL,
    Design.NON_RANDOMISED_TRIAL: SourceKind.TRIAL,
    Design.COHORT: SourceKind.OBSERVATIONAL,
    Design.CASE_CONTROL: SourceKind.OBSERVATIONAL,
    Design.CROSS_SECTIONAL: SourceKind.OBSERVATIONAL,
    Design.DIAGNOSTIC_ACCURACY: SourceKind.OBSERVATIONAL,
    Design.OTHER_OBSERVATIONAL: SourceKind.OBSERVATIONAL,
    Design.CASE_SERIES: SourceKind.CASE_REPORT,
    Design.CASE_REPORT: SourceKind.CASE_REPORT,
}


def check_line(line: Line) -> Line:
    """Answer one line of `check --batch`: is the claim supported by the passage."""
    outcome = check(text_of(line, "claim"), text_of(line, "passage"))
    return {"verdict": outcome.verdict.value, "score": round(outcome.score, 4), "reasons": list(outcome.reasons)}


def parse_file(path: Path) -> Line:
    """A file that holds one JSON object; raises CurbsideError with what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CurbsideError(f"Cannot read {path} ({error}); give a file written by: curbside ask --json") from error
    return parse(text)

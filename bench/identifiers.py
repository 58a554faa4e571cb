"""
How many identifiers the rules find, and how often they take medicine for one.

Recall is counted over sentences with made-up identifiers (tests/gold/identifiers), half of them not tuned on, and over
real messages whose names and contacts had been taken out, with made-up ones put in. What is found in real questions
that hold none is a false alarm; each is printed to be read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from curbside.language.identifiers import identifiers

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "tests" / "gold" / "identifiers" / "sentences.txt"
DATA = ROOT.parent / "shared" / "data" / "bench"
MARK = re.compile(r"\{(\w+):([^{}]*)\}")
#: Made-up persons and contacts for the places that a corpus has emptied, taken in turn.
PERSONS = (
    "Amaka Obiora", "Declan Ferris", "Shreya Kulkarni", "Hui Min Tan", "Paulo Teixeira", "Ruth", "Karim Benali", "Joanne Pickering",
    "Ewa Nowicka", "Brandon Tillman", "Lerato", "Giorgos Pappas", "Samira", "Keith Aldridge", "Mercy Wambui", "Dmitri",
)  # fmt: skip
CONTACTS = (
    "ruth.field@example.org",
    "(617) 555-0143",
    "+91 98765 43211",
    "07700 900318",
    "0803 555 0177",
    "kb_1980@example.com",
)


def marked(line: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text of a marked line, and where its identifiers stand."""
    text, spans, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        spans.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + line[at:], spans


def lines() -> list[str]:
    """The marked sentences, in order."""
    return [one for one in SENTENCES.read_text(encoding="utf-8").splitlines() if one and not one.startswith("#")]


def covered(text: str, start: int, end: int, found: list[tuple[int, int]]) -> bool:
    """Whether every letter and figure of a span lies in something that was found."""
    return all(any(a <= at < b for a, b in found) for at in range(start, end) if text[at].isalnum())


def recall(half: int) -> None:
    """Recall by kind over the sentences of one half, with what was missed and what was taken besides."""
    hits, most, missed, extra = Counter[str](), Counter[str](), [], []
    for number, line in enumerate(lines()):
        if number % 2 != half:
            continue
        text, spans = marked(line)
        found = [(one.start, one.end) for one in identifiers(text)]
        for kind, start, end in spans:
            most[kind] += 1
            if covered(text, start, end, found):
                hits[kind] += 1
            else:
                missed.append(f"{kind}: {text[start:end]!r} in {text!r}")
        for start, end in found:
            if not any(start < b and a < end for _, a, b in spans):
                extra.append(f"{text[start:end]!r} in {text!r}")
    print(f"half {half}: {sum(hits.values())} of {sum(most.values())}; besides: {len(extra)}")
    for kind in sorted(most):
        print(f"  {kind:10} {hits[kind]} of {most[kind]}")
    if half == 0:
        print("missed:", *missed, "besides:", *extra, sep="\n  ")


def read(name: str) -> Iterator[dict[str, object]]:
    """The rows of a corpus file."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from (json.loads(row) for row in file)


def corpora() -> Iterator[tuple[str, str]]:
    """Real questions, each once, with where they come from."""
    seen = set()
    rows = [("LiveQA", f"{row['subject']}\n{row['message']}") for row in read("liveqa/liveqa2017_dev")]
    rows += [("MeQSum", str(row["question"])) for row in read("meqsum/meqsum_dev")]
    rows += [("BioASQ", str(row["question"])) for row in read("bioasq/bioasq_7b-11b_dev")]
    rows += [("PubMedQA", str(row["question"])) for row in read("pubmedqa/pubmedqa_labelled_dev500")]
    rows += [("RQE", str(row["chq"])) for row in read("rqe/rqe_train")]
    for source, text in rows:
        if text not in seen:
            seen.add(text)
            yield source, text


def alarms(half: int | None, *, show: bool) -> None:
    """What is found in real questions, by kind, and the time it takes."""
    count: Counter[str] = Counter()
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    took, longest = 0.0, 0.0
    for number, (source, text) in enumerate(corpora()):
        if half is not None and number % 2 != half:
            continue
        count[source] += 1
        began = time.process_time()
        identified = identifiers(text)
        spent = time.process_time() - began
        took, longest = took + spent, max(longest, spent if number > 1 else 0.0)
        if identified:
            found[source]["questions"] += 1
        for one in identified:
            found[source][one.kind] += 1
            if show:
                context = text[max(0, one.start - 50) : one.end + 40].replace("\n", " | ")
                print(f"  {source} {one.kind} [{text[one.start : one.end]}] in: {context}")
    for source, total in count.items():
        print(f"{source}: {total} questions, found {dict(found[source])}")
    print(f"CPU: {1000 * took / sum(count.values()):.2f} ms a question, longest {1000 * longest:.1f} ms")


def filled() -> None:
    """Recall over real messages of MeQSum with made-up persons and contacts in the places emptied by its makers."""
    hits, most, missed = Counter[str](), Counter[str](), []
    turn = 0
    for row in read("meqsum/meqsum_dev"):
        text, spans, at = "", [], 0
        raw = str(row["question"])
        for match in re.finditer(r"(?<!\w)\[(NAME|CONTACT)\](?!\w)", raw):
            value = (PERSONS if match[1] == "NAME" else CONTACTS)[turn % (16 if match[1] == "NAME" else 6)]
            turn += 1
            text += raw[at : match.start()]
            spans.append((match[1].lower(), len(text), len(text) + len(value)))
            text, at = text + value, match.end()
        text += raw[at:]
        found = [(one.start, one.end) for one in identifiers(text)]
        for kind, start, end in spans:
            most[kind] += 1
            hits[kind] += covered(text, start, end, found)
            if not covered(text, start, end, found):
                missed.append(f"{kind}: {text[max(0, start - 40) : end + 20]!r}")
    print("filled messages:", {kind: f"{hits[kind]} of {most[kind]}" for kind in most})
    print(*missed[::2], sep="\n  ")


def main() -> None:
    """Print what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--report", action="store_true", help="the odd half: counts only")
    asked.add_argument("--corpora", action="store_true", help="what is found in real questions")
    asked.add_argument("--filled", action="store_true", help="real messages with made-up persons put in")
    asked.add_argument("--quiet", action="store_true", help="counts only")
    options = asked.parse_args()
    if options.corpora:
        alarms(1 if options.report else None, show=not options.quiet)
    elif options.filled:
        filled()
    else:
        recall(int(options.report))


if __name__ == "__main__":
    main()

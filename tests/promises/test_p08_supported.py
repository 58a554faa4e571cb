"""P8: every written sentence is supported by its own quote, at the strict operating point (`gate`)."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from asked import ENDURANCE
from mutants import MUTATIONS, NEVER, near

from corpora import corpus
from curbside.claims.gate import gate
from curbside.language.sentences import split
from curbside.sources.formats.markdown import Markdown
from curbside.sources.source import Source
from curbside.starter import files


def statements() -> list[str]:
    """The statements of the starter library, each its own quote."""
    found: list[str] = []
    for page in files():
        (topic,) = Markdown().read(BytesIO(page.read_bytes()), page.name)
        assert isinstance(topic, Source)
        found += [topic[passage] for passage in topic.passages[1:]]
    return found


def abstracts(count: int) -> list[str]:
    """One sentence from each of many journal abstracts, spread over the file."""
    found = []
    with gzip.open(corpus("haystack/pubmed_abstracts.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            text = json.loads(line).get("abstract") or ""
            spans = split(text) if isinstance(text, str) else []
            if spans:
                start, end = random.Random(number).choice(spans)
                if 40 < end - start < 350:
                    found.append(text[start:end])
    random.Random(8).shuffle(found)
    return found[:count]


def trial(quotes: list[str]) -> tuple[Counter[str], Counter[str], int, int]:
    """Mutants made and mutants that passed, by kind; faithful edits made, and refused."""
    made, passed, edits, refused = Counter[str](), Counter[str](), 0, 0
    for quote in quotes:
        edited = near(quote)
        if edited:
            edits += 1
            refused += bool(gate(edited, quote).reasons)
        base = edited if edited and not gate(edited, quote).reasons else quote
        for kind, change in MUTATIONS.items():
            mutant = change(base, random.Random(f"{kind} {quote}"))
            if mutant and mutant != base:
                made[kind] += 1
                passed[kind] += not gate(mutant, quote).reasons
    return made, passed, edits, refused


def held(made: Counter[str], passed: Counter[str]) -> None:
    assert sum(passed.values()) <= 0.01 * sum(made.values()), passed
    assert {kind: passed[kind] for kind in NEVER if passed[kind]} == {}


def test_no_mutant_of_a_statement_passes() -> None:
    """Statements of the starter library, changed in one way each: none of what P8 forbids is let through."""
    made, passed, edits, refused = trial(statements()[:: 1 if ENDURANCE else 12])
    assert len(made) >= 5
    held(made, passed)
    assert refused <= 0.1 * edits + 1


@pytest.mark.data
@pytest.mark.endurance
def test_no_mutant_of_an_abstract_passes() -> None:
    """Sentences of journal abstracts, full of numbers and arms, changed in one way each, and edited faithfully."""
    made, passed, edits, refused = trial(abstracts(5_000 if ENDURANCE else 120))
    held(made, passed)
    assert refused <= 0.1 * edits + (0 if ENDURANCE else 2)


@dataclass(frozen=True)
class Rewording:
    """A quote of several sentences, what may be written for it, and by kind of change what may not."""

    quote: str
    heading: str
    may: tuple[str, ...]
    may_not: tuple[tuple[str, str], ...]

    def is_let_through(self, sentence: str) -> bool:
        return not gate(sentence, self.quote, self.heading).reasons


def rewordings() -> list[Rewording]:
    """The fixed list beside this file."""
    rows = yaml.safe_load(Path(__file__).with_name("test_p08_paraphrases.yaml").read_text("utf-8"))
    return [
        Rewording(
            row["quote"],
            row.get("heading", ""),
            tuple(row["may"]),
            tuple((kind, sentence) for kind, sentences in row["may_not"].items() for sentence in sentences),
        )
        for row in rows
    ]


def test_a_paraphrase_is_held_to_its_place_in_the_quote() -> None:
    """Words of one sentence of a quote, turned or moved by another of its sentences, are refused; faithful ones are not."""
    passed = [(kind, text) for one in rewordings() for kind, text in one.may_not if one.is_let_through(text)]
    assert passed == []
    assert [text for one in rewordings() for text in one.may if not one.is_let_through(text)] == []


def test_no_mutant_of_a_paraphrase_passes() -> None:
    """Faithful rewordings, changed in every way that chance gives, against a quote that has more words than they."""
    made, passed = Counter[str](), Counter[str]()
    for one in rewordings():
        for text in one.may:
            for kind, change in MUTATIONS.items():
                changed = {change(text, random.Random(f"{n} {kind} {text}")) for n in range(40 if ENDURANCE else 4)}
                for mutant in changed - {None, text}:
                    made[kind] += 1
                    passed[kind] += bool(mutant) and one.is_let_through(mutant)
    assert sum(made.values()) >= 100
    held(made, passed)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Aspirin reduced deaths by 5%.", "Aspirin reduced deaths by 5% in women."),
        ("Rest helps sciatica.", "Rest may help sciatica."),
        ("Antibiotics are given.", "Antibiotics are given only if the culture is positive."),
        ("Colchicine worked better than ibuprofen for gout.", "Ibuprofen worked better than colchicine for gout."),
        ("Deaths were 10% with placebo and 5% with aspirin.", "Deaths were 5% with placebo and 10% with aspirin."),
        ("Some people recover.", "Few people recover."),
    ],
)
def test_what_is_lost_counts_as_much_as_what_is_added(sentence: str, quote: str) -> None:
    """Whom it is about, doubt, conditions, sides and shares must stay; the reason is told in words."""
    assert gate(sentence, quote).reasons


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Gout usually affects the big toe first.", "Gout often attacks one joint, usually the big toe, first."),
        ("A doctor can diagnose migraine from the history.", "A physician can diagnose migraine from the history."),
        ("The dose is 5 milligrams twice daily.", "The dose is 5 mg twice a day."),
        ("Fever and cough are symptoms of the flu.", "Symptoms of the flu are fever and cough."),
    ],
)
def test_a_faithful_rewording_passes(sentence: str, quote: str) -> None:
    """Other ordinary words for the same thing, in another order, are let through."""
    assert gate(sentence, quote).reasons == ()

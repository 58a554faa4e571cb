"""
The suite an engine passes before it is used.

    class TestPostgres(curbside.testing.EngineSuite):
        @pytest.fixture
        def engine(self): return PostgresEngine.temporary()

An engine that keeps its index between processes passes `DurableEngineSuite`, and also gives `reopened`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

import pytest

from curbside.search.analysis import terms
from curbside.search.engine import FIELDS, MOST_TERMS, Engine, Entry, Filters
from curbside.search.engines.memory import MemoryEngine
from curbside.search.ranking import Ranking, rank

WORDS = [
    "aspirin",
    "ibuprofen",
    "migraine",
    "tunnel",
    "nerve",
    "pain",
    "fracture",
    "insulin",
    "glucose",
    "asthma",
    "inhaler",
    "steroid",
    "fever",
    "child",
    "pregnancy",
    "kidney",
    "liver",
    "dose",
    "5",
    "mg",
    "2.5",
    "mcg",
    "trial",
    "placebo",
    "β-blocker",
    "naïve",
    "Sjögren",
    "rash",
    "warfarin",
    "bleeding",
]


def entries(count: int, seed: int = 7, first: int = 1) -> list[Entry]:
    """Made-up entries over a small vocabulary; the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 reproducible, not secret
    return [
        Entry(
            key=first + number,
            text=" ".join(chance.choices(WORDS, k=chance.randint(3, 40))),
            asked=" ".join(chance.choices(WORDS, k=4)) if chance.random() < 0.3 else "",
            year=chance.choice([0, 1999, 2010, 2020]),
            kind=chance.choice(["trial", "patient_page"]),
            design=chance.choice(["", "randomised trial"]),
            audience=chance.choice(["patient", "professional"]),
        )
        for number in range(count)
    ]


def questions(count: int, seed: int = 3) -> list[dict[str, float]]:
    """Weighted terms to ask for; the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 reproducible, not secret
    return [
        {term: chance.choice([0.3, 1.0]) for term in terms(" ".join(chance.sample(WORDS, chance.randint(1, 8))))}
        for _ in range(count)
    ]


def top(engine: Engine, asked: list[dict[str, float]], k: int = 10) -> list[list[tuple[int, float]]]:
    """Keys and scores of the best entries for each question."""
    return [[(one.key, one.score) for one in rank(engine, wanted, k)[:k]] for wanted in asked]


class EngineSuite:
    """What every engine keeps; override the `engine` fixture."""

    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        """An empty engine."""
        raise NotImplementedError("override the engine fixture")

    def test_an_empty_engine_finds_nothing(self, engine: Engine) -> None:
        """No entries, no candidates, counts of zero and stamp 0."""
        assert engine.stamp() == 0
        assert rank(engine, {"aspirin": 1.0}, 10) == []
        assert engine.statistics(["aspirin"]).frequency["text"] == {"aspirin": 0}

    def test_an_added_entry_is_found_and_a_removed_one_is_not(self, engine: Engine) -> None:
        """What was added is found by its words until it is removed; the stamp moves with each write."""
        engine.write([Entry(1, "aspirin for migraine"), Entry(2, "insulin")], [], 5)
        assert engine.stamp() == 5
        assert [one.key for one in rank(engine, {"aspirin": 1.0}, 10)] == [1]
        engine.write([], [1], 6)
        assert engine.stamp() == 6
        assert rank(engine, {"aspirin": 1.0}, 10) == []
        assert [one.key for one in rank(engine, {"insulin": 1.0}, 10)] == [2]

    def test_a_write_can_be_repeated(self, engine: Engine) -> None:
        """Writing the same entries and removals twice changes nothing but the stamp."""
        engine.write(entries(50), [], 1)
        engine.write([], [3, 4], 2)
        before = top(engine, questions(10))
        engine.write(entries(50)[:2] + entries(50)[10:], [3, 4, 4_000], 3)
        assert top(engine, questions(10)) == before
        assert engine.stamp() == 3

    def test_an_entry_may_come_back(self, engine: Engine) -> None:
        """A key that was removed and is written again is found again, with its new words alone."""
        engine.write([Entry(1, "aspirin"), Entry(2, "insulin")], [], 1)
        engine.write([], [1], 2)
        engine.write([Entry(1, "warfarin")], [], 3)
        assert [one.key for one in rank(engine, {"warfarin": 1.0}, 10)] == [1]
        assert rank(engine, {"aspirin": 1.0}, 10) == []
        engine.write([Entry(1, "heparin")], [1], 4)
        assert [one.key for one in rank(engine, {"heparin": 1.0, "warfarin": 1.0}, 10)] == [1]
        assert engine.statistics(["warfarin", "heparin"]).frequency["text"] == {"warfarin": 0, "heparin": 1}

    def test_a_failed_write_changes_nothing(self, engine: Engine) -> None:
        """When entries cannot all be had, none is kept, and the next write succeeds."""
        engine.write(entries(20), [], 1)
        before = top(engine, questions(10))

        def broken() -> Iterator[Entry]:
            yield from entries(5, first=100)
            raise OSError("the library cannot be read")

        with pytest.raises(OSError, match="cannot be read"):
            engine.write(broken(), [2], 2)
        assert top(engine, questions(10)) == before
        assert engine.stamp() == 1
        engine.write(entries(5, first=100), [2], 2)
        assert engine.stamp() == 2

    def test_statistics_count_live_entries_alone(self, engine: Engine) -> None:
        """After removals, counts and mean lengths are those of an engine that never held what was removed."""
        kept = [entry for entry in entries(200) if entry.key % 3]
        engine.write(entries(200), [], 1)
        engine.write([], [entry.key for entry in entries(200) if not entry.key % 3], 2)
        fresh = MemoryEngine()
        fresh.write(kept, [], 2)
        every = sorted({term for word in WORDS for term in terms(word)})
        found, expected = engine.statistics(every), fresh.statistics(every)
        assert found.frequency == expected.frequency
        assert found.entries == expected.entries
        assert all(math.isclose(found.mean_length[name], expected.mean_length[name]) for name in FIELDS)

    def test_ranks_are_the_same_grown_pruned_or_rebuilt(self, engine: Engine) -> None:
        """The same entries rank alike, to the last bit, however the index came to hold them, and in every engine."""
        every, asked = entries(400), questions(60)
        for at in range(0, 400, 80):
            engine.write(every[at : at + 80], [], at + 1)
            engine.write([], [entry.key for entry in every[at : at + 80] if entry.key % 4 == 0], at + 2)
        grown = top(engine, asked)
        plain = MemoryEngine()
        plain.write([entry for entry in every if entry.key % 4], [], 1)
        assert grown == top(plain, asked)
        engine.clear()
        engine.write([entry for entry in every if entry.key % 4], [], 500)
        assert top(engine, asked) == grown
        assert engine.stamp() == 500

    def test_an_updated_source_does_not_hide_others(self, engine: Engine) -> None:
        """When the best hundred entries were all removed, those behind them are found."""
        best = [Entry(key, "aspirin aspirin aspirin") for key in range(1, 101)]
        engine.write([*best, *(Entry(key, "aspirin and much else besides") for key in range(101, 131))], [], 1)
        engine.write([], range(1, 101), 2)
        assert [one.key for one in rank(engine, {"aspirin": 1.0}, 5, ranking=Ranking(candidates=5))][:5] == [
            101,
            102,
            103,
            104,
            105,
        ]

    @pytest.mark.parametrize(
        "filters",
        [
            Filters(since=2000),
            Filters(until=2015),
            Filters(since=2000, until=2015),
            Filters(since=2020, until=2010),
            Filters(kinds=("trial",)),
            Filters(kinds=("trial", "patient_page"), audiences=("patient",)),
            Filters(designs=("randomised trial",)),
            Filters(kinds=("nothing of the sort",)),
        ],
    )
    def test_filters_limit_what_is_found(self, engine: Engine, filters: Filters) -> None:
        """Exactly the matching entries within the limits are found, and their scores are as without limits."""
        engine.write(entries(150), [], 1)
        wanted = {"migrain": 1.0, "dose": 1.0}
        unlimited = {one.key: one.score for one in rank(engine, wanted, 200)}
        found = {one.key: one.score for one in rank(engine, wanted, 200, filters)}
        admitted = {entry.key for entry in entries(150) if filters.admits(entry)}
        assert found == {key: score for key, score in unlimited.items() if key in admitted}

    def test_hostile_terms_do_no_harm(self, engine: Engine) -> None:
        """Operators, control characters and long words are ordinary terms: nothing breaks, nothing else is found."""
        engine.write([Entry(1, "NOT aspirin (AND) OR text:x"), Entry(2, "x\x00y \ud800 " + "(" * 3_000)], [], 1)
        for hostile in ("(" * 3_000, "NOT", "*", "text:aspirin", "\x00", "a" * 70_000, "^^^", '"', "🩺"):
            assert rank(engine, {hostile: 1.0}, 10) == []
        assert [one.key for one in rank(engine, dict.fromkeys(terms("NOT aspirin"), 1.0), 10)] == [1]
        many = {f"word{number}": 1.0 for number in range(MOST_TERMS)}
        assert rank(engine, many, 10) == []


class DurableEngineSuite(EngineSuite):
    """What an engine keeps whose index outlives the process; override `reopened` too."""

    @pytest.fixture
    def reopened(self) -> Callable[[Engine], Engine]:
        """Closes an engine and opens it again from where it keeps its index."""
        raise NotImplementedError("override the reopened fixture")

    def test_what_was_written_is_there_after_closing(
        self, engine: Engine, reopened: Callable[[Engine], Engine]
    ) -> None:
        """The index is the same when opened again: stamp, removals, ranks."""
        engine.write(entries(100), [], 1)
        engine.write([], [1, 2, 3], 2)
        before = top(engine, questions(20))
        again = reopened(engine)
        assert again.stamp() == 2
        assert top(again, questions(20)) == before

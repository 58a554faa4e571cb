"""What is found for a question, from a library made of a few sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.library.library import Library
from curbside.questions.question import Plan, QuestionType
from curbside.search.engine import Engine, Filters
from curbside.search.engines.memory import MemoryEngine
from curbside.search.engines.tantivy import TantivyEngine
from curbside.search.find import Index
from curbside.sources.build import TextBuilder
from curbside.sources.source import Audience, Source, SourceKind, Status


def source(number: int, title: str, *passages: str, question: str = "", **more: object) -> Source:
    text = TextBuilder()
    for passage in passages:
        text.passage(passage, path=(title,), question=question)
    stored, spans = text.finish()
    return replace(
        Source(ids=(f"pmid:{number}",), title=title, text=stored, passages=spans),
        **more,  # type: ignore[arg-type]  # the fields of a Source
    )


SOURCES = [
    source(1, "Migraine", "Aspirin helps in migraine.", "Triptans help too.", published="2020", kind=SourceKind.TRIAL),
    source(2, "Diabetes", "Insulin lowers glucose.", published="2001", kind=SourceKind.NARRATIVE_REVIEW),
    source(3, "Stroke", "Aspirin after stroke.", published="1999", kind=SourceKind.GUIDELINE),
    source(4, "Headache copy", "Aspirin helps in migraine."),
    source(
        5,
        "Tarsal tunnel syndrome",
        "Pain of the foot is treated with rest, orthoses and sometimes an operation.",
        question="What are the treatments for tarsal tunnel syndrome ?",
        synonyms=("Posterior tibial nerve neuralgia",),
        audience=Audience.PATIENT,
    ),
]


def ask(text: str, *more: str) -> Plan:
    return Plan(QuestionType.DEFINITION, (), "", queries=(text, *more))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        opened.add_sources(SOURCES)
        yield opened


@pytest.fixture(params=[MemoryEngine, TantivyEngine])
def index(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> Iterator[Index]:
    engine: Engine = request.param(tmp_path / "library" / "index")
    index = Index(library, engine)
    yield index
    index.close()


def test_finds_by_words_title_question_and_synonym(index: Index) -> None:
    """A passage is found by its own words, its title, its question and the other names of its topic."""
    for words in ("orthoses", "tarsal tunnel", "What treatments are there?", "posterior tibial neuralgia"):
        assert index.find(ask(words))[0].record.source == "pmid:5", words


def test_found_text_is_the_librarys(index: Index, library: Library) -> None:
    """What is found is the passage as the library holds it, span for span."""
    for found in index.find(ask("aspirin migraine stroke")):
        assert library.text(found.record.source)[found.passage.start : found.passage.end] == found.text


def test_a_new_source_is_found_at_once_and_a_retired_one_never(index: Index, library: Library) -> None:
    """The index catches up before each search, with what was added and with what was retired."""
    assert not index.find(ask("warfarin"))
    library.add_sources([source(9, "Bleeding", "Warfarin and bleeding.")])
    assert index.pending() > 0
    assert [found.record.source for found in index.find(ask("warfarin"))] == ["pmid:9"]
    assert index.pending() == 0
    library.retire("pmid:9", "test")
    assert not index.find(ask("warfarin"))


def test_an_updated_source_is_found_by_its_new_words_alone(index: Index, library: Library) -> None:
    """A newer version takes the place of the one before."""
    library.add_sources([source(30, "Gout", "Colchicine is used.", revised="2020-01-01")])
    assert index.find(ask("colchicine"))
    library.add_sources([source(30, "Gout", "Allopurinol is used.", revised="2021-01-01")])
    assert [found.record.source for found in index.find(ask("allopurinol"))] == ["pmid:30"]
    assert not index.find(ask("colchicine"))


def test_copies_count_once(index: Index) -> None:
    """Of two passages with the same words one is found."""
    texts = [found.text for found in index.find(ask("aspirin migraine"))]
    assert texts.count("Aspirin helps in migraine.") == 1


def test_a_retracted_work_is_found_and_says_so(index: Index, library: Library) -> None:
    """Status is shown, not hidden: the claims decide; a status filter leaves it out."""
    library.mark("pmid:2", Status.RETRACTED, "test")
    assert [found.record.status for found in index.find(ask("insulin"))] == [Status.RETRACTED]
    assert not index.find(ask("insulin"), filters=Filters(statuses=(Status.CURRENT,)))


def test_filters(index: Index) -> None:
    """Years, kinds and audiences limit what is found."""
    aspirin = ask("aspirin")
    assert [f.record.source for f in index.find(aspirin, filters=Filters(since=2010))] == ["pmid:1"]
    assert [f.record.source for f in index.find(aspirin, filters=Filters(kinds=("guideline",)))] == ["pmid:3"]
    assert not index.find(aspirin, filters=Filters(audiences=("patient",)))


def test_grown_pruned_and_rebuilt_find_the_same(index: Index, library: Library) -> None:
    """The same passages with the same scores, whichever way the index came to be."""
    index.catch_up()
    for number in range(20, 32):
        library.add_sources([source(number, f"Note {number}", f"Aspirin and insulin in case {number} of migraine.")])
        index.catch_up()
    for number in range(20, 32, 3):
        library.retire(f"pmid:{number}", "test")
    questions = [ask("aspirin migraine"), ask("insulin case 22"), ask("stroke", "note")]
    grown = [index.find(question) for question in questions]
    index.rebuild()
    assert [index.find(question) for question in questions] == grown
    fresh = Index(library, MemoryEngine())
    assert [fresh.find(question) for question in questions] == grown


def test_equal_scores_are_ordered_by_source(index: Index, library: Library) -> None:
    """Among equals the source id decides, not the order in which they were added."""
    library.add_sources([source(number, "Equal", f"Heparin and word{number}.") for number in (77, 71, 74)])
    assert [found.record.source for found in index.find(ask("heparin"))] == ["pmid:71", "pmid:74", "pmid:77"]
    assert [found.record.source for found in index.find(ask("heparin"), k=1)] == ["pmid:71"]


def test_an_index_ahead_of_its_library_is_made_again(index: Index, library: Library, tmp_path: Path) -> None:
    """After a library is restored from a copy, nothing is found that it does not hold."""
    index.catch_up()
    with Library.open(tmp_path / "older") as older:
        older.add_sources(SOURCES[:1])
        index.library = older
        assert {found.record.source for found in index.find(ask("aspirin"))} == {"pmid:1"}
        assert not index.find(ask("insulin"))

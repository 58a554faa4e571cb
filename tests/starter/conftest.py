"""The starter topics as the ordinary reader gives them, and the public pages they were drawn from."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from starter_statements import Statement, read_topics

from corpora import corpus
from curbside.sources.source import Source


@pytest.fixture(scope="session")
def seal() -> ModuleType:
    """The script that seals footnotes; it lies beside the package, not in it."""
    script = Path(__file__).resolve().parents[2] / "scripts" / "seal_starter.py"
    spec = importlib.util.spec_from_file_location("seal_starter", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def topics() -> tuple[Source, ...]:
    """Every topic of the library."""
    return tuple(read_topics())


@pytest.fixture(scope="session")
def statements(topics: tuple[Source, ...]) -> tuple[Statement, ...]:
    """Every statement of the library; a topic's first passage is its title."""
    return tuple(Statement(topic, passage) for topic in topics for passage in topic.passages[1:])


@pytest.fixture(scope="session")
def page_text(seal: ModuleType) -> Callable[[str], str | None]:
    """The stored text of a public page by its id; None for a journal abstract, which the corpora do not hold."""
    pages = seal.Pages(corpus("medquad/medquad_answered.zip"), None)
    text: Callable[[str], str | None] = pages.text
    return text


@pytest.fixture(scope="session")
def spans(page_text: Callable[[str], str | None]) -> Callable[[Statement], str]:
    """The words a statement was drawn from, joined; "" when one of its pages is not in the corpora."""

    def words(statement: Statement) -> str:
        texts = [(page_text(drawn.source), drawn) for drawn in statement.passage.drawn_from]
        return " ".join(text[drawn.start : drawn.end] for text, drawn in texts if text is not None)

    return words

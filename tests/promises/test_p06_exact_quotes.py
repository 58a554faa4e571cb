"""P6: every quote of every answer is the text at its span, byte for byte."""

from __future__ import annotations

import logging

import pytest
from asked import ENDURANCE, questions

from curbside.consult import Desk
from curbside.sources.source import sha256

log = logging.getLogger(__name__)


@pytest.mark.endurance
def test_every_quote_of_many_answers_is_exact(desk: Desk) -> None:
    """Offsets, version and SHA-256 of each quote name exactly its words in the stored text, for every reader."""
    count = 2_500 if ENDURANCE else 60
    texts: dict[tuple[str, str], str] = {}
    answered = quotes = 0
    for question in questions(count):
        answer = desk.ask(question)
        answered += bool(answer.claims)
        for claim in answer.claims:
            assert claim.quotes
            for quote in claim.quotes:
                name = (quote.source, quote.version)
                if name not in texts:
                    texts[name] = desk.library.text(*name)
                    assert sha256(texts[name]) == quote.version
                said = texts[name][quote.start : quote.end]
                assert said.encode() == quote.text.encode(), f"{question.text}: {quote}"
                assert quote.sha256 == sha256(said)
                assert 0 <= quote.start < quote.end <= len(texts[name])
                quotes += 1
    log.info("%d of %d questions answered, %d quotes exact", answered, count, quotes)
    assert answered > count / 3
    assert quotes > 2 * count


@pytest.mark.endurance
def test_every_printed_statement_is_made_of_its_quote(desk: Desk) -> None:
    """What is printed holds no word and no number that its own quotes do not hold."""
    for question in questions(400 if ENDURANCE else 20):
        for claim in desk.ask(question).claims:
            source = " ".join(quote.text for quote in claim.quotes).split()
            words = {word.strip(".,:;-–—()•*[]") for word in source}
            said = {word.strip(".,:;-–—()•*[]") for word in claim.text.split()}
            assert said <= words, f"{question.text}: {sorted(said - words)}"

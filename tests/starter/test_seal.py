"""The script that turns quoted words into sealed spans."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from curbside.sources.source import sha256

PAGE = "Rest the foot.  Ice may help.\nRest the foot. Surgery is rare. Surgery is common."


@pytest.fixture
def pages(seal: ModuleType, tmp_path: Path) -> object:
    """One abstract at hand, and no corpora."""
    (tmp_path / "pmid_1.txt").write_text(PAGE, "utf-8")
    return seal.Pages(tmp_path / "absent.zip", tmp_path)


def test_words_become_their_place_and_hash(seal: ModuleType, pages: object) -> None:
    """A quoted span is replaced by start, end and hash, and holds when it is checked again."""
    sealed, wrong = seal.seal('- Ice may help.[^1]\n\n[^1]: pmid:1 "Ice may help."', pages, set())
    assert wrong == []
    assert sealed.endswith(f"[^1]: pmid:1 16 29 {sha256('Ice may help.')}")
    assert seal.seal(sealed, pages, set()) == (sealed, [])


def test_long_spans_are_named_by_their_ends(seal: ModuleType) -> None:
    """ " ... " runs from the first words through the last, and white space matches white space."""
    start, end = seal.find("foot. Ice ... help.", PAGE)
    assert PAGE[start:end] == "foot.  Ice may help."


@pytest.mark.parametrize("quoted", ["Heat may help.", "Surgery is ... ."])
def test_words_with_no_place_or_two_are_refused(seal: ModuleType, quoted: str) -> None:
    """Words that are absent, or that could stand for two different spans, are not sealed."""
    with pytest.raises(seal.SealError):
        seal.find(quoted, PAGE)


def test_the_same_words_printed_twice_are_one_place(seal: ModuleType) -> None:
    """Some pages print an answer twice; the first place is taken."""
    assert seal.find("Rest the foot.", PAGE) == (0, 14)


def test_changed_span_is_reported(seal: ModuleType, pages: object) -> None:
    """A seal over other words than it was made for is reported and left as it is."""
    note = f"[^1]: pmid:1 0 14 {sha256('Rest the feet.')}"
    text, wrong = seal.seal(note, pages, set())
    assert text == note
    assert len(wrong) == 1


def test_page_out_of_reach_is_named(seal: ModuleType, pages: object) -> None:
    """A sealed span whose page is not at hand is neither accepted in silence nor refused."""
    unseen: set[str] = set()
    note = f"[^1]: pmid:2 0 14 {sha256('Rest the foot.')}"
    assert seal.seal(note, pages, unseen) == (note, [])
    assert unseen == {"pmid:2"}

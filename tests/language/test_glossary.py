"""The glossary, and where its meanings were drawn from."""

from __future__ import annotations

import zipfile

from corpora import corpus
from curbside.claims.check import check
from curbside.claims.claim import Verdict
from curbside.language.glossary import entries, explained
from curbside.sources.formats.medquad import MedQuad
from curbside.sources.source import Source, sha256


def test_words_are_found_whole_and_in_the_plural() -> None:
    """A hard word is explained in any case and in the plural, never inside another word."""
    found = [(term, entry.term) for term, entry in explained("Pancreatitis or dermatitis. Neurodermatitis is another.")]
    assert found == [("Pancreatitis", "pancreatitis"), ("dermatitis", "dermatitis")]


def test_a_word_that_means_another_thing_there_is_not_explained() -> None:
    """High pressure in the lungs is not high blood pressure."""
    assert [term for term, _ in explained("Hypertension is common; portal hypertension is rare.")] == ["Hypertension"]


def test_no_word_stands_twice_and_no_meaning_explains_itself() -> None:
    """Each name leads to one entry, and a meaning does not use the word it explains."""
    names = [name.casefold() for entry in entries() for name in (entry.term, *entry.also)]
    assert len(names) == len(set(names))
    for entry in entries():
        assert not {entry.term, *entry.also} & {term.casefold() for term, _ in explained(entry.meaning)}, entry.term


def test_every_meaning_was_drawn_from_the_span_it_names() -> None:
    """The span is there with its SHA-256, and the support check finds nothing in the meaning that it does not say."""
    archive = zipfile.ZipFile(corpus("medquad/medquad_answered.zip"))
    members = {name.removesuffix(".xml").split("/", name.count("/") - 1)[-1]: name for name in archive.namelist()}
    for entry in entries():
        name = members[entry.source.removeprefix("medquad:")]
        with archive.open(name) as stream:
            page = next(iter(MedQuad().read(stream, name)))
        assert isinstance(page, Source)
        span = page.text[entry.start : entry.end]
        assert sha256(span) == entry.sha256, entry.term
        assert check(entry.meaning, span).verdict is Verdict.SUPPORTED, entry.term

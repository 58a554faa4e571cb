"""What is read besides the best passages: sources on the subject, and labels for what is asked of a medicine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.library.library import Library
from curbside.questions.plan import plan
from curbside.questions.question import Question
from curbside.search.engines.memory import MemoryEngine
from curbside.search.find import Index
from curbside.search.widen import TO_NAME, from_labels, quotable, widen
from curbside.settings import Settings
from curbside.sources.build import TextBuilder
from curbside.sources.source import Role, Source, SourceKind


def source(number: int, title: str, kind: SourceKind, *texts: tuple[str, Role]) -> Source:
    built = TextBuilder()
    for text, role in texts:
        built.passage(text, path=(title,), question="", role=role)
    stored, spans = built.finish()
    return replace(Source(ids=(f"file:{number}",), title=title, text=stored, passages=spans), kind=kind)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Library.open(tmp_path / "library") as library:
        filler = [(f"Rivaroxaban has part {n}, and rivaroxaban is told of here.", Role.BODY) for n in range(12)]
        library.add_sources(
            [
                source(1, "Xarelto (rivaroxaban)", SourceKind.LABEL, *filler, ("One tablet with the evening meal.", Role.BODY)),
                source(2, "Zeltor (zeltorine)", SourceKind.LABEL, ("Zeltorine is taken with the evening meal.", Role.BODY)),
                source(3, "Facts about Nocturia", SourceKind.PATIENT_PAGE, ("Nocturia is common.", Role.BODY), ("Salt late at night adds to it.", Role.BODY)),
                source(4, "Nocturia in Submarines", SourceKind.PATIENT_PAGE, ("Nocturia at sea.", Role.BODY), ("Crews sleep in turns.", Role.BODY)),
            ]
        )  # fmt: skip
        yield Index(library, MemoryEngine())


def test_the_own_label_is_read_for_what_is_asked(index: Index) -> None:
    """A sentence of the drug's own label that tells what is asked is found though it does not repeat the drug's name."""
    read = from_labels(plan(Question("does rivaroxaban have to be taken with food?"), Settings()), index)
    assert [one.text for one in read if "evening meal" in one.text and one.record.title.startswith("Xarelto")]
    other = from_labels(plan(Question("does rivaroxaban cause hair loss?"), Settings()), index)
    assert not [one.text for one in other if "evening meal" in one.text and one.record.title.startswith("Xarelto")]


def test_a_source_whose_title_adds_only_words_of_titles_is_read_whole(index: Index) -> None:
    """ "Facts about nocturia" is on nocturia as a whole; a title that says more than that is not."""
    asked = plan(Question("What causes nocturia?"), Settings())
    read = [one.text for one in widen(asked, index.find(asked, k=2), index.library)]
    assert "Salt late at night adds to it." in read
    assert "Crews sleep in turns." not in read


def test_what_a_guideline_recommends_is_read_wherever_in_it_was_found(tmp_path: Path) -> None:
    """Found by what it tells of harms, it is read for its recommendation too; the rest of it is not."""
    harms = ("Screening for wobbly knee in adults found harms in two trials.", Role.BODY)
    advice = ("The panel recommends against it in people under 40 years.", Role.RECOMMENDATION)
    other = ("Funding came from the state.", Role.BODY)
    with Library.open(tmp_path / "library") as library:
        library.add_sources([source(1, "Advice on limbs", SourceKind.GUIDELINE, harms, advice, other)])
        index = Index(library, MemoryEngine())
        asked = plan(Question("harms of screening for wobbly knee"), Settings())
        read = [one.text for one in widen(asked, index.find(asked, k=1), index.library)]
    assert read == [harms[0], advice[0]]


def test_what_can_never_be_quoted_takes_no_place(index: Index) -> None:
    """Titles and methods leave the places to passages of which a sentence may be said; a few are kept to name what is near."""
    asked = plan(Question("rivaroxaban"), Settings())
    found = index.find(asked, k=8)
    idle = tuple(replace(one, passage=replace(one.passage, role=Role.METHODS)) for one in found) * 2
    kept = quotable((*idle, *found), 5)
    assert len([one for one in kept if one.passage.role is Role.METHODS]) == TO_NAME
    assert [one for one in kept if one.passage.role is not Role.METHODS] == list(found[:5])


def test_what_the_own_label_forbids_is_read_however_it_is_worded(tmp_path: Path) -> None:
    """A label that calls its drug by its brand alone is read for who must not have it, though other labels fit the words."""
    built = TextBuilder()
    for n in range(12):
        told = f"Zelt, which is zeltorine, was given in study {n} as a dose of zeltorine."
        built.passage(told, path=("Zelt (zeltorine)",), facet="clinical_studies")
    built.passage("Zelt is not for people with wobbly knee.", path=("Zelt (zeltorine)",), facet="contraindications")
    stored, spans = built.finish()
    own = replace(Source(ids=("file:1",), title="Zelt (zeltorine)", text=stored, passages=spans), kind=SourceKind.LABEL)
    others = [
        source(n, f"Other{n} (otherine)", SourceKind.LABEL, ("Contraindications and boxed warning of zeltorine.", Role.BODY))
        for n in range(2, 14)
    ]  # fmt: skip
    with Library.open(tmp_path / "library") as library:
        library.add_sources([own, *others])
        asked = replace(plan(Question("zeltorine dose"), Settings()), drugs=("zeltorine",))
        read = [one.text for one in from_labels(asked, Index(library, MemoryEngine()))]
    assert "Zelt is not for people with wobbly knee." in read

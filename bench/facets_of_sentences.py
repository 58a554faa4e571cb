"""
Measure under which kind a sentence is placed by its own words, and with those around it: sources held out.

    python bench/facets_of_sentences.py [--model FILE] [--every N] [--data FOLDER]

MedQuAD; the label is the type of the question that the sentence's passage answers, which is noisy: a section about
treatment says other things too. NIDDK, NINDS and NHLBI are held out: --model was trained on the others only
(scripts/train_facets.py --held-out --out FILE); the shipped one has seen all. --every N takes every Nth passage, by a hash. Sentences seen before and those that answer "What is ...?" are not counted,
since a definition is what a page says anywhere. "With its passage" mixes a sentence's shares with the mean of its passage.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from curbside.claims import leaning
from curbside.claims.facets import _UNTITLED, _sentences
from curbside.language.linear import Linear, softmax
from curbside.language.sentences import split
from curbside.language.stems import content
from curbside.questions.kinds import prior
from curbside.sources.formats.medquad import MedQuad
from curbside.sources.passages import settle
from curbside.sources.source import Source

DATA = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
SHIPPED = Path(leaning.__file__).parent / "data/leaning.json"
HELD_OUT = frozenset({"5_NIDDK_QA", "6_NINDS_QA", "8_NHLBI_QA_XML"})
LEFT_OUT = frozenset({"considerations", "support groups"})
#: Part of the passage's mean in the mixture.
AROUND = 0.8

Shares = Mapping[str, float]


@dataclass(frozen=True)
class Labelled:
    """A sentence, the kind its passage was labelled with, and where it stands."""

    text: str
    kind: str
    collection: str
    passage: str
    subject: frozenset[str]
    repeated: bool


def labelled(data: Path) -> Iterator[Labelled]:
    """Every sentence of the answers whose question type names a kind."""
    seen: set[str] = set()
    with zipfile.ZipFile(data / "medquad/medquad_answered.zip") as archive:
        for name in archive.namelist():
            if not name.endswith(".xml"):
                continue
            for source in MedQuad().read(io.BytesIO(archive.read(name)), name):
                if isinstance(source, Source):
                    yield from _of_source(settle(source), Path(name).parent.name, seen)


def _of_source(source: Source, collection: str, seen: set[str]) -> Iterator[Labelled]:
    subject = frozenset().union(*(content(name) for name in (source.title, *source.synonyms)))
    for passage in source.passages:
        kind = prior("medquad", passage.facet)
        if not kind or passage.facet in LEFT_OUT or (kind == "definition" and collection.startswith("4_")):
            continue
        place = f"{source.ids[0]}#{passage.position.partition('.')[0]}"
        text = source[passage]
        for start, end in split(text):
            sentence = " ".join(text[start:end].split())
            if len(sentence.split()) >= 4 and not sentence.endswith("?"):
                yield Labelled(sentence, kind, collection, place, subject, sentence.lower() in seen)
                seen.add(sentence.lower())


def by_cue(one: Labelled) -> Shares:
    """The cues of facets.yaml in the order in which they are tried."""
    held = [kind for kind in _UNTITLED if kind in _sentences() and _sentences()[kind].search(one.text)]
    return {kind: 1 / (1 + place) for place, kind in enumerate(held)}


def learnt(model: Linear) -> Callable[[Labelled], Shares]:
    def shares(one: Labelled) -> Shares:
        known = {name: value for name, value in leaning.marks(one.text, one.subject).items() if name in model.weights}
        return dict(zip(model.classes, softmax(model.scores(known)), strict=True))

    return shares


def with_passage(rows: list[Labelled], shares: list[Shares]) -> list[Shares]:
    own: dict[str, list[Shares]] = defaultdict(list)
    for one, share in zip(rows, shares, strict=True):
        own[one.passage].append(share)
    means = {
        place: {kind: sum(share.get(kind, 0.0) for share in group) / len(group) for kind in set().union(*group)}
        for place, group in own.items()
    }
    return [
        {kind: (1 - AROUND) * share.get(kind, 0.0) + AROUND * mean for kind, mean in sorted(means[one.passage].items())}
        for one, share in zip(rows, shares, strict=True)
    ]


def first_two(share: Shares) -> list[str]:
    return sorted(share, key=lambda kind: (-share[kind], kind))[:2]


def report(name: str, rows: list[Labelled], shares: list[Shares]) -> None:
    counted = [
        (one, share) for one, share in zip(rows, shares, strict=True) if not one.repeated and one.kind != "definition"
    ]
    best = [(one, first_two(share)) for one, share in counted]
    first = sum(kinds[:1] == [one.kind] for one, kinds in best) / len(best)
    two = sum(one.kind in kinds for one, kinds in best) / len(best)
    apart = []
    for collection in sorted(HELD_OUT):
        own = [kinds[:1] == [one.kind] for one, kinds in best if one.collection == collection]
        apart.append(f"{re.sub('[^A-Z]', '', collection.split('_')[1])} {sum(own) / len(own):.3f}")
    print(f"| {name} | {first:.3f} | {two:.3f} | {', '.join(apart)} |", flush=True)


def _taken(passage: str, every: int) -> bool:
    return int(hashlib.md5(passage.encode(), usedforsecurity=False).hexdigest(), 16) % every == 0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    rows = [one for one in labelled(given.data) if one.collection in HELD_OUT and _taken(one.passage, given.every)]
    counted = sum(not one.repeated and one.kind != "definition" for one in rows)
    print(
        f"{len(rows)} sentences, {counted} counted\n\n| placed by | first | in two | by collection |\n|---|---|---|---|"
    )
    cues = [by_cue(one) for one in rows]
    report("cues", rows, cues)
    report("cues, with its passage", rows, with_passage(rows, cues))
    shares = list(map(learnt(Linear.load(given.model)), rows))
    report("learnt words", rows, shares)
    report("learnt words, with its passage", rows, with_passage(rows, shares))


if __name__ == "__main__":
    main()

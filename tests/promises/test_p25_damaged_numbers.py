"""P25: a damaged source is not quoted for its numbers."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from asked import ENDURANCE

from corpora import corpus
from curbside.consult import Desk, open_desk
from curbside.library.library import Library
from curbside.questions.question import Reader
from curbside.sources.formats.medquad import MedQuad
from curbside.sources.source import Source

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<Document id="{number:07}" source="NIDDK" url="https://example.org/{number}"><Focus>{focus}</Focus><QAPairs>
<QAPair pid="1"><Question qid="1" qtype="treatment">What are the treatments for {focus} ?</Question>
<Answer>{answer}</Answer></QAPair></QAPairs></Document>"""
#: A statement without a number: it is quoted from every page, so a page that is silent cannot hide a failure.
CONTROL = "Rest and splints usually relieve the pain of {focus} in most people."
READERS = tuple(Reader)
SENTENCES = (
    "{focus} usually improves after {} weeks of treatment.",
    "Surgery for {focus} has a complication rate of {} percent.",
    "Treatment of {focus} with splints helps {} percent of people.",
    "Bed rest is recommended for only {} days at most in {focus}.",
    "People with {focus} are usually treated for {} months.",
    "Treatment of {focus} usually starts with {} mg of prednisone daily.",
    "Methotrexate at low doses ({} mg once weekly) is probably useful in {focus}.",
    "Exercises for {focus} should be done for {} minutes every day.",
    "Treatment of {focus} is needed when the pressure is {} mm Hg.",
    "Children with {focus} should drink {} ounces of water during treatment.",
)


@dataclass(frozen=True)
class Plant:
    """A page whose sentence lost something, and the same sentence as it was."""

    focus: str
    damaged: str
    sound: str


def plants(count: int) -> list[Plant]:
    """Lost dashes, decimal points and units, in turn, in sentences of every form; the same ones each time."""
    chance = random.Random(25)
    made = []
    for number in range(count):
        focus = "".join(
            chance.choice(("ba", "do", "fe", "lu", "mi", "ro", "sa", "ti", "vo")) for _ in range(4)
        ) + chance.choice(("itis", "osis", "pathy"))
        words = SENTENCES[number // 3 % len(SENTENCES)].replace("{focus}", focus)
        low = chance.choice([1, 2, 4, 5, 8, 10, 12, 15, 20, 25, 40, 100])
        high = low + chance.randint(1, 2 * low)
        if number % 3 == 0:
            lost = words.format(f"{low}{high}")
        elif number % 3 == 1:
            lost = words.format(f"{low % 10 or 1}{chance.randint(1, 9)}")  # 2.5 -> 25
        else:
            lost = re.sub(r"\{\} (?:mg|percent|weeks|days|months|minutes|mm Hg|ounces)", str(high), words)
        made.append(Plant(focus.capitalize(), lost[0].upper() + lost[1:], words.format(f"{low} to {high}")))
    return made


def library_of(folder: Path, found: list[tuple[str, str]]) -> Path:
    """A library of pages, each a subject and the words of its answer, read by the ordinary reader."""
    sources: list[Source] = []
    for number, (focus, answer) in enumerate(found, start=1):
        page = PAGE.format(number=number, focus=focus, answer=answer)
        sources += [
            one for one in MedQuad().read(io.BytesIO(page.encode()), f"{number}.xml") if isinstance(one, Source)
        ]
    with Library.open(folder) as library:
        library.add_sources(sources)
    return folder


def said(desk: Desk, focus: str) -> str:
    """All that the answer about a subject states."""
    answer = desk.ask(f"What are the treatments for {focus}?", READERS[len(focus) % len(READERS)])
    texts = [claim.text for claim in answer.claims] + ([answer.bottom_line.text] if answer.bottom_line else [])
    return " ".join(texts).lower()


@pytest.mark.endurance
def test_planted_damage_is_never_quoted(tmp_path: Path) -> None:
    """Of a hundred planted losses none is quoted; what stands beside it is, and a range in words would be."""
    planted = plants(1_000 if ENDURANCE else 100)
    pages = [(p.focus, f"{CONTROL.format(focus=p.focus)} {p.damaged}") for p in planted]
    quoted, beside = [], 0
    with open_desk(library_of(tmp_path / "damaged", pages)) as desk:
        for plant in planted:
            words = said(desk, plant.focus)
            quoted += [plant.damaged] if plant.damaged.lower() in words else []
            beside += CONTROL.format(focus=plant.focus).lower() in words
    assert quoted == []
    assert beside == len(planted)


def test_the_same_sentences_undamaged_are_quoted(tmp_path: Path) -> None:
    """The sentences planted above are good ones: with their ranges written in words, those without a dose are quoted."""
    sound = [plant for plant in plants(21) if " mg " not in plant.sound]
    with open_desk(library_of(tmp_path / "sound", [(p.focus, p.sound) for p in sound])) as desk:
        quoted = sum(plant.sound.lower() in said(desk, plant.focus) for plant in sound)
    assert quoted >= 0.8 * len(sound)


#: Damage found in the collection by reading: the page, and the words as they stand there.
KNOWN = {
    "2_GARD_QA/0002114": ("1525 mg",),
    "2_GARD_QA/0003077": ("612 months",),
    "5_NIDDK_QA/0000004": ("1020 milligrams",),
    "5_NIDDK_QA/0000008": ("1020 milligrams",),
    "5_NIDDK_QA/0000014": ("13 percent",),
    "5_NIDDK_QA/0000027": ("100125 mg/dL",),
    "5_NIDDK_QA/0000035": ("130140 mg/dL",),
    "6_NINDS_QA/0000037": ("12 days",),
    "8_NHLBI_QA_XML/0000069": ("2030 percent",),
    "8_NHLBI_QA_XML/0000070": ("150199 mg/dL",),
    "8_NHLBI_QA_XML/0000090": ("100125 mg/dL",),
    "8_NHLBI_QA_XML/0000095": ("510 percent",),
    "8_NHLBI_QA_XML/0000105": ("518 years",),
    "8_NHLBI_QA_XML/0000114": ("515 percent",),
    "8_NHLBI_QA_XML/0000117": ("1215 months", "810 weeks", "4060 years"),
    "8_NHLBI_QA_XML/0000119": ("719 percent",),
}


@pytest.mark.data
@pytest.mark.endurance
def test_known_damage_of_the_collection_is_never_quoted(tmp_path: Path) -> None:
    """Each page known to be damaged, asked the questions those words answer, never states them."""
    with zipfile.ZipFile(corpus("medquad/medquad_answered.zip")) as archive:
        pages = {name: archive.read(f"{name}.xml") for name in KNOWN}
    with Library.open(tmp_path / "library") as library:
        for name, page in pages.items():
            library.add_sources(s for s in MedQuad().read(io.BytesIO(page), f"{name}.xml") if isinstance(s, Source))
    assert all(words.encode() in page for name, page in pages.items() for words in KNOWN[name])
    quoted = []
    with open_desk(tmp_path / "library") as desk:
        for source in desk.library.sources():
            damaged = KNOWN[source.source.removeprefix("medquad:")]
            for passage in desk.library.passages(desk.library.keys_of(source.source)).values():
                if ENDURANCE or any(words in passage.text for words in damaged):
                    claims = desk.ask(passage.passage.question).claims if passage.passage.question else ()
                    quoted += [w for words in KNOWN.values() for w in words for claim in claims if w in claim.text]
    assert quoted == []

"""Questions made from the topics of the starter library, a set of phrasings and the readers; the same ones each time."""

from __future__ import annotations

import os
import random
from itertools import product

import yaml

from curbside import starter
from curbside.questions.question import Question, Reader

ENDURANCE = bool(os.environ.get("CURBSIDE_ENDURANCE"))

PHRASINGS = (
    "What is the initial management for {}?",
    "What are the symptoms of {}?",
    "How is {} diagnosed?",
    "How is {} treated?",
    "What causes {}?",
    "What is the outlook for {}?",
    "How can {} be prevented?",
    "Who is at risk of {}?",
    "What is {}?",
    "When should someone with {} see a doctor?",
    "{} in pregnancy",
    "living with {}",
    "surgery for {}",
    "What are the complications of {}?",
    "i have {} what can i do myself",
)


def topics() -> tuple[str, ...]:
    """Titles and other names of the starter topics, in the order of their files."""
    names: list[str] = []
    for page in starter.files():
        head = yaml.safe_load(page.read_text(encoding="utf-8").split("---")[1])
        names += [head["title"], *head["synonyms"]]
    return tuple(dict.fromkeys(names))


def questions(count: int) -> tuple[Question, ...]:
    """That many different questions, spread over topics, phrasings and readers."""
    every = [Question(words.format(topic), reader) for topic, words, reader in product(topics(), PHRASINGS, Reader)]
    return tuple(random.Random(20).sample(every, count))

"""
What one source reports on an effectiveness question: its direction, against what, how it was studied, and when.

A source is one report however many of its sentences are read. Where the question names a comparator and the sentence
names both sides, the effect model decides; otherwise cue words and the stance of the source's sentences towards the
question do, and where they pull apart the report is unclear. "No difference found" is never harm and never "no effect".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curbside.language.patterns import lazily
from curbside.language.stems import content, stems
from curbside.questions.question import Plan
from curbside.sources.source import SourceKind

from .certainty import stated
from .direction import direction_of, is_baseline
from .effect import comparison_in, direction_for
from .evidence import Design, Direction, SourceRecord
from .stance import Reading, stance_of

#: Below this share the sentences of a source are not said to lean either way.
LEANS = 0.6
#: Sentences of one source that are read.
MOST_SENTENCES = 4
#: From this share on the effect model's reading of a comparison is taken; see bench/evidence.md.
COMPARED = 0.8
#: A word of the comparator, for "the same outcome and comparator".
_COMPARATORS = (
    ("placebo or sham", lazily(r"\bplacebo|\bsham\b|\bdummy\b", re.IGNORECASE)),
    (
        "usual care or no treatment",
        lazily(
            r"\b(?:usual|standard|routine) care|\bno (?:treatment|intervention|therapy)|\buntreated|\bwait(?:ing)?[- ]?list"
            r"|\bcontrol(?:s| group)?\b",
            re.IGNORECASE,
        ),
    ),
    ("another treatment", lazily(r"\b(?:compared (?:with|to)|versus|vs\.?|than)\b", re.IGNORECASE)),
)
_THAN = lazily(r"\b(?:than|superior to|compared (?:with|to)|versus|vs\.?)\s")
#: A change within each group says nothing of the difference between them.
_WITHIN_BOTH = lazily(
    r"\b(?:both|all|each|either) (?:of the )?(?:\w+ )?(?:groups?|arms?) (?:\w+ ){0,3}?(?:improv|exhibit|show|had|experienc|reduc|decreas)",
    re.IGNORECASE,
)
#: What was thought before, or is still to be found out.
_SUPPOSED = lazily(
    r"\bit (?:has been|is|was) (?:suggested|hypothesi[sz]ed|proposed|thought|assumed|postulated)\b|\bwe (?:hypothesi[sz]ed?|assumed)\b"
    r"|\b(?:to (?:determine|assess|evaluate|examine|investigate|find out)|aim\w* (?:was )?to)\b[^.;]{0,40}\b(?:whether|if|effect|efficacy)",
    re.IGNORECASE,
)
_OUTCOMES = (
    ("death", r"mortalit|death|died|surviv"),
    ("pain", r"\bpain|analges"),
    ("quality of life", r"quality of life|\bqol\b"),
    ("function", r"\bfunction|disabilit|mobility"),
    ("recurrence", r"recurren|relaps"),
    ("infection", r"infecti|sepsis|pneumonia"),
    ("bleeding", r"bleed|haemorrh|hemorrh"),
    ("cardiovascular events", r"cardiovascular|stroke|myocardial|heart attack"),
    ("hospital admission", r"hospitali[sz]|admission|readmi"),
    ("adverse effects", r"adverse|side effect|complication|toxicit"),
    ("symptoms", r"symptom"),
)
_OUTCOME_PATTERNS = tuple((name, lazily(words, re.IGNORECASE)) for name, words in _OUTCOMES)
#: Grades of the Task Force by which it advises for or against a service; C and I leave it open.
FOR, AGAINST = {"A", "B"}, {"D"}
#: Kinds whose statement stands before single studies: they have weighed those.
FIRST = {SourceKind.GUIDELINE, SourceKind.SYSTEMATIC_REVIEW}


@dataclass(frozen=True, slots=True)
class Report:
    """One source's report; `share` is the model's share for its leaning, 0 where words alone decided."""

    source: str
    voice: str  # the publisher family, or the source itself: one voice is counted once
    direction: Direction
    kind: SourceKind
    design: Design
    level: int | None
    year: int | None
    title: str = ""
    authors: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    text: str = ""  # the sentences read
    outcome: str = ""
    comparator: str = ""
    share: float = 0.0
    advises_against: bool = False  # by a grade that a guideline states

    @property
    def speaks_first(self) -> bool:
        """Whether it is a guideline or a systematic review."""
        return self.kind in FIRST or self.design is Design.SYSTEMATIC_REVIEW


def report_of(plan: Plan, record: SourceRecord, sentences: Sequence[str], level: int | None = None) -> Report:
    """What one source reports, from its sentences that answer the question."""
    # How things stood before treatment supports no effect.
    sentences = [s for s in sentences if not is_baseline(s) and _is_about(plan, record, s)][:MOST_SENTENCES]
    text = " ".join(sentences)
    grades = {one.words[-1] for one in stated(text) if one.scale} if record.kind is SourceKind.GUIDELINE else set()
    reading = stance_of(plan.condensed or f"Is {plan.intervention} effective for {plan.focus}?", text)
    return Report(
        source=record.source,
        voice=record.family or record.source,
        direction=_direction(plan, sentences, reading, grades),
        kind=record.kind,
        design=record.design,
        level=level,
        year=record.year,
        title=record.title,
        authors=record.authors,
        ids=record.ids,
        text=text,
        outcome=next((name for name, pattern in _OUTCOME_PATTERNS if pattern.search(text)), ""),
        comparator=plan.comparator or comparator_in(text),
        share=1.0 if grades and grades <= FOR | AGAINST else max(reading.yes, reading.no),
        advises_against=bool(grades) and grades <= AGAINST,
    )


def comparator_in(text: str) -> str:
    """What kind of comparator a text names, "" where it names none."""
    return next((name for name, pattern in _COMPARATORS if pattern.search(text)), "")


def _direction(plan: Plan, sentences: Sequence[str], reading: Reading, grades: set[str]) -> Direction:
    if grades:
        return Direction.BENEFIT if grades <= FOR else Direction.UNCLEAR
    said = {_of_sentence(plan, sentence) for sentence in sentences} - {Direction.UNCLEAR}
    leaning = Direction.UNCLEAR
    if reading.yes >= LEANS:
        leaning = Direction.BENEFIT
    elif reading.no >= LEANS:
        leaning = Direction.NO_CLEAR_DIFFERENCE
    if len(said) == 1:
        only = next(iter(said))
        # Words of benefit under a clear "no" are what was hoped for. Words of no difference or harm stand whatever the
        # sentences lean to: what speaks against a treatment is not talked away.
        hoped_for = only is Direction.BENEFIT and leaning is Direction.NO_CLEAR_DIFFERENCE
        return Direction.UNCLEAR if hoped_for else only
    # Without a word that reports an effect nothing is counted, however the sentences lean.
    return leaning if leaning in said else Direction.UNCLEAR


def _of_sentence(plan: Plan, sentence: str) -> Direction:
    """By the effect model where the question's two sides are both in the sentence, else by cue words."""
    if plan.intervention and plan.comparator:
        outcome = next((name for name, pattern in _OUTCOME_PATTERNS if pattern.search(sentence)), plan.focus)
        effect, names_both = comparison_in(sentence, plan.intervention, plan.comparator, outcome)
        if names_both and effect.share >= COMPARED:
            return direction_for(effect, outcome)
    if plan.intervention and _is_only_compared_with(plan.intervention, sentence):
        return Direction.UNCLEAR
    if _WITHIN_BOTH.search(sentence) or _SUPPOSED.search(sentence):
        return Direction.UNCLEAR
    return direction_of(sentence, plan.intervention)


def _is_about(plan: Plan, record: SourceRecord, sentence: str) -> bool:
    """Whether the intervention asked about is named in the sentence, or in the title of its source."""
    if not plan.intervention:
        return True
    asked = content(plan.intervention)
    return asked <= stems(sentence) or asked <= stems(record.title)


def _is_only_compared_with(intervention: str, sentence: str) -> bool:
    """Whether something else did better than the intervention, or other than it: that is no report of its own effect."""
    lowered, name = sentence.lower(), intervention.lower()
    than = _THAN.search(lowered)
    other = re.split(r"[,;:]", lowered[than.end() :])[0] if than else ""
    if re.search(rf"\b(?:but|and) not {re.escape(name)}\b", lowered):
        return True
    return than is not None and name in other and name not in lowered[: than.start()]

"""P11: where sources contradict each other both are cited and it is said; copies of one report count once."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from asked import ENDURANCE

from curbside.answers.answer import Answer, CaveatKind
from curbside.consult import Desk
from curbside.library.library import Library
from curbside.sources.build import TextBuilder
from curbside.sources.source import Extent, Role, Source, SourceKind

#: Drugs and illnesses that do not exist, so that each pair of reports has a subject of its own.
DRUGS = [f"{one}{two}" for one, two in product("zorv quend meltr vasip tubr".split(), "axaban olimus icillin exatine umab".split())]  # fmt: skip
ILLNESSES = [f"{one}{two}itis" for one, two in product("zelv prand quorr molg".split(), "em ol ur ist on".split())]
BENEFIT = (
    "{drug} significantly reduced pain compared with placebo in patients with {illness} (p = 0.003).",
    "Pain scores were lower with {drug} than with placebo in people with {illness} (mean difference -1.8, 95% CI -2.6 to -1.0).",
    "In adults with {illness}, {drug} improved pain more than placebo.",
    "{drug} was superior to placebo for pain relief in {illness}.",
    "Compared with placebo, {drug} led to a significant decrease in pain among patients with {illness}.",
    "Treatment with {drug} resulted in less pain than placebo in {illness} (P<0.001).",
    "{drug} relieved pain in {illness} more effectively than placebo did.",
    "More patients with {illness} had pain relief on {drug} than on placebo (62% versus 31%, p=0.001).",
)
AGAINST = (
    "{drug} did not reduce pain compared with placebo in patients with {illness} (p = 0.61).",
    "There was no significant difference in pain between {drug} and placebo in people with {illness} (mean difference -0.1, 95% CI -0.7 to 0.5).",
    "In adults with {illness}, {drug} was no better than placebo for pain.",
    "{drug} showed no benefit over placebo for pain in {illness}.",
    "Pain did not differ between the {drug} and placebo groups among patients with {illness}.",
    "{drug} failed to relieve pain in {illness} when compared with placebo.",
    "Pain was worse with {drug} than with placebo in patients with {illness} (p = 0.02).",
    "{drug} increased pain compared with placebo in {illness}.",
)
PAIRS = [(number, *pair) for number, pair in enumerate(product(BENEFIT, AGAINST))]
PLANTED = PAIRS if ENDURANCE else PAIRS[::4]
COPIES = 8


def report(pmid: int, sentence: str, drug: str, illness: str, year: int, design: str = "randomised trial") -> Source:
    """The abstract of a trial, as a reader of PubMed records gives it."""
    text = TextBuilder()
    title = f"{drug.title()} for {illness}: a {design}"
    text.passage(title, position="0", role=Role.TITLE)
    text.passage(f"We studied {drug} in {illness}.", position="1", role=Role.BACKGROUND)
    text.passage(sentence.format(drug=drug, illness=illness)[:1].upper() + sentence.format(drug=drug, illness=illness)[1:], position="2", role=Role.CONCLUSION)  # fmt: skip
    stored, passages = text.finish()
    return Source((f"pmid:{pmid}",), title, stored, passages, kind=SourceKind.TRIAL, extent=Extent.ABSTRACT, published=str(year), publication_types=("Randomized Controlled Trial",))  # fmt: skip


def is_flagged(answer: Answer) -> bool:
    return any(caveat.kind in {CaveatKind.DISAGREEMENT, CaveatKind.REVERSAL} for caveat in answer.caveats)


@pytest.mark.endurance
def test_both_sides_are_cited_and_it_is_said(tmp_path: Path) -> None:
    """Of planted pairs, in at least 95 of 100 both reports are cited and the disagreement is named; copies count once."""
    asked, sources = {}, []
    for place, (number, helps, fails) in enumerate(PLANTED):
        drug, illness = DRUGS[place % len(DRUGS)] + "xyz"[place // len(DRUGS) % 3], ILLNESSES[number % len(ILLNESSES)]
        asked[1000 + number * 20] = (f"Is {drug} effective for pain in {illness}?", helps, fails)
        many, few = (helps, fails) if number % 2 else (fails, helps)
        sources += [report(1000 + number * 20 + copy, many, drug, illness, 2012) for copy in range(COPIES)]
        sources.append(report(1000 + number * 20 + COPIES, few, drug, illness, 2015))
    missed, miscounted = [], []
    with Library.open(tmp_path / "library") as library, Desk(library) as desk:
        library.add_sources(sources)
        for first, (question, helps, fails) in asked.items():
            answer = desk.ask(question)
            cited = {reference.record.source for reference in answer.references}
            both = f"pmid:{first + COPIES}" in cited and cited & {f"pmid:{first + copy}" for copy in range(COPIES)}
            if not (both and is_flagged(answer)):
                missed.append((question, helps, fails, sorted(cited), answer.bottom_line))
            elif (tally := answer.bottom_line and answer.bottom_line.tally) and (
                tally.benefit + tally.no_clear_difference + tally.harm != 2
            ):
                miscounted.append((question, tally))
    assert len(missed) <= 0.05 * len(asked), missed[:3]
    assert not miscounted

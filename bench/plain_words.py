"""
How answers read to patients: grades of our words and of the quotes, and what rewording kept.

    python bench/plain_words.py --library FOLDER [--show 20]

Each of the 300 real questions is answered for a clinician, and the same answer is reworded for a patient. Grades are
Flesch-Kincaid, one text an answer: the quotes shown in front, and our notes, explanations and questions. Kept means:
every hedge and denial of a claim still stands in its shortened words, and no claim of a protecting section is missing
or behind a click. `--show` prints shortened claims beside their quotes, to be read by a person.
"""

from __future__ import annotations

import argparse
import statistics

from real_questions import real_questions

from curbside.answers.answer import Answer
from curbside.claims.claim import Claim
from curbside.consult import open_desk
from curbside.language.cues import hedges, negations
from curbside.language.readability import grade
from curbside.prose.rules import rules
from curbside.questions.question import Reader


def protecting(answer: Answer) -> set[str]:
    """The claims, shown in front, of the sections that protect."""
    kinds = rules()["always_shown"]
    return {claim.id for section in answer.sections if section.kind in kinds for claim in section.claims}


def kept(claim: Claim) -> bool:
    """Whether the shortened words hold every hedge and denial of the claim."""
    return len(hedges(claim.worded)) >= len(hedges(claim.text)) and len(negations(claim.worded)) == len(
        negations(claim.text)
    )


def spread(name: str, values: list[int]) -> None:
    """One line of a table of grades."""
    cuts = statistics.quantiles(values, n=10)
    print(f"| {name} | {len(values)} | {statistics.mean(values):.1f} | {cuts[0]:.0f} | {cuts[4]:.0f} | {cuts[8]:.0f} |")


def main() -> None:
    """Answer, reword, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--library", required=True)
    arguments.add_argument("--show", type=int, default=0)
    chosen = arguments.parse_args()
    before: list[int] = []
    frame: list[int] = []
    quotes: list[int] = []
    shortened: list[Claim] = []
    claims = certain = behind = lost = 0
    with open_desk(chosen.library) as desk:
        for question in real_questions():
            made = desk.ask(question, Reader.CLINICIAN)
            plain = desk.reword(made, Reader.PATIENT)
            if not plain.sections or plain.reading is None:
                continue
            before.append(grade("\n\n".join(claim.text for claim in made.claims)) or 0)
            frame.append(plain.reading.frame or 0)
            quotes.append(plain.reading.quotes or 0)
            claims += len(plain.claims)
            certain += sum(map(kept, plain.claims))
            behind += sum(len(section.more) for section in plain.sections)
            shown = {section.kind for section in plain.sections}
            seen_before = {
                c.id for s in made.sections if s.kind in rules()["always_shown"] and s.kind in shown for c in s.claims
            }
            lost += len(seen_before - protecting(plain))
            shortened += [claim for claim in plain.claims if claim.wording and claim.wording.by == "rules"]
    print("| text | answers | mean grade | tenth | median | ninetieth |\n|---|---|---|---|---|---|")
    spread("the same answers for clinicians, quotes", before)
    spread("patients: quotes in front", quotes)
    spread("patients: our own words", frame)
    print(f"\nclaims {claims}, behind a click {behind}, shortened {len(shortened)}, hedges and denials kept {certain}")
    print(f"claims of protecting sections lost or hidden: {lost}")
    for claim in shortened[: chosen.show]:
        print(f"\n- read:  {claim.worded}\n  quote: {claim.text}")


if __name__ == "__main__":
    main()

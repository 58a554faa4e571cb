"""Questions on an effect: what is printed, and who speaks first."""

from __future__ import annotations

from curbside.answers.answer import Answer, CaveatKind, MadeBy, Searched
from curbside.answers.compose import Setting, compose
from curbside.claims.quote import quote
from curbside.evidence.evidence import Design, Evidence
from curbside.evidence.weigh import weigh
from curbside.questions.question import Question, QuestionType
from curbside.sources.source import SourceKind
from strategies import evidence, plan

ASKED = "Is colchicine effective for gout?"
TRIAL: dict[str, object] = {"kind": SourceKind.TRIAL, "design": Design.RANDOMISED_TRIAL}
SETTING = Setting(Searched(2, 3, 0, ("gout",), "2024", ""), "0" * 16, MadeBy("0", "none", "0" * 16), has_labels=False)
HELPS = "Colchicine reduced pain in patients with gout compared with placebo (P < 0.001)."
DOES_NOT = (
    "Colchicine did not reduce pain in patients with gout compared with placebo; there was no significant difference."
)


def answer(*made: Evidence, asked: str = ASKED) -> Answer:
    wanted = plan("gout", "benefits", kind=QuestionType.EFFECTIVENESS, intervention="colchicine", condensed=asked)
    weighed = weigh(wanted, tuple(one.found for one in made))
    question = Question(asked)
    return compose(question, wanted, quote(wanted, weighed, question.reader), weighed, SETTING)


def test_sources_that_differ_are_said_to_differ() -> None:
    """Neither side wins by number: the line says that sources differ, counts them, and quotes both."""
    made = answer(
        evidence(HELPS, source="pmid:1", title="Colchicine for gout: a trial", **TRIAL),
        evidence(DOES_NOT, source="pmid:2", title="Colchicine in acute gout", **TRIAL),
    )
    assert made.bottom_line is not None
    assert made.bottom_line.text.startswith("Sources differ.")
    assert made.bottom_line.verdict == "uncertain"
    assert "not a pooled result" in made.bottom_line.text
    quoted = {quote.source for claim in made.claims if claim.id in made.bottom_line.claims for quote in claim.quotes}
    assert quoted == {"pmid:1", "pmid:2"}
    assert CaveatKind.DISAGREEMENT in {caveat.kind for caveat in made.caveats}


def test_no_difference_found_is_not_shown_and_never_no() -> None:
    """A trial without a difference shows nothing: it does not show that nothing is there."""
    made = answer(evidence(DOES_NOT, source="pmid:2", title="Colchicine in acute gout", **TRIAL))
    assert made.bottom_line is not None
    assert made.bottom_line.text.startswith("Not shown")
    assert made.bottom_line.verdict != "no"


def test_one_source_is_not_counted_aloud() -> None:
    """A count of one tells nobody anything."""
    made = answer(evidence(HELPS, source="pmid:1", title="Colchicine for gout: a trial", **TRIAL))
    assert made.bottom_line is not None
    assert "reported benefit" not in made.bottom_line.text
    assert made.bottom_line.tally.benefit == 1


def test_a_question_of_when_gets_no_verdict() -> None:
    """Yes, no and "on limited evidence" answer whether something works, not when or how fast."""
    made = answer(
        evidence(HELPS, source="pmid:1", title="Colchicine for gout: a trial", **TRIAL),
        asked="When is colchicine given for gout?",
    )
    assert made.bottom_line is not None
    assert made.bottom_line.verdict is None
    assert not made.bottom_line.opening

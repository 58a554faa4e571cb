"""The support check: what must not change between a source and a statement, with reasons in words."""

from __future__ import annotations

import pytest

from curbside.claims.check import check
from curbside.claims.claim import Verdict

PASSAGE = (
    "Colchicine 0.5 mg twice daily reduced attacks of gout in adults over 12 weeks. It was not associated with "
    "kidney injury. Allopurinol may help some patients."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Colchicine 0.5 mg twice daily reduced attacks of gout in adults over 12 weeks.",
        "Colchicine reduced attacks of gout in adults.",
        "Allopurinol may help some patients.",
    ],
)
def test_what_the_passage_says_is_supported(claim: str) -> None:
    """Words of the passage, and less than its words, are supported."""
    assert check(claim, PASSAGE).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("claim", "because"),
    [
        ("Colchicine 5 mg twice daily reduced attacks of gout in adults over 12 weeks.", "5 mg"),
        ("Colchicine 0.5 g twice daily reduced attacks of gout in adults over 12 weeks.", "unit"),
        ("Colchicine 0.5 mg twice daily did not reduce attacks of gout in adults.", "denies"),
        ("Colchicine 0.5 mg twice daily increased attacks of gout in adults over 12 weeks.", "direction"),
        ("Colchicine 0.5 mg twice daily reduced attacks of gout in children over 12 weeks.", "child"),
        ("Febuxostat 0.5 mg twice daily reduced attacks of gout in adults over 12 weeks.", "Febuxostat"),
        ("Colchicine is recommended and reduced attacks of gout in adults.", "recommended"),
        ("Colchicine is safe and reduced attacks of gout in adults.", "safe"),
        ("Exercise improves walking speed in osteoarthritis of the knee.", ""),
        ("", "empty"),
    ],
)
def test_each_kind_of_change_is_found(claim: str, because: str) -> None:
    """Number, unit, denial, direction, population, name and strong words: one change is enough, and it is named."""
    outcome = check(claim, PASSAGE)
    assert outcome.verdict is not Verdict.SUPPORTED
    assert because in "; ".join(outcome.reasons)


@pytest.mark.parametrize(
    ("claim", "because"),
    [
        ("Nausea was reported by 4% of those given colchicine.", "stands where"),
        ("Allopurinol was stopped by 15% for nausea.", "stands where"),
        ("In trials, colchicine (XYZ) reduced attacks.", "XYZ"),
    ],
)
def test_words_of_the_passage_in_wrong_company_are_found(claim: str, because: str) -> None:
    """A number, name or short form of the passage that stands beside other words than there is no support."""
    passage = (
        "Nausea was reported by 15% of those given colchicine. Pain was felt by 4% of those given placebo in the same year. "
        "Febuxostat was stopped by 15% for nausea. Allopurinol was liked. In trials, colchicine (COL) reduced attacks."
    )
    outcome = check(claim, passage)
    assert outcome.verdict is not Verdict.SUPPORTED
    assert because in "; ".join(outcome.reasons)

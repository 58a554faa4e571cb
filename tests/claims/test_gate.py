"""What a reworded sentence may change, and what it may not."""

from __future__ import annotations

import pytest

from curbside.claims.gate import gate

#: A quote of several sentences, as pages have them.
QUOTE = (
    "If you have acute bronchitis, your doctor may recommend rest and plenty of fluids. Blood clots can form if blood "
    "flow is slow. These medicines decrease your blood's ability to clot. Avoid caffeine before bedtime. Women are much "
    "more likely than men to develop migraine. Some patients use oral iron. The disease is usually caused by a bacterial "
    "infection. Insulin is added when tablets do not control sugar. Metformin is not used in severe kidney disease. It isn't specific enough to make the diagnosis. Viruses are seldom found."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Rest and plenty of fluids may be recommended in acute bronchitis.",  # the condition told as whom it is about
        "When blood flow is slow, clots can form in the blood.",
        "These medicines lower the ability of blood to clot.",  # the same direction in another word
        "Migraine is much more likely in women than in men.",  # turned round, and still true
        "The disease is often caused by infection with bacteria.",  # a smaller share; a noun for an adjective
        "Caffeine is to be avoided before bedtime.",
    ],
)
def test_true_paraphrases_pass(sentence: str) -> None:
    """Other grammar, other ordinary words, and no more than the quote."""
    assert gate(sentence, QUOTE).reasons == ()


@pytest.mark.parametrize(
    ("sentence", "because"),
    [
        ("Rest and plenty of fluids are recommended in acute bronchitis.", "less sure"),
        ("Rest will help acute bronchitis.", "less sure"),
        ("Blood clots can form.", "“if”"),
        ("These medicines raise the ability of blood to clot.", ""),
        ("Migraine is much more likely in men than in women.", "sides"),
        ("The disease is always caused by bacteria.", "always"),
        ("All patients use oral iron.", "all"),
        ("Caffeine is to be taken before bedtime.", "denies"),
        ("Caffeine is not to be avoided before bedtime.", "denies"),
        ("It is specific enough to make the diagnosis.", "denies"),
        ("The disease is not contagious.", "denies"),
        ("Bacteria are more common than viruses.", ""),
        ("Most patients use oral iron.", "most"),
        ("Some patients use intravenous iron.", "intravenous"),
        ("Tablets are added when insulin does not control sugar.", "changed places"),
        ("Metformin is not used in kidney disease.", "severe"),
    ],
)
def test_what_goes_beyond_the_quote_is_refused(sentence: str, because: str) -> None:
    """Hedges, conditions, shares, denials, directions and routes may not be lost, turned or strengthened."""
    reasons = gate(sentence, QUOTE).reasons
    assert reasons
    assert because in "; ".join(reasons).lower()


def test_a_hedge_beside_other_words_does_not_count() -> None:
    """A sentence need not hedge what its quote hedges elsewhere."""
    quote = "The heart has two upper chambers. Some doctors may order a scan of the liver."
    assert not gate("There are two upper chambers of the heart.", quote).reasons


def test_a_comparison_needs_one_in_the_quote() -> None:
    """Nothing is said to be more than something else where the quote compares nothing."""
    quote = "Ischemic stroke is the common type. Hemorrhagic stroke is another type."
    assert gate("Ischemic stroke is more common than hemorrhagic stroke.", quote).reasons

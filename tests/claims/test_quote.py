"""Claims: always with a quote, one voice for each publisher family."""

from __future__ import annotations

import pytest

from curbside.claims.claim import Check, Claim, Verdict
from curbside.claims.quote import quote
from curbside.questions.question import Reader
from curbside.sources.source import DrawnFrom, SourceKind, sha256
from strategies import evidence, plan

SENTENCE = "Gout is usually treated with medicines that reduce pain and swelling."


def test_a_claim_without_a_quote_cannot_be_made() -> None:
    """The constructor refuses a statement that nothing carries."""
    with pytest.raises(ValueError, match="at least one quote"):
        Claim("0" * 12, "medicines", "Rest helps.", (), (), None, Check(Verdict.SUPPORTED, "verbatim"))


def test_every_quote_is_the_text_at_its_span() -> None:
    """The words of a quote are the characters of the stored text at its offsets."""
    text = f"Something else comes first here. {SENTENCE}"
    for claim in quote(plan("gout", "medicines"), (evidence(text),), Reader.CLINICIAN).claims:
        for one in claim.quotes:
            assert text[one.start : one.end] == one.text
            assert claim.text == one.text


def test_one_publisher_family_is_one_voice() -> None:
    """Pages that copy each other are one source of a claim; another family is a second."""
    same = [evidence(SENTENCE, source=f"medquad:{n}", family="NIH") for n in range(3)]
    (claim,) = quote(plan("gout", "medicines"), tuple(same), Reader.CLINICIAN).claims
    assert len(claim.quotes) == 1
    other = evidence(SENTENCE.replace("usually", "often"), source="pmid:9", family="CDC")
    (claim,) = quote(plan("gout", "medicines"), (*same, other), Reader.CLINICIAN).claims
    assert {one.source for one in claim.quotes} == {claim.quotes[0].source, "pmid:9"} or len(claim.quotes) == 2


def test_a_starter_statement_gives_way_to_the_page() -> None:
    """When the page it was drawn from is in the library, the quote comes from the page."""
    page = "Gout page. Doctors use medicines for gout to reduce pain and swelling."
    start = page.index("Doctors")
    statement = "Medicines are used to reduce the pain and swelling of gout."
    one = evidence(statement, kind=SourceKind.STARTER, facet="medicines", source="starter:gout")
    drawn = DrawnFrom("medquad:x", start, len(page), sha256(page[start:]))
    found = one.found
    from dataclasses import replace

    starter = replace(one, found=replace(found, passage=replace(found.passage, drawn_from=(drawn,))))
    asked = plan("gout", "medicines")
    (alone,) = quote(asked, (starter,), Reader.CLINICIAN, lambda *_: None).claims
    assert alone.quotes[0].source == "starter:gout"
    held = replace(found.record, source="medquad:x", version=sha256(page))
    (given,) = quote(asked, (starter,), Reader.CLINICIAN, lambda *_: (held, page[start:])).claims
    assert given.quotes[0].source == "medquad:x"
    assert given.quotes[0].text == page[start:]


def test_an_open_question_is_answered_in_its_own_words_or_not_at_all() -> None:
    """Where no subject can be told, a statement must hold the question's names and most of its words."""
    from curbside.questions.question import QuestionType

    def asked(question: str) -> tuple[str, ...]:
        open_plan = plan("bind to", "definition", kind=QuestionType.DEFINITION, condensed=question)
        one = evidence("REGN5458 binds to BCMA on plasma cells and to CD3 on T cells.", title="REGN5458 in myeloma")
        return tuple(claim.text for claim in quote(open_plan, (one,), Reader.CLINICIAN).claims)

    assert asked("What does REGN5458 bind on cells?")
    assert not asked("What does REGN9999 bind on cells?")
    assert not asked("Which films won prizes for their music?")

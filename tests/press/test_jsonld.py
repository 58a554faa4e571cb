"""What machines are told of a page: who reviewed it, what it cites, how it was made, and nothing that breaks the page."""

from __future__ import annotations

import json
from dataclasses import replace

from lxml import html
from test_citations import RECORDS, citing
from test_press import made

from curbside.answers.answer import MadeBy
from curbside.press import to_dict
from curbside.press.jsonld import Publication, Reviewer, in_script, jsonld
from strategies import record

REVIEWER = Reviewer("Ada Lind", "MD, PhD", ("rheumatology",), "Gout Hospital")
APPROVED = Publication(
    address="https://example.org/articles/gout", state="Reviewed and approved by Ada Lind on 2026-01-02.",
    published_on="2026-01-02", modified_on="2026-01-03", edition=2, reviewers=(REVIEWER,), reviewed_on="2026-01-02",
)  # fmt: skip


def test_an_unreviewed_answer_says_so_and_names_no_reviewer() -> None:
    """Without a publication nobody reviewed it, and how it was made is told in words and in a code."""
    answer = made()
    page = jsonld(answer)
    assert page["@type"] == "MedicalWebPage"
    assert page["creativeWorkStatus"].startswith("Not reviewed by a clinician.")
    assert not {"reviewedBy", "lastReviewed", "url", "version"} & set(page)
    assert page["identifier"]["value"] == to_dict(answer)["digest"]
    assert page["digitalSourceType"] == "https://schema.org/AlgorithmicMediaDigitalSource"
    assert page["creditText"].endswith("no language model.")
    assert page["medicalAudience"]["audienceType"] == "clinician"


def test_a_reviewed_text_names_who_signed_and_when() -> None:
    """Reviewers with credentials and affiliation, the day of the review, the edition and its address."""
    page = jsonld(made(), APPROVED)
    assert page["reviewedBy"] == [
        {
            "@type": "Person", "name": "Ada Lind", "honorificSuffix": "MD, PhD", "knowsAbout": ["rheumatology"],
            "affiliation": {"@type": "Organization", "name": "Gout Hospital"},
        }
    ]  # fmt: skip
    assert (page["lastReviewed"], page["dateModified"], page["version"]) == ("2026-01-02", "2026-01-03", 2)
    assert page["url"] == APPROVED.address


def test_words_of_a_model_are_marked() -> None:
    """A text that a language model worded carries the code for it, reviewed or not."""
    page = jsonld(replace(made(), made_by=MadeBy("1", "some-model", "0")), APPROVED)
    assert page["digitalSourceType"].endswith("CompositeWithTrainedAlgorithmicMediaDigitalSource")
    assert "Worded by a language model (some-model); every sentence was checked" in page["creditText"]


def test_citations_are_works_with_their_standing() -> None:
    """Each work cited has its type, people apart from bodies, identifiers, and says when it is retracted."""
    trial, page, *_ = jsonld(citing(*RECORDS))["citation"]
    assert trial["@type"] == "ScholarlyArticle"
    assert trial["creativeWorkStatus"] == "retracted"
    assert trial["identifier"] == ["pmid:123", "pmcid:PMC9", "doi:10.1/a_b#c"]
    assert trial["datePublished"] == "2020-03-09"
    assert trial["author"][0] == {"@type": "Person", "name": "J. A. Smith Jr"}
    assert trial["author"][3] == {"@type": "Organization", "name": "EULAR Working Group II"}
    assert (page["@type"], page["position"]) == ("WebPage", "2, 3")


def test_nothing_in_it_ends_the_script_element() -> None:
    """A hostile title stays data inside the page, and comes back as it was."""
    hostile = "</script><script>alert(1)</script><!-- &amp; \u2028"
    value = jsonld(citing(record(title=hostile)))
    page = html.fromstring(f'<p><script type="application/ld+json">{in_script(value)}</script></p>')
    (script,) = page.iter("script")
    assert json.loads(script.text) == value
    assert value["citation"][0]["name"] == "</script><script>alert(1)</script><!-- &amp;"

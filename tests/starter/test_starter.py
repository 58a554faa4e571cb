"""What every starter topic promises, whoever wrote it: its form, and what it never says."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files as resources

import pytest
from starter_statements import Statement

from curbside.claims.facets import has_cue
from curbside.questions.kinds import kinds
from curbside.sources.source import Source, SourceKind
from curbside.starter import files

#: The only digits a statement may hold: parts of a name, and the year of the review that it names.
NAMES_WITH_DIGITS = re.compile(
    r"type [12]\b|\bType [12]\b|\bA1C\b|\bB12\b|\bT[34]\b|interleukin-2|review (?:of \w+ \w+ )?from (?:20[0-2]\d)"
)

#: Drugs and vaccines that pages of 2016-17 still name and that have been withdrawn or replaced since.
WITHDRAWN = (
    "ranitidine|zantac|lorcaserin|belviq|rosiglitazone|avandia|avandaryl|avandamet|lindane|zostavax|ergotamine|"
    "cisapride|tegaserod|zelnorm|rofecoxib|vioxx|valdecoxib|sibutramine|troglitazone|propoxyphene|chlorpropamide|"
    "tolazamide|zolpidem|peginesatide"
)

FORBIDDEN = {
    "a dose": r"\b(?:mg|mcg|milligrams?|micrograms?|milliliters?|grams?|units? of insulin|tablespoons?|ounces?)\b",
    "how often a medicine is taken": r"\b(?:once|twice|times) (?:a|each|per) (?:day|week|month)\b|\bhours apart\b",
    "a statistic": r"%|\bper ?cent\b|\bone in (?:\w+)\b|\b(?:half|a third|a quarter|two-thirds) of\b|\btwice as\b|"
    r"\b\w+ times (?:more|as|higher|likelier)\b|\b\w+-?fold\b|\bmillions? of\b",
    "an age": r"\byears? old\b|\byears of age\b|\byear-old|\baged? (?:over|under)\b|\bover the age\b",
    "a telephone line": r"\b(?:hot|help|life|crisis )lines?\b|\bcall (?:nine|one)\b|\bphone number\b",
    "a treatment window": r"\bwithin (?:\w+ )?(?:minutes|hours) (?:of|after)\b|\bgolden hour\b",
    "a withdrawn drug": WITHDRAWN,
    "an outdated term": r"\bpre-?hypertension\b",
}


def test_library_holds_at_least_forty_topics(topics: tuple[Source, ...]) -> None:
    """A newcomer finds forty topics, each under an id of its own that follows its file's name."""
    assert len(topics) >= 40
    assert [topic.ids for topic in topics] == [(f"starter:{page.name.removesuffix('.md')}",) for page in files()]
    assert len({topic.title for topic in topics}) == len(topics)


def test_readme_lists_every_topic(topics: tuple[Source, ...]) -> None:
    """The library's own page names each topic with its file, so that a reader finds what there is."""
    readme = resources("curbside.starter").joinpath("README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[(.+?)\]\((.+?)\) \| (\d+) \|", readme, re.MULTILINE)
    rows = [
        (topic.title, f"{topic.ids[0].removeprefix('starter:')}.md", str(len(topic.passages) - 1)) for topic in topics
    ]
    assert sorted(listed) == sorted(rows)


def test_topics_say_what_they_are(topics: tuple[Source, ...]) -> None:
    """Each topic is of the lowest trust, names its pages with their licence, and its other names."""
    for topic in topics:
        assert topic.kind is SourceKind.STARTER, topic.title
        assert topic.collection == "starter", topic.title
        assert topic.synonyms, topic.title
        assert len(set(topic.synonyms)) == len(topic.synonyms), topic.title
        for page in topic.pages_drawn_from:
            assert page.url.startswith("http"), (topic.title, page)
            assert page.licence, (topic.title, page)
            if page.source.startswith("medquad:"):
                assert page.published == "undated, collected 2016-17", (topic.title, page)


def test_each_topic_has_six_to_thirty_statements_in_the_order_of_the_kinds(topics: tuple[Source, ...]) -> None:
    """Sections follow the fixed list of kinds, and no topic is padded or overfull."""
    order = list(kinds())
    for topic in topics:
        facets = [passage.facet for passage in topic.passages[1:]]
        assert 6 <= len(facets) <= 30, topic.title
        assert facets == sorted(facets, key=order.index), topic.title


def test_every_statement_names_the_spans_it_was_drawn_from(topics: tuple[Source, ...]) -> None:
    """No statement stands on its own, and no page is listed that nothing was drawn from."""
    for topic in topics:
        used = {drawn.source for passage in topic.passages[1:] for drawn in passage.drawn_from}
        assert all(passage.drawn_from for passage in topic.passages[1:]), topic.title
        assert used == {page.source for page in topic.pages_drawn_from}, topic.title


def test_no_statement_is_said_twice(statements: tuple[Statement, ...]) -> None:
    """The same words under two headings or topics would be found twice and counted twice."""
    counts = Counter(" ".join(statement.text.casefold().split()) for statement in statements)
    assert [words for words, count in counts.items() if count > 1] == []


def test_statements_stand_alone(statements: tuple[Statement, ...]) -> None:
    """A statement is one or two short sentences that open with their subject, not with a pronoun or an address."""
    for statement in statements:
        assert re.search(r"[.!]$", statement.text), str(statement)
        assert len(statement.text.split()) <= 50, str(statement)
        assert not re.match(r"(?:It|They|This|These|Those|He|She|Its|Their)\b", statement.text), str(statement)
        assert not re.search(r"\b(?:you|your|yours)\b", statement.text, re.IGNORECASE), str(statement)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_statements_never_hold(what: str, statements: tuple[Statement, ...]) -> None:
    """Doses, statistics, ages, telephone lines, windows and withdrawn drugs of old pages are never repeated."""
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    assert [str(statement) for statement in statements if pattern.search(statement.text)] == []


def test_statements_hold_no_number(statements: tuple[Statement, ...]) -> None:
    """The pages have lost their dashes, so that none of their numbers can be trusted: names keep theirs."""
    assert [str(one) for one in statements if re.search(r"\d", NAMES_WITH_DIGITS.sub("", one.text))] == []


def test_ordered_kinds_hold_their_cue(statements: tuple[Statement, ...]) -> None:
    """First-line, escalation, referral and criteria stand only where the statement itself says so."""
    assert [str(one) for one in statements if not has_cue(one.passage.facet, one.text)] == []

"""Starter statements held against the public pages they summarise, where the corpora are present."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable

from starter_statements import Statement

from corpora import corpus
from curbside.claims.check import check
from curbside.claims.claim import Verdict
from curbside.sources.source import Source, sha256

#: Words that claim more than a report does: a statement may use them only where its span does.
CLAIMS = {
    "should": r"\bshould(?:n't|nt)?\b",
    "must": r"\bmust\b|\bneed(?:s|ed)? to\b",
    "effective": r"effective",
    "safe": r"\bsafe|\bsafely\b",
    "essential": r"\bessential",
    "recommend": r"\brecommend|\badvis",
    "first": r"\bfirst\b|\boriginally\b|\binitial|\bstarts?\b|\bbegins?\b",
    "cure": r"\bcur(?:e|es|ed|able|ing)\b",
    "best": r"\bbest\b|\bmost effective\b",
    "proven": r"\bprove[ns]?\b|\bproof\b",
}
GRAM = 8

#: The pages have lost apostrophes ("dont", "arent"); the support check reads such a word as it was meant.
LOST_APOSTROPHE = re.compile(r"\b(do|does|did|is|are|was|should|could|would|wo|ca)nt\b")
#: The support check is typed and knows no medicine: a true statement that leaves out "and improve symptoms" can fail it.
HELD = 0.99


def words(text: str) -> list[str]:
    """The words of a text as the copying test compares them."""
    return re.findall(r"[a-z0-9]+", text.lower())


def heading(statement: Statement) -> str:
    """What a reader of the page knows before the span begins: its topic by every name, and whose page it is."""
    topic = statement.topic
    sources = {drawn.source for drawn in statement.passage.drawn_from}
    pages = [f"{page.title}, {page.publisher}" for page in topic.pages_drawn_from if page.source in sources]
    return f"{topic.title} ({', '.join(topic.synonyms)}), {', '.join(pages)}"


def test_every_span_is_found_with_its_hash(topics: tuple[Source, ...], page_text: Callable[[str], str | None]) -> None:
    """The words behind each statement stand in the stored text of the page, byte for byte."""
    unseen = set()
    for topic in topics:
        for passage in topic.passages[1:]:
            for drawn in passage.drawn_from:
                text = page_text(drawn.source)
                if text is None:
                    unseen.add(drawn.source)
                    continue
                assert drawn.end <= len(text), (topic.title, drawn)
                assert sha256(text[drawn.start : drawn.end]) == drawn.sha256, (topic.title, drawn)
    # Only journal abstracts may be out of reach; every MedQuAD page is in the corpora.
    assert all(not source.startswith("medquad:") for source in unseen)


def test_strong_words_come_from_the_span(statements: tuple[Statement, ...], spans: Callable[[Statement], str]) -> None:
    """Words such as "should" or "effective" are said only where the page says them."""
    stronger = []
    for statement in statements:
        span = spans(statement)
        for word, pattern in CLAIMS.items():
            said = re.search(rf"\b{word}(?!er)", statement.text, re.IGNORECASE)
            if span and said and not re.search(pattern, span, re.IGNORECASE):
                stronger.append((word, str(statement)))
    assert stronger == []


def test_no_eight_words_are_copied(statements: tuple[Statement, ...]) -> None:
    """Statements are our own words: none shares eight words in a row with any page of the collection."""
    grams: dict[tuple[str, ...], Statement] = {}
    for statement in statements:
        said = words(statement.text)
        grams.update({tuple(said[n : n + GRAM]): statement for n in range(len(said) - GRAM + 1)})
    copied = set()
    with zipfile.ZipFile(corpus("medquad/medquad_answered.zip")) as archive:
        for name in archive.namelist():
            # Tags become spaces: an answer is compared with all of its page, whatever a reader makes of it.
            page = words(re.sub(r"<[^>]+>", " ", archive.read(name).decode("utf-8", "replace")))
            copied |= grams.keys() & set(zip(*(page[n:] for n in range(GRAM)), strict=False))
    assert [(" ".join(gram), str(grams[gram])) for gram in copied] == []


def test_statements_are_supported_by_their_spans(
    statements: tuple[Statement, ...], spans: Callable[[Statement], str]
) -> None:
    """The check that Curbside runs on claims holds statements to their spans, under the heading of their page."""
    seen, unheld = 0, []
    for statement in statements:
        if not (span := LOST_APOSTROPHE.sub(r"\1n't", spans(statement))):
            continue
        seen += 1
        under_heading = f"{heading(statement)}: {span}"
        # A statement of two clauses may take them from two sentences: then each clause is held on its own.
        clauses = re.split(r"(?<=[.;:]) ", statement.text)
        if not any(
            all(check(part, passage).verdict is Verdict.SUPPORTED for part in parts)
            for parts in ([statement.text], clauses)
            for passage in (span, under_heading)
        ):
            unheld.append(f"{statement} {check(statement.text, under_heading).reasons}")
    assert seen >= 0.9 * len(statements)
    assert len(unheld) <= (1 - HELD) * seen, "\n".join(unheld)

"""P9, as far as status reaches the library by files and by hand: a retracted source supports no claim."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from asked import ENDURANCE

from curbside.answers.answer import CaveatKind, Outcome
from curbside.consult import Desk
from curbside.library.library import Library

#: Illnesses that do not exist, so that one work alone can speak of each.
NAMES = [f"{one}{two}itis" for one, two in product("zelv prand quorr brint molg thask dwarv fenx gliv jorp".split(), "a em ol ur ist onn ad ik eb ov esh ung ark el ip un ost ird al om".split())]  # fmt: skip
PLANTED = 200 if ENDURANCE else 40


def record(
    number: int,
    inside: str = "",
    title: str = "",
    types: str = "Journal Article",
    *,
    pmid: int = 70000,
    doi: str = "work",
) -> str:
    """One record as PubMed writes it; works have PMID and DOI, and a sentence that answers."""
    name = NAMES[number]
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid + number}</PMID><Article PubModel="Print">'
        f"<Journal><JournalIssue><PubDate><Year>2019</Year></PubDate></JournalIssue><Title>Journal</Title></Journal>"
        f"<ArticleTitle>{title or f'Treatment of {name}: a systematic review.'}</ArticleTitle>"
        f"<Abstract><AbstractText>{name.title()} is treated with rest, splints and an operation on the tendon.</AbstractText></Abstract>"
        f"<PublicationTypeList><PublicationType>{types}</PublicationType></PublicationTypeList></Article>{inside}</MedlineCitation>"
        f'<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid + number}</ArticleId><ArticleId IdType="doi">10.5555/{doi}.{number}</ArticleId>'
        "</ArticleIdList></PubmedData></PubmedArticle>"
    )


def related(kind: str, target: str) -> str:
    return f'<CommentsCorrectionsList><CommentsCorrections RefType="{kind}"><RefSource>J 2020</RefSource>{target}</CommentsCorrections></CommentsCorrectionsList>'


def notice(number: int, inside: str) -> str:
    return record(number, inside, "Notice of the editors.", pmid=90000, doi="notice")


def article(number: int, link: str) -> str:
    """A notice as JATS writes it, which names the work by DOI or PMID alone."""
    return (
        '<article article-type="retraction" xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title-group>'
        "<journal-title>J</journal-title></journal-title-group></journal-meta><article-meta>"
        f'<article-id pub-id-type="doi">10.5555/jats.{number}</article-id><title-group><article-title>Notice</article-title></title-group>'
        f"<pub-date><year>2021</year></pub-date>{link}</article-meta></front><body><p>The editors withdraw it.</p></body></article>"
    )


def linked(kind: str, target: str) -> str:
    return f'<related-article related-article-type="retracted-article" ext-link-type="{kind}" xlink:href="{target}"/>'


#: Each way in which a work becomes retracted: the work's own record, and a file that speaks of it.
Way = Callable[[int], tuple[str, str]]
WAYS: dict[str, Way] = {
    "publication type": lambda n: (record(n, types="Retracted Publication"), ""),
    "RetractionIn": lambda n: (record(n, related("RetractionIn", '<PMID Version="1">1</PMID>')), ""),
    "RetractionIn without an id": lambda n: (record(n, related("RetractionIn", "")), ""),
    "title": lambda n: (record(n, title=f"RETRACTED: Treatment of {NAMES[n]}: a systematic review."), ""),
    "PubMed notice": lambda n: (record(n), notice(n, related("RetractionOf", f'<PMID Version="1">{70000 + n}</PMID>'))),
    "JATS notice by DOI": lambda n: (record(n), article(n, linked("doi", f"10.5555/work.{n}"))),
    "JATS notice by DOI as a link": lambda n: (
        record(n),
        article(n, linked("uri", f"https://doi.org/10.5555/WORK.{n}")),
    ),
    "JATS notice by PMID": lambda n: (record(n), article(n, linked("pmid", str(70000 + n)))),
    "mark by PMID": lambda n: (record(n), f"pmid:{70000 + n}"),
    "mark by DOI": lambda n: (record(n), f"doi:10.5555/work.{n}"),
}


def written(folder: Path, pieces: list[str]) -> Path:
    """Files as a librarian would have them: one set of PubMed records, one JATS article a file."""
    folder.mkdir()
    records = [piece for piece in pieces if piece.startswith("<PubmedArticle>")]
    if records:
        (folder / "records.xml").write_text(
            f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>", encoding="utf-8"
        )
    for place, piece in enumerate(piece for piece in pieces if piece.startswith("<article")):
        (folder / f"notice{place}.xml").write_text(piece, encoding="utf-8")
    return folder


@pytest.mark.endurance
def test_what_is_retracted_is_never_cited(tmp_path: Path) -> None:
    """Works that answer are cited before their retraction arrives, in whichever way it does, and never after."""
    ways = list(WAYS)
    works = [(ways[number % len(ways)], number) for number in range(PLANTED)]
    told = {number: WAYS[way](number) for way, number in works}
    late = [(way, number) for way, number in works if told[number][1]]
    with Library.open(tmp_path / "library") as library, Desk(library) as desk:
        library.add(str(written(tmp_path / "works", [own for own, _ in told.values()])))
        for way, number in works:
            answer = desk.ask(f"How is {NAMES[number]} treated?")
            assert (bool(answer.claims), way, number) == ((way, number) in late, way, number)
        library.add(str(written(tmp_path / "notices", [told[number][1] for _, number in late])))
        for way, number in late:
            if way.startswith("mark"):
                library.mark(told[number][1], "retracted", "as the journal says")
        for way, number in works:
            answer = desk.ask(f"How is {NAMES[number]} treated?")
            cited = {reference.record.source for reference in answer.references}
            assert (answer.claims, cited, way) == ((), set(), way)
            assert (answer.outcome, way) == (Outcome.ABSTAINED, way)
            assert any(caveat.kind is CaveatKind.RETRACTED_LEFT_OUT for caveat in answer.caveats), way


@pytest.mark.endurance
def test_a_notice_that_comes_first_waits_for_its_work(tmp_path: Path) -> None:
    """The order in which files arrive changes nothing: a work added after its notice is retracted from the start."""
    ways = [way for way in WAYS if "notice" in way]
    works = [(ways[number % len(ways)], number) for number in range(PLANTED // 2)]
    told = {number: WAYS[way](number) for way, number in works}
    with Library.open(tmp_path / "library") as library, Desk(library) as desk:
        library.add(str(written(tmp_path / "notices", [said for _, said in told.values()])))
        library.add(str(written(tmp_path / "works", [own for own, _ in told.values()])))
        for way, number in works:
            answer = desk.ask(f"How is {NAMES[number]} treated?")
            assert (answer.claims, answer.outcome, way) == ((), Outcome.ABSTAINED, way)

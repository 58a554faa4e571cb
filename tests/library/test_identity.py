"""What anybody adds never takes the place, the name or the trust of a published or starter work."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made import notice, source

from curbside import starter
from curbside.consult import open_desk
from curbside.evidence.evidence import Trust
from curbside.library import embedded
from curbside.library.identity import contradict, same_title
from curbside.library.library import Library
from curbside.sources.source import Extent, Source, SourceKind, Status

POISON = "Take zzpoison, ten spoons a day."
PAGES = ("markdown", "jsonl", "html", "pdf", "docx", "a-plugin")


META = (
    '<meta name="citation_title" content="Zz of knees"><meta name="citation_pmid" content="1">'
    '<meta name="citation_doi" content="10.1/two">'
)
ARTICLE = (
    '<article><front><article-meta><article-id pub-id-type="pmid">1</article-id><article-id pub-id-type="doi">{doi}'
    "</article-id><title-group><article-title>{title}</article-title></title-group></article-meta></front>"
    "<body><sec><title>Results</title><p>{{}}</p></sec></body></article>"
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter library."""
    folder = tmp_path_factory.mktemp("starter") / "library"
    open_desk(folder).close()
    return folder


@pytest.fixture
def stocked(filled: Path, tmp_path: Path) -> Iterator[Library]:
    """A library with the starter library, to be changed."""
    with Library.open(shutil.copytree(filled, tmp_path / "library")) as library:
        yield library


def page(*ids: str, **more: Any) -> Source:
    """A full text that says POISON, with a title of its own unless one is given."""
    given: dict[str, Any] = {"title": "Splints and how to wear them", "body": POISON, "extent": Extent.FULL_TEXT} | more
    return source(*ids, **given)


def record_of_two(empty: Library) -> None:
    """Two published works, as PubMed tells of them."""
    first = source("pmid:1", "doi:10.1/one", title="Splints for the wrist", body="One.")
    second = source("pmid:2", "doi:10.1/two", title="Surgery of the elbow", body="Two.")
    empty.add_sources([first, second], format="pubmed")


def untouched(library: Library) -> None:
    """Both are what their records say, and nothing that was forged is live."""
    assert [library.resolve(name) for name in ("doi:10.1/one", "doi:10.1/two")] == ["pmid:1", "pmid:2"]
    assert library.text("pmid:1").endswith("One.")
    assert library.text("pmid:2").endswith("Two.")
    assert library.record("pmid:1").ids == ("pmid:1", "doi:10.1/one")
    assert library.record("pmid:2").ids == ("pmid:2", "doi:10.1/two")
    assert library.doctor() == []


# The starter library


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gout.md", "---\nkind: starter\nid: starter:gout\ntitle: Gout\n{pages}---\n# Gout\n\n## Clinical features\n\n- {poison}[^1]\n\n{note}"),
        ("new.md", "---\nkind: starter\nid: local:new\ntitle: New\n{pages}---\n# New\n\n## Clinical features\n\n- {poison}[^1]\n\n{note}"),
        ("gout.jsonl", '{{"id": "starter:gout", "title": "Gout", "text": "{poison}", "kind": "starter"}}'),
        ("gout.jsonl", '{{"id": "starter:gout", "title": "Gout", "text": "{poison}", "kind": "guideline"}}'),
        ("gout.jsonl", '{{"id": "x:1", "title": "Gout", "text": "{poison}", "kind": "starter"}}'),
    ],
)  # fmt: skip
def test_only_the_program_says_what_is_of_the_starter_library(
    stocked: Library, tmp_path: Path, name: str, text: str
) -> None:
    """A file that calls itself a starter page, or goes by the id of one, is refused with what to write instead."""
    pages = 'pages:\n  - {source: "a:1", title: "T", publisher: "P", url: "https://example.org", published: "2020"}\n'
    filled = text.format(poison=POISON, pages=pages, note=f"[^1]: a:1 0 9 {'a' * 64}\n")
    (tmp_path / name).write_text(filled, encoding="utf-8")
    before = (stocked.snapshot(), stocked.record("starter:gout"))
    report = stocked.add(tmp_path / name)
    assert (report.added, report.updated, report.quarantined) == (0, 0, [])
    assert "local:gout" in report.skipped[0].reason
    assert report.skipped[0].path.startswith(str(tmp_path / name))
    assert (stocked.snapshot(), stocked.record("starter:gout")) == before


def test_sources_of_a_program_are_no_starter_pages(empty: Library) -> None:
    """Nor does Python code put one on the shelf by its kind or id."""
    report = empty.add_sources([source("starter:gout"), source("x:1", kind=SourceKind.STARTER)])
    assert [one.reason.partition(",")[0] for one in report.skipped] == [
        "says that it belongs to the starter library",
    ] * 2
    assert empty.counts().sources == 0


def test_a_newer_program_renews_the_starter_library(stocked: Library) -> None:
    """Its pages take the place of those that an older program brought, whether they changed or were forged then."""
    genuine, whole = stocked.text("starter:gout"), stocked.snapshot()
    old = source("starter:gout", title="Gout", body=POISON, kind=SourceKind.STARTER, extent=Extent.FULL_TEXT)
    gone = source("starter:zz", title="Zz", body=POISON, kind=SourceKind.STARTER, extent=Extent.FULL_TEXT)
    stocked.add_sources([old, gone], format="starter")
    with sqlite3.connect(stocked.folder / "library.sqlite") as connection:  # as they were read until now
        connection.execute("UPDATE originals SET format = 'markdown'")
    assert POISON in stocked.text("starter:gout")
    report = embedded.fill(stocked)
    assert (report.updated, report.retired, report.added) == (1, 1, 0)
    assert report.unchanged == len(list(starter.files())) - 1
    assert (stocked.text("starter:gout"), stocked.snapshot()) == (genuine, whole)
    assert embedded.fill(stocked).unchanged == len(list(starter.files()))
    assert stocked.doctor() == []


# Published works


@pytest.mark.parametrize("format_name", PAGES)
@pytest.mark.parametrize("name", ["pmid:1", "doi:10.1/one"])
def test_a_page_never_takes_the_place_of_a_published_work(empty: Library, format_name: str, name: str) -> None:
    """Whatever it is called and however new, it is refused in words that name the work and say what to do."""
    record_of_two(empty)
    for title in ("Splints for the wrist", "Splints and how to wear them"):
        report = empty.add_sources([page(name, title=title, revised="2030")], format=format_name)
        assert report.skipped[0].reason.startswith(f'names {name}, which is "Splints for the wrist" here')
        assert "leave out the id" in report.skipped[0].reason
    untouched(empty)


@pytest.mark.parametrize("format_name", PAGES)
def test_a_page_that_came_first_gives_way(empty: Library, format_name: str) -> None:
    """A published work takes its place when it comes, under every name; what was quoted from the page still verifies."""
    forged = page("pmid:1", "doi:10.1/two", "pmid:3")
    assert empty.add_sources([page("pmid:1", "doi:10.1/two")], format=format_name).added == 1
    assert empty.record("pmid:1").trust is Trust.UPLOAD
    record_of_two(empty)
    untouched(empty)
    assert empty.record("pmid:1").trust is Trust.PUBLISHED
    version = page("pmid:1", "doi:10.1/two").version
    assert POISON in empty.text("pmid:1", version)
    assert "several works" in empty.add_sources([forged], format="pubmed").skipped[0].reason


def test_a_work_without_a_name_of_its_own_goes_by_its_text(empty: Library) -> None:
    """A full text that had nothing but another work's number is a work of its own when that one comes."""
    empty.add_sources([page("pmid:1")], format="jats")
    record_of_two(empty)
    untouched(empty)
    (left,) = [record for record in empty.sources() if record.source.startswith("file:")]
    assert POISON in empty.text(left.source)
    assert empty.record(left.source).ids == (left.source,)


@pytest.mark.parametrize("format_name", [*PAGES, "pubmed", "jats", "medline", "api"])
@pytest.mark.parametrize("ids", [("pmid:1", "doi:10.1/two"), ("doi:10.1/one", "doi:10.1/two"), ("pmid:1", "pmid:2")])
def test_no_file_makes_one_of_two_works(empty: Library, format_name: str, ids: tuple[str, ...]) -> None:
    """A file that names the ids of two works leaves both as they are: one of them is wrong."""
    record_of_two(empty)
    forged = source(*ids, title="Splints for the wrist", body="One.", revised="")
    report = empty.add_sources([forged], format=format_name)
    assert (report.added, report.updated) == (0, 0)
    untouched(empty)


def test_a_line_of_citations_changes_no_record(empty: Library) -> None:
    """A citation of a work that a record tells of adds nothing; one with another title is refused."""
    record_of_two(empty)
    again = source("pmid:1", "doi:10.1/three", title="Splints for the wrist.", body=POISON, revised="2030")
    assert empty.add_sources([again], format="jsonl").unchanged == 1
    report = empty.add_sources([source("pmid:1", title="Zz", body=POISON)], format="jsonl")
    assert 'which is "Splints for the wrist"' in report.skipped[0].reason
    assert empty.resolve("doi:10.1/three") is None
    untouched(empty)


def test_a_record_with_anothers_doi_stands_apart(empty: Library) -> None:
    """An erratum that was registered under the DOI of its article is a work of its own (as 56 pairs in a real collection)."""
    record_of_two(empty)
    third = source("pmid:3", "doi:10.1/two", title="Surgery of the elbow", body="Erratum.")
    assert empty.add_sources([third], format="pubmed").added == 1
    assert empty.record("pmid:3").ids == ("pmid:3",)
    untouched(empty)


def test_an_article_with_anothers_number_does_not_take_it(empty: Library) -> None:
    """A full text that names another work's PMID is known by its own ids alone, before or after that work came."""
    wrong = source("pmid:1", "pmcid:PMC7", title="Zz of the knee", body=POISON, extent=Extent.FULL_TEXT)
    empty.add_sources([wrong], format="jats")
    record_of_two(empty)
    assert empty.record("pmcid:PMC7").ids == ("pmcid:PMC7",)
    untouched(empty)
    empty.add_sources([wrong], format="jats")
    untouched(empty)
    assert empty.counts().sources == 3


def test_what_a_refused_file_says_of_others_does_not_count(empty: Library) -> None:
    """A retraction told by a record that is not believed retracts nothing."""
    record_of_two(empty)
    forged = notice("pmid:1", own="pmid:2")
    assert empty.add_sources([forged], format="jats").skipped
    assert empty.record("pmid:1").status is Status.CURRENT


def test_a_page_lends_no_words_to_a_record(empty: Library) -> None:
    """Journal, address and issuer of a published work are never those that a page under its id gave."""
    empty.add_sources([page("pmid:1", journal="Zz Journal", url="https://zz.example")], format="jsonl")
    record_of_two(empty)
    record = empty.record("pmid:1")
    assert (record.journal, record.url) == ("", "")


@pytest.mark.parametrize("format_name", ["jsonl", "html"])
def test_what_has_a_number_of_its_own_is_a_work_of_its_own(empty: Library, format_name: str) -> None:
    """A citation or page with another PMID that shares a DOI with a published work is added without that DOI."""
    record_of_two(empty)
    third = source("pmid:3", "doi:10.1/two", title="Surgery of the elbow", body="Erratum.")
    for outcome in ("added", "unchanged"):
        assert getattr(empty.add_sources([third], format=format_name), outcome) == 1
    assert empty.record("pmid:3").ids == ("pmid:3",)
    untouched(empty)
    torn = source("pmid:1", "pmcid:PMC9", title="Splints for the wrist", body=POISON, extent=Extent.FULL_TEXT)
    empty.add_sources([source("pmid:1", "pmcid:PMC1", title="Splints for the wrist", body="One.")], format="pubmed")
    assert empty.add_sources([torn], format="html").skipped
    assert empty.text("pmid:1").endswith("One.")


@pytest.mark.parametrize("format_name", PAGES)
def test_no_id_makes_a_page_published(empty: Library, format_name: str) -> None:
    """A page that gives itself a PMID is an upload all the same."""
    empty.add_sources([page("pmid:77", kind=SourceKind.GUIDELINE)], format=format_name)
    assert empty.record("pmid:77").trust is Trust.UPLOAD


def test_a_line_of_json_is_no_local_protocol(empty: Library, tmp_path: Path) -> None:
    """It cannot say who answers for it, and is told how to."""
    line = {"id": "x:1", "title": "Sepsis", "text": POISON, "kind": "local_protocol"}
    (tmp_path / "one.jsonl").write_text(json.dumps(line) + "\n" + json.dumps(line | {"kind": "other"}))
    report = empty.add(tmp_path / "one.jsonl")
    assert (report.added, "Markdown page" in report.quarantined[0].reason) == (1, True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("own.html", f"<html><head><title>Zz</title>{META}</head><body><article><h1>Zz</h1><p>{{}}</p></article></body></html>"),
        ("own.jsonl", '{{"pmid": "1", "doi": "10.1/two", "title": "Zz of knees", "text": "{}"}}'),
        ("own.jsonl", '{{"pmid": "1", "doi": "10.1/two", "title": "Zz of knees", "abstract": "{}"}}'),
        ("own.jsonl", '{{"pmid": "1", "title": "Zz of knees", "passages": ["{}"]}}'),
        ("own.jsonl", '{{"id": "pmid:1", "title": "Zz of knees", "text": "{}"}}'),
        ("own.jsonl", '{{"_id": "doi:10.1/TWO", "title": "Zz of knees", "text": "{}"}}'),
        ("own.md", "---\nid: pmid:1\ntitle: Zz of knees\n---\n# Zz\n\n{}\n"),
        ("own.xml", ARTICLE.format(doi="10.1/three", title="Zz of knees")),
        ("own.xml", ARTICLE.format(doi="10.1/two", title="Splints for the wrist")),
    ],
)  # fmt: skip
def test_files_with_forged_ids_take_nothing(empty: Library, tmp_path: Path, name: str, content: str) -> None:
    """Read from files, whatever their form: the second work is never touched, the first only by its own full text."""
    record_of_two(empty)
    (tmp_path / name).write_text(content.format(" ".join([POISON] * 12)), encoding="utf-8")
    report = empty.add(tmp_path / name)
    assert report.added + report.updated + len(report.skipped) + len(report.quarantined) == 1
    assert empty.text("pmid:2").endswith("Two.")
    assert empty.resolve("doi:10.1/two") == "pmid:2"
    if "wrist" not in content:
        assert bool(report.added) is ("10.1/three" in content)  # which is no other work's
        untouched(empty)


# What must go on working


def test_records_of_one_work_are_one(empty: Library) -> None:
    """A newer record with another title, the full text, and a citation that came first are versions of one work."""
    empty.add_sources([source("pmid:1", title="[Not Available].", body="", extent=Extent.TITLE)], format="jsonl")
    empty.add_sources([source("pmid:1", title="[Not Available].", body="a", revised="2020")], format="pubmed")
    newer = source("pmid:1", "doi:10.1/one", title="Splints for the wrist", body="b", revised="2021")
    assert empty.add_sources([newer], format="medline").updated == 1
    retitled = source("pmid:1", title="Zz", body="c", revised="2022")
    assert empty.add_sources([retitled], format="pubmed").updated == 1
    full = source(
        "pmcid:PMC1", "doi:10.1/one", title="Splints for the wrist: a trial", body="d", extent=Extent.FULL_TEXT
    )
    assert empty.add_sources([full], format="jats").updated == 1
    assert empty.record("pmcid:PMC1").ids == ("pmid:1", "pmcid:PMC1", "doi:10.1/one")
    assert empty.text("pmid:1").endswith("d")
    french = source(
        "pmid:1", "doi:10.1/one", title="Attelles du poignet", body="e", extent=Extent.FULL_TEXT, revised="2023"
    )
    assert empty.add_sources([french], format="jats").updated == 1
    assert empty.counts().sources == 1
    assert empty.doctor() == []


def test_a_page_of_ones_own_is_edited_and_added_again(empty: Library, tmp_path: Path) -> None:
    """The later text of a page takes the place of the earlier one, also under another title."""
    for day, title, words in (("2026-01-01", "Gout on ward 7", "Rest it."), ("2026-02-01", "Joints", "Cool it.")):
        head = f"kind: local_protocol\nid: local:gout\ntitle: {title}\nowner: Ward 7\nversion: '{day}'"
        text = f"---\n{head}\neffective: {day}\nreview_by: 2027-01-01\n---\n# {title}\n\n{words}\n"
        (tmp_path / "gout.md").write_text(text, encoding="utf-8")
        empty.add(tmp_path / "gout.md")
    assert empty.text("local:gout").endswith("Cool it.")
    assert len(empty.versions("local:gout")) == 2
    line = {"id": "x:1", "title": "Mine", "text": "One way."}
    for number in (1, 2):
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(line | {"published": f"202{number}"}))
        assert empty.add(tmp_path / f"{number}.jsonl").skipped == []


def test_titles_of_one_work() -> None:
    """Case, a subtitle or a mark of retraction make no other work of it; other words do."""
    assert same_title("Splints for the wrist.", "RETRACTED: splints for the wrist: a trial")
    assert same_title("", "Splints")
    assert same_title("[Not Available].", "Splints")
    assert not same_title("Splints for the wrist", "Surgery of the elbow")
    assert contradict(["pmid:1", "doi:10.1/x"], ["pmid:2", "doi:10.1/x"])
    assert not contradict(["pmid:1"], ["pmid:1", "pmid:2"])
    assert not contradict(["doi:10.1/x"], ["doi:10.1/y", "pmid:2"])


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_in_whatever_order_each_record_keeps_its_number(empty: Library, seed: int) -> None:
    """Records, citations and forgeries at random, in batches: a work has one PMID, and no forged word is live under it."""
    chance = random.Random(seed)
    names = [f"pmid:{n}" for n in range(1, 5)] + [f"doi:10.1/{n}" for n in range(1, 5)]
    told: set[str] = set()
    for _ in range(40):
        batch = []
        format_name = chance.choice(["pubmed", "jats", "jsonl", "html", "markdown"])
        for _ in range(chance.randint(1, 4)):
            n = chance.randint(1, 4)
            if format_name in {"pubmed", "jats"} and chance.random() < 0.7:
                ids = [f"pmid:{n}", f"doi:10.1/{n}"][: chance.randint(1, 2)]
                told |= set(ids)
                body = f"Record {n} of {chance.random()}."
                extent = Extent.ABSTRACT if format_name == "pubmed" else Extent.FULL_TEXT
                batch.append(source(*ids, title=f"Title{n} number{n}", body=body, extent=extent))
            elif format_name not in {"pubmed", "jats"}:
                body = f"{POISON} {chance.random()}"
                forged = chance.sample(names, chance.randint(1, 3))
                extent = chance.choice(list(Extent))
                batch.append(source(*forged, title=f"Title{n} number{n}", body=body, extent=extent))
        empty.add_sources(batch, format=format_name)
    for record in empty.sources():
        assert sum(one.startswith("pmid:") for one in record.ids) <= (1 if record.trust is Trust.PUBLISHED else 3)
        assert record.ids[0] == record.source
    for name in told:
        last = name[-1]
        assert f"Record {last} of" in empty.text(name)
        assert set(empty.record(name).ids) <= {f"pmid:{last}", f"doi:10.1/{last}"}
    live: set[int] = set()
    for change in empty.changes(0, 1_000_000):
        live = (live | set(change.added)) - set(change.removed)
    assert len(live) == empty.counts().passages
    assert empty.doctor() == []

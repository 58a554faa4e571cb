"""PubMed XML: what a record says is kept, in its order and with its standing; hostile files are refused."""

from __future__ import annotations

import gzip
import io
import random
import zipfile

import pytest
from xml_hostile import HOSTILE, article, ends_well, refuses

from corpora import corpus
from curbside.errors import NotADocumentError, UnreadableError
from curbside.sources import xml
from curbside.sources.formats.pubmed import PubMed
from curbside.sources.reading import Deletion, Refusal
from curbside.sources.source import Audience, Extent, Role, Source, SourceKind, Status

RECORD = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="2">12</PMID>
<DateCompleted><Year>2011</Year><Month>01</Month><Day>02</Day></DateCompleted>
<DateRevised><Year>2020</Year><Month>04</Month><Day>09</Day></DateRevised>
<Article><Journal><JournalIssue><Volume>3</Volume><Issue>2</Issue><PubDate>{date}</PubDate></JournalIssue>
<Title>The Journal</Title><ISOAbbreviation>J</ISOAbbreviation></Journal>
<ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>1-9</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/ABC</ELocationID>
{abstract}
<AuthorList><Author ValidYN="Y"><LastName>Smith</LastName><ForeName>Jane A</ForeName><Initials>JA</Initials></Author>
<Author><LastName>Roe</LastName><ForeName>Jean-Paul</ForeName><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>The Group</CollectiveName></Author>
<Author ValidYN="N"><LastName>Wrong</LastName><Initials>W</Initials></Author></AuthorList>
<Language>eng</Language><PublicationTypeList>{types}</PublicationTypeList></Article>
<MeshHeadingList>{mesh}</MeshHeadingList>{more}</MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">12</ArticleId><ArticleId IdType="pmc">PMC77</ArticleId></ArticleIdList>
<ReferenceList><Reference><Citation>Other.</Citation><ArticleIdList><ArticleId IdType="doi">10.9999/no</ArticleId>
</ArticleIdList></Reference><ReferenceList><Reference/></ReferenceList></ReferenceList></PubmedData>
</PubmedArticle></PubmedArticleSet>"""


def read(data: str | bytes) -> list[object]:
    raw = data if isinstance(data, bytes) else data.encode()
    return list(PubMed().read(io.BytesIO(raw), "file.xml"))


def record(
    abstract: str = "",
    title: str = "A title.",
    date: str = "<Year>2010</Year>",
    types: str = "",
    mesh: str = "",
    more: str = "",
) -> Source:
    (source,) = read(RECORD.format(abstract=abstract, title=title, date=date, types=types, mesh=mesh, more=more))
    assert isinstance(source, Source)
    return source


def types(*names: str) -> str:
    return "".join(f"<PublicationType>{name}</PublicationType>" for name in names)


def mesh(*names: str) -> str:
    return "".join(f"<MeshHeading><DescriptorName>{name}</DescriptorName></MeshHeading>" for name in names)


def words(text: str) -> str:
    source = record(f"<Abstract><AbstractText>{text}</AbstractText></Abstract>")
    return source[source.passages[-1]]


def test_ids_are_those_of_the_record_and_never_of_what_it_cites():
    """PMID, PMCID and DOI are kept; the ids of cited works are not."""
    assert record().ids == ("pmid:12", "doi:10.1000/abc", "pmcid:PMC77")


def test_citation_details_are_kept():
    """Authors in Vancouver form, journal, volume, issue, pages and dates."""
    source = record()
    assert source.authors == ("Smith JA", "Roe JP Jr", "The Group")
    assert (source.journal, source.volume, source.issue, source.pages) == ("J", "3", "2", "1-9")
    assert (source.published, source.revised) == ("2010", "2020-04-09")
    assert source.url == "https://pubmed.ncbi.nlm.nih.gov/12/"


@pytest.mark.parametrize(
    ("date", "published", "note"),
    [
        ("<Year>2010</Year><Month>Mar</Month><Day>5</Day>", "2010-03-05", ""),
        ("<Year>2010</Year><Season>Spring</Season>", "2010", ""),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998", "1998 Dec-1999 Jan"),
        ("<MedlineDate>1976-1977 Winter</MedlineDate>", "1976", "1976-1977 Winter"),
    ],
)
def test_a_date_is_as_precise_as_the_file(date: str, published: str, note: str):
    """A range keeps its first year and its words; nothing is made up."""
    source = record(date=date)
    assert (source.published, source.date_note) == (published, note)


def test_structured_abstract_gives_paths_and_roles():
    """Labels become headings, categories become roles, and each part is a passage of its own."""
    source = record(
        '<Abstract><AbstractText Label="AIMS" NlmCategory="OBJECTIVE">Why.</AbstractText>'
        '<AbstractText Label="PATIENTS AND METHODS" NlmCategory="METHODS">How.</AbstractText>'
        '<AbstractText Label="RESULTS">What.</AbstractText>'
        '<AbstractText Label="CONCLUSIONS" NlmCategory="CONCLUSIONS">So.</AbstractText></Abstract>'
    )
    assert [(p.position, p.path, p.role, source[p]) for p in source.passages[1:]] == [
        ("1", ("Abstract", "AIMS"), Role.BACKGROUND, "Why."),
        ("2", ("Abstract", "PATIENTS AND METHODS"), Role.METHODS, "How."),
        ("3", ("Abstract", "RESULTS"), Role.RESULTS, "What."),
        ("4", ("Abstract", "CONCLUSIONS"), Role.CONCLUSION, "So."),
    ]
    assert source[source.passages[0]] == "A title."
    assert source.extent is Extent.ABSTRACT


@pytest.mark.parametrize(
    ("xml_words", "stored"),
    [
        ("10<sup>6</sup> cells", "10⁶ cells"),
        ("m<sup>2 </sup>was", "m² was"),
        ("10<sup>-3</sup>", "10⁻³"),
        ("10<sup>0.5</sup>", "10^(0.5)"),
        ("CO<sub>2</sub> and HbA<sub>1c</sub>", "CO2 and HbA1c"),
        ("log<sub>10</sub>5", "log₁₀5"),
        ("the 1<sup>st</sup> <i>in vivo</i> <b>5</b> mg", "the 1st in vivo 5 mg"),
        ("1.5<sup>[1]</sup> mg", "1.5 mg"),
        ("5&micro;g &lt; 6 &#181;g &amp; more", "5µg < 6 µg & more"),
        ("<![CDATA[5&micro;g]]>", "5&micro;g"),
        ("<!-- &nothing; -->5 mg", "5 mg"),
        (
            (
                'P<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mo>=</mml:mo><mml:mn>5</mml:mn><mml:mo>×</mml:mo>'
                "<mml:msup><mml:mn>10</mml:mn><mml:mrow><mml:mo>-</mml:mo><mml:mn>8</mml:mn></mml:mrow></mml:msup></mml:math>"
            ),
            "P = 5 × 10⁻⁸",
        ),
        ("two\n      lines", "two lines"),
    ],
)
def test_markup_never_changes_a_number(xml_words: str, stored: str):
    """Raised, lowered, named and mathematical characters read as they were meant."""
    assert words(xml_words) == stored


def test_vernacular_title_and_other_abstracts():
    """The title in the original language is stored; an English plain summary is for patients; others are noted."""
    source = record(
        "<Abstract><AbstractText>Main.</AbstractText></Abstract>",
        title="[A title].",
        more='<OtherAbstract Type="plain-language-summary" Language="eng"><AbstractText>Plain.</AbstractText></OtherAbstract>'
        '<OtherAbstract Type="Publisher" Language="spa"><AbstractText>Resumen.</AbstractText></OtherAbstract>',
    )
    assert [source[p] for p in source.passages] == ["[A title].", "Main.", "Plain."]
    assert source.passages[2].audience is Audience.PATIENT
    assert any("another language (es)" in note for note in source.notes)


@pytest.mark.parametrize(
    ("named", "headings", "kind"),
    [
        (["Practice Guideline"], ["Humans"], SourceKind.GUIDELINE),
        (["Systematic Review", "Meta-Analysis"], [], SourceKind.SYSTEMATIC_REVIEW),
        (["Randomized Controlled Trial"], ["Humans"], SourceKind.TRIAL),
        (["Randomized Controlled Trial"], ["Animals", "Rats"], SourceKind.ANIMAL_OR_LABORATORY),
        (["Case Reports"], ["Humans", "Animals"], SourceKind.CASE_REPORT),
        (["Review"], [], SourceKind.NARRATIVE_REVIEW),
        (["Preprint"], [], SourceKind.PREPRINT),
        (["Journal Article"], ["Humans", "Cohort Studies"], SourceKind.OBSERVATIONAL),
    ],
)
def test_kind_comes_from_publication_types_and_animals_from_mesh(
    named: list[str], headings: list[str], kind: SourceKind
):
    """The kind is what the record says it is, and work on animals alone is never a trial."""
    assert record(types=types(*named), mesh=mesh(*headings)).kind is kind


@pytest.mark.parametrize(
    ("relation", "status"),
    [
        ("RetractionIn", Status.RETRACTED),
        ("ExpressionOfConcernIn", Status.CONCERN),
        ("ErratumIn", Status.CORRECTED),
        ("UpdateIn", Status.SUPERSEDED),
        ("CommentIn", Status.CURRENT),
        ("ErratumFor", Status.CURRENT),
    ],
)
def test_comments_and_corrections_give_the_standing(relation: str, status: Status):
    """What other works say about this one is kept with their ids, and decides where it stands."""
    source = record(
        more=f'<CommentsCorrectionsList><CommentsCorrections RefType="{relation}"><RefSource>J. 2011;1:2</RefSource>'
        '<PMID Version="1">99</PMID></CommentsCorrections><CommentsCorrections RefType="Cites"><PMID>1</PMID>'
        "</CommentsCorrections></CommentsCorrectionsList>"
    )
    assert source.status is status
    assert [(r.kind, r.ids) for r in source.relations] == [(relation, ("pmid:99",))]


def test_retracted_publication_is_retracted_and_its_notice_is_not():
    """The retracted work is marked; the notice that retracts it stands."""
    assert record(types=types("Journal Article", "Retracted Publication")).status is Status.RETRACTED
    assert record(types=types("Retraction of Publication"), title="Retracted: a title.").status is Status.CURRENT


def test_deleted_citations_are_told():
    """DeleteCitation names works that no longer exist."""
    data = RECORD.format(abstract="", title="T", date="", types="", mesh="", more="").replace(
        "</PubmedArticleSet>", "<DeleteCitation><PMID>7</PMID><PMID>8</PMID></DeleteCitation></PubmedArticleSet>"
    )
    assert read(data)[1] == Deletion(("pmid:7", "pmid:8"), "deleted from PubMed")


def test_book_articles_are_textbooks():
    """A book article takes its title, authors, publisher and accession from the book document."""
    (source,) = read(
        "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>5</PMID><ArticleIdList><ArticleId IdType='bookaccession'>"
        "NBK1</ArticleId></ArticleIdList><Book><Publisher><PublisherName>House</PublisherName></Publisher><BookTitle>Book"
        "</BookTitle><PubDate><Year>2004</Year></PubDate></Book><ArticleTitle>Chapter</ArticleTitle><Abstract><AbstractText>"
        "Words.</AbstractText></Abstract></BookDocument></PubmedBookArticle></PubmedArticleSet>"
    )
    assert isinstance(source, Source)
    assert (source.ids, source.kind, source.issuer, source.journal, source.published) == (
        ("pmid:5", "nbk:NBK1"), SourceKind.TEXTBOOK, "House", "Book", "2004",
    )  # fmt: skip


def test_answers_of_the_service_that_hold_no_article_are_skipped_with_a_reason():
    """A search result is valid XML and no document."""
    for root in ("eSearchResult", "eInfoResult", "eSummaryResult", "PubmedArticleSet"):
        with pytest.raises(NotADocumentError):
            read(f"<{root}><Count>1</Count></{root}>")
        assert PubMed().recognises(f"<?xml version='1.0'?>\n<!DOCTYPE {root} SYSTEM 'x'>\n<{root}>".encode(), "a")


def test_a_record_without_title_or_abstract_is_refused_and_its_neighbours_are_kept():
    """One empty record costs the file nothing else."""
    empty = "<PubmedArticle><MedlineCitation><PMID>3</PMID></MedlineCitation></PubmedArticle>"
    data = RECORD.format(abstract="", title="T", date="", types="", mesh="", more="").replace(
        "<PubmedArticleSet>", "<PubmedArticleSet>" + empty
    )
    first, second = read(data)
    assert isinstance(first, Refusal)
    assert first.skipped
    assert isinstance(second, Source)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused(name: str):
    """Bombs, foreign entities, damage and lies about the encoding all end in UnreadableError."""
    refuses(PubMed(), HOSTILE[name])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encodings_are_read(encoding: str):
    """A file in the encoding that it declares reads the same, entities and all."""
    data = article("5 µg &ge; 4 é", encoding=encoding).decode().encode(encoding)
    (source,) = read(data)
    assert isinstance(source, Source)
    assert source[source.passages[1]] == "5 µg ≥ 4 é"


def test_a_set_longer_than_a_batch_keeps_every_record(monkeypatch: pytest.MonkeyPatch):
    """Dividing a stream into batches loses and doubles nothing, wherever the borders fall."""
    one = article("words").split(b"<PubmedArticleSet>")[1].removesuffix(b"</PubmedArticleSet>")
    records = b"".join(one.replace(b"<PMID>1<", b"<PMID>%d<" % number) for number in range(1, 200))
    data = b'<?xml version="1.0"?><PubmedArticleSet x="1">' + records + b"</PubmedArticleSet>"
    for size in (100, 333, 1000, 5000):
        monkeypatch.setattr(xml, "BATCH_BYTES", size)
        assert [s.ids for s in read(data) if isinstance(s, Source)] == [(f"pmid:{n}",) for n in range(1, 200)]


def test_a_record_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch):
    """One record larger than allowed ends the file; many small ones do not."""
    monkeypatch.setattr(xml, "RECORD_BYTES", 20_000)
    monkeypatch.setattr(xml, "BATCH_BYTES", 1_000)
    with pytest.raises(UnreadableError, match="larger than"):
        read(article("x" * 30_000))


def test_mutant_files_end_in_our_own_errors():
    """Whatever single change is made to a file, the reader reads it or refuses it."""
    whole = RECORD.format(abstract="<Abstract><AbstractText>10<sup>6</sup></AbstractText></Abstract>", title="T",
                          date="<Year>2000</Year>", types="", mesh="", more="").encode()  # fmt: skip
    chance = random.Random(7)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(data))
            if chance.random() < 0.5:
                data[place] = chance.randrange(256)
            else:
                del data[place : place + chance.randint(1, 30)]
        ends_well(PubMed(), bytes(data))


@pytest.mark.data
def test_real_files_are_read_whole():
    """Every article element of a sample of real files becomes a Source, and the one retracted record is marked."""
    path = corpus("pubmed_xml/pubmed_xml_samples.zip")
    with zipfile.ZipFile(path) as samples:
        names = [name for name in samples.namelist() if name.endswith(".xml")][:80]
        for name in names:
            data = samples.read(name)
            if not PubMed().recognises(data[:4096], name):
                continue
            try:
                found = [read_ for read_ in PubMed().read(io.BytesIO(data), name) if isinstance(read_, Source)]
            except (NotADocumentError, UnreadableError):
                continue
            assert len(found) >= data.count(b"</PubmedArticle>") - data.count(b"<PubmedArticle PMID")
            for source in found:
                assert all(source[passage].strip() == source[passage] for passage in source.passages)
    retractions = gzip.decompress(corpus("retractions/pubmed_articles.xml.gz").read_bytes())
    standing = {source.ids[0]: source.status for source in read(retractions) if isinstance(source, Source)}
    assert standing["pmid:993"] is Status.RETRACTED
    assert sum(status is Status.CORRECTED for status in standing.values()) == 10

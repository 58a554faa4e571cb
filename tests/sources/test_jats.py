"""JATS full text: sections, lists, tables, formulas and citations become passages that say what the article says."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from xml_hostile import HOSTILE, refuses

from corpora import corpus
from curbside.errors import NotADocumentError
from curbside.sources.formats.jats import Jats
from curbside.sources.reading import Refusal
from curbside.sources.source import Extent, Role, Source, SourceKind, Status

ARTICLE = """<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.0//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML" article-type="{kind}">
<front><journal-meta><journal-title-group><journal-title>The Journal</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmid">5</article-id><article-id pub-id-type="pmc">77</article-id>
<article-id pub-id-type="doi">10.1000/X.1</article-id><title-group><article-title>{title}</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Memiş</surname><given-names>Dilek A.</given-names></name></contrib>
</contrib-group><pub-date pub-type="collection"><year>2005</year></pub-date>
<pub-date pub-type="epub"><day>27</day><month>10</month><year>2004</year></pub-date><volume>8</volume><issue>6</issue>
<fpage>R4</fpage><lpage>R8</lpage><permissions><license xlink:href="http://creativecommons.org/licenses/by/2.0"><license-p>Words.
</license-p></license></permissions>{meta}</article-meta></front><body>{body}</body>
<back><ack><p>Thanks 99.</p></ack>{back}<ref-list><ref id="B1"><mixed-citation>Cited work 12345</mixed-citation></ref></ref-list>
</back></article>"""


def article(
    body: str = "<p>Words.</p>",
    *,
    title: str = "A title",
    kind: str = "research-article",
    meta: str = "",
    back: str = "",
) -> Source:
    data = ARTICLE.format(body=body, title=title, kind=kind, meta=meta, back=back).encode()
    (source,) = Jats().read(io.BytesIO(data), "a.nxml")
    assert isinstance(source, Source)
    return source


def paragraph(words: str) -> str:
    source = article(f"<p>{words}</p>")
    return source[source.passages[1]]


MATH = "<inline-formula><mml:math>{}</mml:math></inline-formula>"


def test_a_subscript_after_a_digit_is_no_unit():
    """The h below q2 is set off: "q2h" is a dose interval."""
    nested = "<mml:msub><mml:mi>q</mml:mi><mml:msub><mml:mn>2</mml:mn><mml:mi>h</mml:mi></mml:msub></mml:msub>"
    assert paragraph(f"Let {MATH.format(nested)} be.") == "Let q2_h be."


def test_a_hat_is_no_power():
    """An estimate keeps its hat and takes no exponent from the bracket after it."""
    hat = (
        "<mml:mover><mml:mi>γ</mml:mi><mml:mo>^</mml:mo></mml:mover>"
        "<mml:mfenced><mml:mrow><mml:mi>a</mml:mi><mml:mo>−</mml:mo><mml:mi>b</mml:mi></mml:mrow></mml:mfenced>"
    )
    assert paragraph(f"It is {MATH.format(hat)}.") == "It is γ\u0302(a − b)."


def test_front_matter():
    """Ids, names, dates, pages and licence are those of the article."""
    source = article()
    assert source.ids == ("pmid:5", "pmcid:PMC77", "doi:10.1000/x.1")
    assert source.authors == ("Memiş DA",)
    assert (source.journal, source.volume, source.issue, source.pages) == ("The Journal", "8", "6", "R4-R8")
    assert source.published == "2004-10-27"
    assert source.licence == "CC BY 2.0 https://creativecommons.org/licenses/by/2.0/"
    assert source.extent is Extent.FULL_TEXT


def test_every_abstract_is_told_apart():
    """The main abstract keeps its sections; a summary for editors or the contents page goes by its own name."""
    source = article(
        meta='<abstract abstract-type="toc"><p>Teaser.</p></abstract><abstract><sec><title>Methods</title><p>We did.</p></sec>'
        '<sec><title>Results</title><p>We saw.</p></sec></abstract><abstract abstract-type="editor"><p>Editors say.</p></abstract>'
        "<trans-abstract><p>Resumen.</p></trans-abstract>"
    )
    found = [(p.path, p.role, p.facet, source[p]) for p in source.passages[1:5]]
    assert found == [
        (("Abstract", "Methods"), Role.METHODS, "", "We did."),
        (("Abstract", "Results"), Role.RESULTS, "", "We saw."),
        (("Table of contents summary",), Role.BODY, "toc", "Teaser."),
        (("Editors' summary",), Role.BODY, "editor", "Editors say."),
    ]
    assert "MethodsWe" not in source.text
    assert "Resumen" not in source.text


def test_sections_give_paths_and_roles():
    """Subsections stand below their section and play its part."""
    source = article(
        '<sec sec-type="methods"><title>Methods</title><sec><title>Patients</title><p>One.</p></sec></sec>'
        "<sec><title>2. Results</title><p>Two.</p></sec><sec><title>Discussion</title><p>Three.</p><sec><title>Conclusions</title>"
        "<p>Four.</p></sec></sec><sec><title>Treatment of patients with poor results</title><p>Five.</p></sec>"
        "<sec><title>Competing interests</title><p>None.</p></sec>"
    )
    assert [(p.path, p.role) for p in source.passages[1:]] == [
        (("Methods", "Patients"), Role.METHODS),
        (("2. Results",), Role.RESULTS),
        (("Discussion",), Role.BODY),
        (("Discussion", "Conclusions"), Role.CONCLUSION),
        (("Treatment of patients with poor results",), Role.BODY),
        (("Competing interests",), Role.RESOURCE),
    ]


@pytest.mark.parametrize(
    ("xml_words", "stored"),
    [
        (
            'infection [<xref ref-type="bibr" rid="B1">1</xref>,<xref ref-type="bibr" rid="B2">2</xref>]. The',
            "infection. The",
        ),
        ('of 1.5<sup>[<xref ref-type="bibr" rid="B1">1</xref>]</sup> mg', "of 1.5 mg"),
        ('of 1.5<xref ref-type="bibr" rid="B1">1</xref> mg', "of 1.5 mg"),
        ('of 1.5<sup><xref ref-type="bibr" rid="B1">1</xref></sup>mg', "of 1.5 mg"),
        (
            'trials<sup><xref ref-type="bibr" rid="B1">1</xref>–<xref ref-type="bibr" rid="B3">3</xref></sup> of 5 mg',
            "trials of 5 mg",
        ),
        ('done (see <xref ref-type="bibr" rid="B1">12</xref>) with 10<sup>6</sup> cells', "done with 10⁶ cells"),
        ('(<xref ref-type="bibr" rid="B1">Smith et al., 2004</xref>) used 5 mg', "used 5 mg"),
        ('as <xref ref-type="bibr" rid="B1">Smith et al. (2004)</xref> did', "as Smith et al. (2004) did"),
        ("m<sup>2 </sup>was, the 1<sup>st </sup>day", "m² was, the 1st day"),
        ('see <xref ref-type="table" rid="T1">Table 1</xref>', "see Table 1"),
        (
            '12.3<xref ref-type="table-fn" rid="f1">1</xref> or 12.3<xref ref-type="fn" rid="f2">°</xref>',
            "12.3¹ or 12.3^°",
        ),
        ("<italic>P </italic>&#x0003e; 0.05", "P > 0.05"),
        ("5&nbsp;mg &plusmn; 2", "5\u00a0mg ± 2"),
        (
            (
                "<inline-formula><alternatives><tex-math>\\begin{document}$$x=99$$\\end{document}</tex-math><mml:math><mml:mi>x</mml:mi>"
                "<mml:mo>=</mml:mo><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math></alternatives></inline-formula>"
            ),
            "x = 1/2",
        ),
        ('P <inline-graphic xlink:href="lt.gif"/> 0.05', "P \ufffc 0.05"),
    ],
)
def test_no_number_is_changed_by_what_stands_beside_it(xml_words: str, stored: str):
    """Citation markers go with their brackets, exponents stay raised, pictures in a sentence stay visible."""
    assert paragraph(xml_words) == stored


def test_no_working_mark_is_left_in_the_text():
    """The marks that stand for citations while an article is read never reach the stored text."""
    source = article('<p>One [<xref ref-type="bibr" rid="B1">1</xref>].</p><fig><label>Figure 1</label><caption><p>Two '
                     '[<xref ref-type="bibr" rid="B1">1</xref>].</p></caption></fig>')  # fmt: skip
    assert not any("\ufdd0" <= character <= "\ufdef" for character in source.text)


def test_a_list_shares_a_passage_with_its_lead_in():
    """Items stand on lines of their own below the words that introduce them; nothing of them is lost."""
    source = article(
        "<p>Avoid the following:<list><list-item><label>1.</label><p>aspirin</p></list-item><list-item><p>heparin</p><list>"
        "<list-item><p>any dose</p></list-item></list></list-item></list>After it.</p>"
    )
    passage = source.passages[1]
    assert source[passage] == "Avoid the following:\n- 1. aspirin\n- heparin\n- any dose"
    assert passage.role is Role.LIST_ITEM
    assert passage.lead_in is not None
    assert source.text[slice(*passage.lead_in)] == "Avoid the following:"
    assert [source.text[slice(*item)] for item in passage.items] == ["1. aspirin", "heparin\n- any dose"]
    assert source[source.passages[2]] == "After it."


def test_a_table_keeps_numbers_under_their_headings():
    """Cells that span rows are said again, cells that span columns leave the next ones empty."""
    source = article(
        "<table-wrap><label>Table 1</label><caption><p>Doses</p></caption><table><thead><tr><th rowspan='2'>Drug</th>"
        "<th colspan='2'>Dose</th></tr><tr><th>Low</th><th>High</th></tr></thead><tbody><tr><td rowspan='2'>A</td><td>1<sup>a"
        "</sup></td><td>2</td></tr><tr><td/><td>4<break/>(3)</td></tr></tbody></table><table-wrap-foot><fn><label>a</label><p>Daily."
        "</p></fn></table-wrap-foot></table-wrap>"
    )
    table, foot = source.passages[1:3]
    assert source[table].split("\n") == [
        "Table 1. Doses", "Drug | Dose | ", "Drug | Low | High", "A | 1ᵃ | 2", "A |  | 4; (3)",
    ]  # fmt: skip
    assert table.role is Role.TABLE_ROW
    assert [source.text[slice(*item)] for item in table.items] == ["A | 1ᵃ | 2", "A |  | 4; (3)"]
    assert table.path == ("Table 1. Doses",)
    assert source[foot] == "a Daily."


def test_a_long_table_says_its_heading_again():
    """Each piece of a table can be read alone."""
    rows = "".join(f"<tr><td>Row number {n} of this table</td><td>{n}.5</td></tr>" for n in range(100))
    source = article(f"<table-wrap><label>Table 1</label><table><thead><tr><th>Name</th><th>Value</th></tr></thead><tbody>{rows}"
                     "</tbody></table></table-wrap>")  # fmt: skip
    pieces = source.passages[1:]
    assert len(pieces) > 2
    assert all("Name | Value" in source[piece] for piece in pieces)
    assert [source.text[slice(*item)] for piece in pieces for item in piece.items] == [
        f"Row number {n} of this table | {n}.5" for n in range(100)
    ]


def test_floats_follow_the_paragraph_that_holds_them():
    """A figure inside a paragraph never cuts its sentence in two."""
    source = article("<p>It rose <fig><label>Figure 1</label><caption><p>Rise.</p></caption></fig>by 5 %.</p>")
    assert [source[p] for p in source.passages[1:]] == ["It rose by 5 %.", "Figure 1. Rise."]


def test_references_and_back_matter_are_left_out_and_appendices_kept():
    """What belongs to other works or to housekeeping is not stored."""
    source = article(
        back="<sec><title>Authors' contributions</title><p>All wrote.</p></sec><app-group><app><title>Appendix</title><p>More."
        "</p></app></app-group>"
    )
    assert [source[p] for p in source.passages[1:]] == ["Words.", "More."]
    assert "12345" not in source.text
    assert "99" not in source.text


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("A trial: study protocol", "research-article", SourceKind.PROTOCOL_OR_REGISTRY),
        ("Effects of feeding in rats", "research-article", SourceKind.ANIMAL_OR_LABORATORY),
        ("A systematic review of splints", "review-article", SourceKind.SYSTEMATIC_REVIEW),
        ("A man with a foot", "case-report", SourceKind.CASE_REPORT),
        ("A randomised controlled trial of splints", "research-article", SourceKind.TRIAL),
        ("Retracted: splints", "retraction", SourceKind.OTHER),
    ],
)
def test_kind_of_an_article(title: str, kind: str, expected: SourceKind):
    """The title tells a protocol and animal work, which the article type does not."""
    assert article(title=title, kind=kind).kind is expected


def test_a_notice_names_the_work_it_is_about():
    """A retraction notice stands itself and says which work it retracts; with no id the one reference names it."""
    related = '<related-article related-article-type="retracted-article" ext-link-type="{}" xlink:href="{}"/>'
    by_doi = article(kind="retraction", meta=related.format("doi", "10.1080/ABC"), title="Retracted: a paper")
    assert (by_doi.status, by_doi.relations[0].kind, by_doi.relations[0].ids) == (
        Status.CURRENT, "RetractionOf", ("doi:10.1080/abc",),
    )  # fmt: skip
    by_pmid = article(kind="correction", meta=related.replace("retracted", "corrected").format("pubmed", "123"))
    assert [(r.kind, r.ids) for r in by_pmid.relations] == [("ErratumFor", ("pmid:123",))]
    assert article(title="RETRACTED: a paper").status is Status.RETRACTED


def test_sets_wrappers_and_other_articles():
    """A set of articles is read; an HTML page that has an article element is not ours; an article without ids is refused."""
    one = ARTICLE.format(body="<p>W.</p>", title="T", kind="x", meta="", back="").split("\n", 1)[1]
    sources = list(Jats().read(io.BytesIO(f"<pmc-articleset>{one}{one}</pmc-articleset>".encode()), "set.xml"))
    assert len(sources) == 2
    assert not Jats().recognises(b"<article><h1>News</h1></article>", "a.html")
    nameless = one.replace('pub-id-type="', 'pub-id-type="x-')
    assert isinstance(next(iter(Jats().read(io.BytesIO(nameless.encode()), "n.xml"))), Refusal)
    with pytest.raises(NotADocumentError):
        list(Jats().read(io.BytesIO(b"<pmc-articleset><Reply/></pmc-articleset>"), "empty.xml"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_articles_are_refused(name: str):
    """The same attacks, as an article."""
    data = HOSTILE[name].replace(b"PubmedArticleSet", b"pmc-articleset").replace(b"PubmedArticle>", b"article>")
    refuses(Jats(), data)


@pytest.mark.data
def test_real_articles_hold_no_glued_words_or_marks():
    """Case reports and reviews of the corpus are read with their ids, sections and licences."""
    with zipfile.ZipFile(corpus("documents/jats_pairs.zip")) as pairs:
        names = [name for name in pairs.namelist() if name.endswith(("xml", "nxml"))][::6]
        for name in names:
            data = pairs.read(name)
            assert Jats().recognises(data[:4096], name)
            for source in Jats().read(io.BytesIO(data), name):
                assert isinstance(source, Source)
                assert source.title
                assert not any("\ufdd0" <= character <= "\ufdef" for character in source.text)
                spans = [(p.start, p.end) for p in source.passages]
                assert all(a[1] <= b[0] for a, b in pairwise(spans))
                assert len({p.position for p in source.passages}) == len(spans)

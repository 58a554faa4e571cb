"""Drug labels: sections by code, lists and tables kept, and what is no label skipped with a reason."""

from __future__ import annotations

import io
import zipfile

import pytest
from xml_hostile import HOSTILE, refuses

from corpora import corpus
from curbside.errors import NotADocumentError
from curbside.sources.formats.spl import Spl
from curbside.sources.source import Audience, Role, Source, SourceKind

LABEL = """<document xmlns="urn:hl7-org:v3"><code code="{code}" displayName="{kind}"/><title>These highlights</title>
<effectiveTime value="20140113"/><setId root="C6E131FE"/><versionNumber value="11"/><author><assignedEntity>
<representedOrganization><name>Maker Inc</name></representedOrganization></assignedEntity></author>
<component><structuredBody><component><section><code code="48780-1"/><subject><manufacturedProduct><manufacturedProduct>
<name>Brandol</name><asEntityWithGeneric><genericMedicine><name>genericol</name></genericMedicine></asEntityWithGeneric>
<ingredient classCode="ACTIB"><ingredientSubstance><name>GENERICOL SODIUM</name></ingredientSubstance></ingredient>
<ingredient classCode="IACT"><ingredientSubstance><name>TALC</name></ingredientSubstance></ingredient>
</manufacturedProduct></manufacturedProduct></subject></section></component>{sections}</structuredBody></component></document>"""


def section(code: str, title: str, text: str, inner: str = "") -> str:
    return (
        f'<component><section><code code="{code}"/><title>{title}</title><text>{text}</text>'
        f"<excerpt><highlight><text>Short form 99</text></highlight></excerpt>{inner}</section></component>"
    )


def label(sections: str, *, code: str = "34391-3", kind: str = "HUMAN PRESCRIPTION DRUG LABEL") -> Source:
    data = LABEL.format(sections=sections, code=code, kind=kind).encode()
    assert Spl().recognises(data, "a.xml")
    (source,) = Spl().read(io.BytesIO(data), "a.xml")
    assert isinstance(source, Source)
    return source


def test_a_label_names_its_drug_maker_and_version():
    """Set id, effective date, manufacturer, brand, generic and active ingredients, never the inactive ones."""
    source = label(section("34067-9", "1 INDICATIONS AND USAGE", "<paragraph>For pain.</paragraph>"))
    assert source.ids == ("spl:c6e131fe",)
    assert source.title == "Brandol (genericol)"
    assert source.substances == ("genericol", "GENERICOL SODIUM", "Brandol")
    assert (source.issuer, source.effective, source.version_label, source.kind) == (
        "Maker Inc", "2014-01-13", "11", SourceKind.LABEL,
    )  # fmt: skip


def test_sections_go_by_their_code_and_heading():
    """A subsection without a code of its own keeps that of its section; highlights are not said twice."""
    inner = section("42229-5", "2.1 Adults", "<paragraph>10<sup>6</sup> units.</paragraph>")
    source = label(
        section("34066-1", "WARNING: DEATH", "<paragraph>Never.</paragraph>")
        + section("34068-7", "2 DOSAGE AND ADMINISTRATION", "", inner)
        + section("42230-3", "PATIENT INFORMATION", "<paragraph>Ask your doctor.</paragraph>")
    )
    assert [(p.path[1:], p.facet, p.audience, source[p]) for p in source.passages[1:]] == [
        (("WARNING: DEATH",), "boxed_warning", None, "Never."),
        (("2 DOSAGE AND ADMINISTRATION", "2.1 Adults"), "dosage_and_administration", None, "10⁶ units."),
        (("PATIENT INFORMATION",), "spl_patient_package_insert", Audience.PATIENT, "Ask your doctor."),
    ]
    assert "99" not in source.text


def test_lists_and_tables_of_a_label():
    """A list shares a passage with its lead-in; a table keeps its header; bare text is a paragraph."""
    source = label(
        section(
            "34070-3",
            "4 CONTRAINDICATIONS",
            "<paragraph>Do not use in:</paragraph><list><item>pregnancy</item><item>children <content styleCode='bold'>under 2"
            "</content></item></list>Bare words.<table><caption>Table 1</caption><thead><tr><th>Age</th><th>Dose</th></tr></thead>"
            "<tbody><tr><td>2</td><td>5 mg<footnote>daily</footnote></td></tr></tbody></table>",
        )
    )
    listed, bare, table = source.passages[1:]
    assert source[listed] == "Do not use in:\n- pregnancy\n- children under 2"
    assert [source.text[slice(*item)] for item in listed.items] == ["pregnancy", "children under 2"]
    assert source[bare] == "Bare words."
    assert source[table] == "Table 1\nAge | Dose\n2 | 5 mg (daily)"
    assert table.role is Role.TABLE_ROW


def test_a_contraindication_that_is_only_a_heading_is_kept_and_stays_one():
    """A section may say all in its title, and one coded as pregnancy is still a contraindication where it stands."""
    inner = section("42229-5", "4.1 Active liver disease", "") + section(
        "42228-7", "4.2 Pregnancy", "<paragraph>Never in pregnancy.</paragraph>"
    )
    source = label(section("34070-3", "4 CONTRAINDICATIONS", "", inner))
    assert [(p.facet, source[p]) for p in source.passages[1:]] == [
        ("contraindications", "4.1 Active liver disease"),
        ("contraindications", "Never in pregnancy."),
    ]


@pytest.mark.parametrize("kind", ["Indexing - Pharmacologic Class", "NDC/NHRIC LABELER CODE REQUEST", ""])
def test_documents_that_are_no_label_are_skipped(kind: str):
    """Only a label is a label."""
    with pytest.raises(NotADocumentError):
        label("", kind=kind, code="1")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_labels_are_refused(name: str):
    """The same attacks, as a label."""
    refuses(Spl(), HOSTILE[name])


@pytest.mark.data
def test_real_labels():
    """Nine labels are read with their sections, four other documents are skipped with a reason."""
    read, skipped = [], 0
    with zipfile.ZipFile(corpus("labels/spl_xml.zip")) as labels:
        for name in labels.namelist():
            data = labels.read(name)
            assert Spl().recognises(data[:4096], name)
            try:
                read += [source for source in Spl().read(io.BytesIO(data), name) if isinstance(source, Source)]
            except NotADocumentError:
                skipped += 1
    assert (len(read), skipped) == (9, 4)
    lipitor = next(source for source in read if source.ids == ("spl:c6e131fe-e7df-4876-83f7-9156fc4e8228",))
    facets = {passage.facet for passage in lipitor.passages}
    assert {"indications_and_usage", "dosage_and_administration", "contraindications", "adverse_reactions"} <= facets

"""
Drug labels as Structured Product Labeling, the HL7 document that manufacturers file with the FDA.

Each section is known by its code, so that a dose, a warning or a contraindication is found as such whatever its
heading says. Highlights repeat what the sections say in full and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from curbside.errors import NotADocumentError

from .. import inline, xml
from ..blocks import Listing, Paragraph, lay
from ..build import TextBuilder
from ..labels import HANDLERS, table_of
from ..reading import Read, Refusal
from ..source import Audience, Role, Source, SourceKind

NAMESPACE = "urn:hl7-org:v3"

#: Section codes (LOINC) to the words of the openFDA label fields, so that both forms of a label say the same.
FACETS = {
    "34066-1": "boxed_warning",
    "34067-9": "indications_and_usage",
    "34068-7": "dosage_and_administration",
    "43678-2": "dosage_forms_and_strengths",
    "34070-3": "contraindications",
    "34071-1": "warnings",
    "43685-7": "warnings_and_cautions",
    "42232-9": "precautions",
    "34072-9": "general_precautions",
    "34075-2": "laboratory_tests",
    "34073-7": "drug_interactions",
    "34084-4": "adverse_reactions",
    "90374-0": "adverse_reactions",
    "90375-7": "adverse_reactions",
    "43684-0": "use_in_specific_populations",
    "42228-7": "pregnancy",
    "34077-8": "teratogenic_effects",
    "77290-5": "lactation",
    "34080-2": "nursing_mothers",
    "77291-3": "females_and_males_of_reproductive_potential",
    "34081-0": "pediatric_use",
    "34082-8": "geriatric_use",
    "88828-9": "renal_impairment",
    "88829-7": "hepatic_impairment",
    "42227-9": "drug_abuse_and_dependence",
    "34088-5": "overdosage",
    "34089-3": "description",
    "34090-1": "clinical_pharmacology",
    "43679-0": "mechanism_of_action",
    "43681-6": "pharmacodynamics",
    "43682-4": "pharmacokinetics",
    "49489-8": "microbiology",
    "43680-8": "nonclinical_toxicology",
    "34083-6": "carcinogenesis_and_mutagenesis_and_impairment_of_fertility",
    "34091-9": "animal_pharmacology_and_or_toxicology",
    "34092-7": "clinical_studies",
    "34069-5": "how_supplied",
    "44425-7": "storage_and_handling",
    "34076-0": "information_for_patients",
    "42230-3": "spl_patient_package_insert",
    "42231-1": "spl_medguide",
    "68498-5": "patient_medication_information",
    "59845-8": "instructions_for_use",
    "55105-1": "purpose",
    "55106-9": "active_ingredient",
    "50565-1": "keep_out_of_reach_of_children",
    "50566-9": "stop_use",
    "50567-7": "when_using",
    "50568-5": "ask_doctor_or_pharmacist",
    "50569-3": "ask_doctor",
    "50570-1": "do_not_use",
    "53413-1": "questions",
    "53414-9": "pregnancy_or_breast_feeding",
    "51727-6": "inactive_ingredient",
    "34093-5": "references",
    "43683-2": "recent_major_changes",
    "51945-4": "package_label_principal_display_panel",
}
_FOR_PATIENTS = frozenset({"42230-3", "42231-1", "68498-5", "59845-8"})
_NOT_QUOTED = frozenset({"34093-5", "43683-2", "51945-4"})
_OVERRIDING = frozenset({"contraindications", "boxed_warning"})
_PRODUCT_DATA = "48780-1"
_OVER_THE_COUNTER = "34390-5"


class Spl:
    """One label a file."""

    name = "spl"

    def recognises(self, head: bytes, name: str) -> bool:
        """An HL7 version 3 document, or a message of the same family."""
        return NAMESPACE.encode() in head and xml.root_name(head).startswith(("document", "MCCI_IN", "PORR_IN"))

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the one label of the file."""
        for root in xml.records(stream, (f"{{{NAMESPACE}}}document",)):
            xml.without_namespace(root)
            if root.tag != "document" or root.getparent() is not None:
                raise NotADocumentError("an HL7 message with no label in it, not a drug label")
            code = root.find("code")
            kind = (code.get("displayName") or code.get("code") or "").strip() if code is not None else ""
            if "LABEL" not in kind.upper() or "LABELER" in kind.upper():
                raise NotADocumentError(f'an HL7 document of the kind "{kind or "unknown"}", not a drug label')
            yield _label(root, code, name)


def _label(root: etree._Element, code: etree._Element | None, name: str) -> Read:
    set_id = _attribute(root, "setId", "root").lower()
    if not set_id:
        return Refusal(name, "the label has no set id")
    brands, generics, ingredients = _products(root)
    title = _title(root, brands, generics or ingredients)
    effective = _day(_attribute(root, "effectiveTime", "value"))
    text = TextBuilder()
    text.passage(title, role=Role.TITLE)
    over_the_counter = code is not None and code.get("code") == _OVER_THE_COUNTER
    audience = Audience.PATIENT if over_the_counter else None
    for component in root.iterfind("component/structuredBody/component/section"):
        _section(component, text, (title,), "", audience)
    stored, passages = text.finish()
    if len(passages) < 2:
        return Refusal(f"spl:{set_id}", "the label has no section with text", skipped=True)
    return Source(
        ids=(f"spl:{set_id}",),
        title=title,
        text=stored,
        passages=passages,
        kind=SourceKind.LABEL,
        audience=audience or Audience.PROFESSIONAL,
        published=effective,
        revised=effective,
        effective=effective,
        url=f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={set_id}",
        issuer=inline.folded(root.findtext("author/assignedEntity/representedOrganization/name") or ""),
        family=inline.folded(root.findtext("author/assignedEntity/representedOrganization/name") or ""),
        jurisdiction="US",
        version_label=_attribute(root, "versionNumber", "value"),
        publication_types=((code.get("displayName") or "").strip().lower(),) if code is not None else (),
        substances=tuple(dict.fromkeys([*generics, *ingredients, *brands])),
        synonyms=tuple(dict.fromkeys([*brands, *generics])),
    )


def _section(
    section: etree._Element, text: TextBuilder, path: tuple[str, ...], facet: str, audience: Audience | None
) -> None:
    code = _attribute(section, "code", "code")
    if code == _PRODUCT_DATA:
        return
    # What stands under contraindications is one, though its own code says "pregnancy".
    if facet not in _OVERRIDING:
        facet = FACETS.get(code, facet)
    if code in _FOR_PATIENTS:
        audience = Audience.PATIENT
    heading = section.find("title")
    words = inline.line(heading, HANDLERS) if heading is not None else ""
    body = section.find("text")
    has_text = body is not None and "".join(map(str, body.itertext())).strip() != ""
    if words and not has_text and section.find("component/section") is None:
        # "4.1 Active liver disease" may be all that a section says.
        text.passage(words, path=path, audience=audience, facet=facet)
        return
    if words:
        text.write(words)
        path = (*path, words)
    elif code in FACETS:
        # A section without a heading of its own goes by the name of its code.
        path = (*path, facet.replace("_", " ").capitalize())
    if body is not None:
        _body(body, text, path, facet, audience, Role.RESOURCE if code in _NOT_QUOTED else Role.BODY)
    for inner in section.iterfind("component/section"):
        _section(inner, text, path, facet, audience)


def _body(
    body: etree._Element, text: TextBuilder, path: tuple[str, ...], facet: str, audience: Audience | None, role: Role
) -> None:
    blocks: list[Paragraph | Listing] = []

    def write() -> None:
        lay(blocks, text, path=path, role=role, audience=audience, facet=lambda _: facet)
        blocks.clear()

    for block in _blocks(body):
        if not isinstance(block, etree._Element):
            blocks.append(block)
            continue
        write()
        caption, found = table_of(block, path[-1] if len(path) > 2 else "")
        for piece in found:
            text.passage(
                piece.text,
                path=(*path, caption[:160]) if caption else path,
                role=role if role is Role.RESOURCE else Role.TABLE_ROW,
                audience=audience,
                facet=facet,
                lead_in=piece.lead_in,
                items=piece.items,
                heads=piece.heads,
                is_part=piece.is_part,
            )
    write()


def _blocks(element: etree._Element) -> Iterator[Paragraph | Listing | etree._Element]:
    """Paragraphs, lists and tables in order; text that stands bare between them is a paragraph too."""
    parts: list[str] = [element.text or ""]
    for child in element:
        tag = child.tag
        if tag in {"paragraph", "list", "table"}:
            if words := inline.finished("".join(parts)):
                yield Paragraph(words)
            parts = []
            if tag == "paragraph":
                # Whatever is no running text inside a paragraph ends it.
                yield from _blocks(child)
            elif tag == "list":
                yield from _list(child)
            else:
                yield child
        else:
            inline.one(child, parts, HANDLERS)
        parts.append(child.tail or "")
    if words := inline.finished("".join(parts)):
        yield Paragraph(words)


def _list(element: etree._Element) -> Iterator[Paragraph | Listing | etree._Element]:
    items: list[str] = []
    tables: list[etree._Element] = []
    for child in element:
        if child.tag == "caption":
            if words := inline.line(child, HANDLERS):
                yield Paragraph(words)
        elif child.tag == "item":
            lines = []
            for block in _blocks(child):
                match block:
                    case Paragraph(words):
                        lines.append(words)
                    case Listing(inner):
                        lines += [f"- {line}" for line in inner]
                    case _:
                        tables.append(block)
            if lines:
                items.append("\n".join(lines))
    if items:
        yield Listing(tuple(items))
    yield from tables


def _products(root: etree._Element) -> tuple[list[str], list[str], list[str]]:
    """Brand names, generic names and active ingredients of the products that the label covers."""
    brands: list[str] = []
    generics: list[str] = []
    ingredients: list[str] = []
    for product in root.iter("manufacturedProduct", "manufacturedMedicine", "partProduct", "partMedicine"):
        for child in product:
            if child.tag == "name":
                brands.append(inline.line(child))
            elif child.tag == "asEntityWithGeneric":
                generics.append(inline.folded(child.findtext("genericMedicine/name") or ""))
            elif child.tag == "ingredient" and (child.get("classCode") or "").startswith("ACTI"):
                ingredients.append(inline.folded(child.findtext("ingredientSubstance/name") or ""))
                for moiety in child.iterfind("ingredientSubstance/activeMoiety/activeMoiety/name"):
                    ingredients.append(inline.line(moiety))
    return _distinct(brands), _distinct(generics), _distinct(ingredients)


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in names:
        if name:
            seen.setdefault(name.lower(), name)
    return list(seen.values())


def _title(root: etree._Element, brands: list[str], generics: list[str]) -> str:
    if brands and generics and brands[0].lower() != generics[0].lower():
        return f"{brands[0]} ({generics[0]})"
    if brands or generics:
        return (brands or generics)[0]
    title = root.find("title")
    return (inline.line(title, HANDLERS) if title is not None else "") or "Drug label"


def _attribute(element: etree._Element, path: str, name: str) -> str:
    found = element.find(path)
    return (found.get(name) or "").strip() if found is not None else ""


def _day(value: str) -> str:
    digits = value[:8]
    if not digits.isdigit() or len(digits) < 4:
        return ""
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:8]) if part)

"""
Drug labels as openFDA serves them: JSON answers with one label a result.

A field holds its whole section as one line, subsections included, and the subsections stand beside it as fields of
their own. Each word is kept once: a section is cut where the field of a subsection lies in it, and where a numbered
heading ("5.1") begins. A label has the same id as its SPL document, so that both are versions of one work.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from curbside.errors import NotADocumentError, UnreadableError

from ..build import TextBuilder
from ..labels import subsections, table_in, title_of
from ..reading import Read, Refusal
from ..source import Audience, Role, Source, SourceKind

MAX_LABEL_CHARACTERS = 50_000_000
CHUNK_BYTES = 1 << 20

#: Sections in the order in which a prescriber needs them, with the heading they are given.
HEADINGS = {
    "boxed_warning": "Boxed warning",
    "indications_and_usage": "Indications and usage",
    "dosage_and_administration": "Dosage and administration",
    "dosage_forms_and_strengths": "Dosage forms and strengths",
    "contraindications": "Contraindications",
    "warnings_and_cautions": "Warnings and precautions",
    "warnings": "Warnings",
    "precautions": "Precautions",
    "general_precautions": "General precautions",
    "adverse_reactions": "Adverse reactions",
    "drug_interactions": "Drug interactions",
    "drug_and_or_laboratory_test_interactions": "Drug and laboratory test interactions",
    "use_in_specific_populations": "Use in specific populations",
    "pregnancy": "Pregnancy",
    "teratogenic_effects": "Teratogenic effects",
    "nonteratogenic_effects": "Nonteratogenic effects",
    "labor_and_delivery": "Labor and delivery",
    "nursing_mothers": "Nursing mothers",
    "lactation": "Lactation",
    "pediatric_use": "Pediatric use",
    "geriatric_use": "Geriatric use",
    "drug_abuse_and_dependence": "Drug abuse and dependence",
    "controlled_substance": "Controlled substance",
    "abuse": "Abuse",
    "dependence": "Dependence",
    "overdosage": "Overdosage",
    "description": "Description",
    "clinical_pharmacology": "Clinical pharmacology",
    "mechanism_of_action": "Mechanism of action",
    "pharmacodynamics": "Pharmacodynamics",
    "pharmacokinetics": "Pharmacokinetics",
    "microbiology": "Microbiology",
    "pharmacogenomics": "Pharmacogenomics",
    "nonclinical_toxicology": "Nonclinical toxicology",
    "carcinogenesis_and_mutagenesis_and_impairment_of_fertility": "Carcinogenesis, mutagenesis, impairment of fertility",
    "animal_pharmacology_and_or_toxicology": "Animal pharmacology or toxicology",
    "clinical_studies": "Clinical studies",
    "laboratory_tests": "Laboratory tests",
    "risks": "Risks",
    "references": "References",
    "how_supplied": "How supplied",
    "storage_and_handling": "Storage and handling",
    "safe_handling_warning": "Safe handling",
    "other_safety_information": "Other safety information",
    "active_ingredient": "Active ingredient",
    "inactive_ingredient": "Inactive ingredients",
    "purpose": "Purpose",
    "do_not_use": "Do not use",
    "ask_doctor": "Ask a doctor",
    "ask_doctor_or_pharmacist": "Ask a doctor or pharmacist",
    "stop_use": "Stop use",
    "when_using": "When using this product",
    "pregnancy_or_breast_feeding": "Pregnancy or breast-feeding",
    "keep_out_of_reach_of_children": "Keep out of reach of children",
    "questions": "Questions",
    "information_for_patients": "Information for patients",
    "instructions_for_use": "Instructions for use",
    "spl_medguide": "Medication guide",
    "spl_patient_package_insert": "Patient package insert",
    "patient_medication_information": "Patient medication information",
    "spl_unclassified_section": "SPL unclassified section",
    "recent_major_changes": "Recent major changes",
    "package_label_principal_display_panel": "Package label principal display panel",
}
FOR_PATIENTS = frozenset(
    {"spl_medguide", "spl_patient_package_insert", "patient_medication_information", "instructions_for_use"}
)
#: Told again elsewhere in the label, or lists of codes and ingredients.
LEFT_OUT = frozenset({"spl_product_data_elements", "recent_major_changes", "package_label_principal_display_panel"})
_METADATA = frozenset({"set_id", "id", "effective_time", "version", "openfda"})

_RESULTS = re.compile(r'"results"\s*:\s*\[')
_NEXT = re.compile(r"[\s,]*")


class OpenFda:
    """openFDA drug label answers: one, many in one answer, or one answer a line."""

    name = "openfda"

    def recognises(self, head: bytes, name: str) -> bool:
        """An answer of the service names its terms; a bare label names its sections."""
        if head.lstrip()[:1] != b"{":
            return False
        return b"open.fda.gov" in head or b'"spl_product_data_elements"' in head or b'"spl_set_id"' in head

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield one Source a label."""
        found = False
        others = 0
        for number, result in enumerate(results(stream), start=1):
            if "set_id" not in result or not any(field in result for field in HEADINGS):
                others += 1
                continue
            found = True
            try:
                yield label(result)
            except (TypeError, AttributeError, ValueError):
                yield Refusal(f"result {number}", "a field does not hold the kind of value it should")
        if not found:
            raise NotADocumentError("an openFDA answer without drug labels")
        if others:
            yield Refusal(f"{others} results", "no drug labels", skipped=True)


def results(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """The results of every answer in a file, one at a time, so that a bulk file is never held as a whole."""
    decode = json.JSONDecoder().raw_decode
    utf8 = codecs.getincrementaldecoder("utf-8")()
    text, at, ended = "", 0, False
    inside = False

    def more() -> None:
        nonlocal text, at, ended
        chunk = stream.read(CHUNK_BYTES)
        ended = not chunk
        try:
            text, at = text[at:] + utf8.decode(chunk, final=ended), 0
        except UnicodeDecodeError as error:
            raise UnreadableError("not UTF-8; download the file again") from error
        if len(text) > MAX_LABEL_CHARACTERS:
            raise UnreadableError("one label of more than 50 MB")

    more()
    while True:
        if not inside:
            opening = _RESULTS.search(text, at)
            if opening is None:
                if ended:
                    return
                at = max(at, len(text) - 40)
                more()
                continue
            at, inside = opening.end(), True
        gap = _NEXT.match(text, at)
        at = gap.end() if gap else at
        if at < len(text) and text[at] == "]":
            at, inside = at + 1, False
            continue
        try:
            result, at = decode(text, at)
        except (ValueError, RecursionError) as error:
            if ended:
                raise UnreadableError("the JSON ends or breaks within a label; download the file again") from error
            more()
            continue
        if isinstance(result, dict):
            yield result


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    field: str
    number: str = ""


def label(result: dict[str, Any]) -> Source:
    """One label as a Source: each section with its heading, cut at its subsections, tables as rows."""
    names = result.get("openfda") or {}
    title = _title(names, result)
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    written: list[str] = []
    for field in [*HEADINGS, *(name for name in result if name not in HEADINGS)]:
        if field in LEFT_OUT or field in _METADATA or field.endswith("_table"):
            continue
        values = result.get(field)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            continue
        for value in values:
            section = value.strip()
            # A field that lies in a section already written was cut out of it there.
            if section and not any(section in whole for whole in written):
                written.append(section)
                _write(text, title, field, section, result)
        for table in result.get(f"{field}_table") or ():
            _write_table(text, title, field, table)
    stored, passages = text.finish()
    generics, brands = _names(names, "generic_name"), _names(names, "brand_name")
    manufacturers = _names(names, "manufacturer_name")
    date = str(result.get("effective_time") or "")
    effective = f"{date[:4]}-{date[4:6]}-{date[6:8]}" if re.fullmatch(r"\d{8}", date) else ""
    return Source(
        ids=(f"spl:{str(result['set_id']).lower()}",),
        title=title,
        text=stored,
        passages=passages,
        kind=SourceKind.LABEL,
        published=effective,
        revised=effective,
        url=f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={result['set_id']}",
        issuer=manufacturers[0] if manufacturers else "",
        family="FDA label",
        jurisdiction="US",
        licence="CC0 1.0",
        version_label=str(result.get("version") or ""),
        substances=tuple(dict.fromkeys([*generics, *brands, *_names(names, "substance_name")])),
        keywords=tuple(dict.fromkeys([*_names(names, "route"), *_names(names, "pharm_class_epc")])),
        collection="openfda",
    )


def _names(names: dict[str, Any], field: str) -> list[str]:
    return [str(name).strip() for name in names.get(field) or () if str(name).strip()]


def _title(names: dict[str, Any], result: dict[str, Any]) -> str:
    brands, generics = _names(names, "brand_name"), _names(names, "generic_name")
    if brands and generics and brands[0].casefold() != generics[0].casefold():
        return f"{brands[0]} ({generics[0].lower()})"
    if brands or generics:
        return (brands or generics)[0]
    product = (result.get("spl_product_data_elements") or ["Drug label"])[0]
    return " ".join(product.split()[:4])


def _write(text: TextBuilder, title: str, field: str, section: str, result: dict[str, Any]) -> None:
    """A section as passages: one a stretch, each under the heading of the finest field that it belongs to."""
    heading = HEADINGS.get(field) or field.replace("_", " ").capitalize()
    for stretch in _stretches(section, field, result):
        path: tuple[str, ...] = (title, heading)
        if stretch.field != field:
            path = (*path, HEADINGS.get(stretch.field, stretch.field))
        words = section[stretch.start : stretch.end].strip()
        if stretch.number:
            path = (*path, title_of(words) or stretch.number)
        opening = _opening(stretch.field).match(words)
        if opening and len(words) > opening.end() + 20:
            # The heading stands before the first sentence without a stop: kept in the text, outside the passage.
            text.write(opening[1])
            words = words[opening.end() :]
        text.passage(
            words,
            path=path,
            facet=stretch.field,
            audience=Audience.PATIENT if field in FOR_PATIENTS else None,
            role=Role.RESOURCE if field == "references" else Role.BODY,
        )


@cache
def _opening(field: str) -> re.Pattern[str]:
    """How a section of this field opens: its number and heading, and white space."""
    names = {HEADINGS.get(field, field), field.replace("_", " "), *_ALSO.get(field, ())}
    words = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"((?:\d{{1,2}}(?:\.\d{{1,2}})?\s+)?(?:{words})\b)\s*(?=[A-Z0-9(\[•])", re.IGNORECASE)


#: Other words with which a section opens.
_ALSO = {
    "boxed_warning": ("WARNINGS", "WARNING"),
    "general_precautions": ("General",),
    "dosage_and_administration": ("DOSAGE & ADMINISTRATION",),
    "indications_and_usage": ("INDICATIONS & USAGE", "INDICATIONS"),
    "carcinogenesis_and_mutagenesis_and_impairment_of_fertility": (
        "Carcinogenesis, Mutagenesis, Impairment of Fertility",
        "Carcinogenesis, Mutagenesis, and Impairment of Fertility",
        "Carcinogenesis & Mutagenesis & Impairment Of Fertility",
    ),
    "information_for_patients": ("PATIENT COUNSELING INFORMATION",),
    "animal_pharmacology_and_or_toxicology": ("Animal Toxicology and/or Pharmacology",),
}


def _stretches(section: str, field: str, result: dict[str, Any]) -> Iterator[_Stretch]:
    """The section in stretches, cut where subsections' fields lie in it and where numbered headings begin."""
    inner: list[tuple[int, int, str]] = []
    for other, values in result.items():
        if other == field or other not in HEADINGS or not isinstance(values, list):
            continue
        for value in values:
            part = value.strip() if isinstance(value, str) else ""
            if len(part) > 20 and len(part) < len(section) and (at := section.find(part)) >= 0:
                inner.append((at, at + len(part), other))
    borders = {0: field}
    for start, end, other in sorted(inner, key=lambda one: (one[0], one[0] - one[1])):
        # The outer subsection resumes where an inner one ends.
        borders.setdefault(end, _owner(inner, end, field))
        borders[start] = other
    numbers = subsections(section)
    cuts = sorted({*borders, *numbers})
    here, number = field, ""
    for start, end in zip(cuts, [*cuts[1:], len(section)], strict=True):
        here = borders.get(start, here)
        number = numbers.get(start, number)
        if section[start:end].strip():
            yield _Stretch(start, end, here, number)


def _owner(inner: list[tuple[int, int, str]], at: int, field: str) -> str:
    """The finest field that holds the character at a place."""
    holding = [(end - start, other) for start, end, other in inner if start <= at < end]
    return min(holding)[1] if holding else field


def _write_table(text: TextBuilder, title: str, field: str, table: object) -> None:
    if not isinstance(table, str):
        return
    caption, found = table_in(table)
    path: tuple[str, ...] = (title, HEADINGS.get(field, field))
    for piece in found:
        text.passage(
            piece.text,
            path=(*path, caption[:160]) if caption else path,
            facet=field,
            role=Role.TABLE_ROW,
            lead_in=piece.lead_in,
            items=piece.items,
            audience=Audience.PATIENT if field in FOR_PATIENTS else None,
            heads=piece.heads,
            is_part=piece.is_part,
        )

"""
MedQuAD: questions and answers from public NIH and CDC pages, one XML file a page.

The collection lost its dashes when it was made, so its numbers cannot be trusted ("1525 mg" was 15-25): every
source says `quality=damaged`, and nothing is repaired here. The pages carry no date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from curbside.errors import NotADocumentError

from .. import xml
from ..build import TextBuilder
from ..reading import Read
from ..source import Audience, Role, Source, SourceKind, TextQuality

UNDATED = "undated, collected 2016-17"

#: MedQuAD's folder and the issuer for each `Document@source`, as the collection lays its files out.
ISSUERS = {
    "CancerGov": ("1_CancerGov_QA", "National Cancer Institute"),
    "GARD": ("2_GARD_QA", "Genetic and Rare Diseases Information Center"),
    "GHR": ("3_GHR_QA", "Genetics Home Reference, National Library of Medicine"),
    "MPlusHealthTopics": ("4_MPlus_Health_Topics_QA", "MedlinePlus, National Library of Medicine"),
    "NIDDK": ("5_NIDDK_QA", "National Institute of Diabetes and Digestive and Kidney Diseases"),
    "NINDS": ("6_NINDS_QA", "National Institute of Neurological Disorders and Stroke"),
    "NIHSeniorHealth": ("7_SeniorHealth_QA", "NIHSeniorHealth, National Institute on Aging"),
    "NHLBI": ("8_NHLBI_QA_XML", "National Heart, Lung, and Blood Institute"),
    "CDC": ("9_CDC_QA", "Centers for Disease Control and Prevention"),
}


class MedQuad:
    """One page a file; each answered question is a passage (or pieces of one)."""

    name = "medquad"

    def recognises(self, head: bytes, name: str) -> bool:
        """MedQuAD files open with a Document element that names its source and page."""
        return b"<Document id=" in head and b"source=" in head and b"<Focus" in head

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the one page of the file."""
        (root,) = xml.records(stream, ("Document",))
        folder, issuer = ISSUERS.get(root.get("source") or "", ("", ""))
        if not folder:
            raise NotADocumentError(f"unknown MedQuAD source {root.get('source')!r}")
        focus = (root.findtext("Focus") or "").strip()
        stem = PurePosixPath(name).name.removesuffix(".xml") or (root.get("id") or "")
        text = TextBuilder()
        if focus:
            text.passage(focus, position="0", role=Role.TITLE)
        answered = 0
        for number, pair in enumerate(root.iterfind("QAPairs/QAPair"), start=1):
            question = (pair.findtext("Question") or "").strip()
            answer = (pair.findtext("Answer") or "").strip()
            if not answer:
                continue
            answered += 1
            element = pair.find("Question")
            text.write(question)
            text.passage(
                answer,
                position=str(number),
                question=question,
                facet=(element.get("qtype") or "") if element is not None else "",
                path=(focus,) if focus else (),
            )
        if not answered:
            raise NotADocumentError("no answered question (answers removed at source)")
        stored, passages = text.finish()
        yield Source(
            ids=(f"medquad:{folder}/{stem}",),
            title=focus or (root.get("url") or stem),
            text=stored,
            passages=passages,
            kind=SourceKind.PATIENT_PAGE,
            audience=Audience.PATIENT,
            quality=TextQuality.DAMAGED,
            date_note=UNDATED,
            url=root.get("url") or "",
            issuer=issuer,
            family="NIH" if folder != "9_CDC_QA" else "CDC",
            jurisdiction="US",
            licence="CC BY 4.0",
            synonyms=tuple(s.text.strip() for s in root.iter("Synonym") if s.text and s.text.strip()),
            collection="medquad",
        )

"""
Nigeria Standard Treatment Guidelines 2022: one condition a file, as JSON or as the plain text that the JSON came from.

Both are versions of one work. The text was read by machine from the printed book, so it is marked as extracted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from curbside.errors import UnreadableError

from .. import blocks
from ..blocks import Block, Heading, Listing, Paragraph
from ..build import TextBuilder
from ..reading import Read
from ..source import Role, Source, SourceKind, TextQuality

MAX_BYTES = 5 * 1024 * 1024

#: Fields of the JSON in reading order, with the heading and the path above it.
SECTIONS: tuple[tuple[str, str, int], ...] = (
    ("introduction", "Introduction", 1),
    ("clinical_features", "Clinical features", 1),
    ("differential_diagnoses", "Differential diagnoses", 1),
    ("complications", "Complications", 1),
    ("investigations", "Investigations", 1),
    ("other_investigations", "Other investigations", 1),
    ("treatment", "Treatment", 1),
    ("goals", "Treatment goals", 2),
    ("non_drug", "Non-drug treatment", 2),
    ("drug", "Drug treatment", 2),
    ("supportive_measures", "Supportive measures", 2),
    ("adverse_reactions_and_cautions", "Notable adverse drug reactions, caution", 2),
    ("definitive_treatment", "Definitive treatment", 1),
    ("prevention", "Prevention", 1),
    ("prognosis", "Prognosis", 1),
)
_OPENING = re.compile(rb"\A(?:\xef\xbb\xbf)?[^\n]{3,120}\r?\n\s*Introduction\s*\r?\n")
_CHAPTERS = re.compile(
    rb"(?m)^(?:CLINICAL FEATURES|INVESTIGATIONS?|TREATMENT|DIFFERENTIAL DIAGNOS[EI]S|COMPLICATIONS|DIAGNOSIS) (?:OF|FOR) [A-Z]{3}"
)
_CHAPTER = re.compile(
    r"^(?:CLINICAL FEATURES|INVESTIGATIONS?|TREATMENT|DIFFERENTIAL DIAGNOS[EI]S|COMPLICATIONS|PREVENTION|PROGNOSIS)(?: (?:OF|FOR)\b.*)?$"
)
_BULLET = re.compile(r"^\s*(?:([・•▪●])|[-–*◦](?= )|\d{1,2}[.)](?= ))\s*(.*)$")
_KNOWN = re.compile(
    r"(?i)^(?:introduction|clinical features|symptoms|signs|signs and symptoms|investigations?|other investigations|"
    r"differential diagnos[ei]s|complications|treatment|treatment goals|treatment objectives|non[- ]?(?:drug|pharmacologic\w*) treatment|"
    r"drug treatment|pharmacological treatment|supportive measures|notable adverse.*|adverse.*caution.*|prevention|prognosis|"
    r"surgical operation|surgical treatment|causes|types|classification|epidemiology|aetiology|pathophysiology|diagnosis|referral)\W*$"
)


class Nstg:
    """One condition of the national guideline a file."""

    name = "nstg"

    def recognises(self, head: bytes, name: str) -> bool:
        """The JSON names its source; the text opens with the condition and its introduction."""
        if head.lstrip()[:1] == b"{":
            return b'"condition_name"' in head and b"NSTG" in head
        if head.lstrip().startswith((b"<", b"#", b"---")):
            return False
        return bool(_OPENING.match(head) or _CHAPTERS.search(head))

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the condition of the file."""
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableError("larger than 5 MB; a condition of this guideline is a few kilobytes")
        try:
            page = data.decode("utf-8-sig")
            if page.lstrip().startswith("{"):
                record = json.loads(page)
                title, content = _tidy(record["condition_name"]), list(_from_json(record))
            else:
                title, content = _from_text(page)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise UnreadableError("cut or of another shape than the guideline's files") from error
        text = TextBuilder()
        text.passage(title, position="0", role=Role.TITLE)
        blocks.lay(content, text, path=(title,), facet=lambda path: path[-1].lower() if len(path) > 1 else "")
        stored, passages = text.finish()
        yield Source(
            ids=(f"nstg:{_slug(PurePosixPath(name).stem or title)}",),
            title=f"{title} (Nigeria Standard Treatment Guidelines)",
            text=stored,
            passages=passages,
            kind=SourceKind.GUIDELINE,
            quality=TextQuality.EXTRACTED,
            published="2022",
            issuer="Federal Ministry of Health, Nigeria",
            family="NSTG",
            jurisdiction="NG",
            version_label="2022",
            collection="nstg",
            notes=("text read by machine from the printed guideline",),
        )


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _tidy(words: str) -> str:
    words = " ".join(words.split())
    return words.capitalize() if words.isupper() else words


def _from_json(record: dict[str, Any]) -> Iterator[Block]:
    treatment = record.get("treatment") or {}
    for field, heading, level in SECTIONS:
        value = treatment.get(field) if level == 2 else record.get(field)
        if not value:
            continue
        yield Heading(level, heading)
        if isinstance(value, str):
            yield Paragraph(value.strip())
        elif isinstance(value, list):
            yield from _listed(value)


def _listed(values: list[Any]) -> Iterator[Block]:
    plain = [" ".join(value.split()) for value in values if isinstance(value, str) and value.strip()]
    if plain:
        yield Listing(tuple(plain))
    for value in values:
        if isinstance(value, dict):
            features = [
                " ".join(one.split()) for one in value.get("features") or () if isinstance(one, str) and one.strip()
            ]
            name = " ".join(str(value.get("type") or "").split())
            if name and features:
                yield Paragraph(name if name.endswith(":") else f"{name}:")
            if features:
                yield Listing(tuple(features))


def _from_text(page: str) -> tuple[str, list[Block]]:
    """The plain text: lines that are known headings, bullets, and paragraphs broken over lines."""
    title, *lines = [line.strip() for line in page.strip().split("\n")]
    content: list[Block] = []
    paragraph: list[str] = []
    items: list[str] = []

    def end() -> None:
        if paragraph:
            content.append(Paragraph(" ".join(paragraph)))
            paragraph.clear()
        if items:
            content.append(Listing(tuple(items)))
            items.clear()

    under = False
    for line in lines:
        if not line:
            end()
        elif _CHAPTER.match(line):
            end()
            content.append(Heading(1, line.split(" OF ")[0].split(" FOR ")[0].capitalize()))
        elif _KNOWN.match(line):
            end()
            content.append(Heading(2, line.strip(" :")))
        elif found := _BULLET.match(line):
            if paragraph:
                content.append(Paragraph(" ".join(paragraph)))
                paragraph.clear()
            words = found[2].strip()
            under = under if found[1] is None else True
            if words and found[1] is None and under and items:
                # A dose below its drug stays with it: apart, it would be a dose of nothing.
                items[-1] += f"\n- {words}"
            elif words:
                items.append(words)
        elif items:
            if line[0].islower() or not line[0].isalpha():
                items[-1] += " " + line
            else:
                end()
                paragraph.append(line)
        else:
            paragraph.append(line)
    end()
    return _tidy(title), content

"""
P7: do numbers survive ingest? The figures of each XML file against those of the text that its reader stores.

    python bench/numbers_survive.py [jats|pubmed]

Figures are signed numbers, raised numbers, numbers with the unit after them, and comparators, counted as a multiset. The XML
side is read here by a walk of its own that shares no code with the readers. Every figure of the title, the abstracts,
the body, the appendices and the tables must be stored; a stored figure that is not among them must be explained: the
words of a citation that were kept, a table heading printed again, a cell that spans rows, a section of the back matter.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from curbside import zstd
from curbside.errors import CurbsideError
from curbside.sources.formats.jats import Jats
from curbside.sources.formats.pubmed import PubMed
from curbside.sources.source import Source

DATA = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")

BREAK = "\x00"  # a border of blocks: nothing goes on across it
CITED = "\x02"  # a citation was here: numbers end, a unit may follow
ASIDE = "\x03"  # something raised stood here
RAISED_OPEN, RAISED_CLOSE = "\x0e", "\x0f"

DIGITS_UP = "⁰¹²³⁴⁵⁶⁷⁸⁹"
UP = str.maketrans(DIGITS_UP + "⁺⁻⁼⁽⁾", "0123456789+-=()")
DOWN = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()")
RUN_UP = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃ-ᵿⁱⁿᴬ-ᵂⱽ]+")
RUN_DOWN = re.compile(r"[₀-₎]+")
CARET = re.compile(r"\^\(((?:[^()]|\([^()]*\))*)\)|\^(\w)")
LOWERED = re.compile(r"_\(((?:[^()]|\([^()]*\))*)\)")
NUMBER = re.compile(r"[−–‐‑-]?\d+(?:[.,·]\d+)*")
UNIT = re.compile(
    r"(\d+(?:[.,·]\d+)*)[ \u00a0\u2009\u202f\x02]*(%|‰|°|(?:mg|µg|μg|mcg|kg|ng|pg|g|mL|ml|dl|dL|l|L|µl|mmol|µmol|nmol|mol|mM|µM|nM|IU|U|"
    r"mmHg|Hz|kHz|MHz|kcal|kJ|Gy|mSv|cm|mm|nm|µm|km|m|min|minutes|hours?|h|days?|weeks?|months?|years?|s|seconds)(?![A-Za-z]))"
)
COMPARATORS = "<>≤≥=±×÷≈∼~≠%‰°µμ"

CITING = {"bibr", "ref", "bib"}
REFERENCE_ID = re.compile(r"(?i)(?:b|r|ref|bib|cr|cit|c|pone.*-?ref|.*-b)[-_]?\d+")
BLOCKS = {
    "p", "title", "label", "sec", "list", "list-item", "td", "th", "tr", "table", "table-wrap", "fig", "caption", "boxed-text",
    "disp-quote", "disp-formula", "def", "term", "def-item", "fn", "attrib", "abstract", "article-title", "subtitle", "break",
    "supplementary-material", "media", "statement", "app", "table-wrap-foot", "inline-formula", "AbstractText", "DispFormula",
}  # fmt: skip
UNSEEN = {"object-id", "alt-text", "long-desc", "index-term", "permissions", "sec-meta"}


def figures(text: str) -> Counter[str]:
    """The figures of a text, raised ones told apart."""
    found: Counter[str] = Counter()
    raised: list[str] = []

    def up(match: re.Match[str]) -> str:
        raised.append(match[0])
        return ASIDE

    def caret(match: re.Match[str]) -> str:
        raised.append(match[1] or match[2])
        return ASIDE

    text = re.sub(r"[ \t\r\n]+", " ", text)
    text = re.sub(r"[\[(][\s\x02,;–—-]*\x02[\s\x02,;–—-]*[\])]", CITED, text)
    text = re.sub(RAISED_OPEN + "([^" + RAISED_CLOSE + "]*)" + RAISED_CLOSE, lambda m: up(m), text)
    text = RUN_UP.sub(up, text)
    text = CARET.sub(caret, text)
    text = LOWERED.sub(lambda m: f" {m[1]} ", text)
    text = RUN_DOWN.sub(lambda m: f"{ASIDE}{m[0].translate(DOWN)}{ASIDE}", text)
    for run in raised:
        plain = run.translate(UP)
        found.update("^" + signed(number) for number in re.findall(r"[−–-]?\d+", plain))
        found.update(mark for mark in plain if mark in COMPARATORS)
    found.update(signed(number) for number in NUMBER.findall(text))
    found.update(f"{number} {unit}" for number, unit in UNIT.findall(text))
    found.update(mark for mark in text if mark in COMPARATORS)
    return found


def signed(number: str) -> str:
    return re.sub("[−–‐‑]", "-", number)


class Walk:
    """What an XML element says, as text for `figures`, with what may be missing and what may be said again."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.citations: list[str] = []
        self.again: list[str] = []

    def inside(self, element: etree._Element) -> None:
        self._say(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.element(child)
            self._say(child.tail)

    def element(self, element: etree._Element) -> None:
        name = etree.QName(element).localname
        if name in UNSEEN or (name in {"graphic", "inline-graphic"} and not len(element)):
            return
        if name == "math":
            self.text.append(BREAK + mathematics(element) + BREAK)
        elif name == "alternatives":
            kinds = {etree.QName(child).localname: child for child in element if isinstance(child.tag, str)}
            chosen = kinds.get("math", kinds.get("tex-math", kinds.get("textual-form")))
            if chosen is not None:
                self.element(chosen)
            else:
                self.inside(element)
        elif name == "tex-math":
            body = re.search(r"\\begin\{document\}(.*?)\\end\{document\}", element.text or "", re.DOTALL)
            beside = element.getparent().find("{http://www.w3.org/1998/Math/MathML}math")
            if beside is None or element.getparent().tag == "alternatives":
                self.text.append(BREAK + (body[1] if body else element.text or "") + BREAK)
        elif name == "xref" and is_citation(element):
            self.citations.append(BREAK + "".join(map(str, element.itertext())) + BREAK)
            self.text.append(CITED)
        elif name == "xref" and element.get("ref-type") in {"fn", "table-fn", "author-notes"} and not len(element):
            self.text.append(ASIDE)
            self._raise(element)
        elif name == "sup":
            self._raise(element)
        elif name == "sub":
            before = self.text[-1][-1:] if self.text else ""
            inner = Walk()
            inner.inside(element)
            words = "".join(inner.text)
            self.citations += inner.citations
            glued = before.isdigit() or re.match(r"\d|[.,]\d", element.tail or "")
            self.text.append(f"{BREAK}{words}{BREAK}" if glued else words)
        elif name in BLOCKS:
            self.text.append(BREAK)
            start = len(self.text)
            self.inside(element)
            if name in {"th", "td"} and (
                (element.get("rowspan") or "1") != "1" or element.getparent().getparent().tag == "thead"
            ):
                self.again.append("".join((BREAK, *self.text[start:], BREAK)))
            self.text.append(BREAK)
        else:
            self.inside(element)

    def _raise(self, element: etree._Element) -> None:
        inner = Walk()
        inner.inside(element)
        words = "".join(inner.text)
        self.citations += inner.citations
        if CITED in words:
            words = words.strip(CITED + " ,;–—-[]()\n\t")
            if not re.search(r"\w", words):
                self.text.append(CITED)
                return
        if re.fullmatch(r"\s*[\[(]\s*\d{1,3}(\s*[,;–-]\s*\d{1,3})*\s*[\])]\s*", words):
            self.citations.append(RAISED_OPEN + words + RAISED_CLOSE)
            self.text.append(CITED)
            return
        if not re.search(r"\w", words):
            self.text.append(words)  # a degree sign or a footnote mark
            return
        self.text.append(f"{RAISED_OPEN}{words.replace(CITED, '')}{RAISED_CLOSE}")

    def _say(self, text: str | None) -> None:
        if text:
            self.text.append(text)


def is_citation(element: etree._Element) -> bool:
    kind = element.get("ref-type") or ""
    return kind in CITING or (not kind and bool(REFERENCE_ID.fullmatch((element.get("rid") or "").split(" ")[0])))


def mathematics(element: etree._Element) -> str:
    """A formula: numbers that stand side by side stay apart, raised parts are marked."""
    name = etree.QName(element).localname
    children = [child for child in element if isinstance(child.tag, str)]
    if name in {"annotation", "annotation-xml"}:
        return ""
    if name == "semantics" and children:
        return mathematics(children[0])
    inner = [mathematics(child) for child in children]
    if name in {"msup", "mover"} and len(inner) == 2:
        return f"{inner[0]}{RAISED_OPEN}{inner[1]}{RAISED_CLOSE}"
    if name in {"msubsup", "munderover"} and len(inner) == 3:
        return f"{inner[0]}{BREAK}{inner[1]}{BREAK}{RAISED_OPEN}{inner[2]}{RAISED_CLOSE}"
    if name in {"msub", "munder"} and len(inner) == 2:
        # Digits below the line are no part of a number beside them, nor of a sign before a letter.
        before = BREAK if inner[0][-1:].isdigit() else "" if inner[0][-1:].isalpha() else ASIDE
        return f"{inner[0]}{before}{inner[1]}{ASIDE if inner[1][-1:].isdigit() else ''}"
    if name == "mfrac" and re.fullmatch(r"[\w.,]+", inner[0]):
        return BREAK.join(inner) + ")"  # a minus before "1/2" is the sign of a number
    if name == "mspace":
        return " "
    if name in {"mtr", "mtable"}:
        return BREAK + BREAK.join(inner) + BREAK
    if name in {"mfrac", "mfenced", "mroot"}:
        return BREAK + BREAK.join(inner) + ")"
    words = " ".join((element.text or "").split())
    joined = ""
    for child, part in zip(children, inner, strict=True):
        if joined[-1:].isdigit() and part[:1].isdigit():
            joined += BREAK
        operand = bool(joined) and joined[-1] not in "([{|,/ " + BREAK + COMPARATORS
        # A minus after an operand is an operation, else it is a sign.
        joined += f" {part} " if part in {"-", "−", "–"} and operand and child.tag.endswith("}mo") else part
    return words + joined


def jats_sides(root: etree._Element) -> tuple[Walk, dict[str, Counter[str]]]:
    """What must be stored of an article, and what may be there besides, by reason."""
    must = Walk()
    front = root.find("front/article-meta")
    for group in front.findall("title-group"):
        for child in group:
            if child.tag in {"article-title", "subtitle"}:
                must.element(child)
    for child in front:
        if child.tag == "abstract":
            must.element(child)
    back_matter = Walk()
    for part in root:
        if part.tag in {"body", "floats-group", "floats-wrap"}:
            must.inside(part)
        elif part.tag == "back":
            for child in part:
                if child.tag in {"app-group", "app"}:
                    remove(child, "ref-list")
                    must.element(child)
                elif child.tag == "sec":
                    back_matter.element(child)
    must.again += back_matter.again
    may = {
        "words of a citation kept": figures(BREAK.join(must.citations)),
        "section of the back matter kept": figures("".join(back_matter.text) + BREAK.join(back_matter.citations)),
    }
    return must, may


def remove(element: etree._Element, tag: str) -> None:
    for child in list(element.iter(tag)):
        child.getparent().remove(child)


def pubmed_sides(root: etree._Element) -> tuple[Walk, dict[str, Counter[str]]]:
    """What must be stored of a PubMed record, and what may be."""
    must, other = Walk(), Walk()
    book = root.tag == "PubmedBookArticle"
    has_title = root.find(".//ArticleTitle") is not None
    for element in root.iter(
        "ArticleTitle", "VernacularTitle", "AbstractText", *([] if has_title or not book else ["BookTitle"])
    ):
        if any(above.tag in {"ReferenceList", "CommentsCorrections"} for above in element.iterancestors()):
            continue
        foreign = any(above.tag == "OtherAbstract" for above in element.iterancestors())
        walk = other if foreign else must
        walk.text.append(BREAK + (element.get("Label") or "") + BREAK)
        walk.inside(element)
        walk.text.append(BREAK)
    return must, {"abstract in another language": figures("".join(other.text))}


def differences(
    source: Source, must: Walk, may: dict[str, Counter[str]]
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Figures lost, figures added without an explanation, and how many additions each explanation took."""
    expected, stored = figures("".join(must.text)), figures(source.text.replace("\n", BREAK))
    lost, added = expected - stored, stored - expected
    explained: Counter[str] = Counter()
    for reason, allowed in may.items():
        taken = added & allowed
        explained[reason] += taken.total()
        added -= taken
    repeated = figures(BREAK.join(must.again))
    for figure in [figure for figure in added if figure in repeated]:
        explained["table heading or spanning cell said again"] += added.pop(figure)
    return lost, added, explained


def jats_articles() -> Iterator[tuple[str, bytes]]:
    with (
        zstd.open_file(DATA / "jats/pmc_jats_1200.tar.zst") as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        for member in archive:
            if member.isfile():
                yield member.name, archive.extractfile(member).read()


def pubmed_files() -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(DATA / "pubmed_xml/pubmed_xml_samples.zip") as samples:
        for name in samples.namelist():
            data = samples.read(name)
            yield name, gzip.decompress(data) if name.endswith(".gz") else data
    yield "retractions", gzip.decompress((DATA / "retractions/pubmed_articles.xml.gz").read_bytes())


class Tally:
    """Counts over files, and the first differences in words."""

    def __init__(self) -> None:
        self.files = self.figures = self.differing = 0
        self.lost: Counter[str] = Counter()
        self.added: Counter[str] = Counter()
        self.explained: Counter[str] = Counter()
        self.shown: list[str] = []

    def take(self, name: str, source: Source, must: Walk, may: dict[str, Counter[str]]) -> None:
        lost, added, explained = differences(source, must, may)
        self.files += 1
        self.figures += figures("".join(must.text)).total()
        self.explained += explained
        if lost or added:
            self.differing += 1
            self.lost += lost
            self.added += added
            self.shown.append(f"{name}: lost {dict(lost.most_common(6))} added {dict(added.most_common(6))}")

    def report(self, title: str) -> None:
        print(
            f"| {title} | {self.files} | {self.figures} | {self.differing} | {self.lost.total()} | {self.added.total()} | "
            + "; ".join(f"{reason} {count}" for reason, count in self.explained.most_common() if count)
            + " |"
        )
        for line in self.shown[: int(os.environ.get("SHOW", "0"))]:
            print("   ", line)


def check_jats() -> Tally:
    tally = Tally()
    for name, data in jats_articles():
        for source in Jats().read(io.BytesIO(data), name):
            if isinstance(source, Source):
                parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True)
                tally.take(name, source, *jats_sides(etree.fromstring(data, parser)))
    return tally


def check_pubmed() -> Tally:
    tally = Tally()
    for name, data in pubmed_files():
        if not PubMed().recognises(data[:4096], name):
            continue
        try:
            sources = [read for read in PubMed().read(io.BytesIO(data), name) if isinstance(read, Source)]
        except CurbsideError:
            continue
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, remove_comments=True, huge_tree=True))
        records = list(root.iter("PubmedArticle", "PubmedBookArticle"))
        if len(records) != len(sources):
            print(f"    {name}: {len(records)} records, {len(sources)} sources")
            continue
        for record, source in zip(records, sources, strict=True):
            tally.take(f"{name} {source.ids[0]}", source, *pubmed_sides(record))
    return tally


def main() -> None:
    chosen = sys.argv[1:] or ["jats", "pubmed"]
    print(
        "| corpus | documents | figures | documents with an unexplained difference | lost | added | additions explained |"
    )
    print("|---|---|---|---|---|---|---|")
    if "pubmed" in chosen:
        check_pubmed().report("PubMed XML")
    if "jats" in chosen:
        check_jats().report("JATS")


if __name__ == "__main__":
    main()

"""
Markdown to blocks: the common core of the language, read line by line in linear time.

Only what carries meaning is kept: headings, paragraphs, lists, pipe tables, and HTML blocks such as tables. Emphasis
and link targets go, their words stay; pictures go. Nothing is interpreted that could be a comparison or a product:
"<5 mg" is no tag and "2 * 3" no emphasis.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Iterator

from .blocks import Block, Heading, Listing, Paragraph, Table
from .markup import blocks_of
from .untagged import raised

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BULLET = re.compile(r"([ \t]*)(?:[-*+•]|(\d{1,3})[.)])[ \t]+(\S.*)$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*(.*)$")
_HTML_BLOCK = re.compile(r"(?i) {0,3}<(?:(table|div|ul|ol|dl|p|h[1-6]|section|details|blockquote|style|script)\b|!--)")
_CLOSES = {"style": "</style>", "script": "</script>", "!--": "-->"}

_RULED = re.compile(r"[-: ]*|spacer")
LONGEST_CELL = 1_000

_TAG = re.compile(
    r"(?i)</?(?:a|abbr|b|big|br|center|cite|code|div|em|font|hr|i|img|ins|kbd|li|mark|ol|p|s|small|span|strong|sub|sup|"
    r"table|tbody|td|th|thead|tr|tt|u|ul)(?:\s[^<>]{0,2000})?/?>|<!--.{0,2000}?-->"
)
_SUPERSCRIPT = re.compile(r"(?i)<sup>([^<>]{1,40})</sup>|(?<=[\w)\]^])\^([^\s^\[\]]{1,20})\^")
_IMAGE = re.compile(r"!\[[^\]]{0,500}\]\([^()\s]{0,2000}(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"]{0,500}\")?\)")
_LINK = re.compile(r"\[([^\[\]]{0,1000})\]\([^()\s]{0,2000}(?:\([^()\s]*\)[^()\s]*)?(?:\s+[\"'][^\"']{0,500}[\"'])?\)")
_REFERENCE = re.compile(r"\[(?!\^)([^\[\]]{1,500})\]\[[^\[\]]{0,200}\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_STRONG = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]{1,2000}?)(?<=\S)\1(?![\w*])")
_UNDER = re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_\n]{1,2000}?)(?<=\S)\1(?![\w_])")
_CODE = re.compile(r"`{1,2}([^`\n]{1,1000})`{1,2}")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&\"'$%,/:;=?@^])")
_BREAK = re.compile(r"(?i)<br\s*/?>")
_SPACES = re.compile(r"[ \t\xa0]+")
_KEPT_ESCAPE = re.compile("[\ue000-\ue0ff]")


def inline(text: str) -> str:
    """The words of a line of Markdown, without its marks."""
    if not any(mark in text for mark in "\\[<*_`&^"):
        return _SPACES.sub(" ", text).strip()
    # Escaped characters step aside as private-use characters, so that no rule takes them for a mark.
    escaped = "\\" in text
    if escaped:
        text = _ESCAPE.sub(lambda found: chr(0xE000 + ord(found[1])), text)
    if "^" in text or "<" in text:
        text = _SUPERSCRIPT.sub(lambda found: raised(found[1] or found[2]), text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", _AUTOLINK.sub(r"\1", text)))
    if "[" in text:
        text = _REFERENCE.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    if "`" in text:
        text = _CODE.sub(r"\1", text)
    if "*" in text or "_" in text:
        for _ in range(2):
            text = _UNDER.sub(r"\2", _STRONG.sub(r"\2", text))
    if "&" in text:
        text = html.unescape(text)
    if escaped:
        text = _KEPT_ESCAPE.sub(lambda found: chr(ord(found[0]) - 0xE000), text)
    return _SPACES.sub(" ", text).strip()


def footnotes(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """Split footnote definitions from the other lines; a definition goes on over indented lines."""
    kept: list[str] = []
    notes: dict[str, str] = {}
    current = ""
    for line in lines:
        if found := _FOOTNOTE.match(line):
            current = found[1]
            notes[current] = found[2].strip()
        elif current and line[:1] in {" ", "\t"} and line.strip():
            notes[current] += " " + line.strip()
        else:
            current = ""
            kept.append(line)
    return kept, notes


def blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of a Markdown page, in order."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif found := _HEADING.match(line):
            if title := inline(found[2]):
                yield Heading(len(found[1]), title)
            at += 1
        elif fence := _FENCE.match(line):
            at = yield from _code(lines, at, fence[1])
        elif found := _HTML_BLOCK.match(line):
            at = yield from _html(lines, at, (found[1] or "!--").lower())
        elif _RULE.match(line):
            at += 1
        elif "|" in line and at + 1 < len(lines) and "-" in lines[at + 1] and _TABLE_RULE.match(lines[at + 1]):
            at = yield from _table(lines, at)
        elif _BULLET.match(line):
            at = yield from _list(lines, at)
        else:
            at = yield from _paragraph(lines, at)


def _code(lines: list[str], at: int, fence: str) -> Generator[Block, None, int]:
    """A fenced block is kept as text, line by line: protocols put doses and flow charts there."""
    body = []
    at += 1
    while at < len(lines) and not lines[at].lstrip().startswith(fence):
        body.append(lines[at].rstrip())
        at += 1
    if any(line.strip() for line in body):
        yield Paragraph("\n".join(body).strip("\n"))
    return at + 1


def _html(lines: list[str], at: int, tag: str) -> Generator[Block, None, int]:
    """An HTML block runs to its closing tag, or to the next blank line when nothing closes it."""
    start = at
    closing = _CLOSES.get(tag, f"</{tag}>")
    opening = f"<{tag}"
    depth = 0
    while at < len(lines):
        lower = lines[at].lower()
        depth += lower.count(opening) - lower.count(closing)
        at += 1
        if depth <= 0:
            break
    else:
        at = next((n for n in range(start, len(lines)) if not lines[n].strip()), len(lines))
    if tag not in _CLOSES:
        yield from blocks_of("\n".join(lines[start:at]))
    return at


def cells(line: str) -> tuple[str, ...]:
    """The cells of one row of a pipe table."""
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return tuple(inline(cell) for cell in re.split(r"(?<!\\)\|", line))


def _table(lines: list[str], at: int) -> Generator[Block, None, int]:
    start = at
    rows = [cells(lines[at])]
    at += 2
    while at < len(lines) and "|" in lines[at] and lines[at].strip():
        rows.append(cells(lines[at]))
        at += 1
    rows = [row for row in rows if any(row)]
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        yield from _laid_out(lines[start:at])
    elif rows and not all(len(row) < 2 or _RULED.fullmatch("".join(row)) for row in rows):
        yield Table(tuple(rows), is_marked=True)
    return at


def _laid_out(lines: list[str]) -> Iterator[Block]:
    """A table that only lays out a page: its long cells are the text, two spaces part their paragraphs."""
    for line in lines:
        for cell in re.split(r"(?<!\\)\|", line):
            if len(cell) <= LONGEST_CELL:
                continue
            for part in re.split(r"[ \t]{2,}", cell.strip()):
                words = inline(part)
                if words.isupper() and len(words) < 90:
                    yield Heading(3, words)
                elif words:
                    yield Paragraph(words)


def _list(lines: list[str], at: int) -> Generator[Block, None, int]:
    """A list: deeper items and continuation lines belong to the item above them."""
    first = _BULLET.match(lines[at])
    assert first is not None
    indent = len(first[1].expandtabs(4))
    ordered = first[2] is not None
    items: list[list[str]] = []
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            # A blank line ends the list unless another item or an indented line follows it.
            after = at + 1
            if (
                after < len(lines)
                and (_BULLET.match(lines[after]) or lines[after][:2] in {"  ", "\t"})
                and lines[after].strip()
            ):
                at = after
                continue
            break
        found = _BULLET.match(line)
        depth = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if found and not _RULE.match(line):
            if depth < indent or (depth < indent + 2 and (found[2] is not None) != ordered):
                break
            words = inline(found[3])
            if depth < indent + 2 or not items:
                items.append([words])
            else:
                items[-1].append((f"{found[2]}. " if found[2] else "- ") + words)
        elif _HEADING.match(line) or _FENCE.match(line) or _RULE.match(line):
            break
        elif items:
            items[-1][-1] += " " + inline(line.strip())
        at += 1
    texts = tuple(
        entry for entry in ("\n".join(part for part in item if part.strip()) for item in items) if entry.strip()
    )
    if texts:
        yield Listing(texts, ordered, int(first[2] or 1))
    return at


def _paragraph(lines: list[str], at: int) -> Generator[Block, None, int]:
    words: list[str] = []
    start = at
    while at < len(lines) and lines[at].strip():
        line = lines[at]
        if at > start:
            if (found := _UNDERLINE.match(line)) and len(words) == 1:
                yield Heading(1 if found[1][0] == "=" else 2, words[0])
                return at + 1
            if (
                _HEADING.match(line)
                or _BULLET.match(line)
                or _FENCE.match(line)
                or _HTML_BLOCK.match(line)
                or _RULE.match(line)
            ):
                break
        words.append(inline(line.strip().removeprefix(">").strip()))
        at += 1
    body = " ".join(word for word in words if word)
    if body:
        yield Paragraph(body)
    return at

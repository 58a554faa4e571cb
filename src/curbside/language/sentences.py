"""
Where sentences begin and end in medical text.

The splitter looks once at every stop and decides from a bounded stretch on either side, so that its time grows with
the length of the text whatever the text is. Lines come first: a blank line, a list item and a heading end what
stands before them, an ordinary line break does not. Inside a paragraph a stop ends a sentence unless a shortened
word, an initial, a number or a bracket explains it. A stop whose space was lost ("syndrome.The") still counts.

Spans are code points of the text as given. They are in order, do not overlap, and cover every character that is not
white space; list markers, closing quotation marks and citation numbers belong to the sentence they stand in.
"""

from __future__ import annotations

import re

from curbside.language.abbreviations import (
    AFTER_A_COUNTRY,
    BEFORE_A_LETTER,
    BEFORE_A_NUMBER,
    CLOSERS,
    NEVER,
    OPENERS,
    SOMETIMES,
)
from curbside.language.patterns import lazily

_LOOK_BACK = 40  # code points of context before a stop: longer than any shortened word
_BRACKET_REACH = 300  # a bracket that does not close within this many code points is taken for a slip
_HEADING_LENGTH = 60
_LONGEST_ENUMERATOR = 7

_LINE = lazily(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = lazily(r"[ \t]*(?:[-*+–—o][ \t]+|[•·▪●○◦‣■□✓➢][ \t]*)(?=\S)")
_ENUMERATOR = lazily(r"[ \t]*\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)][ \t]+(?=\S)")
_RULED = lazily(r"[ \t]*(?:#{1,6}[ \t]|\||[-=_*]{3,}[ \t]*$)")
_STOP = lazily(r"[.!?…]+")
_BRACKET = lazily(r"[()\[\]]")
_CLOSING = "\"'”’»)]}"
_OPENING = "\"'“‘«([{"
_ENDINGS = frozenset(".!?…:;")
_WORD_BEFORE = lazily(r"[^\s()\[\]{}\"“”«»‘,;:<>=~]+$")
_WORD_AFTER = lazily(r"[^\W_][\w'’-]{0,40}")
_DOTTED = lazily(r"(?:[A-Za-z]\.)+[A-Za-z]")
_INITIAL = lazily(r"(?:[A-Z]\.?-?)*[A-Z]")
_CITATION = lazily(r"(?:\[\d{1,4}(?: ?[,;–—-] ?\d{1,4}){0,20}\]|\d{1,3}(?:[,–—-]\d{1,3}){0,10}|[⁰¹²³⁴-⁹]{1,6})(?=\s|$)")
_SPACED_CITATION = lazily(r"\s?\[\d{1,4}(?: ?[,;–—-] ?\d{1,4}){0,20}\](?=\s|$)")
_MIXED_CASE = lazily(r"[a-zα-ω][a-z]{0,3}-?[A-Z0-9]")
_POINTED_AT = lazily(r"[(\[]?(?:\d|[IVXLC]{1,5}\b|[A-Za-z]\b)")
_DOMAIN = lazily(r"(?:Com|Edu|Gov|Net|Org)\b")
_SITE = lazily(r"https?:|www\.|@|/", re.IGNORECASE)
_LITTLE_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "which",
        "who",
        "with",
    ]
)


def split(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text, in order."""
    spans: list[tuple[int, int]] = []
    for start, end in blocks(text):
        spans.extend(_sentences(text, start, end))
    return spans


def blocks(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs, list items and headings of a text, without the white space around them."""
    spans: list[tuple[int, int]] = []
    before = (0, 0)
    for match in _LINE.finditer(text):
        line = text[match.start() : match.end()]
        if line.isspace():
            continue
        first = match.end() - len(line.lstrip())
        last = match.start() + len(line.rstrip())
        if spans and not _begins_block(text, spans[-1][0], before, (match.start(), last)):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
        before = (match.start(), last)
    return spans


def _begins_block(text: str, block_start: int, before: tuple[int, int], line: tuple[int, int]) -> bool:
    """Whether a line starts something new, given the line before it."""
    if _is_blank_gap(text[before[1] : line[0]]):
        return True
    above, here = text[before[0] : before[1]], text[line[0] : line[1]]
    if _RULED.match(here) or _RULED.match(above):
        return True
    ended = above[-1] in _ENDINGS or (above[-1] in _CLOSING and above[-2:-1] in _ENDINGS)
    if _BULLET.match(here):
        # A range broken over two lines ("5\n- 10 mg") is no list.
        return ended or not here.lstrip(" \t-–—")[:1].isdigit() or not above[-1].isdigit()
    in_list = bool(_BULLET.match(above) or _ENUMERATOR.match(above))
    short = len(above) <= _HEADING_LENGTH
    if _ENUMERATOR.match(here):
        return ended or in_list or (short and not _is_unfinished(above))
    opens = here.lstrip().lstrip(_OPENING)[:1]
    if not (opens.isupper() or opens.isdigit()):
        return False
    if above.endswith(":"):
        return True
    if in_list:
        return not here[0].isspace() and not ended and short and opens.isupper()
    alone = before[0] <= block_start < before[1]
    return (
        alone and short and not ended and opens.isupper() and above.lstrip()[:1].isupper() and not _is_unfinished(above)
    )


def _is_blank_gap(gap: str) -> bool:
    """Whether the white space between two lines holds an empty line."""
    return sum(1 for _ in re.finditer(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]", gap)) > 1


def _is_unfinished(line: str) -> bool:
    """Whether a line breaks off in the middle of a phrase, as wrapped text does and headings do not."""
    last = line.rsplit(None, 1)[-1]
    return last[-1] in ",-–—(/" or last.lower() in _LITTLE_WORDS or ". " in line


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences between two offsets."""
    spans: list[tuple[int, int]] = []
    first = start
    counted, depth = start, 0
    for stop in _STOP.finditer(text, start, end):
        if stop.start() < first:
            continue
        cut = _cut(text, first, stop.start(), stop.end(), end)
        if cut <= 0:
            continue
        # Brackets are counted only up to each cut, once, so that the total work stays linear.
        depth = _depth(text, counted, cut, depth)
        counted = cut
        if depth and _closes_soon(text, first, cut, end):
            continue
        spans.append((first, cut))
        first, depth = _skip_space(text, cut, end), 0
        counted = first
    if first < end:
        spans.append((first, end))
    return spans


def _depth(text: str, start: int, end: int, depth: int) -> int:
    """How many brackets are open at `end`, when `depth` were open at `start`; closing ones without a partner are ignored."""
    for match in _BRACKET.finditer(text, start, end):
        depth = depth + 1 if match.group() in "([" else max(0, depth - 1)
    return depth


def _closes_soon(text: str, first: int, after: int, end: int) -> bool:
    """Whether a bracket opened inside this sentence closes near by; one that opens the sentence may hold several."""
    if text[first] in "([":
        return False
    next_bracket = _BRACKET.search(text, after, min(end, after + _BRACKET_REACH))
    return next_bracket is not None and next_bracket.group() in ")]"


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _cut(text: str, first: int, stop: int, after: int, end: int) -> int:
    """Where a sentence ends at this stop, or 0 when it does not."""
    at = after
    while at < end and text[at] in _CLOSING and at - after < 4:
        at += 1
    if at >= end:
        return end
    kind = text[stop:after]
    window = text[max(first, stop - _LOOK_BACK) : stop]
    if not text[at].isspace():
        return _glued_cut(text, window, kind, after, at, end)
    word = _word_before(window)
    if kind == "." and text[after] == " " and after + 1 < end and text[after + 1].isupper() and _is_ordinary(word):
        return after  # most stops: what follows would come to the same
    cited = _SPACED_CITATION.match(text, at, min(end, at + 120))
    following = _skip_space(text, at, end)
    if following >= end:
        return end
    if cited and not _is_shortened(word):
        following = _skip_space(text, cited.end(), end)
        if following >= end or _is_capital(text, following):
            return cited.end()
        return 0
    if _ends(text, first, stop, kind, word, window, following, closed=at > after):
        return at
    return 0


def _word_before(window: str) -> str:
    """The word that a stop follows, "" when white space or a bracket stands between."""
    if not window or window[-1].isspace():
        return ""
    chunk = window.rsplit(None, 1)[-1]
    if chunk.isalnum():
        return chunk
    found = _WORD_BEFORE.search(chunk)
    return found.group() if found else ""


def _is_ordinary(word: str) -> bool:
    """Whether a word is long, of letters only, and no shortened one: what its stop means needs no thought."""
    return len(word) > _LONGEST_ENUMERATOR and word.isalpha() and not _is_shortened(word)


def _glued_cut(text: str, window: str, kind: str, after: int, at: int, end: int) -> int:
    """The end of a sentence whose following space is lost, or whose stop is followed by a citation number."""
    word = _word_before(window)
    plain = len(word) >= 2 and word[-2:].isalpha() and word[-2:].islower() and not _is_shortened(word)
    plain = plain and "." not in word and not _SITE.search(word)
    closed = (bool(window) and window[-1] in ')]%”"') or at > after
    if plain or closed or kind[0] in "?!":
        cited = _CITATION.match(text, at, min(end, at + 120))
        if cited and (plain or closed):
            following = _skip_space(text, cited.end(), end)
            if following >= end:
                return end
            return cited.end() if _is_capital(text, following) else 0
    glued = text[at].isupper() and at + 1 < end and (text[at + 1].islower() or text[at + 1].isspace())
    glued = glued and word != "www" and not _DOMAIN.match(text, at, at + 5)
    digits = word.isdigit() and len(word) == 4  # a year: "in 2010.The"
    if glued and (plain or closed or digits or kind[0] in "?!"):
        return at
    return 0


def _is_shortened(word: str) -> bool:
    lowered = word.lower().lstrip("([")
    return lowered in NEVER or lowered in SOMETIMES or lowered in BEFORE_A_NUMBER or bool(_DOTTED.fullmatch(lowered))


def _is_capital(text: str, at: int) -> bool:
    """Whether what stands here could open a sentence by its form."""
    while text[at] in _OPENING and at + 1 < len(text):
        at += 1
    here = text[at]
    return (
        here.isupper()
        or here.isdigit()
        or here in "•▪●-–—#*≥≤<>$~"
        or (not here.isascii() and here.isalpha())
        or bool(_MIXED_CASE.match(text, at, at + 8))
    )


def _ends(text: str, first: int, stop: int, kind: str, word: str, window: str, following: int, *, closed: bool) -> bool:
    """Whether a stop followed by a space ends the sentence."""
    match = _WORD_AFTER.match(text, following + (text[following] in _OPENING))
    opener = match is not None and match.group().lower() in OPENERS and match.group()[0].isupper()
    if opener and match is not None and text[match.end() : match.end() + 1] == "." and len(match.group()) == 1:
        opener = False  # "Smith J. A. and others": an initial, not the article
    capital = _is_capital(text, following)
    if kind[0] in "?!":
        # Hurried questions go on in lower case; an exclamation in a name does too ("We Can! is a programme").
        written = bool(window.strip()) and window.rstrip()[-1] not in _OPENING
        goes_on = kind[0] == "?" and not closed and text[following].isalpha()
        return written and (capital or (goes_on and text[following : following + 4] not in ("and ", "but ")))
    if kind[0] == "…" or len(kind) > 1:
        return capital and bool(word or closed)
    if closed:
        return capital
    if not word:
        # Either a bracket closes before the stop, or a space has slipped in ("syndrome . If").
        last = window.rstrip()[-1:]
        return capital and (last.isalnum() or last in tuple(_CLOSING + "%"))
    if text[following] in ".,;:)]}%/=+&":
        return False
    lowered = word.lower()
    lead = stop - len(word) - first
    begins = lead <= 8 and not text[first : first + lead].strip(" \t-*•(#")
    if begins and _is_enumerator(word):
        return False
    return _word_ends(text, word, lowered, window, following, begins=begins, capital=capital, opener=opener)


def _is_enumerator(word: str) -> bool:
    return len(word) <= _LONGEST_ENUMERATOR and (
        all(part.isdigit() and len(part) <= 2 for part in word.split(".") if part)
        or (len(word) == 1 and word.isalpha())
        or bool(re.fullmatch(r"[ivxIVX]{1,5}", word))
    )


def _word_ends(
    text: str, word: str, lowered: str, window: str, following: int, *, begins: bool, capital: bool, opener: bool
) -> bool:
    """Whether the stop after this word ends the sentence, by the kind of word it is."""
    digit_next = text[following].isdigit()
    earlier = window[: len(window) - len(word)].split()
    if lowered in NEVER and not (len(word) > 1 and word.isupper()):
        return False
    if lowered in BEFORE_A_NUMBER and _POINTED_AT.match(text, following) and not opener:
        return False
    if len(word) == 1 and word.isalpha():
        return _letter_ends(word, earlier, capital=capital, opener=opener, digit_next=digit_next)
    if lowered in CLOSERS:
        return capital and not digit_next
    if lowered in SOMETIMES or _DOTTED.fullmatch(word):
        after = _WORD_AFTER.match(text, following)
        if after and lowered.startswith("u.") and after.group().lower() in AFTER_A_COUNTRY:
            return False
        return opener or (lowered == "etc" and capital)
    if word.isdigit() and earlier and earlier[-1][-1] in ":;," and len(word) <= 2:
        return False  # "as follows: 1. Wash the foot."
    if word == "0" and digit_next:
        return False  # a decimal torn apart by an extractor
    if capital:
        return True
    # Lower case follows: a new sentence only behind an ordinary long word, as in hurried typing.
    return (
        text[following].islower()
        and len(word) >= 5
        and word.isalpha()
        and word.islower()
        and bool(set("aeiouy") & set(word))
    )


def _letter_ends(word: str, earlier: list[str], *, capital: bool, opener: bool, digit_next: bool) -> bool:
    """Whether a stop after a single letter ends the sentence: "vitamin D. The", "E. coli", "J. Smith"."""
    if not capital or (digit_next and word.isupper() and not earlier):
        return False
    before = earlier[-1].lower().strip("(,;") if earlier else ""
    if before in ("and", "or"):
        # "groups B and C. The" against "H. Oku and S. Yomori".
        before = earlier[-2].lower() if len(earlier) > 1 and len(earlier[-2].strip(",")) == 1 else ""
        belongs = bool(before) and not before.endswith(".")
    else:
        numeral = word in "IVX" and len(before) > 2 and before.isalpha() and earlier[-1].islower()
        belongs = before in BEFORE_A_LETTER or (numeral and before not in _LITTLE_WORDS)
    return belongs or opener or (word.islower() and not digit_next and bool(earlier))

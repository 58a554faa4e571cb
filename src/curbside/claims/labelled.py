"""
Where a sentence of a drug label begins and ends, and how it is printed.

Labels were stored as running text: the number and title of a subsection stand before its first sentence, sentences end in
pointers to other sections, and a title may follow without a stop. What is quoted is cut to the sentence. A title that says
for whom or for what a dose is stays with it, because without it the dose would be for everyone; it is printed with a colon.
Pointers inside a sentence are quoted and not printed.
"""

from __future__ import annotations

import re

from curbside.evidence.evidence import SourceRecord
from curbside.language.patterns import lazily
from curbside.language.populations import populations

from .dose import states_dose
from .runons import Span

#: A sentence shorter than this is a title.
FEWEST_WORDS = 5
#: Sections of a label are numbered up to this.
LAST_SECTION = 17
#: A pointer closes within so many characters of the end of a sentence, and is no longer than this.
CLOSING, LONGEST_POINTER = 4, 400

#: Numbers of sections in brackets; behind a figure they are its range.
_SECTIONS = r"(?<![\d%])(?<![\d%]\s)\(\s?\d{1,2}(?:\.\s?\d{1,2})?(?:\s?,\s?\d{1,2}(?:\.\d{1,2})?)*\s?\)"
#: The highlights of a label: several statements in a row, each ended by the numbers of its sections.
_HIGHLIGHTS = lazily(rf"(?:(?<=[\w.,;)] ){_SECTIONS}[\s.]*)(?:[•·]\s*)?(?=[A-Z][a-z-]|[A-Z]{{3}})")
#: The number of the next subsection within a line.
_NEXT_SECTION = lazily(r"(?<=[a-z)\]%] )(?P<number>\d{1,2})\.\d{1,2} (?=[A-Z][a-z]+ [A-Za-z(])")
_MARKS = lazily("[•·▪●○]")
_MARKED = lazily(r"\s[•·▪●○]\s*(?=[A-Z][a-z]+ \w)")
_NUMBERED = lazily(r"\d{1,2}(?:\.\s?\d{1,2}){1,2}\s+")
#: A box's capitals; the number of a section that the sentence before pointed to; a title whose first word opens the sentence too.
_BOXED = lazily(
    r"(?:BOXED )?WARNINGS?\b[ :–—-]*(?:[A-Z][A-Z/-]*\b,?[ :;.–—-]*)*(?:\((?i:see full prescribing information[^)]*)\)\s*)?(?=[A-Z][a-z])"
)
_BOXED_ITEM = lazily(r"(?:WARNING|[A-Z]{4,})(?:[^a-z•]|\b(?:and|of|in|with|or|the)\b){0,250}•\s*(?=\w)")
_POINTED = lazily(rf"{_SECTIONS}\s+(?=[A-Z])")
_TITLE_WORD = r"(?:[A-Z0-9(][^\s.;]*|and|or|of|with|in|to|the|for|on|by|from|a)"
_TITLE = lazily(rf"(?:{_TITLE_WORD}\s+){{1,14}}\Z")
_TWICE = lazily(rf"(?P<word>[A-Z][\w-]{{3,}}) (?:{_TITLE_WORD} ){{0,6}}?(?=(?P=word)\b)")
#: The name of a cell of a label's table before its text, and where a label points to itself.
_CELL = lazily(r"(?:[^.:]{0,120}?\b)?(?:Clinical Impact|Intervention|Prevention or Management)\s?:?\s+(?=[A-Z])")
_POINTER = r"(?:\[\s?s ?ee\b[^\]]*\]|\(\s?see\b(?:[^()]|\([^()]*\))*\))"
_CLOSES = lazily(r"[)\]]")
_AHEAD = lazily(rf"(?:{_POINTER}[\s.,;]*)+(?=[A-Z])", re.IGNORECASE)
_ELSEWHERE = lazily(rf"\s*(?:{_POINTER}|{_SECTIONS})[\s.,;]*\Z", re.IGNORECASE)
_INSIDE = lazily(
    rf"\s*(?:{_POINTER}|(?<![\d%])(?<![\d%]\s)\(\s?\d{{1,2}}\.\d{{1,2}}(?:\s?,\s?\d{{1,2}}(?:\.\d{{1,2}})?)+\s?\))(?P<next>\s*[\w.,;:)]?)",
    re.IGNORECASE,
)
#: The title of what follows, behind a sentence that has no stop.
_TAIL = lazily(
    r"(?<=[a-z0-9)%])(?<!\bwith)(?<!\bof)(?<!\bby)(?<!\bto)(?<!\band)(?<!\bor)(?<!\bin)(?<!\bthe)(?<!\bfor)"
    r"\s+(?:[A-Z][a-z][\w-]*)(?:\s(?:[A-Z][\w-]*|of|and|or|in|for|with|to|the)){2,9}\s*\Z"
)
#: Words that open a sentence of a label.
_OPENING = """
    Administer Take Give Start Initiate Advise Inform Instruct Patients Withdraw The There Because Since Concomitant Reduce Avoid Available
    Discontinue Monitor If When Safety Increased Decreased Based No Use Do
""".split()  # fmt: skip
_OPENS = (
    "The There No In If When For Because Since Although Patients Based Administer Take Avoid Do Use Reduce Initiate Start Monitor Advise"
    " Consider Discontinue It This These A An As After Before Closely Worsening Withhold Compared To Dosage Available Data Most"
).split()
#: Those of them that open titles too.
_OPENS_TITLES = frozenset({"Dosage", "Use", "Available", "Data", "Patients", "Most"})
_TITLE_WORDS = (
    r"(?:[A-Z][\w’'/()-]*,? )(?:(?:[A-Z0-9][\w’'/().-]*,?|of|and|or|in|with|to|the|for|on|by|from|a|an|≥|<|>) ){0,13}?"
)
_TITLE_BEFORE = lazily(rf"{_TITLE_WORDS}(?=(?:{'|'.join(_OPENS)}) (?!of\b|and\b|in\b|or\b|for\b|with\b)[a-z])")
#: A title before the first mark of a list.
_TITLE_BEFORE_MARK = lazily(rf"{_TITLE_WORDS}[•○] ?(?=[A-Z])")
_LOWER = lazily(r"[a-z]")
_POINTERS = lazily(rf"\s*(?:{_POINTER}|{_SECTIONS}\s*\Z)", re.IGNORECASE)
_SPACED = lazily(r" (?=[.,;:])")
_TORN = lazily(r", ,|\b(?:unless|with|of|the|to|and|or|in|by|for) \.(?:\s|\Z)")
#: A title, or the beginning of one, that names people of one age ("Dosage in Pediatric Patients", "Adults:").
_OF_AGE = lazily(
    r"\b(?:(?:Pediatric|Paediatric|Adult|Adolescent|Geriatric|Elderly|Neonatal) (?:Patients?|Use|Population|Dos(?:e|ing|age)|Subjects?)"
    r"|(?:in|for) (?:Adults|Children|Adolescents|Neonates|Infants)(?: and (?:Adolescents|Children|Adults|Pediatric Patients))?(?= [A-Z])"
    r"|(?:Adults?|Children|Pediatrics?|Adolescents?|Neonates?|Infants?)(?: and (?:Adolescents|Children|Adults))?(?=:| [A-Z0-9]))"
)
_FAREWELL = lazily(
    r"\b(?:not (?:all (?:of )?the|a complete list of) (?:possible )?side effects|tell your (?:\w+ ){1,3}(?:if|about) (?:you|your child) ha(?:ve|s) any side effect"
    r"|side effects? that (?:are|is) bothersome|any side effect that bothers|medical advice about side effects)",
    re.IGNORECASE,
)
#: A title of fewer words with a capital is taken for the beginning of the sentence ("Stopping X suddenly").
FEWEST_TITLE_WORDS = 2


def joints(text: str, start: int, end: int) -> list[Span]:
    """Where one statement of a label ends and the next begins within what the splitter took for a sentence."""
    found = [match.span() for match in _HIGHLIGHTS.finditer(text, start, end)]
    found += [
        (match.start(), match.start())
        for match in _NEXT_SECTION.finditer(text, start + 1, end)
        if int(match["number"]) <= LAST_SECTION
    ]
    # What a mark opens is a statement of its own only while no colon holds it to what stands before it.
    colon = text.find(":", start, end)
    last = colon if colon >= 0 else end
    for match in _MARKED.finditer(text, start + 1, last) if _MARKS.search(text, start, last) else ():
        since = max([start, *(after for _, after in found if after <= match.start())])
        if not _TITLE.match(f"{text[since : match.start()]} "):
            found.append(match.span())
    result: list[Span] = []
    for before, after in sorted(found):
        if not result or before >= result[-1][1]:
            result.append((before, after))
    return result


def begins(text: str, start: int, end: int, record: SourceRecord) -> int:
    """Where a label's sentence begins behind the number and title of its subsection, a box's capitals, or the name of a cell."""
    if ahead := _AHEAD.match(text, start, end):
        start = ahead.end()
    if cell := _CELL.match(text, start, end):
        return cell.end()
    if item := _BOXED_ITEM.match(text, start, end):
        return item.end()
    if boxed := _BOXED.match(text, start, end):
        return boxed.end()
    if pointed := _POINTED.match(text, start, end):
        start = pointed.end()
    if not (number := _NUMBERED.match(text, start, end)):
        return start
    if twice := _TWICE.match(text, number.end(), end):
        return _unless_it_limits(text, number.end(), twice.end(), end)
    words = [word for name in record.substances for word in name.replace(",", " ").split() if len(word) > 4]
    names = [*record.substances, *words, *_OPENING]
    opening = lazily(rf"\b(?:{'|'.join(re.escape(name[:1].upper() + name[1:]) for name in names if name)})\b")
    found = opening.search(text, number.end() + 1, end)
    if found is None or not _TITLE.match(text[number.end() : found.start()]):
        return number.end()  # a name within the sentence opens nothing: "... are not needed when X is given"
    if len(text[found.start() : end].split()) < FEWEST_WORDS:
        return number.end()
    return _unless_it_limits(text, number.end(), found.start(), end)


def _unless_it_limits(text: str, title: int, sentence: int, end: int) -> int:
    """Where a sentence begins: with its title where that says for whom or for what a dose is, or whom the sentence is about."""
    words = text[sentence:end]
    if states_dose(words) or {*populations(text[title:sentence])} - {*populations(words)}:
        return title
    return sentence


def ends(text: str, start: int, end: int) -> int:
    """Where a label's sentence ends before it points to other sections, says itself again, or runs into the next title."""
    while _CLOSES.search(text, max(start, end - CLOSING), end):
        pointer = _ELSEWHERE.search(text, max(start, end - LONGEST_POINTER), end)
        if pointer is None or pointer.start() <= start:
            break
        end = pointer.start()
    if "]" in text[start:end] and (tail := _said_again(text[start:end])):
        return start + tail
    if text[start:end].rstrip()[-1:] not in ".!?:;)" and (title := _TAIL.search(text[start:end])):
        return start + title.start()
    return end


def _said_again(words: str) -> int:
    """Where a list of a label, behind its last pointer, says one of its own items again (the highlights say each once more)."""
    *_, last = [0, *(match.end() for match in re.finditer(_POINTER, words, re.IGNORECASE))]
    again = words[last:].strip(" .;,")
    if not last or not 1 < len(again.split()) <= 16:
        return 0
    before = re.sub(r"\W+", " ", words[:last]).casefold()
    if re.sub(r"\W+", " ", again).strip().casefold() not in before:
        return 0
    pointer = [match.start() for match in re.finditer(_POINTER, words, re.IGNORECASE)][-1]
    return len(words[:pointer].rstrip())


def printed(text: str, record: SourceRecord) -> str:
    """A label's sentence on one line: its title parted by a colon, without its pointers, closed by a stop."""
    line = " ".join(text.split())
    is_listing = ":" in line

    def left(match: re.Match[str]) -> str:
        after = match["next"]
        return f"; {after.strip()}" if is_listing and after.startswith(" ") and after.strip().isalnum() else after

    line = " ".join(_INSIDE.sub(left, line).split())
    line = _SPACED.sub("", line)
    if title := title_of(line, record):
        line = f"{title.rstrip(' ,•○')}: {line[len(title) :]}"
    return line if line[-1:] in ".!?:;" else f"{line}."


def unpointed(words: str) -> str:
    """Words without what only points to other sections of their label."""
    return _SPACED.sub("", _POINTERS.sub(" ", words)).strip()


def title_of(line: str, record: SourceRecord) -> str:
    """The title before a sentence; "" where there is none, or it cannot be told from the sentence."""
    names = "|".join(re.escape(name) for name in record.substances if len(name) > 3)
    found = _TITLE_BEFORE.match(line) or _TITLE_BEFORE_MARK.match(line)
    if found is None and names:
        found = re.match(rf"{_TITLE_WORDS}(?=(?i:{names})\b ?(?:[a-z]|,))", line)
    words = found[0].split() if found else []
    big = [word for word in words if word[:1].isupper()]
    is_begun = bool(words) and ((words[0] in _OPENS and words[0] not in _OPENS_TITLES) or words[-1] in _OPENS)
    if not found or len(big) < FEWEST_TITLE_WORDS or is_begun or not words[-1].strip("(),-•○")[:1].isupper():
        return ""
    return found[0] if _LOWER.search(found[0]) else ""


def is_farewell(words: str) -> bool:
    """Whether a label only says that it has not said all, or whom to tell."""
    return "side effect" in words and bool(_FAREWELL.search(words))


def whom_above(text: str, at: int) -> frozenset[str]:
    """For whom a place in a label's running text is, by the last title before it that names people of one age."""
    *_, last = [None, *_OF_AGE.finditer(text, 0, at)]
    return frozenset(populations(last[0])) if last else frozenset()


def is_torn(text: str) -> bool:
    """Whether words are missing from a label's sentence: links that were lost left their commas and little words behind."""
    return (" ." in text or ", ," in text) and bool(_TORN.search(text))


#: Of so many first words so many with a capital are heads of columns.
TABLE_WORDS, TABLE_HEADS = 8, 6


def opens_as_table(words: list[str]) -> bool:
    """Whether a label's sentence opens with the heads of a table ("Recommended Dosage in Adults Indication Renal ...")."""
    opening = [word for word in words[:TABLE_WORDS] if word[:1].isalpha()]
    return len(opening) > TABLE_HEADS and sum(word[:1].isupper() for word in opening) >= TABLE_HEADS


#: An amount, or a range of one, with a new beginning right behind it: the cells of a table in a line ("200 mg/day Less than 10 mL/min").
_CELLS = lazily(
    r"\d ?(?:mg|mcg|g|mL|kg|units?)(?: ?/ ?(?:kg|day|dose|min|m ?2|m²|hour))*(?: (?:once|twice) daily)? (?=(?P<next>[A-Z][a-z]+|[A-Z]{2,}\b|\d))"
)
#: Arrows for more and less, and two figures with a third or a new beginning behind them.
_OF_CELLS = lazily(r"[↑↓]|\d%?\s+<?\d+(?:\.\d+)?%?\s+(?:<?\d|[A-Z][a-z])")


def holds_cells(text: str, record: SourceRecord) -> bool:
    """Whether cells of a table stand in a label's sentence; the name of the drug behind an amount is none."""
    names = " ".join((record.title, *record.substances)).casefold()
    return _OF_CELLS.search(text) is not None or any(
        match["next"].casefold() not in names for match in _CELLS.finditer(text)
    )

"""
Boilerplate: link lists, addresses, phone lists and notes about the page itself.

Such text is kept, since a reader of the page saw it, but it is no medical statement and is never quoted. It is found
once, when a source is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

#: A text without any of these holds no boilerplate. Each is searched as plain characters, those with a part in common
#: only where that part is found: every passage is searched, and this is half of the work.
_TRIGGERS = (
    "http",
    "www.",
    "resources",
    "nternet:",
    "hone:",
    " video",
    "lick ",
    "intended audience",
    "heck the list",
)
_SHARED_TRIGGERS = (
    ("ore", ("or more ", "ore information", "ore detailed information", "earn more", "ead more")),
    (
        "nformation",
        ("dditional information", "urther information", "eneral information", "nformation about clinical trials"),
    ),
    ("trials", ("linical trials are taking", "about clinical trials", "linicaltrials.gov")),
    ("-8", ("-800-", "-888-", "-877-", "-866-")),
)
#: Capitals are rare enough for one expression to be faster than a search for each.
_CAPITAL_TRIGGERS = re.compile(
    r"@|Learn |NIH:|Department of Health|Dept\. of Health|Centers for Disease Control and Prevention|"
    r"Food and Drug Administration|Human Phenotype|More on:|Testing Registry|Dictionary|Visit |See "
)

#: Each opens with plain characters or digits, which are skipped to far faster than one expression for all would be.
_CONTACTS = (
    re.compile(r"@(?<=\w@)\w+\.\w"),
    re.compile(r"8(?:00|88|77|66|55|44)[-.) ]\s?[\dA-Z]{3}[-. ]?[\dA-Z]{4}"),
    re.compile(r"\(\d{3}\) ?\d{3}-\d{4}"),
    re.compile(r"-(?<=\d\d\d-)(?<![\d-]\d\d\d-)\d{3}-\d{4}\b"),
    re.compile(r"(?:Internet|Phone|Telephone|Tel|Fax|TTY|Email|E-mail) ?:"),
)
_ADDRESS = re.compile(r"\([^()]*(?:https?://|www\.)[^()]*\)|(?:https?://|www\.)\S+")
_WORDS = re.compile(r"[A-Za-z]{2,}")
#: A sentence that holds this many words besides an address says something itself.
SAYS_SOMETHING = 10
#: The first words of the sentences that `_OPENS` looks for, so that it is asked of few.
_FIRST_WORDS = frozenset(
    """for to learn read find see get more additional further general information check these please click watch visit you the
    patients genetests listed below clinicaltrials clinical use talk nih dept department us u centers food national agency this
    it reprinted gtr genetic a""".split()
)
_FIRST_WORD = re.compile(r"\W*(\w+)")
_OPENS = re.compile(
    r"(?i)\W*(?:"
    r"for (?:more|further|additional|general|specific|detailed|the latest|other|current) (?:detailed |specific |general )?(?:information|details|resources|results)\b|"
    r"for (?:more|further) (?:about|on)\b|"
    r"(?:to )?(?:learn|read|find out|see|get) more\b|learn (?:about|how|what|why|the)\b[^.]{0,90}\.?$|more on:|"
    r"more (?:detailed )?information (?:about|on|regarding|is|can)\b|additional (?:information|resources)\b|further information\b|"
    r"(?:general )?information about clinical trials is available|check the list of nci|these have been retrieved from nci|"
    r"see (?:the|drugs approved|nci|our)\b[^.]{0,120}\b(?:pdq|summar|section|for more|page|web|table below|fact sheet|booklet|information)|"
    r"(?:please )?click\b|watch (?:the|this|a) video|\(?watch the video|to (?:enlarge|reduce) the video|get tips\b|"
    r"visit (?:the|our|their|www|nih|cdc|us)\b|you can (?:find|use the medlineplus|get) (?:more |additional |the )?(?:information|medical dictionary|medlineplus)|"
    r"(?:the )?genetic testing registry\b|the gtr\b|the intended audience for the gtr|patients and consumers with specific questions about a genetic test|"
    r"please note: most of the laboratories|genetests lists\b|the (?:following|above) (?:resources|organizations|links|websites)\b|"
    r"these resources\b|(?:listed )?below (?:are|is)[^.]{0,60}\b(?:links?|resources|organizations|sources)\b|"
    r"clinicaltrials\.gov lists\b|(?:clinical trials|a list of trials) (?:are|is|can be) (?:found|listed|searched)\b|"
    r"clinical trials are taking place in many parts|for more specific results, refine|"
    r"use our advanced clinical trial search|talk with your (?:child's )?doctor about clinical trials that may be right|"
    r"(?:nih|dept\.|department|u\.s\. department|centers for disease control and prevention|food and drug administration|"
    r"national institutes? of|agency for healthcare)[^.]{0,110}$|"
    r"this (?:summary|page|section|content|information|publication|booklet) (?:was|is|has been|describes|does not|provides|may not) "
    r"(?:last|provided|reviewed|updated|not intended|adapted|copyrighted|treatments that are being studied)|"
    r"it may not mention every new treatment|the author thanks|reprinted with permission"
    r")"
)
_ONTOLOGY = re.compile(
    r"The Human Phenotype Ontology provides the following list.{0,900}?\(when available\)"
    r"(?P<rows>.*?)"
    r"The Human Phenotype Ontology \(HPO\) has collected.{0,1400}?may be rare or common\.",
    re.DOTALL,
)
_REPORTS = re.compile(r"(?<=\W)To report SUSPECTED ADVERSE (?:REACTIONS|EVENTS)")
_TO_THE_END = re.compile(
    r"(?:These resources (?:address|from MedlinePlus)|Key resources for|The following (?:organizations|resources) (?:can|may|provide)|"
    r"Other resources include)\b"
)
#: Headings under which a work speaks of itself.
_HEADINGS = frozenset(
    """references|bibliography|further reading|acknowledgements|acknowledgments|acknowledgement|acknowledgment|author contributions|
    authors' contributions|author contribution|authors contributions|competing interests|competing interest|conflict of interest|
    conflicts of interest|declaration of interests|declaration of competing interest|disclosure|disclosures|funding|financial support|
    funding sources|pre-publication history|supplementary material|supplementary materials|supporting information|additional files|
    additional file|electronic supplementary material|author information|author affiliations|about the authors|corresponding author|
    copyright|licence|license|publisher's note|data availability|data availability statement|availability of data and materials|
    availability of data and material|consent for publication|ethics approval and consent to participate|ethics approval|
    ethical approval|ethics statement|abbreviations|list of abbreviations|reviewers|peer review|provenance and peer review|
    citation|suggested citation|how to cite|web resources|contact|contacts|contact information|for more information|resources|
    related links|related pages|external links|see also|more information|additional resources|package label|
    package label principal display panel|principal display panel|spl unclassified section|top|navigation|table of contents|contents""".replace(
        "\n", ""
    )
    .replace("    ", "")
    .split("|")
)


@lru_cache(maxsize=8192)
def is_resource_heading(heading: str) -> bool:
    """Whether a section heading announces references, thanks, funding or links."""
    return heading.strip(" .:*#0123456789").casefold().replace("\u2019", "'") in _HEADINGS


def may_hold(text: str) -> bool:
    """Whether a text is worth a closer look: a cheap test that most texts fail."""
    # A generator would double the time of what runs for every passage.
    for trigger in _TRIGGERS:
        if trigger in text:
            return True
    for shared, triggers in _SHARED_TRIGGERS:
        if shared in text and any(trigger in text for trigger in triggers):
            return True
    return _CAPITAL_TRIGGERS.search(text) is not None


def is_address(sentence: str) -> bool:
    """Whether a sentence is little more than a web address."""
    if "www." not in sentence and "http" not in sentence:
        return False
    return len(_WORDS.findall(_ADDRESS.sub(" ", sentence))) < SAYS_SOMETHING


def points_elsewhere(sentence: str) -> bool:
    """Whether a sentence opens as notes about a page or its links do ("For more information ...")."""
    first = _FIRST_WORD.match(sentence)
    return first is not None and first[1].lower() in _FIRST_WORDS and bool(_OPENS.match(sentence))


def spans(text: str, sentences: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of boilerplate in a text, in order; neighbouring sentences are joined."""
    found: list[tuple[int, int]] = []
    for ontology in _ONTOLOGY.finditer(text):
        found += [(ontology.start(), ontology.start("rows")), (ontology.end("rows"), ontology.end())]
    if ("resources" in text or "organizations" in text) and (closing := _TO_THE_END.search(text)):
        found.append((closing.start(), len(text)))
    contacts = sorted(contact.start() for pattern in _CONTACTS for contact in pattern.finditer(text))
    for start, end in sentences:
        while contacts and contacts[0] < start:
            contacts.pop(0)
        sentence = text[start:end]
        if (contacts and contacts[0] < end) or points_elsewhere(sentence) or is_address(sentence):
            # The highlights of a label go on without a stop from what is most common to where it is reported.
            report = _REPORTS.search(sentence)
            found.append((start + report.start() if report else start, end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def tables(text: str) -> list[tuple[int, int]]:
    """The spans of rows that an ontology's note encloses: a list of features, no sentence."""
    found = []
    for ontology in _ONTOLOGY.finditer(text):
        start, end = ontology.span("rows")
        rows = text[start:end]
        if rows.strip():
            found.append((start + len(rows) - len(rows.lstrip()), start + len(rows.rstrip())))
    return found

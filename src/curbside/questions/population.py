"""
Which people a question concerns, and where they are cared for.

Population is a hard gate later: advice for adults never answers a question about a child. To the words that
sources use for people, this adds those that askers use: "my son", "is 78 and", "eGFR 25".
"""

from __future__ import annotations

import re
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.language.populations import populations

_YEARS = r"[- ](?:years?|yrs?|y)[- /]?(?:olds?|o\b|of age)"
_ASKED = {
    "infant": r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven)[- ](?:months?|weeks?|days?)[- ]olds?",
    "child": r"kids?|girls?(?!friend)|my (?:little )?(?:son|daughter|grandson|granddaughter|nephew|niece)|(?:\d{1,2}|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven)[- ](?:months?|weeks?|days?)[- ]olds?|(?:[1-9]|1[0-2]|one|two|three|four|five|six"
    rf"|seven|eight|nine|ten|eleven|twelve){_YEARS}",
    "adolescent": rf"1[3-7]{_YEARS}",
    "pregnancy": r"expecting a baby|(?:mothers?|moms?)[- ]to[- ]be|\d{1,2} weeks along|trying to (?:conceive|get pregnant|become pregnant)",
    "postpartum": r"after (?:giving birth|delivery|childbirth)|(?:just|recently) (?:gave birth|had a baby)",
    "older_adult": rf"(?:6[5-9]|[789]\d|1[01]\d){_YEARS}|(?:over|is|am|i'm|aged?) (?:6[5-9]|[789]\d)(?![\d.]| ?(?:mg|kg|cm|%|bpm|weeks))"
    r"|my (?:grandmother|grandfather|grandma|grandpa)",
    "kidney_disease": r"e?gfr|creatinine clearance|ha?emodialysis|nephrotic|poor kidney function|kidney (?:function|problems?|transplant)",
    "liver_disease": r"child[- ]pugh|liver (?:function|problems?|transplant)",
    "immunosuppressed": r"on chemo(?:therapy)?|hiv[- ]positive",
    "diabetes": r"(?:in|with|for|has|have|and|am|is)(?: an?)? (?:type [12] )?diabet(?:es|ics?)|diabetic (?:patients?|people|adults?)",
    "animal": r"my (?:dog|cat|horse|puppy|kitten|pet|rabbit|hamster)(?:'s)?|veterinary",
}
_PATTERNS = {name: lazily(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _ASKED.items()}
_ORDER = (
    *("newborn", "infant", "child", "adolescent", "pregnancy", "postpartum", "breastfeeding", "older_adult"),
    *("kidney_disease", "liver_disease"),
)
_JUST_PEOPLE = frozenset(_ORDER[:8])
_CONDITIONS = frozenset(["kidney_disease", "liver_disease", "diabetes", "immunosuppressed", "pregnancy"])
#: "When I was a child", "my 30-year-old daughter", "my daughter-in-law": no child is asked about.
_GROWN = lazily(
    r"(?:(?:when|while|as|since|after) (?:i|he|she|we|they)? ?(?:was|were)? ?(?:an? )?(?:small |young |little )?(?:child|kid|baby|infant|girl|boy|childhood|birth)"
    r"|(?:in|during|since|from) (?:my|his|her|our|early)? ?childhood(?: \w+ days| hood days| days)?|childhood hood days|(?:son|daughter|grandson)s?[- ]in[- ]law"
    r"|(?:after|before|since|following) (?:the |my |her )?(?:birth|delivery) of (?:my|the|our|her) \w+"
    r"|baby aspirin|baby (?:powder|wipes|shampoo)|expecting a reply"
    r"|(?:1[89]|[2-9]\d)[- ]?(?:years?|yrs?|y)\.?[- /]?(?:olds?|o)?\.? (?:\w+ )?(?:son|daughter|boy|girl|nephew|niece|grandson|granddaughter)"
    r"|(?:son|daughter|nephew|niece|grandson|granddaughter),? (?:\w+,? ){0,3}(?:1[89]|[2-9]\d)(?! ?(?:mg|months?|weeks?|days?|kg|%|lbs|pounds)))\b",
    re.IGNORECASE,
)
#: A child that is wished for is no child: what is asked is asked for a pregnancy.
_PLANNED = lazily(
    r"\b(?:trying|try|planning|plan|hoping|want(?:ing)?) (?:for|to have|on) (?:an?|another|our first|more)(?: \w+)? (?:bab(?:y|ies)|child(?:ren)?|pregnancy)\b"
    r"|\bplan(?:ning)? (?:a pregnancy|to have children)\b",
    re.IGNORECASE,
)
_DENIED = lazily(
    r"(?:\bnot|\bno|\bwithout|\bnever|n't)(?: (?:a|an|any|been|currently|have|history of|in|for|the|my))* $",
    re.IGNORECASE,
)
_SETTINGS = {
    "intensive care": r"icu|intensive care|critical(?:ly ill| care)|ventilated",
    "emergency department": r"emergency (?:department|room)|casualty|a&e",
    "hospital": r"inpatients?|hospitali[sz]ed|in (?:the )?hospital|wards?|admitted",
    "primary care": r"primary care|general practice|family (?:medicine|practice|physician)|outpatients?|clinic",
    "nursing home": r"nursing homes?|long[- ]term care|care homes?",
    "home": r"at home|home care|over[- ]the[- ]counter",
    "surgery": r"peri-?operative\w{0,2}|pre-?operative\w{0,2}|before surgery|intra-?operative\w{0,2}",
    "low-resource": r"low[- ]resource|resource[- ](?:limited|poor)|developing countr(?:y|ies)",
}
_SETTING_PATTERNS = {name: lazily(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _SETTINGS.items()}

#: The words by which a question ties its subject to people; they are left out of the focus.
PHRASE = lazily(
    r"(?<!\w)(?:(?:in|for|during|while|among|when|by|amongst|with)\s(?:(?:an?|the|my|his|her|their|our|very|young|healthy|pregnant|breastfeeding"
    r"|older|elderly|frail|adult|newborn|premature|school-?age|postmenopausal|premenopausal|hospitali[sz]ed|critically ill|immunocompromised"
    r"|male|female|paediatric|pediatric|early|late|old|\d{1,3}(?:[- ]?(?:year|month|week|day)s?[- ]old)?)\s){0,4}"
    r"(?:pregnancy|pregnant(?: wom[ae]n)?|breast-?feeding|lactation|child(?:ren|hood)?|kids?|toddlers?|infants?|infancy|bab(?:y|ies)|newborns?"
    r"|neonates?|adolescen(?:ts?|ce)|teen(?:ager)?s?|adults?|elderly(?: (?:people|patients?))?|older (?:adults?|people|persons?)|seniors?|wom[ae]n"
    r"|m[ae]n|females?|males?|patients?|people|persons?|individuals|subjects|population|humans?|residents|primary care|hospital|outpatients?"
    r"|old age|age|trimester|\d{1,3}[- ](?:year|month|week|day)s?[- ]olds?|over[- ]\d\ds?|under[- ]\d{1,2}s?)"
    r"|(?:in|with|on)\s(?:(?:chronic|severe|moderate|mild|end-stage|advanced|stage \d|someone with|patients with|people with|an?|acute)\s){0,2}"
    r"(?:(?:kidney|renal|liver|hepatic) (?:disease|failure|impairment|insufficiency|dysfunction)|ckd(?: \d)?|dialysis|cirrhosis|(?:an? )?(?:egfr|gfr|creatinine clearance|crcl)(?: (?:of|is|under|below|above|over|around|less than))? ?[<>]?\d{1,3}))"
    r"(?!\w)",
    re.IGNORECASE,
)


def population(text: str) -> tuple[str, ...]:
    """The populations the text names, without those it denies or tells of the past."""
    text = _PLANNED.sub(" trying to conceive ", _GROWN.sub(" ", text))
    found = set(populations(text)) - {"laboratory", "healthy_volunteers"}
    for name, pattern in _PATTERNS.items():
        if name not in found:
            spans = pattern.finditer(text)
            if any(not _DENIED.search(text, max(0, span.start() - 30), span.start()) for span in spans):
                found.add(name)
    return tuple(sorted(found, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)))


def concerned(text: str, focus: str) -> tuple[str, ...]:
    """The populations a question concerns: a condition that is itself the subject is not one of them."""
    rest = re.sub(re.escape(focus), " ", text, flags=re.IGNORECASE) if focus else text
    elsewhere = population(rest)
    return tuple(name for name in population(text) if name not in _CONDITIONS or name in elsewhere)


def names_only_people(phrase: str) -> bool:
    """Whether the phrase names a group of people and nothing else ("pregnancy", "young children")."""
    words = [word for word in re.findall(r"\w+", phrase.casefold()) if word not in _BESIDE]
    return bool(words) and all(map(_is_people, words))


@lru_cache(maxsize=4096)
def _is_people(word: str) -> bool:
    return any(name in _JUST_PEOPLE for name in population(word))


_BESIDE = frozenset(
    """a an the my in for during with while first second third early late very young healthy women woman trimester adults
    older people old year""".split()
)


def setting(text: str) -> str:
    """Where care takes place, when the text says so."""
    return next((name for name, pattern in _SETTING_PATTERNS.items() if pattern.search(text)), "")

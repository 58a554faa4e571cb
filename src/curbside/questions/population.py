"""
Which people a question concerns, and where they are cared for.

Population is a hard gate later: advice for adults never answers a question about a child. So a word counts only
when the question says it of the patient; "not pregnant" and "no kidney disease" take the word away again.
"""

from __future__ import annotations

import re

#: Words of each population, tried in this order; a smaller group is named beside the larger it belongs to.
_PEOPLE: dict[str, str] = {
    "newborn": r"newborns?|neonat\w{1,4}|preterm (?:infants?|bab(?:y|ies))|premature bab(?:y|ies)|preemies?",
    "infant": r"infants?|infancy|bab(?:y|ies)(?! shampoo| aspirin| teeth)|newborns?|neonat\w{1,4}|toddlers?"
    r"|(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven)[- ](?:months?|weeks?|days?)[- ]olds?",
    "child": r"child(?:ren)?(?:'s|s)?(?!birth| birth|bearing|hood cancer survivor)|childhood|kids?|paediatric\w{0,2}|pediatric\w{0,2}"
    r"|toddlers?|schoolchild\w{0,3}|boys?|girls?(?!friend)|infants?|bab(?:y|ies)(?! aspirin)|newborns?|neonat\w{1,4}|my (?:son|daughter|grandson|granddaughter|nephew|niece)"
    r"|(?:[1-9]|1[0-2]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ](?:years?|yrs?|y)[- /]?(?:olds?|o\b)",
    "adolescent": r"adolescen\w{1,3}|teen(?:s|ager|agers|age)?|(?:1[3-7])[- ](?:years?|yrs?|y)[- /]?(?:olds?|o\b)",
    "pregnancy": r"pregnan\w{1,4}|gestation(?:al)?(?! trophoblastic)|antenatal\w{0,2}|prenatal\w{0,2}|expecting a baby|trimester|(?:mothers?|moms?)[- ]to[- ]be|gravid\w{0,2}|in utero",
    "postpartum": r"post-?partum|postnatal\w{0,2}|puerper\w{2,4}|after (?:giving birth|delivery|childbirth)|(?:just|recently) (?:gave birth|had a baby)",
    "breastfeeding": r"breast-? ?f(?:eed|ed|eeding)|lactat\w{2,3}|nursing (?:mothers?|moms?|a baby|my baby)|breast milk",
    "older_adult": r"elderly|older (?:adults?|people|patients?|persons?|women|men|age)|geriatric\w{0,2}|frail(?:ty)?|nursing home residents?|old age|seniors?(?! health)"
    r"|aged (?:over |above )?(?:6[5-9]|[789]\d)|(?:6[5-9]|[789]\d|1[01]\d)[- ](?:years?|yrs?|y)[- /]?(?:olds?|o\b|of age)|over (?:6[5-9]|[78]\d|65s|70s|75s|80s)",
    "kidney_disease": r"(?:kidney|renal) (?:disease|failure|impairment|insufficiency|dysfunction|injury|function|problems?|transplant)|ckd|esrd|aki|egfr|h(?:a)?emodialysis|dialysis|creatinine clearance|nephrotic",
    "liver_disease": r"(?:liver|hepatic) (?:disease|failure|impairment|insufficiency|dysfunction|injury|function|problems?|transplant)|cirrho(?:sis|tic)|child[- ]pugh",
    "immunosuppressed": r"immuno-?(?:suppress\w{2,4}|compromised|deficien\w{2,3})|neutropeni\w|transplant recipients?|on chemotherapy|hiv[- ]positive",
    "diabetes": r"(?:in|with|for|has|have|and) (?:type [12] )?diabet(?:es|ics?)|diabetic (?:patients?|people|adults?)",
    "women": r"wom[ae]n|females?",
    "men": r"(?<!wo)m[ae]n(?!\w)|males?",
    "animal": r"dogs?|cats?(?!-)|horses?|cattle|veterinar\w{1,3}|pupp(?:y|ies)|kittens?|my pets?",
}
_PATTERNS = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _PEOPLE.items()}
_NOT = re.compile(
    r"(?:\bnot|\bno|\bnon|\bwithout|\bneither|n't|\bnever|\bexcluding|\bexcept|\brather than|\bdenies|\bnegative for)"
    r"(?:[- ](?:a|an|any|been|currently|be|known|history of|in|for|the|or|yet)){0,3}[- ]$",
    re.IGNORECASE,
)
_SETTINGS = {
    "intensive care": r"icu|intensive care|critical(?:ly ill| care)|ventilated",
    "emergency department": r"emergency (?:department|room)|\bE[DR]\b|casualty|a&e",
    "hospital": r"inpatients?|hospitali[sz]ed|in (?:the )?hospital|wards?|admitted",
    "primary care": r"primary care|general practice|family (?:medicine|practice|physician)|\bGP\b|outpatients?|clinic",
    "nursing home": r"nursing homes?|long[- ]term care|care homes?",
    "home": r"at home|home care|over[- ]the[- ]counter|\bOTC\b",
    "before or during surgery": r"peri-?operative\w{0,2}|pre-?operative\w{0,2}|before surgery|intra-?operative\w{0,2}",
    "low-resource setting": r"low[- ]resource|resource[- ](?:limited|poor)|developing countr(?:y|ies)|rural africa",
}
_SETTING_PATTERNS = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _SETTINGS.items()}

#: The words by which a question ties its subject to a population; they are left out of the focus.
PHRASE = re.compile(
    r"(?<!\w)(?:in|for|during|while|among|when|by|amongst|with)\s(?:(?:an?|the|my|his|her|their|our|very|young|young|healthy|pregnant|breastfeeding|older|elderly|frail|adult"
    r"|newborn|premature|school-?age|postmenopausal|premenopausal|diabetic|hospitali[sz]ed|critically ill|immunocompromised|male|female|black|white|paediatric|pediatric|advanced|early|late|old|\d{1,3}(?:[- ]?(?:year|month|week|day)s?[- ]old)?)\s){0,4}"
    r"(?:pregnancy|pregnant(?: wom[ae]n)?|breast-?feeding|lactation|child(?:ren|hood)?|kids?|toddlers?|infants?|infancy|bab(?:y|ies)|newborns?|neonates?"
    r"|adolescen(?:ts?|ce)|teen(?:ager)?s?|adults?|elderly(?: (?:people|patients?))?|older (?:adults?|people|persons?)|seniors?|wom[ae]n|m[ae]n|females?|males?|patients?|people|persons?|individuals|subjects|population|humans?|residents|primary care|hospital|outpatients?|old age|age|trimester)"
    r"(?!\w)",
    re.IGNORECASE,
)


def population(text: str) -> tuple[str, ...]:
    """The populations the text names, without those it denies."""
    found = []
    for name, pattern in _PATTERNS.items():
        for span in pattern.finditer(text):
            if not _NOT.search(text[max(0, span.start() - 40) : span.start()]):
                found.append(name)
                break
    return tuple(found)


_JUST_PEOPLE = ("newborn", "infant", "child", "adolescent", "pregnancy", "postpartum", "breastfeeding", "older_adult")


def names_only_people(phrase: str) -> bool:
    """Whether the phrase names a group of people and nothing else ("pregnancy", "young children")."""
    rest = phrase
    for name in _JUST_PEOPLE:
        rest = _PATTERNS[name].sub(" ", rest)
    words = [word for word in re.findall(r"\w+", rest.casefold()) if word not in _BESIDE]
    return not words and rest != phrase


_BESIDE = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "in",
        "for",
        "during",
        "with",
        "while",
        "first",
        "second",
        "third",
        "early",
        "late",
        "very",
        "young",
        "healthy",
        "women",
        "woman",
    ]
)


def setting(text: str) -> str:
    """Where care takes place, when the text says so."""
    return next((name for name, pattern in _SETTING_PATTERNS.items() if pattern.search(text)), "")

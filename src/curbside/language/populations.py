"""
Which people, or animals, a source or a sentence is about.

The names are those of `Plan.population`, so that what was asked and what was studied can be compared. A word counts
only as the subject of care or study: "childbirth" is no child, "cat litter" no animal study, "not in pregnancy" no
advice for pregnancy. "laboratory" is work on cells and tissue.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily

_ADJECTIVES = r"(?:(?:adult|aged|old|young|male|female|pregnant|healthy|normal|wild-?type|transgenic|knock-?out|diabetic|obese|hypertensive|nude|wistar|sprague[- ]dawley|\w{1,16}-deficient|\d{1,3}) )"
_LABORATORY_ANIMALS = r"(?:rats?|mice|mouse|rodents?|rabbits?|guinea[- ]pigs?|hamsters?|gerbils?|zebrafish|drosophila|macaques?|rhesus(?: monkeys?)?|monkeys|primates|ferrets?)"
_KEPT_ANIMALS = r"(?:dogs?|cats?|pigs?|piglets?|swine|sheep|lambs?|goats?|horses?|cows?|cattle|calves|chickens?|alpacas?|llamas?|poultry|beagles?)"

_PEOPLE = {
    "newborn": r"newborns?|neonat(?:e|es|al)|preterm (?:infants?|bab(?:y|ies)|neonates?)|premature (?:infants?|bab(?:y|ies))|low[- ]birth[- ]?weight",
    "infant": r"infants?|infancy|bab(?:y|ies)|newborns?|neonates?|toddlers?",
    "child": r"child(?:ren)?(?:['’]s)?(?![- ]?(?:birth|bearing|pugh|proof))|childhood|paediatric(?:s|ian)?|pediatric(?:s|ian)?|schoolchild(?:ren)?|boys?|girls?"
    r"|kids|toddlers?|juvenile|infants?|bab(?:y|ies)|newborns?|neonates?|(?:[1-9]|1[0-2])[- ]year[- ]olds?",
    "adolescent": r"adolescen(?:t|ts|ce)|teen(?:s|agers?|aged?)|1[3-7][- ]year[- ]olds?|youths?",
    "pregnancy": r"pregnan(?:t|cy|cies)|gestation(?:al)?(?! trophoblastic)|antenatal(?:ly)?|prenatal(?:ly)?|trimesters?|gravid|pre-?eclampsia|eclampsia|expectant mothers?",
    "postpartum": r"post-?partum|postnatal|puerperal|puerperium",
    "breastfeeding": r"breast-? ?fe(?:ed|eds|eding)|lactat(?:ing|ion)|nursing (?:mothers?|infants?)|breast ?milk",
    "older_adult": r"elderly|older (?:adults?|people|persons?|patients?|women|men|individuals)|geriatrics?|seniors|frail(?:ty)?|octogenarians?|old age|nursing home residents?"
    r"|aged (?:over |above |≥ ?|at least )?(?:6[5-9]|[789]\d)|(?:6\d|[789]\d) years(?: of age)? (?:or|and) (?:older|over|above)"
    r"|(?:greater|older|more) than (?:6\d|[78]\d) years|(?:over|above) (?:the age of (?:6\d|[78]\d)|(?:6\d|[78]\d) years)|(?:≥|>) ?(?:6\d|[78]\d) years",
    "kidney_disease": r"(?:kidney|renal) (?:disease|failure|impairment|insufficiency|dysfunction|injury)|ckd|esrd|(?:on |peritoneal |hemo|haemo|hemo-|haemo-)?dialysis|nephropathy"
    r"|(?:creatinine clearance|crcl|e?gfr)(?: \(\w+\))?(?: (?:of|is|below|under|less than|between|lower than))* ?[<≤>≥=]? ?\d{1,2}(?!\d)",
    "liver_disease": r"(?:liver|hepatic) (?:disease|failure|impairment|insufficiency|dysfunction)|cirrho(?:sis|tic)",
    "immunosuppressed": r"immuno-?(?:suppressed|compromised|deficient|suppression)|neutropeni[ac]|transplant recipients?|weakened immune systems?",
    "women": r"wom[ae]n(?:['’]s)?|females?",
    "men": r"m[ae]n(?:['’]s)?|males?",
    "healthy_volunteers": r"healthy (?:\w{3,14} )?(?:volunteers?|subjects?|controls? only|participants|adults? volunteers?|male volunteers?|men volunteers?)|normal volunteers?",
    "animal": rf"in {_ADJECTIVES}{{0,3}}{_LABORATORY_ANIMALS}|{_LABORATORY_ANIMALS} (?:were|was|model|models|study|studies|with induced|treated|fed|given|receiving|received)"
    rf"|(?:of|using|from|to|on) (?:\d{{1,3}} |{_ADJECTIVES}){{1,3}}{_LABORATORY_ANIMALS}|{_KEPT_ANIMALS} (?:were|was|model|models)"
    rf"|in (?:\d{{1,3}} |{_ADJECTIVES}){{1,3}}{_KEPT_ANIMALS}|in (?:dogs|cats|pigs|piglets|swine|sheep|lambs|goats|horses|cows|cattle|calves|alpacas|llamas|beagles|broilers)"
    r"|murine|(?:porcine|canine|feline|ovine|bovine|equine|rodent|animal|rat|mouse|rabbit|primate) (?:models?|stud(?:y|ies)|experiments?|trials?|data)"
    r"|in (?:laboratory |experimental )?animals|(?:veterinary|knockout) (?:patients|medicine|mice)|laboratory animals",
    "laboratory": r"in[- ]vitro(?! fertili[sz]ation)|ex[- ]vivo|cell lines?|cultured (?:\w{3,16} )?cells|cell cultures?|hela cells|tissue cultures?|cadaver(?:s|ic)?",
}  # fmt: skip
_PATTERNS = {name: lazily(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE) for name, words in _PEOPLE.items()}
#: A pattern is tried only where one of these letters stands: most sentences name nobody.
_SIGNS = {
    "newborn": "newborn neonat preterm premature birth",
    "infant": "infan bab newborn neonat toddler",
    "child": "child pediatri paediatri boy girl kid toddler juvenile infant bab newborn neonat year",
    "adolescent": "adolescen teen year youth",
    "pregnancy": "pregnan gestation natal trimester gravid eclampsia expectant",
    "postpartum": "partum natal puerper",
    "breastfeeding": "breast lactat nursing",
    "older_adult": "elderly older geriatri senior frail octogen aged years nursing old over above",
    "kidney_disease": "kidney renal ckd esrd dialysis nephropath creatinine crcl gfr",
    "liver_disease": "liver hepatic cirrho",
    "immunosuppressed": "immun neutropeni transplant",
    "women": "wom female",
    "men": "man men male",
    "healthy_volunteers": "healthy volunteer",
    "animal": "rat mice mouse rodent rabbit guinea hamster gerbil zebraf drosoph macaq rhesus monkey primate ferret dog cat pig "
    "swine sheep lamb goat horse cow cattle calves chicken alpaca llama poultry beagle broiler murine porcine canine feline "
    "ovine bovine equine animal veterinary knockout",
    "laboratory": "vitro vivo cell tissue cadaver",
}
_WORTH = {name: tuple(signs.split()) for name, signs in _SIGNS.items()}
_DENIED = lazily(
    r"(?:\bnot|\bno|\bnon|\bwithout|\bneither|n['’]t|\bnever|\bexcluding|\bexcept|\brather than|\bexcluded)"
    r"(?:[- ](?:a|an|any|been|currently|be|known|history|of|in|for|the|or|yet|during)){0,3}[- ]$",
    re.IGNORECASE,
)


def populations(text: str) -> tuple[str, ...]:
    """The populations that a text speaks of, by the names of `Plan.population`, without those it denies."""
    lowered = text.lower()
    return tuple(name for name in _PATTERNS if _names(name, text, lowered))


def speaks_of(name: str, text: str) -> bool:
    """Whether a text speaks of one population, without reading it for the others."""
    return _names(name, text, text.lower())


def _names(name: str, text: str, lowered: str) -> bool:
    for sign in _WORTH[name]:
        if sign in lowered:
            break
    else:
        return False
    return any(
        _DENIED.search(text, max(0, match.start() - 40), match.start()) is None
        for match in _PATTERNS[name].finditer(text)
    )

"""
What Curbside does not answer, decided before anything is searched.

A wrong refusal is worse than a vain search: a rule here fires only on words that leave no doubt, and whatever
names a disease or a drug is searched. Curbside does not calculate, does not score, does not check lists of drugs
against each other and does not read images: those are said to be out of scope, as are requests to harm or to deceive.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily

from .misuse import misuse
from .names import is_medical

NOT_MEDICAL, OTHER_LANGUAGE, OUT_OF_SCOPE = "not_medical", "other_language", "out_of_scope"

_ENGLISH = frozenset(
    """the of and to in is are was what how why when which who does do can should for with my i me you it this that have has
    had be been or not from on at by about there any if your we our his her he she they a an as than treatment symptoms""".split()
)
_FOREIGN = {
    "es": """el los las una del qué que cuál cuáles cómo como para por con está están tengo tiene mi es son muy sin puede puedo
    tomar dolor los síntomas tratamiento cuando embarazo durante hay debo causa niño niños sobre""",
    "fr": """le les des du une est sont que quel quelle quels quelles comment pourquoi pour avec dans sur mon ma mes je j'ai il elle
    pas plus peut traitement symptômes enceinte chez enfant quand faire et où aux contre""",
    "de": """die der das den dem ein eine einen einer eines man ist sind behandelt was wie warum wann welche welcher für mit und nicht ich mein meine meinem habe
    hat kann bei auf gegen von zu zum zur behandlung symptome schwangerschaft kinder soll tun hilft wird""",
    "pt": """os uma do da dos das qual quais como para por com está estou tenho meu minha não são muito pode posso tomar dor sintomas
    tratamento quando gravidez durante devo criança o que é""",
    "it": """il lo gli della del dei delle una che quale quali come perché per con è sono ho mio mia non può posso prendere dolore
    sintomi trattamento quando gravidanza durante nel nella bambini cosa si cura""",
}
_LANGUAGES = {name: frozenset(words.split()) - _ENGLISH for name, words in _FOREIGN.items()}
_WORD = lazily(r"[^\W\d_]+(?:'[^\W\d_]+)?")

_HEALTH = lazily(
    r"(?<!\w)(?:health\w*|medic\w+|disease|illness|sick\w*|pains?|painful|symptom\w*|treat(?:s|ed|ment|ments|ing)?|cures?|therap\w+|diagnos\w+|doctor\w*"
    r"|physician\w*|nurs\w+|hospital\w*|patient\w*|clinic\w*|drugs?|pills?|doses?|dosage|vaccin\w+|infect\w+|virus\w*|bacteri\w+|cancer\w*|tumou?r\w*"
    r"|diabet\w+|blood|heart|brain|lungs?|liver|kidneys?|skin|bones?|muscles?|nerves?|eyes?|ears?|stomach|pregnan\w+|bab(?:y|ies)|injur\w+|wounds?"
    r"|fever|cough\w*|headaches?|surg\w+|syndrome|disorder\w*|allerg\w+|diet\w*|vitamin\w*|sleep\w*|anxi\w+|depress\w+|stress\w*|weight|obes\w+|genes?"
    r"|genetic\w*|protein\w*|cells?|hormone\w*|immun\w+|mutation\w*|receptor\w*|enzyme\w*|acids?|rash\w*|itch\w*|swell\w*|swollen|bleed\w*|vomit\w*|nausea|tired"
    r"|fatigue|dizz\w+|seizure\w*|foot|feet|legs?|knees?|back|neck|hands?|teeth|tooth|dental|sexual|suicid\w+|death|mortality|alcohol|smok\w+|screen(?:ing|ed)"
    r"|callus\w*|corns|cocktail|regression|hurts?|ache|aches|bit(?:e|ten)|sting|stung|burn(?:s|ed|t)?|side effects?|safe to (?:take|use))(?!\w)",
    re.IGNORECASE,
)
_ELSEWHERE = lazily(
    r"(?<!\w)(?:weather|forecast|stock (?:price|market)|share price|bitcoin|crypto\w*|mortgage|interest rates?|exchange rate|tax(?:es)? (?:return|deduct\w*)|recipe for"
    r"|bake|cook (?:a|the|rice|pasta)|pizza|lyrics|song|movies?|netflix|actors?|celebrit\w+|football|soccer|basketball|baseball|cricket|world cup|olympics?|super bowl"
    r"|nba|nfl|premier league|president|prime minister|election|parliament|capital (?:city )?of|largest (?:country|city|ocean|planet)|longest river|highest mountain"
    r"|tallest|flight to|hotel|restaurants?|visa for|passport|train (?:to|from)|airport|python|javascript|java|html|css|sql|regex|source code|compiler|linux|windows 1[01]"
    r"|excel|spreadsheet|laptop|iphone|android|wifi|wi-fi|printer|router|email|password|website|poem|haiku|joke|riddle|essay|story about|translate|homework|integral|derivative of"
    r"|square root|prime number|theorem|calculate \d|\d+ ?(?:plus|minus|times|divided by|\+|\*|x) ?\d+|car|cars|engine|tyres?|tires?|oil change|lawn ?mower|garden(?:ing)?|tomato(?:es)? grow|plant (?:a|roses|tomatoes)"
    r"|guitar|piano|chess|video game|minecraft|fortnite|pokemon|horoscope|zodiac|dinosaurs?|galaxy|black holes?|planet|moon landing|roman empire|world war|civil war|king of|queen of|shakespeare|novel|painting|mona lisa"
    r"|lottery|casino|lawyer|lawsuit|divorce|landlord|rent|resume|cover letter|job interview|wedding|birthday|gift|dress|shoes|fashion|paint (?:the|my|a)|roof|plumb\w+|furniture|wallpaper|best (?:phone|tv|camera)|time is it|who won|who wrote|who painted|who invented|meaning of life|tell me a|sing)(?!\w)",
    re.IGNORECASE,
)
_CALCULATE = lazily(
    r"(?<!\w)(?<!how do you )(?<!how to )(?<!how do we )(?<!how do i )(?:(?:calculate|compute|work out|figure out|convert) (?:the |my |his |her |a |this |an )?(?:\w+[- ]){0,4}(?:doses?|dosage|infusion rate|drip rate|score|risk|gfr|egfr|clearance|bmi|bsa|body surface|anion gap|gap|meld|index|units|mg|mmol)"
    r"|(?:what is|what's|whats|give me|tell me) (?:my|his|her|this patient's|the patient's) (?:\w+[- ]){0,3}(?:score|bmi|gfr|egfr|creatinine clearance|(?:10|ten)[- ]year risk|cha2ds2-?vasc|has-?bled|wells|apache|sofa|meld|grace)"
    r"|how (?:much|many) (?:mg|ml|mls|milligrams|millilit(?:er|re)s|units|mcg|tablets) (?:of )?(?:\w+ ){1,4}(?:for|in|to give|should i give|do i give) (?:\w+ ){0,4}\d+(?:\.\d+)? ?-?(?:kg|lbs?|pounds?|kilos?)"
    r"|\d+(?:\.\d+)? ?mg/kg (?:for|in|x|times) (?:\w+ ){0,3}\d+ ?kg)(?!\w)",
    re.IGNORECASE,
)
_CHECK_LIST = lazily(
    r"(?<!\w)(?:(?:run|do|perform) (?:an? )?(?:drug |medication )?interactions? (?:check|screen)|(?:check|screen) (?:\w+ ){0,6}(?:for )?(?:drug |medication )?interactions? (?:among|between|in|of|on|with)? ?(?:\w+ ){0,3}(?:my|this|these|following|list|all|medication|meds|medicines|drugs)"
    r"|(?:check|review|reconcile) (?:my|this|his|her|the) (?:medication|medicine|drug|med) list)(?!\w)",
    re.IGNORECASE,
)
_IMAGE = lazily(
    r"(?<!\w)(?:(?:look at|read|interpret|analy[sz]e|see|check|review|describe|diagnose) (?:\w+ ){0,3}(?:attached|uploaded|this|these|my|the following|enclosed) (?:\w+ ){0,2}(?:photos?|pictures?|images?|pics?|x-?rays?|mri|ct|scan|ecg|ekg|ultrasound|slide|screenshot)"
    r"|(?:attached|uploaded|enclosed|sending you|here is|here's) (?:\w+ ){0,4}(?:photos?|pictures?|images?|pics?|x-?ray|mri scan|ecg|ekg|scan)"
    r"|what (?:is|does|do you see) (?:\w+ ){0,3}(?:this|the attached|my) (?:photo|picture|image|x-?ray|ecg|ekg) (?:show|mean|of)?)(?!\w)",
    re.IGNORECASE,
)
#: A longer message that mentions a picture still holds a question in words.
_SHORT = 300
_VOWEL = lazily(r"[aeiouyàáâäãåèéêëìíîïòóôöõùúûü]", re.IGNORECASE)


def refusal(text: str, *, follows: bool = False) -> str:
    """The reason not to search a text: not_medical, other_language or out_of_scope; "" when it is to be searched."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words:
        return NOT_MEDICAL
    if _is_other_script(text) or _is_other_language(words):
        return OTHER_LANGUAGE
    if (
        misuse(text)
        or _CALCULATE.search(text)
        or _CHECK_LIST.search(text)
        or (len(text) <= _SHORT and _IMAGE.search(text))
    ):
        return OUT_OF_SCOPE
    if follows:
        return ""
    if _is_nonsense(words) and not is_medical(text):
        return NOT_MEDICAL
    if _ELSEWHERE.search(text) and not _HEALTH.search(text) and not is_medical(text):
        return NOT_MEDICAL
    return ""


def _is_other_script(text: str) -> bool:
    """Whether most letters belong to no Latin alphabet; single Greek letters are ordinary in medicine."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(ord(letter) > 0x24F for letter in letters) > len(letters) / 2


def _is_other_language(words: list[str]) -> bool:
    """Whether function words of another language clearly outnumber the English ones."""
    english = sum(word in _ENGLISH for word in words)
    foreign = max(sum(word in listed for word in words) for listed in _LANGUAGES.values())
    foreign += any(letter in word for word in words for letter in "ãõñß")
    return foreign >= 2 and foreign > 2 * english


def _is_nonsense(words: list[str]) -> bool:
    """Whether hardly a word could be spoken: no vowel, or five consonants in a row, in most of them."""
    strange = sum(
        (len(word) > 3 and (not _VOWEL.search(word) or bool(re.search(r"[bcdfghjklmnpqrstvwxz]{5}", word))))
        or len(set(word)) == 1 < len(word)
        for word in words
    )
    return len(words) <= 8 and strange * 2 > len(words) and not any(word.isupper() for word in words)

"""
The subject of a question, in the question's own words.

Two ways, tried in order. Forms that have two sides ("is X effective for Y", "X versus Y for Z", "can X cause Y")
are read as such, because an answer must speak of both. Everything else is read by elimination: what is left when
question words, the words that ask for a section, and words about people are taken away is the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.language.patterns import lazily
from curbside.language.vocabulary import terms_in

from .frames import DETERMINERS, FRAME, JOINERS
from .names import GENERIC, spans_of_names
from .population import PHRASE, names_only_people, population

_TOKEN = lazily(r"[A-Z]\. [a-z]{3,}|[^\W_][\w'+./\u2010-\u2013\u200b-]*(?<![.'/-])|[^\w\s]")
_EDGE = " \t,;:.?!()[]\"'-"

_HELPS = (
    r"(?:be |been |being |have |has |had )?(?:an? |the )?(?:\w{4,14}ly |also |as |more |any |still )?(?:"
    r"(?:effective|effectiveness|beneficial|useful|helpful|efficacious|good|worthwhile|suitable|superior|indicated|recommended|approved|safe|necessary|needed|appropriate|better|used|given|prescribed|offered|taken|performed|considered|licensed)"
    r"(?: (?:enough|treatments?|therapy|option|drugs?|medicine|alternative|adjunct|choice|tool|and \w+|or \w+))*"
    r"(?: (?:for (?:the )?(?:treatment|management|prevention|relief|diagnosis) of|for treating|for preventing|in treating|in preventing|in the (?:treatment|management|prevention|diagnosis) of|to treat|to prevent|to reduce|in reducing|for reducing|for|in|against|during|to|as|with|on|by|after|before|among|when|if|while))"
    r"|(?:helps?|works?|benefits?)(?: (?:with|for|in|to|against|on|people with|patients with|treat|prevent|reduce|relieve|improve|lower))*"
    r"|(?:treat|cure|relieve|alleviate|prevent|improve|reduce|lower|decrease|shorten|prolong|slow|stop|protect against|enhance|promote|affect|influence|change|predict|detect|diagnose|control|modify|delay|eliminate|increase|cause|trigger|induce|worsen|exacerbate|aggravate|lead to|result in|contribute to|raise|activate|inhibit|block|suppress|stimulate|regulate|modulate|mediate|bind(?: to)?|target|encode|express|interact with|replace|substitute|extend to|produce|contain|require|phosphorylate|degrade|cleave|stabili[sz]e|use|disrupt|impair|preserve|maintain|accelerate|alter|favou?r|support|facilitate|limit|complicate|mimic|precede|follow|depend on|determine|correlate with|mean|prove|settle|rule out|confirm|exclude|differ (?:from|in|between)|play a (?:\w+ )?role in|have (?:an? |any )?(?:\w+ )?(?:effect|impact|influence|role) (?:on|in))(?:s|d|ed)?"
    r"(?: (?:the |a |an )?(?:risks?|rates?|incidence|occurrence|likelihood|chances?|odds|symptoms|severity|frequency|duration|level|outcomes?|number) (?:of|in|for))?"
    r"|(?:related|linked|connected|associated) (?:to|with)|(?:caused|triggered|worsened|made worse|improved|helped|affected|relieved|treated) by"
    r"|(?:causes?|signs?|symptoms?|predictors?|markers?|risk factors?|treatments?|cure|indicators?|complications?|side effects?|consequence|result|form|type|feature) (?:of|for|in))"
)
_TWO_SIDES = lazily(
    rf"^(?:(?:so|but|and|or|why|how) )?(?:does|do|did|can|could|will|would|is|are|was|were|has|have|should|may|might|must)(?:n't| not)? "
    rf"(?:there (?:any |an? )?(?:evidence|relation\w{{0,4}}|association|link|correlation|connection) (?:that |between |of )?|it (?:is )?(?:safe|ok|okay) (?:to|for) )?"
    rf"(?P<x>[^?]{{2,110}}?) (?P<v>{_HELPS}) (?P<y>[^?]{{2,220}})",
    re.IGNORECASE,
)
_IS_OF = lazily(
    r"side effects? of|complications? of|result of|consequence of|caused by|triggered by|signs? of|symptoms? of",
    re.IGNORECASE,
)
_EFFECT_OF = lazily(
    r"(?:effects?|effectiveness|efficacy|impact|role|influence|benefits?|use|safety|value|usefulness|evidence (?:for|on)|indications? (?:for|of)|risks? and benefits|benefits and (?:risks|harms)) (?:of |for )?"
    r"(?P<x>[^?,]{2,90}?) (?:on|in(?: (?:the (?:treatment|management|prevention|diagnosis) of|treating|preventing))?|for(?: (?:treating|preventing|the (?:treatment|management|prevention) of))?|to (?:treat|prevent)|during|against) (?P<y>[^?]{2,160})",
    re.IGNORECASE,
)
_BETWEEN = lazily(
    r"(?:difference|differences|differentiate|distinguish|comparison|relation|relationship|association|connection|link|interactions?|correlation)\w{0,2} between (?P<x>[^?,]{2,80}?) (?:and|or|vs\.?|versus) (?P<y>[^?,]{2,80})",
    re.IGNORECASE,
)
_TOGETHER = lazily(
    r"(?:take|use|mix|combine|combining|mixing|taking|drink|have|give|does|do|can|combination of|interactions? of) "
    r"(?P<x>[^?,]{2,60}?) (?:interact with|react with|with|and|together with|along with|at the same time as|while (?:taking|on|using)|if i (?:take|am on)|when taking) "
    r"(?P<y>[^?,]{2,60}?)(?: together| at the same time| simultaneously)?(?:[?.,]|$)",
    re.IGNORECASE,
)
_MIXES = lazily(
    r"\b(?:interact\w*|together|same time|simultaneously|combin\w+|mix\w*|while (?:taking|on|using)|drink alcohol|take (?:it|them|this) with"
    r"|take \w+(?: \w+)? with)\b",
    re.IGNORECASE,
)
#: What ties two things is said of both; what tells them apart may be said of one.
_TIES = lazily(r"relation|association|connection|link|correlation|interaction", re.IGNORECASE)
_FROM = lazily(
    r"(?:distinguish|differentiate|tell|differentiating|distinguishing) (?P<x>[^?,]{2,80}?) from (?P<y>[^?,]{2,80})",
    re.IGNORECASE,
)
_VERSUS = lazily(
    r"(?P<x>[^?]{2,110}?),? (?:versus|vs\.?|compared (?:to|with)|in comparison (?:to|with)|(?:better|worse|safer|superior|inferior|more effective|less effective|as effective) (?:than|as|to)|instead of|rather than|or) "
    r"(?P<y>[^?]{2,110}?)(?: (?:for|in|to (?:treat|prevent|reduce)|as|during|after|before)(?: (?:the )?(?:treatment|management|prevention) of)? (?P<z>[^?]{2,140}))?[?.]*$",
    re.IGNORECASE,
)
_COMPARES = lazily(
    r"\b(?:versus|vs\.?|compared (?:to|with)|in comparison (?:to|with)|(?:better|worse|safer|superior|inferior|more effective|less effective|as effective) (?:than|as|to)|instead of|rather than|or)\b",
    re.IGNORECASE,
)
#: "X against Y: does it work?"
_THEN_ASKED = lazily(
    r"(?P<x>[\w' -]{3,60}?) (?:for|against) (?P<y>[\w' -]{3,80}?)[:,.?;-]+ (?:does|do|is|are|will|can) (?:it|they|this|these|that)\b",
    re.IGNORECASE,
)
#: "Is X a Y?" asks about X.
_IS_A = lazily(
    r"^(?:is|are|was|were) (?:the )?(?P<x>[^?]{2,60}?),? (?:considered )?(?:to be )?(?:(?<!type )(?-i:an?)|one of the|classified as(?: an?)?|considered(?: an?)?) (?P<y>[^?]{3,80})$",
    re.IGNORECASE,
)
_HAS_ROLE = lazily(
    r"\b(?:for|of|in|to|against|with|option|treatment|therapy|alternative|choice|cure|remedy|sign|symptom|risk|cause|marker|predictor|good|safe|better|effective|useful|reasonable|emergency)\b",
    re.IGNORECASE,
)
#: "with a creatinine clearance of 45" tells of a person, not of a subject.
_KIDNEYS = lazily(r"(?:e?gfr|crcl|creatinine clearance)\b", re.IGNORECASE)
_CAUSES = lazily(r"(?:\w{4,14}ly )?(?:cause|trigger|lead to|result in|produce|affect|induce|be fatal)", re.IGNORECASE)
_AFTER = lazily(
    r"\b(?:(?:treatments?|therapy|therapies|managements?|medications?|drugs?|medicines?|antibiotics?|symptoms|signs|causes?|diagnosis|prognosis|outlook|prevention|complications?|side effects|adverse effects|risk factors?|risks?|work-?up|evaluation|dose|dosage|dosing|contraindications?|indications?|options?|remed(?:y|ies)|cures?|tests?|screening|criteria|prevalence|incidence|mechanisms?|pathophysiology|features|types|stages|information|research|monitoring|surgery|differential|definition|recovery|life expectancy|survival)"
    r"(?: \w+){0,2}? (?:for|of|to|from|in|on|about|with|regarding|after|associated with|related to)|(?:how|what) (?:is|are|do you|to|should i|do i|can i|do we|should we) (?:treat|diagnose|manage|prevent|cure|evaluate|handle)|(?:what|who) (?:causes?|gets|triggers)|information (?:on|about)|learn about|tell me about|suffer(?:ing|s)? from|diagnosed with|affected by|at risk (?:for|of)|patients? with|people with|someone with|adults? with|children with|(?:have|has|had|got|having) (?:a |an |the )?)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about: the subject, and for questions with two sides the other side."""

    focus: str
    intervention: str = ""
    comparator: str = ""


def subject(text: str) -> Subject:
    """The subject of one question sentence."""
    line = text.strip(_EDGE)
    if between := _BETWEEN.search(line) or _FROM.search(line):
        x, y = trimmed(between["x"]), trimmed(between["y"])
        if x and y:
            return Subject(x, y) if _TIES.match(between[0]) else Subject(x, x, y)
    if _MIXES.search(line) and (mixed := _TOGETHER.search(line)):
        x, y = trimmed(mixed["x"]), trimmed(mixed["y"])
        if x and y and not names_only_people(y):
            return Subject(x, y)
    if _COMPARES.search(line) and (versus := _VERSUS.search(line)):
        x, y, z = (trimmed(versus[side] or "") for side in "xyz")
        if x and y and (z or " or " not in versus[0]):
            return Subject(z or x, x, y)
    if told := _THEN_ASKED.match(line):
        x, y = trimmed(told["x"]), trimmed(told["y"])
        if x and y and not names_only_people(y):
            return Subject(y, x)
    if (sort := _IS_A.match(line)) and not _HAS_ROLE.search(sort["y"]):
        x, y = trimmed(sort["x"]), trimmed(sort["y"])
        if x and y and not population(y):
            return Subject(x, y)
    if two := _TWO_SIDES.search(line):
        x, y = trimmed(two["x"]), trimmed(two["y"])
        if x and y and _CAUSES.match(two["v"]) and _is_disease(x):
            return Subject(x, y)  # "can fibromyalgia cause swelling" is answered by what is written on fibromyalgia
        if x and y and (names_only_people(y) or _KIDNEYS.match(y)):
            return Subject(x)
        if x and y and _IS_OF.search(two["v"]):
            return Subject(x, y)
        if x and y:
            return Subject(y, x)
        if x or y:
            return Subject(x or y)
    if effect := _EFFECT_OF.search(line):
        x, y = trimmed(effect["x"]), trimmed(effect["y"])
        if x and y and names_only_people(y):
            return Subject(x)
        if x and y:
            return Subject(y, x)
    return Subject(trimmed(line))


def _is_disease(phrase: str) -> bool:
    """Whether a phrase names a disease, and no finding that many diseases share."""
    return phrase.casefold() not in GENERIC and any(term.kind == "disease" for term in terms_in(phrase))


def trimmed(phrase: str) -> str:
    """The part of a phrase that names something: the run of words after the asking words, else the longest run."""
    found = _trimmed(phrase)
    # "plasma exchange (TPE" lost its other half at a bracket.
    return (
        found[: found.rindex("(")].strip(_EDGE)
        if found.count("(") > found.count(")") and found.find("(") > 3
        else found
    )


def _trimmed(phrase: str) -> str:
    line = PHRASE.sub(lambda span: "|" + " " * (len(span[0]) - 1), phrase)
    runs = _runs(line)
    if not runs:
        line = phrase
        runs = _runs(line)
    if not runs:
        return ""
    for after in _AFTER.finditer(line):
        for start, end in runs:
            if after.end() <= end and start <= after.end() + 12 and end > after.end():
                start = max(start, after.end()) if start < after.end() else start
                if found := phrase[start:end].strip(_EDGE):
                    return found
    start, end = max(runs, key=lambda run: (min(run[1] - run[0], 40) + _weight(phrase[run[0] : run[1]]), -run[0]))
    return phrase[start:end].strip(_EDGE)


def _weight(run: str) -> int:
    """What a run of words that holds a known name, or a name of letters and digits, is worth in letters."""
    is_named = any(term.kind in ("disease", "drug") for term in terms_in(run)) or _TELLING.search(run)
    return 10 if is_named and run.casefold() not in GENERIC else 0


_TELLING = lazily(r"\w[A-Z]|[A-Za-z]\d|(?<!^)\b[A-Z]")
#: "type 2", "stage IV", "grade 3" belong to the name before them.
_KINDS = frozenset(["type", "stage", "grade", "class"])
_NUMERAL = lazily(r" (?:\d{1,2}[a-z]?|[ivx]{1,4}[a-z]?)(?!\w)", re.IGNORECASE)


def _asks(name: str) -> bool:
    """Whether every word of a name asks for a section ("side effects" is in vocabularies, too)."""
    return all(word in FRAME for word in name.casefold().split())


def _runs(line: str) -> list[tuple[int, int]]:
    """
    Spans of words that ask nothing.

    A joining word stays when both its neighbours name something, and a name that the vocabulary knows is never cut
    ("type 1 diabetes", "hepatitis A"), whatever its words ask elsewhere.
    """
    known = [(first, last) for first, last in spans_of_names(line) if not _asks(line[first:last])]
    tokens = [(span.start(), span.end(), span[0].casefold()) for span in _TOKEN.finditer(line)]
    found: list[tuple[int, int]] = []
    start = end = -1
    pending = False
    for left, right, word in tokens:
        if word in JOINERS and start >= 0 and not any(first <= left < last for first, last in known):
            pending = True
            continue
        if pending and word in DETERMINERS:
            continue
        is_named = any(first <= left and right <= last for first, last in known)
        plain = word.removesuffix("'s")
        if word in _KINDS and start >= 0 and _NUMERAL.match(line, right):
            end = right
            continue
        if not is_named and (word in FRAME or plain in FRAME or not word[0].isalnum()):
            if start >= 0 and word not in ("(", ")"):
                found.append((start, end))
                start = -1
            pending = False
            continue
        if start < 0:
            start = left
        end = right
        pending = False
    if start >= 0:
        found.append((start, end))
    return found

"""
Small words that change what a sentence says: no, may, should, first, if that fails, in children, in this trial.

Each function answers one question about a stretch of text, and its words stand beside it, so that a reader can see
why a sentence was let through or refused. Patterns repeat within fixed bounds only: fifty kilobytes of anything are
read in linear time. A cue says what words are there, never what is true; "no evidence of benefit" is negated, hedged
by nothing, and no statement of harm.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.language.populations import populations

__all__ = [
    "denials",
    "directions",
    "hedged",
    "hedges",
    "is_empty_of_information",
    "modality",
    "negated",
    "negations",
    "opens_dangling",
    "ordering",
    "populations",
    "speaks_of_its_study",
]

_NEGATION = lazily(
    r"\b(?:no(?! doubt\b| less than\b| fewer than\b| more than\b|\. ?\d)|not(?! only\b| just\b| more than\b| less than\b)|cannot"
    r"|never|none|neither|nor|without|absence of|absent|lack(?:s|ed|ing)?(?: of)?|fail(?:s|ed)? to|failure to|free (?:of|from)"
    r"|den(?:y|ies|ied)|ruled out|negative for|unable to|no longer|instead of|rather than|against|avoid(?:s|ed|ing)?"
    r"|ineffective|contraindicated|discouraged|stop(?:ped|ping)? taking)\b|\b\w{2,8}n['’]t\b",
    re.IGNORECASE,
)
#: Words that deny what follows them, up to the end of their clause; "not only" and "not necessarily" deny nothing.
_DENIAL = lazily(
    r"\b(?:no(?! doubt\b| less than\b| fewer than\b| more than\b|\. ?\d)|not(?! only\b| just\b| more than\b| less than\b)|cannot|never|none|neither"
    r"|nor|without|absence of|lack(?:s|ed|ing)?(?: of)?|fail(?:s|ed|ure)? to|unable to|no longer|ruled out|negative for|free of|\w{2,8}n['’]t)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = lazily(
    r"[.;:()\[\]?!]|,|\b(?:but|although|though|whereas|while|because|however|which|unless|except|until|despite)\b",
    re.IGNORECASE,
)
_DENIED_WORDS = 6
_VERB = lazily(
    r"\b(?:is|are|was|were|may|might|can|could|will|would|should|must|has|have|had|do|does)\b", re.IGNORECASE
)
_HEDGE = lazily(
    r"\b(?:may|might|could|can sometimes|perhaps|possibl[ey]|probabl[ey]|likely|unlikely|potential(?:ly)?|presumabl[ey]"
    r"|suggest(?:s|ed|ing|ive)?|appear(?:s|ed)? to|seem(?:s|ed)? to|(?:is|are|was|were) (?:thought|believed|suspected|assumed) to"
    r"|unclear|uncertain|unknown|not (?:well |fully )?(?:known|understood|established|proven)|controversial|debated"
    r"|(?:limited|insufficient|inconclusive|conflicting|weak|low[- ]quality|low[- ]certainty|little|some) evidence"
    r"|preliminary|anecdotal|in some (?:cases|people|patients)|sometimes|tend(?:s|ed)? to|hypothesi[sz]ed|putative)\b",
    re.IGNORECASE,
)
#: Words that state more than that something was used or reported; each may be said only when the quote says it.
_MODALITY = {
    "should": r"should(?! not\b|n['’]t)|ought to",
    "should not": r"should not|shouldn['’]t|must not|do not use|not be used|avoid",
    "must": r"must(?! not\b)|need(?:s)? to be|(?:is|are) required|mandatory",
    "recommended": r"recommend(?:s|ed|ation|ations|ing)?|advis(?:e|es|ed|able)|preferred",
    "indicated": r"(?<!contra)(?<!contra-)indicated|indication for",
    "contraindicated": r"contra-?indicat(?:ed|ion|ions)",
    "essential": r"essential|crucial|vital(?! signs?\b)|critical(?:ly)? important|imperative|necessary|important",
    "first-line": r"first[- ]line|first[- ]choice|treatment of choice|drug of choice|standard of care|mainstay|cornerstone"
    r"|gold standard",
    "effective": r"(?<!cost-)(?<!cost )(?<!in)effective(?:ly|ness)?|efficac(?:y|ious)|beneficial|works? well|proven",
    "safe": r"(?:un)?safe(?:ly|ty)?|well[- ]tolerated|harmless|no (?:known )?side effects",
    "cures": r"cur(?:e|es|ed|ative)|eradicat(?:e|es|ed)|eliminat(?:e|es|ed)",
    "best": r"best|superior|better than|most effective|optimal|ideal",
    "always": r"always|never|all patients|every patient|in all cases|guarantee[sd]?|completely|definitely|invariably|only",
    "usual": r"usual(?:ly)?|most(?:ly)?|common(?:ly)?|typical(?:ly)?|often|generally|frequent(?:ly)?|in most cases",
}
_MODALITIES = {name: lazily(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _MODALITY.items()}

_TREATMENT = (
    r"(?:treatment|therapy|management|measure|step|approach|choice|option|drug|medicine|medication|care|intervention)"
)
_FAILS = r"(?<!heart )(?<!kidney )(?<!kidneys )(?<!liver )(?<!lungs )fail(?:s|ed)?"
_NOT_DONE = (
    r"(?:do|does|did|has|have|had|is|are|was|were)(?: not|n['’]t) (?:been |fully |adequately |sufficiently |well )?"
    r"(?:work|help|respond|improve|relieve|resolve|tolerate|control)(?:ed|led|d|s)?"
    r"|(?:is|are|was|were|been)(?: not|n['’]t) (?:effective|successful|better)"
)
_NO_RESPONSE = (
    r"(?:do|does|did|has|have|had)(?: not|n['’]t) (?:fully |adequately )?(?:respond|improve|tolerate)(?:ed|d)?"
)
_SOMEONE = (
    r"(?:you|him|her|them|(?:the |a |your |all |any |these |such )?"
    r"(?:patients?|persons?|people|child(?:ren)?|wom[ae]n|m[ae]n|adults?|infants?|anyone|those))"
)
_DOCTOR = (
    r"(?:specialist|surgeon|\w{1,20}ologist|\w{3,16}iatrist|paediatrician|pediatrician|dieti[ct]ian|physiotherapist)"
)
#: An ordering or threshold cue that must stand in the quote itself before a claim may enter that section kind.
_ORDERING = {
    "first_line": r"first[- ](?:line|choice)|(?:tried|used|given|offered|recommended|taken|considered|attempted|done) first"
    rf"|(?<!after )(?<!after the )(?<!was the )(?<!were the )(?:first|initial) (?:\w{{3,14}} ){{0,2}}{_TREATMENT}s?"
    r"|initially(?=,)|initially (?:treated|managed|given|used|includes?|consists?)"
    rf"|{_TREATMENT}s? (?:\w{{2,14}} ){{0,3}}(?:starts?|begins?|started|begun) with"
    r"|(?:(?<=^)|(?<=[.;:,(] )|(?<=to )|(?<=should )|(?<=usually ))(?:start|begin)(?: \w{4,14}){0,2} with"
    r"|before (?:trying|considering)|(?:treatment|drug|therapy) of (?:first )?choice|in the first instance|as a first",
    "escalation": rf"(?:if|when|where|unless|until|once)\b[^.;]{{0,80}}?\b(?:{_FAILS}|{_NOT_DONE}"
    r"|persist(?:s|ed)?|unsuccessful|ineffective|inadequate|insufficient|worsen(?:s|ed)?)"
    rf"|(?:who|that|which|after) (?:\w{{3,14}} ){{0,4}}?(?:(?:has|have|had) {_FAILS}|{_NO_RESPONSE})"
    rf"|(?:treatments?|therapy|management|measures?|medications?|medicines?|drugs?) (?:{_FAILS}|failure|{_NOT_DONE})"
    rf"|failure of (?:\w{{3,14}} ){{0,2}}{_TREATMENT}s?|fail(?:s|ed|ing)? to respond|(?:unresponsive|not respond(?:ing)?) to"
    r"|second[- ]line|third[- ]line|last resort|refractory(?! anemia| anaemia| cytopenia)|treatment[- ]resistant|step(?:ped|ping)?[- ]up|add[- ]on|reserved for"
    r"|despite (?:\w{2,14} ){0,3}(?:treatments?|therap(?:y|ies)|medicines?|medications?|management)",
    "referral": rf"refer(?:s|red|ring)? {_SOMEONE}(?! as\b)|referrals?|referred (?:for|urgently|early)|(?<!pain )(?:be|been|is|are|was|were) (?:\w{{4,12}} )?referred to"
    rf" (?:an? |the |your |their )?(?:\w{{3,14}} ){{0,2}}(?:{_DOCTOR}|clinic|cent(?:er|re)|hospital|service|team|unit)"
    r"|(?:(?<=^)|(?<=[.;:] ))refer (?:to )?(?:an?|the|urgently|all|any|for)|need(?:s|ed)? to be referred|should be referred"
    rf"|(?:see|consult|sent to|seen by|evaluated by|review by) (?:an? |the )?(?:\w{{3,14}} )?{_DOCTOR}",
    "criteria": r"criteri(?:a|on)|threshold|cut-?off|diagnosed (?:when|if)|diagnosis (?:requires|is made (?:when|if))|is defined (?:as|by)"
    r"|at least (?:\d|two|three|four|five|six)(?! ?(?:million|percent|%|people|adults))"
    r"|(?:[2-9]|two|three|four|five|six) or more of the following|(?:score|level|value|count|pressure)s? (?:of|at|above|below|over|under) (?:\w{2,5} ){0,2}\d"
    r"|(?:greater|less|higher|lower|more|fewer) than \d[\d.,]{0,8}(?![\d.,]| ?(?:million|billion|percent|%|people|adults|in \d))"
    r"|(?:\d|%) ?(?:or|and) (?:more|higher|above|greater|less|lower|below)",
}
_ORDERS = {name: lazily(rf"(?:\b(?:{words}))\b", re.IGNORECASE | re.MULTILINE) for name, words in _ORDERING.items()}
_SIGNS = lazily(r"(?<!p)(?<!p )[<>≥≤] ?=? ?\d", re.IGNORECASE)

_UP = (
    r"increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|rise[sn]?|rose|rising|elevat(?:e|es|ed|ion)|higher|greater|more|grow(?:s|th)?"
    r"|improv(?:e|es|ed|ing|ement|ements)|gain(?:s|ed)?|longer|worsen(?:s|ed|ing)?|upregulat(?:e|es|ed|ion)|exceed(?:s|ed)?"
)
_DOWN = (
    r"decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing|tion|tions)|lower(?:s|ed|ing)?|fewer|less|fall(?:s|en)?|fell|drop(?:s|ped)?"
    r"|declin(?:e|es|ed|ing)|diminish(?:es|ed)?|shorten(?:s|ed)?|shorter|smaller|weaker|downregulat(?:e|es|ed|ion)|lessen(?:s|ed)?"
    r"|reliev(?:e|es|ed|ing)|prevent(?:s|ed|ing|ion)?|protect(?:s|ed|ive|ion)?|alleviat(?:e|es|ed|ion)"
)
_DIRECTION = lazily(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)

_STUDY = lazily(
    r"\bwe (?:(?:also|then|therefore|further|first|next|only|did|do|have|had|were|are|could|cannot|will|aim|sought|plan(?:ned)?|intend)"
    r" (?:not |been |able |to ){0,3})?"
    r"(?!recommend|suggest|advise|need|use\b|get|age\b|aged\b)(?:found|find|show|report|conclud|aim|saw|chose|present|describ|propos|hypothesi|believ|think"
    r"|sought|conduct|undert|wrote|made|did|had|\w{3,16}ed\b)"
    r"|\bour (?:\w{3,16} ){0,2}(?:stud(?:y|ies)|trials?|results?|findings?|data|patients?|analys[ie]s|cohort|sample|aim|objective|hypothesis"
    r"|knowledge|review|experience|observations?|model|series|participants|centre|center|institution|group|work|meta-analysis)\b"
    r"|\b(?:this|the present|the current|our|present|these) (?:\w{3,18}[- ]){0,3}"
    r"(?:trials?|stud(?:y|ies)|review|meta-?analys[ie]s|analysis|paper|article|report|protocol|cohort|experiments?|survey|manuscript|case series"
    r"|guideline update|investigation|sample|cohort)\b(?! (?:group|section))"
    r"|\b(?:these|our|the present|the current) (?:\w{3,18} ){0,2}(?:participants|results|findings|data)\b"
    r"|\b(?:were|was|be|been|being) (?:randomi[sz]ed|randomly|enrolled|recruited|allocated|blinded|followed up|assigned|excluded)\b"
    r"|\brandomly (?:assigned|allocated|divided|selected)\b|\b(?:the|study) (?:authors?|investigators?|researchers concluded)\b"
    r"|\b(?:study|trial) (?:participants?|subjects?|arms?|population|period|group|drug|protocol|design)\b"
    r"|\b(?:table|figure|fig\.|appendix|supplementary) ?S?\d|\bwritten informed consent\b"
    r"|\b(?:aim|purpose|objective)s? (?:of th(?:is|ese|e (?:study|trial|review))|was|were)\b",
    re.IGNORECASE,
)

_LEAD = lazily(r"[\s\-–—*•·▪●\"“‘'(\[]{0,12}(?:\(?\d{1,2}[.)]\s)?")
_EXPLETIVE = lazily(
    r"it(?: is|['’]s| was| may be| can be| might be| has been| is not| should be| remains| seems| appears| takes| helps)"
    r" (?:\w{2,14} ){0,2}?(?:important|recommended|essential|known|unknown|unclear|uncertain|estimated|possible|impossible|likely|unlikely|necessary|best|better"
    r"|safe|thought|believed|common|rare|unusual|advisable|advised|difficult|hard|easy|helpful|useful|noted|suggested|clear|not|normal|reasonable"
    r"|crucial|vital|critical|wise|okay|good|preferable|customary|time|up|established|shown|found|reported|estimated)"
    r" (?:\w{2,14} ){0,3}?(?:that|to|how|if|whether|what|why|when|for|which|who)\b",
    re.IGNORECASE,
)
_DANGLING = lazily(
    r"(?:it|its|this|these|those|they|them|their|theirs|he|she|his|her|such|however|moreover|furthermore|also|therefore|thus|hence"
    r"|consequently|instead|otherwise|additionally|similarly|conversely|likewise|nevertheless|nonetheless|meanwhile|then|but|and|or|so|yet|nor"
    r"|accordingly|afterwards?|besides|others|the (?:former|latter|same|above|other|others|second|third)|as (?:such|a result|well|mentioned|noted|described)"
    r"|in (?:addition|contrast|this|these|that|those|such|turn|other words|either|both)|for (?:example|instance|this|these|that|such)"
    r"|on the other hand|because of (?:this|these)|due to (?:this|these)|with (?:this|these)|at (?:this|that|these)|after (?:this|that|these)|by (?:this|doing)"
    r"|(?:some|most|many|all|both|each|one|two|several|any|none|either|neither|few) of (?:these|those|them|which|this)|from (?:this|these)|of (?:these|those)"
    r"|during (?:this|these)|under (?:this|these)|examples? (?:include|are|is|of (?:this|these))|that (?:is|was|means|said)|which|here)\b",
    re.IGNORECASE,
)

#: "Sometimes it is ..." points back as much as "It is sometimes ..." does.
_ADVERB = lazily(
    r"(?:sometimes|often|usually|rarely|occasionally|typically|generally|commonly|in (?:some|most|many|rare) cases),? ",
    re.IGNORECASE,
)
_POINTED = lazily(r"(?:it|they|this|these|those|he|she)\b", re.IGNORECASE)
_ADVISER = (
    r"(?:your|their|his|her|a|the|an) (?:own )?(?:\w{3,14} )?(?:doctors?|physicians?|health ?care (?:providers?|professionals?|team)|providers?|pharmacists?|nurses?"
    r"|clinicians?|specialists?|health (?:providers?|professionals?|team)|medical (?:team|providers?)|team)"
)
_EMPTY = lazily(
    rf"\b(?:talk|speak|discuss|consult|check|ask|work|meet|communicate|contact|call|see|tell)\w{{0,3}}\b[^.;:]{{0,60}}?\b{_ADVISER}"
    rf"|\b{_ADVISER} (?:will|can|may|might|should)(?: be able to)? (?:\w{{3,12}} )?(?:help you (?:decide|choose|understand)|decide|determine|tell|explain|discuss|advise|answer|work with|talk)"
    r"|\bshould discuss\b|\b(?:var(?:y|ies)|differ(?:s|ent)?)(?: \w{2,14}){0,3} from (?:person|one person|patient|individual|case|family) to"
    r"|\bdepend(?:s|ing)? (?:up)?on (?:many|several|a number of|various|a variety of) (?:\w{3,14} )?(?:factors|things)"
    r"|\beveryone is different|\bno two (?:people|patients)\b",
    re.IGNORECASE,
)
_POINTER = lazily(
    r"\b(?:for|to (?:get|find|read|learn|see|request|obtain)) (?:\w{2,14} ){0,2}(?:more|additional|further|detailed|general|specific|other|current)?"
    r" ?(?:information|details|facts|resources|help|questions) ?(?:about|on|regarding|see|visit|go|call|contact|please|,|:|\.|$)"
    r"|\b(?:more|additional|further|detailed) (?:information|details|resources|facts) (?:\w{2,14} ){0,8}?(?:available|found|provided|can be|is in|at|from|visit)\b"
    r"|(?:^|[.(:]\s{0,2}|\bto )learn more\b(?! about the (?:natural|causes))|\bread more\b|\bclick (?:here|on)|\bfor a list of\b|\bthe following (?:links?|resources?|organi[sz]ations?|websites?|pages?)\b"
    r"|\b(?:visit|see|go to|refer to|check out) (?:the |our |this )?(?:\w{2,16} ){0,5}?(?:web ?sites?|web ?pages?|links?|sections?|health topics?|fact sheets?|articles?|home ?pages?)\b"
    r"|\b(?:web ?sites?|resources?|links?|articles?|fact sheets?|booklets?) (?:\w{2,12} ){0,3}(?:provide|offer|contain|below|above|are available|can help you)"
    r"|\b(?:provides|provide|offers) (?:the following |more |additional |general |detailed )?(?:list of|information (?:about|on))"
    r"|\btoll[- ]free\b|\bclinicaltrials\.gov\b|\bmedlineplus\b|\bmedical dictionary\b|\bhuman phenotype ontology\b",
    re.IGNORECASE,
)
_MORE_RESEARCH = lazily(
    r"\b(?:more|further|additional|future) (?:\w{3,18} ){0,3}(?:research|stud(?:y|ies)|trials?|investigations?|work|evidence|data)\b[^.;]{0,50}"
    r"\b(?:needed|required|warranted|necessary|underway|recommended)\b",
    re.IGNORECASE,
)
_CARRIES = lazily(
    r"\b(?:if|when|whenever|before|until|unless|immediately|right away|at once|as soon as|within|such as|includ(?:e|es|ing)|especially|because|who)\b|: ?\S",
    re.IGNORECASE,
)
_EMPTY_WORDS = 40  # a longer sentence carries something besides the advice to ask


def negations(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the words that deny or forbid something ("no", "without", "failed to", "contraindicated")."""
    return tuple(match.span() for match in _NEGATION.finditer(text))


def negated(text: str) -> bool:
    """Whether anything in a text is denied or forbidden; "not only" and "no more than 5" do not count."""
    return _NEGATION.search(text) is not None


def denials(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches that a denying word governs: from it to the end of its clause, a few words at most."""
    found = []
    for match in _DENIAL.finditer(text):
        stop = _CLAUSE_ENDS.search(text, match.end())
        end = stop.start() if stop else len(text)
        if match.group().lower() == "without" and (verb := _VERB.search(text, match.end(), end)):
            end = verb.start()  # "stones without symptoms are left alone"
        reach = match.end()
        for _ in range(_DENIED_WORDS):
            reach = text.find(" ", reach + 1)
            if reach < 0:
                break
        found.append((match.start(), min(end, reach) if reach > 0 else end))
    return tuple(found)


def hedges(text: str) -> tuple[str, ...]:
    """The words that make a statement less sure, as written, in order."""
    return tuple(match.group() for match in _HEDGE.finditer(text))


def hedged(text: str) -> bool:
    """Whether a text says that something may be so, or that it is not known."""
    return _HEDGE.search(text) is not None


def modality(text: str) -> tuple[str, ...]:
    """The strong words of a text in their one form ("should", "recommended", "first-line", "effective", "safe", ...)."""
    return tuple(name for name, pattern in _MODALITIES.items() if pattern.search(text))


@lru_cache(maxsize=1024)
def ordering(text: str) -> tuple[str, ...]:
    """The section kinds whose ordering or threshold cue a text holds: first_line, escalation, referral, criteria."""
    found = [name for name, pattern in _ORDERS.items() if pattern.search(text)]
    if "criteria" not in found and _SIGNS.search(text):
        found.append("criteria")
    return tuple(found)


def directions(text: str) -> tuple[str, ...]:
    """ "up" or "down" for each word of change in a text, in order; what changed is not looked at."""
    return tuple("up" if match["up"] else "down" for match in _DIRECTION.finditer(text))


def speaks_of_its_study(text: str) -> bool:
    """Whether a sentence only makes sense inside its own paper ("we", "this trial", "were randomised", "P<.05")."""
    return _STUDY.search(text) is not None


def opens_dangling(text: str) -> bool:
    """Whether a sentence opens by pointing at the one before it ("These", "However", "It", but not "It is known that")."""
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    if adverb := _ADVERB.match(text, at):
        at = adverb.end()
        return _POINTED.match(text, at) is not None and _EXPLETIVE.match(text[at:].capitalize()) is None
    return _DANGLING.match(text, at) is not None and _EXPLETIVE.match(text, at) is None


def is_empty_of_information(text: str) -> bool:
    """Whether a sentence only sends the reader elsewhere or says that people differ."""
    if _POINTER.search(text) or _MORE_RESEARCH.search(text):
        return True
    if _EMPTY.search(text) is None or _CARRIES.search(text):
        return False
    return len(text.split(None, _EMPTY_WORDS + 1)) <= _EMPTY_WORDS

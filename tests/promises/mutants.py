"""
True sentences changed in one way that must never pass: the mutants of promise P8, and edits that must.

The words here are the test's own; the gate under test lends none. Each function gives a changed sentence, or None when
there is nothing of its kind to change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Mutation = Callable[[str, random.Random], str | None]

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:\.\d+)?(?![\w]|[.,]\d)")
_SPELT = {"two": "five", "three": "eight", "four": "nine", "five": "two", "six": "three", "ten": "four", "once": "twice", "twice": "four times",
          "half": "a third", "one third": "two thirds"}  # fmt: skip
_UNITS = {
    "mg": "g", "g": "mg", "kg": "g", "mcg": "mg", "mL": "L", "ml": "L", "mm": "cm", "cm": "mm", "hours": "days", "hour": "day", "days": "weeks",
    "day": "week", "weeks": "months", "week": "month", "months": "years", "month": "year", "years": "months", "year": "month", "minutes": "hours",
    "seconds": "minutes", "percent": "per thousand", "%": " mg", "mg/dL": "mmol/L", "mmHg": "kPa", "mm Hg": "kPa", "degrees": "percent",
}  # fmt: skip
_DRUGS = (
    "aspirin warfarin heparin metformin insulin ibuprofen naproxen prednisone methotrexate amoxicillin azithromycin "
    "acetaminophen paracetamol morphine fentanyl gabapentin amitriptyline fluoxetine sertraline lithium colchicine allopurinol "
    "omeprazole furosemide lisinopril atenolol metoprolol amlodipine digoxin levothyroxine albuterol salbutamol epinephrine "
    "atorvastatin simvastatin clopidogrel rivaroxaban dabigatran tamoxifen rituximab infliximab adalimumab cisplatin "
    "doxorubicin paclitaxel carbamazepine phenytoin valproate levodopa acyclovir oseltamivir vancomycin ciprofloxacin"
).split()
_DRUG_LIKE = re.compile(
    r"\b(?:\w{3,}(?:mab|nib|vir|statin|pril|sartan|olol|azole|cillin|mycin|floxacin|gliptin|parin|setron|triptan|prazole|gliflozin|taxel|platin"
    r"|rubicin|cycline|oxetine|profen|coxib|dronate|lukast|terol|sone|solone|limus)s?|" + "|".join(_DRUGS) + r")\b",
    re.IGNORECASE,
)
_COMPARATORS = {
    "more than": "less than", "less than": "more than", "at least": "at most", "at most": "at least", "fewer than": "more than",
    "greater than": "less than", "higher than": "lower than", "lower than": "higher than", "older than": "younger than",
    "younger than": "older than", "above": "below", "below": "above", "up to": "at least", "over": "under", "under": "over", "<": ">", ">": "<",
    "≥": "≤", "≤": "≥", "before": "after", "after": "before", "within": "after", "about": "exactly",
}  # fmt: skip
_ROUTES = {
    "oral": "intravenous", "orally": "intravenously", "by mouth": "by injection", "intravenous": "oral", "intravenously": "orally",
    "subcutaneous": "intravenous", "intramuscular": "oral", "inhaled": "intravenous", "topical": "oral", "nasal": "rectal", "rectal": "oral",
    "through a vein": "by mouth", "injected": "swallowed", "swallowed": "injected", "cream": "tablet", "tablets": "injections", "injections": "tablets",
    "injection": "tablet",
}  # fmt: skip
_PEOPLE = {
    "adults": "children", "children": "adults", "child": "adult", "adult": "child", "women": "men", "men": "women", "woman": "man", "man": "woman",
    "infants": "adults", "babies": "adults", "newborns": "adults", "pregnant": "breastfeeding", "pregnancy": "childhood", "girls": "boys",
    "boys": "girls", "teenagers": "infants", "female": "male", "male": "female", "females": "males", "males": "females", "mothers": "fathers",
    "older adults": "children", "older people": "children", "elderly": "young", "mice": "patients", "rats": "patients", "humans": "mice",
}  # fmt: skip
_ADDED = (
    "in children",
    "in pregnant women",
    "in newborn babies",
    "in elderly patients",
    "in mice",
    "during breastfeeding",
    "in men",
    "in teenagers",
)
_STRONGER = {
    "may": "will", "might": "will", "could": "will", "can": "will always", "often": "always", "usually": "always", "sometimes": "always",
    "some": "all", "most": "all", "likely": "certain", "suggests": "proves", "suggest": "prove", "possible": "certain", "possibly": "certainly",
    "probably": "certainly", "rarely": "never",
}  # fmt: skip
_BOASTS = (
    " and is recommended for everyone", ", and this is safe", ", which is the best treatment", " and should be used first", " without exception",
    ", and this has been proven", " and cures the disease", ", and this is essential", " and is highly effective",
)  # fmt: skip
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|can|may|will|should|could|has|have|does|do|did)\b(?! not)")
_VERBS = {
    "causes": "does not cause", "cause": "do not cause", "increases": "does not increase", "reduces": "does not reduce", "includes": "does not include",
    "include": "do not include", "helps": "does not help", "affects": "does not affect", "occurs": "does not occur", "improved": "did not improve",
    "reduced": "did not reduce", "increased": "did not increase", "showed": "did not show", "need": "do not need", "needs": "does not need",
}  # fmt: skip


def _swap(text: str, table: dict[str, str], chance: random.Random) -> str | None:
    names = "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))
    found = list(re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + table[match.group()] + text[match.end() :]


def negation(text: str, chance: random.Random) -> str | None:
    """A denial taken out, or put in."""
    if match := re.search(r"(?<=\w) not\b(?! only)|\b[Nn]o (?=[a-z])|\b(?:do|does|did) not (?=\w)", text):
        return text[: match.start()] + text[match.end() :]
    if match := _AUXILIARY.search(text):
        return f"{text[: match.end()]} not{text[match.end() :]}"
    return _swap(text, _VERBS, chance)


def number(text: str, chance: random.Random) -> str | None:
    """Another number, from nowhere."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return _swap(text, _SPELT, chance)
    match = chance.choice(found)
    old = float(match.group())
    new = next(n for n in (old * 10, old + 1, old / 2 + 3, old + 7) if f"{n:g}" not in text)
    return f"{text[: match.start()]}{new:g}{text[match.end() :]}"


def unit(text: str, chance: random.Random) -> str | None:
    """Another unit after a number."""
    names = "|".join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True))
    found = list(re.finditer(rf"(?<=\d)([ -]?)({names})(?!\w)", text))
    if not found:
        return None
    match = chance.choice(found)
    new = _UNITS[match[2]]
    return text[: match.start()] + ("" if new[0] == " " else match[1]) + new + text[match.end() :]


def drug(text: str, chance: random.Random) -> str | None:
    """Another medicine."""
    found = list(_DRUG_LIKE.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    new = chance.choice([name for name in _DRUGS if name not in text.lower()])
    return text[: match.start()] + (new.capitalize() if match.group()[0].isupper() else new) + text[match.end() :]


def comparator(text: str, chance: random.Random) -> str | None:
    """The bound of a number turned round."""
    table = {re.escape(word): new for word, new in _COMPARATORS.items()}
    found = list(re.finditer(rf"(?<!\w)({'|'.join(sorted(table, key=len, reverse=True))})(?=\s?\$?\d)", text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + _COMPARATORS[match.group()] + text[match.end() :]


def arm(text: str, chance: random.Random) -> str | None:
    """What stands before "than" and what stands after change places, or two numbers do."""
    if match := re.search(
        r"^(?:In [^,]{3,60}, )?(?P<one>(?:[Tt]he )?[\w-]+) (?P<mid>[^.;]{3,120}?\b(?:than|versus|compared with)) (?P<two>(?:the )?[\w-]+)",
        text,
    ):
        a, b = match["one"], match["two"]
        if (
            a.lower() != b.lower()
            and min(len(a), len(b)) > 3
            and not {a.lower().removeprefix("the "), b.lower().removeprefix("the ")} & _NOT_ARMS
        ):
            return (
                text[: match.start("one")]
                + b.capitalize()
                + text[match.end("one") : match.start("two")]
                + a.lower()
                + text[match.end("two") :]
            )
    values = list(re.finditer(r"(?<![\w.,/-])\d+(?:\.\d+)?(?= ?%| percent)", text))
    if len(values) >= 2 and values[0].group() != values[1].group():
        one, two = values[0], values[1]
        return text[: one.start()] + two.group() + text[one.end() : two.start()] + one.group() + text[two.end() :]
    return None


_NOT_ARMS = frozenset(
    "this that those these there they most some many more people other others have after with within during each either combined patients number weak five-year schizophrenic their before when usual normal once half".split()
)


def route(text: str, chance: random.Random) -> str | None:
    """Another way of giving a medicine."""
    return _swap(text, _ROUTES, chance)


def population(text: str, chance: random.Random) -> str | None:
    """Other people, or people where none were named."""
    if made := _swap(text, _PEOPLE, chance):
        return made
    fitting = [added for added in _ADDED if added.split()[-1][:4] not in text.lower()]
    return f"{text.rstrip('. ')} {chance.choice(fitting)}."


def modality(text: str, chance: random.Random) -> str | None:
    """A hedge lost, or a claim of safety, effect, need or first choice added."""
    if chance.random() < 0.6 and (made := _swap(text, _STRONGER, chance)):
        return made
    return f"{text.rstrip('. ')}{chance.choice(_BOASTS)}."


MUTATIONS: dict[str, Mutation] = {
    "negation": negation,
    "number": number,
    "unit": unit,
    "drug": drug,
    "comparator": comparator,
    "arm": arm,
    "route": route,
    "population": population,
    "modality": modality,
}
#: Of these, not one mutant may pass.
NEVER = frozenset({"number", "unit", "negation", "drug", "arm"})


def near(text: str) -> str | None:
    """The same sentence with an opening, a bracket or a small word changed: nearly extractive, and as true."""
    # A bracket that touches a number or letter is part of it: 10(-7), PPh(2).
    made = re.sub(r"\s+\((?![^)]*(?:\bnot\b|\bonly\b|\bif\b|may))[^()]{2,80}\)", "", text)
    made = re.sub(
        r"^(?:However|Moreover|Furthermore|In addition|Additionally|Also|Therefore|Thus|For example|In conclusion|Overall|Finally), ",
        "",
        made,
    )
    made = re.sub(r"^(?:Our|These|The) (?:results|findings|data) (?:show|demonstrate|indicate) that ", "", made)
    for old, new in (("percent", "%"), ("approximately", "about"), ("such as", "like"), ("physician", "doctor"), ("individuals", "people"),
                     ("medication", "medicine"), ("utilize", "use"), ("due to", "because of"), ("is called", "is known as"), ("in order to", "to"),
                     ("twice a day", "twice daily"), ("illness", "disease"), ("begin", "start"), ("help", "aid"), ("two", "2"), ("three", "3")):  # fmt: skip
        made = re.sub(rf"(?<!-)\b{old}\b(?!-)", new, made, count=1)
    made = made[:1].upper() + made[1:]
    return made if made != text else None

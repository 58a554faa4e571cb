"""
Units of measurement as medical text writes them, and one spelling for each.

"milligrams" and "mg" become "mg", "mm Hg" becomes "mmHg", "a day" and "daily" become "/day", so that two ways of
writing one amount compare equal. Nothing is converted: 1 g and 1,000 mg stay different, because a computed dose is
not a quoted one. Micrograms are "mcg", the spelling that cannot be misread as milligrams.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily

#: Short units, matched with their capitals: "mg" is a weight, "Mg" is magnesium.
_SHORT = {
    "mg": "mg", "g": "g", "gm": "g", "gms": "g", "gr": "g", "kg": "kg", "kgs": "kg", "ng": "ng", "pg": "pg", "fg": "fg",
    "µg": "mcg", "μg": "mcg", "ug": "mcg", "mcg": "mcg", "lb": "pound", "lbs": "pound", "oz": "ounce",
    "L": "L", "l": "L", "mL": "mL", "ml": "mL", "ML": "mL", "dL": "dL", "dl": "dL", "µL": "mcL", "μL": "mcL", "µl": "mcL",
    "μl": "mcL", "uL": "mcL", "fL": "fL", "fl": "fL", "cc": "mL",
    "mol": "mol", "mmol": "mmol", "µmol": "mcmol", "μmol": "mcmol", "umol": "mcmol", "nmol": "nmol", "pmol": "pmol",
    "mM": "mM", "µM": "mcM", "μM": "mcM", "nM": "nM", "mosm": "mOsm", "mOsm": "mOsm",
    "mEq": "mEq", "meq": "mEq", "IU": "IU", "iu": "IU", "U": "unit", "mU": "mU", "mIU": "mIU", "µU": "mcU", "kU": "kU",
    "m": "m", "cm": "cm", "mm": "mm", "µm": "mcm", "μm": "mcm", "nm": "nm", "km": "km", "ft": "foot",
    "mmHg": "mmHg", "cmH2O": "cmH2O", "kPa": "kPa", "Hz": "Hz", "kHz": "kHz", "MHz": "MHz",
    "kcal": "kcal", "kJ": "kJ", "Gy": "Gy", "cGy": "cGy", "mSv": "mSv", "bpm": "beat/minute", "rpm": "rpm",
    "s": "second", "sec": "second", "secs": "second", "min": "minute", "mins": "minute", "h": "hour", "hr": "hour",
    "hrs": "hour", "d": "day", "wk": "week", "wks": "week", "mo": "month", "mos": "month", "yr": "year", "yrs": "year",
    "y": "year", "ms": "ms", "msec": "ms", "ppm": "ppm", "dB": "dB", "W": "W", "V": "V", "mV": "mV", "mA": "mA", "kV": "kV",
}  # fmt: skip

#: Written-out units, matched in any case; a plural s is taken off first.
_LONG = {
    "percent": "%", "percentage": "%", "per cent": "%", "milligram": "mg", "gram": "g", "gramme": "g", "kilogram": "kg",
    "kilo": "kg", "microgram": "mcg", "nanogram": "ng", "pound": "pound", "ounce": "ounce",
    "liter": "L", "litre": "L", "milliliter": "mL", "millilitre": "mL", "deciliter": "dL", "decilitre": "dL",
    "microliter": "mcL", "microlitre": "mcL", "cup": "cup", "quart": "quart", "pint": "pint", "glass": "glass", "glasse": "glass", "teaspoon": "teaspoon",
    "tablespoon": "tablespoon", "mole": "mol", "millimole": "mmol", "micromole": "mcmol", "milliequivalent": "mEq",
    "international unit": "IU", "unit": "unit", "meter": "m", "metre": "m", "centimeter": "cm", "centimetre": "cm",
    "millimeter": "mm", "millimetre": "mm", "micrometer": "mcm", "kilometer": "km", "kilometre": "km", "mile": "mile",
    "inch": "inch", "inche": "inch", "foot": "foot", "feet": "foot", "calorie": "kcal", "kilocalorie": "kcal",
    "second": "second", "minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month",
    "year": "year", "decade": "decade", "night": "night", "trimester": "trimester", "tablet": "tablet", "pill": "pill",
    "capsule": "capsule", "dose": "dose", "drop": "drop", "puff": "puff", "injection": "injection", "session": "session",
    "cycle": "cycle", "serving": "serving", "drink": "drink", "beat": "beat", "breath": "breath", "point": "point",
    "fold": "fold", "time": "times", "degree": "degree", "gray": "Gy", "copy": "copy", "copie": "copy", "cell": "cell",
    "chromosome": "chromosome", "base pair": "bp", "gene": "gene", "birth": "birth", "death": "death", "case": "case",
    "patient": "people", "people": "people", "person": "people", "participant": "people", "subject": "people",
    "individual": "people", "adult": "adult", "woman": "women", "women": "women", "man": "men", "men": "men",
    "child": "children", "children": "children", "infant": "infant", "newborn": "newborn", "baby": "baby", "babie": "baby",
    "boy": "boy", "girl": "girl", "study": "study", "studie": "study", "trial": "trial", "article": "article",
    "review": "review", "center": "centre", "centre": "centre", "hospital": "hospital", "country": "country",
    "countrie": "country", "lesion": "lesion", "relapse": "relapse", "episode": "episode", "attack": "attack",
}  # fmt: skip

#: What is counted rather than measured; "57" and "57 patients" may be the same number.
COUNTED = frozenset(
    ("people", "adult", "women", "men", "children", "infant", "newborn", "baby", "boy", "girl", "study", "trial", "article",
     "review", "centre", "hospital", "country", "lesion", "relapse", "episode", "attack", "case", "death", "birth", "gene")
)  # fmt: skip

_RATES = {"daily": "/day", "weekly": "/week", "monthly": "/month", "yearly": "/year", "annually": "/year", "nightly": "/night",
          "hourly": "/hour"}  # fmt: skip

_BASE = (
    r"(?:%|‰|°\s?[CF]\b|℃|℉|mm\s?Hg\b|cm\s?H2O\b|cm\s?H₂O|(?:kg|m|cm|mm|ft)\s?(?:\^?[23]|[²³])(?!\d)"
    r"|international units?\b|per cent\b|base pairs?\b|1\.73\s?m(?:\^?2|²)|[A-Za-zµμ]{1,16}(?![A-Za-z\d]))"
)
_UNIT = lazily(_BASE)
_DIVIDED = lazily(
    rf"\s?/\s?((?:10{{1,3}}|24|1000)\s?)?({_BASE})|\s(?:per|a|an|each|every)\s({_BASE})|[\s-]({'|'.join(_RATES)})\b"
)
_EXPONENT = str.maketrans("²³", "23", "^ ")


def read_unit(text: str, at: int) -> tuple[str, int]:
    """The unit that starts at an offset, in its one spelling, and where it ends; ("", at) when there is none."""
    begin = at
    if at < len(text) and text[at] in " \u00a0\u2009\u202f\n-‑":
        begin += 1
    match = _UNIT.match(text, begin, begin + 40)
    name = _name(match.group(), glued=begin == at) if match else ""
    end = match.end() if match and name else at
    if not name and not _is_rate(_DIVIDED.match(text, at, at + 40)):
        return "", at
    for _ in range(3):
        divided = _DIVIDED.match(text, end, end + 40)
        if divided is None:
            break
        below = _RATES.get((divided.group(4) or "").lower()) or _divisor(divided)
        if not below:
            break
        name += below if below.startswith("/") else "/" + below
        end = divided.end()
    return name, end


def _divisor(match: re.Match[str]) -> str:
    """The unit below the line, with its amount ("mg/100mL")."""
    name = _name(match[2] or match[3] or "")
    return (match[1] or "").strip() + name if name else ""


def _is_rate(match: re.Match[str] | None) -> bool:
    """Whether a bare number is a rate ("5 a day", "2/week", "10 daily")."""
    if match is None:
        return False
    if match[1]:
        return False
    return bool(match[2] or match[4]) or match[3].lower().rstrip("s") in _LONG


def _name(written: str, *, glued: bool = False) -> str:
    """The one spelling of a unit as written, or "" when it is none."""
    if not written:
        return ""
    if written in "%‰℃℉":
        return {"℃": "°C", "℉": "°F"}.get(written, written)
    if written[0] == "°":
        return "°" + written[-1]
    squeezed = written.replace(" ", "").replace("\u00a0", "").replace("₂", "2")
    if squeezed in ("mmHg", "cmH2O"):
        return squeezed
    if (written[-1] in "23²³" and squeezed != written) or written[-1] in "23²³":
        return squeezed.translate(_EXPONENT)
    if written in _SHORT:
        # "1990s" and "the 70s" are years, not seconds.
        return "" if glued and written == "s" else _SHORT[written]
    lowered = written.lower()
    return _LONG.get(lowered) or (_LONG.get(lowered[:-1], "") if lowered.endswith("s") else "")

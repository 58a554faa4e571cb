"""
Whether a JSON value has the form that a schema of ours describes, and the first place where it has not.

Only the words that `press.schema` uses are understood. A checker of our own keeps reading a saved answer free of a
further package, and lets an error name the place as a person would look for it.
"""

from __future__ import annotations

import re
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}
_NAMES = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
}


def fault(value: Any, schema: dict[str, Any], place: str = "") -> str:
    """The first place where a value departs from a schema, as a sentence; "" when it conforms."""
    if "anyOf" in schema:
        faults = [fault(value, choice, place) for choice in schema["anyOf"]]
        return "" if "" in faults else faults[0]
    if "const" in schema:
        return "" if value == schema["const"] else f'{place} is not "{schema["const"]}"'
    if "enum" in schema:
        # Texts and null alone are listed in our schemas; 0 must not pass for False.
        is_known = value in schema["enum"] if isinstance(value, str) or value is None else False
        return "" if is_known else f"{place} is none of its known values"
    kind = schema["type"]
    is_kind = isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if not is_kind:
        return f"{place or 'the document'} is not {_NAMES[kind]}"
    return _inside(value, schema, place)


def _inside(value: Any, schema: dict[str, Any], place: str) -> str:
    if isinstance(value, dict):
        return _fields(value, schema, place)
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            return f"{place} is empty"
        return next(filter(None, (fault(one, schema["items"], f"{place}[{i}]") for i, one in enumerate(value))), "")
    if isinstance(value, str):
        # fullmatch: "$" alone would let a line break through.
        pattern = schema.get("pattern")
        return "" if not pattern or re.fullmatch(pattern, value) else f"{place} is not of its form"
    if value is None or isinstance(value, bool):
        return ""
    within = schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return "" if within else f"{place} is out of range"


def _fields(value: dict[str, Any], schema: dict[str, Any], place: str) -> str:
    known = schema["properties"]
    path = f"{place}." if place else ""
    for name in schema["required"]:
        if name not in value:
            return f"{path}{name} is missing"
    unknown = next((name for name in value if name not in known), None)
    if unknown is not None:
        return f"{path}{unknown[:40]} is not known here; it may come from a later Curbside"
    return next(filter(None, (fault(one, known[name], path + name) for name, one in value.items())), "")

"""
The form of each action, as `forms.yaml` lists them, and what comes back of one.

Only what an action asks for is read from what was sent; what it means and who may is the archive's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.http import QueryDict

from curbside.errors import CurbsideError

_LONGEST = {"text": 4000, "quote": 2000, "line": 500, "topics": 500}


@dataclass(frozen=True, slots=True)
class Field:
    """Something that an action asks for."""

    name: str
    kind: str
    label: str
    is_optional: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActionForm:
    """The form of an action: its name in the address, the action of the archive, and where it stands."""

    name: str
    action: str
    place: str  # article or claim
    label: str
    help: str
    is_grave: bool
    fields: tuple[Field, ...]


@cache
def forms() -> dict[str, ActionForm]:
    """Every form by its name."""
    content = yaml.safe_load((files("curbside_web.newsroom") / "forms.yaml").read_text("utf-8"))
    return {name: _form(name, row) for name, row in content.items()}


def read(form: ActionForm, given: QueryDict) -> dict[str, Any]:
    """The arguments of an action; raises CurbsideError naming what is missing."""
    arguments: dict[str, Any] = {}
    for field in form.fields:
        value = _value(field, given)
        if not value and not field.is_optional:
            raise CurbsideError(f"Fill in “{field.label}”.")
        if value or field.kind in {"topics", "people", "claims"}:
            arguments[field.name] = value
    return arguments


def version(given: QueryDict) -> int:
    """The version that the sender saw; a form always carries one."""
    return number(given.get("if_match", ""))


def number(text: str) -> int:
    """A number as a form sends it."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CurbsideError("The form is not whole; reload the page and send it again.")
    return int(text)


def _value(field: Field, given: QueryDict) -> Any:
    if field.kind in {"people", "claims"}:
        return [one for one in given.getlist(field.name) if one][:200]
    text = given.get(field.name, "").replace("\r\n", "\n").strip()
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise CurbsideError(f"“{field.label}” holds characters that are no text.")
    if len(text) > _LONGEST.get(field.kind, 200):
        raise CurbsideError(f"“{field.label}” may have {_LONGEST.get(field.kind, 200):,} characters.")
    if field.kind == "topics":
        return [one.strip() for one in text.replace("\n", ",").split(",") if one.strip()]
    return text


def _form(name: str, row: Mapping[str, Any]) -> ActionForm:
    return ActionForm(
        name=name,
        action=row.get("action", name),
        place=row["of"],
        label=row["label"],
        help=row.get("help", ""),
        is_grave=bool(row.get("grave")),
        fields=tuple(_field(key, value) for key, value in row.get("fields", {}).items()),
    )


def _field(name: str, row: Mapping[str, Any]) -> Field:
    choices = tuple((str(key), str(said)) for key, said in row.get("choices", {}).items())
    return Field(name, row["kind"], row["label"], bool(row.get("optional")), choices)

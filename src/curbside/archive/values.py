"""
Frozen values as plain JSON values and back, by the types their fields declare.

A field that was added later has its default in what was written before; one that is no longer known is left out. So a
text kept ten years ago is read by the program of today.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from curbside.answers.digest import canonical
from curbside.errors import DamageError

_T = TypeVar("_T")
_Reader = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """A value as dictionaries, lists, text and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        kept = [plain(one) for one in value]
        return sorted(kept) if isinstance(value, frozenset | set) else kept
    return value


def written(value: Any) -> str:
    """A value as canonical JSON."""
    return canonical(plain(value)).decode("utf-8")


def value_of(kind: type[_T], text: str) -> _T:
    """The value that was written; text that is none of this kind is damage."""
    try:
        made: _T = _reader(cast(Any, kind))(json.loads(text))
        return made
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamageError(f"A stored {kind.__name__} cannot be read ({error}); run: curbside doctor") from error


@cache
def _reader(kind: Any) -> _Reader:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        inner = [one for one in get_args(kind) if one is not type(None)]
        read = _reader(inner[0])
        return lambda value: None if value is None else read(value)
    if origin in {tuple, frozenset, list}:
        inside = get_args(kind)
        if origin is tuple and len(inside) > 1 and inside[-1] is not Ellipsis:
            each = [_reader(one) for one in inside]
            return lambda value: tuple(read(one) for read, one in zip(each, value, strict=True))
        read_one = _reader(inside[0])
        return lambda value: origin(read_one(one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        return _of_class(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is float:
        return float
    return lambda value: value


def _of_class(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    # Read on first use: a class may hold itself.
    readers: dict[str, _Reader] = {}
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}

    def read(values: dict[str, Any]) -> Any:
        if not readers:
            readers.update({one.name: _reader(hints[one.name]) for one in fields(kind)})
        if missing := needed - values.keys():
            raise KeyError(f"no {', '.join(sorted(missing))}")
        return kind(**{name: readers[name](value) for name, value in values.items() if name in readers})

    return read

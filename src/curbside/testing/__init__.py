"""
What a plugin author tests with: suites that an engine or a writer has to pass, a writer that follows a script, and a small
real library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .library import sample_library, sample_sources

if TYPE_CHECKING:
    from .engines import DurableEngineSuite, EngineSuite
    from .scripted import ScriptedWriter
    from .writers import WriterSuite

__all__ = [
    "DurableEngineSuite",
    "EngineSuite",
    "ScriptedWriter",
    "WriterSuite",
    "sample_library",
    "sample_sources",
]

# The suites need pytest, the sample does not.
_ELSEWHERE = {
    "DurableEngineSuite": "engines",
    "EngineSuite": "engines",
    "ScriptedWriter": "scripted",
    "WriterSuite": "writers",
}


def __getattr__(name: str) -> Any:
    if name in _ELSEWHERE:
        return getattr(import_module(f"curbside.testing.{_ELSEWHERE[name]}"), name)
    raise AttributeError(name)

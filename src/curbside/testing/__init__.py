"""
What a plugin author tests with: suites that an engine has to pass, and a small real library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .library import sample_library, sample_sources

if TYPE_CHECKING:
    from .engines import DurableEngineSuite, EngineSuite

__all__ = ["DurableEngineSuite", "EngineSuite", "sample_library", "sample_sources"]


def __getattr__(name: str) -> Any:
    # The suites need pytest, the sample does not.
    if name in {"DurableEngineSuite", "EngineSuite"}:
        return getattr(import_module("curbside.testing.engines"), name)
    raise AttributeError(name)

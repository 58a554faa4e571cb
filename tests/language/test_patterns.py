"""Expressions that are compiled when they are first used."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages

import pytest

import curbside
from curbside.language.patterns import Lazy, lazily


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The expressions that are compiled meanwhile."""
    seen: list[str] = []
    real = re.compile

    def compile(words: str, flags: int = 0) -> re.Pattern[str]:
        seen.append(words)
        return real(words, flags)

    monkeypatch.setattr(re, "compile", compile)
    return seen


def test_an_expression_is_compiled_once_and_when_it_is_used(compiled: list[str]) -> None:
    """Nothing is compiled before the first use, and nothing again after it."""
    gout = lazily(r"(?P<what>gout)s?", re.IGNORECASE)
    assert compiled == []
    assert gout.search("GOUTS")["what"] == "GOUT"
    assert gout.sub("x", "gout") == "x"
    assert [found.span() for found in gout.finditer("gout gout")] == [(0, 4), (5, 9)]
    assert gout.flags & re.IGNORECASE
    assert compiled == [r"(?P<what>gout)s?"]
    with pytest.raises(AttributeError):
        gout.groupindexes  # noqa: B018 asking is the test


def test_importing_what_answers_compiles_few_expressions() -> None:
    """The desk is imported without compiling the words that medicine is recognised by."""
    script = (
        "import re; real, seen = re.compile, []\n"
        "re.compile = lambda *a, **k: (seen.append(a) if '/curbside/' in __import__('sys')._getframe(1).f_code.co_filename "
        "and a and isinstance(a[0], str) else 0, real(*a, **k))[1]\n"
        "import curbside; curbside.Desk; print(len(seen))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) <= MOST_AT_IMPORT


#: Expressions of one or two characters' classes, which cost less to compile than to put off.
MOST_AT_IMPORT = 60


def test_every_expression_of_the_house_can_be_compiled() -> None:
    """An expression with a mistake is found here and not by the first question that needs it."""
    for module in walk_packages(curbside.__path__, "curbside."):
        if ".encoders." not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    every = [one for one in gc.get_objects() if type(one) is Lazy]  # asking others for their class may wake them
    assert len(every) > 100
    for one in every:
        assert one.pattern

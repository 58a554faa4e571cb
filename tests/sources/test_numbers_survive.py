"""P7 on a slice: the figures of real articles, counted from their XML alone, are those of the stored text."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from corpora import corpus
from curbside.sources.formats.jats import Jats
from curbside.sources.source import Source


@pytest.fixture(scope="module")
def numbers() -> ModuleType:
    """The measurement in bench/, which shares no code with the readers."""
    path = Path(__file__).resolve().parents[2] / "bench" / "numbers_survive.py"
    spec = importlib.util.spec_from_file_location("bench_numbers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_numbers"] = module
    spec.loader.exec_module(module)
    return module


def sides(numbers: ModuleType, body: str) -> tuple[object, object, object]:
    data = (
        '<article xmlns:mml="http://www.w3.org/1998/Math/MathML"><front><article-meta><article-id pub-id-type="pmid">1'
        f"</article-id><title-group><article-title>T</article-title></title-group></article-meta></front><body>{body}</body></article>"
    ).encode()
    (source,) = Jats().read(io.BytesIO(data), "a")
    assert isinstance(source, Source)
    found: tuple[object, object, object] = numbers.differences(source, *numbers.jats_sides(etree.fromstring(data)))
    return found


def test_the_measurement_sees_what_it_must(numbers: ModuleType):
    """A flattened exponent, a glued citation, a lost sign, unit or comparator each make a difference."""
    figures = numbers.figures
    assert figures("10⁶") != figures("106")
    assert figures("10⁶") == figures(f"10{numbers.RAISED_OPEN}6{numbers.RAISED_CLOSE}")
    assert figures("1.5\x02 mg") == figures("1.5 mg") != figures("1.51 mg")
    assert figures("−5") != figures("5")
    assert figures("5 mg") != figures("5 g")
    assert figures("< 5") != figures("> 5")
    lost, added, _ = sides(numbers, '<p>10<sup>6</sup> and 1.5<sup>[1]</sup> mg [<xref ref-type="bibr">7</xref>]</p>')
    assert not lost
    assert not added


@pytest.mark.data
def test_no_figure_of_real_articles_is_lost_or_added(numbers: ModuleType):
    """Every figure of the article is stored, and nothing more than what is explained."""
    corpus("jats/pmc_jats_1200.tar.zst")
    count = 1200 if os.environ.get("CURBSIDE_ENDURANCE") else 25
    tally = numbers.Tally()
    for name, data in islice(numbers.jats_articles(), count):
        for source in Jats().read(io.BytesIO(data), name):
            assert isinstance(source, Source)
            parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True)
            tally.take(name, source, *numbers.jats_sides(etree.fromstring(data, parser)))
    assert tally.figures > 300 * count
    assert tally.shown == []

"""Both engines keep what the suite asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curbside.search.engine import Engine
from curbside.search.engines.memory import MemoryEngine
from curbside.search.engines.tantivy import TantivyEngine
from curbside.testing.engines import DurableEngineSuite, EngineSuite


class TestMemory(EngineSuite):
    @pytest.fixture
    def engine(self) -> Engine:
        return MemoryEngine()


class TestTantivy(DurableEngineSuite):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = TantivyEngine(tmp_path / "index")
        yield engine
        engine.close()

    @pytest.fixture
    def reopened(self, tmp_path: Path) -> Callable[[Engine], Engine]:
        def again(engine: Engine) -> Engine:
            engine.close()
            return TantivyEngine(tmp_path / "index")

        return again

"""What the base installation does without the extras, and what it does not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from curbside.errors import CurbsideError
from curbside.search import meaning
from curbside.settings import Settings
from curbside.testing import sample_library

#: Packages that only the extras install, and what is slow to load and not needed to answer.
EXTRAS = ("numpy", "pdfplumber", "trafilatura", "safetensors", "tokenizers", "onnx", "onnxruntime", "psycopg")
SLOW = ("rich", "mammoth", "pypdfium2", "lxml", "selectolax", "typer", "multiprocessing.pool")
ASK = """
import sys
for name in {blocked!r}: sys.modules[name] = None
import curbside
from curbside.press import to_dict
with curbside.open(sys.argv[1]) as desk:
    answer = to_dict(desk.ask("What is carpal tunnel syndrome?"))
print(answer["outcome"], *(name for name in {slow!r} if name in sys.modules))
"""


def test_the_base_installation_answers(tmp_path: Path) -> None:
    """Without any extra a question is answered, and nothing is loaded that an answer does not need."""
    sample_library(tmp_path).close()
    code = ASK.format(blocked=EXTRAS, slow=SLOW)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["answered"], done.stderr


def test_an_encoder_without_its_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that names an encoder cannot be opened without the extra, and the message says so."""
    monkeypatch.setitem(sys.modules, "numpy", None)
    for name in [name for name in sys.modules if name.startswith("curbside.search.encoder")]:
        monkeypatch.delitem(sys.modules, name)
    meaning.plugins.load.cache_clear()
    with pytest.raises(CurbsideError, match=r"curbside\[dense\]"):
        meaning.encoder_of(Settings(encoder="numpy", encoder_folder="/nowhere"))

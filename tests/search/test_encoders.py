"""Encoders and vectors, held to a small random BERT that the test writes itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curbside.errors import CurbsideError
from curbside.library.library import Library
from curbside.search.encoder import Made
from curbside.search.engine import IndexDamageError
from curbside.search.engines.memory import MemoryEngine
from curbside.search.find import Index
from curbside.search.fusion import fused
from curbside.search.vectors import VectorFile
from curbside.settings import Settings
from curbside.sources.build import TextBuilder
from curbside.sources.source import Source

WORDS = "[PAD] [UNK] [CLS] [SEP] aspirin migraine insulin glucose pain fever ##s tunnel nerve the of".split()
TEXTS = ["aspirin migraine", "insulin glucose of the nerve", "pain", "unheard words", "the " * 300]


def write_model(folder: Path, pooling: str = "mean", prefix: str = "") -> Path:
    """A BERT of two layers with 32 numbers, as a real one lies on disk."""
    pytest.importorskip("safetensors", reason="curbside[dense] is not installed")
    pytest.importorskip("tokenizers", reason="curbside[dense] is not installed")
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    folder.mkdir(parents=True)
    chance = np.random.default_rng(5)
    size, inner, layers = 32, 64, 2
    shapes = {
        "embeddings.word_embeddings.weight": (len(WORDS), size),
        "embeddings.position_embeddings.weight": (64, size),
        "embeddings.token_type_embeddings.weight": (2, size),
        "embeddings.LayerNorm.weight": (size,),
        "embeddings.LayerNorm.bias": (size,),
    }
    for layer in range(layers):
        at = f"encoder.layer.{layer}"
        for name, out, into in (
            ("attention.self.query", size, size),
            ("attention.self.key", size, size),
            ("attention.self.value", size, size),
            ("attention.output.dense", size, size),
            ("intermediate.dense", inner, size),
            ("output.dense", size, inner),
        ):
            shapes |= {f"{at}.{name}.weight": (out, into), f"{at}.{name}.bias": (out,)}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{at}.{name}.weight": (size,), f"{at}.{name}.bias": (size,)}
    weights = {prefix + name: chance.normal(0, 0.4, shape).astype(np.float32) for name, shape in shapes.items()}
    save_file(weights, folder / "model.safetensors")
    config = {
        "model_type": "bert",
        "hidden_act": "gelu",
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "max_position_embeddings": 64,
        "layer_norm_eps": 1e-12,
    }
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "1_Pooling").mkdir()
    modes = {"pooling_mode_cls_token": pooling == "cls", "pooling_mode_mean_tokens": pooling == "mean"}
    (folder / "1_Pooling/config.json").write_text(json.dumps(modes))
    tokenizer: Any = Tokenizer(models.WordPiece({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.mark.parametrize(("pooling", "prefix"), [("mean", ""), ("cls", "bert.")])
def test_numpy_and_onnx_give_the_same_vectors(tmp_path: Path, pooling: str, prefix: str) -> None:
    """Two implementations of one model agree to five decimals, for either pooling and naming of weights."""
    folder = write_model(tmp_path / "model", pooling, prefix)
    pytest.importorskip("onnxruntime", reason="curbside[dense-fast] is not installed")
    pytest.importorskip("onnx", reason="curbside[dense-fast] is not installed")
    from curbside.search.encoders.numpy_bert import NumpyBert
    from curbside.search.encoders.onnx_bert import OnnxBert

    plain, fast = NumpyBert(folder), OnnxBert(folder, tmp_path / "cache")
    assert plain.made == fast.made
    np.testing.assert_allclose(plain.encode(TEXTS), fast.encode(TEXTS), atol=1e-5)
    built = list((tmp_path / "cache").iterdir())
    OnnxBert(folder, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == built


def test_a_text_has_the_same_vector_alone_and_in_company(tmp_path: Path) -> None:
    """Padding changes nothing, and every vector has length one."""
    from curbside.search.encoders.numpy_bert import NumpyBert

    encoder = NumpyBert(write_model(tmp_path / "model"))
    together = encoder.encode(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(encoder.encode([text])[0], vector, atol=1e-5)


def test_onnx_is_silent(tmp_path: Path) -> None:
    """Encoding with onnxruntime leaves no file in the home folder and opens no socket."""
    folder = write_model(tmp_path / "model")
    pytest.importorskip("onnxruntime", reason="curbside[dense-fast] is not installed")
    pytest.importorskip("onnx", reason="curbside[dense-fast] is not installed")
    home = tmp_path / "home"
    home.mkdir()
    program = f"""
import os, socket, sys
from pathlib import Path
from curbside.search.encoders.onnx_bert import OnnxBert
assert "onnxruntime" not in sys.modules
encoder = OnnxBert({str(folder)!r}, Path({str(tmp_path / "cache")!r}))
encoder.encode(["aspirin"] * 20)
assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
if os.path.isdir("/proc/self/fd"):
    links = [os.readlink(f"/proc/self/fd/{{name}}") for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{{name}}")]
    assert not [link for link in links if link.startswith("socket:")], links
"""
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, timeout=60)
    assert list(home.rglob("*")) == []


def test_a_name_is_refused_and_so_is_what_could_run_code(tmp_path: Path) -> None:
    """A model is a folder with safetensors; the message says so."""
    from curbside.search.encoders.numpy_bert import NumpyBert

    with pytest.raises(CurbsideError, match="nothing is ever downloaded"):
        NumpyBert("sentence-transformers/all-MiniLM-L6-v2")
    folder = write_model(tmp_path / "model")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(CurbsideError, match=r"lacks model\.safetensors"):
        NumpyBert(folder)
    other = write_model(tmp_path / "other")
    (other / "config.json").write_text('{"model_type": "t5"}')
    with pytest.raises(CurbsideError, match="no BERT"):
        NumpyBert(other)


def unit(count: int, seed: int = 1) -> Any:
    vectors = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


MADE = Made("abc", "float32", "mean", 256)


def test_vectors_are_kept_found_and_removed(tmp_path: Path) -> None:
    """The nearest are found exactly, also after reopening; removed ones never."""
    vectors = unit(500)
    file = VectorFile(tmp_path, MADE, 16)
    file.write([(range(1, 301), vectors[:300]), (range(301, 501), vectors[300:])], [], 7)
    for again in (file, VectorFile(tmp_path, MADE, 16)):
        assert again.stamp() == 7
        for place in (0, 100, 499):
            best = again.nearest(vectors[place], 3)
            assert next(iter(best)) == place + 1
            assert abs(best[place + 1] - 1) < 0.02
    file.write([], [101], 8)
    assert 101 not in VectorFile(tmp_path, MADE, 16).nearest(vectors[100], 500)


def test_vectors_made_otherwise_are_not_mixed(tmp_path: Path) -> None:
    """Other weights, precision, pooling or length: the old vectors count as none."""
    VectorFile(tmp_path, MADE, 16).write([([1], unit(1))], [], 3)
    for other in (
        Made("abd", "float32", "mean", 256),
        Made("abc", "int8", "mean", 256),
        Made("abc", "float32", "cls", 256),
    ):
        assert VectorFile(tmp_path, other, 16).stamp() == 0
        assert VectorFile(tmp_path, other, 16).nearest(unit(1)[0], 5) == {}
    assert VectorFile(tmp_path, MADE, 16).stamp() == 3


def test_a_flipped_bit_is_seen(tmp_path: Path) -> None:
    """A vector that is not as it was written is never scored."""
    VectorFile(tmp_path, MADE, 16).write([(range(1, 4), unit(3))], [], 3)
    content = bytearray((tmp_path / "vectors.bin").read_bytes())
    content[15] ^= 4
    (tmp_path / "vectors.bin").write_bytes(content)
    with pytest.raises(IndexDamageError):
        VectorFile(tmp_path, MADE, 16).nearest(unit(1)[0], 3)


def test_fusion() -> None:
    """Each score runs from 0 to 1 before the sum."""
    assert fused({1: 10.0, 2: 5.0}, {2: 0.9, 3: 0.1}, 0.5) == {1: 1.0, 2: 0.5, 3: 0.0}


def test_a_library_with_an_encoder_finds_by_meaning_too(tmp_path: Path) -> None:
    """What shares no word with the question can be found, and follows the library."""
    folder = write_model(tmp_path / "model")
    settings = Settings(encoder="numpy", encoder_folder=str(folder))
    with Library.open(tmp_path / "library", settings) as library:
        text = TextBuilder()
        text.passage("insulin glucose")
        stored, passages = text.finish()
        library.add_sources([Source(ids=("pmid:1",), title="insulin", text=stored, passages=passages)])
        index = Index(library, MemoryEngine())
        assert [found.record.source for found in index.search_text("aspirin")] == ["pmid:1"]
        vectors = tmp_path / "library/vectors/vectors.bin"
        content = bytearray(vectors.read_bytes())
        content[-1] ^= 8
        vectors.write_bytes(content)
        assert len(Index(library, MemoryEngine()).search_text("aspirin")) == 1
        library.retire("pmid:1", "test")
        assert index.search_text("aspirin") == ()

"""
The fast encoder: the same BERT as a graph for onnxruntime, built from the user's own weights.

The graph is built once and kept under the hash of the weights. onnxruntime from 1.29 on sends usage data unless told
not to: it is told before it is imported, and versions from there on are refused by the extra `dense-fast` as well.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_dir

from curbside.errors import CurbsideError

from ..encoder import Made, Model, Vectors, read_model

BATCH = 8
FORM = 1  # of the graph; a changed one is built anew
SILENCE = "ORT_DISABLE_TELEMETRY"


class OnnxBert:
    """Encodes with the model in a folder."""

    def __init__(self, folder: str | Path, cache: Path | None = None) -> None:
        os.environ[SILENCE] = "1"
        try:
            import onnx  # noqa: F401 needed to build the graph
            import onnxruntime
        except ImportError as error:
            raise CurbsideError("This encoder needs more packages: pip install 'curbside[dense-fast]'") from error
        self._model = read_model(folder)
        self.made = Made(self._model.weights_sha256, "float32", self._model.pooling, self._model.tokens)
        self.dimensions = int(self._model.weights["embeddings.word_embeddings.weight"].shape[1])
        home = cache or Path(user_cache_dir("curbside", appauthor=False)) / "encoders"
        path = home / f"{self._model.weights_sha256}-{FORM}.onnx"
        if not path.exists():
            home.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(graph(self._model))
            fresh.replace(path)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        rows = [self._encode(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        ids, mask = self._model.tokens_of(texts)
        (found,) = self._session.run(["hidden"], {"ids": ids, "mask": mask.astype(np.float32)})
        return self._model.pooled(found, mask)


def graph(model: Model) -> bytes:
    """The model as ONNX: token numbers and mask in, the last layer's vectors out."""
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[Any] = []
    constants: dict[str, Any] = {}

    def constant(name: str, value: Any) -> str:
        constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(kind: str, *inputs: str, out: str = "", **more: Any) -> str:
        out = out or f"{kind}_{len(nodes)}"
        nodes.append(helper.make_node(kind, list(inputs), [out], **more))
        return out

    def dense(value: str, name: str) -> str:
        weight = constant(f"{name}.weight", model.weights[f"{name}.weight"].T)
        return add("Add", add("MatMul", value, weight), constant(f"{name}.bias", model.weights[f"{name}.bias"]))

    def normed(value: str, name: str, out: str = "") -> str:
        scale = constant(f"{name}.weight", model.weights[f"{name}.weight"])
        bias = constant(f"{name}.bias", model.weights[f"{name}.bias"])
        return add("LayerNormalization", value, scale, bias, out=out, axis=-1, epsilon=model.epsilon)

    size = model.weights["embeddings.word_embeddings.weight"].shape[1]
    heads = constant("heads", np.array([0, 0, model.heads, size // model.heads], dtype=np.int64))
    flat = constant("flat", np.array([0, 0, size], dtype=np.int64))
    root = constant("root", np.float32(math.sqrt(size // model.heads)))
    width = add("Gather", add("Shape", "ids"), constant("one", np.array([1], dtype=np.int64)))
    zero = constant("zero", np.array([0], dtype=np.int64))
    positions = constant("positions", model.weights["embeddings.position_embeddings.weight"])
    words = add("Gather", constant("words", model.weights["embeddings.word_embeddings.weight"]), "ids")
    kind = constant("kind", model.weights["embeddings.token_type_embeddings.weight"][0])
    value = add("Add", add("Add", words, add("Slice", positions, zero, width, zero)), kind)
    value = normed(value, "embeddings.LayerNorm")
    away = add("Mul", add("Sub", "mask", constant("unit", np.float32(1))), constant("far", np.float32(1e9)))
    away = add("Unsqueeze", away, constant("axes", np.array([1, 2], dtype=np.int64)))
    for layer in range(model.layers):
        at = f"encoder.layer.{layer}"
        parts = [
            add("Reshape", dense(value, f"{at}.attention.self.{name}"), heads) for name in ("query", "key", "value")
        ]
        query = add("Transpose", parts[0], perm=[0, 2, 1, 3])
        key = add("Transpose", parts[1], perm=[0, 2, 3, 1])
        values = add("Transpose", parts[2], perm=[0, 2, 1, 3])
        weight = add("Softmax", add("Add", add("Div", add("MatMul", query, key), root), away), axis=-1)
        context = add("Reshape", add("Transpose", add("MatMul", weight, values), perm=[0, 2, 1, 3]), flat)
        value = normed(
            add("Add", value, dense(context, f"{at}.attention.output.dense")), f"{at}.attention.output.LayerNorm"
        )
        inner = dense(value, f"{at}.intermediate.dense")
        error = add("Erf", add("Div", inner, constant("root2", np.float32(math.sqrt(2)))))
        inner = add(
            "Mul",
            add("Mul", inner, add("Add", error, constant("unit", np.float32(1)))),
            constant("half", np.float32(0.5)),
        )
        last = "hidden" if layer == model.layers - 1 else ""
        value = normed(add("Add", value, dense(inner, f"{at}.output.dense")), f"{at}.output.LayerNorm", last)
    made = helper.make_graph(
        nodes,
        "bert",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"]),
            helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["texts", "tokens"]),
        ],
        [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["texts", "tokens", size])],
        list(constants.values()),
    )
    model_made = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return bytes(model_made.SerializeToString())

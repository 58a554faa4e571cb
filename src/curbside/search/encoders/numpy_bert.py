"""
The reference encoder: BERT in numpy, for any machine. The exact form of gelu, so that others can be held to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..encoder import Made, Model, Vectors, read_model

BATCH = 16


class NumpyBert:
    """Encodes with the model in a folder."""

    def __init__(self, folder: str | Path) -> None:
        self._model = read_model(folder)
        self.made = Made(self._model.weights_sha256, "float32", self._model.pooling, self._model.tokens)
        self.dimensions = int(self._model.weights["embeddings.word_embeddings.weight"].shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        rows = [self._encode(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        ids, mask = self._model.tokens_of(texts)
        return self._model.pooled(hidden(self._model, ids, mask), mask)


def hidden(model: Model, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Vectors:
    """The last layer's vectors of each token."""
    weights = model.weights

    def dense(values: Vectors, name: str) -> Vectors:
        return np.asarray(values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"], dtype=np.float32)

    def normed(values: Vectors, name: str) -> Vectors:
        centred = values - values.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(model.epsilon))
        return np.asarray(centred / scale * weights[f"{name}.weight"] + weights[f"{name}.bias"], dtype=np.float32)

    count, width = ids.shape
    values = weights["embeddings.word_embeddings.weight"][ids]
    values = values + weights["embeddings.position_embeddings.weight"][:width]
    values = normed(values + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    away = np.where(mask[:, None, None, :] > 0, np.float32(0), np.float32(-1e9))
    size = values.shape[-1] // model.heads
    for layer in range(model.layers):
        at = f"encoder.layer.{layer}"
        query, key, value = (
            dense(values, f"{at}.attention.self.{part}").reshape(count, width, model.heads, size).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        weight = query @ key.transpose(0, 1, 3, 2) / np.float32(math.sqrt(size)) + away
        weight = np.exp(weight - weight.max(axis=-1, keepdims=True))
        weight /= weight.sum(axis=-1, keepdims=True)
        context = (weight @ value).transpose(0, 2, 1, 3).reshape(count, width, -1)
        values = normed(values + dense(context, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
        inner = gelu(dense(values, f"{at}.intermediate.dense"))
        values = normed(values + dense(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
    return values


def gelu(values: Vectors) -> Vectors:
    """x times the share of a normal distribution below x, by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    scaled = np.abs(values) / np.float32(math.sqrt(2))
    part = 1 / (1 + np.float32(0.3275911) * scaled)
    series = part * (
        0.254829592 + part * (-0.284496736 + part * (1.421413741 + part * (-1.453152027 + part * 1.061405429)))
    )
    error = np.sign(values) * (1 - series * np.exp(-scaled * scaled))
    return np.asarray(0.5 * values * (1 + error), dtype=np.float32)

"""
Encoders: texts as vectors, by a model that lies in a folder of the user's own.

A model is a folder path, never a name: nothing is downloaded, and nothing that could run code (pickle) is read. What
made a vector is kept with it, for vectors of two models, two precisions or two ways of pooling must not be compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from curbside.errors import CurbsideError

Vectors = NDArray[np.float32]

LONGEST_TOKENS = 256  # more of a passage is not read
NEEDED = ("config.json", "tokenizer.json", "model.safetensors")


@dataclass(frozen=True, slots=True)
class Made:
    """What made a vector; vectors are compared only when all of it is the same."""

    weights_sha256: str
    precision: str
    pooling: str
    tokens: int
    prefix: str = ""

    def as_dict(self) -> dict[str, object]:
        """The same as plain values."""
        return asdict(self)


class Encoder(Protocol):
    """Turns texts into vectors of length one; made with the folder of its model."""

    made: Made
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        ...


@dataclass(frozen=True, slots=True)
class Model:
    """A BERT-like model as it lies in its folder."""

    folder: Path
    layers: int
    heads: int
    epsilon: float
    pooling: str  # "mean" or "cls"
    tokens: int
    weights: dict[str, NDArray[np.float32]]
    weights_sha256: str
    tokenizer: Any

    def tokens_of(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Token numbers and the mask of those that count, padded to the longest."""
        encoded = self.tokenizer.encode_batch([text.encode("utf-8", "ignore").decode("utf-8") for text in texts])
        width = max(len(one.ids) for one in encoded)
        ids, mask = np.zeros((len(texts), width), dtype=np.int64), np.zeros((len(texts), width), dtype=np.int64)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)], mask[row, : len(one.ids)] = one.ids, 1
        return ids, mask

    def pooled(self, hidden: Vectors, mask: NDArray[np.int64]) -> Vectors:
        """One vector of length one for each text, from those of its tokens."""
        if self.pooling == "cls":
            found = hidden[:, 0]
        else:
            found = (hidden * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def read_model(folder: str | Path) -> Model:
    """Read a model's folder; anything that is not a BERT-like model in safetensors is refused with what is wrong."""
    place = Path(folder).expanduser()
    if not place.is_dir():
        raise CurbsideError(
            f'"{folder}" is no folder. An encoder is a folder with {", ".join(NEEDED)}; nothing is ever downloaded.'
        )
    missing = [name for name in NEEDED if not (place / name).is_file()]
    if missing:
        raise CurbsideError(f"The model folder {place} lacks {', '.join(missing)}; other formats are not read.")
    try:
        from safetensors.numpy import load
        from tokenizers import Tokenizer
    except ImportError as error:
        raise CurbsideError(
            "An encoder needs more packages; install them with: pip install 'curbside[dense]'"
        ) from error
    config = json.loads((place / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "bert" or config.get("hidden_act", "gelu") != "gelu":
        raise CurbsideError(
            f"The model in {place} is no BERT with gelu ({config.get('model_type')}); choose one that is."
        )
    if config.get("position_embedding_type", "absolute") != "absolute":
        raise CurbsideError(f"The model in {place} has positions that are not absolute; choose another.")
    content = (place / "model.safetensors").read_bytes()
    weights = {
        name.removeprefix("bert."): np.ascontiguousarray(value, dtype=np.float32)
        for name, value in load(content).items()
        if value.dtype.kind == "f"
    }
    tokens = min(LONGEST_TOKENS, int(config.get("max_position_embeddings", 512)))
    tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(tokens)
    return Model(
        folder=place,
        layers=int(config["num_hidden_layers"]),
        heads=int(config["num_attention_heads"]),
        epsilon=float(config.get("layer_norm_eps", 1e-12)),
        pooling=_pooling(place),
        tokens=tokens,
        weights=weights,
        weights_sha256=hashlib.sha256(content).hexdigest(),
        tokenizer=tokenizer,
    )


def _pooling(place: Path) -> str:
    """How token vectors become one, as the folder says; "mean" when it says nothing."""
    path = place / "1_Pooling" / "config.json"
    if not path.is_file():
        return "mean"
    told = json.loads(path.read_text(encoding="utf-8"))
    chosen = [name for name, value in told.items() if name.startswith("pooling_mode_") and value is True]
    if chosen == ["pooling_mode_cls_token"]:
        return "cls"
    if chosen == ["pooling_mode_mean_tokens"]:
        return "mean"
    raise CurbsideError(f"The model in {place} pools by {', '.join(chosen) or 'nothing'}; only mean and cls are read.")

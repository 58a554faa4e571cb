"""
Settings: `settings.toml` in the library folder, overridden by the environment.

Each setting has a default that works with no file at all. Secrets never live in the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from .errors import CurbsideError


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; times in seconds, sizes in bytes, as the names say."""

    country: str = ""  # ISO 3166 code: which emergency numbers are shown
    engine: str = "tantivy"
    encoder: str = ""  # "" (none), "numpy" or "onnx"
    encoder_folder: str = ""  # folder of the model; a name is refused, nothing is downloaded
    encoder_weight: float = 0.5  # weight of the encoder in the sum with term scores
    workers: int = 0  # reading processes; 0 means one for each processor
    reader_memory_bytes: int = 1_000_000_000
    reader_cpu_seconds: int = 20  # for one document; streams and archives get this for each 50 MB
    reader_wall_seconds: int = 30
    document_bytes: int = 50_000_000  # largest document or record that is read
    expansion_ratio: int = 100  # largest decompression ratio
    question_characters: int = 4000

    @property
    def digest(self) -> str:
        """SHA-256 (hex, 16 digits) of the settings that can change an answer."""
        kept = {"country": self.country, "engine": self.engine, "encoder": self.encoder, "weight": self.encoder_weight}
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


def default_library() -> str:
    """Where the library lives unless told: `CURBSIDE_LIBRARY`, else the user's data folder."""
    if told := os.environ.get("CURBSIDE_LIBRARY"):
        return told
    from platformdirs import user_data_dir

    return str(Path(user_data_dir("curbside", appauthor=False)) / "library")


def load(folder: Path | None) -> Settings:
    """Settings of a library folder; an unknown name or a wrong type is refused by name."""
    values: dict[str, object] = {}
    path = folder / "settings.toml" if folder else None
    if path and path.exists():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise CurbsideError(f"{path} is not valid TOML ({error}); correct it or remove it.") from error
    known: dict[str, type] = {item.name: type(getattr(Settings(), item.name)) for item in fields(Settings)}
    for name in known:
        if (given := os.environ.get(f"CURBSIDE_{name.upper()}")) is not None:
            values[name] = given
    for name, value in values.items():
        if name not in known:
            raise CurbsideError(f'"{name}" in settings.toml is no setting; known are: {", ".join(sorted(known))}.')
        try:
            values[name] = known[name](value)
        except (TypeError, ValueError) as error:
            raise CurbsideError(f'Setting "{name}" must be a {known[name].__name__}, not {value!r}.') from error
    return Settings(**values)  # type: ignore[arg-type]  # checked just above


def as_dict(settings: Settings) -> dict[str, object]:
    """All settings by name."""
    return asdict(settings)

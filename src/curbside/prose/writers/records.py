"""
Recorded exchanges: what was asked of a model and what it said, kept only where somebody chose to.

One file an exchange, named by the SHA-256 of the prompt, so that the same prompt finds the same reply again. They hold
questions and passages word for word: only their owner can read them, and `erase` removes them all.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from .writer import Prompt, Usage

_FORM = 1


def key_of(prompt: Prompt) -> str:
    """SHA-256 (hex) of what decides a reply: the job, the words, the form and the version of the prompt."""
    decides = [prompt.job, prompt.version, prompt.system, prompt.user, prompt.schema]
    return hashlib.sha256(
        json.dumps(decides, sort_keys=True, ensure_ascii=False).encode(errors="surrogatepass")
    ).hexdigest()


class Records:
    """Exchanges in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, prompt: Prompt, reply: str, usage: Usage, writer: str) -> None:
        """Keep an exchange that came to its end; a folder that cannot be written keeps nothing and stops nothing."""
        held = {
            "form": _FORM,
            "writer": writer,
            "job": prompt.job,
            "version": prompt.version,
            "system": prompt.system,
            "user": prompt.user,
            "schema": prompt.schema,
            "longest": prompt.longest,
            "reply": reply,
            "usage": asdict(usage),
        }
        path = self._path(prompt)
        new = path.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as stream:
                json.dump(held, stream, ensure_ascii=True, indent=1)
            new.replace(path)

    def find(self, prompt: Prompt) -> tuple[str, Usage] | None:
        """What was said to this prompt, if that was kept."""
        try:
            held = json.loads(self._path(prompt).read_text(encoding="utf-8"))
            return str(held["reply"]), Usage(**held["usage"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def erase(self) -> int:
        """Remove every exchange; returns how many there were."""
        erased = 0
        for path in (*self._folder.glob("*.exchange.json"), *self._folder.glob("*.exchange.*.new")):
            path.unlink(missing_ok=True)
            erased += 1
        return erased

    def __len__(self) -> int:
        return sum(1 for _ in self._folder.glob("*.exchange.json"))

    def _path(self, prompt: Prompt) -> Path:
        return self._folder / f"{key_of(prompt)}.exchange.json"

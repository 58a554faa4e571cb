"""Curbside in a process of its own, fed JSON lines, as other programs run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Run:
    """What a process answered, how it ended, and the most memory it held."""

    code: int
    lines: list[str]
    errors: str
    peak_bytes: int

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Its lines as objects."""
        return [json.loads(line) for line in self.lines]


def batch(library: Path, lines: list[bytes], command: str = "ask", hash_seed: str = "random") -> Run:
    """Feed lines to `curbside COMMAND --batch -`, and wait for the end of it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "curbside", command, "--batch", "-", "--library", str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    errors: list[bytes] = []
    stdin, stdout, stderr = process.stdin, process.stdout, process.stderr

    def feed() -> None:
        with stdin:
            stdin.write(b"\n".join(lines) + b"\n")

    threads = [threading.Thread(target=feed), threading.Thread(target=lambda: errors.append(stderr.read()))]
    for thread in threads:
        thread.start()
    said = stdout.read()
    for thread in threads:
        thread.join()
    # wait4 tells the memory of this one child, which a sum over all children would hide.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    stdout.close()
    stderr.close()
    return Run(
        process.returncode, said.decode().removesuffix("\n").split("\n"), errors[0].decode(), usage.ru_maxrss * 1024
    )

"""A format that does in the reading process what its file says, as a parser taken over by a file could."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from curbside import plugins
from curbside.errors import NotADocumentError, UnreadableError
from curbside.sources.build import TextBuilder
from curbside.sources.reading import Read, Refusal
from curbside.sources.source import Source

plugins.BUILT_IN["curbside.formats"]["hostile"] = "hostile:Hostile"


class Hostile:
    """Each line of the file is an order."""

    name = "hostile"

    def recognises(self, head: bytes, name: str) -> bool:
        return True

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        for number, line in enumerate(stream):
            order, _, word = line.decode().strip().partition(" ")
            if order == "say":
                text = TextBuilder()
                text.passage(word)
                stored, passages = text.finish()
                yield Source(ids=(f"file:{name}-{number}",), title=name, text=stored, passages=passages)
            elif order == "refuse":
                yield Refusal(f"line {number}", word)
            else:
                getattr(self, order)()

    def memory(self) -> None:
        blocks = []
        while True:
            blocks.append(bytearray(50_000_000))

    def spin(self) -> None:
        while True:
            pass

    def hang(self) -> None:
        time.sleep(1000)

    def abort(self) -> None:
        ctypes.string_at(0)

    def leave(self) -> None:
        os._exit(3)

    def connect(self) -> None:
        socket.create_connection(("127.0.0.1", 9))

    def run(self) -> None:
        subprocess.run(["/bin/true"], check=True)

    def shell(self) -> None:
        os.system("true")

    def chatter(self) -> None:
        os.write(1, b'{"event": "end", "job": 0, "failed": "", "tired": false, "sha256": ""}\n')

    def fail(self) -> None:
        raise KeyError("a mistake of the reader")

    def unreadable(self) -> None:
        raise UnreadableError("not well-formed")

    def empty(self) -> None:
        raise NotADocumentError("a dictionary")


def pack(source: Source, format_name: str) -> tuple[Any, ...]:
    """As little as is needed to see what came through."""
    return (source.ids, source.text, format_name)

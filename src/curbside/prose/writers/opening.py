"""
The writer that the settings name, within its bounds.

What is wrong with the settings is said here, before anything is sent: no address, no key where one is needed, or a host
elsewhere while nobody said what may leave this machine. The SDKs are imported with the first request, not before.
"""

from __future__ import annotations

import os
from pathlib import Path

from curbside import plugins
from curbside.errors import CurbsideError
from curbside.settings import Settings

from .access import STRUCTURED, Access, check_address
from .bounded import Bounded, Bounds
from .ledger import Ledger
from .none import NoWriter
from .records import Records
from .writer import Job, Writer

#: What can leave the machine, in the words of `writer_sends`.
SENDABLE = ("question", "passages", "own_documents")
#: Where the key stands unless a file holds it.
KEY_VARIABLE = "CURBSIDE_WRITER_KEY"
_LONGEST_KEY = 10_000
_USUAL_ADDRESS = {"anthropic": "https://api.anthropic.com"}


def open_writer(settings: Settings, folder: Path) -> Bounded:
    """The writer that the settings of a library folder name; settings that cannot work are refused in words."""
    if settings.writer == "none":
        return Bounded(NoWriter())
    sends = _words("writer_sends", settings.writer_sends, SENDABLE)
    jobs = _words("writer_jobs", settings.writer_jobs, tuple(Job))
    made: Writer = plugins.load("curbside.writers", settings.writer)(access_of(settings, folder))
    if made.is_remote and "question" not in sends:
        raise CurbsideError(
            f"{made.name} does not stay on this machine, and nobody said what may leave it: name that in writer_sends"
            f" ({', '.join(SENDABLE)}), or use: curbside writer set"
        )
    is_replay = settings.writer == "replay"
    keep = kept_in(settings, folder)
    return Bounded(
        made,
        bounds_of(settings),
        frozenset(sends),
        ledger=None if is_replay else Ledger(folder, settings.writer_day_tokens, settings.writer_day_cost),
        records=Records(keep) if keep and not is_replay else None,
        jobs=frozenset(Job(job) for job in jobs),
    )


def access_of(settings: Settings, folder: Path) -> Access:
    """Where the model is, with the key from its file or the environment."""
    url = settings.writer_url.strip() or _USUAL_ADDRESS.get(settings.writer, "")
    if url:
        check_address(url)
    if settings.writer_structured not in STRUCTURED:
        raise CurbsideError(f"writer_structured has to be one of: {', '.join(STRUCTURED)}.")
    return Access(
        url, settings.writer_model.strip(), _key(settings), settings.writer_structured, kept_in(settings, folder)
    )


def kept_in(settings: Settings, folder: Path) -> Path | None:
    """The folder of recorded exchanges, if any are kept; one without a leading slash lies in the library's."""
    return folder / Path(settings.writer_keep).expanduser() if settings.writer_keep else None


def bounds_of(settings: Settings) -> Bounds:
    """The bounds that the settings draw."""
    bounds = Bounds(
        seconds=settings.writer_seconds,
        retries=settings.writer_retries,
        at_once=settings.writer_at_once,
        thinking_tokens=settings.writer_thinking_tokens,
        answer_tokens=settings.writer_answer_tokens,
        answer_cost=settings.writer_answer_cost,
        price_in=settings.writer_price_in,
        price_out=settings.writer_price_out,
    )
    for name in bounds.__slots__:
        if not 0 <= getattr(bounds, name) < 1e12:
            raise CurbsideError(f"writer_{name} has to be a number from 0 on.")
    if not bounds.seconds or not bounds.at_once:
        raise CurbsideError("writer_seconds and writer_at_once have to be above 0; for no writer set writer to none.")
    if (bounds.answer_cost or settings.writer_day_cost) and not (bounds.price_in or bounds.price_out):
        raise CurbsideError(
            "A limit of cost needs prices: set writer_price_in and writer_price_out, for a million tokens."
        )
    return bounds


def _key(settings: Settings) -> str:
    if not settings.writer_key_file:
        key = os.environ.get(KEY_VARIABLE, "").strip()
    else:
        try:
            with Path(settings.writer_key_file).expanduser().open(encoding="utf-8") as stream:
                key = stream.read(_LONGEST_KEY).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise CurbsideError(
                "The file that writer_key_file names cannot be read; it has to hold the key and nothing else."
            ) from error
        if not key:
            raise CurbsideError(
                "The file that writer_key_file names is empty; it has to hold the key and nothing else."
            )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise CurbsideError("The key for the language model has to be one word of plain characters.")
    return key


def _words(name: str, given: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a setting that is a list."""
    words = tuple(dict.fromkeys(given.replace(",", " ").split()))
    for word in words:
        if word not in known:
            raise CurbsideError(f'{name} holds "{word}"; known are: {", ".join(known)}.')
    return words

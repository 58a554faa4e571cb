"""A progress bar with time left on a terminal; nothing at all in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .library.report import Progress


@contextmanager
def bar() -> Iterator[Callable[[Progress], None] | None]:
    """A callback for `Library.add` that draws a bar on stderr; None when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), DownloadColumn(), TextColumn("{task.fields[left]}"), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None, left="")

        def draw(now: Progress) -> None:
            left = "" if now.remaining_seconds is None else f"{now.remaining_seconds:,.0f} s left"
            kept = f"{now.report.added:,} added  {now.current[-40:]}"
            shown.update(task, completed=now.done_bytes, total=now.total_bytes, left=left, description=kept)

        yield draw

"""
How often each page was asked for, how it ended and how long it took, in the words of Prometheus.

Where the site is several processes each leaves its counts in a folder that all of them read, so that whichever is asked
tells of the whole; one that was started again goes on from what it had left.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from pathlib import Path

_LEAVE_SECONDS = 0.5


class Counts:
    """Requests by page and status, and seconds by page."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.seconds: dict[str, float] = {}
        self._own: Path | None = None

    def add(self, page: str, status: int, seconds: float) -> None:
        """Count a request."""
        self.requests[page, status] += 1
        self.seconds[page] = self.seconds.get(page, 0.0) + seconds

    def share(self, folder: Path, number: int) -> None:
        """Go on from what a process of this number left, and leave its counts every half second from now on."""
        self._own = folder / f"{number}.json"
        self._take(self._own)
        threading.Thread(target=self._leave, args=(self._own,), name="counts", daemon=True).start()

    def text(self) -> str:
        """The counts of all processes, in the text format of Prometheus."""
        whole = Counts()
        whole._join(self)
        if self._own:
            for other in sorted(self._own.parent.glob("*.json")):
                if other != self._own:
                    whole._take(other)
        lines = ["# TYPE curbside_requests_total counter"]
        lines += [
            f'curbside_requests_total{{page="{page}",status="{status}"}} {count}'
            for (page, status), count in sorted(whole.requests.items())
        ]
        lines.append("# TYPE curbside_request_seconds_total counter")
        lines += [
            f'curbside_request_seconds_total{{page="{page}"}} {took:.3f}'
            for page, took in sorted(whole.seconds.items())
        ]
        return "\n".join(lines) + "\n"

    def _join(self, other: Counts) -> None:
        self.requests.update(dict(other.requests))
        for page, took in dict(other.seconds).items():
            self.seconds[page] = self.seconds.get(page, 0.0) + took

    def _take(self, file: Path) -> None:
        try:
            left = json.loads(file.read_bytes())
        except FileNotFoundError:
            return
        other = Counts()
        other.requests.update({(page, status): count for page, status, count in left["requests"]})
        other.seconds = left["seconds"]
        self._join(other)

    def _leave(self, own: Path) -> None:
        left = -1
        while own.parent.exists():  # the folder goes with whoever started us
            requests = dict(self.requests)
            if (now := sum(requests.values())) != left:
                rows = [[page, status, count] for (page, status), count in requests.items()]
                fresh = own.with_suffix(".new")
                try:
                    fresh.write_text(json.dumps({"requests": rows, "seconds": dict(self.seconds)}), encoding="utf-8")
                    fresh.replace(own)
                except FileNotFoundError:
                    return
                left = now
            time.sleep(_LEAVE_SECONDS)

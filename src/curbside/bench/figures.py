"""Small figures that measurements share."""

from __future__ import annotations

from collections.abc import Sequence


def points(values: Sequence[float]) -> dict[str, float]:
    """The median, 95th and 99th of a hundred."""
    ordered = sorted(values)
    at = {name: int(len(ordered) * part) for name, part in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}
    return {name: round(ordered[min(place, len(ordered) - 1)], 1) if ordered else 0.0 for name, place in at.items()}


def share(part: int, whole: int) -> float | None:
    """A part of a whole to three places, None of nothing."""
    return round(part / whole, 3) if whole else None

"""Days: months that end early, years that leap, and what has passed."""

from __future__ import annotations

import pytest

from curbside.articles.actions.standing import has_passed
from curbside.articles.days import later, later_by_hours


@pytest.mark.parametrize(
    ("since", "months", "days", "expected"),
    [
        ("2026-01-31", 1, 0, "2026-02-28"),
        ("2024-01-31T10:00:00Z", 1, 0, "2024-02-29"),
        ("2026-11-30", 3, 0, "2027-02-28"),
        ("2026-12-31", 0, 365, "2027-12-31"),
        ("2026-03-01", 0, -365, "2025-03-01"),
        ("2026-12-15", 12, 0, "2027-12-15"),
    ],
)
def test_later(since: str, months: int, days: int, expected: str) -> None:
    """The same day some months on, or the last day of a shorter month."""
    assert later(since, months=months, days=days) == expected


def test_what_has_passed() -> None:
    """A day has passed when the next one begins; a time has at once."""
    assert later_by_hours("2026-12-31T12:00:00Z", 48) == "2027-01-02T12:00:00Z"
    assert not has_passed("2026-03-01", "2026-03-01T23:59:59Z")
    assert has_passed("2026-03-01", "2026-03-02T00:00:00Z")
    assert has_passed("2026-03-01T10:00:00Z", "2026-03-01T10:00:01Z")
    assert not has_passed("", "2026-03-01T10:00:01Z")

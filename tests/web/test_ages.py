"""How old a library is, in bands of years."""

from __future__ import annotations

import pytest

pytest.importorskip("django", reason="the site needs curbside[web]")

from curbside_web.readers.ages import ages


def test_every_source_stands_in_one_band() -> None:
    """Bands go from the newest years to the oldest, and what has no date is counted too."""
    told = ages({"": 4, "1999": 1, "2017": 2, "2022": 3, "2025": 5, "2026": 6}, 2026)
    assert [(one.words, one.count) for one in told] == [
        ("2025 or later", 11),
        ("2022 to 2024", 3),
        ("2017 to 2021", 2),
        ("Before 2017", 1),
        ("Not dated", 4),
    ]
    assert [one.share for one in told] == [52, 14, 9, 4, 19]


def test_a_library_without_dates_says_so_alone() -> None:
    """Four empty bands would say nothing; an empty library has no ages."""
    assert [(one.words, one.count) for one in ages({"": 57}, 2026)] == [("Not dated", 57)]
    assert ages({}, 2026) == ()

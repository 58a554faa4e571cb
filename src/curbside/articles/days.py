"""Days and times as ISO 8601 text in UTC, which compare as they sort; nothing here reads a clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta


def day(at: str) -> str:
    """The day of a time."""
    return at[:10]


def is_day(text: str) -> bool:
    """Whether a text is a day as written here."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def later(since: str, *, days: int = 0, months: int = 0) -> str:
    """The day so many months and days after a day or time; the 31st becomes the last day of a shorter month."""
    first = date.fromisoformat(since[:10])
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    whole = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
    return (whole + timedelta(days=days)).isoformat()


def later_by_hours(at: str, hours: int) -> str:
    """The time so many hours after a time."""
    return stamp(datetime.fromisoformat(at) + timedelta(hours=hours))


def stamp(when: datetime) -> str:
    """A time as text, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""How old the sources of a library are, in bands of years that a reader can take in at a glance."""

from __future__ import annotations

from dataclasses import dataclass

#: How many years back each band of ages reaches; what is older is one more band.
_AGES = (1, 4, 9)


@dataclass(frozen=True, slots=True)
class Age:
    """Sources that were published within some years, and their share of all."""

    words: str
    count: int
    share: int  # percent of all sources


def ages(years: dict[str, int], this_year: int) -> tuple[Age, ...]:
    """How old sources are, newest first, and how many tell no year; where none does, that alone is said."""
    dated = {int(year): count for year, count in years.items() if year.isdigit()}
    total = max(1, sum(years.values()))
    undated = total - sum(dated.values())
    if not dated:
        return (Age("Not dated", undated, 100),) if years else ()
    bands, newest = [], 9999
    for oldest_age in _AGES:
        oldest = this_year - oldest_age
        name = f"{oldest} or later" if newest == 9999 else f"{oldest} to {newest}"
        bands.append((name, sum(count for year, count in dated.items() if oldest <= year <= newest)))
        newest = oldest - 1
    bands.append((f"Before {newest + 1}", sum(count for year, count in dated.items() if year <= newest)))
    bands.append(("Not dated", undated))
    return tuple(Age(name, count, 100 * count // total) for name, count in bands)

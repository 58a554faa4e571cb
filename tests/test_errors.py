"""What an error says may be read by anybody."""

from __future__ import annotations

import pytest

from curbside.errors import LibraryError, UnknownError


@pytest.mark.parametrize("kind", [LibraryError, UnknownError])
def test_no_password_stands_in_an_error(kind: type[LibraryError]) -> None:
    """Of a database's address everything is told but the password."""
    said = str(kind("The library at postgresql+psycopg://ann:s3c/ret%20x@db.example:5432/one could not be used."))
    assert said == "The library at postgresql+psycopg://ann:...@db.example:5432/one could not be used."
    plain = "The library at postgresql://ann@db.example/one and the page at https://example.org/a:b are away."
    assert str(kind(plain)) == plain

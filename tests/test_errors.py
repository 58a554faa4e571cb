"""What an error says may be read by anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.errors import LibraryError, UnknownError, without_password
from curbside.library.library import Library


@pytest.mark.parametrize("kind", [LibraryError, UnknownError])
def test_no_password_stands_in_an_error(kind: type[LibraryError]) -> None:
    """Of a database's address everything is told but the password."""
    said = str(kind("The library at postgresql+psycopg://ann:s3c/ret%20x@db.example:5432/one could not be used."))
    assert said == "The library at postgresql+psycopg://ann:...@db.example:5432/one could not be used."
    plain = "The library at postgresql://ann@db.example/one and the page at https://example.org/a:b are away."
    assert str(kind(plain)) == plain


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://ann:hush@h/one", "postgresql://ann:...@h/one"),
        ("postgresql://ann:hu@sh/h@h:1/one?x=y", "postgresql://ann:...@h:1/one?x=y"),
        ("postgresql://h/one?user=ann&password=hush&x=y", "postgresql://h/one?user=ann&password=...&x=y"),
        ("https://example.org/a:b", "https://example.org/a:b"),
        ("/a folder/of: mine", "/a folder/of: mine"),
    ],
)
def test_an_address_is_told_without_its_password(address: str, told: str) -> None:
    """Before the host or among the parameters, and whatever stands in it."""
    assert without_password(f"at {address} and") == f"at {told} and"


@pytest.mark.parametrize(
    "address",
    ["postgresql://ann:hush@host:port/one", "mysql://ann:hush@h/one", "nothing://ann:hush@h/one", "postgresql://ann:hush@127.0.0.1:1/one"],
)  # fmt: skip
def test_an_address_that_cannot_be_opened_is_refused_in_words(address: str, tmp_path: Path) -> None:
    """Whatever is wrong with it, the error names it without its password and says what to do."""
    with pytest.raises(LibraryError) as refused:
        Library.open(address, index=tmp_path)
    assert "hush" not in str(refused.value)
    assert "ann:...@" in str(refused.value)

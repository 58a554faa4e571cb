"""
What can go wrong, in words for the person who can act.

Every error that reaches a user is a CurbsideError: one sentence that says what happened and what to do
next. The command line prints it and exits 2; nothing else is caught there.
"""

import re

_SECRET = re.compile(r"((?<=://)[^\s:/@]*:)\S*(?=@)|((?<=[?&])password=)[^\s&]*", re.IGNORECASE)


def without_password(text: str) -> str:
    """A text in which the address of a database may stand, without the password in it."""
    return _SECRET.sub(r"\1\2...", text)


class CurbsideError(Exception):
    """Bad input or a library that cannot be used; the message says what to do."""


class UnreadableError(CurbsideError):
    """A file that its reader refuses: damaged, hostile or larger than allowed. It goes to quarantine with the reason."""


class NotADocumentError(CurbsideError):
    """A valid file that holds nothing to quote (a search result, a dictionary, a report). It is skipped with the reason."""


class LibraryError(CurbsideError):
    """
    The library cannot be opened, read or written; old data is still served where it can be.

    Its message may name the address of a database, and never the password in it.
    """

    def __init__(self, message: str) -> None:
        super().__init__(without_password(message))


class UnknownError(LibraryError):
    """A source, a version or a mark that was asked for and is not there."""


class DamageError(LibraryError):
    """Stored bytes no longer match their SHA-256; the message names the file or the source."""


class NotAllowed(CurbsideError):
    """Something that this person may not do, or not now; the message says what to do instead."""


class Stale(CurbsideError):
    """A change to something that somebody else changed meanwhile; `given` is the version it was made for, `current` what is there."""

    def __init__(self, message: str, given: int | str, current: object) -> None:
        super().__init__(message)
        self.given = given
        self.current = current

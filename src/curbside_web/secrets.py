"""
Secrets of a site: each stands in a file of its own, or is made here, and never in the settings.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from curbside.errors import CurbsideError

_SECURITY = ("starttls", "tls", "none")


def secret_in(file: str) -> str:
    """The secret that a file holds, without the end of its line; "" where no file is named."""
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CurbsideError(
            f"The secret in {file} cannot be read ({type(error).__name__}); see the settings."
        ) from error


def chosen(security: str) -> str:
    """How a connection to the mail server is protected."""
    if security not in _SECURITY:
        raise CurbsideError(f'Setting "site_mail_security" must be one of: {", ".join(_SECURITY)}.')
    return security


def site_secret(folder: Path, file: str) -> str:
    """What signs threads and sessions: from the environment, a file that is named, or one made for its owner's eyes."""
    if told := os.environ.get("CURBSIDE_SITE_SECRET"):
        return told
    if file:
        if len(told := secret_in(file)) < 32:
            raise CurbsideError(f"The secret in {file} is too short: write 32 random characters or more into it.")
        return told
    path = folder / "site.secret"
    fresh = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip() or fresh
    except OSError:
        return fresh  # no folder yet, or one that cannot be written: threads then end with the process
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(fresh)
    return fresh

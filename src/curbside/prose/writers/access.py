"""
Where a writer's model is, and what opens it.

The key is held here alone and shown nowhere: not in a repr, not in a name, not in the words of an error. A host is on
this machine when it is a loopback address or "localhost"; every other host is remote, the machine next door too. So is a
model whose name says that the server on this machine sends it on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from curbside.errors import CurbsideError

#: How the form of a reply is asked for: the best that the endpoint takes, or one of them only.
STRUCTURED = ("auto", "schema", "object", "text")

#: How Ollama ends the names of models that it does not run itself but asks ollama.com for.
_SENT_ON = ("-cloud", ":cloud")


@dataclass(frozen=True, slots=True)
class Access:
    """What a writer needs to reach its model."""

    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    structured: str = "auto"
    folder: Path | None = None  # of recorded exchanges

    @property
    def is_remote(self) -> bool:
        """Whether what is sent leaves this machine."""
        return bool(self.url) and (not self.connects_here or self.model.casefold().endswith(_SENT_ON))

    @property
    def connects_here(self) -> bool:
        """Whether the host is this machine."""
        return is_loopback(_split(self.url).hostname or "")

    @property
    def where(self) -> str:
        """Host and port, as messages and answers name them."""
        parts = _split(self.url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{host}:{parts.port}" if parts.port else str(host)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine and nothing else."""
    if host.casefold() == "localhost":
        return True
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def needs(package: str) -> None:
    """Refuse a writer whose SDK is not installed; nothing is imported to find out."""
    if find_spec(package) is None:
        raise CurbsideError(f"The {package} writer needs one more package; install: curbside[{package}]")


def check_address(url: str) -> None:
    """Refuse an address that no model can be reached at, or that holds a name, a password or a key."""
    parts = _split(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CurbsideError('writer_url has to be an address such as "http://localhost:11434/v1".')
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise CurbsideError("writer_url must hold no name or password; put the key in the file of writer_key_file.")
    if parts.fragment or any(name in parts.query.casefold() for name in ("key", "token", "secret", "sig=")):
        raise CurbsideError("writer_url must hold no key; put it in the file of writer_key_file.")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError as error:
        raise CurbsideError('writer_url has to be an address such as "http://localhost:11434/v1".') from error
    return parts

"""The command that opens the web site on a library."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ..errors import CurbsideError
from ..settings import default_library
from .backups import migrate
from .common import LibraryOption, before


def serve(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; by default this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port; 0 takes a free one.", min=0, max=65535)] = 8400,
    opens: Annotated[bool, typer.Option("--open", help="Open the site in a browser.")] = False,
    log: Annotated[
        bool, typer.Option("--log", help="Write a line of JSON for each request; never what was asked.")
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", help="Processes that answer; more than processors help nobody.", min=1, max=64)
    ] = 1,
    brings_up: Annotated[
        bool,
        typer.Option("--migrate", help="First bring what an older Curbside wrote up to this version, if any is there."),
    ] = False,
    library: LibraryOption = None,
) -> None:
    """Open the web site on the library."""
    location = _told_to_the_site(library)
    if brings_up and _is_there(location):
        migrate(location)
    with _site_installed():
        from curbside_web.serve import run
    run(host, port, opens_browser=opens, tells_all=log, workers=workers)


def owner_link(
    address: Annotated[
        str, typer.Option("--address", help="Where the site is reached; site_address of the settings overrides it.")
    ] = "http://127.0.0.1:8400/",
    login: Annotated[str, typer.Option("--login", help="Whose link it is, where there are several owners.")] = "",
    forget: Annotated[
        bool, typer.Option("--forget-second-factor", help="Remove the owner's authenticator app, passkeys and codes.")
    ] = False,
    library: LibraryOption = None,
) -> None:
    """Make a link for a locked-out owner of the site: it sets a new password, once, within a day."""
    _told_to_the_site(library)
    with _site_installed():
        from curbside_web.rescue import owner_link as link_of
    typer.echo(link_of(address, login, forgets_factors=forget))


def _told_to_the_site(library: str | None) -> str:
    """The library chosen, or the usual one; the site reads its place from the environment."""
    os.environ["CURBSIDE_LIBRARY"] = location = library or before.library or default_library()
    return location


@contextmanager
def _site_installed() -> Iterator[None]:
    """Say what to install where an import of the site finds its packages missing."""
    try:
        yield
    except ImportError as error:
        raise CurbsideError(f"The site needs more packages ({error.name}); install: curbside[web]") from error


def _is_there(location: str) -> bool:
    """Whether there is a library; the first start of a site makes one."""
    from ..library.library import Library

    found = Library.at(location, index=os.environ.get("CURBSIDE_INDEX"))
    try:
        return found.is_there()
    finally:
        found.close()

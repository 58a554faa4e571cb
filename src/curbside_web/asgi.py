"""The whole application, as a server runs it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "curbside_web.configuration")

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.asgi import get_asgi_application

from curbside.consult import open_desk

from .desks import desks, writing_desks
from .doorway import Doorway, served
from .kept import Kept, stamp_of
from .watch import Watch

_django = get_asgi_application()


def _files() -> Iterator[tuple[str, Path]]:
    """Every folder of files that this site or a package of it brings, with its address."""
    for finder in get_finders():
        for storage in getattr(finder, "storages", {}).values():
            prefix = getattr(storage, "prefix", "") or ""
            yield f"{settings.STATIC_URL}{prefix}", Path(storage.location)


_kept = Kept(stamp_of(settings.LIBRARY_FOLDER, is_server="://" in settings.LIBRARY))
_watch = Watch(lambda: open_desk(settings.LIBRARY), settings.CURBSIDE.site_recall_seconds)
_tidying: list[asyncio.Task[None]] = []


def _begin() -> None:
    from .tidy import keep_tidy  # models can be read once Django is set up

    _watch.begin()
    _tidying.append(asyncio.get_running_loop().create_task(keep_tidy()))


def _close() -> None:
    for task in _tidying:
        task.cancel()
    _watch.end()
    desks().close()
    if writing_desks.cache_info().currsize:  # opened only where a language model words answers
        writing_desks().close()


application = Doorway(_django, served(_files()), _kept, _begin, _close)

"""
The thread through which a process reads and writes what all processes of the site share.

Readers ask without a session, so none of Django's own threads may have a connection open for them: this one keeps its
own, and what is lost with the power is a minute of limits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connection

from curbside.errors import CurbsideError

T = TypeVar("T")

_thread = ThreadPoolExecutor(1, thread_name_prefix="shared")


async def shared(work: Callable[[], T]) -> T:
    """The outcome of a little work on the database that all processes share."""
    return await asyncio.get_running_loop().run_in_executor(_thread, lambda: _done(work))


def _done(work: Callable[[], T]) -> T:
    for is_last in (False, True):
        try:
            if connection.connection is None and connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA synchronous=NORMAL")  # of this connection alone: nobody waits for the disk
            return work()
        except (DatabaseError, InterfaceError) as error:
            connection.close()  # a server that came back wants a new one
            if is_last:
                raise CurbsideError("The site cannot reach its database; try again in a moment.") from error
    raise AssertionError("the second attempt neither came back nor failed")

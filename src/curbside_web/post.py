"""
Mail that the site sends: few, short and plain, from a thread of their own.

Nobody who asks for a mail waits for it: how long it takes, or whether there is anybody to write to, cannot be told from
outside. What goes wrong is told in the log by its type alone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection

_log = logging.getLogger("curbside.site")
#: Mails that may wait; more are not taken.
_LONGEST_LINE = 100
_thread = ThreadPoolExecutor(1, thread_name_prefix="post")
_waiting = threading.Semaphore(_LONGEST_LINE)


def is_set() -> bool:
    """Whether there is a server that takes mail."""
    return bool(settings.CURBSIDE.site_mail_host)


def later(work: Callable[[], None]) -> None:
    """Do what may end in a mail, after those who asked before."""
    if not _waiting.acquire(blocking=False):
        _log.error("%s", {"what": "mail refused: too many wait"})
        return
    _thread.submit(_done, work)


def send(to: str, subject: str, text: str) -> None:
    """Send a mail now; call it within `later`."""
    send_mail(subject, text, None, [to])


def _done(work: Callable[[], None]) -> None:
    try:
        work()
    # Whatever the mail server or the database says, the next mail is tried.
    except Exception:
        _log.exception("%s", {"what": "mail failed"})
    finally:
        connection.close()
        _waiting.release()

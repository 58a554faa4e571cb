"""
What went wrong with a model, in words for the person who can act.

The SDKs' own messages may hold what was sent, an address with a password, or whatever the other side wrote. None of that is
passed on: the words are ours, made from the kind of failure, the host and the name of the model.
"""

from __future__ import annotations

import email.utils
import math
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from curbside.errors import CurbsideError

from .access import Access
from .writer import Fault, WriterError


@contextmanager
def telling(access: Access, until: float) -> Iterator[None]:
    """Turn what an SDK or the line raises into WriterError; what stood in theirs goes no further."""
    told: WriterError
    try:
        yield
        return
    except CurbsideError as error:
        if not isinstance(error, WriterError):
            raise  # in words for people already
        told = _of_line(error, access)
    except Exception as error:
        told = fault_of(error, access, until)
    raise told from None


def fault_of(error: Exception, access: Access, until: float) -> WriterError:
    """The fault behind an error of an SDK or of the line."""
    where = access.where
    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, WriterError):
            return _of_line(one, access)
    if isinstance(status := getattr(error, "status_code", None), int) and status != 200:
        return _of_status(status, error, access)
    names = {cause.__name__ for one in chain for cause in type(one).__mro__}
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return WriterError(
            Fault.UNREACHABLE, f"The certificate of {where} is not trusted; add its authority to those of this machine."
        )
    if any(isinstance(one, socket.gaierror) for one in chain):
        return WriterError(Fault.UNREACHABLE, f"No host is called {where}; correct writer_url.")
    if time.monotonic() >= until or names & {"ReadTimeout", "WriteTimeout"}:
        return too_late(access)
    if names & {"ConnectError", "ConnectTimeout", "ProxyError"}:
        return WriterError(
            Fault.UNREACHABLE, f"Nothing answers at {where}; start the model server there, or correct writer_url."
        )
    if names & {"TransportError", "APIConnectionError"} and not _is_no_http(chain):
        return WriterError(Fault.CUT_SHORT, f"{where} ended the reply before it was whole; look at its log.")
    if isinstance(body := getattr(error, "body", None), dict):  # an error within a reply that had begun well
        return _of_event(str(body), access)
    return malformed(access)


def _of_line(error: WriterError, access: Access) -> WriterError:
    """A fault that the line or the reply found, with the host that it is of."""
    if error.fault is Fault.TOO_LATE:
        return too_late(access)
    if access.where in str(error):
        return error
    return WriterError(error.fault, f"{str(error).rstrip('.')} ({access.where}).", wait_seconds=error.wait_seconds)


def too_late(access: Access) -> WriterError:
    """The deadline passed."""
    return WriterError(
        Fault.TOO_LATE, f"{access.where} did not finish in time; raise writer_seconds or choose a faster model."
    )


def malformed(access: Access) -> WriterError:
    """What came is no reply."""
    return WriterError(
        Fault.MALFORMED,
        f"What {access.where} sent is no reply of a model; see that writer_url is the address of its API.",
    )


def cut_short(access: Access, reason: str) -> WriterError:
    """The reply ended early, for this reason."""
    return WriterError(Fault.CUT_SHORT, f"{access.model} at {access.where} {reason}.")


def declined(access: Access) -> WriterError:
    """The model, or a filter before it, would not reply."""
    return WriterError(Fault.REFUSED, f"{access.model} at {access.where} declined to reply, or a filter there did.")


def is_too_long(error: Exception) -> bool:
    """Whether the other side says that a prompt is longer than its model reads."""
    told = str(getattr(error, "body", "")).casefold()
    return getattr(error, "status_code", None) == 413 or "context" in told or "too long" in told


def _is_no_http(chain: Sequence[BaseException]) -> bool:
    """Whether what came is not HTTP at all, rather than HTTP that broke off."""
    told = " ".join(str(one) for one in chain if type(one).__name__ == "RemoteProtocolError")
    return bool(told) and "closed" not in told and "disconnected" not in told


def _of_status(status: int, error: Exception, access: Access) -> WriterError:
    where = access.where
    if status in {401, 403}:
        return WriterError(
            Fault.REFUSED,
            f"{where} does not take the key; give a valid one in the file of writer_key_file or in CURBSIDE_WRITER_KEY.",
        )
    if status == 404:
        return WriterError(
            Fault.REFUSED,
            f'{where} has no model "{access.model}", or no such path; correct writer_model, or writer_url, which mostly'
            " ends in /v1.",
        )
    if status == 429:
        return WriterError(
            Fault.TOO_MANY,
            f"{where} takes no more requests now; ask again later or raise the limit there.",
            wait_seconds=_wait(error),
        )
    if 300 <= status < 400:
        return WriterError(
            Fault.REFUSED,
            f"{where} sends on to another address, which is not followed; set writer_url to where it answers.",
        )
    if status >= 500 or status == 408:
        return WriterError(Fault.SERVER, f"{where} failed ({status}); look at its log.", wait_seconds=_wait(error))
    if is_too_long(error):
        return WriterError(
            Fault.REFUSED, f"The prompt is too long for {access.model} at {where}; lower writer_passages."
        )
    return WriterError(
        Fault.REFUSED, f"{where} refuses the request ({status}); see that it takes chat requests for {access.model}."
    )


def _of_event(body: str, access: Access) -> WriterError:
    said = body.casefold()
    if "rate" in said and "limit" in said:
        return WriterError(
            Fault.TOO_MANY, f"{access.where} takes no more requests now; ask again later or raise the limit there."
        )
    return WriterError(Fault.SERVER, f"{access.where} failed within its reply; look at its log.")


def _wait(error: Exception) -> float | None:
    """Seconds that the other side asks to wait, where it says so in a way that can be read."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    for name, divisor in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        said = headers.get(name, "")
        try:
            seconds = float(said) / divisor
            return max(0.0, seconds) if math.isfinite(seconds) else None
        except ValueError:
            pass
        try:
            return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
        except (TypeError, ValueError, OverflowError):
            continue
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__

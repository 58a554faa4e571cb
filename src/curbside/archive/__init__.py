"""
What we said: saved answers, articles and their editions, people, and the audit log, in the library's own database.

`Archive(library)` is the door. Every change is one action: permission, the change, its audit entry and its event in
one transaction.
"""

from __future__ import annotations

from .archive import Archive

__all__ = ["Archive"]

"""
Seals: a SHA-256 over everything in a row that could change an answer.

A row whose bytes no longer match its seal is not used; parts are joined by a character that no text holds.
"""

from __future__ import annotations

import hashlib


def version_seal(sha256: bytes, extent: int, revised: str, status: str, note: str, details: str) -> bytes:
    """What protects a version's row from silent change."""
    return _seal(sha256.hex(), str(extent), revised, status, note, details)


def work_seal(canonical: str, ids: str, current: int, status: str, note: str, retired: str | None) -> bytes:
    """What protects a work's row from silent change."""
    return _seal(canonical, ids, str(current), status, note, "" if retired is None else "retired:" + retired)


def body_seal(schema: int, body: str) -> bytes:
    """What protects the row of counts and next numbers."""
    return _seal(str(schema), body)


def _seal(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()


def passage_seal(position: str, start: int, stop: int, role: str, details: str | None, text: str) -> bytes:
    """SHA-256 over a passage's words and over what says where and what they are."""
    return hashlib.sha256(f"{position}\x1f{start}\x1f{stop}\x1f{role}\x1f{details or ''}\x1f{text}".encode()).digest()

"""
Addresses of articles: made from titles, checked, found free, and leading to where an article is now.

The first address of an article is its slug, by which everything about it is kept for ever; later ones lead to it. No
address is given twice: what somebody once linked to leads to what it led to.
"""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import Connection

from curbside.articles.article import Article
from curbside.articles.words import refusal
from curbside.errors import CurbsideError

from . import records, tables

_LONGEST = 80


def slug_of(title: str) -> str:
    """An address from a title: small letters, digits and hyphens, cut at a word."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")):
        longer = f"{slug}-{word}" if slug else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        slug = longer
    return slug or "article"


def free(connection: Connection, slug: str) -> str:
    """An address that nothing has, this one or the next with a number."""
    _check(slug)
    number = 1
    while records.find_article(connection, slug if number == 1 else f"{slug}-{number}"):
        number += 1
    return slug if number == 1 else f"{slug}-{number}"


def for_article(connection: Connection, article: Article, address: str) -> str:
    """An address that an article can have: a free one, or one that it had before."""
    address = address.strip()
    _check(address)
    if address == article.address:
        raise refusal("same_address", address=address)
    there = records.find_article(connection, address)
    if there is not None and there.slug != article.slug:
        raise refusal("taken", address=address)
    return address


def lead(connection: Connection, address: str, slug: str) -> bool:
    """Let an address lead to an article; False when it does already."""
    if records.find_article(connection, address) is not None:
        return False
    connection.execute(tables.redirects.insert().values(old=address, slug=slug))
    return True


def _check(slug: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) or len(slug) > _LONGEST:
        raise CurbsideError(
            f'"{slug}" cannot be an address; use small letters, digits and single hyphens, at most {_LONGEST}.'
        )

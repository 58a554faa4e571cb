"""
The rules drawn on a PDF page: whether they could be the grid of a table.

pdfium lists what a page draws in milliseconds, where finding the cells of a table takes hundreds of times as long. A
table of two rows and two columns needs three rules each way, so that a page with fewer is not looked at further.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

MAX_PATHS = 4_000
MAX_POINTS = 40_000
MAX_DEPTH = 15
#: Rules nearer than this are one: a rule is often a thin rectangle.
SAME_POINTS = 3.0

#: The ends of such thin rectangles are no rules.
SHORTEST_POINTS = 1.0

_Matrix = tuple[float, float, float, float, float, float]
_SQUARE = 0.01


def may_hold_grid(page: Any) -> bool:
    """Whether a pypdfium2 page draws at least three rules across and three down, and not so many that it is a drawing."""
    across: list[float] = []
    down: list[float] = []
    points = 0
    for count, (path, matrix) in enumerate(_paths(page)):
        outline = list(_edges(path, matrix))
        points += len(outline)
        if count >= MAX_PATHS or points > MAX_POINTS:
            return False
        for (x1, y1), (x2, y2) in outline:
            if abs(x1 - x2) < _SQUARE and abs(y1 - y2) >= SHORTEST_POINTS:
                down.append(x1)
            elif abs(y1 - y2) < _SQUARE and abs(x1 - x2) >= SHORTEST_POINTS:
                across.append(y1)
    return _places(across) >= 3 and _places(down) >= 3


def _places(rules: list[float]) -> int:
    rules.sort()
    return sum(1 for n, place in enumerate(rules) if not n or place - rules[n - 1] > SAME_POINTS)


def _paths(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    """The paths of a page with the matrix that puts their points on it; those inside forms as well."""
    from pypdfium2 import raw

    whole: _Matrix = (1, 0, 0, 1, 0, 0)
    waiting = [(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, whole, 0)]
    while waiting:
        parent, count, get, above, depth = waiting.pop()
        for index in range(count(parent)):
            drawn = get(parent, index)
            kind = raw.FPDFPageObj_GetType(drawn)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                yield drawn, _times(_matrix(raw, drawn), above)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                inner = _times(_matrix(raw, drawn), above)
                waiting.append((drawn, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1))


def _matrix(raw: Any, drawn: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, found):
        return (1, 0, 0, 1, 0, 0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    )


_Point = tuple[float, float]


def _edges(path: Any, matrix: _Matrix) -> Iterator[tuple[_Point, _Point]]:
    """The straight lines from point to point of a path, as they stand on the page."""
    from pypdfium2 import raw

    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), MAX_POINTS + 1)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            yield last, point
        if raw.FPDFPathSegment_GetClose(segment):
            yield point, start
        last = point

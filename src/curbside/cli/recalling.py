"""The command that looks after what is published, for a night when nobody else does."""

from __future__ import annotations

from .common import JsonOption, LibraryOption, desk_of, said


def recall(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Suspend what rests on sources that fell, and note every review that is overdue; a running site does so by itself."""
    with desk_of(library) as desk:
        fallen = [one.slug for one in desk.archive.recall()]
        late = [one.slug for one in desk.archive.expire()]
    words = f"Recalled: {', '.join(fallen) or 'nothing'}. Overdue: {', '.join(late) or 'nothing'}."
    said({"recalled": fallen, "overdue": late}, words, as_json)

"""What a starter statement summarises falls with the page: it is quoted from neither."""

from __future__ import annotations

from io import BytesIO

import pytest
from made import source

from curbside.consult import Desk
from curbside.library.library import Library
from curbside.sources.formats.markdown import Markdown
from curbside.sources.source import Audience, Extent, Source, SourceKind, sha256

SAID = "Gout is treated with colchicine and with rest of the joint."
QUESTION = "How is gout treated?"


def pages() -> tuple[Source, Source]:
    """A public page, and a starter page with one statement drawn from it."""
    told: dict[str, object] = {
        "kind": SourceKind.PATIENT_PAGE,
        "audience": Audience.PATIENT,
        "extent": Extent.FULL_TEXT,
    }
    page = source("medquad:Z/1", title="Gout", body=SAID, **told)
    start = page.text.index(SAID)
    place = f"medquad:Z/1 {start} {start + len(SAID)} {sha256(SAID)}"
    head = 'pages:\n  - {source: "medquad:Z/1", title: "Gout", publisher: "P", url: "https://example.org", published: "2020"}'
    text = f"---\nkind: starter\nid: starter:gout\ntitle: Gout\naudience: patient\n{head}\n---\n# Gout\n\n## First-line management\n\n- {SAID}[^1]\n\n[^1]: {place}\n"
    (topic,) = Markdown().read(BytesIO(text.encode()), "gout.md")
    assert isinstance(topic, Source)
    return page, topic


def quoted(desk: Desk) -> set[str]:
    """Where the words come from."""
    return {quote.source for claim in desk.ask(QUESTION).claims for quote in claim.quotes}


@pytest.mark.parametrize("action", ["retired", "retracted"])
def test_a_statement_falls_with_the_page_it_summarises(empty: Library, action: str) -> None:
    """A page that is retracted or out of use is quoted no more, nor is the summary of it; taken back, it is again."""
    page, topic = pages()
    empty.add_sources([topic], format="starter")
    with Desk(empty) as desk:
        assert quoted(desk) == {"starter:gout"}
        empty.add_sources([page], format="medquad")
        assert quoted(desk) == {"medquad:Z/1"}
        if action == "retired":
            empty.retire("medquad:Z/1", "outdated")
        else:
            empty.mark("medquad:Z/1", "retracted", "withdrawn")
        assert quoted(desk) == set()
        empty.take_back("medquad:Z/1", "a mistake")
        assert quoted(desk) == {"medquad:Z/1"}

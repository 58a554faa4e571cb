"""A statement of the starter library, with the topic it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from curbside.sources.formats.markdown import Markdown
from curbside.sources.source import Passage, Source
from curbside.starter import files


@dataclass(frozen=True)
class Statement:
    """One statement of a topic, with the name to print when it breaks a rule."""

    topic: Source
    passage: Passage

    @property
    def text(self) -> str:
        """Its words."""
        return self.topic[self.passage]

    def __str__(self) -> str:
        return f"{self.topic.ids[0]} ({self.passage.facet}): {self.text}"


def read_topics() -> Iterator[Source]:
    """Every topic, read as a user's own Markdown would be."""
    for page in files():
        (topic,) = Markdown().read(BytesIO(page.read_bytes()), page.name)
        assert isinstance(topic, Source)
        yield topic

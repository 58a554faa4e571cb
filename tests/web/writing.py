"""A site whose settings name a language model: a script on loopback, on this machine or, as far as the site knows, elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1])]

from website import Site, serve  # noqa: E402 - the same

from curbside.consult import open_desk  # noqa: E402 - the same
from curbside.settings import store  # noqa: E402 - the same
from model_scripts import Faithful  # noqa: E402 - behind its folder
from model_server import ModelServer, model_server  # noqa: E402 - the same

QUESTION = "How is celiac disease diagnosed?"
#: What a model says for what its sources say.
PARAPHRASES = {
    "Some people with celiac disease have no symptoms.": "Some people who have celiac disease have no symptoms.",
    "Diagnosing dermatitis herpetiformis starts with a biopsy of the skin as its first step.": (
        "Diagnosing dermatitis herpetiformis starts with a skin biopsy."
    ),
}
#: What a model says that no source does; no page may show it.
LIE = "Take 5000 mg of zorblax every hour for celiac disease."


class Talkative(Faithful):
    """Faithful, but for a sentence that its quote does not bear and one whose quote does not exist."""

    def compose(self, data: Any) -> dict[str, Any]:
        made = super().compose(data)
        second = made["statements"][1]
        made["statements"][1:2] = [{**second, "text": LIE}, {"text": LIE, "passage": second["passage"], "quote": LIE}]
        return made


@dataclass(frozen=True)
class Written:
    """A running site and the model behind it."""

    site: Site
    model: ModelServer

    @property
    def heard(self) -> str:
        """Everything that the model was sent, as text."""
        return "\n".join(json.dumps(dict(one.body), ensure_ascii=False) for one in self.model.asked)


@contextmanager
def written(folder: Path, *, is_remote: bool, **settings: Any) -> Iterator[Written]:
    """A site on the starter library in a folder, with a model."""
    with open_desk(folder) as desk:
        desk.index.catch_up()
    with model_server(Talkative(PARAPHRASES)) as model:
        # Every address of this machine but those of its loopback is another machine to it.
        url = model.url.replace("127.0.0.1", "0.0.0.0") if is_remote else model.url
        told = {"writer": "openai", "writer_url": url, "writer_model": "wordy", "writer_retries": 0}
        store(folder, {**told, "writer_sends": "question passages" if is_remote else "", **settings})
        for site in serve(folder):
            yield Written(site, model)

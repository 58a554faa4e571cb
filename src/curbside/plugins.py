"""
Doors to the world: formats, engines, encoders and writers are found by name.

Ours use the same entry points as anyone's: a package that declares a class under "curbside.formats",
"curbside.engines", "curbside.encoders" or "curbside.writers" is found without any change here. Ours are listed by import
path so that nothing heavy is imported before it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import CurbsideError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: name -> "module:Class", in the order in which formats are asked whether they recognise a file.
BUILT_IN: dict[str, dict[str, str]] = {
    "curbside.formats": {
        "medquad": "curbside.sources.formats.medquad:MedQuad",
        "spl": "curbside.sources.formats.spl:Spl",
        "jats": "curbside.sources.formats.jats:Jats",
        "pubmed": "curbside.sources.formats.pubmed:PubMed",
        "medline": "curbside.sources.formats.medline:Medline",
        "openfda": "curbside.sources.formats.openfda:OpenFda",
        "uspstf": "curbside.sources.formats.uspstf:Uspstf",
        "nstg": "curbside.sources.formats.nstg:Nstg",
        "jsonl": "curbside.sources.formats.jsonl:JsonLines",
        "pdf": "curbside.sources.formats.pdf:Pdf",
        "docx": "curbside.sources.formats.docx:Docx",
        "html": "curbside.sources.formats.html:Html",
        "markdown": "curbside.sources.formats.markdown:Markdown",
    },
    "curbside.engines": {
        "tantivy": "curbside.search.engines.tantivy:TantivyEngine",
        "memory": "curbside.search.engines.memory:MemoryEngine",
    },
    "curbside.encoders": {
        "numpy": "curbside.search.encoders.numpy_bert:NumpyBert",
        "onnx": "curbside.search.encoders.onnx_bert:OnnxBert",
    },
    "curbside.writers": {
        "none": "curbside.prose.writers.none:NoWriter",
        "openai": "curbside.prose.writers.openai:OpenAIWriter",
        "anthropic": "curbside.prose.writers.anthropic:AnthropicWriter",
        "replay": "curbside.prose.writers.replay:ReplayWriter",
    },
}


@cache
def names(group: str) -> tuple[str, ...]:
    """Names in a group: ours first, then those of installed packages."""
    others = sorted(point.name for point in _installed(group))
    return tuple(dict.fromkeys([*BUILT_IN.get(group, {}), *others]))


@cache
def load(group: str, name: str) -> Any:
    """The class registered under a name; an unknown name is refused with the names that are known."""
    target = BUILT_IN.get(group, {}).get(name)
    if target:
        module, _, attribute = target.partition(":")
        return getattr(import_module(module), attribute)
    for point in _installed(group):
        if point.name == name:
            return point.load()
    kind = group.rpartition(".")[2].rstrip("s")
    raise CurbsideError(f'No {kind} is called "{name}"; choose one of: {", ".join(names(group))}.')


def _installed(group: str) -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points  # with e-mail and zip files, which none of ours needs

    return entry_points(group=group)

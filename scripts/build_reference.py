"""
Write the generated pages of docs/reference from the code: command line, Answer JSON and its schema, section kinds,
data model. With --check nothing is written and the exit is 1 when a page is out of date.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer.main

from curbside.answers.answer import AbstentionReason, CaveatKind, Outcome
from curbside.cli import app
from curbside.evidence.evidence import Design, Trust
from curbside.library import tables
from curbside.press.schema import schema
from curbside.questions.kinds import kinds
from curbside.questions.question import QuestionType, Reader
from curbside.settings import Settings, as_dict
from curbside.sources.source import Damage, Role, SourceKind, Status, TextQuality

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
GENERATED = "<!-- Written by make docs from the code; edit the code. -->\n\n"


def cli() -> str:
    """Every command with its options, from the program itself."""
    group = typer.main.get_command(app)
    parts = [GENERATED + "# Command line\n", str(group.help), ""]
    for name, command in _commands(group):
        usage = " ".join(p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument")
        parts += [f"## `curbside {name}{' ' + usage if usage else ''}`", "", str(command.help), ""]
        rows = [
            f"| `{', '.join(p.opts)}` | {(p.help or '').strip()} |"
            for p in command.params
            if p.param_type_name == "option" and p.name != "help"
        ]
        if rows:
            parts += ["| option | meaning |", "|---|---|", *rows, ""]
    parts += [
        "`--library` and `--json` are also taken before the command. Exit 0: done. Exit 1: the answer to a single `verify`,",
        "`check` or `doctor` is no. Exit 2: bad input, with one sentence on stderr that says what to do.",
        "",
    ]
    return "\n".join(parts)


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, those of a group behind the group."""
    for name, command in sorted(group.commands.items()):
        yield before + name, command
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")


def answer() -> str:
    """The Answer JSON field by field, and its closed lists."""
    parts = [GENERATED + "# Answer JSON\n", "The JSON Schema is [answer.schema.json](answer.schema.json).", ""]
    parts += ["| field | type |", "|---|---|"]
    parts += [f"| `{name}` | {kind} |" for name, kind in _fields(schema(), "")]
    parts += [
        "",
        "`digest` is the SHA-256 of the RFC 8785 canonical JSON without `digest`, `elapsed_ms`, `made_by` and `review`. Offsets are",
        "Unicode code points in the stored text of `version`, which is the SHA-256 of that text in UTF-8; `sha256` of a quote is",
        "that of its UTF-8 bytes. References are numbered by first use. `review` is there only where an answer left with one: it",
        "tells what a review said of the text, and is not proved by the digest.",
        "",
    ]
    enumerations: tuple[type[StrEnum], ...] = (
        Outcome, Reader, QuestionType, SourceKind, Design, Status, Trust, CaveatKind, AbstentionReason, Role, Damage, TextQuality,
    )  # fmt: skip
    for values in enumerations:
        parts += [
            f"## {values.__name__}",
            "",
            str(values.__doc__).strip(),
            "",
            ", ".join(f"`{v.value}`" for v in values),
            "",
        ]
    return "\n".join(parts)


def _fields(value: dict, prefix: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    value = next((part for part in value.get("anyOf", []) if part.get("type") != "null"), value)
    if value.get("type") == "array":
        return _fields(value["items"], prefix + "[]")
    for name, part in value.get("properties", {}).items():
        full = f"{prefix}.{name}" if prefix else name
        inner = next((p for p in part.get("anyOf", []) if p.get("type") != "null"), part)
        words = inner.get("type") or ("one of a closed list" if "enum" in inner else "constant")
        rows.append((full, words + (" or null" if "anyOf" in part else "")))
        rows += _fields(part, full)
    return rows


def section_kinds() -> str:
    """The closed list of section kinds with their headings."""
    rows = [f"| `{k.name}` | {k.clinician} | {k.patient or '(not shown)'} |" for k in kinds().values()]
    return "\n".join(
        [GENERATED + "# Section kinds\n", "| kind | clinician heading | patient heading |", "|---|---|---|", *rows, ""]
    )


def data_model() -> str:
    """The tables of the library, on one page."""
    parts = [GENERATED + "# Data model\n", str(tables.__doc__).strip(), ""]
    parts += [
        "Articles, reviews, people and the audit log stand in tables of the same database that the [page on review](review.md#tables)",
        "lists; how both are backed up is told in [the library](../explanation/library.md#backup), and what is kept of readers and of",
        "the board in [what is kept](../explanation/what-is-kept.md).",
        "",
    ]
    for table in tables.metadata.sorted_tables:
        parts += [
            f"## `{table.name}`",
            "",
            *([table.comment, ""] if table.comment else []),
            "| column | type | |",
            "|---|---|---|",
        ]
        for column in table.columns:
            notes = [
                word
                for word, yes in (
                    ("primary key", column.primary_key),
                    ("may be null", column.nullable and not column.primary_key),
                )
                if yes
            ]
            notes += [f"-> {key.target_fullname}" for key in column.foreign_keys]
            parts.append(
                f"| `{column.name}` | {column.type} | {', '.join(notes)}{' ' + column.comment if column.comment else ''} |"
            )
        parts.append("")
    return "\n".join(parts)


def settings() -> str:
    """Every setting with its default, and what the line that sets it says of it."""
    said = dict(re.findall(r"^    (\w+): \w+ = .*?(?:  # (.*))?$", inspect.getsource(Settings), re.MULTILINE))
    rows = [
        f"| `{name}` | {said[name]} | `CURBSIDE_{name.upper()}` | `{value!r}` |"
        for name, value in as_dict(Settings()).items()
    ]
    head = "`settings.toml` in the library folder; the environment overrides it.\n"
    return "\n".join(
        [
            GENERATED + "# Settings\n",
            head,
            "| setting | meaning | environment | default |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def main() -> int:
    """Write the pages, or with --check say which are out of date."""
    pages = {
        "cli.md": cli(),
        "answer.md": answer(),
        "answer.schema.json": json.dumps(schema(), indent=1) + "\n",
        "section-kinds.md": section_kinds(),
        "data-model.md": data_model(),
        "settings.md": settings(),
    }
    stale = [
        name for name, text in pages.items() if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text
    ]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/reference/{name} is out of date; run: make docs")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(pages[name], encoding="utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Commands that choose the language model which words answers, show it, try it and take it away."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import CurbsideError
from ..settings import Settings, default_library, load, store
from .common import JsonOption, LibraryOption, before, print_json, said
from .previewing import preview

if TYPE_CHECKING:
    from ..prose.writers.bounded import Bounded
    from ..prose.writers.trial import Trial

app = typer.Typer(
    name="writer",
    help="Choose the language model that words answers; by default none does.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

#: What each word of `writer_sends` lets out.
LEAVES = {
    "question": "the question, {redacted}",
    "passages": "passages of the published sources found for it",
    "own_documents": "passages of documents of your own",
}
#: Settings that belong to one model, and are forgotten with it.
_OF_ONE = ("writer_url", "writer_model", "writer_key_file", "writer_sends")


@app.command("set")
def set_writer(
    kind: Annotated[
        str, typer.Argument(help="openai (any endpoint with chat completions), anthropic, replay, or a plugin's.")
    ],
    url: Annotated[str | None, typer.Option("--url", help='Its address, such as "http://localhost:11434/v1".')] = None,
    model: Annotated[str | None, typer.Option("--model", help="The name of the model there.")] = None,
    key_file: Annotated[
        str | None,
        typer.Option("--key-file", help="File that holds the key and nothing else; else CURBSIDE_WRITER_KEY."),
    ] = None,
    send: Annotated[
        str | None,
        typer.Option(
            "--send", help="What may leave this machine: question,passages,own_documents.", metavar="WORD,WORD"
        ),
    ] = None,
    jobs: Annotated[str | None, typer.Option("--jobs", help="What it is asked, such as compose,reword.")] = None,
    seconds: Annotated[float | None, typer.Option("--seconds", help="Time for one answer.", min=1)] = None,
    structured: Annotated[
        str | None, typer.Option("--structured", help="Form of replies: auto, schema, object or text.")
    ] = None,
    day_tokens: Annotated[int | None, typer.Option("--day-tokens", help="Tokens of a day; 0: no limit.", min=0)] = None,
    day_cost: Annotated[float | None, typer.Option("--day-cost", help="Cost of a day; 0: no limit.", min=0)] = None,
    price_in: Annotated[float | None, typer.Option("--price-in", help="Of a million tokens of prompts.", min=0)] = None,
    price_out: Annotated[float | None, typer.Option("--price-out", help="Of a million of replies.", min=0)] = None,
    keep: Annotated[
        str | None, typer.Option("--keep", help='Folder to record exchanges in, questions and all; "" keeps none.')
    ] = None,
    redact: Annotated[
        bool | None, typer.Option("--redact/--no-redact", help="Take out what identifies a person before sending.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Choose the writer, and say what may leave this machine for it."""
    from ..prose.writers.opening import open_writer

    folder = _folder(library)
    given = {
        "writer": kind,
        "writer_url": url,
        "writer_model": model,
        "writer_key_file": str(Path(key_file).expanduser().absolute()) if key_file else key_file,
        "writer_sends": send and " ".join(send.replace(",", " ").split()),
        "writer_jobs": jobs and " ".join(jobs.replace(",", " ").split()),
        "writer_seconds": seconds,
        "writer_structured": structured,
        "writer_day_tokens": day_tokens,
        "writer_day_cost": day_cost,
        "writer_price_in": price_in,
        "writer_price_out": price_out,
        "writer_keep": keep,
        "writer_redact": redact,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    old = load(folder)
    if kind != old.writer or (url is not None and url != old.writer_url):  # consent was given for another
        chosen = {**dict.fromkeys(_OF_ONE, ""), **chosen}
    new = replace(old, **chosen)  # type: ignore[arg-type]  # each of its setting's type
    made = open_writer(replace(new, writer_sends="question"), folder)  # refuses what cannot work
    if new.writer_key_file and Path(new.writer_key_file).stat().st_mode & 0o077:
        typer.echo("Others on this machine can read the file of the key; make it yours alone with: chmod 600", err=True)
    if made.is_remote:
        typer.echo(_warning(made, new), err=True)
        if not new.writer_sends:
            chosen["writer_sends"] = _asked(made)
            new = replace(new, writer_sends=str(chosen["writer_sends"]))
    open_writer(new, folder)
    store(folder, chosen)
    said(_shown(new, folder), f"Set: {made.name}. Try it with: curbside writer test", as_json)


@app.command()
def show(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Show the writer, what may leave for it, and what today has used."""
    folder = _folder(library)
    shown = _shown(load(folder), folder)
    if as_json or before.as_json:
        print_json(shown)
        return
    if shown["writer"] == "none":
        typer.echo("No language model words answers. Choose one with: curbside writer set")
        return
    where = "elsewhere" if shown["is_remote"] else "on this machine"
    typer.echo(f"{shown['name']}, {where}")
    typer.echo(f"  asked to     {', '.join(shown['jobs']) or 'nothing'}")
    if shown["is_remote"]:
        typer.echo(f"  may be sent  {', '.join(shown['sends']) or 'nothing'}")
    typer.echo(f"  key          {'given' if shown['has_key'] else 'none'}")
    today = shown["today"]
    typer.echo(f"  today        {today['requests']} requests, {today['tokens']:,} tokens, cost {today['cost']:.2f}")
    typer.echo(f"  recorded     {shown['recorded']} exchanges" if shown["keeps"] else "  recorded     nothing")


@app.command()
def off(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Use no language model; answers keep the words of their sources."""
    folder = _folder(library)
    store(folder, {"writer": "none", "writer_sends": ""})
    told = "No language model words answers any more."
    if os.environ.get("CURBSIDE_WRITER", "none") != "none":
        told = "settings.toml names no language model any more, but CURBSIDE_WRITER in the environment still does."
    if count := _recorded(folder):
        told += f" {count} recorded exchanges are still kept; remove them with: curbside writer erase"
    said({"writer": "none"}, told, as_json)


@app.command()
def erase(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Remove every recorded exchange."""
    from ..prose.writers.opening import kept_in
    from ..prose.writers.records import Records

    folder = _folder(library)
    keep = kept_in(load(folder), folder)
    erased = Records(keep).erase() if keep else 0
    said({"erased": erased}, f"{erased} recorded exchanges were removed.", as_json)


@app.command("test")
def try_out(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Ask the writer for one sentence, and say what works; nothing of the library or of a reader is sent."""
    from ..prose.writers.opening import open_writer
    from ..prose.writers.trial import trial

    folder = _folder(library)
    made = open_writer(load(folder), folder)
    if made.is_none:
        raise CurbsideError("No writer is set; choose one with: curbside writer set")
    tried = trial(made)
    if as_json or before.as_json:
        print_json(
            {
                "writer": made.name,
                "works": tried.works,
                **{name: getattr(tried, name) for name in tried.__slots__},
            }
        )
    else:
        typer.echo("\n".join([made.name, *_told(tried)]))
    if not tried.works:
        raise typer.Exit(1)


app.command()(preview)


def _folder(library: str | None) -> Path:
    """The folder of the library chosen, where its settings stand."""
    location = library or before.library or default_library()
    if "://" not in location:
        return Path(location).expanduser()
    if index := os.environ.get("CURBSIDE_INDEX"):
        return Path(index).expanduser()
    raise CurbsideError("A library at a database URL needs a folder for its index; set CURBSIDE_INDEX.")


def _warning(made: Bounded, settings: Settings) -> str:
    """What leaves the machine for a writer elsewhere."""
    redacted = "without what rules find to identify a person" if settings.writer_redact else "word for word"
    words = settings.writer_sends.replace(",", " ").split() or list(LEAVES)
    lines = [
        f"{made.name} does not run on this machine. With every question that it words, this leaves it, if you let it:"
    ]
    lines += [f"  {word:<14} {LEAVES[word].format(redacted=redacted)}" for word in words if word in LEAVES]
    lines += ["Who runs that host can read and keep it. Every answer says that it was sent, and to whom."]
    if settings.writer_url.startswith("http:"):
        lines += ["The address begins with http: what is sent is not encrypted on its way."]
    return "\n".join(lines)


def _asked(made: Bounded) -> str:
    """What a person at a terminal lets leave; elsewhere it has to be named."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise CurbsideError(
            f"{made.name} does not run on this machine; name what may leave it, such as --send question,passages"
        )
    if not typer.confirm(
        "Let the question and passages of published sources leave this machine?", default=False, err=True
    ):
        raise CurbsideError("Nothing was changed.")
    own = typer.confirm("Passages of your own documents too?", default=False, err=True)
    return "question passages own_documents" if own else "question passages"


def _recorded(folder: Path) -> int:
    """How many exchanges are kept."""
    from ..prose.writers.opening import kept_in
    from ..prose.writers.records import Records

    keep = kept_in(load(folder), folder)
    return len(Records(keep)) if keep else 0


def _shown(settings: Settings, folder: Path) -> dict[str, Any]:
    """A writer as `show` tells it; never its key."""
    from ..prose.writers.ledger import Ledger
    from ..prose.writers.opening import access_of, kept_in, open_writer

    made, today, keep = open_writer(settings, folder), Ledger(folder).today(), kept_in(settings, folder)
    return {
        "writer": settings.writer,
        "name": made.name,
        "is_remote": made.is_remote,
        "sends": sorted(made.sends),
        "jobs": sorted(made.jobs),
        "has_key": bool(settings.writer != "none" and access_of(settings, folder).key),
        "today": {"requests": today.requests, "tokens": today.tokens, "cost": round(today.cost, 4)},
        "keeps": str(keep) if keep else "",
        "recorded": _recorded(folder),
    }


def _told(tried: Trial) -> list[str]:
    """A trial in words."""
    if tried.fault is not None:
        return [f"  does not work: {tried.message}"]
    forms = {"schema": "held to a JSON schema", "object": "held to JSON", "text": "asked for, held to nothing"}
    listed = {True: "listed there", False: "not listed there, but it replied", None: "replied; there is no list"}
    lines = [
        f"  model        {listed[tried.has_model]}",
        f"  streaming    {'yes' if tried.streams else 'no'}; first words after {tried.seconds_to_first_word} s",
        f"  structure    {forms.get(tried.form, 'not told')}",
        f"  speed        {tried.tokens_per_second} tokens a second",
    ]
    if not tried.sentence:
        return [*lines, "  does not work: the reply held no statement that can be read; choose another model"]
    lines += [f"  sentence     {tried.sentence}", f"  quote        {'exact' if tried.is_quote_exact else 'not exact'}"]
    passes = "would be shown" if tried.is_supported else f"would give way to its quote ({'; '.join(tried.reasons)})"
    return [*lines, f"  check        the sentence {passes}"]

"""
The command line: a door into the desk, stable by contract.

`--library` and `--json` are taken before or after any command. With `--json` stdout holds JSON only. Exit 0 means
done, 1 that the answer to a single `verify`, `check` or `doctor` is no, 2 that the input was bad: then one
sentence on stderr says what to do.
"""

from __future__ import annotations

import gc
import io
import sys

import typer

from ..errors import CurbsideError
from . import asking, backups, exporting, keeping, recalling, serving, writing
from .common import JsonOption, LibraryOption, before

app = typer.Typer(
    name="curbside",
    help="Answer medical questions from sources it can quote, word for word.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def _options(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    before.library, before.as_json = library, as_json


for _command in (
    keeping.add,
    asking.search,
    asking.ask,
    asking.weigh,
    asking.verify,
    asking.replay,
    asking.check,
    exporting.export,
    keeping.sources,
    keeping.show,
    keeping.retire,
    keeping.mark,
    keeping.alert,
    recalling.recall,
    keeping.status,
    keeping.doctor,
    backups.backup,
    backups.restore,
    backups.migrate,
    keeping.bench,
    serving.serve,
    serving.owner_link,
):
    app.command()(_command)
app.add_typer(writing.app)


def main() -> None:
    """Run the command line; errors that a user can act on end with exit 2 and one sentence."""
    # Loading code, rules and vocabulary makes much and throws nothing away: looking for garbage meanwhile is lost time.
    gc.set_threshold(100_000, 20, 100)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 whatever the terminal is
    try:
        app(standalone_mode=True)
    except CurbsideError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)

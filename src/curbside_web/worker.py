"""One of several processes of the site, as `curbside serve --workers` starts them."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(host: str, port: int, number: int, folder: Path, *, tells_all: bool) -> None:
    """Open the library, say how many sources it holds, and serve until the starter ends it."""
    os.environ["CURBSIDE_WORKER"] = str(number)
    from .asgi import application
    from .desks import desks
    from .journal import begin, counts
    from .serve import bound, listen
    from .workers import stop_with_parent

    stop_with_parent()
    begin(tells_all=tells_all)
    counts.share(folder, number)
    sources = desks().warm()
    listening = bound(host, port, shares=True)
    sys.stdout.write(f"{sources}\n")
    sys.stdout.flush()
    listen(application, listening)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), tells_all="--log" in sys.argv[5:])

"""The process that does long jobs, as the site starts it; it ends with the site, or when nothing waits."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Do what waits."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "curbside_web.configuration")
    django.setup()
    from .newsroom.working import do_all

    do_all()
    # At once: a job that is asked for while an interpreter tidies up would wait a minute for the next process.
    os._exit(0)


if __name__ == "__main__":
    main()

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


if __name__ == "__main__":
    main()

"""
Django's settings, taken from the library's own: a site is a library folder and an address.

Nothing here needs a database: readers have no accounts, and articles, reviews and audit are the archive's.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from curbside import __version__
from curbside.settings import default_library, load

from .fingerprint import FOLDER, STYLE, fingerprint


def _folder(library: str) -> Path:
    return Path(os.environ.get("CURBSIDE_INDEX", "") if "://" in library else library).expanduser()


def _secret(folder: Path) -> str:
    """What signs the threads in readers' pages: from the environment, else from a file that only its owner reads."""
    if told := os.environ.get("CURBSIDE_SITE_SECRET"):
        return told
    path = folder / "site.secret"
    fresh = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip() or fresh
    except OSError:
        return fresh  # no folder yet, or one that cannot be written: threads then end with the process
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(fresh)
    return fresh


LIBRARY = os.environ.get("CURBSIDE_LIBRARY") or default_library()
_LIBRARY_FOLDER = _folder(LIBRARY)
CURBSIDE = load(_LIBRARY_FOLDER)
VERSION = __version__

DEBUG = False
SECRET_KEY = _secret(_LIBRARY_FOLDER)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *CURBSIDE.site_hosts.split()]
ROOT_URLCONF = "curbside_web.urls"
ASGI_APPLICATION = "curbside_web.asgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "ninja", "curbside_web"]
MIDDLEWARE = ["curbside_web.guard.guard", "django_htmx.middleware.HtmxMiddleware"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [FOLDER / "templates"],
        "OPTIONS": {"environment": "curbside_web.pages.environment"},
    }
]
STATIC_URL = f"/static/{fingerprint()}/"
STATICFILES_DIRS = [FOLDER / "static", ("curbside", STYLE)]
DATABASES: dict[str, Any] = {}
# What waits to be streamed lies in memory for a minute: a question is never written down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}}}
APPEND_SLASH = False
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024  # what is larger would be written to disk
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
LOGGING_CONFIG = None  # curbside_web.journal writes the one log

"""
A stand-alone page as a PDF that a screen reader can read: tagged, with a title and a language (PDF/UA-1).

The banner of its review stands on every sheet, since sheets get parted. Nothing is fetched: a page that asks for a file or
an address gets none. The extra `pdf` is needed, and the system library Pango; what is missing is said in one sentence.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

from curbside.errors import CurbsideError

from .bibliography import one_line

VARIANT = "pdf/ua-1"
NO_PACKAGE = 'A PDF needs the extra "pdf"; install it with: python -m pip install "curbside[pdf]"'
NO_PANGO = (
    "A PDF needs the system library Pango ({error}); install it (Debian: apt-get install libpangoft2-1.0-0, "
    "macOS: brew install pango), or print the HTML page."
)

#: Sheets are set as one column of blocks: laying out boxes beside each other takes ten times as long, and breaks badly.
_SHEET = """
* {{ columns: auto !important; }}
html, body, main, article, section, .links {{ display: block !important; }}
h1 {{ font-size: 18pt !important; }}
@page {{
  size: A4;
  margin: 27mm 18mm 20mm;
  @top-left {{
    content: {banner};
    width: 100%; font: 8pt/1.3 Arial, sans-serif; text-align: left; vertical-align: bottom;
    padding-bottom: 2mm; margin-bottom: 3mm; border-bottom: 0.5pt solid #777; color: #222;
  }}
  @bottom-left {{ content: {foot}; width: 80%; font: 8pt/1.3 Arial, sans-serif; color: #444; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 8pt/1.3 Arial, sans-serif; color: #444; }}
}}
"""


def pdf(page: str, state: str, foot: str = "") -> bytes:
    """A whole HTML page as a tagged PDF, with the banner of its review above every sheet and `foot` below."""
    engine = _engine()
    fetcher = engine.urls.URLFetcher(allowed_protocols=())
    sheet = engine.CSS(string=_SHEET.format(banner=_quoted(state), foot=_quoted(foot)), url_fetcher=fetcher)
    document = engine.HTML(string=page, url_fetcher=fetcher)
    made: bytes = document.write_pdf(stylesheets=[sheet], pdf_variant=VARIANT)
    return made


def _engine() -> Any:
    try:
        weasyprint = import_module("weasyprint")
    except ImportError as error:
        raise CurbsideError(NO_PACKAGE) from error
    except OSError as error:  # it is installed, and a library of the system that it needs is not
        raise CurbsideError(NO_PANGO.format(error=one_line(str(error))[:120])) from error
    # It tells of every property meant for screens, which a page for both is full of.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint


def _quoted(text: str) -> str:
    """Text as a string of a stylesheet."""
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'

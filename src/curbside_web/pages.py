"""How pages are made: one environment for the templates of the press and those of the site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django_htmx.jinja import htmx_script
from jinja2 import BaseLoader, Environment
from markupsafe import Markup

from curbside.press.hypertext import environment as press_environment


@dataclass(frozen=True, slots=True)
class Site:
    """What every page knows of the site it stands on."""

    sources: str = "/sources/"  # below it, each source by its id
    version: str = settings.VERSION


def environment(loader: BaseLoader, **_: Any) -> Environment:
    """The press's templates and behind `loader` the site's; escaping is the press's and cannot be turned off."""
    made = press_environment(loader)
    made.globals["has_model"] = settings.CURBSIDE.writer != "none"
    made.globals.update(static=cache(static), url=reverse, htmx=htmx_script(extensions="hx-sse"), site=Site())
    return made


def fragment(template: str, values: dict[str, Any]) -> Markup:
    """A piece of a page that depends on nothing but these values."""
    environment: Environment = cast(Jinja2, engines["jinja2"]).env
    return Markup(environment.get_template(template).render(values))  # noqa: S704  # escaped as it was made


def render(
    request: HttpRequest,
    template: str,
    values: dict[str, Any] | None = None,
    *,
    status: int = 200,
    is_public: bool = False,
) -> HttpResponse:
    """A page, which nobody keeps; one that is public may be kept by who asks again whether it is still the same."""
    response = HttpResponse(render_to_string(template, values or {}, request, using="jinja2"), status=status)
    response.headers["Cache-Control"] = "public, no-cache" if is_public else "no-store"
    return response

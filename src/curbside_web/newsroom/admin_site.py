"""
The site of Django's admin: it opens for whoever runs Curbside, and only with a second factor.

Of the models that other parts bring along it takes accounts alone: the rest shows secrets, or is not used here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from curbside.settings import as_dict

from .membership import has_second_factor
from .models import Account


class AccountsSite(admin.AdminSite):
    """The admin of this site; `administration` makes it Django's own."""

    site_header = site_title = "Curbside accounts"
    site_url = "/newsroom"
    index_template = "admin/accounts.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """For whoever runs the site, with a second factor."""
        user = request.user
        return bool(user.is_authenticated and user.is_active and user.is_superuser and has_second_factor(user))

    def register(
        self, model_or_iterable: type[Any] | Iterable[type[Any]], admin_class: Any = None, **options: Any
    ) -> None:
        """Take accounts, and pass over what other parts bring along."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        if wanted := [one for one in models if one is Account]:
            super().register(wanted, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The site's one login; an owner without a second factor is led to where it is set up."""
        user = request.user
        if user.is_authenticated and user.is_superuser and not has_second_factor(user):
            return HttpResponseRedirect("/accounts/second/")
        return cast("HttpResponse", secure_admin_login(super().login)(request, extra_context))

    def get_urls(self) -> list[Any]:
        """The pages, with one of what is set."""
        return [path("settings/", self.admin_view(self.settings), name="settings"), *super().get_urls()]

    def settings(self, request: HttpRequest) -> HttpResponse:
        """What is set; it is changed in settings.toml and the environment."""
        rows = sorted(as_dict(settings.CURBSIDE).items())
        context = {**self.each_context(request), "title": "Settings", "rows": rows}
        return TemplateResponse(request, "admin/settings.html", context, using="django")

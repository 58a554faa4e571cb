"""
Django's admin: accounts and what is set, and nothing of articles.

It opens for whoever runs the site, and only with a second factor. What is done here stands in the audit log like
everything else; passwords are set by links, so that nobody else ever knows one, and secrets of second factors are not
shown at all.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from curbside.settings import as_dict

from ..desks import desks
from .membership import has_second_factor
from .models import Account
from .renewal import end_sessions

_site = admin.site
_site.site_header = _site.site_title = "Curbside accounts"
_site.site_url = "/newsroom"
_site.index_template = "admin/accounts.html"
_enter = secure_admin_login(_site.login)
_addresses = _site.get_urls


def _may_enter(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_authenticated and user.is_active and user.is_superuser and has_second_factor(user))


def _login(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    user = request.user
    if user.is_authenticated and user.is_superuser and not has_second_factor(user):
        return HttpResponseRedirect("/accounts/second/")
    return cast("HttpResponse", _enter(request, extra_context))


def _settings(request: HttpRequest) -> HttpResponse:
    """What is set; it is changed in settings.toml and the environment."""
    rows = sorted(as_dict(settings.CURBSIDE).items())
    context = {**_site.each_context(request), "title": "Settings", "rows": rows}
    return TemplateResponse(request, "admin/settings.html", context, using="django")


def _with_settings() -> list[Any]:
    return [path("settings/", _site.admin_view(_settings), name="settings"), *_addresses()]


_site.has_permission = _may_enter  # type: ignore[method-assign]  # the one site that Django has
_site.login = _login  # type: ignore[method-assign]
_site.get_urls = _with_settings  # type: ignore[method-assign]


@admin.register(Account)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # it is not generic at run time
    """Lock an account, say who runs the site, take second factors away; whose key it is cannot be changed."""

    list_display = ("username", "person", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    readonly_fields = ("person", "email", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "person", "email")}),
        ("Permissions", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    actions = ("forget_second_factors",)

    def has_add_permission(self, *_: object) -> bool:
        """Accounts are made by invitation."""
        return False

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """A password is set by whoever uses it, with a link."""
        account = self.get_object(request, id)
        return HttpResponseRedirect(f"/newsroom/people/{account.person}/account" if account else "/admin/")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keep what was changed, and log it."""
        super().save_model(request, obj, form, change)
        _log(request, "set_account", obj, **{name: form.cleaned_data[name] for name in form.changed_data})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete an account, and log it; its person stays."""
        super().delete_model(request, obj)
        _log(request, "delete_account", obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete accounts one by one, so that each is logged."""
        for account in queryset:
            self.delete_model(request, account)

    @admin.action(description="Forget passkeys, authenticator apps and recovery codes")
    def forget_second_factors(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """For who lost theirs, after making sure who asks; sessions end."""
        for account in queryset:
            Authenticator.objects.filter(user=account).delete()
            end_sessions(account)
            _log(request, "drop_factors", account)


def _log(request: HttpRequest, action: str, account: Account, **what: Any) -> None:
    by = cast("Account", request.user).person
    async_to_sync(desks().do)(lambda desk: desk.archive.log(action, account.person, by, **what))


for _model in tuple(_site._registry):
    if _model is not Account:  # what other parts bring along shows secrets, or is not used here
        _site.unregister(_model)

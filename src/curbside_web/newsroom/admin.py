"""
Accounts in Django's admin, and nothing of articles.

What is done here stands in the audit log like everything else; passwords are set by links, so that nobody else ever
knows one, and secrets of second factors are not shown at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.mfa.models import Authenticator
from asgiref.sync import async_to_sync
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ..desks import desks
from .models import Account
from .renewal import end_sessions

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[Account]
else:
    _UserAdmin = UserAdmin  # generic for a type checker alone


@admin.register(Account)
class AccountAdmin(_UserAdmin):
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

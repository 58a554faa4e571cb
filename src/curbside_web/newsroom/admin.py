"""Django's admin: accounts, and nothing of articles."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from .models import Account

admin.site.site_header = admin.site.site_title = "Curbside accounts"
admin.site.site_url = "/newsroom"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth's manual has it


@admin.register(Account)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # it is not generic at run time
    """Lock an account, set a password, say who runs the site; whose key it is cannot be changed."""

    list_display = ("username", "person", "is_active", "is_superuser", "last_login")
    readonly_fields = ("person", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "person")}),
        ("Permissions", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )

    def has_add_permission(self, *_: object) -> bool:
        """Accounts are made by invitation."""
        return False


for _model in (Group, EmailAddress):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)

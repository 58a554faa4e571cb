"""Django's admin as this site has it; a module of its own, since Django looks for one configuration in each."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class Administration(AdminConfig):
    """The admin, on a site of our own."""

    default_site = "curbside_web.newsroom.admin_site.AccountsSite"

"""The addresses of the newsroom, and of accounts."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import admin
from django.urls import path, re_path

from . import (
    acting,
    alerts,
    attempts,
    audit,
    desk,
    disclosures,
    finding,
    forgotten,
    jobs,
    keys,
    people,
    queue,
    requests,
    shelf,
    signing,
    sources,
    welcome,
)

PROVIDER = settings.CURBSIDE.site_oidc_name if settings.CURBSIDE.site_oidc_issuer else ""
_login = account.LoginView.as_view(extra_context={"provider": PROVIDER})

urlpatterns = [
    path("newsroom", queue.queue, name="newsroom"),
    path("newsroom/drafts", queue.draft, name="newsroom-draft"),
    path("newsroom/articles", shelf.articles, name="newsroom-articles"),
    path("newsroom/articles/<slug:slug>", desk.article, name="newsroom-article"),
    path("newsroom/articles/<slug:slug>/sign", signing.sign, name="newsroom-sign"),
    path("newsroom/articles/<slug:slug>/find", finding.find, name="newsroom-find"),
    path("newsroom/articles/<slug:slug>/do/<str:name>", acting.act, name="newsroom-act"),
    path("newsroom/disclosures", disclosures.disclosures, name="newsroom-disclosures"),
    path("newsroom/alert", alerts.alert, name="newsroom-alert"),
    path("newsroom/sources", sources.sources, name="newsroom-sources"),
    path("newsroom/requests", requests.requests, name="newsroom-requests"),
    path("newsroom/jobs", jobs.jobs, name="newsroom-jobs"),
    path("newsroom/people", people.people, name="newsroom-people"),
    path("newsroom/people/new", people.one_person, name="newsroom-person-new"),
    path("newsroom/people/<slug:name>", people.one_person, name="newsroom-person"),
    path("newsroom/people/<slug:name>/invite", people.invited, name="newsroom-invite"),
    path("newsroom/people/<slug:name>/account", keys.key, name="newsroom-key"),
    path("newsroom/audit", audit.audit, name="newsroom-audit"),
    path("newsroom/welcome/<str:token>", welcome.welcome, name="newsroom-welcome"),
    path("request", requests.ask, name="request"),
    path("articles/<slug:slug>/report", requests.report, name="report"),
    path("draft", queue.describe, name="draft"),
    # Of allauth's pages those that an invited member needs; nobody signs up.
    path("accounts/login/", attempts.counted(_login), name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/forgotten/", forgotten.forgotten, name="account_reset_password"),
    path("accounts/renew/<str:token>/", forgotten.renewed, name="account-renew"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/again/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/second/", mfa.index, name="mfa_index"),
    path("accounts/second/login/", attempts.counted(mfa.authenticate), name="mfa_authenticate"),
    path("accounts/second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/second/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/second/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/second/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("accounts/second/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("accounts/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("accounts/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("accounts/passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("accounts/passkeys/login/", attempts.counted(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("accounts/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("accounts/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("admin/", admin.site.urls),
]
if PROVIDER:
    from . import provider

    urlpatterns += [
        re_path(r"^accounts/oidc/(?P<provider_id>board)/$", provider.enter, name="openid_connect_login"),
        re_path(r"^accounts/oidc/(?P<provider_id>board)/back/$", provider.back, name="openid_connect_callback"),
    ]

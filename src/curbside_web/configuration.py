"""
Django's settings, taken from the library's own: a site is a library folder and an address.

Readers need no database: accounts of the board have one beside the library, and articles, reviews and audit are the
archive's.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curbside import __version__
from curbside.settings import default_library, load

from .fingerprint import FOLDER, STYLE, fingerprint
from .newsroom.database import database
from .newsroom.single import provider_apps
from .secrets import chosen, secret_in, site_secret


def _folder(library: str) -> Path:
    return Path(os.environ.get("CURBSIDE_INDEX", "") if "://" in library else library).expanduser()


LIBRARY = os.environ.get("CURBSIDE_LIBRARY") or default_library()
LIBRARY_FOLDER = _folder(LIBRARY)
CURBSIDE = load(LIBRARY_FOLDER)
VERSION = __version__

DEBUG = False
SECRET_KEY = site_secret(LIBRARY_FOLDER, CURBSIDE.site_secret_file)
PUBLIC_HOST = urlsplit(CURBSIDE.site_address).hostname or "localhost"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", PUBLIC_HOST, *CURBSIDE.site_hosts.split()]
ROOT_URLCONF = "curbside_web.urls"
ASGI_APPLICATION = "curbside_web.asgi.application"
INSTALLED_APPS = [
    "curbside_web.newsroom.administration.Administration",
    *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"),
    *("django.contrib.messages", "django.contrib.staticfiles", "allauth", "allauth.account", "allauth.mfa"),
    *("django_htmx", "ninja", "curbside_web", "curbside_web.newsroom"),
]
if CURBSIDE.site_oidc_issuer:
    INSTALLED_APPS += provider_apps(CURBSIDE.site_oidc_issuer)
MIDDLEWARE = [
    "curbside_web.journal.journal",
    "curbside_web.guard.guard",
    "django_htmx.middleware.HtmxMiddleware",
    *(f"curbside_web.newsroom.middleware.{name}" for name in ("Sessions", "Tokens", "Members", "Messages")),
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [FOLDER / "templates"],
        "OPTIONS": {"environment": "curbside_web.pages.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # the pages of Django's admin
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
STATIC_URL = f"/static/{fingerprint()}/"
STATICFILES_DIRS = [FOLDER / "static", ("curbside", STYLE)]
# Accounts, sessions, invitations and requests; articles, reviews and the audit log are the archive's.
DATABASES: dict[str, Any] = {"default": database(LIBRARY, LIBRARY_FOLDER)}
# How often somebody tried to log in is counted for all processes together; nothing of readers is in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
APPEND_SLASH = False
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024  # what is larger would be written to disk
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
LOGGING_CONFIG = None  # curbside_web.journal writes the one log

# Accounts of the board: by invitation, with a second factor, in cookies that no other site and no script sees.
AUTH_USER_MODEL = "newsroom.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
IS_PRIVATE = CURBSIDE.site_address.startswith("https://")  # TLS: cookies are then bound to this very host
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-token") if IS_PRIVATE else ("session", "token")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRIVATE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE, CSRF_COOKIE_SAMESITE = "Lax", "Strict"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "curbside_web.newsroom.middleware.no_token"
CSRF_TRUSTED_ORIGINS = [CURBSIDE.site_address.rstrip("/")] if IS_PRIVATE else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL, LOGIN_REDIRECT_URL, ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/", "/newsroom", "/"
ACCOUNT_ADAPTER = "curbside_web.newsroom.adapters.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Guesses at one account; how often one address tries is counted in newsroom.attempts.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and after twelve hours
MFA_ADAPTER = "curbside_web.newsroom.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # for passkeys that were made for it: they ask for a finger, a face or a PIN
MFA_FORMS = {
    "authenticate_webauthn": "curbside_web.newsroom.passkeys.Second",
    "login_webauthn": "curbside_web.newsroom.passkeys.Alone",
    "reauthenticate_webauthn": "curbside_web.newsroom.passkeys.Again",
    "add_webauthn": "curbside_web.newsroom.passkeys.Fresh",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_TOTP_ISSUER = "Curbside"

# An identity provider, where one is set: it says who somebody is, and who may enter is decided here.
SOCIALACCOUNT_ADAPTER = "curbside_web.newsroom.provider.Entrance"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "board",
                "name": CURBSIDE.site_oidc_name,
                "client_id": CURBSIDE.site_oidc_client,
                "secret": secret_in(CURBSIDE.site_oidc_secret_file),
                "settings": {"server_url": CURBSIDE.site_oidc_issuer},
            }
        ],
    }
}

# Mail, where a server for it is set: links for a new password, and word that one was set.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if CURBSIDE.site_mail_host else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER = CURBSIDE.site_mail_host, CURBSIDE.site_mail_port, CURBSIDE.site_mail_user
EMAIL_HOST_PASSWORD = secret_in(CURBSIDE.site_mail_password_file)
EMAIL_USE_TLS, EMAIL_USE_SSL = (chosen(CURBSIDE.site_mail_security) == one for one in ("starttls", "tls"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = CURBSIDE.site_mail_from or "curbside@localhost"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

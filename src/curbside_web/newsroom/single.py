"""What a site needs installed, and has to be told, before members log in with an identity provider."""

from __future__ import annotations

from importlib.util import find_spec
from urllib.parse import urlsplit

from curbside.errors import CurbsideError

_PACKAGES = ("jwt", "requests", "oauthlib")
_APPS = ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
_HERE = frozenset(["127.0.0.1", "localhost", "::1"])


def provider_apps(issuer: str) -> list[str]:
    """Django's names of the parts that speak to a provider; raises CurbsideError when it cannot be spoken to safely."""
    address = urlsplit(issuer)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _HERE):
        raise CurbsideError('Setting "site_oidc_issuer" must begin with https://.')
    if missing := [name for name in _PACKAGES if find_spec(name) is None]:
        raise CurbsideError(
            f"Logging in with a provider needs more packages ({missing[0]}); install: curbside[web,oidc]"
        )
    return list(_APPS)

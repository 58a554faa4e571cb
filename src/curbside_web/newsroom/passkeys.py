"""
What a browser says for a passkey, read strictly: whatever is no answer of an authenticator is a wrong one, not a fault.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms

#: What reading an answer of the wrong shape can end in.
_SHAPES = (KeyError, AttributeError, TypeError, ValueError, IndexError, AssertionError, OverflowError)


class _Strict:
    def clean_credential(self) -> Any:
        """The passkey that answered."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form that this is mixed into
        except _SHAPES as error:
            raise get_adapter().validation_error("incorrect_code") from error


class Second(_Strict, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey as a second factor."""


class Alone(_Strict, forms.LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey that logs in without a password."""


class Again(_Strict, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey that shows who is at the keyboard."""


class Fresh(forms.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey."""

    def clean(self) -> dict[str, Any]:
        """What the authenticator made."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except _SHAPES as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned

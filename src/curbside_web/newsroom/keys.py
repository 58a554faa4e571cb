"""
The account of a person, as its keepers see it: the mail address it answers to, and a link for a new password.

An owner and a medical director may do this, an editor may not: whoever sets somebody's password could sign in their
name. It asks who is at the keyboard once more, and the audit log tells what was done.
"""

from __future__ import annotations

from urllib.parse import quote

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from curbside.articles.person import Person
from curbside.errors import CurbsideError, NotAllowed, Stale

from ..desks import desks
from ..pages import render
from .membership import KEEPERS, member
from .models import Account
from .renewal import GIVEN_HOURS, make_link, may_renew


@member(*KEEPERS)
async def key(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Somebody's account: see it, set its mail address, make a link."""
    known = await desks().do(lambda desk: desk.archive.person(name))
    account = await Account.objects.filter(person=name).afirst()
    if known is None or account is None:
        raise Http404
    actor = await request.auser()
    assert isinstance(actor, Account)
    if not may_renew(actor, person, account):
        raise NotAllowed(
            "An owner makes links for everybody, a medical director for all but owners; an owner who is locked out "
            "gets one in the terminal, with: curbside owner-link"
        )
    if not await sync_to_async(did_recently_reauthenticate)(request):
        return HttpResponseRedirect(f"/accounts/again/?next={quote(request.path)}")
    link, refused, status, meanwhile = "", "", 200, None
    if request.method == "POST":
        try:
            if "email" in request.POST:
                await sync_to_async(set_email)(account, request.POST["email"], request.POST.get("if_match"))
                await desks().do(lambda desk: desk.archive.log("set_email", name, person.id))
            else:
                link = await sync_to_async(make_link)(account, person.id, GIVEN_HOURS, request.build_absolute_uri("/"))
                await desks().do(lambda desk: desk.archive.log("renew_link", name, person.id))
        except Stale as error:
            refused, status, meanwhile = str(error), 409, request.POST["email"]
        except CurbsideError as error:
            refused, status = str(error), 422
    factors = [one async for one in Authenticator.objects.filter(user=account).values_list("type", flat=True)]
    values = {"one": known, "account": account, "link": link, "refused": refused, "factors": factors}
    values |= {"hours": GIVEN_HOURS, "meanwhile": meanwhile}
    return render(request, "newsroom/key.html", values, status=status)


def set_email(account: Account, told: str, if_match: str | None) -> None:
    """Give an account its mail address, which no other has, in place of the one that was seen; "" takes it away."""
    if if_match is None:
        raise CurbsideError("The form is not whole; reload the page and send it again.")
    seen, email = if_match, checked_email(told, account)
    if not Account.objects.filter(pk=account.pk, email=seen).update(email=email):
        account.refresh_from_db(fields=["email"])
        raise Stale(
            f"The address was changed meanwhile: you saw {seen or 'none'}, and it is {account.email or 'none'} now. "
            "Nothing of yours was done.",
            0,
            account.email,
        )
    account.email = email
    if settings.CURBSIDE.site_oidc_issuer:
        from allauth.socialaccount.models import SocialAccount

        SocialAccount.objects.filter(user=account).delete()  # the provider's person of the new address is another


def checked_email(told: str, of: Account | None = None) -> str:
    """A mail address as it is kept; raises CurbsideError when it is none, or another account's."""
    email = told.strip()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError as error:
        raise CurbsideError("This is no mail address.") from error
    others = Account.objects.filter(email__iexact=email)
    if (others.exclude(pk=of.pk) if of else others).exists():
        raise CurbsideError("Another account has this address.")
    return email

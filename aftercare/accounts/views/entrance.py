"""Coming in: the password, the second step, a passkey, the company's own sign-in."""

from http import HTTPStatus
from typing import Any

import requests
from allauth.account.utils import perform_login
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aftercare.accounts import queries, throttles
from aftercare.kit import limits
from aftercare.people import views as people
from aftercare.people.models import Person

COMPANY = "company"
OWN_SITE = {"", "same-origin", "none"}  # `Sec-Fetch-Site`; browsers of before 2023 send nothing


def answered(answer: HttpResponse, form: Any) -> HttpResponse:
    """With the status that says what was wrong."""
    limited = getattr(form, "limited", False)
    answer.status_code = (
        HTTPStatus.TOO_MANY_REQUESTS if limited else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    return answer


class SignIn(people.SignIn):
    """Name and password; whoever has a second factor is asked for it next."""

    template_name = "accounts/sign_in.html"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer: HttpResponse = perform_login(
            self.request, form.get_user(), email_verification="none",
            redirect_url=self.get_success_url(),
        )  # fmt: skip
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, company=settings.COMPANY_SIGN_IN)


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """A code or a passkey, after the password."""

    template_name = "accounts/second_step.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return answered(super().form_invalid(form), form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **_ways(self.stage.login.user)}


@method_decorator(never_cache, name="dispatch")
class Passkey(LoginWebAuthnView):  # type: ignore[misc]
    """A passkey instead of name and password: it is possession and a PIN or finger at once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            limits.spend(throttles.PASSKEY, limits.address_of(request))
        except limits.TooMany as refusal:
            messages.error(request, str(refusal.message))
            return redirect("sign-in")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def form_invalid(self, _form: Any) -> HttpResponse:
        messages.error(self.request, _("This passkey is not known here."))
        return redirect("sign-in")


class PasswordAgain(ReauthenticateView):  # type: ignore[misc]
    """The password once more, before something that matters is changed."""

    template_name = "accounts/again.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return answered(super().form_invalid(form), form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **_ways(self.request.user), "way": "password"}


class CodeAgain(CodeAgainView):  # type: ignore[misc]
    """A code instead."""

    template_name = "accounts/again.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return answered(super().form_invalid(form), form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **_ways(self.request.user), "way": "code"}


class PasskeyAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey instead."""

    template_name = "accounts/again.html"

    def form_invalid(self, _form: Any) -> HttpResponse:
        messages.error(self.request, _("This passkey is not known here."))
        return redirect("mfa_reauthenticate_webauthn")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **_ways(self.request.user), "way": "passkey"}


@never_cache
def company(request: HttpRequest) -> HttpResponse:
    """Off to the company's own sign-in, when one came here from our own page."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    if request.headers.get("Sec-Fetch-Site", "") not in OWN_SITE:
        return redirect("sign-in")
    try:
        answer: HttpResponse = openid.login(request, provider_id=COMPANY)
    except requests.RequestException:
        messages.error(
            request, _("The sign-in of the company does not answer. Try later or use a password.")
        )
        return redirect("sign-in")
    return answer


@never_cache
def company_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from there."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    answer: HttpResponse = openid.callback(request, provider_id=provider_id)
    return answer


def _ways(person: Any) -> dict[str, Any]:
    """How somebody may prove who they are."""
    if not isinstance(person, Person):
        return {}
    factors = queries.factors_of(person)
    return {
        "has_codes": bool(factors.get("totp") or factors.get("recovery_codes")),
        "has_passkeys": bool(factors.get("webauthn")),
        "has_password": person.has_usable_password(),
    }

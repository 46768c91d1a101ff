"""My account: password, second factor, passkeys, recovery codes, sessions."""

from http import HTTPStatus
from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aftercare.accounts import actions, queries
from aftercare.accounts.models import Notice
from aftercare.accounts.views.entrance import answered
from aftercare.people import actions as people
from aftercare.people.models import Person
from aftercare.people.requests import person_of


@login_required
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """How I prove who I am, and where I am signed in."""
    person = person_of(request)
    sessions = queries.sessions_of(person)
    if not any(one.session_key == request.session.session_key for one in sessions):
        UserSession.objects.create_from_request(request)  # it has a new key since a new password
        sessions = queries.sessions_of(person)
    context = {
        "factors": queries.factors_of(person),
        "passkeys": queries.passkeys_of(person),
        "sessions": sessions,
        "here": request.session.session_key,
        "has_password": person.has_usable_password(),
    }
    return render(request, "accounts/security.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of my sessions, on the device I lost for instance."""
    person = person_of(request)
    found = get_object_or_404(UserSession, user=person, pk=pk)
    actions.end_session(found, by=person, at=timezone.now())
    messages.success(request, _("That session is ended."))
    return redirect("accounts:security")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of my sessions but this one."""
    person = get_object_or_404(Person, pk=request.user.pk)
    people.end_sessions(person, by=person, at=timezone.now())
    update_session_auth_hash(request, person)
    UserSession.objects.create_from_request(request)  # it goes on under a new key
    messages.success(request, _("All other sessions are ended."))
    return redirect("accounts:security")


class SetUpCodes(ActivateTOTPView):  # type: ignore[misc]
    """Codes from an app: show the key, and take the first code as proof."""

    template_name = "accounts/set_up_codes.html"

    @method_decorator(transaction.atomic)
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        return _told(self.request, Notice.CODES_ON, answer)

    def form_invalid(self, form: Any) -> HttpResponse:
        return answered(super().form_invalid(form), form)


class RemoveCodes(DeactivateTOTPView):  # type: ignore[misc]
    """No more codes from an app."""

    template_name = "accounts/remove_codes.html"

    @method_decorator(transaction.atomic)
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        return _told(self.request, Notice.CODES_OFF, answer)


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """A passkey on this device or key."""

    template_name = "accounts/add_passkey.html"

    @method_decorator(transaction.atomic)
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        return _told(self.request, Notice.PASSKEY_ON, answer)

    def form_invalid(self, form: Any) -> HttpResponse:
        return answered(super().form_invalid(form), form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth leaves a form with errors behind; the new options are for the next attempt
        return {**super().get_context_data(**kwargs), **kwargs}


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """No more of a passkey."""

    template_name = "accounts/remove_passkey.html"
    success_url = "/profile/security"

    @method_decorator(transaction.atomic)
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        return _told(self.request, Notice.PASSKEY_OFF, answer)


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """Codes to be kept on paper; they are shown once."""

    template_name = "accounts/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Other codes; the old ones open nothing any more."""

    template_name = "accounts/new_recovery_codes.html"

    @method_decorator(transaction.atomic)
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        return _told(self.request, Notice.RECOVERY_CODES, answer)

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer


def _told(request: HttpRequest, notice: Notice, answer: HttpResponse) -> HttpResponse:
    person = person_of(request)
    actions.tell(person, notice, by=person, at=timezone.now())
    messages.success(request, str(notice.label))
    return answer

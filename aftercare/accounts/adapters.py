"""Where allauth asks us: what it says, what it keeps, whom it lets in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.accounts import actions, hiding, queries
from aftercare.accounts.middleware import begin
from aftercare.kit import limits

WRONG_CODE = gettext_lazy("This code is not right, or was used already. Wait for the next one.")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account here by themselves; mail leaves by letters only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": gettext_lazy("This password is not right."),
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *_args: Any, **_more: Any) -> None:
        """The pages say in our own words what was done."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError("mail is sent by accounts.jobs")

    def send_notification_mail(self, *_args: Any, **_more: Any) -> None:
        """Notices are letters, written in the transaction of the change: `actions.tell`."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Of an IPv6 address the network; behind proxies as everywhere else."""
        return limits.address_of(request).partition("/")[0] or "0.0.0.0"  # noqa: S104

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        begin(request)
        answer: HttpResponse = super().post_login(request, user, **more)
        return answer

    def respond_user_inactive(self, request: HttpRequest, _person: Any) -> HttpResponse:
        messages.error(request, _("This account is closed."))
        return redirect("sign-in")


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their keys are stored encrypted, and named after this product."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return hiding.encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        return hiding.decrypted(encrypted_text)

    def get_totp_issuer(self) -> str:
        return str(_("Aftercare"))

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Name and sign-in name, since that is what the device shows when it asks which."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.username, "display_name": user.name}

    def _get_site_name(self) -> str:
        return str(_("Aftercare"))


class Company(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The sign-in of the company lets in colleagues who have an account here, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link by a verified address once; from then on by the company's own key of the person."""
        sociallogin.account.extra_data = {}  # we need none of what else the company tells
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        verified = [one.email for one in sociallogin.email_addresses if one.verified]
        person = queries.person_at_company(verified)
        if person is None or not person.is_active:
            messages.error(
                request, _("The company knows you, but there is no open account for you here. "
                           "Ask an administrator to invite you.")
            )  # fmt: skip
            raise ImmediateHttpResponse(redirect("sign-in"))
        with transaction.atomic():
            sociallogin.connect(request, person)
            actions.link_company(person, by=person, at=timezone.now())

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
        extra_context: Any = None,
    ) -> None:  # fmt: skip
        messages.error(
            request, _("Signing in by the company did not work. Try again, or use your password.")
        )
        raise ImmediateHttpResponse(redirect("sign-in"))

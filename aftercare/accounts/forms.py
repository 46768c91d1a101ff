"""What people fill in to come in, to prove who they are, and to keep the accounts of others."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.accounts import throttles
from aftercare.kit import limits, references
from aftercare.kit.forms import Pick
from aftercare.people.forms import NewPasswordField
from aftercare.people.models import Department, Organisation, Person
from aftercare.people.roles import Role, Suspension

STATES = (
    ("open", _("open")),
    ("invited", _("invited")),
    ("closed", pgettext_lazy("account", "closed")),
)


def _spend(form: Any, *pairs: tuple[limits.Limit, str]) -> None:
    """Count an attempt before it is looked at; the form knows when it was one too many."""
    try:
        for limit, who in pairs:
            limits.spend(limit, who)
    except limits.TooMany as refusal:
        form.limited = True
        raise ValidationError(str(refusal.message), code=refusal.code) from refusal


def _code_field() -> forms.CharField:
    attrs = {
        "autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": 12
    }  # fmt: skip
    return forms.CharField(
        label=pgettext_lazy("second factor", "Code"), max_length=12,
        widget=forms.TextInput(attrs=attrs),
        help_text=_("From your app; or one of your recovery codes."),
    )  # fmt: skip


class _CodeForm(mfa.BaseAuthenticateForm):  # type: ignore[misc]
    """A code, so often within so long, and each only once over all processes."""

    limited = False

    def clean_code(self) -> str:
        who = str(self.user.pk)
        _spend(self, (throttles.CODE, who), (throttles.CODE_DAY, who))
        code: str = super().clean_code()
        try:
            limits.spend(throttles.USED, f"{who}|{code.strip()}")
        except limits.TooMany:
            raise ValidationError(_("This code was used already. Wait for the next one.")) from None
        limits.forget(throttles.CODE, who)
        limits.give_back(throttles.CODE_DAY, who)
        return code


class SecondStepForm(_CodeForm, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""

    code = _code_field()


class CodeAgainForm(_CodeForm, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code before something that matters is changed."""

    code = _code_field()


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password before something that matters is changed."""

    password = forms.CharField(
        label=_("Password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )  # fmt: skip
    limited = False

    def clean_password(self) -> Any:
        _spend(self, (throttles.AGAIN, str(self.user.pk)))
        password = super().clean_password()
        limits.forget(throttles.AGAIN, str(self.user.pk))
        return password


class SetUpCodesForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code proves that the app has the key."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"), max_length=12,
        help_text=_("The six digits that the app shows now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip
    limited = False

    def clean_code(self) -> str:
        _spend(self, (throttles.CODE, str(self.user.pk)))
        return str(super().clean_code())


class AddPasskeyForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A name for the passkey; the device fills in the rest."""

    name = forms.CharField(
        label=pgettext_lazy("passkey", "Name"), max_length=60, required=False,
        help_text=_("So that you know later which device it is on."),
    )  # fmt: skip
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput, initial=True)


class RecoveryForm(forms.Form):
    """Who forgot their password."""

    name = forms.CharField(
        label=_("Sign-in name or e-mail"), max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip


class ChosenPasswordForm(forms.Form):
    """A new password, twice."""

    password = NewPasswordField(
        label=_("New password"), help_text=password_validators_help_text_html, autofocus=True
    )
    again = NewPasswordField(label=_("The same once more"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") not in (None, cleaned["password"]):
            self.add_error("again", _("The two passwords are not the same."))
        return cleaned


class InvitationForm(forms.Form):
    """Whom to let in."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The invitation is sent to this address.")
    )
    organisation = Pick(
        label=_("Organisation"), suggest_from="people:organisation-options",
        help_text=_("A dealer or customer sees only what belongs to this organisation."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CUSTOMER)
    username = forms.CharField(
        label=_("Sign-in name"), max_length=60, required=False,
        help_text=_("Leave it empty to sign in with the mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _pick(self).rows = Organisation.objects.all()


class ContactInvitationForm(forms.Form):
    """An account for somebody who is known already."""

    email = InvitationForm.base_fields["email"]
    username = InvitationForm.base_fields["username"]


class PlaceForm(forms.Form):
    """Another organisation, role or department for somebody."""

    organisation = Pick(label=_("Organisation"), suggest_from="people:organisation-options")
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    department = forms.ModelChoiceField(
        Department.objects.select_related("organisation"), label=_("Department"), required=False
    )

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        _pick(self).rows = Organisation.objects.all()
        field = self.fields["department"]
        if isinstance(field, forms.ModelChoiceField):
            chosen = self["organisation"].value() or person.organisation_id
            key = references.number(str(getattr(chosen, "pk", chosen)))
            wanted = key if key is not None else person.organisation_id
            field.queryset = Department.objects.filter(organisation=wanted).order_by("name")


class SuspensionForm(forms.Form):
    """Why an account is closed."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=Suspension.choices, initial=Suspension.LEFT
    )


def _pick(form: forms.Form) -> Pick:
    field = form.fields["organisation"]
    if not isinstance(field, Pick):
        raise TypeError("organisation is picked")
    return field

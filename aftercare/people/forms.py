"""Signing in, what a person decides about themselves, and keeping organisations and persons."""

import unicodedata
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aftercare.kit import limits
from aftercare.people import zones
from aftercare.people.models import STANDINGS, Department, Organisation, OrganisationKind, Person
from aftercare.people.roles import Role
from aftercare.people.rules import role_fits

# One who guesses at one account; one who guesses at many; many who guess at one.
PAIR = limits.Limit("sign-in", 5, timedelta(minutes=5))
ADDRESS = limits.Limit("sign-in-address", 50, timedelta(minutes=5))
ACCOUNT = limits.Limit("sign-in-account", 50, timedelta(hours=1))


class PasswordField(forms.CharField):
    """A password as it was meant: one way to write it, however the keyboard composed it."""

    def __init__(self, **more: Any) -> None:
        words = {"autocomplete": more.pop("autocomplete", "current-password")}
        if more.pop("autofocus", False):
            words["autofocus"] = "autofocus"
        super().__init__(strip=False, widget=forms.PasswordInput(attrs=words), **more)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class NewPasswordField(PasswordField):
    """A password that is being chosen."""

    def __init__(self, **more: Any) -> None:
        super().__init__(autocomplete="new-password", **more)


class SignInForm(AuthenticationForm):
    """Name and password, with a limit on how often they may be wrong."""

    username = forms.CharField(
        label=pgettext_lazy("sign-in", "Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = PasswordField(label=_("Password"))
    error_messages = {
        "invalid_login": _("Name or password is not right. Capital letters matter."),
        "inactive": _("This account is closed."),
    }
    limited = False

    def clean(self) -> dict[str, Any]:
        """Count the attempt before the password is looked at, so that many at once count too."""
        username = self.cleaned_data.get("username") or ""
        address = limits.address_of(self.request) if self.request else ""
        pair = f"{username}|{address}"
        try:
            for limit, who in ((PAIR, pair), (ADDRESS, address), (ACCOUNT, username)):
                limits.spend(limit, who)
        except limits.TooMany as refusal:
            self.limited = True
            raise ValidationError(str(refusal.message), code=refusal.code) from refusal
        cleaned = super().clean()
        limits.forget(PAIR, pair)
        limits.give_back(ADDRESS, address)
        limits.give_back(ACCOUNT, username)
        return cleaned


WECHAT: dict[str, Any] = {
    "label": _("WeChat id"), "required": False, "max_length": 64,
    "help_text": _("The openid, or the user id of WeCom, by which messages reach them there."),
}  # fmt: skip


class ProfileForm(forms.Form):
    """Language, zone and how to be reached."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("All times are shown in this zone.")
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    wechat = forms.CharField(**WECHAT)

    def __init__(self, data: QueryDict | None, *, person: Person) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.base_fields})
        company = _("as the company (%(choice)s)")
        language = company % {"choice": dict(settings.LANGUAGES)[settings.LANGUAGE_CODE]}
        zone = company % {"choice": settings.TIME_ZONE}
        self._choose("language", [("", language), *settings.LANGUAGES])
        self._choose("time_zone", [("", zone), *zones.choices(get_language() or "en")])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class PasswordForm(PasswordChangeForm):
    """The old password and twice the new one."""

    old_password = PasswordField(label=_("Old password"))
    new_password1 = NewPasswordField(
        label=_("New password"), help_text=password_validators_help_text_html
    )
    new_password2 = NewPasswordField(label=_("New password, once more"))
    field_order = ("old_password", "new_password1", "new_password2")


class OrganisationForm(forms.Form):
    """Who an organisation is and how to reach it."""

    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=120)
    code = forms.CharField(
        label=_("Number"), max_length=40, help_text=_("Our own number for it; each only once.")
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("organisation", "Kind"), choices=OrganisationKind.choices
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    standing = forms.ChoiceField(label=_("Standing"), choices=STANDINGS, initial="normal")


class PersonForm(forms.Form):
    """A person; the lower part is for those who may sign in."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    wechat = forms.CharField(**WECHAT)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CUSTOMER)
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False
    )
    superior = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Superior"),
        required=False,
        help_text=_("Who is told when something is late."),
    )
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        required=False,
        help_text=_("Leave it empty for somebody who does not sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, keeps_people: bool, **more: Any):
        super().__init__(*args, **more)
        if not keeps_people:
            for name in ("role", "department", "superior", "username", "is_active", "password"):
                self.fields.pop(name, None)
            return
        self._among("department", organisation.departments.order_by("name"))
        self._among("superior", organisation.people.filter(is_active=True).order_by("name"))
        roles = [(one, label) for one, label in Role.choices if role_fits(one, organisation.kind)]
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = roles
        role.initial = roles[0][0] if roles else None

    def _among(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows


class NewPersonForm(PersonForm):
    """Likewise, with the first password."""

    password = NewPasswordField(label=_("First password"), required=False)


class ChangedPersonForm(PersonForm):
    """Likewise, with the choice to close the account."""

    is_active = forms.BooleanField(label=_("Works here and may sign in"), required=False)


class FirstPasswordForm(forms.Form):
    """A password that somebody else sets."""

    password = NewPasswordField(label=_("First password"))


class DepartmentForm(forms.Form):
    """A part of an organisation."""

    name = forms.CharField(label=pgettext_lazy("department", "Name"), max_length=80)

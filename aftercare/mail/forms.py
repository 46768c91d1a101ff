"""Mailboxes as somebody sets them up, and the case a letter goes into."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.mail.actions.answering import MOST_TEXT
from aftercare.mail.models import Letter, Opens, Security
from aftercare.mail.rules import new_text
from aftercare.people.models import Person


class MailboxForm(forms.Form):
    """One mailbox."""

    name = forms.CharField(label=_("Name"), max_length=80)
    address = forms.EmailField(label=_("Mail address"), max_length=254)
    host = forms.CharField(label=_("Mail server (IMAP)"), max_length=200)
    security = forms.ChoiceField(label=_("Security of the connection"), choices=Security.choices)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    username = forms.CharField(label=_("User name at the mail server"), max_length=200)
    password = forms.CharField(
        label=_("Password at the mail server"), max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted and never shown again. Many providers ask for a password of "
                    "its own for programs."),
    )  # fmt: skip
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    begins_on = forms.DateField(
        label=_("Read letters from this day on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    opens = forms.ChoiceField(
        label=_("Whose letters become cases by themselves"), choices=Opens.choices
    )
    is_active = forms.BooleanField(label=_("Read this mailbox"), required=False, initial=True)

    def __init__(self, data: Any = None, *, known: bool = False, **more: Any) -> None:
        super().__init__(data, **more)
        if known:
            field = self.fields["password"]
            field.required = False
            field.help_text = _("Leave it empty to keep the present one.")


class AnswerForm(forms.Form):
    """What is answered to a letter."""

    text = forms.CharField(
        label=_("Your answer"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 12})
    )
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, letter: Letter, **more: Any) -> None:
        super().__init__(data, **more)
        self.letter = letter
        self.letter_says = new_text(letter.text)


class AppendForm(forms.Form):
    """The case that a letter goes into, by its number."""

    number = forms.CharField(label=_("Number of the case"), max_length=20)

    def __init__(self, data: Any = None, *, person: Person, **more: Any) -> None:
        super().__init__(data, **more)
        self.person = person

    def clean_number(self) -> Case:
        wanted = self.cleaned_data["number"].strip().upper()
        found = desk.cases_visible_to(self.person).filter(number=wanted).first()
        if found is None:
            raise forms.ValidationError(_("There is no case of this number."))
        return found

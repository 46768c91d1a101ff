"""What complainants fill in. Sent twice, a form has the effect of one."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aftercare.complaints import actions
from aftercare.complaints.models import About, Complaint, Remedy
from aftercare.complaints.states import MOVES
from aftercare.desk.models import Case
from aftercare.kit.events import Actor
from aftercare.kit.forms import Once
from aftercare.kit.states import open_moves
from aftercare.people.models import Organisation

ABOUT_A_CASE = (
    (About.CASE, _("how my report is handled")),
    (About.PERSON, _("the person who came or called")),
    (About.OTHER, _("something else")),
)


class ComplainForm(Once):
    """What is not right, and what would make it good."""

    about = forms.ChoiceField(
        label=_("It is about"), choices=ABOUT_A_CASE, widget=forms.RadioSelect
    )
    matter = forms.CharField(label=_("What is not right, in one sentence"), max_length=200)
    description = forms.CharField(
        label=_("More about it"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    remedy = forms.ChoiceField(label=_("What would make it good"), choices=Remedy.choices)
    remedy_words = forms.CharField(label=_("In your own words"), max_length=300, required=False)
    safety = forms.BooleanField(label=_("Somebody is in danger"), required=False)
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Telephone to call you back"), max_length=40,
        validators=[RegexValidator(r"^[+()\d -]{6,}$", _("Enter a telephone number."))],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=254,
        help_text=_("We send you the number, the decision and the link to follow it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, case: Case | None, **more: Any) -> None:
        super().__init__(data, **more)
        self.case = case
        self.fields["about"].initial = About.CASE
        if case is None:
            del self.fields["about"]

    def grievance(self, customer: Organisation | None) -> actions.Grievance:
        """What the action takes."""
        given = self.cleaned_data
        return actions.Grievance(
            matter=given["matter"], description=given["description"],
            about=given.get("about", About.OTHER), remedy=given["remedy"],
            remedy_words=given["remedy_words"], safety=given["safety"], source="portal",
            complainant_name=given["name"], complainant_phone=given["phone"],
            complainant_email=given["email"], complainant_language=get_language() or "",
            customer=customer, case=self.case,
        )  # fmt: skip


class FollowComplaintForm(Once):
    """Something the complainant does; `verb` is a move, nothing means a message."""

    verb: ClassVar[str] = ""

    def __init__(self, *args: Any, what: str = "", **more: Any) -> None:
        super().__init__(*args, auto_id=f"{what}_%s", **more)

    @classmethod
    def offered(cls, complaint: Complaint) -> bool:
        """Whether it can be done as the complaint stands."""
        return cls.verb in open_moves(MOVES, complaint.state)

    def carry_out(self, complaint: Complaint, *, by: Actor, at: datetime, id: uuid.UUID) -> bool:
        """Do it; refusals of the action go up."""
        actions.move_complaint(complaint, self.verb, data=self.said(), by=by, at=at, id=id)
        return True


class AcceptForm(FollowComplaintForm):
    """The decision is accepted."""

    verb = "accept"


class TakeFurtherForm(FollowComplaintForm):
    """The decision is not accepted."""

    verb = "take_further"
    reason = forms.CharField(
        label=_("Why you do not accept it"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class WithdrawComplaintForm(FollowComplaintForm):
    """It need not be looked into any more."""

    verb = "withdraw"
    reason = forms.CharField(label=_("Why it is not needed any more"), max_length=300)


class MessageForm(FollowComplaintForm):
    """Something to add."""

    text = forms.CharField(
        label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def offered(cls, complaint: Complaint) -> bool:
        return complaint.is_open

    def carry_out(self, complaint: Complaint, *, by: Actor, at: datetime, id: uuid.UUID) -> bool:
        """Write it down, for the house to read."""
        text = self.cleaned_data["text"]
        actions.note_complaint(complaint, text, by=by, at=at, internal=False, id=id)
        return True


FOLLOWING: Mapping[str, type[FollowComplaintForm]] = {
    "accept": AcceptForm, "further": TakeFurtherForm, "withdraw": WithdrawComplaintForm,
    "message": MessageForm,
}  # fmt: skip

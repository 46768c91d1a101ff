"""What customers fill in. Sent twice, a form has the effect of one."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Unit
from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.states import MOVES, CaseState
from aftercare.documents.forms import Files
from aftercare.kit.events import Actor
from aftercare.kit.forms import Once
from aftercare.kit.states import open_moves

MOST_PHOTOS = 5
SHOWN_KINDS = ("fault", "complaint", "question")
CAMERA = "image/*,.pdf,.mp4"
CLOSED_TO_MESSAGES = frozenset({CaseState.WITHDRAWN})


class Photos(Files):
    """At most five files, each looked at before anything is done; what is wrong is said here."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Photographs"), most=MOST_PHOTOS, accept=CAMERA,
            help_text=_("Up to five: the unit, its plate, what is wrong."),
        )  # fmt: skip


class LookupForm(forms.Form):
    """The code on the unit, or the number on the card with the end of a telephone number."""

    number = forms.CharField(
        label=_("Code on the unit, or number on the card"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off",
                                      "spellcheck": "false"}),
    )  # fmt: skip
    phone_end = forms.CharField(
        label=_("Last four digits of your telephone"), max_length=4, required=False,
        validators=[RegexValidator(r"^\d{4}$", _("Enter four digits."))],
        help_text=_("Only with a card number: of the telephone you left with us."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class ReportForm(Once):
    """What is wrong, and whom to call back."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Which one"), empty_label=None)
    kind = forms.ChoiceField(label=_("What is it about"), widget=forms.RadioSelect)
    symptom = forms.CharField(label=_("What is wrong, in one sentence"), max_length=200)
    description = forms.CharField(
        label=_("More about it"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Since when, how often, what the display shows."),
    )  # fmt: skip
    photos = Photos()
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
        help_text=_("We send you the number, what we promise and the link to follow it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: Any, kinds: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["unit"]
        chosen.queryset, chosen.initial = units, units[0]
        chosen.label_from_instance = _unit_words
        if len(units) == 1:
            chosen.widget = chosen.hidden_widget()
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0][0]

    def report(self) -> actions.Report:
        """The report for the desk."""
        given = self.cleaned_data
        return actions.Report(
            customer=given["unit"].customer, unit=given["unit"], source="portal",
            kind=given["kind"], symptom=given["symptom"], description=given["description"],
            reporter_name=given["name"], reporter_phone=given["phone"],
            reporter_email=given["email"], reporter_language=get_language() or "",
        )  # fmt: skip


class FollowForm(Once):
    """Something a customer does about a case: a move of it, unless the form says otherwise."""

    verb: ClassVar[str] = ""
    done: Any = _("Thank you, it is recorded.")

    def __init__(self, *args: Any, what: str = "", **more: Any) -> None:
        super().__init__(*args, auto_id=f"{what}_%s", **more)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Whether it can be done as the case stands."""
        return cls.verb in open_moves(MOVES, case.state)

    def carry_out(self, case: Case, *, by: Actor, at: datetime, id: uuid.UUID) -> None:
        """Do it; refusals of the action go up. id: of the event."""
        actions.move_case(case, self.verb, by=by, at=at, data=self.said(), id=id)


class AnswerForm(FollowForm):
    """A message, photographs, or both."""

    text = forms.CharField(
        label=_("Your message"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    photos = Photos()
    done = _("Your message has arrived.")

    @classmethod
    def offered(cls, case: Case) -> bool:
        return case.state not in CLOSED_TO_MESSAGES

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given["text"] and not given["photos"]:
            self.add_error("text", _("Write something, or add a photograph."))
        return given

    def carry_out(self, case: Case, *, by: Actor, at: datetime, id: uuid.UUID) -> None:
        """Write the message and keep the files."""
        keep_photos(case, self.cleaned_data["photos"], by=by, at=at, id=id)
        if self.cleaned_data["text"]:
            actions.note_case(case, self.cleaned_data["text"], by=by, at=at, internal=False, id=id)


class ConfirmForm(FollowForm):
    """It is solved."""

    verb = "confirm"
    done = _("Thank you. We are glad that it is solved.")


class ReopenForm(FollowForm):
    """It is not solved."""

    verb = "reopen"
    reason = forms.CharField(
        label=_("What is still wrong"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    done = _("We are sorry. The case is open again.")


class WithdrawForm(FollowForm):
    """It need not be done any more."""

    verb = "withdraw"
    reason = forms.CharField(label=_("Why it is not needed any more"), max_length=300)
    done = _("Your report is withdrawn.")


class RateForm(FollowForm):
    """One to five stars, given once (E-Commerce Law Art. 17: never deleted)."""

    stars = forms.TypedChoiceField(
        label=_("Your rating"), coerce=int, widget=forms.RadioSelect,
        choices=[(5, _("5 – very good")), (4, _("4 – good")), (3, _("3 – fair")),
                 (2, _("2 – poor")), (1, _("1 – very poor"))],
    )  # fmt: skip
    text = forms.CharField(
        label=_("A word about it"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    done = _("Thank you for your rating.")

    @classmethod
    def offered(cls, case: Case) -> bool:
        return case.rating is None and not case.is_open and case.state != CaseState.WITHDRAWN

    def carry_out(self, case: Case, *, by: Actor, at: datetime, id: uuid.UUID) -> None:
        """Rate; what was given first stays, so a second click changes nothing."""
        if case.rating is None or case.state == CaseState.WITHDRAWN:
            given = self.cleaned_data
            actions.rate_case(case, given["stars"], by=by, at=at, text=given["text"], id=id)


class LoanForm(FollowForm):
    """Yes or no to the unit that is offered until the own one works."""

    answer = forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))])

    @classmethod
    def offered(cls, case: Case) -> bool:
        return case.loan == "offered"

    def carry_out(self, case: Case, *, by: Actor, at: datetime, id: uuid.UUID) -> None:
        """Record the answer."""
        accepted = self.cleaned_data["answer"] == "yes"
        actions.answer_loan(case, accepted=accepted, by=by, at=at, id=id)


FOLLOWING: Mapping[str, type[FollowForm]] = {
    "answer": AnswerForm, "confirm": ConfirmForm, "reopen": ReopenForm, "withdraw": WithdrawForm,
    "rate": RateForm, "loan": LoanForm,
}  # fmt: skip


def keep_photos(
    case: Case, photos: "Sequence[UploadedFile[Any]]", *, by: Actor, at: datetime, id: uuid.UUID
) -> None:
    """Keep files of the customer with a case; the same form again keeps none twice."""
    for place, photo in enumerate(photos):
        content: Any = photo.file
        actions.add_file(case, content, photo.name or "", by=by, at=at, public=True,
                         id=uuid.uuid5(id, str(place)))  # fmt: skip


def _unit_words(unit: Unit) -> str:
    return f"{unit.model.name} {unit.serial}"

"""Splitting a case, and what is done to one of its parts."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.desk import certifying, queries
from aftercare.desk.actions import Share
from aftercare.desk.excluding import excluded_from
from aftercare.desk.forms.handing import FOUND, Receiver, despite_field, receiver_choices
from aftercare.desk.models import Case, Part
from aftercare.people.models import Person
from aftercare.people.roles import Power

ROWS = 5


class SplitForm(forms.Form):
    """What the parts are, and who gets each; rows that are left empty are no parts."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, given: Any, *, case: Case, by: Person, **more: Any) -> None:
        super().__init__(given, **more)
        self.receivers = queries.receivers_for(case, by)
        lacks, asks = _lacks(case, by, self.receivers)
        choices = [("", "—"), *receiver_choices(self.receivers, lacks)]
        for row in range(1, ROWS + 1):
            self.fields[f"what_{row}"] = forms.CharField(
                label=_("Part %(n)s: what is to be done") % {"n": row}, max_length=200,
                required=False,
            )  # fmt: skip
            self.fields[f"to_{row}"] = forms.ChoiceField(
                label=_("Part %(n)s: to") % {"n": row}, choices=choices, required=False
            )

        if asks:
            self.fields["despite"] = despite_field()

    def clean(self) -> dict[str, Any]:
        """Each row whole or empty."""
        for row in range(1, ROWS + 1):
            what, to = (self.cleaned_data.get(f"{name}_{row}") for name in ("what", "to"))
            if bool(what) != bool(to):
                missing = f"to_{row}" if what else f"what_{row}"
                self.add_error(missing, _("Something is missing: please fill in this field."))
        return self.cleaned_data

    @property
    def despite(self) -> str:
        """Why a head gives a part to somebody without a certificate."""
        return str(self.cleaned_data.get("despite", ""))

    def shares(self) -> list[Share]:
        """The parts that were filled in."""
        given = self.cleaned_data
        return [
            Share(given[f"what_{row}"], self.receivers[given[f"to_{row}"]])
            for row in range(1, ROWS + 1)
            if given[f"what_{row}"]
        ]


class PartForm(forms.Form):
    """Something done to a part."""

    title: ClassVar[Any] = ""

    def __init__(self, given: Any, *, part: Part, by: Person) -> None:
        super().__init__(given)
        self.receivers: dict[str, Receiver] = {}
        if "to" in self.fields:
            self.receivers = queries.receivers_for(part.case, by)
            lacks, asks = _lacks(part.case, by, self.receivers)
            self.fields["to"].choices = [  # type: ignore[attr-defined]
                ("", "—"), *receiver_choices(self.receivers, lacks),
            ]  # fmt: skip
            if asks:
                self.fields["despite"] = despite_field()

    def given(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        given = dict(self.cleaned_data)
        return {**given, "to": self.receivers[given["to"]]} if "to" in given else given


class ArrangeForm(PartForm):
    """Nothing to say."""

    title = _("Arrange")


class FinishForm(PartForm):
    """What came of it."""

    title = pgettext_lazy("part", "Done")
    said = forms.CharField(label=_("Result"), max_length=300)


class BackForm(PartForm):
    """Why it is given back."""

    title = _("Decline")
    said = forms.CharField(
        label=_("Reason"), max_length=300,
        help_text=_("It goes back to whoever forwarded it, never to the customer."),
    )  # fmt: skip


class TakeBackForm(PartForm):
    """Why it is not needed any more."""

    title = _("Withdraw")
    said = forms.CharField(label=_("Reason"), max_length=300)


class OnwardForm(PartForm):
    """Who gets it instead."""

    title = _("Forward")
    to = forms.ChoiceField(label=_("To"))


class PartCheckForm(PartForm):
    """What the forwarder's own check finds."""

    title = _("Check what was arranged")
    found = forms.ChoiceField(label=_("Found"), widget=forms.RadioSelect, choices=FOUND)
    result = forms.CharField(
        label=_("Result"), max_length=300,
        help_text=_("Nothing arranged: it goes to the leaders and is noted against the receiver."),
    )  # fmt: skip


def _lacks(
    case: Case, by: Person, receivers: Mapping[str, Receiver]
) -> tuple[Mapping[int, str], bool]:
    """What each person lacks for the case, or why they are not sent on it again; and whether a head
    is asked for a reason."""
    people = [one for one in receivers.values() if isinstance(one, Person)]
    found = certifying.lacking(case, people, timezone.now())
    barred = any(certifying.bars(one) for one in found.values())
    words = {**certifying.in_words(found), **excluded_from(case)}
    return words, barred and by.may(Power.OVERRULE)


PART_ACTS: dict[str, type[PartForm]] = {
    "arrange": ArrangeForm, "finish": FinishForm, "decline": BackForm, "forward": OnwardForm,
    "withdraw": TakeBackForm, "check": PartCheckForm,
}  # fmt: skip

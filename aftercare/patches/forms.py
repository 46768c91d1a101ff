"""What is filled in about patches and offers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import ProductModel
from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.kit import days
from aftercare.kit.forms import Once
from aftercare.patches import actions
from aftercare.patches.actions import Applied, Draft
from aftercare.patches.models import Offer, Patch
from aftercare.people.models import Person
from aftercare.people.roles import Role

LONG = {"rows": 4}


class PatchForm(forms.Form):
    """A patch as its writer describes it."""

    number = forms.CharField(
        label=_("Number of the patch"), max_length=40, help_text=_("Such as PM5-8.2.1."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    products = forms.CharField(
        label=_("For these models"), max_length=1000,
        help_text=_("Codes of the models, separated by spaces."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=120, required=False)
    fixes_zh = forms.CharField(
        label=_("What it mends, in Chinese"), max_length=4000, required=False,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip
    risks_zh = forms.CharField(
        label=_("Known risks, in Chinese"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    fixes_en = forms.CharField(
        label=_("What it mends, in English"), max_length=4000, required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("A language that is left empty is shown in the other one."),
    )  # fmt: skip
    risks_en = forms.CharField(
        label=_("Known risks, in English"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    link = forms.CharField(
        label=_("Where to get it"), max_length=500, required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text=_("Begins with https://. Files are added on the page of the patch."),
    )  # fmt: skip

    def __init__(self, given: Any, *, patch: Patch | None = None) -> None:
        names = [name for name in self.base_fields if name != "products"]
        known = {name: getattr(patch, name) for name in names} if patch is not None else {}
        if patch is not None:
            codes = patch.products.order_by("code").values_list("code", flat=True)
            known["products"] = " ".join(codes)
        super().__init__(given, label_suffix="", initial=known)

    def clean_products(self) -> list[ProductModel]:
        """The models of the codes; every code must be one."""
        codes = dict.fromkeys(self.cleaned_data["products"].replace(",", " ").split())
        found = {one.code: one for one in catalog.products().filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(
                _("There is no model with this code: %(codes)s") % {"codes": ", ".join(unknown[:5])}
            )
        return list(found.values())

    def draft(self) -> Draft:
        """What was written."""
        return Draft(**self.cleaned_data)


class WithdrawForm(Once):
    """Why a patch is withdrawn."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Customers who have applied or planned it read this."),
    )  # fmt: skip


class CaseForm(Once):
    """A case whose fault a patch mends."""

    case = forms.CharField(label=_("Number of the case"), max_length=20)

    def __init__(self, given: Any = None, *, by: Person) -> None:
        super().__init__(given)
        self.by = by

    def clean_case(self) -> Case:
        """The case of the number, if the person may see it."""
        number = self.cleaned_data["case"].strip().upper()
        found = desk.cases_visible_to(self.by).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no case with this number."))
        return found


class NameForm(Once):
    """The patch that mends the fault of a case."""

    patch = forms.ModelChoiceField(Patch.objects.none(), label=pgettext_lazy("case", "Patch"))

    def __init__(self, given: Any = None, *, patches: QuerySet[Patch]) -> None:
        super().__init__(given)
        self.fields["patch"].queryset = patches  # type: ignore[attr-defined]


class AnswerForm(Once):
    """Something that is said about an offer; `others` is for how many more it may be said at once.

    Each names the action that it is.
    """

    action: ClassVar[Callable[..., Offer]]

    def __init__(self, given: Any = None, *, by: Person, others: int = 0) -> None:
        super().__init__(given)
        self.by = by
        if by.role == Role.CUSTOMER:
            self.fields.pop("said_by", None)
        if not others:
            self.fields.pop("others_too", None)
        elif "others_too" in self.fields:
            self.fields["others_too"].label = (
                _("The same for your other units that wait for an answer (%(n)s)")
                if by.role == Role.CUSTOMER
                else _("The same for their other units that wait for an answer (%(n)s)")
            ) % {"n": others}

    def carry_out(self, offer: Offer, *, at: datetime, revision: int | None) -> Offer:
        """Do it."""
        frame = {"by": self.by, "at": at, "revision": revision, "id": self.cleaned_data["id"]}
        return type(self).action(offer, **self.said(), **frame)


def _said_by() -> forms.CharField:
    return forms.CharField(label=_("Who of the customer said so"), max_length=80)


def _others_too() -> forms.BooleanField:
    return forms.BooleanField(required=False)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, initial=lambda: days.today(timezone.now()),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip


class AcceptForm(AnswerForm):
    """It is wanted, on a day."""

    action = actions.accept_offer

    planned_on = _day(_("To be applied on"))
    said_by = _said_by()
    others_too = _others_too()


class DeclineForm(AnswerForm):
    """It is not wanted, and why."""

    action = actions.decline_offer

    reason = forms.CharField(label=_("Why it is not wanted"), max_length=300)
    said_by = _said_by()
    others_too = _others_too()


class ApplyForm(AnswerForm):
    """It is on the unit now."""

    action = actions.apply_offer

    applied_on = _day(pgettext_lazy("patch", "Applied on"))
    done_by = forms.CharField(label=pgettext_lazy("patch", "Applied by"), max_length=80)
    result = forms.CharField(
        label=pgettext_lazy("patch", "Result"), max_length=300,
        help_text=_("What was checked afterwards, and whether it works."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        said = super().said()
        return {"applied": Applied(said["applied_on"], said["done_by"], said["result"])}


class UndoForm(AnswerForm):
    """It is not on the unit any more."""

    action = actions.undo_offer

    reason = forms.CharField(label=_("Why it was taken off"), max_length=300)


ANSWERS: dict[str, type[AnswerForm]] = {
    "accept": AcceptForm, "decline": DeclineForm, "apply": ApplyForm, "undo": UndoForm,
}  # fmt: skip

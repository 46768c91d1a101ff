"""What happens to an agreement: another version, a milestone."""

import zoneinfo
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.kit.models import Event
from aftercare.plans import queries
from aftercare.plans.correcting import said
from aftercare.plans.forms.binding import VersionChoice
from aftercare.plans.forms.things import ThingPick, among
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.plans.reading import language


class MoveForm(forms.Form):
    """Another version of the same plan, and why."""

    to = VersionChoice(PlanVersion.objects.none(), label=_("New version"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = PlanVersion.objects.filter(plan=agreement.plan_version.plan)
        self.fields["to"].queryset = others.exclude(pk=agreement.plan_version_id)  # type: ignore[attr-defined]
        self.fields["revision"].initial = agreement.revision


class MilestoneForm(forms.Form):
    """What happened to something an agreement covers, and when."""

    subject = ThingPick(label=_("To what"), suggest_from="plans:thing-options")
    kind = forms.ChoiceField(label=_("What happened"))
    occurred_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    company_signed_on = forms.DateField(
        label=_("Signed by us on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    customer_signed_on = forms.DateField(
        label=_("Signed by the customer on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    schedule = forms.ChoiceField(label=_("Which promise it fulfils"), required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = queries.document(agreement.plan_version)
        used = queries.milestones_of(plan)
        among(self.fields["subject"], agreement, queries.covered_thing)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind, getattr(EVENTS[kind], language())) for kind in used
        ]
        self.fields["schedule"].choices = [  # type: ignore[attr-defined]
            ("", _("found by itself")),
            *(
                (name, getattr(one.title, language()) if one.title else name)
                for name, one in plan.schedules.items()
            ),
        ]
        self.fields["occurred_at"].initial = timezone.localtime()

    def data_of_event(self) -> dict[str, Any]:
        """The signatures and the schedule, as the event carries them."""
        values = self.cleaned_data
        data: dict[str, Any] = {"schedule": values["schedule"]} if values["schedule"] else {}
        if EVENTS[values["kind"]].signatures:
            data["signatures"] = _signatures(values)
        return data


class CorrectionForm(forms.Form):
    """How a milestone really was, and why it is told anew."""

    occurred_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    company_signed_on = forms.DateField(
        label=_("Signed by us on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    customer_signed_on = forms.DateField(
        label=_("Signed by the customer on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    withdrawn = forms.BooleanField(label=_("It never happened"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["occurred_at"].initial = timezone.localtime(event.occurred_at)
        if not EVENTS[event.kind].signatures:
            del self.fields["company_signed_on"], self.fields["customer_signed_on"]
            return
        for party, name in SIGNED_ON.items():
            signed = event.data.get("signatures", {}).get(party)
            if signed:
                moment = datetime.fromisoformat(signed)
                self.fields[name].initial = timezone.localtime(moment).date()

    def correction(self) -> dict[str, Any]:
        """What the action takes; details that the form does not ask for stay."""
        values = self.cleaned_data
        data = said(self.event.data)
        if EVENTS[self.event.kind].signatures:
            data["signatures"] = _signatures(values)
        given = {name: values[name] for name in ("occurred_at", "withdrawn", "reason")}
        return {**given, "data": None if values["withdrawn"] else data}


SIGNED_ON = {"provider": "company_signed_on", "customer": "customer_signed_on"}


def _signatures(values: dict[str, Any]) -> dict[str, str]:
    """The days on which the parties signed, as events carry them."""
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    return {
        party: datetime.combine(values[name], datetime.min.time(), zone).isoformat()
        for party, name in SIGNED_ON.items()
        if values[name]
    }

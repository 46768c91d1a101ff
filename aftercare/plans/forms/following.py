"""What happens to an agreement: another version, a milestone."""

import zoneinfo
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.plans import queries
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.plans.reading import language


class MoveForm(forms.Form):
    """Another version of the same plan, and why."""

    to = forms.ModelChoiceField(PlanVersion.objects.none(), label=_("New version"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = PlanVersion.objects.filter(plan=agreement.plan_version.plan)
        self.fields["to"].queryset = others.exclude(pk=agreement.plan_version_id)  # type: ignore[attr-defined]
        self.fields["revision"].initial = agreement.revision


class MilestoneForm(forms.Form):
    """What happened to something an agreement covers, and when."""

    subject = forms.ChoiceField(label=_("To what"))
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
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (thing.reference, str(thing)) for thing in queries.covered_things(agreement)
        ]
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
            zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
            dates = {
                "provider": values["company_signed_on"],
                "customer": values["customer_signed_on"],
            }
            data["signatures"] = {
                party: datetime.combine(on, datetime.min.time(), zone).isoformat()
                for party, on in dates.items()
                if on
            }
        return data

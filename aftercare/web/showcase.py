"""What the living style page shows: one of each part, with invented figures."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.kit.durations import Duration, Unit
from aftercare.kit.pages import Filter, Filters, Page
from aftercare.kit.parts import Chart, Difference, Entry, Option, Series, Step, Tab

PLACES = (
    "北京市海淀区中关村",
    "上海市浦东新区张江",
    "广州市天河区体育西路",
    "成都市武侯区天府三街",
    "Shenzhen Nanshan",
)


class ShowForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands on the contract."))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("fault", _("fault")), ("question", _("question"))]
    )
    channel = forms.ChoiceField(
        label=_("Source"),
        widget=forms.RadioSelect,
        choices=[("phone", _("phone")), ("letter", _("letter"))],
    )
    urgent = forms.BooleanField(label=_("Somebody is in danger"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    papers = forms.FileField(label=_("Files"), required=False)


def options(query: str) -> dict[str, Any]:
    """Places that contain what was typed."""
    found = [place for place in PLACES if query.strip().lower() in place.lower()]
    return {
        "options": [
            Option(str(number), place, _("place"), "map-pin")
            for number, place in enumerate(found, start=1)
        ]
    }


def everything(request: HttpRequest) -> dict[str, Any]:
    """The values of the style page."""
    now = timezone.now()
    return {
        **_times(),
        "now": now,
        "day": date(2026, 2, 16),
        "lengths": [timedelta(hours=2, minutes=30), Duration(3, Unit.WORKING_DAY)],
        "amounts": [Decimal("1280.5"), Decimal("-36.00"), None],
        "form": ShowForm({"name": "", "kind": "fault"} if "errors" in request.GET else None),
        "filters": Filters(_filters(), request.GET),
        "page": Page([1, 2, 3], "earlier", "later"),
        "tabs": [
            Tab(_("Open"), "?tab=open", current=True, count=12),
            Tab(_("Waiting"), "?tab=waiting", count=3),
            Tab(_("Closed"), "?tab=closed"),
        ],
        "entries": _entries(),
        "steps": _steps(),
        "differences": _differences(),
        "chart": _chart(),
    }


def _times() -> dict[str, Any]:
    now = timezone.now()
    soon, past = now + timedelta(minutes=24), now - timedelta(hours=3)
    return {
        "clocks": [
            ("open", now + timedelta(days=2, hours=4), None, {}),
            ("open", soon, past, {}),
            ("open", past, past, {}),
            ("paused", soon, None, {"left": timedelta(hours=1, minutes=20)}),
            ("kept", soon, None, {"ended_at": past}),
            ("late", past, None, {"ended_at": now}),
            ("broken", past, None, {}),
            ("waived", past, None, {}),
            ("void", None, None, {}),
        ],
        "provisional_at": now + timedelta(days=40),
    }


def _filters() -> list[Filter]:
    return [
        Filter("state", _("Standing"), choices=[("open", _("open")), ("closed", _("closed"))]),
        Filter("since", _("Since"), "date"),
        Filter("q", _("Contains"), "text"),
        Filter("mine", _("Only mine"), "flag"),
    ]


def _entries() -> list[Entry]:
    now = timezone.now()
    return [
        Entry(now - timedelta(hours=5), _("Reported by phone"), "“冷水机组报高压，停机”",
              by="王丽", icon="phone-call", tone="calm"),
        Entry(now - timedelta(hours=4), _("Engineer arrived"), by="李强", icon="map-pin",
              tone="good", recorded_at=now - timedelta(hours=1)),
        Entry(now - timedelta(minutes=20), _("Response was late by 12 minutes"), icon="clock-x",
              tone="bad"),
    ]  # fmt: skip


def _steps() -> list[Step]:
    now = timezone.now()
    return [
        Step(_("Registered"), "done", now - timedelta(hours=5)),
        Step(_("Answered"), "done", now - timedelta(hours=4)),
        Step(_("On the way"), "current"),
        Step(_("Solved"), hint=_("within 4 hours")),
        Step(_("Confirmed by the customer")),
    ]


def _differences() -> list[Difference]:
    return [
        Difference(_("Response"), "30 min", "20 min"),
        Difference(_("Loan unit"), "", _("after 4 hours")),
        Difference(_("Travel in the city"), _("charged"), ""),
        Difference(_("Warranty"), _("2 years"), _("2 years")),
    ]


def _chart() -> Chart:
    return Chart(
        _("Promises by week"),
        [f"W{week}" for week in range(41, 47)],
        [
            Series(_("kept"), [42, 38, 51, 47, 55, 49], "good"),
            Series(_("late"), [3, 6, 2, 4, 1, 5], "bad"),
        ],
        kind="stack",
    )

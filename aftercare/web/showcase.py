"""What the living style page shows: one of each part, with invented figures."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import pgettext_lazy

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

    name = forms.CharField(
        label=pgettext_lazy("look", "Name"),
        help_text=pgettext_lazy("look", "As it stands on the contract."),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("look", "Kind"),
        choices=[
            ("fault", pgettext_lazy("look", "fault")),
            ("question", pgettext_lazy("look", "question")),
        ],
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("look", "Source"),
        widget=forms.RadioSelect,
        choices=[
            ("phone", pgettext_lazy("look", "phone")),
            ("letter", pgettext_lazy("look", "letter")),
        ],
    )
    urgent = forms.BooleanField(
        label=pgettext_lazy("look", "Somebody is in danger"), required=False
    )
    note = forms.CharField(
        label=pgettext_lazy("look", "Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    papers = forms.FileField(label=pgettext_lazy("look", "Files"), required=False)


def options(query: str) -> dict[str, Any]:
    """Places that contain what was typed."""
    found = [place for place in PLACES if query.strip().lower() in place.lower()]
    return {
        "options": [
            Option(str(number), place, pgettext_lazy("look", "place"), "map-pin")
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
            Tab(pgettext_lazy("look", "Open"), "?tab=open", current=True, count=12),
            Tab(pgettext_lazy("look", "Waiting"), "?tab=waiting", count=3),
            Tab(pgettext_lazy("look", "Closed"), "?tab=closed"),
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
        Filter(
            "state",
            pgettext_lazy("look", "Standing"),
            choices=[
                ("open", pgettext_lazy("look", "open")),
                ("closed", pgettext_lazy("look", "closed")),
            ],
        ),
        Filter("since", pgettext_lazy("look", "Since"), "date"),
        Filter("q", pgettext_lazy("look", "Contains"), "text"),
        Filter("mine", pgettext_lazy("look", "Only mine"), "flag"),
    ]


def _entries() -> list[Entry]:
    now = timezone.now()
    return [
        Entry(
            now - timedelta(hours=5),
            pgettext_lazy("look", "Reported by phone"),
            "“冷水机组报高压，停机”",
            by="王丽",
            icon="phone-call",
            tone="calm",
        ),
        Entry(
            now - timedelta(hours=4),
            pgettext_lazy("look", "Engineer arrived"),
            by="李强",
            icon="map-pin",
            tone="good",
            recorded_at=now - timedelta(hours=1),
        ),
        Entry(
            now - timedelta(minutes=20),
            pgettext_lazy("look", "Response was late by 12 minutes"),
            icon="clock-x",
            tone="bad",
        ),
    ]


def _steps() -> list[Step]:
    now = timezone.now()
    return [
        Step(pgettext_lazy("look", "Registered"), "done", now - timedelta(hours=5)),
        Step(pgettext_lazy("look", "Answered"), "done", now - timedelta(hours=4)),
        Step(pgettext_lazy("look", "On the way"), "current"),
        Step(pgettext_lazy("look", "Solved"), hint=pgettext_lazy("look", "within 4 hours")),
        Step(pgettext_lazy("look", "Confirmed by the customer")),
    ]


def _differences() -> list[Difference]:
    return [
        Difference(pgettext_lazy("look", "Response"), "30 min", "20 min"),
        Difference(pgettext_lazy("look", "Loan unit"), "", pgettext_lazy("look", "after 4 hours")),
        Difference(
            pgettext_lazy("look", "Travel in the city"), pgettext_lazy("look", "charged"), ""
        ),
        Difference(
            pgettext_lazy("look", "Warranty"),
            pgettext_lazy("look", "2 years"),
            pgettext_lazy("look", "2 years"),
        ),
    ]


def _chart() -> Chart:
    return Chart(
        pgettext_lazy("look", "Promises by week"),
        [f"W{week}" for week in range(41, 47)],
        [
            Series(pgettext_lazy("look", "kept"), [42, 38, 51, 47, 55, 49], "good"),
            Series(pgettext_lazy("look", "late"), [3, 6, 2, 4, 1, 5], "bad"),
        ],
        kind="stack",
    )

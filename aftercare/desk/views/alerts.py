"""What a person was told: the bell, the list, reading."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from aftercare.desk import queries
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice
from aftercare.desk.views.access import at_desk
from aftercare.kit.pages import Keyset, Page
from aftercare.people.requests import person_of
from aftercare.promises import actions as promises
from aftercare.promises import queries as told
from aftercare.promises import sources
from aftercare.promises.models import Alert

ALERTS = Keyset(("-created_at",))
LOOKS = {
    "warn": ("warn", "clock-exclamation", pgettext_lazy("alert", "At risk")),
    "late": ("bad", "clock-x", pgettext_lazy("alert", "Late")),
    "open": ("calm", "clock", pgettext_lazy("alert", "Begins")),
}

TAKEN_BACK = ("idle", "ban", pgettext_lazy("alert", "Does not apply any more"))
GONE = gettext_lazy("What was told later showed that this promise never applied; the history of "
                    "what it was about keeps what was done.")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One alert: what kind, of which promise, about what."""

    alert: Alert
    tone: str
    icon: str
    words: Any
    title: str
    case: Case | None
    customer: str
    due_at: datetime | None


@at_desk()
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of the top bar, with how much is new."""
    unread = told.unread_alerts(person_of(request))
    shown = "99+" if unread >= told.MOST_COUNTED else str(unread)
    return render(request, "desk/bell.html", {"unread": unread, "shown": shown})


@at_desk()
def alerts(request: HttpRequest) -> HttpResponse:
    """What the person was told, the newest first."""
    person = person_of(request)
    page = ALERTS.shown(told.alerts_of(person), request)
    cases = _cases(page)
    content = {
        "now": timezone.now(),
        "page": page,
        "rows": [_row(alert, cases) for alert in page],
        "unread": told.unread_alerts(person),
    }
    return render(request, "desk/alerts.html", content)


@at_desk()
@require_POST
def read_alerts(request: HttpRequest) -> HttpResponse:
    """All read."""
    promises.read_alerts(by=person_of(request), at=timezone.now())
    messages.success(request, _("All alerts are marked as read."))
    return redirect("desk:alerts")


@at_desk()
@require_POST
def open_alert(request: HttpRequest, key: int) -> HttpResponse:
    """Read one, and go to what it is about."""
    person = person_of(request)
    alert = get_object_or_404(told.alerts_of(person), pk=key)
    promises.read_alerts(by=person, at=timezone.now(), only=[alert.pk])
    kind, _slash, subject = _subject(alert).partition("/")
    case = Case.objects.filter(pk=subject).first() if kind == "case" else None
    if alert.commitment is None:
        messages.info(request, GONE)
    if case is not None:
        return redirect("desk:case", case.number)
    if alert.commitment is None:
        return redirect("desk:alerts")
    try:
        return redirect(reverse("promises:commitment", args=[alert.commitment_id]))
    except NoReverseMatch:
        return redirect("desk:alerts")


def _cases(page: Page[Alert]) -> dict[str, Case]:
    subjects = [_subject(alert).partition("/") for alert in page]
    keys = [int(key) for kind, _slash, key in subjects if kind == "case"]
    return {case.reference: case for case in queries.listed(Case.objects.filter(pk__in=keys))}


def _row(alert: Alert, cases: dict[str, Case]) -> Row:
    about = alert.commitment or alert  # an alert whose promise is gone tells itself
    tone, icon, words = LOOKS[alert.step.partition(" ")[0]] if alert.commitment else TAKEN_BACK
    version = about.plan_version_id
    voice = Voice(sources.terms_of(version).plan if version else None)
    customer = str(about.agreement.customer) if about.agreement else ""
    due_at = alert.commitment.due_at if alert.commitment else None
    title = voice.promise(about.promise)
    return Row(alert, tone, icon, words, title, cases.get(about.subject), customer, due_at)


def _subject(alert: Alert) -> str:
    return alert.commitment.subject if alert.commitment else alert.subject

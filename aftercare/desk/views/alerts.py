"""What a person was told: the bell, the list, reading."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from aftercare.desk import queries
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice
from aftercare.desk.views.access import at_desk
from aftercare.kit import references
from aftercare.kit.models import Event
from aftercare.kit.pages import Keyset, Page
from aftercare.people.requests import person_of
from aftercare.promises import actions as promises
from aftercare.promises import queries as told
from aftercare.promises import sources, subjects
from aftercare.promises.models import Alert
from aftercare.promises.steps import step_name
from aftercare.satisfaction.models import ManagerReview
from aftercare.skills.models import Certificate

ALERTS = Keyset(("-created_at",))
# Things of folders above, and the events that began them.
ABOVE, BEGAN = ("complaint/", "incident/"), ("complaint.received", "incident.convened")
# What a customer said, by the kind of the event.
SAID = {
    "case.noted": ("warn", "message", gettext_lazy("The customer wrote")),
    "case.reopened": ("bad", "rotate", gettext_lazy("The customer says it is not solved")),
    "case.confirmed": ("good", "checks", gettext_lazy("The customer confirmed the solution")),
    "case.withdrawn": ("idle", "ban", gettext_lazy("The customer withdrew the report")),
    "case.rated": ("calm", "star", gettext_lazy("The customer rated the case")),
    "complaint.received": ("bad", "message-report", gettext_lazy("A complaint has come in")),
    "complaint.noted": ("warn", "message", gettext_lazy("The complainant wrote")),
    "complaint.accepted": ("good", "checks", gettext_lazy("The complainant accepts the decision")),
    "complaint.taken_further": (
        "bad", "arrow-up", gettext_lazy("The complainant does not accept the decision"),
    ),
    "complaint.withdrawn": ("idle", "ban", gettext_lazy("The complainant withdrew the complaint")),
    "message.failed": ("warn", "mail", gettext_lazy("A letter was not delivered")),
    "remedy.chosen": ("calm", "package", gettext_lazy("The customer answered an offer")),
}  # fmt: skip
# What is told about a hand-over.
HANDED = {
    "case.declined": ("warn", "arrow-back-up", gettext_lazy("The receiver declined the case")),
    "arrangement.filed": ("calm", "file-text", gettext_lazy("A case is arranged; for the file")),
    "parts.done": ("good", "checks", gettext_lazy("All parts of the case are done")),
    "neglect.noted": ("bad", "gavel", gettext_lazy("Nothing was arranged after forwarding")),
}
# What is told about a duty roster.
DUTY = {
    "gap.found": ("bad", "calendar-due", gettext_lazy("Nobody is on duty for a time ahead")),
    "stand_in.added": ("calm", "refresh", gettext_lazy("Somebody stands in")),
}
# What is told about the manager of a project.
MANAGERS = {
    "manager.proposed": (
        "warn", "star", gettext_lazy("A project manager is put up for replacement"),
    ),
}  # fmt: skip
# What is told of the clock of the law.
LAW = {
    "delay.warned": (
        "warn", "clock-exclamation", gettext_lazy("The fifteen days of the law end soon"),
    ),
    "delay.overdue": ("bad", "clock-x", gettext_lazy("The fifteen days of the law are over")),
}  # fmt: skip
# What is told of a certificate.
CERTIFICATES = {
    "certificate.expiring": (
        "warn",
        "certificate",
        gettext_lazy("A certificate expires within 30 days"),
    ),
    "certificate.expiring-soon": (
        "warn",
        "certificate",
        gettext_lazy("A certificate expires within 7 days"),
    ),
    "certificate.expired": ("bad", "certificate", gettext_lazy("A certificate has expired")),
    "certificate.withdrawn": ("bad", "ban", gettext_lazy("Certificate withdrawn")),
}
# What is told about an incident.
INCIDENT = {
    "incident.convened": ("bad", "alert-triangle", gettext_lazy("You are convened")),
    "incident.unanswered": (
        "bad",
        "clock-x",
        gettext_lazy("Somebody who was convened does not answer"),
    ),
    "incident.plan-drafted": (
        "warn",
        "file-text",
        gettext_lazy("An emergency plan waits for approval"),
    ),
    "incident.measure-added": ("warn", "list-check", gettext_lazy("A measure is yours")),
    "incident.measure-overdue": ("bad", "clock-x", gettext_lazy("A measure is overdue")),
}
# Of what field each of them is.
FIELDS: tuple[tuple[dict[str, Any], Any], ...] = (
    (INCIDENT, pgettext_lazy("alert", "Incident")),
    (DUTY, pgettext_lazy("alert", "Duty")),
    (CERTIFICATES, pgettext_lazy("alert", "Certificate")),
    (MANAGERS, pgettext_lazy("alert", "Satisfaction")),
    (HANDED, pgettext_lazy("alert", "Hand-over")),
    (LAW, pgettext_lazy("alert", "Law")),
)
CUSTOMER = pgettext_lazy("alert", "Customer")
LOOKS = {
    "warn": ("warn", "clock-exclamation", pgettext_lazy("alert", "At risk")),
    "late": ("bad", "clock-x", pgettext_lazy("alert", "Late")),
    "open": ("calm", "clock", pgettext_lazy("alert", "Begins")),
}

TAKEN_BACK = ("idle", "ban", pgettext_lazy("alert", "Does not apply any more"))
GONE = gettext_lazy("What was told later showed that this promise never applied; the history of "
                    "what it was about keeps what was done.")  # fmt: skip


# The page of what an alert is about, by its kind.
PLACES = {
    "consultation": "chat:consultation", "roster": "duty:roster",
    "certificate": "skills:certificate", "managerreview": "satisfaction:review",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One alert: what kind, of which promise, about what."""

    alert: Alert
    tone: str
    icon: str
    words: Any
    title: str
    which: str
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
    cases, named = _cases(page), {**_named(page), **_certificates(page), **_reviews(page)}
    content = {
        "now": timezone.now(),
        "page": page,
        "rows": [_row(alert, cases, named) for alert in page],
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
    subject = references.key_of(_subject(alert), "case")
    case = Case.objects.filter(pk=subject).first() if subject is not None else None
    if alert.is_taken_back:
        messages.info(request, GONE)
    if case is not None:
        return redirect("desk:case", case.number)
    kind, place = references.parts(_subject(alert))
    if kind in PLACES and place is not None:
        return redirect(PLACES[kind], place)
    if alert.commitment_id is None:
        return redirect(_page_of(_subject(alert)) or "desk:alerts")
    return redirect("promises:commitment", alert.commitment_id)


def _cases(page: Page[Alert]) -> dict[str, Case]:
    keys = [key for one in page if (key := references.key_of(_subject(one), "case"))]
    return {case.reference: case for case in queries.listed(Case.objects.filter(pk__in=keys))}


def _named(page: Page[Alert]) -> dict[str, str]:
    """What the complaints and incidents of a page are called; they belong to folders above."""
    named = {_subject(one) for one in page if _subject(one).startswith(ABOVE)}
    began = Event.objects.filter(subject__in=named, kind__in=BEGAN) if named else ()
    words = [(one, one.data.get("matter") or one.data.get("title", "")) for one in began]
    return {one.subject: f"{one.data['number']} {said}" for one, said in words}


def _certificates(page: Page[Alert]) -> dict[str, str]:
    """Whose certificates of what those of a page are."""
    keys = [key for one in page if (key := references.key_of(_subject(one), "certificate"))]
    rows = Certificate.objects.filter(pk__in=keys).select_related("person", "skill") if keys else ()
    return {one.reference: f"{one.person} · {one.skill}" for one in rows}


def _reviews(page: Page[Alert]) -> dict[str, str]:
    """Which project managers those of a page are about."""
    keys = [key for one in page if (key := references.key_of(_subject(one), "managerreview"))]
    rows = ManagerReview.objects.filter(pk__in=keys) if keys else ManagerReview.objects.none()
    return {one.reference: str(one) for one in rows.select_related("project", "manager")}


def _page_of(subject: str) -> str:
    return subjects.told(subject)[1] if subject.startswith(ABOVE) else ""


def _subject(alert: Alert) -> str:
    return alert.commitment.subject if alert.commitment else alert.subject


def _row(alert: Alert, cases: dict[str, Case], named: dict[str, str]) -> Row:
    case = cases.get(_subject(alert))
    if alert.commitment is None and not alert.is_taken_back:
        table, field = next((one for one in FIELDS if alert.step in one[0]), (SAID, CUSTOMER))
        tone, icon, said = table[alert.step]
        return Row(alert, tone, icon, field, str(said), "", case,
                   named.get(alert.subject, ""), None)  # fmt: skip
    about = alert.commitment or alert  # an alert whose promise is gone tells itself
    tone, icon, words = LOOKS[alert.step.partition(" ")[0]] if alert.commitment else TAKEN_BACK
    version = about.plan_version_id
    voice = Voice(sources.terms_of(version).plan if version else None)
    which = "" if alert.step == "late" else step_name(alert.step, voice)
    customer = str(about.agreement.customer) if about.agreement else ""
    due_at = alert.commitment.due_at if alert.commitment else None
    title = voice.promise(about.promise)
    return Row(alert, tone, icon, words, title, which, case, customer, due_at)

"""What came about here: cases, promises and events. These are read elsewhere, not imported."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.desk.models import Case
from aftercare.insight.exporting.shape import Heading, Listing, Value, told
from aftercare.kit.models import Event
from aftercare.promises.models import Commitment

CASE_RELATED = ("customer", "agreement", "unit__model", "project", "site", "responsible",
                "department", "organisation")  # fmt: skip
# column: where it stands, how it is called
CASE_COLUMNS: dict[str, tuple[str, Any]] = {
    "number": ("number", _("Number")),
    "state": ("state", _("Standing")),
    "customer": ("customer.code", _("Customer")),
    "customer_name": ("customer.name", _("Customer's name")),
    "agreement": ("agreement.number", _("Agreement")),
    "unit": ("unit.serial", _("Unit")),
    "model": ("unit.model.code", _("Model")),
    "project": ("project.number", _("Project")),
    "site": ("site.name", _("Site")),
    "reporter": ("reporter_name", _("Reported by")),
    "reporter_phone": ("reporter_phone", _("Phone")),
    "symptom": ("symptom", _("Symptom")),
    "description": ("description", _("Description")),
    "source": ("source", _("Came by")),
    "kind": ("kind", pgettext_lazy("case", "Kind")),
    "service": ("service", _("Service line")),
    "severity": ("severity", _("Severity")),
    "zone": ("zone", pgettext_lazy("case", "Zone")),
    "component": ("component", _("Component")),
    "fault": ("fault", _("Fault")),
    "cause": ("cause", _("Cause")),
    "covered": ("covered", _("Covered")),
    "responsible": ("responsible.name", _("Responsible")),
    "department": ("department.name", _("Department")),
    "handed_to": ("organisation.name", _("Handed to")),
    "solution": ("solution", _("Solution")),
    "rating": ("rating", _("Rating")),
    "reported_at": ("reported_at", _("Reported at")),
    "solved_at": ("solved_at", _("Solved at")),
    "closed_at": ("closed_at", _("Closed at")),
}
PROMISE_COLUMNS: dict[str, tuple[str, Any]] = {
    "id": ("pk", _("Number")),
    "agreement": ("agreement.number", _("Agreement")),
    "customer": ("agreement.customer.code", _("Customer")),
    "plan": ("plan_version.plan", _("Service plan")),
    "version": ("plan_version.number", _("Version")),
    "promise": ("promise", _("Promise")),
    "occasion": ("number", _("Occasion")),
    "subject": ("subject", _("About")),
    "allowed": ("target", _("Time allowed")),
    "state": ("state", _("Standing")),
    "started_at": ("started_at", _("Started at")),
    "due_at": ("due_at", _("Due at")),
    "provisional": ("provisional", _("Provisional")),
    "met_at": ("met_at", _("Done at")),
    "ended_at": ("ended_at", _("Ended at")),
    "reason": ("reason", _("Reason")),
    "responsible": ("responsible.name", _("Responsible")),
    "organisation": ("organisation.name", _("Dealer")),
}
EVENT_COLUMNS: dict[str, tuple[str, Any]] = {
    "sequence": ("sequence", _("Number")),
    "id": ("id", _("Identifier")),
    "kind": ("kind", pgettext_lazy("event", "Kind")),
    "subject": ("subject", _("About")),
    "context": ("context", _("Agreement")),
    "occurred_at": ("occurred_at", _("Happened at")),
    "recorded_at": ("recorded_at", _("Recorded at")),
    "actor": ("actor", _("Who")),
    "actor_name": ("actor_name", _("Name")),
    "data": ("data", _("Contents")),
    "hash": ("hash", _("Mark in the chain")),
}


def _listing(
    name: str, label: Any, columns: dict[str, tuple[str, Any]], rows: Any, key: str = "pk"
) -> Listing:
    headings = tuple(Heading(column, words) for column, (_path, words) in columns.items())
    paths = {column: path for column, (path, _words) in columns.items()}

    def cells(records: Sequence[Any]) -> list[dict[str, Value]]:
        zone = ZoneInfo(settings.TIME_ZONE)
        return [
            {column: _written(value, zone) for column, value in told(one, paths).items()}
            for one in records
        ]

    return Listing(name, label, headings, rows, cells, key)


def _written(value: Any, zone: ZoneInfo) -> Value:
    """Moments in the company's zone, with the zone; contents as JSON."""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(" ", "seconds")
    if isinstance(value, dict | list):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related(*CASE_RELATED)


def _promises() -> QuerySet[Commitment]:
    related = ("agreement__customer", "plan_version", "responsible", "organisation")
    return Commitment.objects.select_related(*related)


CASES = _listing("cases", _("Cases"), CASE_COLUMNS, _cases)
PROMISES = _listing("promises", _("Promises"), PROMISE_COLUMNS, _promises)
EVENTS = _listing("events", _("Events"), EVENT_COLUMNS, Event.objects.all, "sequence")

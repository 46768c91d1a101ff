"""The history in the JSON API: read it from any point on, and add what happened."""

from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.api import reach
from aftercare.complaints import queries as complaints
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.desk.states import RECORDS
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.kit.http import history
from aftercare.kit.models import Event
from aftercare.people.classing import event_for
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.plans import actions as plans
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.satisfaction import queries as satisfaction

events = http.Area("events", _("events"), _("What happened: the history of everything."))
PRIVATE = Q(subject__startswith="person/") | Q(subject__startswith="token/")
# What of a case is between the people who handle it.
OURS = frozenset({
    "emergency.declared", "emergency.planned",
    "case.triaged", "case.assigned", "case.forwarded", "case.declined",
    "file.checked", "file.rechecked", "cause.decided", "supplier.notified",
    "case.arrangement_checked",
    "case.reported_upward", "case.covered", "repair_record.returned", "old_part.returned",
})  # fmt: skip
TOLD = frozenset(kind for kind in EVENTS if kind not in OURS)


class EventFilters(http.Paging):
    """Filters of the history."""

    subject: str | None = Field(
        None, max_length=60, examples=["case/12"],
        description=N_("Only of this record; needed by whom may not see every history."),
    )  # fmt: skip
    context: str | None = Field(
        None, max_length=60, description=N_("Only under this agreement, as `agreement/7`.")
    )
    kind: str | None = Field(None, max_length=60, description=N_("Only of this kind."))
    after: int | None = Field(
        None, ge=0, le=http.LARGEST_KEY, examples=[0],
        description=N_("Only those recorded after this sequence number."),
    )  # fmt: skip


class NewEvent(http.Shape):
    """Something that happened to a case, a project, a unit or an agreement."""

    subject: http.Word = Field(examples=["case/12"])
    kind: http.Word = Field(
        examples=["visit.arrived"],
        description=N_("A record of a case, or a milestone of what a plan covers."),
    )
    occurred_at: http.Moment = Field(description=N_("When it happened; not when it is sent."))
    data: http.Content = Field({}, examples=[{}], description=N_("What is to be said about it."))
    id: UUID | None = Field(None, description=N_("Your own name for the event; it happens once."))


@events.get(
    "/events",
    _("List events"),
    returns=http.Listed[http.EventShape],
    refuses=[(404, _("There is no such subject, or it is not yours to see."))],
    description=_(
        "In the order they were recorded; remember the last `sequence` and ask with `after` for "
        "what came since. Nothing is ever missed or changed."
    ),
)
def list_events(request: http.Request, query: Query[EventFilters]) -> HttpResponse:
    """The history, as far as the person may see it."""
    rows = _visible(request.user, query)
    wanted = {"subject": query.subject, "context": query.context, "sequence__gt": query.after}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    rows = rows if query.kind is None else _of_kind(rows, query.kind)
    rows_as_json = rows.values(*history.COLUMNS)
    return http.page(
        request, rows_as_json, query, order=("sequence",),
        item=lambda row: event_for(request.user, row),
    )  # fmt: skip


@events.get("/events/{sequence}", _("Show an event"), returns=http.EventShape, tagged=True)
def show_event(request: http.Request, sequence: http.Key) -> HttpResponse:
    """One event; it never changes."""
    event = http.found(Event.objects.all(), sequence=sequence)
    rows = _visible(request.user, EventFilters(subject=event.subject))
    event = http.found(rows, sequence=sequence)
    item = event_for(request.user, http.event_of(event))
    return http.single(request, item, revision=event.sequence)


@events.post(
    "/events",
    _("Record what happened"),
    returns=http.EventShape,
    status=201,
    description=_("A record of a case or a milestone; clocks judge by `occurred_at`."),
)
def record_event(request: http.Request, body: NewEvent) -> HttpResponse:
    """Record an event by the action of its kind."""
    subject = reach.find(request.user, body.subject)
    known = RECORDS if isinstance(subject, Case) else {}
    if subject is None:
        raise Refusal(_("There is none, or it is not yours to see."), field="subject")
    record = desk.record_on_case if body.kind in known else plans.record_milestone
    event = record(
        subject, body.kind, occurred_at=body.occurred_at, data=body.data, id=body.id,
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    location = f"/api/v1/events/{event.sequence}"
    return http.created(request, http.event_of(event), location=location)


def _visible(person: Person, query: EventFilters) -> QuerySet[Event]:
    """All for whom may see every history; otherwise those of one record the person may see."""
    if person.may(Power.SEE_HISTORY):
        rows = Event.objects.all()
        about = [*complaints.references_about(person), *satisfaction.references_about(person)]
        if about:
            rows = rows.exclude(subject__in=about).exclude(context__in=about)
        return rows if person.may(Power.KEEP_PEOPLE) else rows.exclude(PRIVATE)
    if query.subject is None:
        text = _("Name the record whose history you want, such as case/12.")
        raise Refusal(text, field="subject")
    if reach.find(person, query.subject) is None:
        raise Http404
    rows = Event.objects.filter(subject=query.subject)
    return rows if person.role != Role.CUSTOMER else _told(rows)


def _of_kind(rows: QuerySet[Event], kind: str) -> QuerySet[Event]:
    """Those of one kind, found while walking the chain: by the index of kinds SQLite would sort
    all of them for each page."""
    return rows.annotate(written=Concat("kind", Value(""))).filter(written=kind)


def _told(rows: QuerySet[Event]) -> QuerySet[Event]:
    """What a customer is told: not the notes and doings among ourselves."""
    return rows.filter(kind__in=TOLD).exclude(kind="case.noted", data__internal=True)

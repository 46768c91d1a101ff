"""Agreements in the JSON API: a plan version bound to a customer and what it covers."""

from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.kit.http import history
from aftercare.kit.models import Event
from aftercare.people.models import Organisation
from aftercare.people.roles import Power
from aftercare.plans import actions, queries
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement, Cover

agreements = http.Area(
    "agreements", _("agreements"), _("Agreements, what they cover, and their milestones.")
)
MILESTONES = sorted(kind for kind, known in EVENTS.items() if known.milestone)
COVERED: dict[str, type[Project | Unit | Site]] = {"project": Project, "unit": Unit, "site": Site}


class AgreementRow(http.Shape):
    """An agreement in a list."""

    id: int = Field(examples=[7])
    reference: str = Field(examples=["agreement/7"])
    number: str = Field(examples=["HT-2026-018"])
    title: str = Field(examples=["…"])
    customer: http.Named
    dealer: http.Named | None
    plan: str = Field(examples=["machinery"])
    version: int = Field(examples=[2], description=N_("The version new promises are made from."))
    service: str = Field(examples=[""], description=N_("The service line of the plan, if any."))
    signed_on: http.Day
    ends_on: http.Day | None
    revision: int = Field(examples=[1])


class CoverShape(http.Shape):
    """One thing an agreement covers."""

    kind: str = Field(examples=["unit"], description=N_("project, unit or site"))
    id: int = Field(examples=[17])
    name: str = Field(examples=["…"])


class ContactShape(http.Shape):
    """A named person the customer is given."""

    role: str = Field(min_length=1, max_length=40, examples=["responsible"])
    name: str = Field(min_length=1, max_length=80, examples=["孙丽"])
    phone: str = Field("", max_length=40, examples=["13900000003"])


class BindingShape(http.Shape):
    """From when the agreement follows which version."""

    version: int = Field(examples=[2])
    from_at: http.Moment
    reason: str = Field(examples=["…"])
    by: str = Field(examples=["李明"])


class AgreementShape(AgreementRow):
    """An agreement with all that belongs to it."""

    covers: list[CoverShape]
    contacts: list[ContactShape]
    bindings: list[BindingShape]


class AgreementFilters(http.Paging):
    """Filters of the list of agreements."""

    customer: http.Key | None = Field(None, description=N_("Only of this organisation."))
    dealer: http.Key | None = Field(None, description=N_("Only dealt by this organisation."))
    plan: str | None = Field(None, max_length=60, description=N_("Only of this plan."))
    number: str | None = Field(None, max_length=60, description=N_("Only with this number."))


class NewCover(http.Shape):
    """One thing to cover: exactly one of the three."""

    project: http.Id | None = None
    unit: http.Id | None = None
    site: http.Id | None = None


class NewAgreement(http.Shape):
    """What is needed to make an agreement."""

    number: str = Field(min_length=1, max_length=60, examples=["HT-2026-019"])
    title: str = Field(min_length=1, max_length=160, examples=["…"])
    plan: http.Word = Field(examples=["machinery"])
    version: http.Id = Field(examples=[2])
    customer: http.Id
    dealer: http.Id | None = None
    service: http.Word = ""
    signed_on: http.Day
    ends_on: http.Day | None = None
    covers: list[NewCover] = Field([], max_length=500)
    contacts: list[ContactShape] = Field([], max_length=20)


class OtherVersion(http.Shape):
    """To which version an agreement moves, and why."""

    version: http.Id = Field(examples=[3])
    reason: http.Line = Field(min_length=1, examples=["…"])


class NewMilestone(http.Shape):
    """What happened to a project, a unit or the agreement itself."""

    kind: http.Word = Field(examples=["acceptance.signed"])
    occurred_at: http.Moment
    subject: http.Word = Field(
        "", examples=["unit/17"], description=N_("Something it covers; empty for itself.")
    )
    data: http.Content = Field(
        {}, examples=[{"signatures": {"provider": "2026-11-20T02:00:00Z"}}],
        description=N_("Details; a signature of each party where both must sign."),
    )  # fmt: skip
    id: UUID | None = Field(None, description=N_("Your own name for the event; it happens once."))


class Correction(http.Shape):
    """What was recorded wrong, and how it really was."""

    reason: http.Line = Field(min_length=1, examples=["…"])
    occurred_at: http.Moment | None = Field(
        None, description=N_("When it really was; the same if empty.")
    )
    data: http.Content | None = Field(
        None, description=N_("The details as they really are; the same if empty.")
    )
    withdrawn: bool = Field(False, description=N_("It never happened."))
    id: UUID | None = Field(None, description=N_("Your own name for the event; it happens once."))


@agreements.get("/agreements", _("List agreements"), returns=http.Listed[AgreementRow])
def list_agreements(request: http.Request, query: Query[AgreementFilters]) -> HttpResponse:
    """The agreements the person may see, the newest first."""
    rows = queries.agreements_visible_to(request.user)
    wanted = {
        "customer": query.customer, "dealer": query.dealer, "plan_version__plan": query.plan,
        "number": query.number,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return http.page(request, rows, query, order=("-id",), item=agreement_row)


@agreements.post(
    "/agreements",
    _("Make an agreement"),
    returns=AgreementShape,
    status=201,
    tagged=True,
    new=True,
    power=Power.KEEP_AGREEMENTS,
)
def make_agreement(request: http.Request, body: NewAgreement) -> HttpResponse:
    """Bind a plan version to a customer."""
    versions = queries.versions_visible_to(request.user)
    customers = Organisation.objects.all()
    agreement = actions.make_agreement(
        http.chosen(versions, "version", plan=body.plan, number=body.version),
        number=body.number,
        title=body.title,
        customer=http.chosen(customers, "customer", pk=body.customer),
        dealer=http.chosen(customers, "dealer", pk=body.dealer) if body.dealer else None,
        covers=[_covered(one, place) for place, one in enumerate(body.covers)],
        signed_on=body.signed_on,
        ends_on=body.ends_on,
        service=body.service,
        contacts=[(one.role, one.name, one.phone) for one in body.contacts],
        by=request.user,
        at=timezone.now(),
    )
    return http.created(
        request, agreement_item(agreement), location=f"/api/v1/agreements/{agreement.pk}",
        revision=agreement.revision,
    )  # fmt: skip


@agreements.get("/agreements/{id}", _("Show an agreement"), returns=AgreementShape, tagged=True)
def show_agreement(request: http.Request, id: http.Key) -> HttpResponse:
    """One agreement with what it covers, its contacts and the versions it followed."""
    agreement = http.found(queries.agreements_visible_to(request.user), pk=id)
    return http.single(request, agreement_item(agreement), revision=agreement.revision)


@agreements.post(
    "/agreements/{id}/version",
    _("Move an agreement to another version"),
    description=_("Promises already made stay as they are."),
    returns=AgreementShape,
    tagged=True,
    power=Power.KEEP_AGREEMENTS,
)
def move_agreement(request: http.Request, id: http.Key, body: OtherVersion) -> HttpResponse:
    """Follow another version of the same plan from now on."""
    agreement = http.found(queries.agreements_visible_to(request.user), pk=id)
    versions = queries.versions_visible_to(request.user).filter(plan=agreement.plan_version.plan)
    actions.move_agreement(
        agreement,
        to=http.chosen(versions, "version", number=body.version),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
        revision=http.expected(request),
    )
    return http.single(request, agreement_item(agreement), revision=agreement.revision)


@agreements.get(
    "/agreements/{id}/milestones", _("List milestones"), returns=http.Listed[http.EventShape]
)
def list_milestones(request: http.Request, id: http.Key, query: Query[http.Paging]) -> HttpResponse:
    """What happened to an agreement and to what it covers, in the order it was recorded."""
    agreement = http.found(queries.agreements_visible_to(request.user), pk=id)
    subjects = [thing.reference for thing in queries.covered_things(agreement)]
    rows = Event.objects.filter(subject__in=subjects, kind__in=MILESTONES)
    rows_as_json = rows.values(*history.COLUMNS)
    return http.page(request, rows_as_json, query, order=("sequence",), item=dict)


@agreements.post(
    "/agreements/{id}/milestones",
    _("Record a milestone"),
    returns=http.EventShape,
    status=201,
    power=Power.RECORD_MILESTONES,
)
def record_milestone(request: http.Request, id: http.Key, body: NewMilestone) -> HttpResponse:
    """Record a milestone of the agreement or of something it covers."""
    agreement = http.found(queries.agreements_visible_to(request.user), pk=id)
    event = actions.record_milestone(
        _subject(agreement, body.subject),
        body.kind,
        occurred_at=body.occurred_at,
        data=body.data,
        id=body.id,
        by=request.user,
        at=timezone.now(),
    )
    return http.created(request, http.event_of(event), location=_location(event))


@agreements.post(
    "/agreements/{id}/milestones/{sequence}/correction",
    _("Correct a milestone"),
    description=_(
        "Both stay on record. What it started goes on with the right date; what it started "
        "wrongly is taken back."
    ),
    returns=http.EventShape,
    status=201,
    power=Power.RECORD_MILESTONES,
)
def correct_milestone(
    request: http.Request, id: http.Key, sequence: http.Key, body: Correction
) -> HttpResponse:
    """Tell anew what was recorded wrong, named by the number it was first recorded with."""
    agreement = http.found(queries.agreements_visible_to(request.user), pk=id)
    subjects = [thing.reference for thing in queries.covered_things(agreement)]
    recorded = Event.objects.filter(subject__in=subjects, kind__in=MILESTONES)
    wrong = http.found(recorded, sequence=sequence)
    event = actions.correct_milestone(
        _subject(agreement, wrong.subject),
        wrong.sequence,
        occurred_at=body.occurred_at,
        data=body.data,
        withdrawn=body.withdrawn,
        reason=body.reason,
        id=body.id,
        by=request.user,
        at=timezone.now(),
    )
    return http.created(request, http.event_of(event), location=_location(event))


def agreement_row(agreement: Agreement) -> dict[str, Any]:
    """An agreement as JSON, without what belongs to it."""
    dealer = agreement.dealer
    return {
        "id": agreement.pk,
        "reference": agreement.reference,
        "number": agreement.number,
        "title": agreement.title,
        "customer": {"id": agreement.customer_id, "name": agreement.customer.name},
        "dealer": {"id": dealer.pk, "name": dealer.name} if dealer else None,
        "plan": agreement.plan_version.plan,
        "version": agreement.plan_version.number,
        "service": agreement.service,
        "signed_on": agreement.signed_on,
        "ends_on": agreement.ends_on,
        "revision": agreement.revision,
    }


def agreement_item(agreement: Agreement) -> dict[str, Any]:
    """An agreement as JSON with all that belongs to it."""
    bindings = agreement.bindings.select_related("plan_version")
    return {
        **agreement_row(agreement),
        "covers": [_cover_item(cover) for cover in _covers(agreement)],
        "contacts": list(agreement.contacts.order_by("id").values("role", "name", "phone")),
        "bindings": [
            {"version": one.plan_version.number, "from_at": one.from_at, "reason": one.reason,
             "by": one.by}
            for one in bindings
        ],
    }  # fmt: skip


def _covers(agreement: Agreement) -> QuerySet[Cover]:
    return agreement.covers.select_related("project", "unit__model", "site").order_by("id")


def _cover_item(cover: Cover) -> dict[str, Any]:
    for kind in COVERED:
        thing: Model | None = getattr(cover, kind)
        if thing is not None:
            return {"kind": kind, "id": thing.pk, "name": str(thing)}
    raise ValueError(f"cover {cover.pk} covers nothing")


def _subject(agreement: Agreement, reference: str) -> Agreement | Project | Unit:
    thing = queries.covered_thing(agreement, reference or agreement.reference)
    if thing is None:
        raise Refusal(_("The agreement covers no such project or unit."), field="subject")
    return thing


def _covered(one: NewCover, place: int) -> Project | Unit | Site:
    given = {kind: key for kind in COVERED if (key := getattr(one, kind)) is not None}
    if len(given) != 1:
        text = _("Name exactly one: project, unit or site.")
        raise Refusal(text, field=f"covers/{place}")
    [(kind, key)] = given.items()
    rows: QuerySet[Any] = COVERED[kind]._default_manager.all()
    found: Project | Unit | Site = http.chosen(rows, f"covers/{place}/{kind}", pk=key)
    return found


def _location(event: Event) -> str:
    return f"/api/v1/events/{event.sequence}"

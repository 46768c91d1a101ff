"""Live consultation in the JSON API: asking, answering, and what became of a question."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog.models import Unit
from aftercare.chat import actions, queries, visiting
from aftercare.chat.actions import Matter, Question
from aftercare.chat.models import Consultation, Remark
from aftercare.chat.rules import LONGEST, TITLE, Side
from aftercare.chat.states import Standing
from aftercare.kit import http
from aftercare.kit.errors import NotAllowed
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role

consultations = http.Area(
    "consultations", _("consultations"), _("Questions on the web page, and what is said in them.")
)


class ConsultationShape(http.Shape):
    """One consultation."""

    id: int = Field(examples=[7])
    reference: str = Field(examples=["consultation/7"])
    state: Standing = Field(examples=["talking"])
    title: str = Field(examples=["…"])
    name: str = Field(examples=["刘芳"])
    phone: str = Field(examples=["13512345678"])
    customer: int | None = Field(examples=[17])
    unit: int | None = Field(examples=[3])
    agent: int | None = Field(examples=[4])
    case: str | None = Field(examples=["C20261130-0001"])
    result: str = Field(examples=["confirmed"])
    asked_at: http.Moment
    answered_at: http.Moment | None
    ended_at: http.Moment | None
    last_number: int = Field(examples=[4])
    customer_saw: int = Field(examples=[4])
    agent_saw: int = Field(examples=[3])
    revision: int = Field(examples=[2])


class RemarkShape(http.Shape):
    """Something said."""

    number: int = Field(examples=[4], description=N_("Counts from 1 without a gap."))
    key: uuid.UUID
    side: Side = Field(examples=["agent"])
    name: str = Field(examples=["林晓"])
    text: str = Field(examples=["…"])
    file: int | None = Field(examples=[12])
    at: http.Moment


class ConsultationFilters(http.Paging):
    """Filters of the list."""

    state: Standing | None = None


class RemarkFilters(http.Paging):
    """Which remarks."""

    after: int = Field(
        0, ge=0, le=10**6, description=N_("Only those after this number."), examples=[3]
    )


class NewQuestion(http.Shape):
    """A question of the customer whose token it is."""

    text: str = Field(min_length=1, max_length=LONGEST, examples=["…"])
    unit: http.Id | None = None
    phone: str = Field("", max_length=40, examples=["13512345678"])


class NewRemark(http.Shape):
    """A remark; the same key again is the same remark."""

    key: uuid.UUID
    text: str = Field(min_length=1, max_length=LONGEST, examples=["…"])


class NewMatter(http.Shape):
    """The case that a question becomes; what is empty is taken from the question."""

    kind: http.Word = Field("question", examples=["fault"])
    symptom: str = Field("", max_length=TITLE, examples=["…"])
    needs_visit: http.Flag = False


@consultations.get(
    "/consultations", _("List consultations"), returns=http.Listed[ConsultationShape]
)
def list_consultations(request: http.Request, query: Query[ConsultationFilters]) -> HttpResponse:
    """The latest first; customers see what they asked themselves."""
    rows = queries.consultations_visible_to(request.user)
    if query.state:
        rows = rows.filter(state=query.state)
    return http.page(request, rows, query, order=("-asked_at", "-id"), item=consultation_item)


@consultations.get(
    "/consultations/{id}", _("Show a consultation"), returns=ConsultationShape, tagged=True
)
def show_consultation(request: http.Request, id: http.Key) -> HttpResponse:
    """One consultation."""
    return _shown(request, _found(request, id))


@consultations.get(
    "/consultations/{id}/remarks", _("List what was said"), returns=http.Listed[RemarkShape]
)
def list_remarks(request: http.Request, id: http.Key, query: Query[RemarkFilters]) -> HttpResponse:
    """In order."""
    said = _found(request, id).remarks.filter(number__gt=query.after)
    return http.page(request, said, query, order=("number", "id"), item=remark_item)


@consultations.post(
    "/consultations",
    _("Ask a question"),
    returns=ConsultationShape,
    status=201,
    tagged=True,
    new=True,
    description=_("For customers. With nobody on duty it becomes a case at once."),
)
def ask_question(request: http.Request, body: NewQuestion) -> HttpResponse:
    """Begin a consultation."""
    person: Person = request.user
    if person.role != Role.CUSTOMER:
        raise NotAllowed(_("Questions on the web page are the customers'; take a call instead."))
    own = Unit.objects.filter(customer=person.organisation_id)
    unit = http.chosen(own, "unit", pk=body.unit) if body.unit else None
    key = uuid.uuid4()  # the door answers the same request twice with what it answered once
    question = Question(
        body.text, person.name, body.phone or person.phone, person.organisation, unit
    )
    asked = actions.ask(
        question, key=key, secret=visiting.secret_of(key), by=person, at=timezone.now()
    )
    location = f"/api/v1/consultations/{asked.pk}"
    return http.created(
        request, consultation_item(asked), location=location, revision=asked.revision
    )


@consultations.post(
    "/consultations/{id}/remarks", _("Say something"), returns=RemarkShape, status=201
)
def say(request: http.Request, id: http.Key, body: NewRemark) -> HttpResponse:
    """Say something; for the customer who asked, and the agent who took it."""
    one = _found(request, id)
    side = Side.CUSTOMER if one.person_id == request.user.pk else Side.AGENT
    said = actions.say(one, body.text, key=body.key, side=side, by=request.user, at=timezone.now())
    location = f"/api/v1/consultations/{one.pk}/remarks?after={said.number - 1}"
    return http.created(request, remark_item(said), location=location)


@consultations.post(
    "/consultations/{id}/take", _("Take a consultation"), returns=ConsultationShape, tagged=True,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def take_consultation(request: http.Request, id: http.Key) -> HttpResponse:
    """Answer it; of two at once one wins."""
    one = _found(request, id)
    actions.take(one, by=request.user, at=timezone.now(), revision=http.expected(request))
    return _shown(request, one)


@consultations.post(
    "/consultations/{id}/end", _("End a consultation"), returns=ConsultationShape, tagged=True,
    description=_("It was answered. Otherwise make it a case."),
)  # fmt: skip
def end_consultation(request: http.Request, id: http.Key) -> HttpResponse:
    """End it as answered."""
    one = _found(request, id)
    actions.end(one, by=request.user, at=timezone.now(), revision=http.expected(request))
    return _shown(request, one)


@consultations.post(
    "/consultations/{id}/case", _("Make a consultation a case"), returns=ConsultationShape,
    tagged=True,
)  # fmt: skip
def make_case(request: http.Request, id: http.Key, body: NewMatter) -> HttpResponse:
    """Register what was asked as a case."""
    one = _found(request, id)
    matter = Matter(body.kind, body.symptom, body.needs_visit)
    actions.become_case(
        one, by=request.user, at=timezone.now(), matter=matter, revision=http.expected(request)
    )
    return _shown(request, one)


def consultation_item(one: Consultation) -> dict[str, Any]:
    """A consultation as JSON."""
    names = ("reference", "state", "title", "name", "phone", "result", "asked_at", "answered_at",
             "ended_at", "last_number", "customer_saw", "agent_saw", "revision")  # fmt: skip
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in names},
        "customer": one.customer_id,
        "unit": one.unit_id,
        "agent": one.agent_id,
        "case": one.case.number if one.case else None,
    }


def remark_item(one: Remark) -> dict[str, Any]:
    """A remark as JSON."""
    return {
        "number": one.number, "key": str(one.key), "side": one.side, "name": one.by_name,
        "text": one.text, "file": one.attachment_id, "at": one.said_at,
    }  # fmt: skip


def _found(request: http.Request, id: int) -> Consultation:
    return http.found(queries.consultations_visible_to(request.user), pk=id)


def _shown(request: http.Request, one: Consultation) -> HttpResponse:
    return http.single(request, consultation_item(one), revision=one.revision)

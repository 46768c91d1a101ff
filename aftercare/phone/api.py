"""The telephone in the JSON API: what an exchange tells, and the register."""

from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.kit import http
from aftercare.people.roles import Power
from aftercare.phone import actions, queries
from aftercare.phone.models import Call, Direction, Result

calls = http.Area("calls", _("calls"), _("The telephone service record."))


class CallShape(http.Shape):
    """One call."""

    id: int = Field(examples=[9])
    reference: str = Field(examples=["call/9"])
    direction: Direction = Field(examples=["in"])
    line: str = Field(examples=["4001"])
    caller: str = Field(examples=["13800138001"])
    standing: str = Field(examples=["ended"], description=N_("ringing, talking, ended or missed"))
    person: int | None = Field(examples=[4])
    customer: int | None = Field(examples=[17])
    case: int | None = Field(examples=[12])
    began_at: http.Moment
    rang_at: http.Moment | None
    answered_at: http.Moment | None
    ended_at: http.Moment | None
    purpose: str = Field(examples=["fault"])
    answer: str = Field(examples=["…"])
    result: str = Field(examples=["case"])
    revision: int = Field(examples=[1])


class CallFilters(http.Paging):
    """Filters of the register."""

    number: str | None = Field(
        None, max_length=40, description=N_("The beginning or the end of the number.")
    )


class CallEvent(http.Shape):
    """What a telephone exchange tells of a call."""

    call: str = Field(
        min_length=1, max_length=80, examples=["pbx-77812"],
        description=N_("The exchange's own name for the call; the same one for all its events."),
    )  # fmt: skip
    event: Literal["ring", "answer", "hang-up"] = Field(examples=["ring"])
    at: http.Moment
    caller: str = Field("", max_length=40, examples=["13800138001"])
    line: str = Field("", max_length=40, examples=["4001"])
    extension: str = Field("", max_length=20, examples=["801"])
    direction: Direction = Field(Direction.IN, examples=["in"])


class CallNote(http.Shape):
    """What was said, and what came of it."""

    purpose: http.Word = Field(examples=["question"])
    answer: http.Text = ""
    result: Result = Field(examples=["solved"])


@calls.get("/calls", _("List calls"), returns=http.Listed[CallShape])
def list_calls(request: http.Request, query: Query[CallFilters]) -> HttpResponse:
    """The register, the latest first."""
    rows = queries.with_number(queries.calls_visible_to(request.user), query.number or "")
    return http.page(request, rows, query, order=("-began_at", "-id"), item=call_item)


@calls.get("/calls/{id}", _("Show a call"), returns=CallShape, tagged=True)
def show_call(request: http.Request, id: http.Key) -> HttpResponse:
    """One call."""
    call = http.found(queries.calls_visible_to(request.user), pk=id)
    return http.single(request, call_item(call), revision=call.revision)


@calls.post(
    "/call-events",
    _("Tell of a call"),
    returns=CallShape,
    power=Power.RECORD_MILESTONES,
    description=_(
        "An event may be told twice, late, and in any order; each has its effect once. Give the "
        "extension, and its person sees at once who is calling."
    ),
)
def tell_of_call(request: http.Request, body: CallEvent) -> HttpResponse:
    """What the exchange tells."""
    told = actions.Told(
        body.call, body.event, body.at, body.caller, body.line, body.extension, body.direction
    )
    call = actions.take_event(told, by=request.user, at=timezone.now())
    return http.single(request, call_item(call), revision=call.revision)


@calls.post(
    "/calls/{id}/note", _("Note a call"), returns=CallShape, tagged=True, power=Power.HANDLE_CASES
)
def note_call(request: http.Request, id: http.Key, body: CallNote) -> HttpResponse:
    """What it was about, what was answered, what came of it."""
    call = http.found(queries.calls_visible_to(request.user), pk=id)
    actions.note_call(
        call, purpose=body.purpose, answer=body.answer, result=body.result, by=request.user,
        at=timezone.now(), revision=http.expected(request),
    )  # fmt: skip
    return http.single(request, call_item(call), revision=call.revision)


def call_item(call: Call) -> dict[str, Any]:
    """A call as JSON."""
    return {
        "id": call.pk,
        "reference": call.reference,
        "direction": call.direction,
        "line": call.line,
        "caller": call.caller,
        "standing": call.standing,
        "person": call.person_id,
        "customer": call.customer_id,
        "case": call.case_id,
        "began_at": call.began_at,
        "rang_at": call.rang_at,
        "answered_at": call.answered_at,
        "ended_at": call.ended_at,
        "purpose": call.purpose,
        "answer": call.answer,
        "result": call.result,
        "revision": call.revision,
    }

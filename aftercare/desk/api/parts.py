"""The parts of a case in the JSON API."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.desk import actions, queries
from aftercare.desk.answerable import all_answerable
from aftercare.desk.api.doing import receiver
from aftercare.desk.api.shapes import Answers, answers_item, cases
from aftercare.desk.models import Part
from aftercare.desk.states import PartState
from aftercare.kit import http
from aftercare.people.roles import Power

DESPITE = N_("Why a head sends somebody without a certificate that the case asks for.")
TO = Annotated[http.Word, Field(examples=["organisation/5"])]


class PartRow(http.Shape):
    """A part of a case in a list."""

    id: int = Field(examples=[3])
    reference: str = Field(examples=["part/3"])
    number: str = Field(examples=["C20261122-0007-1"])
    case: str = Field(examples=["C20261122-0007"])
    what: str = Field(examples=["更换割台轴承"])
    state: PartState
    responsible: http.Named | None
    department: http.Named | None
    organisation: http.Named | None
    forwarded_at: http.Moment
    checked_at: http.Moment | None
    revision: int = Field(examples=[1])


class PartShape(PartRow):
    """A part of a case, and who answers for it now."""

    answers: Answers | None = Field(description=N_("Who answers for it now."))


class NewPart(http.Shape):
    """What is to be done, and who gets it."""

    what: http.Line = Field(examples=["更换割台轴承"])
    to: TO


class Splitting(http.Shape):
    """The parts; the first time at least two."""

    parts: Annotated[list[NewPart], Field(min_length=1, max_length=12)]
    despite: http.Line = Field("", examples=[""], description=DESPITE)


class PartMove(http.Shape):
    """One move of a part. `said`: the result or the reason; `to`: who gets it."""

    move: Literal["arrange", "finish", "decline", "forward", "withdraw"] = Field(
        examples=["arrange"]
    )
    said: http.Line = ""
    to: TO | None = None
    despite: http.Line = Field("", examples=[""], description=DESPITE)


class PartCheck(http.Shape):
    """What the forwarder's own check finds."""

    found: Literal["arranged", "nothing"] = Field(examples=["arranged"])
    result: http.Line = Field(examples=["…"])


@cases.post(
    "/cases/{number}/parts", _("Split a case"), returns=list[PartShape], status=201,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def split_case(request: http.Request, number: str, body: Splitting) -> HttpResponse:
    """Several receivers, each with a part, a state and clocks of its own."""
    case = http.found(queries.cases_visible_to(request.user), number=number)
    shares = [actions.Share(one.what, receiver(case, request.user, one.to)) for one in body.parts]
    actions.split_case(case, shares, despite=body.despite, by=request.user, at=timezone.now())
    found = queries.parts_visible_to(request.user).filter(case=case).order_by("number")
    return http.answer(_items(list(found)), status=201)


@cases.get("/parts", _("List parts of cases"), returns=http.Listed[PartRow])
def list_parts(request: http.Request, query: Query[http.Paging]) -> HttpResponse:
    """The parts the person may see, the latest first."""
    rows = queries.parts_visible_to(request.user)
    order = ("-forwarded_at", "-id")
    return http.page(request, rows, query, order=order, item=part_row)


@cases.get("/parts/{id}", _("Show a part of a case"), returns=PartShape, tagged=True)
def show_part(request: http.Request, id: http.Key) -> HttpResponse:
    """One part."""
    return _answer(request, _part(request, id))


@cases.post(
    "/parts/{id}/moves", _("Move a part of a case"), returns=PartShape, tagged=True,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def move_part(request: http.Request, id: http.Key, body: PartMove) -> HttpResponse:
    """Arrange, finish, decline, forward again, withdraw."""
    part = _part(request, id)
    actions.move_part(
        part, body.move, said=body.said, despite=body.despite, by=request.user,
        at=timezone.now(),
        to=receiver(part.case, request.user, body.to) if body.to else None,
        revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, part)


@cases.post(
    "/parts/{id}/check", _("Check a part of a case"), returns=PartShape, tagged=True,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def check_part(request: http.Request, id: http.Key, body: PartCheck) -> HttpResponse:
    """The forwarder's own check; nothing arranged goes to the leaders."""
    part = _part(request, id)
    actions.check_part(
        part, found=body.found, result=body.result, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, part)


def _part(request: http.Request, key: int) -> Part:
    return http.found(queries.parts_visible_to(request.user), pk=key)


def _answer(request: http.Request, part: Part) -> HttpResponse:
    return http.single(request, _items([part])[0], revision=part.revision)


def _items(parts: list[Part]) -> list[dict[str, Any]]:
    answers = all_answerable(parts, timezone.now())
    return [{**part_row(one), "answers": answers_item(answers.get(one.reference))} for one in parts]


def part_row(part: Part) -> dict[str, Any]:
    """A part as JSON."""
    named = ("responsible", "department", "organisation")
    return {
        "id": part.pk, "reference": part.reference, "number": part.shown,
        "case": part.case.number, "what": part.what, "state": part.state,
        **{name: _named(getattr(part, name)) for name in named},
        "forwarded_at": part.forwarded_at, "checked_at": part.checked_at,
        "revision": part.revision,
    }  # fmt: skip


def _named(one: Any) -> dict[str, Any] | None:
    return {"id": one.pk, "name": one.name} if one is not None else None

"""The desk's pages: what waits, one's own conversations, and what came of them."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aftercare.chat import actions, opening, queries
from aftercare.chat.actions.taking import Taken
from aftercare.chat.forms import MatterForm
from aftercare.chat.models import Attendance, Consultation
from aftercare.chat.states import Standing
from aftercare.chat.views.place import Place, place_of
from aftercare.chat.views.talking import content_of
from aftercare.desk.views.access import at_desk
from aftercare.kit import forms as kit
from aftercare.kit import pages
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

PAST = pages.Keyset(("-asked_at",), size=20)
LOOKS: dict[str, tuple[str, str]] = {
    Standing.WAITING: ("warn", "hourglass"), Standing.TALKING: ("calm", "message-circle"),
    Standing.ENDED: ("idle", "check"), Standing.CASE: ("calm", "clipboard-list"),
}  # fmt: skip


@at_desk()
def consultations(request: HttpRequest) -> HttpResponse:
    """What waits, one's own, and what there was."""
    person = person_of(request)
    filters = pages.Filters(_filters(), request.GET)
    rows = queries.consultations_visible_to(person)
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    content = {**_beside(person), "filters": filters, "page": PAST.shown(rows, request)}
    content["rows"] = [(one, LOOKS[one.state]) for one in content["page"]]
    return render(request, "chat/consultations.html", content)


@at_desk()
def beside(request: HttpRequest) -> HttpResponse:
    """What waits and one's own, as a part of a page."""
    here = request.GET.get("here", "")
    return render(request, "chat/beside.html", {**_beside(person_of(request)), "here": here})


@at_desk()
def badge(request: HttpRequest) -> HttpResponse:
    """How much waits, in the menu; it also tells that somebody on duty is here."""
    person, at = person_of(request), timezone.now()
    actions.give_sign(person, at=at)
    waits, own = queries.unheard(person) if queries.may_answer(person) else (0, 0)
    return render(request, "chat/badge.html", {"waits": waits, "own": own, "count": waits + own})


@at_desk()
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """A conversation as the desk sees it."""
    return _page(request, place_of(request, pk))


@at_desk()
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands and what may be done, as a part of the page."""
    place = place_of(request, pk)
    return render(request, "chat/consultation_standing.html", _standing(request, place))


@at_desk(Power.HANDLE_CASES)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer it; of two who do this at once the second is told who was first."""
    place = place_of(request, pk)
    try:
        actions.take(place.consultation, by=person_of(request), at=timezone.now())
    except Taken as taken:
        messages.warning(request, str(taken.message))
    return redirect(place.address)


@at_desk(Power.HANDLE_CASES)
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody else go on."""
    place = place_of(request, pk)
    actions.give_back(place.consultation, by=person_of(request), at=timezone.now())
    return redirect("chat:consultations")


@at_desk(Power.HANDLE_CASES)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """It was answered: the conversation ends here."""
    place = place_of(request, pk)
    try:
        actions.end(place.consultation, by=person_of(request), at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect(place.address)
    messages.success(request, _("The conversation has ended."))
    return redirect("chat:consultations")


@at_desk(Power.HANDLE_CASES)
@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not answered here: it becomes a case."""
    place = place_of(request, pk)
    form = MatterForm(request.POST, title=place.consultation.title)
    if form.is_valid():
        case = kit.carried_out(
            form,
            lambda: actions.become_case(
                place.consultation, by=person_of(request), at=timezone.now(), matter=form.matter()
            ),
        )
        if case is not None:
            messages.success(request, _("The case is registered."))
            return redirect("desk:case", case.number)
    place.consultation.refresh_from_db()
    return _page(request, place, matter=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@at_desk(Power.HANDLE_CASES)
@require_POST
def duty(request: HttpRequest) -> HttpResponse:
    """Come on duty at the web page, or go."""
    person, at = person_of(request), timezone.now()
    if request.POST.get("on") == "yes":
        actions.come_on_duty(person, at=at)
    else:
        actions.go_off_duty(person, at=at)
    return redirect("chat:consultations")


def _page(
    request: HttpRequest, place: Place, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    content = {**content_of(place), **_standing(request, place), **_beside(person_of(request)),
               "here": str(place.consultation.pk), **more}  # fmt: skip
    return render(request, "chat/consultation.html", content, status=status)


def _standing(request: HttpRequest, place: Place) -> dict[str, Any]:
    one, person = place.consultation, person_of(request)
    answers = queries.may_answer(person)
    own = one.state == Standing.TALKING and one.agent_id == person.pk
    return {
        "place": place, "consultation": one, "look": LOOKS[one.state], "own": own,
        "may_take": answers and one.state == Standing.WAITING,
        "may_give_back": one.state == Standing.TALKING and (own or person.may(Power.OVERRULE)),
        "may_register": answers and one.case is None and (own or one.state != Standing.TALKING),
        "matter": MatterForm(None, title=one.title),
    }  # fmt: skip


def _beside(person: Person) -> dict[str, Any]:
    at = timezone.now()
    answers = queries.may_answer(person)
    mine: list[Consultation] = list(queries.talking(person)) if answers else []
    on_duty: list[Attendance] = list(queries.attending(at))
    return {
        "now": at,
        "answers": answers,
        "waiting": list(queries.waiting()) if answers else [],
        "mine": mine,
        "opening": opening.at(at),
        "on_duty": on_duty,
        "am_on_duty": any(one.person_id == person.pk for one in on_duty),
    }


def _filters() -> tuple[pages.Filter, ...]:
    return (pages.Filter("state", gettext_lazy("State"), choices=tuple(Standing.choices)),)

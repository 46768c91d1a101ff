"""The customer's page: asking, talking, and saying whether it was answered."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aftercare.chat import actions, opening, queries, visiting
from aftercare.chat.actions import Question
from aftercare.chat.forms import AnsweredForm, AskForm
from aftercare.chat.views.place import Place, open_to_all, place_of
from aftercare.chat.views.talking import content_of
from aftercare.desk import linking
from aftercare.kit import forms as kit
from aftercare.kit import limits, links
from aftercare.people.models import Person
from aftercare.people.roles import Role


@open_to_all
def ask(request: HttpRequest) -> HttpResponse:
    """Where a customer asks; sent, it opens the conversation, or says that it is a case now."""
    if isinstance(request.user, Person) and request.user.role != Role.CUSTOMER:
        return redirect("chat:consultations")
    form = _ask_form(request)
    if request.method == "POST":
        limits.spend(visiting.ASKED, limits.address_of(request))
        if form.is_valid():
            kit.carried_out(form, lambda: _asked(request, form))
            if not form.errors:
                return redirect("chat:talk")
    visiting.sow(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    content = {
        "form": form,
        "opening": opening.at(timezone.now()),
        "running": queries.by_link(request.session.get(visiting.LINK, "")),
    }
    return render(request, "chat/ask.html", content, status=status)


@open_to_all
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Exchange a private link for a session that sees this conversation alone, and leave its
    address."""
    found = links.exchange(
        request, secret, find=queries.by_link, slot=visiting.LINK, limit=visiting.LINKS
    )
    if not found:
        raise Http404
    return redirect("chat:talk")


@open_to_all
def talk(request: HttpRequest) -> HttpResponse:
    """The conversation as the customer sees it."""
    place = place_of(request)
    _let_follow(request, place)
    content = {**content_of(place), "opening": opening.at(timezone.now()),
               "private_link": _private_link(request, place)}  # fmt: skip
    return render(request, "chat/talk.html", content)


@open_to_all
def standing(request: HttpRequest) -> HttpResponse:
    """How it stands: who answers, whether it ended, which case it became."""
    place = place_of(request)
    _let_follow(request, place)
    content: dict[str, Any] = {"place": place, "consultation": place.consultation,
                               "opening": opening.at(timezone.now())}  # fmt: skip
    return render(request, "chat/talk_standing.html", content)


@open_to_all
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Say whether the question was answered: yes ends it, no makes it a case."""
    place = place_of(request)
    form = AnsweredForm(request.POST)
    if form.is_valid():
        at = timezone.now()
        if form.cleaned_data["answered"] == "yes":
            actions.answer_was_given(place.consultation, by=place.by, at=at)
        else:
            actions.become_case(place.consultation, by=place.by, at=at)
    return redirect("chat:talk")


def _ask_form(request: HttpRequest) -> AskForm:
    person = visiting.customer_of(request)
    units = visiting.units_of(request)
    initial: dict[str, Any] = {}
    if person is not None:
        initial = {"name": person.name, "phone": person.phone}
    if len(units) == 1:
        initial["unit"] = units[0]
    return AskForm(request.POST or None, units=units, initial=initial)


def _asked(request: HttpRequest, form: AskForm) -> bool:
    given, person = form.cleaned_data, visiting.customer_of(request)
    unit = given.get("unit")
    customer = person.organisation if person else (unit.customer if unit else None)
    key = visiting.key_of(request, given["id"])
    question = Question(given["text"], given["name"], given["phone"], customer, unit)
    found = actions.ask(
        question, key=key, secret=visiting.secret_of(key),
        by=visiting.actor_of(request, given["name"]), at=timezone.now(),
    )  # fmt: skip
    request.session[visiting.LINK] = found.link_hash
    return True


def _private_link(request: HttpRequest, place: Place) -> str:
    """The link with which this browser, or another, comes back to the conversation."""
    secret = visiting.secret_of(place.consultation.key)
    return links.address(request, reverse("chat:open", args=[secret]))


def _let_follow(request: HttpRequest, place: Place) -> None:
    """Who has proved whose they are may also follow the case; whoever only named a telephone
    number is not shown what we know of its owner."""
    one = place.consultation
    if one.case is not None and one.is_known and one.case.link_hash:
        request.session[linking.LINK] = one.case.link_hash

"""Which other systems are told what happens, and what they were told."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aftercare.kit import forms as kit
from aftercare.outbound import actions, queries
from aftercare.outbound.forms import WebhookForm
from aftercare.outbound.models import Webhook
from aftercare.outbound.views.outbox import MESSAGES, rows_of
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every webhook; sent, it makes one and shows its secret this once."""
    me = _keeper(request)
    form = WebhookForm(request.POST or None)
    made = kit.carried_out(form, lambda: _made(form, me)) if form.is_valid() else None
    shown = WebhookForm() if made else form
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": shown, "secret": made, "rows": queries.webhooks_visible_to(me)}
    return render(request, "outbound/webhooks.html", context, status=status)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook and what it was told, the latest first."""
    me = _keeper(request)
    found = get_object_or_404(queries.webhooks_visible_to(me), pk=pk)
    return _shown(request, me, found)


@login_required
@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown on the page that answers."""
    me = _keeper(request)
    found = get_object_or_404(queries.webhooks_visible_to(me), pk=pk)
    secret = actions.rotate_secret(found, by=me, at=timezone.now(), revision=kit.revision(request))
    return _shown(request, me, found, secret=secret)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Pause it, go on, or end it."""
    me = _keeper(request)
    found = get_object_or_404(queries.webhooks_visible_to(me), pk=pk)
    if what not in ACTS:
        raise Http404
    perform, said = ACTS[what]
    perform(found, me)
    toasts.success(request, str(said))
    return redirect("outbound:webhooks") if what == "end" else redirect("outbound:webhook", pk)


def _end(found: Webhook, me: Person) -> None:
    actions.end_webhook(found, by=me, at=timezone.now())


def _pause(found: Webhook, me: Person) -> None:
    actions.pause_webhook(found, paused=True, by=me, at=timezone.now())


def _resume(found: Webhook, me: Person) -> None:
    actions.pause_webhook(found, paused=False, by=me, at=timezone.now())


ACTS: Mapping[str, tuple[Callable[[Webhook, Person], None], Any]] = {
    "pause": (_pause, gettext_lazy("It is told nothing until you go on.")),
    "resume": (_resume, gettext_lazy("It is told what happened meanwhile.")),
    "end": (_end, gettext_lazy("The webhook is ended.")),
}


def _shown(request: HttpRequest, me: Person, found: Webhook, secret: str = "") -> HttpResponse:
    rows = queries.messages_visible_to(me).filter(webhook=found)
    page = MESSAGES.shown(rows, request)
    context = {"webhook": found, "page": page, "rows": rows_of(page.rows), "secret": secret}
    return render(request, "outbound/webhook.html", context)


def _made(form: WebhookForm, me: Person) -> str:
    given = form.cleaned_data
    _webhook, secret = actions.add_webhook(
        given["name"], address=given["address"], kinds=given["kinds"], by=me, at=timezone.now()
    )
    return secret


def _keeper(request: HttpRequest) -> Person:
    me = person_of(request)
    require(me, Power.KEEP_PEOPLE)
    return me

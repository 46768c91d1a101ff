"""Notices to a group of customers: who got them, who did not and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from aftercare.kit import forms as kit
from aftercare.kit import pages
from aftercare.kit.states import open_moves
from aftercare.outbound import actions, queries
from aftercare.outbound.forms import BroadcastForm
from aftercare.outbound.models import Broadcast, Receiver
from aftercare.outbound.states import BROADCAST_MOVES, BroadcastState
from aftercare.outbound.views.access import reader
from aftercare.people.rights import require
from aftercare.people.roles import Power

BROADCASTS = pages.Keyset(("-made_at",))
RECEIVERS = pages.Keyset(("id",))
STATE_LOOKS: Mapping[str, tuple[str, str]] = {
    BroadcastState.DRAFT: ("idle", "pencil"),
    BroadcastState.RUNNING: ("calm", "send"),
    BroadcastState.STOPPED: ("warn", "player-pause"),
    BroadcastState.DONE: ("good", "check"),
}
LOOKS: Mapping[str, tuple[str, str, Any]] = {
    "got": ("good", "check", pgettext_lazy("broadcast", "sent")),
    "waiting": ("calm", "clock", pgettext_lazy("broadcast", "not sent yet")),
    "no-address": ("warn", "alert-triangle", pgettext_lazy("broadcast", "no address")),
    "opted-out": ("idle", "ban", pgettext_lazy("broadcast", "wants no notices")),
    "failed": ("bad", "alert-circle", pgettext_lazy("broadcast", "not delivered")),
    "held": ("idle", "player-pause", pgettext_lazy("broadcast", "held back")),
}
SAID: Mapping[str, Any] = {
    "start": gettext_lazy("The notice is going out."),
    "stop": gettext_lazy("The notice is stopped; who has it already keeps it."),
    "resume": gettext_lazy("The notice goes on to whoever does not have it yet."),
}
FILTERS = (
    pages.Filter(
        "outcome", gettext_lazy("Who got it"),
        choices=tuple((name, words) for name, (_tone, _icon, words) in LOOKS.items()),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A broadcast as the list shows it."""

    broadcast: Broadcast

    @property
    def state(self) -> tuple[str, str, Any]:
        """Tone, drawing and words of its state."""
        tone, icon = STATE_LOOKS[self.broadcast.state]
        return tone, icon, BroadcastState(self.broadcast.state).label


@dataclass(frozen=True)
class Told:
    """Somebody a broadcast is for, and what became of it."""

    receiver: Receiver

    @property
    def look(self) -> tuple[str, str, Any]:
        """Tone, drawing and words of the outcome."""
        return LOOKS[queries.outcome_of(self.receiver)]


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every broadcast, the latest first."""
    person = reader(request)
    page = BROADCASTS.shown(queries.broadcasts_visible_to(person), request)
    context = {"page": page, "rows": [Row(one) for one in page],
               "may": person.may(Power.BROADCAST)}  # fmt: skip
    return render(request, "outbound/broadcasts.html", context)


@login_required
def write(request: HttpRequest) -> HttpResponse:
    """Write one; nobody is written to before it is started."""
    person = reader(request)
    require(person, Power.BROADCAST)
    form = BroadcastForm(request.POST or None)
    return kit.page(
        request, form, title=_("Write a notice"), back=reverse("outbound:broadcasts"),
        lead=_("You see who it is for before it goes out."), button=_("Save and see who it is for"),
        act=lambda: actions.write_broadcast(form.notice(), by=person, at=timezone.now()),
        done=lambda made: reverse("outbound:broadcast", args=[made.pk]),
    )  # fmt: skip


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One broadcast: its words, who it is for, and what became of it."""
    person = reader(request)
    found = get_object_or_404(queries.broadcasts_visible_to(person), pk=pk)
    filters = pages.Filters(FILTERS, request.GET)
    page = RECEIVERS.shown(queries.receivers_of(found, filters["outcome"]), request)
    counts = queries.outcomes_of(found)
    moves = open_moves(BROADCAST_MOVES, found.state) if person.may(Power.BROADCAST) else []
    context = {
        "row": Row(found), "broadcast": found, "filters": filters, "page": page,
        "rows": [Told(one) for one in page],
        "counts": [(name, *LOOKS[name], count) for name, count in counts.items()],
        "meant": None if found.started_at else queries.customers_meant(found).count(),
        "moves": [(verb, BROADCAST_MOVES[verb].label) for verb in moves],
    }  # fmt: skip
    return render(request, "outbound/broadcast.html", context)


@login_required
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Start, stop or go on."""
    person = reader(request)
    found = get_object_or_404(queries.broadcasts_visible_to(person), pk=pk)
    actions.move_broadcast(
        found, verb, by=person, at=timezone.now(), revision=kit.revision(request)
    )
    toasts.success(request, str(SAID[verb]))
    return redirect("outbound:broadcast", pk)

"""The outbox: what waits, what is stuck and why, and sending it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from aftercare.kit import forms as kit
from aftercare.kit import pages, references
from aftercare.kit.states import open_moves
from aftercare.outbound import actions, queries, subjects
from aftercare.outbound.catalogue import letters
from aftercare.outbound.models import Channel, Message
from aftercare.outbound.states import MOVES, MessageState
from aftercare.outbound.subjects import Subject
from aftercare.outbound.views.access import keeps, reader
from aftercare.outbound.writing import Unwritable, Written, shown
from aftercare.people.models import Person
from aftercare.people.roles import Power

MESSAGES = pages.Keyset(("-queued_at",))
LOOKS: Mapping[str, tuple[str, str]] = {
    MessageState.QUEUED: ("calm", "clock"),
    MessageState.SENDING: ("calm", "send"),
    MessageState.SENT: ("good", "check"),
    MessageState.FAILED: ("bad", "alert-circle"),
    MessageState.HELD: ("idle", "player-pause"),
}
FILTERS = (
    pages.Filter("q", gettext_lazy("Address"), "text"),
    pages.Filter(
        "state", pgettext_lazy("message", "State"),
        choices=(
            ("waiting", pgettext_lazy("message", "waiting to be sent")),
            ("stuck", pgettext_lazy("message", "stuck")),
            ("failed", gettext_lazy("not delivered")),
            ("held", gettext_lazy("held back")),
            ("sent", pgettext_lazy("message", "sent")),
        ),
    ),
    pages.Filter("channel", gettext_lazy("Channel"), choices=Channel.choices),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A message as a list shows it."""

    message: Message
    title: str
    about: Subject | None

    @property
    def look(self) -> tuple[str, str]:
        """Tone and drawing of its state."""
        return LOOKS[self.message.state]

    @property
    def may_retry(self) -> bool:
        """Whether somebody can do something about it."""
        return self.message.state in MOVES["retry"].sources


@login_required
def messages(request: HttpRequest) -> HttpResponse:
    """What was sent and what was not, the latest first."""
    person = reader(request)
    filters = pages.Filters(FILTERS, request.GET, keep=("about",))
    page = MESSAGES.shown(_filtered(person, filters, request), request)
    counts = queries.unsent_counts()
    context = {
        "filters": filters, "page": page, "rows": rows_of(page.rows), "ways": queries.ways(),
        "waiting": counts.get(MessageState.QUEUED, 0) + counts.get(MessageState.SENDING, 0),
        "failed": counts.get(MessageState.FAILED, 0), "held": counts.get(MessageState.HELD, 0),
        "keeps": keeps(person), "keeps_webhooks": person.may(Power.KEEP_PEOPLE),
    }  # fmt: skip
    return render(request, "outbound/messages.html", context)


@login_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: its words, where it stands and why."""
    person = reader(request)
    found = get_object_or_404(queries.messages_visible_to(person), pk=pk)
    written, fault = _shown(found)
    moves = open_moves(MOVES, found.state) if keeps(person) else []
    if found.webhook_id is None:
        moves = [verb for verb in moves if verb != "replay"]
    context = {
        "row": rows_of([found])[0], "written": written, "fault": fault,
        "moves": [(verb, MOVES[verb].label) for verb in moves],
    }  # fmt: skip
    return render(request, "outbound/message.html", context)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Send one message again, or hold it back."""
    person = reader(request)
    found = get_object_or_404(queries.messages_visible_to(person), pk=pk)
    if what not in ACTS:
        raise Http404
    perform, said = ACTS[what]
    perform(found, by=person, at=timezone.now(), revision=kit.revision(request))
    toasts.success(request, str(said))
    return redirect("outbound:message", pk)


@login_required
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Send the chosen messages again, or all that are stuck in the list as it is filtered."""
    person = reader(request)
    filters = pages.Filters(FILTERS, request.GET, keep=("about",))
    rows = queries.standing_as(_filtered(person, filters, request), "stuck")
    if request.POST.get("which") == "chosen":
        keys = [references.number(one) for one in request.POST.getlist("message")]
        rows = queries.messages_visible_to(person).filter(pk__in=[key for key in keys if key])
    count = actions.retry_messages(rows[: actions.MOST], by=person, at=timezone.now())
    said = ngettext("%(count)s message will be sent again.",
                    "%(count)s messages will be sent again.", count)  # fmt: skip
    toasts.success(request, said % {"count": count})
    return redirect(reverse("outbound:messages") + filters.address())


ACTS: Mapping[str, tuple[Any, Any]] = {
    "retry": (actions.retry_message, gettext_lazy("The message will be sent again.")),
    "replay": (actions.replay_message, gettext_lazy("It is told again.")),
    "hold": (actions.hold_message, gettext_lazy("The message is held back.")),
}


def _filtered(person: Person, filters: pages.Filters, request: HttpRequest) -> Any:
    rows = queries.standing_as(queries.messages_visible_to(person), filters["state"])
    rows = queries.sent_to(rows, filters["q"])
    if filters["channel"]:
        rows = rows.filter(channel=filters["channel"])
    if about := request.GET.get("about", "").replace("\x00", ""):
        rows = rows.filter(about=about)
    return rows


def rows_of(found: list[Message]) -> list[Row]:
    """Messages as lists show them; the same number of questions however many there are."""
    named = subjects.named(one.about for one in found)
    known = letters()
    return [
        Row(
            one,
            str(known[one.template].title) if one.template in known else one.template,
            named.get(one.about),
        )
        for one in found
    ]


def _shown(found: Message) -> tuple[Written, str]:
    """The words of a message; a letter whose file is at fault says so instead."""
    try:
        return shown(found), ""
    except Unwritable as fault:
        return Written("", ""), str(fault)

"""Remote sessions at the desk: asking, connecting, logging changes, ending."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aftercare.desk import reaching
from aftercare.desk.views.access import at_desk, case_or_404
from aftercare.kit import forms, links
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.remote import actions, queries
from aftercare.remote.forms import AskForm, ChangeForm, EndForm
from aftercare.remote.models import RemoteSession

LOOKS = {
    "requested": ("warn", "hourglass"), "authorised": ("good", "key"), "declined": ("bad", "ban"),
    "connected": ("calm", "device-desktop"), "ended": ("idle", "check"),
    "expired": ("idle", "clock-cancel"),
}  # fmt: skip
FORMS: dict[str, tuple[type[forms.Once], Any]] = {
    "change": (ChangeForm, gettext_lazy("Log a change")),
    "end": (EndForm, gettext_lazy("End a remote session")),
}
LINK_ONCE = "remote_link"


@at_desk()
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The sessions on one case: a part of its page."""
    case, person = case_or_404(request, number), person_of(request)
    rows = [_row(one) for one in queries.of_case(case)]
    asks = person.may(Power.HANDLE_CASES) and case.is_open
    return render(request, "remote/of_case.html", {"case": case, "rows": rows, "asks": asks})


@at_desk(Power.HANDLE_CASES)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the customer; then the page of the session shows the link this once."""
    case, person = case_or_404(request, number), person_of(request)
    form = AskForm(request.POST or None)

    def act() -> RemoteSession:
        asked = actions.ask_for_session(
            case, **form.said(), by=person, at=timezone.now(), id=form.cleaned_data["id"]
        )
        if asked.link_secret:
            request.session[LINK_ONCE] = [asked.session.pk, asked.link_secret]
        return asked.session

    return forms.page(
        request, form, title=_("Ask for a remote session"), act=act,
        button=_("Ask for a remote session"),
        lead=_("The customer gets a link that shows who asks, what for and how long."),
        done=lambda made: reverse("remote:session", args=[made.pk]),
        back=reverse("desk:case", args=[case.number]),
    )  # fmt: skip


@at_desk()
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: how it stands, what was changed."""
    found, person = _found(request, pk), person_of(request)
    row = _row(found)
    context = {
        **row,
        "now": timezone.now(),
        "changes": found.changes.order_by("at", "pk"),
        "link": _link_once(request, found),
        "reach": reaching.of_customer(found.case) if row["stands"] == "requested" else None,
        "works": person.may(Power.HANDLE_CASES),
        "running": row["stands"] in {"requested", "authorised", "connected"},
    }
    return render(request, "remote/session.html", context)


@at_desk(Power.HANDLE_CASES)
@require_POST
def connect(request: HttpRequest, pk: int) -> HttpResponse:
    """Connect by the customer's own tool."""
    found = _found(request, pk)
    actions.connect_session(
        found, by=person_of(request), at=timezone.now(), revision=forms.revision(request)
    )
    messages.success(request, _("Connected; log every change you make."))
    return redirect("remote:session", pk)


@at_desk(Power.HANDLE_CASES)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Log a change, or end the session."""
    found, person = _found(request, pk), person_of(request)
    if what not in FORMS:
        raise Http404
    form_class, title = FORMS[what]
    form, at = form_class(request.POST or None), timezone.now()

    def carry_out() -> bool:
        if what == "change":
            actions.log_change(
                found, form.said()["what"], by=person, at=at, id=form.cleaned_data["id"]
            )
        else:
            actions.end_session(
                found, **form.said(), by=person, at=at, revision=forms.revision(request)
            )
        return True

    back = reverse("remote:session", args=[pk])
    return forms.page(
        request, form, title=title, act=carry_out, done=lambda _made: back, back=back, record=found,
        button=title, lead=found.purpose,
    )  # fmt: skip


def _found(request: HttpRequest, pk: int) -> RemoteSession:
    return get_object_or_404(queries.sessions_visible_to(person_of(request)), pk=pk)


def _row(one: RemoteSession) -> dict[str, Any]:
    stands = one.stands_at(timezone.now())
    return {"session": one, "stands": stands, "look": LOOKS[stands]}


def _link_once(request: HttpRequest, found: RemoteSession) -> str:
    """The customer's link, to be sent; shown to whoever asked, this once."""
    key, secret = request.session.get(LINK_ONCE, (None, ""))
    if key != found.pk:
        return ""
    del request.session[LINK_ONCE]
    return links.address(request, reverse("portal:authorise-link", args=[secret]))

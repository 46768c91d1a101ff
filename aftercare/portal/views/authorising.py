"""Allowing work on one's own system: by a link that answers once."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.kit import forms as kit
from aftercare.portal import visitors
from aftercare.portal.authorising import AuthoriseForm
from aftercare.portal.views.access import NoLink, exchange, page_of_portal
from aftercare.remote import actions, queries
from aftercare.remote.models import RemoteSession
from aftercare.remote.states import SessionState

ASKED = "portal_remote"


@page_of_portal
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Exchange the link for a session that may answer, and leave its address."""
    exchange(request, secret, find=queries.by_link, slot=ASKED)
    return redirect("portal:authorise")


@page_of_portal
def authorise(request: HttpRequest) -> HttpResponse:
    """Who asks, what for, how far and how long; and the answer, once."""
    found = queries.by_link(request.session.get(ASKED, ""))
    if found is None or found.stands_at(timezone.now()) != SessionState.REQUESTED:
        raise NoLink
    form = AuthoriseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = kit.carried_out(form, lambda: _answer(request, found, form))
        if done and not form.errors:
            return render(request, "portal/authorised.html", {"asked": done})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "asked": found, "now": timezone.now()}
    return render(request, "portal/authorise.html", context, status=status)


def _answer(request: HttpRequest, found: RemoteSession, form: AuthoriseForm) -> RemoteSession:
    name, allowed = form.cleaned_data["name"], form.cleaned_data["answer"] == "yes"
    by = visitors.actor_of(request, found.case.customer_id, name)
    actions.answer_session(found, allowed=allowed, name=name, by=by, at=timezone.now())
    messages.success(request, _("Thank you, it is recorded."))
    return found

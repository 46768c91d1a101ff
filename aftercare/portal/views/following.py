"""Following a case: by its private link, or from the own account."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from aftercare.chat import queries as talking
from aftercare.chat.models import Consultation, Remark
from aftercare.chat.rules import Side
from aftercare.desk import linking
from aftercare.desk.linking import LINK
from aftercare.desk.models import Case
from aftercare.desk.speech import voice_of
from aftercare.desk.ticking import ticking
from aftercare.documents import queries as documents
from aftercare.documents.views import deliver
from aftercare.kit import forms as kit
from aftercare.kit import limits as counting
from aftercare.portal import contacts, limits, queries, story, visitors
from aftercare.portal.forms import FOLLOWING, FollowForm
from aftercare.portal.views.access import Place, exchange, page_of_portal, place_of
from aftercare.portal.views.entering import MADE


@page_of_portal
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Exchange a private link for a session that sees this case alone, and leave its address."""
    exchange(request, secret, find=queries.case_by_link, slot=LINK)
    return redirect("portal:follow")


@page_of_portal
def follow(request: HttpRequest, number: str = "") -> HttpResponse:
    """The case as its customer sees it."""
    return _page(request, place_of(request, number))


@page_of_portal
@require_POST
def act(request: HttpRequest, what: str, number: str = "") -> HttpResponse:
    """Answer, confirm, say no, withdraw, rate, take the loan unit."""
    place = place_of(request, number)
    form_class = FOLLOWING.get(what)
    if form_class is None:
        raise Http404
    counting.spend(limits.ACTS, place.case.reference)
    form = form_class(request.POST, request.FILES, what=what)
    if form.is_valid():
        kit.carried_out(form, lambda: _carry_out(request, form, place))
        if not form.errors:
            messages.success(request, form.done)
            return redirect(place.address)
    place.case.refresh_from_db()
    return _page(request, place, status=HTTPStatus.UNPROCESSABLE_ENTITY, **{what: form})


@page_of_portal
def file(request: HttpRequest, key: int, number: str = "") -> FileResponse:
    """A file of the case, or of a conversation it came of, that is meant for its customer; with
    `?small` its small picture."""
    place = place_of(request, number)
    shown = queries.files_on(place.case)
    return deliver(get_object_or_404(shown, pk=key), small="small" in request.GET,
                   save="save" in request.GET)  # fmt: skip


def _carry_out(request: HttpRequest, form: FollowForm, place: Place) -> None:
    made = visitors.event_id(request, form.cleaned_data["id"])
    form.carry_out(place.case, by=place.by, at=timezone.now(), id=made)


def _page(
    request: HttpRequest, place: Place, *, status: int = HTTPStatus.OK, **forms: FollowForm
) -> HttpResponse:
    visitors.sow(request)
    content = {**_content(request, place), "forms": _forms(place.case, forms)}
    return render(request, "portal/case.html", content, status=status)


def _content(request: HttpRequest, place: Place) -> dict[str, Any]:
    case = place.case
    voice, events = voice_of(case), queries.story_of(case)
    theirs = queries.on_the_customers_side(case, events)
    clocks = ticking(queries.promised_on(case))
    return {
        "case": case,
        "base": place.address,
        "now": timezone.now(),
        "standing": story.standing(case, voice),
        "cover": story.cover(case, voice),
        "running": [one for one in clocks if one.runs],
        "ended": [one for one in clocks if not one.runs],
        "entries": story.entries(events, voice, theirs=theirs, base=place.address),
        "contacts": contacts.of_agreement(case.agreement),
        "files": documents.attachments_of(case.reference, public_only=True),
        "talks": _talks(case),
        "talk_place": {"address": place.address, "side": Side.CUSTOMER},
        "private_link": _private_link(request, case),
        "file_limit_mb": settings.FILE_LIMIT_BYTES // 1024 // 1024,
    }


def _talks(case: Case) -> list[tuple[Consultation, list[Remark]]]:
    """The conversations the case came of with all that was said, in two statements."""
    talks = queries.talks_of(case)
    said = talking.said_since({one.pk: 0 for one in talks})
    return [(one, [each for each in said if each.consultation_id == one.pk]) for one in talks]


def _forms(case: Case, filled: dict[str, FollowForm]) -> dict[str, FollowForm]:
    """The forms that fit the case; the one that was sent, with what is wrong in it."""
    return {
        what: filled.get(what) or form_class(what=what)
        for what, form_class in FOLLOWING.items()
        if what in filled or form_class.offered(case)
    }


def _private_link(request: HttpRequest, case: Case) -> str:
    """The link of a report that this browser has made, as long as it is valid."""
    secret = visitors.secret_made(request, MADE, case.link_hash)
    return linking.address_of(request, secret) if secret else ""

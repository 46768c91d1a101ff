"""Doing something to a case: every act is a small form with its own address."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.desk import actions, happenings, history, linking, queries
from aftercare.desk.actions import HeldBack
from aftercare.desk.forms.acting import ActForm
from aftercare.desk.forms.acts import ACTS
from aftercare.desk.models import Case
from aftercare.desk.speech import voice_of
from aftercare.desk.states import RECORDS
from aftercare.desk.views.access import at_desk, case_or_404
from aftercare.desk.views.case import case_page
from aftercare.documents import queries as documents
from aftercare.documents.uploading import MOST_FILES
from aftercare.documents.views import deliver
from aftercare.kit import events, references
from aftercare.kit import forms as kit
from aftercare.kit.errors import Refusal, Stale
from aftercare.kit.models import Event
from aftercare.kit.parts import Entry
from aftercare.people.requests import person_of
from aftercare.people.roles import Power


@at_desk(Power.HANDLE_CASES)
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """The form of one act, as a part for a window or as a page; sent, it is carried out."""
    case = case_or_404(request, number)
    if what == "record":
        return _records(request, case)
    form_class = ACTS.get(what)
    if form_class is None:
        raise Http404
    if request.method != "POST":
        form = form_class(case=case, by=person_of(request))
        return _form(request, form, changes=_unseen(request, case), late=True)
    form = form_class(request.POST, case=case, by=person_of(request))
    if not form.is_valid():
        return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _carry_out(request, form)


def _carry_out(request: HttpRequest, form: ActForm) -> HttpResponse:
    revision = form.cleaned_data["revision"]
    try:
        form.carry_out(timezone.now())
    except HeldBack as held:
        form.offer_passing(held)
    except Stale:
        return _told(request, form, revision)
    except Refusal as refused:
        kit.refused(form, refused)
    else:
        messages.success(request, _("Done: %(what)s.") % {"what": form.title})
        still = queries.cases_visible_to(person_of(request)).filter(pk=form.case.pk).exists()
        return redirect("desk:case", form.case.number) if still else redirect("desk:cases")
    return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _told(request: HttpRequest, form: ActForm, revision: int) -> HttpResponse:
    """Somebody was faster: what they did, and the form again to be sent once more."""
    case = form.case
    case.refresh_from_db()
    if Event.objects.filter(id=form.cleaned_data["id"]).exists():
        return redirect("desk:case", case.number)
    changes = _changes_since(case, revision)
    return _form(request, form.renewed(), HTTPStatus.CONFLICT, changes=changes)


def _unseen(request: HttpRequest, case: Case) -> list[Entry]:
    """What others did since the person opened the page, of which the form is told the revision."""
    seen = references.number(request.GET.get("seen", ""))
    return _changes_since(case, seen) if seen is not None and seen < case.revision else []


def _changes_since(case: Case, revision: int) -> list[Entry]:
    since = [
        one for one in events.events_of(case.reference) if one.data.get("revision", 0) > revision
    ]
    return history.entries(case, since)


def _form(
    request: HttpRequest, form: ActForm, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    whole = not request.htmx  # type: ignore[attr-defined]
    name = "desk/act.html" if whole else "desk/act.html#form"
    content = {"form": form, "case": form.case, "part": not whole, **more}
    return render(request, name, content, status=status)


def _records(request: HttpRequest, case: Case) -> HttpResponse:
    """What can be recorded on a case, to choose from."""
    voice = voice_of(case)
    listed = [
        {"href": reverse("desk:act", args=[case.number, kind]), "words": voice.kind(kind),
         "icon": happenings.LOOKS.get(kind, happenings.PLAIN)[0]}
        for kind in RECORDS
    ]  # fmt: skip
    whole = not request.htmx  # type: ignore[attr-defined]
    name = "desk/records.html" if whole else "desk/records.html#list"
    return render(request, name, {"case": case, "records": listed, "part": not whole})


@at_desk(Power.HANDLE_CASES)
@require_POST
def add_files(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the files that were sent; those that may not be kept are named, the others stay."""
    case, sent = case_or_404(request, number), request.FILES.getlist("files")
    if not sent or len(sent) > MOST_FILES:
        messages.error(request, _("Choose one to %(most)s files.") % {"most": MOST_FILES})
    base = _uuid(request.POST.get("id", ""))
    for place, file in enumerate(sent[:MOST_FILES]):
        try:
            kept = actions.add_file(
                case, file, file.name or "", by=person_of(request), at=timezone.now(),
                public=bool(request.POST.get("public")),
                keep_metadata=bool(request.POST.get("keep_metadata")),
                id=uuid.uuid5(base, str(place)) if base else None,
            )  # fmt: skip
            messages.success(request, _("%(name)s is kept.") % {"name": kept.name})
        except Refusal as refused:
            messages.error(request, str(refused.message))
    return redirect(f"{reverse('desk:case', args=[case.number])}#files")


@at_desk()
def file(request: HttpRequest, number: str, key: int) -> FileResponse:
    """A file of a case, or with `?small` its small picture, for who may see the case."""
    case = case_or_404(request, number)
    attachment = get_object_or_404(documents.attachments_of(case.reference), pk=key)
    return deliver(attachment, small="small" in request.GET, save="save" in request.GET)


@at_desk(Power.HANDLE_CASES)
@require_POST
def link(request: HttpRequest, number: str) -> HttpResponse:
    """A new private link for the customer; it is shown on this answer and never again."""
    case = case_or_404(request, number)
    secret = actions.renew_link(
        case, by=person_of(request), at=timezone.now(), id=_uuid(request.POST.get("id", ""))
    )
    if not secret:
        return redirect("desk:case", case.number)
    answer = case_page(request, case, private_link=linking.address_of(request, secret))
    answer["Cache-Control"] = "no-store"
    return answer


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

"""What both sides of a conversation do: say, send files, look what is new, tell what they see."""

import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.chat import actions, queries, telling, visiting
from aftercare.chat.forms import SayForm, SignsForm
from aftercare.chat.models import Remark
from aftercare.chat.queries import Stand
from aftercare.chat.rules import Side
from aftercare.chat.views.place import Place, open_to_all, place_of
from aftercare.documents import queries as documents
from aftercare.documents.views import deliver
from aftercare.kit import limits, references
from aftercare.kit.errors import Refusal


@open_to_all
@require_POST
def say(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Say something; a script is answered with what is kept now, a form with the page."""
    place = place_of(request, pk)
    if place.side is Side.CUSTOMER:
        limits.spend(visiting.SAID, place.consultation.reference)
    form = SayForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, place, _faults(form))
    try:
        said = _said(form, place)
    except Refusal as refusal:
        return _refused(request, place, str(refusal.message), refusal.status)
    if _by_script(request):
        return JsonResponse({"messages": [telling.told(one) for one in said]})
    return redirect(f"{place.address}#last")


@open_to_all
def news(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """What was said after a number, and how it stands: for a page whose stream is closed."""
    place = place_of(request, pk)
    after = references.number(request.GET.get("after", "0")) or 0
    one = place.consultation
    stand = Stand(*(getattr(one, name) for name in queries.STANDING))
    said = queries.remarks_of(one, after=after)
    content = {
        "standing": telling.standing(stand, timezone.now()),
        "messages": [telling.told(remark) for remark in said],
    }
    return JsonResponse(content)


@open_to_all
@require_POST
def signs(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """What the page has received, and that somebody is typing. Who only looks on leaves none."""
    place = place_of(request, pk)
    form = SignsForm(request.POST)
    speaks = pk is None or place.consultation.agent_id == getattr(request.user, "pk", None)
    if form.is_valid() and speaks:
        given = form.cleaned_data
        actions.show_signs(
            place.consultation, side=place.side, at=timezone.now(), saw=given["saw"] or 0,
            typing=given["typing"],
        )  # fmt: skip
    return JsonResponse({})


@open_to_all
def file(request: HttpRequest, key: int, pk: int | None = None) -> FileResponse:
    """A file of the conversation; with `?small` its small picture."""
    place = place_of(request, pk)
    kept = documents.attachments_of(place.consultation.reference)
    return deliver(get_object_or_404(kept, pk=key), small="small" in request.GET,
                   save="save" in request.GET)  # fmt: skip


def content_of(place: Place) -> dict[str, Any]:
    """What every page of a conversation shows."""
    one = place.consultation
    return {
        "place": place,
        "consultation": one,
        "said": queries.remarks_of(one),
        "other_saw": getattr(one, f"{place.side.other}_saw"),
        "say": SayForm(initial={"key": uuid.uuid4()}),
        "door": settings.PUSH_ADDRESS,
        "file_limit_mb": settings.FILE_LIMIT_BYTES // 1024 // 1024,
    }


def _said(form: SayForm, place: Place) -> list[Remark]:
    at, said = timezone.now(), []
    for key, upload in form.parts():
        given: dict[str, Any] = {"key": key, "side": place.side, "by": place.by, "at": at}
        if upload is None:
            said.append(actions.say(place.consultation, form.cleaned_data["text"], **given))
        else:
            content: Any = upload.file
            said.append(actions.add_file(place.consultation, content, upload.name or "", **given))
        place.consultation.refresh_from_db()
    return said


def _refused(
    request: HttpRequest, place: Place, words: str, status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"message": words}, status=status)
    messages.error(request, words)
    return redirect(place.address)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _faults(form: SayForm) -> str:
    said = [str(error) for errors in form.errors.values() for error in errors]
    return " ".join(said) or _("Write something first.")

"""Which conversation a page is about, who looks at it, and from which side."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from aftercare.chat import queries, visiting
from aftercare.chat.models import Consultation
from aftercare.chat.rules import Side
from aftercare.kit import public
from aftercare.kit.events import Actor
from aftercare.kit.limits import TooMany
from aftercare.people.requests import person_of


@dataclass(frozen=True)
class Place:
    """A conversation, and who speaks in it from which side, under which address."""

    consultation: Consultation
    side: Side
    by: Actor
    address: str


def place_of(request: HttpRequest, pk: int | None = None) -> Place:
    """The conversation whose private link is open in this browser; with a key, one that a person
    of ours may see. 404 for everything else."""
    if pk is not None:
        person = person_of(request)
        seen = queries.consultations_visible_to(person)
        found = get_object_or_404(seen, pk=pk)
        if found.person_id == person.pk:
            raise Http404  # a customer's own is under /ask
        return Place(found, Side.AGENT, person, reverse("chat:consultation", args=[pk]))
    found_by_link = queries.by_link(request.session.get(visiting.LINK, ""))
    if found_by_link is None:
        raise Http404
    by = visiting.speaker_of(request, found_by_link)
    return Place(found_by_link, Side.CUSTOMER, by, reverse("chat:talk"))


def _too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    if request.accepts("text/html") and request.method == "GET":
        return render(request, "kit/refusal.html", {"refusal": refusal}, status=refusal.status)
    return HttpResponse(str(refusal.message), status=refusal.status, content_type="text/plain")


open_to_all = public.open_to_all(too_many=_too_many)

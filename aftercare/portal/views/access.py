"""What every page of the portal has in common, and which case a page is about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.desk import queries as desk
from aftercare.desk.linking import LINK
from aftercare.desk.models import Case
from aftercare.kit import links, public
from aftercare.kit.errors import NotAllowed
from aftercare.kit.events import Actor
from aftercare.kit.limits import TooMany
from aftercare.kit.public import View
from aftercare.people.requests import person_of
from aftercare.people.roles import Role
from aftercare.portal import limits, queries, visitors


@dataclass(frozen=True)
class Place:
    """A case, who looks at it, and the address under which they do."""

    case: Case
    by: Actor
    address: str


class NoLink(Exception):
    """No private link is open in this browser, or it is not valid any more."""


def page_of_portal(view: View) -> View:
    """A page that anybody may open; a link that is not valid says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **more)
        except NoLink:
            return render(request, "portal/no_link.html", status=404)

    return public.open_to_all(too_many=_too_many)(guarded)


def for_customers(view: View) -> View:
    """A page for customers who are signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        if person_of(request).role != Role.CUSTOMER:
            raise NotAllowed(_("This page is for customers."))
        return view(request, *args, **more)

    return page_of_portal(login_required(guarded))


def exchange(
    request: HttpRequest, secret: str, *, find: Callable[[str], object | None], slot: str
) -> None:
    """Exchange a private link for a session that sees what it leads to; `NoLink` when it is wrong.

    find, slot: see `kit.links.exchange`.
    """
    if not links.exchange(request, secret, find=find, slot=slot, limit=limits.LINKS):
        raise NoLink


def place_of(request: HttpRequest, number: str = "") -> Place:
    """The case of the link that is open in this browser; with a number, a case of the account.

    404 for a case of somebody else, `NoLink` when no link is open.
    """
    if number:
        person = person_of(request)
        if person.role != Role.CUSTOMER:
            raise Http404
        case = get_object_or_404(desk.cases_visible_to(person), number=number)
        return Place(case, person, reverse("portal:my-case", args=[number]))
    found = queries.case_by_link(request.session.get(LINK, ""))
    if found is None:
        raise NoLink
    by = visitors.actor_of(request, found.customer_id, found.reporter_name)
    return Place(found, by, reverse("portal:follow"))


def _too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    return render(request, "portal/too_many.html", {"refusal": refusal}, status=refusal.status)

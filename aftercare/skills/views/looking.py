"""Looking at certificates: the list, one, those of a person; and the list of skills."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.documents.views import deliver
from aftercare.kit import days, pages
from aftercare.kit.errors import NotAllowed
from aftercare.people import queries as people
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power, Role
from aftercare.plans.language.vocabulary import VALUES
from aftercare.plans.reading import language
from aftercare.skills import actions, queries, rules, wording
from aftercare.skills.models import Certificate, Skill
from aftercare.skills.rules import How

NEWEST = pages.Keyset(("-id",))
BY_END = pages.Keyset(("valid_until",), filled=("valid_until",))
LAST_ENDED = pages.Keyset(("-valid_until",), filled=("valid_until",))
ORDERS = {"expiring": BY_END, "expired": LAST_ENDED}


@dataclass(frozen=True)
class Row:
    """A certificate with how it stands today."""

    certificate: Certificate
    words: Any
    tone: str
    icon: str


@login_required
def certificates(request: HttpRequest) -> HttpResponse:
    """The certificates a person may see; those that end soon, the next end first."""
    me, today = person_of(request), days.today(timezone.now())
    if me.role == Role.CUSTOMER:
        raise NotAllowed(gettext_lazy("Certificates are an affair of those who do the work."))
    filters = pages.Filters(_filters(me), request.GET)
    rows = _narrowed(queries.certificates_visible_to(me), filters, me, today)
    page = ORDERS.get(filters["state"], NEWEST).shown(rows, request)
    context = {
        "filters": filters, "page": page, "rows": rows_of(page, today), "now": timezone.now(),
        "keeps": queries.keeps(me), "me": me,
    }  # fmt: skip
    return render(request, "skills/certificates.html", context)


@login_required
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate, with its scan and what comes after it."""
    me, now = person_of(request), timezone.now()
    found = get_object_or_404(queries.certificates_visible_to(me), pk=pk)
    context = {
        "certificate": found, "row": rows_of([found], days.today(now))[0], "now": now,
        "scans": list(queries.scans_of(found)[:10]),
        "renewals": list(found.renewals.order_by("-id")[:5]),
        "keeps": actions.may_keep(me, found.person),
    }  # fmt: skip
    return render(request, "skills/certificate.html", context)


@login_required
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificates of one person; with `part` as a part of another page."""
    me, today = person_of(request), days.today(timezone.now())
    person = get_object_or_404(queries.people_shown_to(me), pk=pk)
    rows = queries.certificates_visible_to(me).filter(person=person)
    page = NEWEST.shown(rows, request)
    context = {
        "person": person, "page": page, "rows": rows_of(page, today), "now": timezone.now(),
        "keeps": actions.may_keep(me, person), "own": person == me,
    }  # fmt: skip
    part = "skills/part.html" if "part" in request.GET else "skills/of_person.html"
    return render(request, part, context)


@login_required
def scan(request: HttpRequest, pk: int, key: int) -> FileResponse:
    """A scan, for who may see the certificate."""
    found = get_object_or_404(queries.certificates_visible_to(person_of(request)), pk=pk)
    kept = get_object_or_404(queries.scans_of(found), pk=key)
    return deliver(kept, small="small" in request.GET, save="save" in request.GET)


@login_required
def skills(request: HttpRequest) -> HttpResponse:
    """What must be known for which products."""
    me = person_of(request)
    if me.role == Role.CUSTOMER:
        raise NotAllowed(gettext_lazy("Certificates are an affair of those who do the work."))
    page = pages.Keyset(("code",)).shown(queries.skills_visible_to(me), request)
    rows = [(one, _causes(one)) for one in page]
    context = {"page": page, "rows": rows, "keeps": me.may(Power.KEEP_PEOPLE)}
    return render(request, "skills/skills.html", context)


def rows_of(found: Iterable[Certificate], today: date) -> list[Row]:
    """Certificates with how each stands."""
    return [_row(one, today) for one in found]


def _row(one: Certificate, today: date) -> Row:
    standing = rules.standing([one.paper], today)
    tone, icon = wording.LOOKS[standing.how]
    if rules.expires_within(one.paper, today, queries.SOON):
        tone, icon = "warn", "clock-exclamation"
    elif standing.how == How.LATER:
        tone, icon = "idle", "hourglass"
    return Row(one, wording.said(standing, one.skill), tone, icon)


def _filters(me: Person) -> list[pages.Filter]:
    known = [(one.code, one.title) for one in queries.skills_visible_to(me)]
    return [
        pages.Filter("state", pgettext_lazy("certificate", "State"), choices=wording.STATES),
        pages.Filter("skill", gettext_lazy("Skill"), choices=known),
        pages.Filter("person", gettext_lazy("Person"), "text"),
    ]


def _narrowed(
    rows: QuerySet[Certificate], filters: pages.Filters, me: Person, today: date
) -> QuerySet[Certificate]:
    rows = queries.standing_as(rows, filters["state"], today)
    if filters["skill"]:
        rows = rows.filter(skill__code=filters["skill"])
    if filters["person"]:
        shown = queries.people_shown_to(me)
        named = people.searched(me, shown, filters["person"], "person")
        rows = rows.filter(person__in=named)
    return rows


def _causes(skill: Skill) -> str:
    said = [VALUES["cause"][one] for one in skill.causes if one in VALUES["cause"]]
    chinese = language() == "zh"
    return ("、" if chinese else ", ").join(one.zh if chinese else one.en for one in said)

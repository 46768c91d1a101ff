"""The clause catalogue: what the source plans ask for, what carries it, what is proven."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from aftercare.kit.pages import Filter, Filters
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power
from aftercare.plans import queries
from aftercare.plans.catalogue import AREAS, Clause, clauses, of_plan, proofs
from aftercare.plans.models import PlanVersion
from aftercare.plans.reading import language
from aftercare.plans.realising import Part, parts_by_clause

PROVEN = (("yes", _("proven")), ("no", _("not proven")))


@dataclass(frozen=True)
class Group:
    """Clauses that belong together, with how many of them are proven."""

    key: str
    title: str
    proven: int
    all: int
    versions: tuple[PlanVersion, ...] = ()


@dataclass(frozen=True)
class Line:
    """One clause as the page shows it."""

    clause: Clause
    says: str
    parts: list[Part]
    tests: tuple[str, ...]


def may_read(person: Person) -> bool:
    """Whether a person works with the catalogue: who writes plans, answers for them or inspects."""
    return person.may(Power.SEE_REPORTS)


@login_required
def clause_plans(request: HttpRequest) -> HttpResponse:
    """Every source plan and every area: how many clauses, how many proven."""
    person = person_of(request)
    require(person, Power.SEE_REPORTS)
    run = proofs.last_run()
    proven = run.proven if run else {}
    loaded = list(queries.plans_visible_to(person).defer("text"))
    every = clauses().values()
    plans = [
        _group(key, key, [one for one in every if one.plan == key], proven,
               tuple(one for one in loaded if one.catalogue == key))
        for key in dict.fromkeys(one.plan for one in every)
    ]  # fmt: skip
    areas = [
        _group(key, getattr(words, language()), [one for one in every if one.area == key], proven)
        for key, words in AREAS.items()
    ]
    context = {"plans": plans, "areas": areas, "run": run}
    return render(request, "plans/clause_plans.html", context)


@login_required
def clauses_of_plan(request: HttpRequest, catalogue: str) -> HttpResponse:
    """The clauses of one source plan by area, with what carries each and whether it is proven."""
    person = person_of(request)
    require(person, Power.SEE_REPORTS)
    own = of_plan(catalogue)
    if not own:
        raise Http404
    run = proofs.last_run()
    proven = run.proven if run else {}
    loaded = list(queries.plans_visible_to(person).filter(catalogue=catalogue))
    parts = parts_by_clause(loaded, language())
    areas = [(key, getattr(words, language())) for key, words in AREAS.items()
             if any(one.area == key for one in own)]  # fmt: skip
    filters = Filters(
        (Filter("area", _("Area of work"), choices=areas),
         Filter("proven", _("Proven"), choices=PROVEN)),
        request.GET,
    )  # fmt: skip
    chosen = [one for one in own if _fits(one, filters, proven)]
    groups = [
        (_group(key, title, [one for one in own if one.area == key], proven),
         [_line(one, parts, proven) for one in chosen if one.area == key])
        for key, title in areas if any(one.area == key for one in chosen)
    ]  # fmt: skip
    context = {
        "catalogue": catalogue, "whole": _group(catalogue, catalogue, own, proven),
        "groups": groups, "filters": filters, "loaded": loaded, "run": run,
    }  # fmt: skip
    return render(request, "plans/clauses_of_plan.html", context)


def _fits(one: Clause, filters: Filters, proven: Collection[str]) -> bool:
    standing = "yes" if one.id in proven else "no"
    return filters["area"] in ("", one.area) and filters["proven"] in ("", standing)


def _line(one: Clause, parts: dict[str, list[Part]], proven: proofs.Proven) -> Line:
    return Line(one, one.said(language()), parts.get(one.id, []), proven.get(one.id, ()))


def _group(
    key: str, title: str, some: list[Clause], proven: Collection[str],
    versions: tuple[PlanVersion, ...] = (),
) -> Group:  # fmt: skip
    return Group(key, title, sum(one.id in proven for one in some), len(some), versions)

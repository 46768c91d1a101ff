"""The life of a unit as a page shows it: a part of the unit's page, or a page of its own."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import Unit
from aftercare.insight import life
from aftercare.kit.parts import Chart, Entry, Series, Tab
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.plans.language import vocabulary
from aftercare.plans.reading import language

SHOWN = 12
WITHOUT_CENTS = 100_000


@login_required
def unit_life(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened to a unit, its costs by month, and the faults that came back.

    `?year=` chooses the year of the chart, `?fault=` the fault whose ladder is shown.
    """
    me = person_of(request)
    unit = get_object_or_404(catalog.units_visible_to(me), pk=pk)
    years, faults = life.years(unit), life.repeated(unit)
    year = _chosen_year(request.GET.get("year", ""), years)
    fault = _chosen_fault(request.GET.get("fault", ""), faults)
    rungs = life.climbed(unit, fault) if fault else []
    sums = life.sums(unit)
    context = {
        "unit": unit,
        "sums": sums,
        "costs": [(currency, _amount(total)) for currency, total in sums.costs],
        "entries": _entries(me, unit),
        "years": _tabs(unit, years, year, fault),
        "chart": _chart(life.costs_by_month(unit, year), year) if year else None,
        "faults": faults,
        "fault": fault,
        "rungs": [_rung(one) for one in rungs],
        "unsettled": _unsettled(rungs),
        "year": year,
        "agreement": life.agreement_of(unit),
    }
    part = "#life" if getattr(request, "htmx", False) else ""
    return render(request, f"insight/unit_life.html{part}", context)


def _amount(total: Decimal | None) -> str:
    """An amount in a space that is narrow on a telephone: large ones without cents."""
    known = total or Decimal(0)
    return f"{known:,.0f}" if abs(known) >= WITHOUT_CENTS else f"{known:,.2f}"


def _chosen_year(given: str, years: list[int]) -> int:
    """The year asked for if there is one, else the latest; 0 without any."""
    asked = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else 0
    return asked if asked in years else max(years, default=0)


def _chosen_fault(given: str, faults: list[life.Fault]) -> str:
    names = [one.name for one in faults]
    return given if given in names else next(iter(names), "")


def _tabs(unit: Unit, years: list[int], year: int, fault: str) -> list[Tab]:
    address = reverse("insight:unit-life", args=[unit.pk])
    return [
        Tab(one, f"{address}?{urlencode({'year': one, 'fault': fault})}", current=one == year)
        for one in years
    ]


def _chart(costs: dict[str, list[Decimal | None]], year: int) -> Chart | None:
    if not costs:
        return None
    title = _("Cost of repairs by month, %(year)d") % {"year": year}
    labels = [f"{year}-{month:02}" for month in range(1, 13)]
    series = [Series(name, [float(one or 0) for one in months]) for name, months in costs.items()]
    return Chart(title, labels, series, "stack", ", ".join(costs))


def _entries(me: Person, unit: Unit) -> list[Entry]:
    """Milestones and cases together, the latest first."""
    entries = [
        Entry(
            event.occurred_at, getattr(vocabulary.EVENTS[event.kind], language()),
            by=event.actor_name, icon="flag", tone="calm",
        )
        for event in life.milestones(unit)
    ]  # fmt: skip
    entries += [
        Entry(
            case.reported_at, case.symptom, f"{case.number} · {case.stands_as.label}",
            icon="clipboard-list", tone="warn" if case.is_open else "good",
            href=reverse("desk:case", args=[case.number]),
        )
        for case in life.cases(me, unit)
    ]  # fmt: skip
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _rung(one: life.Rung) -> dict[str, Any]:
    """A repair, and in words what was open on its day and what came next."""
    ladder, tongue = one.ladder, language()
    return {
        "repair": one.repair,
        "before": one.before,
        "open": [
            {
                "choices": [_word(word, tongue) for word in offer.offers],
                "reasons": [reason.text(tongue) for reason in offer.reasons],
                "clauses": offer.clauses or (offer.name,),
            }
            for offer in ladder.offers
        ],
        "ahead": [rung.reason.text(tongue) for rung in ladder.ahead],
    }


def _unsettled(rungs: list[life.Rung]) -> list[str]:
    """What else might be open, if somebody knew more: each said once."""
    told = [one.reason.text(language()) for rung in rungs for one in rung.ladder.unsettled]
    return list(dict.fromkeys(told))


def _word(offer: str, tongue: str) -> str:
    known = vocabulary.OFFERS.get(offer)
    return str(getattr(known, tongue)) if known else offer

"""Whom a customer may call: the contacts that their plan promises to name, as far as the agreement
names them."""

from dataclasses import dataclass
from datetime import datetime

from aftercare.catalog.models import Unit
from aftercare.desk.speech import Voice, plan_of
from aftercare.plans import queries as plans
from aftercare.plans.models import Agreement
from aftercare.promises.rules.terms import holds
from aftercare.promises.sources import facts_of


@dataclass(frozen=True)
class Named:
    """A contact: what the plan calls them, who it is, and the number, if one is known."""

    title: str
    name: str
    phone: str


def of_agreement(agreement: Agreement | None) -> list[Named]:
    """Those of one agreement; nobody whom the plan does not promise."""
    plan = plan_of(agreement)
    if agreement is None or plan is None:
        return []
    voice, facts = Voice(plan), facts_of(agreement)
    titles = {
        one.role: voice.say(one.title) if one.title else voice.contact(one.role)
        for one in plan.contacts
        if holds(one.when, facts)
    }
    named = agreement.contacts.filter(role__in=titles).order_by("id")
    return [Named(titles[one.role], one.name, one.phone) for one in named]


def of_unit(unit: Unit, at: datetime) -> list[Named]:
    """Those of the agreement that a unit is under at a moment."""
    return of_agreement(
        plans.agreement_for(
            customer=unit.customer, unit=unit, project=unit.project, site=unit.site, at=at
        )
    )

"""The filters of the board and of the list of cases, with the words of the plans in force."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aftercare.desk import facts, queries
from aftercare.desk.speech import Voice
from aftercare.desk.states import CaseState
from aftercare.kit.pages import Filter, Filters
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Power, Role
from aftercare.plans import queries as plans
from aftercare.plans.language.document import Plan
from aftercare.promises import sources

MOST = 200
Choices = Sequence[tuple[str, Any]]


def board_filters(person: Person, given: QueryDict) -> Filters:
    """The filters of the board; the lane stays when they change."""
    kinds = [("case", _("cases")), ("other", _("visits, training, reports"))]
    own = [Filter("what", _("What"), choices=kinds)]
    return Filters([*own, *_common(person, given)], given, keep=("lane",))


def case_filters(person: Person, given: QueryDict) -> Filters:
    """The filters of the list of cases."""
    states = [("open", _("all open")), *CaseState.choices]
    own = [
        Filter("q", _("Number, symptom, name, phone"), "text"),
        Filter("state", _("State"), choices=states),
        Filter("since", _("Reported since"), "date"),
        Filter("until", _("Reported until"), "date"),
    ]
    return Filters([*own, *_common(person, given)], given)


def chosen(person: Person, filters: Filters) -> dict[str, Any]:
    """What the common filters ask for, by the names of `board.OF_CASE`."""
    names = ("what", "plan", "dealer", "person", "zone", "severity", "kind", "source")
    asked: dict[str, Any] = {n: v for n, v in filters.chosen.items() if n in names}
    if "customer" in filters.chosen:
        asked["customer"] = queries.customers_named(person, filters["customer"])
    return asked


def _common(person: Person, given: QueryDict) -> list[Filter]:
    newest = plans.newest_versions().only("id", "plan")
    known = {version.plan: sources.terms_of(version.pk).plan for version in newest}
    wanted = known.get(str(given.get("plan", "")))
    told = [wanted] if wanted else list(known.values())
    voice = Voice(None)
    found = [
        Filter("plan", _("Plan"), choices=[(n, voice.say(p.title)) for n, p in known.items()]),
        Filter("severity", _("Severity"), choices=_words(told, "severity", voice)),
        Filter("zone", _("Zone"), choices=_words(told, "zone", voice)),
        Filter("kind", _("Kind"), choices=_words(told, "kind", voice)),
        Filter("source", _("Source"), choices=_words(told, "source", voice)),
        Filter("customer", _("Customer"), "text"),
    ]
    if person.may(Power.SEE_ALL_CASES):
        found[1:1] = [
            Filter("dealer", _("Dealer"), choices=dealers()),
            Filter("person", _("Responsible"), choices=people()),
        ]
    return found


def _words(told: Sequence[Plan], fact: str, voice: Voice) -> Choices:
    """The words of a fact in these plans; one that several plans use is named by the first."""
    found: dict[str, str] = {}
    for plan in told:
        for choice in facts.choices(plan, fact):
            found.setdefault(choice.value, voice.say(choice.words))
    return list(found.items())


def dealers() -> Choices:
    """Every dealer, to choose from."""
    found = Organisation.objects.filter(kind=OrganisationKind.DEALER).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")[:MOST]]


def people() -> Choices:
    """Everybody who may be responsible for something, to choose from."""
    roles = (Role.AGENT, Role.DISPATCHER, Role.TECHNICIAN, Role.LEAD, Role.MANAGER, Role.DEALER)
    found = Person.objects.filter(role__in=roles, is_active=True).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")[:MOST]]


def ways_in(voice: Voice) -> Choices:
    """Every way a report may come in."""
    return [(one.value, voice.say(one.words)) for one in facts.choices(None, "source")]

"""How a customer is classed is an affair of the house: what a customer is not shown of it."""

from collections.abc import Mapping
from typing import Any

from aftercare.people.models import Person
from aftercare.people.roles import Role

CLASS = "customer"  # the fact that says normal, key or dealer


def facts_for(person: Person, facts: Mapping[str, str]) -> dict[str, str]:
    """Facts as a person may read them."""
    hidden = person.role == Role.CUSTOMER
    return {name: value for name, value in facts.items() if not (hidden and name == CLASS)}


def event_for(person: Person, event: Mapping[str, Any]) -> dict[str, Any]:
    """An event as JSON as a person may read it."""
    facts = event["data"].get("facts")
    if person.role != Role.CUSTOMER or not isinstance(facts, dict):
        return dict(event)
    return {**event, "data": {**event["data"], "facts": facts_for(person, facts)}}


def standing_for(person: Person, standing: str) -> str | None:
    """The standing of an organisation; none for a customer."""
    return None if person.role == Role.CUSTOMER else standing

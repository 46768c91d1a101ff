"""Who sees whom."""

import pytest

from aftercare.catalog.models import ProductModel, Unit
from aftercare.people import queries
from aftercare.people.models import Person
from aftercare.web.demo.cast import Cast

EVERYBODY = {"own", "customer", "customer2", "household", "dealer", "dealer2", "supplier"}


@pytest.fixture
def dealt(cast: Cast) -> Cast:
    """The dealer serves a unit of the household."""
    model = ProductModel.objects.create(code="M", name="机")
    Unit.objects.create(
        serial="1", model=model, customer=cast.organisations["household"],
        dealer=cast.organisations["dealer"],
    )  # fmt: skip
    return cast


def names(cast: Cast, keys: set[int]) -> set[str]:
    return {name for name, one in cast.organisations.items() if one.pk in keys}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("agent", EVERYBODY),
        ("finance", EVERYBODY),
        ("author", EVERYBODY),
        ("inspector", EVERYBODY),
        ("admin", EVERYBODY),
        ("technician", {"own"}),
        ("dealer", {"dealer", "household"}),
        ("dealer2", {"dealer2"}),
        ("customer", {"customer"}),
        ("customer2", {"customer2"}),
    ],
)
def test_who_sees_which_organisations(dealt: Cast, who: str, seen: set[str]) -> None:
    visible = queries.organisations_visible_to(dealt[who])
    assert names(dealt, set(visible.values_list("pk", flat=True))) == seen
    persons = queries.people_visible_to(dealt[who])
    expected = [one for one in Person.objects.all() if one.organisation_id in
                {dealt.organisations[name].pk for name in seen}]  # fmt: skip
    assert sorted(one.pk for one in persons) == sorted(one.pk for one in expected)


def work_of(person: Person) -> dict[str, list[int]]:
    """A stand-in for what the desk tells about a technician's cases."""
    return {"organisation": [Person.objects.get(username="customer").organisation_id]}


def test_a_technician_sees_no_more_than_the_work(dealt: Cast, settings: object) -> None:
    settings.SEEN_AT_WORK = f"{__name__}.work_of"  # type: ignore[attr-defined]
    visible = queries.organisations_visible_to(dealt["technician"])
    assert names(dealt, set(visible.values_list("pk", flat=True))) == {"own", "customer"}


def test_dealers_of_a_customer_are_those_of_its_units(dealt: Cast) -> None:
    household, dealer = dealt.organisations["household"], dealt.organisations["dealer"]
    customer = dealt.organisations["customer"]
    found = queries.dealers_of([household.pk, dealer.pk, customer.pk])
    assert found == {household.pk: [dealer.pk], dealer.pk: [dealer.pk]}

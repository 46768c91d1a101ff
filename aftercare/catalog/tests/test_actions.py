"""Adding and changing what is in the catalogue."""

from datetime import date
from typing import Any

import pytest

from aftercare.catalog import actions
from aftercare.catalog.models import Component, Unit
from aftercare.catalog.tests.conftest import AT, Catalogue
from aftercare.kit import search
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.models import Event


def found(text: str, **scope: Any) -> list[str]:
    seen = search.Scope(**scope) if scope else search.EVERYTHING
    kinds = ("organisation", "site", "project", "unit")
    return sorted(hit.reference for hit in search.search(text, kinds=kinds, scope=seen))


def test_a_unit_is_recorded_with_its_parts_and_found_by_part_of_its_number(
    catalogue: Catalogue,
) -> None:
    unit = catalogue.chiller
    event = Event.objects.get(subject=unit.reference)
    assert (event.kind, event.data["serial"]) == ("unit.added", "CH300-26-001")
    parts = Component.objects.filter(unit=unit).values_list("kind", "installed_on")
    assert list(parts) == [("compressor", date(2026, 2, 1))]
    assert [found(text) for text in ("00-26-001", "ch300-26", "bx2600", "h30026")] == [
        [unit.reference]
    ] * 4


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"serial": ""}, "serial"),
        ({"serial": "CH300-26-001"}, ""),
        ({"site": "clinic"}, "site"),
        ({"customer": "customer2", "project": "project"}, "project"),
        ({"dealer": "customer2"}, "dealer"),
        ({"made_on": date(2026, 11, 21)}, "made_on"),
    ],
)
def test_a_unit_that_does_not_fit_is_refused_by_field(
    catalogue: Catalogue, more: dict[str, Any], field: str
) -> None:
    named = {**catalogue.cast.organisations, **vars(catalogue)}
    words = {"serial": "NEW", "customer": "customer", **more}
    given = {key: named.get(value, value) if isinstance(value, str) else value
             for key, value in words.items()}  # fmt: skip
    with pytest.raises(Refusal) as refused:
        actions.add_unit(**given, model=catalogue.model, by=catalogue.cast["agent"], at=AT)
    assert (refused.value.field, Unit.objects.count()) == (field, 3)


@pytest.mark.parametrize("who", ["technician", "dealer", "customer", "finance", "inspector"])
def test_others_do_not_keep_the_catalogue(catalogue: Catalogue, who: str) -> None:
    by = catalogue.cast[who]
    with pytest.raises(NotAllowed):
        actions.change_unit(catalogue.chiller, changes={"serial": "X"}, by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.add_product(code="X", name="X", by=by, at=AT)
    assert Unit.objects.filter(serial="X").count() == 0


def test_a_change_of_dealer_changes_who_finds_the_customer(catalogue: Catalogue) -> None:
    cast, unit = catalogue.cast, catalogue.harvester
    first, second = cast.organisations["dealer"], cast.organisations["dealer2"]
    household = cast.organisations["household"].reference
    assert found("刘洋", dealer=first.pk) == [household]
    actions.change_unit(unit, changes={"dealer": second}, by=cast["agent"], at=AT, revision=1)
    assert found("刘洋", dealer=first.pk) == []
    assert found("刘洋", dealer=second.pk) == [household]
    assert Event.objects.get(kind="unit.changed").data["changes"] == {
        "dealer": [first.reference, second.reference]
    }


def test_a_sold_unit_leaves_site_and_project_behind(catalogue: Catalogue) -> None:
    other = catalogue.cast.organisations["customer2"]
    unit = actions.change_unit(
        catalogue.chiller, changes={"customer": other}, by=catalogue.cast["agent"], at=AT
    )
    stored = Unit.objects.get(pk=unit.pk)
    assert (stored.customer, stored.site, stored.project) == (other, None, None)
    assert found("ch300-26", owner=catalogue.tower.customer_id) == []


def test_the_second_of_two_is_told(catalogue: Catalogue) -> None:
    mine, theirs = (Unit.objects.get(pk=catalogue.chiller.pk) for _ in range(2))
    by = catalogue.cast["agent"]
    actions.change_unit(mine, changes={"card_number": "1"}, by=by, at=AT, revision=1)
    with pytest.raises(Stale):
        actions.change_unit(theirs, changes={"card_number": "2"}, by=by, at=AT, revision=1)
    assert Unit.objects.get(pk=mine.pk).card_number == "1"


def test_a_refused_change_leaves_the_record_as_it_was(catalogue: Catalogue) -> None:
    unit = catalogue.chiller
    with pytest.raises(Refusal):
        actions.change_unit(unit, changes={"site": catalogue.clinic, "serial": "X"},
                            by=catalogue.cast["agent"], at=AT)  # fmt: skip
    assert (unit.site, unit.serial) == (catalogue.tower, "CH300-26-001")


def test_a_part_replaces_another_on_the_same_day(catalogue: Catalogue) -> None:
    unit, by = catalogue.chiller, catalogue.cast["technician"]
    old = unit.components.get()
    new = actions.fit_component(
        unit, kind="compressor", serial="C2", installed_on=date(2026, 11, 20), replaces=old,
        by=by, at=AT,
    )  # fmt: skip
    old.refresh_from_db()
    assert old.removed_on == date(2026, 11, 20)
    event = Event.objects.get(kind="component.fitted")
    assert (event.subject, event.data["replaces"]) == (unit.reference, old.pk)
    with pytest.raises(Refusal):
        actions.remove_component(new, removed_on=date(2026, 11, 19), by=by, at=AT)
    actions.remove_component(new, removed_on=date(2026, 11, 20), by=by, at=AT)
    with pytest.raises(Refusal):
        actions.remove_component(new, removed_on=date(2026, 11, 20), by=by, at=AT)


def test_a_project_belongs_to_its_site_and_our_own_manager(catalogue: Catalogue) -> None:
    cast = catalogue.cast
    with pytest.raises(Refusal) as refused:
        actions.change_project(
            catalogue.project, changes={"site": catalogue.clinic}, by=cast["agent"], at=AT
        )
    assert refused.value.field == "site"
    with pytest.raises(Refusal) as refused:
        actions.change_project(
            catalogue.project, changes={"manager": cast["dealer"]}, by=cast["agent"], at=AT
        )
    assert refused.value.field == "manager"


def test_a_renamed_site_is_found_by_its_new_name(catalogue: Catalogue) -> None:
    actions.change_site(
        catalogue.tower, changes={"name": "长安大厦"}, by=catalogue.cast["agent"], at=AT
    )
    assert (found("cads"), found("hpds", owner=catalogue.tower.customer_id)) == (
        [catalogue.tower.reference], [catalogue.project.reference],
    )  # fmt: skip

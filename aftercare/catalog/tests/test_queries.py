"""What each person sees and finds."""

from typing import Any

import pytest

from aftercare.catalog import queries
from aftercare.catalog.models import Unit
from aftercare.catalog.tests.conftest import Catalogue

UNITS = {"chiller", "scanner", "harvester"}


@pytest.mark.parametrize(
    ("who", "units", "sites", "projects"),
    [
        ("agent", UNITS, {"tower", "clinic"}, {"project"}),
        ("inspector", UNITS, {"tower", "clinic"}, {"project"}),
        ("technician", set(), set(), set()),
        ("dealer", {"harvester"}, set(), set()),
        ("dealer2", {"scanner"}, {"clinic"}, set()),
        ("customer", {"chiller"}, {"tower"}, {"project"}),
        ("customer2", {"scanner"}, {"clinic"}, set()),
    ],
)
def test_who_sees_what(
    catalogue: Catalogue, who: str, units: set[str], sites: set[str], projects: set[str]
) -> None:
    person = catalogue.cast[who]

    def seen(rows: Any, names: set[str]) -> set[str]:
        keys = set(rows.values_list("pk", flat=True))
        return {name for name in names if getattr(catalogue, name).pk in keys}

    assert seen(queries.units_visible_to(person), UNITS) == units
    assert seen(queries.sites_visible_to(person), {"tower", "clinic"}) == sites
    assert seen(queries.projects_visible_to(person), {"project"}) == projects


def listed(_person: Any) -> dict[str, Any]:
    """A stand-in for what the desk tells about a technician's cases."""
    return {"unit": list(Unit.objects.filter(serial="SCAN-77").values_list("pk", flat=True))}


def asked_for(_person: Any) -> dict[str, Any]:
    """The same as a subquery."""
    return {"unit": Unit.objects.filter(serial="SCAN-77").values("pk")}


@pytest.mark.parametrize("told", ["listed", "asked_for"])
def test_a_technician_sees_and_finds_what_there_is_to_do(
    catalogue: Catalogue, settings: Any, told: str
) -> None:
    settings.SEEN_AT_WORK = f"{__name__}.{told}"
    technician = catalogue.cast["technician"]
    assert list(queries.units_visible_to(technician)) == [catalogue.scanner]
    assert found(catalogue, "technician", "scan") == [("unit", "冷水机组 SCAN-77")]
    assert found(catalogue, "technician", "4lz") == []


def found(catalogue: Catalogue, who: str, text: str) -> list[tuple[str, str]]:
    lines = queries.find(catalogue.cast[who], text)
    return [(line.group, line.label) for line in lines]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("hpds", [("site", "和平大厦"), ("project", "和平大厦机电工程")]),
        ("和平路8号", [("customer", "和平科技大厦业主委员会"), ("site", "和平大厦")]),
        ("6255", [("customer", "和平科技大厦业主委员会")]),
        ("13600000001", [("customer", "和平科技大厦业主委员会")]),
        ("zhangwei", [("customer", "和平科技大厦业主委员会")]),
        ("5403", [("customer", "明珠医院"), ("site", "门诊楼")]),
        ("4lz", [("unit", "冷水机组 4LZ-0088")]),
        ("0088", [("unit", "冷水机组 4LZ-0088")]),
        ("BX260001", [("unit", "冷水机组 CH300-26-001")]),
        ("2026-001", [("project", "和平大厦机电工程")]),
        ("没有这样的", []),
    ],
)
def test_the_desk_finds_what_the_caller_says(
    catalogue: Catalogue, text: str, lines: list[tuple[str, str]]
) -> None:
    def plain(text: str) -> str:
        return text.replace("路8", "路 8")

    assert found(catalogue, "agent", plain(text)) == lines


def test_a_contact_leads_to_the_customer_and_is_named(catalogue: Catalogue) -> None:
    (line,) = queries.find(catalogue.cast["agent"], "13600000001")
    customer = catalogue.cast.organisations["customer"]
    assert (line.reference, line.contact, line.why, line.exact) == (
        customer.reference, "张伟 · 13600000001", "number", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("dealer2", "刘洋"),
        ("dealer2", "4LZ-0088"),
        ("dealer2", "0088"),
        ("dealer", "SCAN-77"),
        ("dealer", "明珠"),
        ("dealer", "门诊楼"),
        ("dealer", "13600000001"),
        ("customer2", "和平"),
        ("customer2", "CH300-26"),
        ("customer2", "13600000001"),
        ("customer2", "XM-2026"),
        ("customer", "门诊楼"),
        ("customer", "scan"),
    ],
)
def test_another_dealer_and_another_customer_find_nothing(
    catalogue: Catalogue, who: str, text: str
) -> None:
    assert (found(catalogue, who, text), found(catalogue, "agent", text) != []) == ([], True)


@pytest.mark.parametrize(
    ("who", "text", "lines"),
    [
        ("dealer", "刘洋", [("customer", "刘洋（家庭用户）")]),
        ("dealer", "4lz", [("unit", "冷水机组 4LZ-0088")]),
        ("dealer2", "scan", [("unit", "冷水机组 SCAN-77")]),
        ("customer", "ch300", [("unit", "冷水机组 CH300-26-001")]),
    ],
)
def test_each_finds_their_own(
    catalogue: Catalogue, who: str, text: str, lines: list[tuple[str, str]]
) -> None:
    assert found(catalogue, who, text) == lines


def test_a_search_costs_the_same_for_one_hit_and_for_many(
    catalogue: Catalogue, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        assert len(queries.find(catalogue.cast["agent"], "大厦")) > 1

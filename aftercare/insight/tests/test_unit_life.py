"""The life of a unit on its page: costs by month, the fault that came back, what it opened."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from aftercare.catalog import bulk
from aftercare.catalog.models import ProductModel, Unit
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.web.demo.cast import Cast
from aftercare.web.environment import ROOT

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
REPAIRS = [
    (date(2025, 1, 10), "L/H BUCKET CYL LEAKING.", "407.40"),
    (date(2025, 1, 10), "left bucket cylinder leaking", "0"),  # a second order of the same day
    (date(2025, 3, 2), "lh buckt cyl leak", "12.30"),
    (date(2025, 3, 20), "r/h eng won't start", "99.95"),
    (date(2025, 6, 1), "LH bucket cylinder leaks", "5.05"),
    (date(2025, 9, 9), "l/h bucket cyl leaking", ""),
    (date(2026, 9, 9), "l/h bucket cyl leaking", "10"),
]


@pytest.fixture
def unit(cast: Cast) -> Unit:
    """A machine with a past, under P09's line of equipment: one year from its delivery."""
    text = (ROOT / "plans" / "p09-solar-water-heaters.yaml").read_text(encoding="utf-8")
    version = plans.load_plan(text, name="p09", by=SYSTEM, at=AT)
    model = ProductModel.objects.create(code="EX", name="挖掘机", product_class="equipment")
    made = Unit.objects.create(serial="A", model=model, customer=cast.organisations["customer"])
    plans.make_agreement(
        version, number="A1", title="挖掘机供货", customer=made.customer, covers=[made],
        signed_on=date(2024, 12, 1), service="equipment", by=SYSTEM, at=AT,
    )  # fmt: skip
    delivered = datetime(2025, 1, 2, 4, tzinfo=UTC)
    plans.record_milestone(made, "delivery.made", occurred_at=delivered, by=SYSTEM, at=AT)
    repairs = [
        bulk.Repair(made, on, text, key=str(place), cost=Decimal(cost) if cost else None,
                    currency="AUD")
        for place, (on, text, cost) in enumerate(REPAIRS)
    ]  # fmt: skip
    bulk.add_past_repairs(repairs, by=SYSTEM, at=AT)
    return made


def shown(client: Client, cast: Cast, unit: Unit, query: str = "", by: str = "manager") -> str:
    client.force_login(cast[by])
    client.cookies["django_language"] = "en"
    answer = client.get(f"/insight/units/{unit.pk}{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_page_of_a_unit_asks_for_its_life(client: Client, cast: Cast, unit: Unit) -> None:
    client.force_login(cast["manager"])
    page = client.get(f"/catalog/units/{unit.pk}").content.decode()
    assert f'hx-get="/insight/units/{unit.pk}"' in page
    part = client.get(f"/insight/units/{unit.pk}", headers={"HX-Request": "true"}).content.decode()
    assert '<div id="life"' in part
    assert "<html" not in part


def test_costs_are_drawn_by_month_and_told_in_a_table(
    client: Client, cast: Cast, unit: Unit
) -> None:
    page = shown(client, cast, unit, "?year=2025")
    assert "Cost of repairs by month, 2025 (AUD)" in page
    assert "2025-01 407.4 2025-02 0.0 2025-03 112.25" in page
    assert "Cost of repairs 534.70 AUD" in page
    assert "2026-09 10.0" in shown(client, cast, unit)  # the latest year, when none is named
    assert "2026-09 10.0" in shown(client, cast, unit, "?year=1066")


@pytest.mark.clause("P09-36")
def test_three_failed_repairs_of_a_fault_open_a_new_unit_while_the_warranty_lasts(
    client: Client, cast: Cast, unit: Unit
) -> None:
    page = shown(client, cast, unit)
    assert "bucket cylinder left: leak 5 2025-01-10 2026-09-09" in page
    came = page[page.index("What the customer could choose") :]
    first, second, third, fourth, fifth = (
        came[came.index(f"{day} ") :][:420]
        for day in ("2025-01-10", "2025-03-02", "2025-06-01", "2025-09-09", "2026-09-09")
    )
    assert "0 repairs of this fault before After 3 more failed repairs" in first
    assert "1 repair of this fault before After 2 more failed repairs" in second
    assert "2 repairs of this fault before After 1 more failed repairs" in third
    assert "3 repairs of this fault before a new unit of the same brand and model" in fourth
    assert "P09-36" in fourth
    assert "4 repairs of this fault before Nothing more than another repair" in fifth
    assert "won't start" not in came


def test_milestones_stand_in_the_life(client: Client, cast: Cast, unit: Unit) -> None:
    assert (
        "2 Jan 2025"
        in shown(client, cast, unit)[shown(client, cast, unit).index("What happened") :]
    )


def test_another_customer_does_not_see_it(client: Client, cast: Cast, unit: Unit) -> None:
    assert "Costs by month" in shown(client, cast, unit, by="customer")
    client.force_login(cast["customer2"])
    assert client.get(f"/insight/units/{unit.pk}").status_code == 404

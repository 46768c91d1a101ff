"""Organisations, people and the catalogue in the JSON API."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from aftercare.api.tests.conftest import Program, make_token
from aftercare.catalog.bulk import Repair, add_past_repairs
from aftercare.catalog.models import Unit
from aftercare.catalog.tests.conftest import Catalogue
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Organisation


def program(catalogue: Catalogue, who: str = "agent") -> Program:
    return Program(make_token(catalogue.cast[who]))


def test_a_unit_is_added_shown_changed_and_found(catalogue: Catalogue) -> None:
    agent = program(catalogue)
    body = {"serial": "NEW-1", "model": catalogue.model.pk, "site": catalogue.tower.pk,
            "customer": catalogue.tower.customer_id, "made_on": "2026-03-01"}  # fmt: skip
    added = agent.post("/units", body)
    address = added.headers["Location"].removeprefix("/api/v1")
    shown = agent.get(address)
    assert (added.status, shown.content) == (201, added.content)
    assert [part["kind"] for part in shown.content["components"]] == ["compressor"]
    assert (shown.content["site"]["name"], shown.content["made_on"]) == ("和平大厦", "2026-03-01")
    changed = agent.patch(
        address, {"site": None, "card_number": "X9"}, If_Match=shown.headers["ETag"]
    )
    assert (changed.status, changed.content["site"], changed.content["revision"]) == (200, None, 2)
    stale = agent.patch(address, {"card_number": "X10"}, If_Match=shown.headers["ETag"])
    assert (stale.status, Unit.objects.get(serial="NEW-1").card_number) == (412, "X9")
    found = agent.get("/search?q=new-1").content["items"]
    assert [(line["group"], line["reference"]) for line in found] == [
        ("unit", added.content["reference"])
    ]


def test_what_does_not_fit_is_named_by_its_place(catalogue: Catalogue) -> None:
    agent = program(catalogue)
    body: dict[str, Any] = {"serial": "NEW-1", "model": catalogue.model.pk,
                            "customer": catalogue.tower.customer_id}  # fmt: skip
    for more, place in (
        ({"site": catalogue.clinic.pk}, "#/site"),
        ({"model": 10**9}, "#/model"),
        ({"made_on": "2027-01-01"}, "#/made_on"),
        ({"colour": "red"}, "#/colour"),
        ({"serial": ""}, "#/serial"),
    ):
        reply = agent.post("/units", {**body, **more})
        assert (reply.status, reply.wrong) == (422, [place])
    twice = agent.post("/organisations", {"code": "K1001", "name": "x"})
    assert (twice.status, twice.code, twice.wrong) == (422, "duplicate", ["#/code"])


def test_another_dealer_and_another_customer_get_nothing(catalogue: Catalogue) -> None:
    for who in ("dealer2", "customer2"):
        other = program(catalogue, who)
        for path in (f"/units/{catalogue.chiller.pk}", f"/sites/{catalogue.tower.pk}",
                     f"/projects/{catalogue.project.pk}",
                     f"/organisations/{catalogue.tower.customer_id}",
                     f"/people/{catalogue.cast['customer'].pk}"):  # fmt: skip
            assert (path, other.get(path).status) == (path, 404)
        assert other.get("/search?q=6255").content["items"] == []
        units = other.get("/units").content["items"]
        assert [unit["serial"] for unit in units] == ["SCAN-77"]


def test_lists_go_on_by_key_and_are_narrowed(catalogue: Catalogue) -> None:
    agent = program(catalogue)
    first = agent.get("/units?limit=2").content
    second = agent.get(f"/units?limit=2&cursor={first['next']}").content
    serials = [unit["serial"] for unit in [*first["items"], *second["items"]]]
    assert (serials, second["next"]) == (["4LZ-0088", "SCAN-77", "CH300-26-001"], None)
    narrowed = agent.get(f"/units?customer={catalogue.chiller.customer_id}").content["items"]
    assert [unit["serial"] for unit in narrowed] == ["CH300-26-001"]
    by_code = agent.get("/organisations?code=K1001").content["items"]
    assert [one["name"] for one in by_code] == ["和平科技大厦业主委员会"]


def test_a_contact_is_added_without_an_account(catalogue: Catalogue) -> None:
    agent = program(catalogue)
    body = {"organisation": catalogue.tower.customer_id, "name": "单雪", "phone": "13912345678"}
    added = agent.post("/people", body)
    assert (added.status, added.content["role"], added.content["signs_in"]) == (
        201, "customer", False,
    )  # fmt: skip
    refused = agent.post("/people", {**body, "role": "administrator"})
    assert (refused.status, refused.wrong) == (422, ["#/role"])
    found = agent.get("/search?q=shanxue").content["items"]
    assert [line["contact"] for line in found] == ["单雪 · 13912345678"]


def test_the_same_post_twice_adds_once(catalogue: Catalogue) -> None:
    agent = program(catalogue)
    body = {"code": "K9", "name": "长安医院"}
    replies = [agent.post("/organisations", body, Idempotency_Key="once") for _ in range(2)]
    assert [reply.status for reply in replies] == [201, 201]
    assert replies[0].content == replies[1].content
    assert Organisation.objects.filter(code="K9").count() == 1


def test_past_repairs_are_listed_newest_first_with_exact_costs(catalogue: Catalogue) -> None:
    unit = catalogue.chiller
    costs = (None, Decimal("0.2"), Decimal("-3"))
    repairs = [
        Repair(unit, date(2004, month, 1), "L/H BUCKET CYL", f"k{month}", cost=cost)
        for month, cost in enumerate(costs, 1)
    ]
    add_past_repairs(repairs, by=SYSTEM, at=timezone.now())
    first = program(catalogue).get(f"/units/{unit.pk}/past-repairs?limit=2").content
    assert [row["cost"] for row in first["items"]] == ["-3.00", "0.20"]
    more = program(catalogue).get(f"/units/{unit.pk}/past-repairs?cursor={first['next']}")
    assert [row["cost"] for row in more.content["items"]] == [None]

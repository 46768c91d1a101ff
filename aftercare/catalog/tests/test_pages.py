"""The pages of the catalogue."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.catalog import cards
from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.catalog.tests.conftest import Catalogue
from aftercare.people.tests.test_pages import LANGUAGES, signed_in


def addresses(catalogue: Catalogue) -> dict[str, str]:
    keys = {
        "products": [], "projects": [], "units": [], "add-product": [], "add-project": [],
        "add-unit": [], "unit": [catalogue.chiller.pk], "card": [catalogue.chiller.pk],
        "change-unit": [catalogue.chiller.pk], "fit-component": [catalogue.chiller.pk],
        "project": [catalogue.project.pk], "change-project": [catalogue.project.pk],
        "site": [catalogue.tower.pk], "change-site": [catalogue.tower.pk],
        "change-product": [catalogue.model.pk], "of-customer": [catalogue.tower.customer_id],
        "add-site": [catalogue.tower.customer_id],
        "remove-component": [catalogue.chiller.components.get().pk],
    }  # fmt: skip
    return {name: reverse(f"catalog:{name}", args=args) for name, args in keys.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_shows_in_both_languages(catalogue: Catalogue, language: str) -> None:
    client = signed_in(catalogue.cast, "agent", language)
    statuses = {name: client.get(address).status_code
                for name, address in addresses(catalogue).items()}  # fmt: skip
    assert statuses == dict.fromkeys(statuses, 200)


@pytest.mark.parametrize("who", ["dealer", "dealer2", "customer2"])
def test_what_belongs_to_others_does_not_exist(catalogue: Catalogue, who: str) -> None:
    client = signed_in(catalogue.cast, who)
    pages = addresses(catalogue)
    for name in ("unit", "card", "project", "site", "of-customer"):
        assert (name, client.get(pages[name]).status_code) == (name, 404)
    own = catalogue.harvester if who == "dealer" else catalogue.scanner
    assert client.get(reverse("catalog:units")).context["page"].rows == [own]


@pytest.mark.parametrize("who", ["customer", "technician", "finance"])
def test_those_who_may_look_may_not_all_change(
    catalogue: Catalogue, who: str, settings: Any
) -> None:
    settings.SEEN_AT_WORK = ""  # technicians are at work everywhere
    client, pages = signed_in(catalogue.cast, who), addresses(catalogue)
    assert client.get(pages["unit"]).status_code == 200
    for name in ("change-unit", "add-unit", "add-product", "change-site", "change-project"):
        assert (name, client.get(pages[name]).status_code) == (name, 403)


def rows(response: Any) -> list[str]:
    return [str(one) for one in response.context["page"].rows]


def test_units_are_narrowed_by_search_and_by_address(catalogue: Catalogue) -> None:
    client, address = signed_in(catalogue.cast, "agent"), reverse("catalog:units")
    assert rows(client.get(address, {"q": "scan"})) == ["冷水机组 SCAN-77"]
    assert rows(client.get(address, {"customer": catalogue.chiller.customer_id})) == [
        "冷水机组 CH300-26-001"
    ]
    assert rows(client.get(address, {"customer": "x", "site": "9" * 30})) == [
        "冷水机组 4LZ-0088", "冷水机组 SCAN-77", "冷水机组 CH300-26-001",
    ]  # fmt: skip


def test_a_unit_is_added_on_a_page(catalogue: Catalogue) -> None:
    client = signed_in(catalogue.cast, "agent")
    words = {
        "serial": "NEW-1", "model": catalogue.model.pk, "customer": catalogue.tower.customer_id,
        "site": catalogue.tower.pk, "made_on": "2026-03-01",
    }  # fmt: skip
    response = client.post(reverse("catalog:add-unit"), words)
    added = Unit.objects.get(serial="NEW-1")
    assert response.headers["Location"] == reverse("catalog:unit", args=[added.pk])
    assert (added.site, added.dealer, str(added.made_on)) == (catalogue.tower, None, "2026-03-01")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"site": "clinic"}, "site"),
        ({"model": "999999"}, "model"),
        ({"customer": "x'); --"}, "customer"),
        ({"serial": "CH300-26-001"}, None),
        ({"made_on": "2999-01-01"}, "made_on"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    catalogue: Catalogue, more: dict[str, str], field: str | None
) -> None:
    words = {"serial": "NEW-1", "model": catalogue.model.pk,
             "customer": catalogue.tower.customer_id}  # fmt: skip
    given = {name: catalogue.clinic.pk if value == "clinic" else value
             for name, value in more.items()}  # fmt: skip
    response = signed_in(catalogue.cast, "agent").post(
        reverse("catalog:add-unit"), {**words, **given}
    )
    errors = list(response.context["form"].errors)
    assert (response.status_code, errors) == (422, [field or "__all__"])


def test_site_project_and_product_are_added_on_pages(catalogue: Catalogue) -> None:
    client, pages = signed_in(catalogue.cast, "agent"), addresses(catalogue)
    client.post(pages["add-site"], {"name": "二号楼", "address": "和平路 9 号"})
    site = Site.objects.get(name="二号楼")
    client.post(pages["add-project"], {"number": "XM-9", "name": "改造", "site": site.pk,
                                       "customer": site.customer_id})  # fmt: skip
    client.post(pages["add-product"], {"code": "P-9", "name": "泵",
                                       "component_classes": "pump, motor，pump"})  # fmt: skip
    assert Project.objects.get(number="XM-9").site == site
    assert ProductModel.objects.get(code="P-9").component_classes == ["pump", "motor"]


def test_parts_are_replaced_and_removed_on_pages(catalogue: Catalogue, settings: Any) -> None:
    settings.SEEN_AT_WORK = ""  # technicians are at work everywhere
    client, unit = signed_in(catalogue.cast, "technician"), catalogue.chiller
    old = unit.components.get()
    client.post(reverse("catalog:fit-component", args=[unit.pk]), {
        "kind": "compressor", "serial": "C-2", "installed_on": "2026-11-01", "replaces": old.pk,
    })  # fmt: skip
    new = unit.components.get(serial="C-2")
    old.refresh_from_db()
    assert (str(old.removed_on), new.removed_on) == ("2026-11-01", None)
    client.post(reverse("catalog:remove-component", args=[new.pk]), {"removed_on": "2026-11-02"})
    new.refresh_from_db()
    assert str(new.removed_on) == "2026-11-02"


def test_the_card_carries_the_code_that_cannot_be_guessed(
    catalogue: Catalogue, settings: Any
) -> None:
    settings.ADDRESS = "https://service.example.com"
    unit = catalogue.chiller
    page = signed_in(catalogue.cast, "agent").get(reverse("catalog:card", args=[unit.pk]))
    assert cards.address(unit) == f"https://service.example.com/u/{unit.code}"
    assert cards.qr_code(unit).replace("'", "&#x27;") in page.content.decode()
    assert len(unit.code) >= 16


@pytest.mark.parametrize(
    ("name", "text", "labels"),
    [
        ("product-options", "ch-3", ["冷水机组"]),
        ("site-options", "门诊", ["门诊楼"]),
        ("project-options", "xm-2026", ["和平大厦机电工程"]),
    ],
)
def test_suggestions(catalogue: Catalogue, name: str, text: str, labels: list[str]) -> None:
    response = signed_in(catalogue.cast, "agent").get(reverse(f"catalog:{name}"), {"q": text})
    assert [option.label for option in response.context["options"]] == labels
    other = signed_in(catalogue.cast, "dealer").get(reverse(f"catalog:{name}"), {"q": text})
    seen = labels if name == "product-options" else []
    assert [option.label for option in other.context["options"]] == seen


def test_nobody_looks_without_signing_in(client: Client, catalogue: Catalogue) -> None:
    for name, address in addresses(catalogue).items():
        assert (name, client.get(address).status_code) == (name, 302)


@pytest.mark.parametrize("more", [0, 10])
def test_a_long_list_takes_no_more_queries(
    catalogue: Catalogue, more: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(more):
        Unit.objects.create(serial=f"X{number}", model=catalogue.model,
                            customer=catalogue.tower.customer, site=catalogue.tower)  # fmt: skip
    client = signed_in(catalogue.cast, "agent")
    with django_assert_max_num_queries(4):
        client.get(reverse("catalog:units"))
    with django_assert_max_num_queries(8):
        client.get(reverse("catalog:site", args=[catalogue.tower.pk]))

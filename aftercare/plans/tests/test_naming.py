"""Parts of a unit on the pages of the catalogue, in the words of the plans."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from aftercare.catalog.models import Component, ProductModel, Unit
from aftercare.kit.events import SYSTEM
from aftercare.people.tests.test_pages import signed_in
from aftercare.plans import actions as plans
from aftercare.web.demo.cast import Cast
from aftercare.web.environment import ROOT

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
P02 = ROOT / "plans" / "p02-aluminium-windows.yaml"


@pytest.mark.parametrize(("language", "glass"), [("zh-hans", "玻璃"), ("en", "glass")])
def test_a_part_has_the_plan_s_own_word_and_else_its_code(
    cast: Cast, language: str, glass: str
) -> None:
    plans.load_plan(P02.read_text(encoding="utf-8"), name=P02.name, by=SYSTEM, at=NOW)
    model = ProductModel.objects.create(
        code="W1", name="窗", component_classes=["glass", "odd.part"]
    )
    unit = Unit.objects.create(serial="S1", model=model, customer=cast.organisations["customer"])
    Component.objects.create(unit=unit, kind="glass")
    client = signed_in(cast, "agent", language)
    assert f"{glass}, odd.part" in client.get(reverse("catalog:products")).content.decode()
    assert (
        f'<th scope="row">{glass}'
        in client.get(reverse("catalog:unit", args=[unit.pk])).content.decode()
    )

"""A published patch for the model of project software, and who has it."""

from typing import Any

import pytest

from aftercare.catalog.models import ProductModel, Unit
from aftercare.desk.tests.conftest import case, sign_in, stage, stand
from aftercare.desk.tests.stage import Stage, hour
from aftercare.patches import actions, jobs
from aftercare.patches.models import Offer, Patch
from aftercare.people.models import Organisation, Person
from aftercare.web.demo.cast import Cast

__all__ = ["case", "patch", "sign_in", "stage", "stand", "unit"]
LINK = "https://download.example.com/pm5"
WORDS = {
    "title_zh": "报表导出修复", "title_en": "Export of reports mended",
    "fixes_zh": "大报表导出中断", "fixes_en": "Large reports broke off", "link": LINK,
}  # fmt: skip


def written(cast: Cast, unit: Unit, number: str = "PM5-8.2.1", **more: Any) -> Patch:
    """A draft for the model of a unit."""
    draft = actions.Draft(number, [unit.model], **{**WORDS, **more})
    return actions.write_patch(draft, by=cast["quality"], at=hour(0))


def published(cast: Cast, unit: Unit, number: str = "PM5-8.2.1", **more: Any) -> Patch:
    """A patch that is published, and offered by the worker."""
    made = written(cast, unit, number, **more)
    actions.publish_patch(made, by=cast["manager"], at=hour(0))
    work(0)
    return made


def work(at: float) -> int:
    """Let the worker do for patches whatever is due at an hour; how much it was."""
    total = 0
    while done := jobs.tend(hour(at)):
        total += done
    return total


def offered(patch: Patch, unit: Unit) -> Offer:
    return Offer.objects.select_related("patch", "unit__model", "customer").get(
        patch=patch, unit=unit
    )


def another(stage: Stage, count: int, model: ProductModel) -> list[Unit]:
    """So many customers with a contact and a unit of a model under an agreement each."""
    made = []
    for number in range(count):
        name = f"客户{Organisation.objects.count()}"
        customer = Organisation.objects.create(kind="customer", code=f"K-{name}", name=name)
        stage.cast.organisations[name] = customer
        Person.objects.create(
            name=name, role="customer", organisation=customer, email=f"k{customer.pk}@example.com"
        )
        unit = stage.unit("p14", f"more-{customer.pk}-{number}", customer=name, signed=False)
        Unit.objects.filter(pk=unit.pk).update(model=model)
        made.append(Unit.objects.get(pk=unit.pk))
    return made


@pytest.fixture
def unit(stage: Stage, stand: Any) -> Unit:
    """A unit of the customer, under an agreement of P14."""
    return stage.unit("p14", "PM5-26-01")


@pytest.fixture
def patch(stage: Stage, unit: Unit) -> Patch:
    return published(stage.cast, unit)

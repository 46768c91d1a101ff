"""Which agreement a report falls under, when several cover the thing it is about."""

from datetime import UTC, date, datetime

import pytest

from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions, queries
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast

AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return actions.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=AT)


@pytest.fixture
def unit(cast: Cast) -> Unit:
    customer = cast.organisations["customer"]
    model = ProductModel.objects.create(code="DK-500", name="电控箱")
    site = Site.objects.create(customer=customer, name="总部", address="和平路 8 号")
    project = Project.objects.create(number="XM-1", name="机电工程", customer=customer, site=site)
    return Unit.objects.create(
        serial="SN-1", model=model, customer=customer, site=site, project=project
    )


def agree(
    version: PlanVersion, number: str, thing: Unit | Project | Site, signed_on: date
) -> Agreement:
    return actions.make_agreement(
        version, number=number, title=number, customer=thing.customer, covers=[thing],
        signed_on=signed_on, by=SYSTEM, at=AT,
    )  # fmt: skip


def found(unit: Unit) -> Agreement | None:
    return queries.agreement_for(customer=unit.customer, unit=unit, project=None, site=None)


def test_the_unit_goes_before_its_project_and_the_project_before_the_site(
    version: PlanVersion, unit: Unit
) -> None:
    assert found(unit) is None
    assert unit.site is not None
    assert unit.project is not None
    site = agree(version, "HT-1", unit.site, date(2025, 12, 1))
    assert found(unit) == site
    project = agree(version, "HT-2", unit.project, date(2025, 11, 1))
    assert found(unit) == project
    own = agree(version, "HT-3", unit, date(2025, 10, 1))
    assert found(unit) == own


def test_of_two_the_newest_holds(version: PlanVersion, unit: Unit) -> None:
    newest = agree(version, "HT-1", unit, date(2025, 12, 1))
    agree(version, "HT-2", unit, date(2025, 11, 1))
    assert found(unit) == newest


def test_another_customers_agreement_does_not_count(
    cast: Cast, version: PlanVersion, unit: Unit
) -> None:
    agree(version, "HT-1", unit, date(2025, 12, 1))
    other = cast.organisations["customer2"]
    assert queries.agreement_for(customer=other, unit=unit, project=None, site=None) is None


def test_without_a_thing_there_is_none(unit: Unit) -> None:
    customer = unit.customer
    assert queries.agreement_for(customer=customer, unit=None, project=None, site=None) is None

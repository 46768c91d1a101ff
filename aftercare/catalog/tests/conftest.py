"""A small catalogue: two customers, two dealers, a unit of each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from aftercare.catalog import actions, entries
from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.kit import search
from aftercare.web.demo.cast import Cast

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Catalogue:
    """The tower of one customer, the clinic of another, and a household's harvester."""

    cast: Cast
    model: ProductModel
    tower: Site
    clinic: Site
    project: Project
    chiller: Unit
    scanner: Unit
    harvester: Unit


@pytest.fixture
def catalogue(cast: Cast) -> Catalogue:
    """Made by the actions, so that everything is recorded and findable."""
    by, at = cast["agent"], AT
    search.rebuild(*entries.everything(at))  # the cast is made without actions
    model = actions.add_product(
        code="CH-300", name="冷水机组", brand="守约", component_classes=["compressor"], by=by, at=at
    )
    own, other, household = (
        cast.organisations[name] for name in ("customer", "customer2", "household")
    )
    tower = actions.add_site(
        customer=own, name="和平大厦", address="北京市海淀区和平路 8 号", place="北京市/海淀区",
        by=by, at=at,
    )  # fmt: skip
    clinic = actions.add_site(
        customer=other, name="门诊楼", address="上海市徐汇区漕溪路 66 号", phone="021-5403-3000",
        by=by, at=at,
    )  # fmt: skip
    project = actions.add_project(
        number="XM-2026-001", name="和平大厦机电工程", customer=own, site=tower,
        manager=cast["lead"], began_on=date(2026, 1, 5), by=by, at=at,
    )  # fmt: skip
    return Catalogue(
        cast, model, tower, clinic, project,
        chiller=actions.add_unit(serial="CH300-26-001", model=model, customer=own, site=tower,
                                 project=project, card_number="BX260001",
                                 made_on=date(2026, 2, 1), by=by, at=at),
        scanner=actions.add_unit(serial="SCAN-77", model=model, customer=other, site=clinic,
                                 dealer=cast.organisations["dealer2"], by=by, at=at),
        harvester=actions.add_unit(serial="4LZ-0088", model=model, customer=household,
                                   dealer=cast.organisations["dealer"], by=by, at=at),
    )  # fmt: skip

"""Five mining excavators with their real work orders of 2001 to 2012, imported as history.

The orders come from `catalog/demo`, through the same import as any list. The machines stand under
an agreement with a year of warranty and a new unit after three failed repairs, so that their pages
show what each repair of the same fault would have opened.
"""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from aftercare.catalog import demo
from aftercare.catalog.models import ProductModel, Site, Unit
from aftercare.imports import actions as imports
from aftercare.imports.running import Order
from aftercare.imports.sheets import SHEETS
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Organisation, OrganisationKind
from aftercare.plans import actions as plans
from aftercare.plans.models import PlanVersion
from aftercare.web.demo.cast import Cast

FOLDER = Path(next(iter(demo.__path__)))
FILES = ("excavators.csv", "excavators-mended.csv")
SIGNED_ON = date(2001, 6, 1)
# serial, as in the orders: when it was delivered, shortly before its first order
DELIVERED = {
    "A": date(2003, 11, 20), "B": date(2001, 7, 2), "C": date(2003, 6, 20),
    "D": date(2003, 6, 20), "E": date(2006, 2, 10),
}  # fmt: skip


def make_excavators(cast: Cast, version: PlanVersion, at: datetime) -> None:
    """The customer, its machines, their agreement and their repairs, as of a moment."""
    mine = Organisation.objects.create(
        kind=OrganisationKind.CUSTOMER, code="K1003", name="西山露天矿有限公司",
        phone="0951-400-1003", address="宁夏回族自治区石嘴山市大武口区矿山路 3 号",
    )  # fmt: skip
    site = Site.objects.create(
        customer=mine, name="西山露天矿", address=mine.address, place="宁夏回族自治区/石嘴山市"
    )
    model = ProductModel.objects.create(
        code="EX-5500", name="矿用挖掘机", brand="守约", product_class="equipment"
    )
    units = [
        Unit.objects.create(serial=serial, model=model, customer=mine, site=site, made_on=SIGNED_ON)
        for serial in DELIVERED
    ]
    plans.make_agreement(
        version, number="HT-2001-016", title="矿用挖掘机供货", customer=mine, covers=units,
        signed_on=SIGNED_ON, service="equipment", by=cast["manager"], at=at,
    )  # fmt: skip
    for unit in units:
        noon = datetime.combine(DELIVERED[unit.serial], time(12), ZoneInfo(settings.TIME_ZONE))
        plans.record_milestone(unit, "delivery.made", occurred_at=noon, by=SYSTEM, at=at)
    for name in FILES:
        order = Order(SHEETS["history"], FOLDER / name, name, fixed={"currency": "AUD"},
                      good_rows=True)  # fmt: skip
        imports.import_file(order, by=SYSTEM, at=at)

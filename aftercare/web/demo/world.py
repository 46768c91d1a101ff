"""What the demo company looks after: models, sites, projects, units, and an agreement for every
plan."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from aftercare.catalog.models import Component, ProductModel, Project, Site, Unit
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.web.demo.cast import Cast

# code: (name, brand, class, component words)
MODELS = {
    "CH-300": ("冷水机组", "守约", "暖通", []),
    "P-55": ("循环水泵", "守约", "水泵", []),
    "DW-60": ("断桥铝合金窗", "守约", "门窗", ["bolts", "connectors", "glass", "sealant"]),
    "EX-220": ("成套输送设备", "守约", "成套设备", []),
    "WP-5K": ("污水处理设施", "守约", "污水处理", []),
    "4LZ-6": ("联合收割机", "远航", "farm.combine", ["main-parts"]),
    "FM-90": ("甲级防火门", "守约", "门", []),
    "HIS-3": ("医院信息系统", "守约", "软件", []),
    "PC-7": ("一体化收银终端", "守约", "计算机", []),
    "SW-20": ("太阳能热水器", "守约", "太阳能", ["tank", "collector", "bracket", "piping", "electrical"]),
    "BJ-M12": ("高强度标准件", "守约", "标准件", []),
    "JZ-1": ("住宅装修工程", "守约", "装修", []),
    "PM-5": ("项目管理软件", "守约", "软件", ["software", "hardware"]),
    "LN-1": ("供应链服务", "守约", "物流", []),
}  # fmt: skip


@dataclass(frozen=True)
class Deal:
    """One agreement of the demo: its plan, what it covers, and what happened how many days ago."""

    plan: str
    number: str
    title: str
    customer: str
    model: str
    serials: tuple[str, ...]
    happened: tuple[tuple[str, int], ...]
    service: str = ""
    dealer: str = ""
    place: str = "北京市/海淀区"
    contacts: tuple[tuple[str, str, str], ...] = field(default=())


DEALS = (
    Deal("building-systems", "HT-2026-001", "和平科技大厦机电工程", "customer", "CH-300", ("CH300-26-001", "CH300-26-002"),
         (("project.completed", 215), ("acceptance.signed", 200), ("project.handed_over", 200), ("warranty_card.issued", 195), ("return_visit.done", 40)),
         contacts=(("technician", "赵勇", "13900000006"), ("manufacturer-lead", "何工（制造商）", "13900000100"))),
    Deal("aluminium-windows", "HT-2026-002", "和平科技大厦门窗工程", "customer", "DW-60", ("DW60-26-0101",),
         (("project.completed", 150), ("acceptance.passed", 145), ("acceptance.signed", 145), ("project.handed_over", 140), ("owner.moved_in", 100), ("return_visit.done", 60))),
    Deal("equipment-maker", "HT-2026-003", "输送设备采购", "customer", "EX-220", ("EX220-26-07",),
         (("agreement.signed", 300), ("delivery.made", 260), ("invoice.issued", 258), ("acceptance.signed", 250))),
    Deal("supply-chain", "HT-2026-004", "物资供应与运输", "customer2", "LN-1", ("LN1-26-01",), (("unit.shipped", 12),), place="上海市/徐汇区"),
    Deal("sewage-plant-operation", "HT-2026-005", "园区污水处理厂运营", "customer2", "WP-5K", ("WP5K-26-01",), (("agreement.signed", 120),), place="上海市/徐汇区"),
    Deal("machinery-instruments-decoration", "HT-2026-006", "联合收割机三包", "household", "4LZ-6", ("4LZ6-26-0088",),
         (("stock.delivered", 90), ("unit.sold", 30), ("invoice.issued", 30), ("delivery.made", 29)), service="machinery", dealer="dealer", place="河北省/保定市"),
    Deal("doors-and-hospital-software", "HT-2026-007", "医院信息系统", "customer2", "HIS-3", ("HIS3-26-01",),
         (("project.started", 200), ("system.live", 120), ("acceptance.signed", 110), ("project.handed_over", 110)), service="hospital-software", place="上海市/徐汇区"),
    Deal("it-equipment-seller", "HT-2026-008", "收银终端销售", "customer", "PC-7", ("PC7-26-1001", "PC7-26-1002"),
         (("agreement.signed", 80), ("invoice.issued", 70), ("delivery.made", 68), ("acceptance.signed", 60))),
    Deal("solar-water-heaters", "HT-2026-009", "太阳能热水器", "household", "SW-20", ("SW20-26-5566",),
         (("invoice.issued", 400), ("delivery.made", 399), ("project.completed", 396), ("acceptance.signed", 395), ("warranty_card.issued", 395), ("training.held", 394)), service="heaters", dealer="dealer", place="河北省/保定市"),
    Deal("project-doors", "HT-2026-010", "和平科技大厦工程门", "customer", "FM-90", ("FM90-26-A01",), (("project.started", 180), ("delivery.made", 90), ("acceptance.signed", 60), ("project.handed_over", 60))),
    Deal("standard-parts", "HT-2026-011", "标准件供货", "customer", "BJ-M12", ("BJM12-26-LOT3",), (("delivery.made", 45), ("invoice.issued", 44))),
    Deal("brand-doors", "HT-2026-012", "明珠医院防火门", "customer2", "FM-90", ("FM90-26-B07",), (("project.started", 220), ("delivery.made", 130), ("acceptance.signed", 100), ("project.handed_over", 100)), place="上海市/徐汇区"),
    Deal("home-decoration", "HT-2026-013", "刘宅装修", "household", "JZ-1", ("JZ1-26-LIU",), (("project.completed", 320), ("acceptance.signed", 310)), place="河北省/保定市"),
    Deal("project-software", "HT-2026-014", "项目管理软件", "customer", "PM-5", ("PM5-26-01",), (("delivery.made", 150), ("system.live", 140), ("acceptance.signed", 130))),
    Deal("supply-chain-service", "HT-2026-015", "供应链全程服务", "customer2", "LN-1", ("LN1-26-02",), (("agreement.signed", 60),), place="上海市/徐汇区"),
)  # fmt: skip


def make_world(cast: Cast, versions: dict[str, PlanVersion], at: datetime) -> dict[str, Agreement]:
    """Create every deal of the demo as of a moment; the agreements by plan."""
    models = {code: _model(code, *words) for code, words in MODELS.items()}
    return {deal.plan: _make(deal, cast, models, versions[deal.plan], at) for deal in DEALS}


def _model(code: str, name: str, brand: str, product_class: str, parts: list[str]) -> ProductModel:
    defaults = {
        "name": name,
        "brand": brand,
        "product_class": product_class,
        "component_classes": parts,
    }
    return ProductModel.objects.get_or_create(code=code, defaults=defaults)[0]


def _make(
    deal: Deal, cast: Cast, models: dict[str, ProductModel], version: PlanVersion, at: datetime
) -> Agreement:
    customer = cast.organisations[deal.customer]
    dealer = cast.organisations.get(deal.dealer)
    oldest = max(days for _kind, days in deal.happened)
    began_on = (at - timedelta(days=oldest + 30)).date()
    site, _new = Site.objects.get_or_create(
        customer=customer,
        name=customer.name,
        defaults={"address": customer.address, "place": deal.place, "phone": customer.phone},
    )
    project = Project.objects.create(
        number=deal.number.replace("HT", "XM"),
        name=deal.title,
        customer=customer,
        site=site,
        manager=cast["lead"],
        began_on=began_on,
    )
    for serial in deal.serials:
        unit = Unit.objects.create(
            serial=serial,
            model=models[deal.model],
            customer=customer,
            site=site,
            project=project,
            dealer=dealer,
            card_number=f"BX{serial.replace('-', '')}",
            made_on=began_on,
        )
        Component.objects.bulk_create(
            Component(unit=unit, kind=kind, installed_on=began_on)
            for kind in models[deal.model].component_classes
        )
    agreement = plans.make_agreement(
        version,
        number=deal.number,
        title=deal.title,
        customer=customer,
        covers=[project],
        signed_on=began_on,
        service=deal.service,
        dealer=dealer,
        by=cast["manager"],
        at=at,
        contacts=deal.contacts,
    )
    _happen(deal, project, at)
    return agreement


def _happen(deal: Deal, project: Project, at: datetime) -> None:
    for kind, days in sorted(deal.happened, key=lambda item: -item[1]):
        moment = at_ten(at - timedelta(days=days))
        signed = {"provider": moment.isoformat(), "customer": moment.isoformat()}
        data = {"signatures": signed} if kind == "acceptance.signed" else {}
        plans.record_milestone(project, kind, occurred_at=moment, by=SYSTEM, at=at, data=data)


def at_ten(moment: datetime) -> datetime:
    """Ten in the morning of the same day, in the company's zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(moment.astimezone(zone).date(), time(10), zone)

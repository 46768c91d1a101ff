"""Products, sites, projects and units."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.catalog import bulk
from aftercare.imports.rules import values
from aftercare.imports.sheets.columns import (
    ADDRESS_ALIASES,
    DEALER,
    PHONE,
    PROJECT,
    SITE,
    customer,
    text,
)
from aftercare.imports.sheets.finding import Finders, Once
from aftercare.imports.sheets.milestones import COLUMNS as DAYS
from aftercare.imports.sheets.milestones import Milestones
from aftercare.imports.sheets.shape import Column, Row, Sheet, Work
from aftercare.kit.bulk import Many


class PlainLoader:
    """Rows that become records of one kind: find what they name, check, put."""

    many: Many[Any]
    put: Callable[..., Any]
    dated = False

    def __init__(self, work: Work) -> None:
        self.work = work
        self.finders = Finders()
        self.once = Once(*self.many.keys)
        self.milestones = Milestones(work)
        fields = self.many.rows().model._meta.concrete_fields
        self.names = {field.name for field in fields}

    def find(self, rows: Sequence[Row]) -> None:
        """Put what the cells name in their place."""

    def check(self, rows: Sequence[Row]) -> None:
        self.find(rows)
        self.once.check(rows)
        good = [row for row in rows if row.good]
        records = [self.record(row) for row in good]
        for place, refusal in self.many.refusals(records, self.work.at).items():
            good[place].wrong(refusal.field, "refused", message=refusal.message)
        if self.dated and good:
            known = self.many.known(records)
            found = [known.get(self.many.key(record)) for record in records]
            self.milestones.check(list(zip(good, found, strict=True)))

    def write(self, rows: Sequence[Row]) -> None:
        work = self.work
        records = [self.record(row) for row in rows]
        put = type(self).put(records, by=work.by, at=work.at, later=work.happened)
        work.counts.count(put.added, put.changed, put.unchanged)
        if self.dated:
            known = self.many.known(records)
            found = [known[self.many.key(record)] for record in records]
            self.milestones.record(list(zip(rows, found, strict=True)))

    def record(self, row: Row) -> dict[str, Any]:
        """The columns of the record; days of milestones are not among them."""
        return {name: value for name, value in row.values.items() if name in self.names}


class ProductLoader(PlainLoader):
    """Models."""

    many, put = bulk.PRODUCTS, bulk.put_products

    def record(self, row: Row) -> dict[str, Any]:
        return {name: list(value) if name == "component_classes" else value
                for name, value in row.values.items()}  # fmt: skip


class SiteLoader(PlainLoader):
    """Sites of customers that are there already."""

    many, put = bulk.SITES, bulk.put_sites

    def find(self, rows: Sequence[Row]) -> None:
        self.finders.customers(rows)


class ProjectLoader(PlainLoader):
    """Projects, and the days of their milestones."""

    many, put, dated = bulk.PROJECTS, bulk.put_projects, True

    def find(self, rows: Sequence[Row]) -> None:
        self.finders.customers(rows)
        self.finders.sites_of_customers(rows)
        self.finders.one(rows, "manager", self.finders.people, code="unknown-person")


class UnitLoader(PlainLoader):
    """Units, and the days of their milestones."""

    many, put, dated = bulk.UNITS, bulk.put_units, True

    def find(self, rows: Sequence[Row]) -> None:
        self.finders.one(rows, "model", self.finders.models, code="unknown-model")
        self.finders.customers(rows)
        self.finders.sites_of_customers(rows)
        self.finders.one(rows, "project", self.finders.projects, code="unknown-project")
        self.finders.dealers(rows)


PRODUCTS = Sheet(
    "products",
    _("Models"),
    (
        Column("code", _("Model"), text(60, numberlike=True),
               "code, model code, model number, product code, 产品型号, 规格型号, 产品编号",
               required=True),
        Column("name", _("Name"), text(120), "product, product name, 产品名称, 名称, 品名",
               required=True),
        Column("brand", _("Brand"), text(60), "make, manufacturer, 厂家, 商标"),
        Column("product_class", _("Class"), text(60),
               "product class, category, 产品类别, 分类"),
        Column("component_classes", _("Parts with a life of their own"),
               lambda cell: values.several(cell, 60), "parts, components, 部件"),
    ),
    ProductLoader,
)  # fmt: skip

SITES = Sheet(
    "sites",
    _("Sites"),
    (
        customer(required=True),
        Column("name", _("Name"), text(120), "site, site name, 地点名称, 地点, 站点名称, 名称",
               required=True),
        Column("address", _("Address"), text(200), "site address, " + ADDRESS_ALIASES,
               required=True),
        Column("place", _("Area"), text(120), "region, district, 省市区, 区域, 行政区"),
        PHONE,
    ),
    SiteLoader,
)  # fmt: skip

PROJECTS = Sheet(
    "projects",
    _("Projects"),
    (
        Column("number", _("Number"), text(60, numberlike=True),
               "project, project number, contract number, 项目编号, 合同编号, 合同号",
               required=True),
        Column("name", _("Name"), text(160), "project name, 项目名称, 工程名称, 名称",
               required=True),
        customer(required=True),
        SITE,
        Column("manager", _("Project manager"), text(80), "manager, 负责人"),
        Column("began_on", _("Began on"), values.day, "begin, start date, 开工日期, 开始日期"),
        *DAYS,
    ),
    ProjectLoader,
)  # fmt: skip

UNITS = Sheet(
    "units",
    _("Units"),
    (
        Column("serial", _("Serial number"), text(80, numberlike=True),
               "serial, serial no, sn, s/n, 机号, 出厂编号, 设备编号, 机身号, 编号",
               required=True),
        Column("model", _("Model"), text(120, numberlike=True),
               "model code, product, 产品型号, 规格型号, 产品", required=True),
        customer(required=True),
        SITE,
        PROJECT,
        DEALER,
        Column("card_number", _("Card number"), text(60, numberlike=True),
               "card, warranty card, 保修卡号, 保修卡编号, 卡号"),
        Column("made_on", _("Made on"), values.day,
               "made, date of manufacture, 出厂日期, 生产日期"),
        *DAYS,
    ),
    UnitLoader,
)  # fmt: skip

"""Agreements: a plan bound to a customer and what it covers."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Project, Site, Unit
from aftercare.imports.rules import values
from aftercare.imports.sheets.columns import DEALER, customer, text
from aftercare.imports.sheets.finding import Finders, Once
from aftercare.imports.sheets.milestones import COLUMNS as DAYS
from aftercare.imports.sheets.milestones import Milestones
from aftercare.imports.sheets.shape import Column, Row, Sheet, Work
from aftercare.kit.errors import Refusal
from aftercare.plans import actions as plans
from aftercare.plans import queries
from aftercare.plans.models import Agreement, PlanVersion

COVERED = {"projects": "unknown-project", "units": "unknown-unit", "sites": "unknown-site"}


class AgreementLoader:
    """New agreements; one that is there already is left as it is, and its new days recorded."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.finders = Finders()
        self.once = Once("number")
        self.milestones = Milestones(work)
        self.versions: dict[tuple[str, int | None], PlanVersion | None] = {}

    def check(self, rows: Sequence[Row]) -> None:
        self.finders.customers(rows)
        self.finders.dealers(rows)
        self.once.check(rows)
        known = self._known(rows)
        for row in rows:
            self._version(row)
            there = known.get(row.values.get("number", ""))
            if there is not None:
                if row.good:
                    self._same(row, there)
                continue
            if row.values.get("customer"):
                self._covers(row)
            if row.good:
                self._fits(row)
        self.milestones.check([(row, known.get(row.values["number"])) for row in rows if row.good])

    def write(self, rows: Sequence[Row]) -> None:
        known = self._known(rows)
        pairs: list[tuple[Row, Any]] = []
        for row in rows:
            agreement = known.get(row.values["number"])
            if agreement is None:
                agreement = self._make(row)
                self.work.counts.added += 1
            else:
                self.work.counts.unchanged += 1
            pairs.append((row, agreement))
        self.milestones.record(pairs)

    def _make(self, row: Row) -> Agreement:
        said = row.values
        return plans.make_agreement(
            said["version"],
            number=said["number"],
            title=said.get("title") or said["number"],
            customer=said["customer"],
            covers=said["covers"],
            signed_on=said["signed_on"],
            ends_on=said.get("ends_on"),
            service=said.get("service") or "",
            dealer=said.get("dealer"),
            by=self.work.by,
            at=self.work.at,
        )

    def _version(self, row: Row) -> None:
        plan, number = row.values.get("plan"), row.values.get("version")
        row.values["version"] = None
        if not plan:
            return
        if (plan, number) not in self.versions:
            versions = queries.versions_of(plan)
            wanted = versions.filter(number=number) if number else versions
            self.versions[plan, number] = wanted.first()
            if number and self.versions[plan, number] is None and versions.exists():
                row.wrong("version", "unknown-version", value=number)
                return
        row.values["version"] = self.versions[plan, number]
        if row.values["version"] is None:
            row.wrong("plan", "unknown-plan", value=plan)

    def _covers(self, row: Row) -> None:
        customer = row.values["customer"]
        covers: list[Any] = []
        for name, code in COVERED.items():
            for word in row.values.get(name) or ():
                found = _covered(name, word).filter(customer=customer)[:2]
                covers += found
                if not found:
                    row.wrong(name, code, value=word)
        row.values["covers"] = covers
        if not covers and row.good:
            row.wrong("projects", "nothing-covered")

    def _same(self, row: Row, there: Agreement) -> None:
        version = row.values["version"]
        if (there.customer_id, there.plan_version.plan) != (
            row.values["customer"].pk, version.plan,
        ):  # fmt: skip
            row.wrong("number", "other-agreement")

    def _fits(self, row: Row) -> None:
        said = row.values
        try:
            plans.check_agreement(
                said["version"], said.get("service") or "", said["customer"], said["covers"],
                said["signed_on"], said.get("ends_on"),
            )  # fmt: skip
        except Refusal as refusal:
            row.wrong(refusal.field, "refused", message=refusal.message)

    @staticmethod
    def _known(rows: Sequence[Row]) -> dict[str, Agreement]:
        numbers = [row.values["number"] for row in rows if row.values.get("number")]
        found = Agreement.objects.filter(number__in=numbers).select_related("plan_version")
        return {agreement.number: agreement for agreement in found}


def _covered(name: str, word: str) -> QuerySet[Any]:
    if name == "projects":
        return Project.objects.filter(number=word)
    if name == "units":
        return Unit.objects.filter(serial=word)
    return Site.objects.filter(name=word)


def _words(cell: Any) -> tuple[str, ...]:
    return values.several(cell, 120)


AGREEMENTS = Sheet(
    "agreements",
    _("Agreements"),
    (
        Column("number", _("Number"), text(60, numberlike=True),
               "agreement, agreement number, contract number, 协议编号, 合同编号, 合同号",
               required=True),
        Column("title", _("Title"), text(160), "name, 协议名称, 合同名称, 名称"),
        customer(required=True),
        Column("plan", _("Service plan"), text(60), "plan, 方案, 服务方案代码", required=True),
        Column("version", _("Version"), values.whole, "plan version, 方案版本"),
        Column("service", _("Service line"), text(60), "service, 业务类别"),
        DEALER,
        Column("signed_on", _("Signed on"), values.day, "signed, 签订日期, 签约日期",
               required=True),
        Column("ends_on", _("Ends on"), values.day, "end, expires, 到期日期, 终止日期"),
        Column("projects", _("Projects"), _words, "project, 项目编号, 项目"),
        Column("units", _("Units"), _words, "unit, serial numbers, 设备序列号, 序列号"),
        Column("sites", _("Sites"), _words, "site, 地点名称"),
        *DAYS,
    ),
    AgreementLoader,
)  # fmt: skip

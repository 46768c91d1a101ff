"""Customers and other organisations, with a contact."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.imports.sheets.columns import ADDRESS_ALIASES, PHONE, choice, text
from aftercare.imports.sheets.finding import Once
from aftercare.imports.sheets.shape import Column, Row, Sheet, Work
from aftercare.people import bulk

KINDS = {
    "customer": "customer", "客户": "customer", "用户": "customer", "企业": "customer",
    "household": "household", "家庭": "household", "个人": "household", "家庭用户": "household",
    "dealer": "dealer", "经销商": "dealer", "特约服务单位": "dealer", "代理商": "dealer",
    "supplier": "supplier", "供应商": "supplier", "authority": "authority", "主管部门": "authority",
    "company": "company", "本公司": "company",
}  # fmt: skip
STANDINGS = {"normal": "normal", "普通": "normal", "一般": "normal",
             "key": "key", "重点": "key", "重点客户": "key"}  # fmt: skip
FIELDS = ("code", "name", "kind", "phone", "address", "standing")


class CustomerLoader:
    """Organisations by their number; a contact by its name."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.once = Once("code")

    def check(self, rows: Sequence[Row]) -> None:
        self.once.check(rows)
        good = [row for row in rows if row.good]
        refusals = bulk.ORGANISATIONS.refusals([_organisation(row) for row in good], self.work.at)
        for place, refusal in refusals.items():
            good[place].wrong(refusal.field, "refused", message=refusal.message)

    def write(self, rows: Sequence[Row]) -> None:
        work = self.work
        put = bulk.put_organisations(
            [_organisation(row) for row in rows], by=work.by, at=work.at, later=work.happened
        )
        work.counts.count(put.added, put.changed, put.unchanged)
        codes = [row.values["code"] for row in rows if row.values.get("contact")]
        known = {code: one for (code,), one in
                 bulk.ORGANISATIONS.known([{"code": code} for code in codes]).items()}  # fmt: skip
        contacts = [
            {
                "organisation": known[row.values["code"]],
                "name": row.values["contact"],
                "phone": row.values.get("contact_phone", ""),
            }
            for row in rows
            if row.values.get("contact")
        ]
        if contacts:
            bulk.put_contacts(contacts, by=work.by, at=work.at, later=work.happened)


def _organisation(row: Row) -> dict[str, str]:
    return {name: row.values[name] for name in FIELDS if name in row.values}


CUSTOMERS = Sheet(
    "customers",
    _("Customers, dealers, suppliers"),
    (
        Column("code", _("Number"), text(40, numberlike=True),
               "code, customer code, customer number, customer no, no, id, 客户编号, 客户代码"
               ", 代码, 客户号, 单位编号", required=True),
        Column("name", _("Name"), text(120),
               "customer, customer name, company, 客户名称, 名称, 客户, 单位名称, 用户名称"
               ", 姓名, 单位", required=True),
        Column("kind", pgettext_lazy("organisation", "Kind"), choice(KINDS),
               "type, customer type, 客户类型, 类型, 类别"),
        PHONE,
        Column("address", _("Address"), text(200), "customer address, " + ADDRESS_ALIASES),
        Column("standing", _("Standing"), choice(STANDINGS), "class, 客户级别, 级别, 等级"),
        Column("contact", _("Contact"), text(80), "contact person, 联系人, 联系人姓名"),
        Column("contact_phone", _("Contact's phone"), text(40, numberlike=True),
               "contact phone, 联系人电话, 联系人手机"),
    ),
    CustomerLoader,
)  # fmt: skip

"""Columns that several lists have, with the headings they go by elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.imports.rules import values
from aftercare.imports.rules.values import Cell
from aftercare.imports.sheets.shape import Column


def text(longest: int, *, numberlike: bool = False) -> Callable[[Cell], str]:
    """Reads a text."""
    return lambda cell: values.text(cell, longest, numberlike=numberlike)


def choice(choices: Mapping[str, str]) -> Callable[[Cell], str]:
    """Reads one of some words, in either language."""
    return lambda cell: values.choice(cell, choices)


def customer(**more: Any) -> Column:
    """Whom it belongs to."""
    return Column(
        "customer", _("Customer"), text(120, numberlike=True),
        "customer code, customer number, customer name, client, owner, 客户编号, 客户代码"
        ", 客户名称, 用户, 用户名称, 业主, 单位",
        **more,
    )  # fmt: skip


SITE = Column(
    "site",
    _("Site"),
    text(120),
    "location, place of installation, 地点名称, 安装地点, 站点, 现场",
)
PROJECT = Column(
    "project", _("Project"), text(60, numberlike=True),
    "project number, project no, contract, 项目编号, 项目号, 工程编号",
)  # fmt: skip
DEALER = Column(
    "dealer", _("Dealer"), text(120, numberlike=True),
    "dealer code, service unit, 经销商编号, 经销商名称, 特约服务单位, 代理商",
)  # fmt: skip
PHONE = Column(
    "phone", _("Phone"), text(40, numberlike=True),
    "telephone, mobile, tel, 联系电话, 手机, 手机号, 电话号码",
)  # fmt: skip
ADDRESS_ALIASES = "street, 详细地址, 联系地址, 安装地址, 通讯地址"

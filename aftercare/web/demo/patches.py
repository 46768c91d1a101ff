"""Patches at different stations: offered and answered, withdrawn after it was applied, a draft."""

from datetime import datetime, timedelta

from aftercare.catalog.models import ProductModel
from aftercare.desk.models import Case
from aftercare.patches import actions, jobs
from aftercare.patches.actions import Applied, Draft
from aftercare.patches.models import Offer, Patch
from aftercare.web.demo.cast import Cast

DOWNLOADS = "https://download.example.com"


def make_patches(cast: Cast, at: datetime) -> None:
    """Two for project software, of which the customer has applied one; one for the hospital's,
    which it does not want; one that was withdrawn; one that is being written."""
    project, hospital, till = (
        ProductModel.objects.get(code=one) for one in ("PM-5", "HIS-3", "PC-7")
    )
    first = _publish(cast, at - timedelta(days=40), Draft(
        "PM5-8.2.0", [project], "甘特图打印修复", "Printing of charts mended",
        "打印跨页甘特图时末列缺失。", "The last column was missing on printed charts.",
        link=f"{DOWNLOADS}/pm5-8.2.0",
    ))  # fmt: skip
    customer, day = cast["customer"], timedelta(days=1)
    done = first.offers.get()
    actions.accept_offer(done, (at - 35 * day).date(), by=customer, at=at - 38 * day)
    applied = Applied((at - 35 * day).date(), "赵勇", "打印三份跨页甘特图，末列完整。")
    actions.apply_offer(done, applied, by=cast["technician"], at=at - 35 * day)
    second = _publish(cast, at - 2 * day, Draft(
        "PM5-8.2.1", [project], "报表导出修复", "Export of reports mended",
        "超过五万行的报表导出中断。", "Reports of more than 50,000 rows broke off when exported.",
        "安装时服务停止约 5 分钟。", "The service stops for about 5 minutes.",
        link=f"{DOWNLOADS}/pm5-8.2.1",
    ))  # fmt: skip
    case = Case.objects.filter(unit__model=project).order_by("pk").first()
    if case is not None:
        actions.link_case(second, case, by=cast["quality"], at=at - day)
    clinic = _publish(cast, at - 20 * day, Draft(
        "HIS3-3.1.4", [hospital], "医保接口字段更新", "Fields of the insurance interface updated",
        "按新接口规范补充两个字段。", "Two fields were added as the new interface asks for.",
        link=f"{DOWNLOADS}/his3-3.1.4",
    ))  # fmt: skip
    actions.decline_offer(
        Offer.objects.get(patch=clinic), "等院内测试环境验证后再定", said_by="信息科 江主任",
        by=cast["agent"], at=at - 15 * day,
    )  # fmt: skip
    _withdrawn(cast, at, till)
    actions.write_patch(Draft(
        "PM5-8.3.0", [project], "权限模板", "Templates of rights",
        "批量设置成员权限。", "Rights of many members are set at once.",
    ), by=cast["quality"], at=at - day)  # fmt: skip


def _withdrawn(cast: Cast, at: datetime, till: ProductModel) -> None:
    day = timedelta(days=1)
    made = _publish(cast, at - 12 * day, Draft(
        "PC7-2.4", [till], "扫码枪驱动更新", "Driver of the scanner updated",
        "连续扫码时漏读。", "Codes were missed when scanned one after another.",
        link=f"{DOWNLOADS}/pc7-2.4",
    ))  # fmt: skip
    offer = made.offers.order_by("pk")[0]
    actions.accept_offer(offer, (at - 10 * day).date(), by=cast["customer"], at=at - 11 * day)
    applied = Applied((at - 10 * day).date(), "张伟", "连续扫码 200 次无漏读。")
    actions.apply_offer(offer, applied, by=cast["customer"], at=at - 10 * day)
    actions.withdraw_patch(
        made, "个别机型待机后不能唤醒，请回退到 2.3。", by=cast["manager"], at=at - 3 * day
    )
    jobs.tend(at - 3 * day)


def _publish(cast: Cast, at: datetime, draft: Draft) -> Patch:
    made = actions.write_patch(draft, by=cast["quality"], at=at)
    actions.publish_patch(made, by=cast["manager"], at=at)
    while jobs.tend(at):
        pass
    return made

"""The leading group, an incident that is over with its report, and one that is running."""

from datetime import datetime, timedelta

from aftercare.desk.models import Case
from aftercare.emergency import actions as emergency
from aftercare.emergency.models import Incident
from aftercare.kit.events import SYSTEM
from aftercare.web.demo.cast import Cast

GROUP = (("lead", "总协调"), ("technician", "主机与网络"), ("quality", "数据库与质量"),
         ("manager", "与客户联系"))  # fmt: skip
PLAN = """1. 切换到备用线路，先恢复收费和挂号。
2. 停用故障交换机，更换备件。
3. 逐个楼层恢复接入，每恢复一层核对一次业务。
回退：备件无效时，启用第二台备用交换机。"""


def make_incidents(cast: Cast, at: datetime) -> None:
    """Tell both."""
    begin = at - timedelta(days=90)
    for name, task in GROUP:
        emergency.add_member(cast[name], task=task, by=SYSTEM, at=begin)
    _over(cast, at - timedelta(days=12))
    _running(cast, at - timedelta(minutes=40))


def _over(cast: Cast, at: datetime) -> None:
    """A network that fell out, twelve days ago."""

    def after(minutes: int) -> datetime:
        return at + timedelta(minutes=minutes)

    said = emergency.Declared(
        "核心交换机故障，门诊楼网络中断", "门诊楼三层以下全部断网，收费、挂号均无法进行。"
    )
    found = emergency.declare(said, by=cast["dispatcher"], at=at)
    _there(found, cast, at)
    emergency.draft_plan(found, PLAN, by=cast["technician"], at=after(25))
    emergency.approve_plan(found, 1, by=cast["lead"], at=after(31))
    for what, who, until, done, result in (
        ("切换到备用线路", "technician", 50, 44, "10 分钟内收费、挂号恢复"),
        ("更换交换机并逐层恢复", "technician2", 180, 165, "已更换，十二层全部核对"),
        ("向客户说明进展", "manager", 60, 52, "已电话说明两次"),
    ):
        measure = emergency.add_measure(
            found, what=what, owner=cast[who], due_at=after(until), by=cast["lead"], at=after(32)
        )
        emergency.end_measure(measure, "finish", result=result, by=cast[who], at=after(done))
    report = emergency.Report(
        "核心交换机电源模块老化，主备电源同时失效。",
        "先切换备用线路恢复业务，再更换交换机，全程 2 小时 45 分。",
        "电源模块纳入每季度巡检；备用交换机在现场存放；每半年演练一次切换。",
    )
    emergency.close_incident(found, report, by=cast["lead"], at=after(200))


def _running(cast: Cast, at: datetime) -> None:
    """One on a case that is open: a plan waits for approval, somebody has not answered."""
    cases = Case.objects.filter(closed_at=None, agreement__plan_version__plan="project-software")
    case = cases.filter(reported_at__lt=at).select_related("agreement").order_by("pk").first()
    said = emergency.Declared(
        "数据库主机磁盘阵列告警，业务时断时续",
        "两块磁盘同时告警，读写超时；如再坏一块，数据可能丢失。",
        case.severity if case is not None else "", [case] if case is not None else [],
    )  # fmt: skip
    found = emergency.declare(said, by=cast["agent"], at=at)
    for name, minutes in (("lead", 3), ("technician", 5), ("manager", 9)):
        emergency.say_here(found, by=cast[name], at=at + timedelta(minutes=minutes))
    drafted = at + timedelta(minutes=18)
    text = "1. 立即做一次全量备份到异机。\n2. 备份核对后逐块更换磁盘，等待重建完成。"
    emergency.add_measure(
        found, what="全量备份到异机", owner=cast["technician"], due_at=at + timedelta(hours=2),
        by=cast["lead"], at=drafted,
    )  # fmt: skip
    emergency.draft_plan(found, text, by=cast["technician"], at=drafted)


def _there(found: Incident, cast: Cast, at: datetime) -> None:
    for place, (name, _task) in enumerate(GROUP):
        emergency.say_here(found, by=cast[name], at=at + timedelta(minutes=4 + 2 * place))

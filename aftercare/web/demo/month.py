"""The month before: cases that are over, most of them in time, so that the reports have something
to show by plan, by person and by dealer, with a reason for each that was late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from aftercare.catalog.models import Unit
from aftercare.desk import actions as desk
from aftercare.desk.actions.telling import Visitor
from aftercare.desk.models import Case
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.web.demo.cast import Cast
from aftercare.web.demo.world import at_ten


@dataclass(frozen=True)
class Past:
    """One case: reported so many days ago, answered after minutes, then hours to the door and to
    the end; `waited` are hours spent waiting for the customer before work began."""

    days: int
    serial: str
    symptom: str
    who: str
    answered: float
    arrived: float | None
    solved: float
    solution: str
    rating: int = 5
    waited: float = 0
    facts: tuple[tuple[str, str], ...] = ()


PRODUCT = (("cause", "product"),)
CROSS = 3  # who gives so many stars or fewer was not looked after as promised
WRONG_USE = (("cause", "wrong-operation"),)

# fmt: off
MONTH = (
    Past(29, "CH300-26-001", "冷冻水出水温度偏高", "technician", 12, 1.4, 3.2, "清洗冷凝器，补充制冷剂", facts=PRODUCT),
    Past(28, "HIS3-26-01", "挂号窗口打印空白", "agent", 20, None, 1.5, "重装打印驱动", facts=(("difficulty", "general"),)),
    Past(27, "4LZ6-26-0088", "脱粒滚筒异响", "dealer", 25, 6, 20, "更换滚筒轴承", facts=(*PRODUCT, ("component", "main-parts"))),
    Past(26, "PC7-26-1001", "扫码枪无法识别", "technician2", 4, 3, 3.5, "更换数据线", facts=PRODUCT),
    Past(25, "DW60-26-0101", "窗扇关闭不严", "technician", 30, 5, 6, "调整合页和锁点", 4),
    Past(24, "CH300-26-002", "水泵振动报警", "technician2", 18, 2.6, 6.5, "更换联轴器", 3, facts=PRODUCT),
    Past(23, "PM5-26-01", "甘特图打开缓慢", "agent", 3, None, 6, "重建索引", facts=(("severity", "3"),)),
    Past(22, "SW20-26-5566", "集热管结垢，出水不热", "dealer", 40, 20, 22, "清洗集热管", facts=(("component", "collector"),)),
    Past(21, "FM90-26-A01", "门扇下垂擦地", "technician", 25, 1.8, 3, "调整铰链"),
    Past(20, "HIS3-26-01", "住院结算金额不一致", "agent", 75, None, 20, "修正医保接口", 3, facts=(("difficulty", "complex"),)),
    Past(19, "CH300-26-001", "控制屏黑屏", "technician", 8, 1.1, 2.5, "更换电源板", facts=PRODUCT),
    Past(18, "EX220-26-07", "皮带跑偏", "technician2", 50, 30, 33, "校正托辊", waited=24),
    Past(17, "PC7-26-1002", "系统频繁重启", "technician2", 6, 4, 5, "更换电源", facts=PRODUCT),
    Past(16, "4LZ6-26-0088", "行走无力", "dealer", 20, 9, 30, "更换液压滤芯", 4, facts=(("component", "main-parts"),)),
    Past(15, "PM5-26-01", "系统无法登录", "agent", 2, None, 1, "恢复认证服务", facts=(("severity", "1"),)),
    Past(14, "DW60-26-0101", "玻璃自爆", "technician", 22, 30, 50, "更换中空玻璃", 3, facts=PRODUCT),
    Past(13, "CH300-26-002", "机房漏水", "technician2", 10, 1.9, 3.6, "更换阀门密封"),
    Past(12, "HIS3-26-01", "误删一条医嘱", "agent", 15, None, 2, "从日志恢复并培训操作员", facts=(("difficulty", "general"), *WRONG_USE)),
    Past(11, "JZ1-26-LIU", "卫生间地面渗水", "technician2", 60, 20, 70, "重做防水层", 4, facts=(("cause", "installation"),)),
    Past(10, "BJM12-26-LOT3", "一箱螺栓规格不符", "agent", 40, None, 20, "补发合格品", facts=PRODUCT),
    Past(9, "SW20-26-5566", "管路接头渗漏", "dealer", 30, 26, 28, "更换接头", facts=(("component", "piping"),)),
    Past(8, "CH300-26-001", "压缩机启动失败", "technician", 20, 1.5, 5.5, "更换接触器", 4, facts=PRODUCT),
    Past(7, "PC7-26-1001", "小票机卡纸", "technician2", 3, 2, 2.2, "清洁切刀"),
    Past(6, "FM90-26-A01", "门锁卡滞", "technician", 18, 1.6, 2.4, "更换锁芯", facts=PRODUCT),
    Past(5, "PM5-26-01", "报表导出乱码", "agent", 4, None, 3, "更新字体组件", facts=(("severity", "4"),)),
)
# fmt: on


def make_month(cast: Cast, at: datetime) -> None:
    """Tell the month before a moment, from the first call to the close of each case."""
    for past in MONTH:
        unit = Unit.objects.select_related("customer").get(serial=past.serial)
        _tell(past, unit, cast, at_ten(at - timedelta(days=past.days)))


def _tell(past: Past, unit: Unit, cast: Cast, reported: datetime) -> None:
    agent, who = cast["agent"], cast[past.who]
    facts = dict(past.facts) | ({"needs": "visit"} if past.arrived else {})
    told = desk.Report(
        customer=unit.customer,
        unit=unit,
        symptom=past.symptom,
        reporter_name=unit.customer.name[:6],
        reporter_phone=unit.customer.phone,
        facts=facts,
    )
    case = desk.register_case(told, by=agent, at=reported).case

    def after(hours: float) -> datetime:
        return reported + timedelta(hours=hours)

    answered = past.answered / 60
    desk.move_case(case, "answer", by=agent, at=after(answered))
    if past.arrived is not None:
        _hand_on(case, who, cast, after(answered + 0.1))
        if past.rating > CROSS:
            _agree(case, agent, after(answered + 0.15), after(past.arrived))
    if past.waited:
        waits = {"reason": "customer-time"}
        desk.move_case(case, "wait", by=agent, at=after(answered + 0.3), data=waits)
        desk.move_case(case, "resume", by=agent, at=after(answered + 0.3 + past.waited))
    if past.arrived is not None:
        desk.record_on_case(case, "visit.arrived", by=who, at=after(past.arrived))
        report = {"report": past.solution}
        desk.record_on_case(case, "visit.reported", by=who, at=after(past.solved), data=report)
    desk.move_case(case, "solve", by=who, at=after(past.solved), data={"solution": past.solution})
    if past.rating > CROSS:
        heard = {"result": "客户满意"}
        desk.record_on_case(case, "case.followed_up", by=agent, at=after(past.solved), data=heard)
    customer = Visitor(unit.customer.name)
    desk.move_case(case, "confirm", by=customer, at=after(past.solved + 1))
    desk.rate_case(case, past.rating, by=customer, at=after(past.solved + 1.1))
    desk.move_case(case, "close", by=agent, at=after(past.solved + 2))


def _hand_on(case: Case, who: Person, cast: Cast, at: datetime) -> None:
    dispatcher = cast["dispatcher"]
    if who.role == Role.DEALER:
        desk.forward_case(case, to=who.organisation, by=dispatcher, at=at)
    desk.assign_case(case, to=who, by=dispatcher, at=at)
    desk.move_case(case, "arrange", by=dispatcher, at=at + timedelta(minutes=3))


def _agree(case: Case, agent: Person, at: datetime, agreed_for: datetime) -> None:
    """Ask the customer when to come, and check that it is arranged."""
    desk.record_on_case(case, "case.contacted", by=agent, at=at)
    time = {"agreed_for": agreed_for.isoformat()}
    desk.record_on_case(case, "visit.agreed", by=agent, at=at, data=time)
    checked = {"result": "已安排"}
    desk.record_on_case(case, "case.arrangement_checked", by=agent, at=at, data=checked)

"""A working day at the desk: cases in every state, on the clocks of their plans."""

from datetime import datetime, timedelta

from aftercare.catalog.models import Unit
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.promises import actions as promises
from aftercare.promises.models import Commitment
from aftercare.web.demo.cast import Cast

# Who speaks for each customer.
CALLERS = {
    "K1001": ("张伟", "13600000001"),
    "K1002": ("江涛", "13600000002"),
    "H2001": ("刘洋", "13800138001"),
}


def make_cases(cast: Cast, at: datetime) -> list[Case]:
    """Register and move a handful of cases so that every page has something to show."""
    agent, technician = cast["agent"], cast["technician"]

    def report(serial: str, symptom: str, hours: float, **facts: str) -> Case:
        unit = Unit.objects.select_related("customer", "site", "project__site", "model").get(
            serial=serial
        )
        told = desk.Report(
            customer=unit.customer,
            unit=unit,
            symptom=symptom,
            source=facts.pop("source", "phone"),
            kind=facts.pop("kind", "fault"),
            reporter_name=CALLERS[unit.customer.code][0],
            reporter_phone=CALLERS[unit.customer.code][1],
            facts=facts,
        )
        moment = at - timedelta(hours=hours)
        return desk.register_case(told, by=agent, at=moment).case

    def later(case: Case, hours: float) -> datetime:
        return case.reported_at + timedelta(hours=hours)

    fresh = report("CH300-26-001", "冷水机组报警停机，大堂无冷气", 0.2, needs="visit")
    late = report("CH300-26-002", "循环泵异响并漏水", 5, needs="visit", cause="product")
    desk.move_case(late, "answer", by=agent, at=later(late, 0.2))
    desk.assign_case(late, to=technician, by=cast["dispatcher"], at=later(late, 0.4))
    desk.move_case(late, "arrange", by=cast["dispatcher"], at=later(late, 0.5))

    waiting = report("PM5-26-01", "报表打不开，提示错误代码 E-1042", 26, severity="3")
    desk.move_case(waiting, "answer", by=agent, at=later(waiting, 0.1))
    desk.move_case(waiting, "wait", by=agent, at=later(waiting, 1), data={"reason": "customer"})

    remote = report("HIS3-26-01", "门诊收费界面无法保存", 3, difficulty="general", source="web")
    desk.move_case(remote, "answer", by=agent, at=later(remote, 0.3))
    desk.move_case(remote, "guide", by=agent, at=later(remote, 0.5))

    dealer = report(
        "4LZ6-26-0088", "割台升降无力，怀疑液压泵", 2, cause="product", component="main-parts"
    )
    desk.forward_case(dealer, to=cast.organisations["dealer"], by=agent, at=later(dealer, 0.2))

    solved = report(
        "SW20-26-5566", "水箱漏水", 30, component="tank", cause="product", needs="visit"
    )
    desk.move_case(solved, "answer", by=agent, at=later(solved, 0.2))
    desk.assign_case(solved, to=cast["technician2"], by=cast["dispatcher"], at=later(solved, 0.5))
    desk.record_on_case(solved, "visit.arrived", by=cast["technician2"], at=later(solved, 3))
    desk.move_case(
        solved,
        "solve",
        by=cast["technician2"],
        at=later(solved, 4),
        data={"solution": "更换内胆密封圈"},
    )

    closed = report("FM90-26-A01", "防火门闭门器失效", 80)
    desk.move_case(
        closed, "solve", by=agent, at=later(closed, 1.5), data={"solution": "更换闭门器"}
    )
    desk.move_case(closed, "confirm", by=cast["customer"], at=later(closed, 20))
    desk.move_case(closed, "close", by=agent, at=later(closed, 21))

    question = report("PC7-26-1001", "如何设置小票打印份数", 8, kind="question", source="web")
    letter = report(
        "FM90-26-B07", "防火门闭门力度不足，来函投诉", 7, kind="complaint", source="letter"
    )
    desk.move_case(letter, "answer", by=agent, at=later(letter, 2))

    walk_in = report("BJM12-26-LOT3", "到场反映一批螺栓镀层起皮", 4, kind="objection",
                     source="walk-in")  # fmt: skip
    explained = late.reported_at + timedelta(hours=2, minutes=20)
    arrival = Commitment.objects.get(subject=late.reference, promise="arrive")
    promises.explain_lateness(arrival, reason="前一单延误，技术员在途", by=technician, at=explained)
    return [fresh, late, waiting, remote, dealer, solved, closed, question, letter, walk_in]

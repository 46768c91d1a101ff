"""Complaints at different stations of their way."""

from datetime import datetime, timedelta

from aftercare.complaints import actions as complaints
from aftercare.complaints.models import Complaint
from aftercare.desk.models import Case
from aftercare.web.demo.cast import Cast


def make_complaints(cast: Cast, at: datetime) -> None:
    """One that was decided, one with danger that waits, one about somebody on a case."""
    customer, household = cast.organisations["customer"], cast.organisations["household"]
    late = _receive(cast, at - timedelta(days=9), complaints.Grievance(
        "上月的维护报告迟了两周才送来", "other", "explanation", "张伟", "010-6255-2001",
        customer=customer,
    ))  # fmt: skip
    complaints.appoint_investigator(
        late, cast["quality"], by=cast["manager"], at=at - timedelta(days=9)
    )
    complaints.decide_complaint(
        late, finding="报告在部门内滞留，未设提交期限。", outcome="upheld", cause="delay",
        decision="报告确实迟交，我们致歉；今后每月 5 日前送达，并由部门负责人核对。",
        by=cast["quality"], at=at - timedelta(days=6),
    )  # fmt: skip
    corrective = complaints.open_action(
        origin=late.reference, origin_name=str(late), matter="维护报告不再迟交",
        by=cast["quality"], at=at - timedelta(days=5),
    )  # fmt: skip
    plan = complaints.Plan(
        "部门内没有提交期限，也无人核对。", "每月 5 日前提交，部门负责人逐份核对。", cast["lead"],
        (at + timedelta(days=20)).date(),
    )  # fmt: skip
    complaints.plan_action(corrective, plan, by=cast["quality"], at=at - timedelta(days=5))
    _receive(cast, at - timedelta(hours=5), complaints.Grievance(
        "水箱支架松动，怕掉下来伤人", "other", "work", household.name, household.phone,
        customer=household, safety=True, severity="serious",
    ))  # fmt: skip
    case = Case.objects.filter(customer=customer, closed_at=None, responsible__isnull=False)
    whose = case.order_by("pk").first()
    if whose is not None:
        _receive(cast, at - timedelta(hours=2), complaints.Grievance(
            "约好的时间没有来，也没有电话", "case", "apology", "张伟", "010-6255-2001", case=whose,
        ))  # fmt: skip


def _receive(cast: Cast, at: datetime, grievance: complaints.Grievance) -> Complaint:
    return complaints.receive_complaint(grievance, by=cast["agent"], at=at).complaint

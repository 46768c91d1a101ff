"""A remote session on a software case: asked for, allowed, with two changes logged."""

from datetime import datetime, timedelta

from aftercare.desk.models import Case
from aftercare.remote import actions as remote
from aftercare.web.demo.cast import Cast


def make_sessions(cast: Cast, at: datetime) -> None:
    """One that is connected now, and one that the customer has not answered yet."""
    found = Case.objects.filter(state="guiding").select_related("customer", "agreement")
    for case in found.order_by("pk")[:1]:
        began = max(case.reported_at, at - timedelta(hours=2))
        customer = case.customer.people.filter(role="customer").order_by("pk").first()
        asked = remote.ask_for_session(
            case, purpose="查明收费界面无法保存的原因", scope="只看收费服务的日志与设置；可改缓存大小",
            hours=4, tool="https://meeting.example.com/rc-4821", by=cast["agent"], at=began,
        ).session  # fmt: skip
        if customer is not None:
            later = began + timedelta(minutes=6)
            remote.answer_session(asked, allowed=True, name=customer.name, by=customer, at=later)
            remote.connect_session(asked, by=cast["agent"], at=later + timedelta(minutes=4))
            for minutes, what in ((25, "收费服务缓存由 128 MB 改为 512 MB"), (38, "重启收费服务")):
                moment = later + timedelta(minutes=minutes)
                remote.log_change(asked, what, by=cast["agent"], at=moment)
        remote.ask_for_session(
            case, purpose="复查夜间备份任务", scope="只读查看备份日志", hours=2, by=cast["agent"],
            at=at - timedelta(minutes=20),
        )  # fmt: skip

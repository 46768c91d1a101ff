"""A storm warning that goes out, another notice that is being written, and a letter that is stuck."""

from datetime import datetime, timedelta

from aftercare.outbound import actions
from aftercare.outbound.actions import Notice
from aftercare.web.demo.cast import Cast

WARNING = Notice(
    "storm",
    subject_zh="台风预警：请检查门窗和室外机组",
    text_zh="气象部门发布台风橙色预警。请关好开启扇，固定室外机组，必要时致电我们。",
    subject_en="Storm warning: check windows and outdoor units",
    text_en="A severe storm is expected. Please close all windows, fasten outdoor units, and call us "
    "if you need help.",
    urgent=True,
)
RECALL = Notice(
    "recall",
    subject_zh="免费更换一批压力开关",
    text_zh="2025 年 3 月至 5 月出厂的机组，压力开关将免费更换，我们会与您约定时间。",
    subject_en="Free replacement of pressure switches",
    text_en="Units made from March to May 2025 get a new pressure switch free of charge; we will "
    "arrange a time with you.",
)


def make_notices(cast: Cast, at: datetime) -> None:
    """Write to every customer about a storm; leave a recall unsent, and a letter undelivered."""
    manager, yesterday = cast["manager"], at - timedelta(hours=20)
    made = actions.write_broadcast(WARNING, by=manager, at=yesterday)
    actions.move_broadcast(made, "start", by=manager, at=yesterday)
    actions.write_broadcast(RECALL, by=manager, at=at - timedelta(hours=2))
    actions.queue_letter(
        to="zhao.yong@", subject="保养计划", text="您好，附上明年的保养计划，请确认时间。",
        about="", key="demo:stuck", by=cast["agent"], at=at - timedelta(hours=3),
    )  # fmt: skip

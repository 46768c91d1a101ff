"""Questions on the web page that were answered there."""

import uuid
from datetime import datetime, timedelta

from aftercare.chat import actions as chat
from aftercare.chat import visiting
from aftercare.chat.actions import Question
from aftercare.chat.rules import Side
from aftercare.web.demo.cast import Cast

# (hours ago, who asks, what, then answers and words of the customer in turns)
TALKS = (
    (26, "customer2", "门诊收费的日报表怎么导出成 Excel？",
     ("点“报表—导出”，文件类型选 Excel。", "找到了，谢谢", "不客气，还有问题随时问。")),
    (5, "customer", "冷水机组显示 E03 还能继续运行吗？",
     ("E03 是过滤网提醒，可以运行；请一周内清洗过滤网。", "清洗后要按复位吗", "要，长按复位键三秒。")),
)  # fmt: skip


def make_consultations(cast: Cast, at: datetime) -> None:
    """The agent answers two customers; both say that it was answered."""
    agent = cast["agent"]
    for number, (hours, who, text, turns) in enumerate(TALKS):
        customer, moment = cast[who], at - timedelta(hours=hours)
        chat.come_on_duty(agent, at=moment)
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"demo consultation {number}")
        question = Question(text, customer.name, customer.phone, customer.organisation)
        talk = chat.ask(question, key=key, secret=visiting.secret_of(key), by=customer, at=moment)
        chat.take(talk, by=agent, at=moment + timedelta(seconds=20))
        for place, words in enumerate(turns):
            side = Side.CUSTOMER if place % 2 else Side.AGENT
            moment += timedelta(seconds=45)
            chat.say(
                talk, words, key=uuid.uuid5(key, str(place)), side=side,
                by=agent if side is Side.AGENT else customer, at=moment,
            )  # fmt: skip
        talk.refresh_from_db()
        chat.answer_was_given(talk, by=customer, at=moment + timedelta(minutes=1))
        chat.go_off_duty(agent, at=moment + timedelta(minutes=2))

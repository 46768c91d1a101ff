"""A mailbox that nobody reads, and the letters that came into it: one for each thing to try."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from aftercare.mail import actions as mail
from aftercare.mail.models import Mailbox
from aftercare.mail.states import LetterState
from aftercare.web.demo.cast import Cast

# (hours ago, from, subject, text, further headers)
LETTERS: tuple[tuple[int, str, str, str, dict[str, str]], ...] = (
    (
        30, "张伟 <customer@example.com>", "2 号冷水机组制冷不足",
        "你好：\n\n2 号机组从昨天下午起出水温度降不下来，现场显示 E3。\n请尽快安排检修。\n\n张伟",
        {},
    ),
    (
        20, "江涛 <customer2@example.com>", "请寄一份保养记录",
        "请把今年的保养记录发给我们，年检要用。谢谢。\n\n在 2026年11月1日，服务中心写道：\n> 保养已完成",
        {},
    ),
    (
        6, "供应链周报 <weekly@news.example.com>", "第 48 期周报", "本期要点……",
        {"List-Id": "<weekly.news.example.com>", "Precedence": "bulk"},
    ),
    (
        3, "张伟 <customer@example.com>", "自动回复：外出", "我本周外出，下周一回复。",
        {"Auto-Submitted": "auto-replied"},
    ),
    (1, "刘先生 <liu@home.example.com>", "热水器不出热水", "昨天装的热水器今天不出热水了。", {}),
)  # fmt: skip


def make_letters(cast: Cast, at: datetime) -> None:
    """Let a few letters have come in."""
    mailbox = mail.add_mailbox(
        name="服务邮箱", address="service@example.com", host="mail1.example.com",
        username="service", password="demo", is_active=False,  # noqa: S106  # of no mailbox
        begins_on=(at - timedelta(days=30)).date(), by=cast["admin"], at=at - timedelta(days=30),
    )  # fmt: skip
    for number, (hours, sender, subject, text, more) in enumerate(LETTERS, start=1):
        raw = _written(number, sender, subject, text, more)
        _take(mailbox, number, raw, at - timedelta(hours=hours))


def _written(number: int, sender: str, subject: str, text: str, more: dict[str, str]) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "service@example.com", subject
    letter["Message-ID"] = f"<demo-{number}@example.com>"
    for name, value in more.items():
        letter[name] = value
    letter.set_content(text)
    return bytes(letter)


def _take(mailbox: Mailbox, number: int, raw: bytes, at: datetime) -> None:
    taken = mail.take_letter(mail.Arrived(mailbox, 1, number, at, raw), at=at)
    if taken is not None and taken.letter.state == LetterState.COMING:
        mail.settle_letter(taken.letter, at=at, read=taken.read)

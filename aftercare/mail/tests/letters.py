"""Letters as they lie in a mailbox, for tests that need no mail server."""

from datetime import date
from email.message import EmailMessage

from django.utils import timezone

from aftercare.mail import actions
from aftercare.mail.actions import Arrived
from aftercare.mail.models import Letter, Mailbox
from aftercare.mail.states import LetterState
from aftercare.web.demo.cast import Cast


def make_mailbox(cast: Cast, address: str = "service@our.example") -> Mailbox:
    """A mailbox at a server nobody asks."""
    return actions.add_mailbox(
        name="服务邮箱", address=address, host="imap1.our.example", username="service",
        password="geheim", begins_on=date(2020, 1, 1), by=cast["admin"], at=timezone.now(),
    )  # fmt: skip


def source(
    subject: str = "漏水",
    text: str = "3 号机组漏水。",
    *,
    sender: str = "韩梅 <han@customer.example>",
    **headers: str,
) -> bytes:
    """A letter as a mail program writes it."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = sender, subject
    for name, value in {"To": "service@our.example", **headers}.items():
        letter[name.replace("_", "-")] = value
    if "Message_ID" not in headers:
        letter["Message-ID"] = f"<{abs(hash((subject, text, sender)))}@customer.example>"
    letter.set_content(text)
    return bytes(letter)


def take(mailbox: Mailbox, raw: bytes, uid: int = 0) -> Letter | None:
    """Let a letter come into a mailbox; None when it is known."""
    at = timezone.now()
    mailbox.refresh_from_db()
    arrived = Arrived(mailbox, 1, uid or mailbox.last_uid + 1, at, raw)
    taken = actions.take_letter(arrived, at=at)
    if taken is None:
        return None
    if taken.letter.state != LetterState.COMING:
        return taken.letter
    return actions.settle_letter(taken.letter, at=at, read=taken.read)


def some_letters(cast: Cast) -> list[Letter]:
    """One that waits, one that is set aside."""
    mailbox = make_mailbox(cast)
    raws = (
        source(),
        source("Newsletter 11", "…", sender="news@shop.example", List_Id="<news.shop.example>"),
    )
    letters = [take(mailbox, raw) for raw in raws]
    return [one for one in letters if one is not None]

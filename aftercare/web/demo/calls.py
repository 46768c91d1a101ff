"""A telephone on the agent's desk, and the calls of the last hours."""

from datetime import datetime, timedelta

from aftercare.kit.events import SYSTEM
from aftercare.phone import actions as phone
from aftercare.phone.models import Call
from aftercare.web.demo.cast import Cast

EXTENSION = "801"
# (hours ago, number, seconds until it was answered, minutes talked, about, answer, result)
CALLS = (
    (22, "021-5403-3002", 9, 4, "question", "告知可在“系统设置—打印”里修改份数", "solved"),
    (7, "13800138001", 6, 3, "price", "", "sales"),
    (3, "0312-300-3001", 14, 6, "request", "", "call-back"),
    (1, "13900001234", None, 0, "", "", ""),
)


def make_calls(cast: Cast, at: datetime) -> None:
    """Give the agent an extension, and let the exchange tell of a few calls."""
    phone.give_extension(EXTENSION, to=cast["agent"], by=cast["admin"], at=at - timedelta(days=30))
    for number, (hours, caller, rang, talked, *said) in enumerate(CALLS, start=1):
        began = at - timedelta(hours=hours)
        _tell(number, "ring", caller, began)
        if rang is None:
            _tell(number, "hang-up", caller, began + timedelta(seconds=25))
            continue
        answered = began + timedelta(seconds=rang)
        ended = answered + timedelta(minutes=talked)
        _tell(number, "answer", caller, answered)
        call = _tell(number, "hang-up", caller, ended)
        purpose, answer, result = said
        phone.note_call(
            call, purpose=purpose, answer=answer, result=result, by=cast["agent"],
            at=ended + timedelta(minutes=2),
        )  # fmt: skip


def _tell(number: int, kind: str, caller: str, at: datetime) -> Call:
    told = phone.Told(f"demo-{number}", kind, at, caller, "4001", EXTENSION)
    return phone.take_event(told, by=SYSTEM, at=at)

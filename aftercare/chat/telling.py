"""What is said and how it stands, as programs and open pages are told."""

from datetime import datetime
from typing import Any

from aftercare.chat.models import Remark
from aftercare.chat.queries import Stand
from aftercare.chat.rules import Side, is_typing


def told(remark: Remark) -> dict[str, Any]:
    """A remark; both sides are told the same."""
    return {
        "number": remark.number,
        "key": str(remark.key),
        "side": remark.side,
        "name": remark.by_name,
        "text": remark.text,
        "at": remark.said_at.isoformat(timespec="milliseconds"),
        "file": _file(remark),
    }


def standing(stand: Stand, now: datetime) -> dict[str, Any]:
    """How a consultation stands: up to which remark it has reached whom, and who is typing."""
    return {
        "consultation": stand.key,
        "revision": stand.revision,
        "last": stand.last,
        "saw": {Side.CUSTOMER.value: stand.customer_saw, Side.AGENT.value: stand.agent_saw},
        "typing": {
            Side.CUSTOMER.value: is_typing(stand.customer_typed_at, now),
            Side.AGENT.value: is_typing(stand.agent_typed_at, now),
        },
    }


def _file(remark: Remark) -> dict[str, Any] | None:
    kept = remark.attachment
    if kept is None:
        return None
    return {"id": kept.pk, "name": kept.name, "size": kept.size, "picture": kept.is_picture}

"""What the table of all operations (`api/tests/test_access.py`) needs to know of the outbox."""

from typing import Any

from aftercare.catalog.models import Unit
from aftercare.outbound.tests.conftest import hooked, letter_to, noticed, opted_out

LOOKED_AT = ("list_messages", "show_message", "list_opt_outs", "list_broadcasts",
             "show_broadcast", "list_receivers")  # fmt: skip
WEBHOOK = ("show_webhook", "rotate_webhook", "pause_webhook", "end_webhook")
KEPT = ("retry_message", "hold_message", "retry_messages", "add_opt_out", "end_opt_out")


def rules(
    staff: tuple[str, ...], heads: tuple[str, ...], looking: tuple[str, ...]
) -> dict[str, tuple[tuple[str, ...], int]]:
    """Who is let through, and what all others get."""
    return {
        **dict.fromkeys(LOOKED_AT, ((*staff, *looking), 403)),
        **dict.fromkeys(KEPT, (staff, 0)),
        **dict.fromkeys(("write_broadcast", "move_broadcast"), (heads, 403)),
        **dict.fromkeys(("list_webhooks", "add_webhook", *WEBHOOK), (("admin",), 403)),
    }


def keys(unit: Unit) -> dict[str, dict[str, Any]]:
    """The records that the addresses name."""
    message = {"id": letter_to("wang@example.com").pk}
    named = dict.fromkeys(("show_message", "retry_message", "hold_message"), message)
    key = hooked().pk
    webhook = {name: {"id": key} for name in WEBHOOK}
    broadcast = {"id": noticed(started=False).pk}
    about = dict.fromkeys(("show_broadcast", "move_broadcast", "list_receivers"), broadcast)
    return {**named, **webhook, **about, "end_opt_out": {"id": opted_out(unit).pk}}


def bodies(unit: Unit) -> dict[str, Any]:
    """A body that fits."""
    return {
        "retry_messages": {"messages": [letter_to("wang@example.com").pk]},
        "add_opt_out": {"customer": unit.customer_id, "kind": "service"},
        "add_webhook": {"name": "ERP", "address": "https://erp.example.com/hooks"},
        "pause_webhook": {"paused": True},
        "write_broadcast": {"topic": "storm", "subject_en": "Storm", "text_en": "Take care."},
        "move_broadcast": {"move": "start"},
    }

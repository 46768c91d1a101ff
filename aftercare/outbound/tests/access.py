"""Who is let through to the outbox, broadcasts and webhooks; see `api/tests/stage`."""

from typing import Any

from aftercare.api.tests.stage import HEADS, LOOKING, STAFF, Access, Keys, Rules, Stage
from aftercare.outbound.tests.conftest import hooked, letter_to, noticed, opted_out

LOOKED_AT = ("list_messages", "show_message", "list_opt_outs", "list_broadcasts",
             "show_broadcast", "list_receivers")  # fmt: skip
KEPT = ("retry_message", "hold_message", "retry_messages", "add_opt_out", "end_opt_out")
WEBHOOKS = ("list_webhooks", "add_webhook", "show_webhook", "rotate_webhook", "pause_webhook",
            "end_webhook")  # fmt: skip
RULES: Rules = {
    **dict.fromkeys(LOOKED_AT, ((*STAFF, *LOOKING), 403)),
    **dict.fromkeys(KEPT, (STAFF, 0)),
    **dict.fromkeys(("write_broadcast", "move_broadcast"), (HEADS, 403)),
    **dict.fromkeys(WEBHOOKS, (("admin",), 403)),
}


def keys(stage: Stage) -> Keys:
    return {
        "messages": {"id": letter_to("wang@example.com").pk},
        "webhooks": {"id": hooked().pk},
        "broadcasts": {"id": noticed(started=False).pk},
        "opt-outs": {"id": opted_out(stage.world.unit).pk},
    }


def bodies(stage: Stage) -> dict[str, Any]:
    return {
        "retry_messages": {"messages": [letter_to("wang@example.com").pk]},
        "add_opt_out": {"customer": stage.world.unit.customer_id, "kind": "service"},
        "add_webhook": {"name": "ERP", "address": "https://erp.example.com/hooks"},
        "pause_webhook": {"paused": True},
        "write_broadcast": {"topic": "storm", "subject_en": "Storm", "text_en": "Take care."},
        "move_broadcast": {"move": "start"},
    }


ACCESS = Access(RULES, keys, bodies)

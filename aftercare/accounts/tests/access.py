"""Who is let through to accounts; see `api/tests/stage`."""

from typing import Any

from aftercare.api.tests.stage import Access, Keys, Rules, Stage

NAMES = ("list_accounts", "show_account", "invite_account", "close_account", "open_account")
RULES: Rules = dict.fromkeys(NAMES, (("admin",), 403))


def keys(stage: Stage) -> Keys:
    return {"accounts": {"id": stage.world.cast["finance"].pk}}


def bodies(stage: Stage) -> dict[str, Any]:
    organisation = stage.world.unit.customer_id
    return {
        "invite_account": {"organisation": organisation, "name": "新", "email": "new@example.com"},
        "close_account": {"reason": "left"},
    }


ACCESS = Access(RULES, keys, bodies)

"""Who is let through to letters and mailboxes; see `api/tests/stage`."""

from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import EVERYBODY, LOOKING, STAFF, Access, Keys, Rules, Stage
from aftercare.mail.models import Letter
from aftercare.mail.tests.letters import some_letters

DECIDED = ("make_letter_case", "append_letter", "set_letter_aside", "answer_letter")
RULES: Rules = {
    "list_letters": (EVERYBODY, 0),
    "show_letter": ((*STAFF, *LOOKING), 404),
    **dict.fromkeys((*DECIDED, "retry_mailbox"), (STAFF, 0)),
    "tell_of_short_message": (STAFF, 403),
    "list_mailboxes": ((*STAFF, *LOOKING), 403),
}


def keys(stage: Stage) -> Keys:
    letter = Letter.objects.order_by("pk").first() or some_letters(stage.world.cast)[0]
    return {"letters": {"id": letter.pk}, "mailboxes": {"id": letter.mailbox_id}}


def bodies(stage: Stage) -> dict[str, Any]:
    return {
        "make_letter_case": {"customer": stage.world.unit.customer_id},
        "append_letter": {"case": stage.case.number},
        "answer_letter": {"text": "好的"},
        "tell_of_short_message": {
            "message": "mo-1",
            "sender": "13800138001",
            "text": "TD",
            "received_at": timezone.now().isoformat(),
        },
    }


ACCESS = Access(RULES, keys, bodies)

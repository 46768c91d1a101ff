"""What the table of all operations (`api/tests/test_access.py`) needs to know of e-mail."""

from typing import Any

from aftercare.mail.models import Letter
from aftercare.mail.tests.letters import some_letters
from aftercare.web.demo.cast import Cast

DECIDED = ("make_letter_case", "append_letter", "set_letter_aside", "answer_letter")


def rules(
    staff: tuple[str, ...], looking: tuple[str, ...], everybody: tuple[str, ...]
) -> dict[str, tuple[tuple[str, ...], int]]:
    """Who is let through, and what all others get."""
    return {
        "list_letters": (everybody, 0),
        "show_letter": ((*staff, *looking), 404),
        **dict.fromkeys((*DECIDED, "retry_mailbox"), (staff, 0)),
        "list_mailboxes": ((*staff, *looking), 403),
    }


def keys(cast: Cast) -> dict[str, dict[str, Any]]:
    """The records that the addresses name."""
    letter = Letter.objects.order_by("pk").first() or some_letters(cast)[0]
    named = {name: {"id": letter.pk} for name in (*DECIDED, "show_letter")}
    return {**named, "retry_mailbox": {"id": letter.mailbox_id}}


def bodies(customer: int, number: str) -> dict[str, Any]:
    """A body that fits."""
    return {
        "make_letter_case": {"customer": customer},
        "append_letter": {"case": number},
        "answer_letter": {"text": "好的"},
    }

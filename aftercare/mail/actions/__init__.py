"""Everything that changes mailboxes and letters."""

from aftercare.mail.actions.answering import answer_letter, subject_of_answer
from aftercare.mail.actions.joining import (
    append_letter,
    link_reported,
    make_case,
    sender_of,
    symptom_of,
)
from aftercare.mail.actions.keeping import (
    add_mailbox,
    change_mailbox,
    note_read,
    note_stuck,
    note_trouble,
    pass_by,
    retry_mailbox,
    take_mailbox,
)
from aftercare.mail.actions.settling import give_up, settle_letter
from aftercare.mail.actions.sorting import dismiss_letter, set_aside, take_up
from aftercare.mail.actions.taking import Arrived, take_letter, take_unread
from aftercare.mail.actions.texting import ShortMessage, take_short_message

__all__ = [
    "Arrived",
    "ShortMessage",
    "add_mailbox",
    "answer_letter",
    "append_letter",
    "change_mailbox",
    "dismiss_letter",
    "give_up",
    "link_reported",
    "make_case",
    "note_read",
    "note_stuck",
    "note_trouble",
    "pass_by",
    "retry_mailbox",
    "sender_of",
    "set_aside",
    "settle_letter",
    "subject_of_answer",
    "symptom_of",
    "take_letter",
    "take_mailbox",
    "take_short_message",
    "take_unread",
    "take_up",
]

"""Everything that changes a consultation."""

from aftercare.chat.actions.asking import Question, ask
from aftercare.chat.actions.attending import come_on_duty, give_sign, go_off_duty
from aftercare.chat.actions.ending import Matter, answer_was_given, become_case, end, follow_answer
from aftercare.chat.actions.saying import add_file, say, show_signs
from aftercare.chat.actions.taking import give_back, take

__all__ = [
    "Matter",
    "Question",
    "add_file",
    "answer_was_given",
    "ask",
    "become_case",
    "come_on_duty",
    "end",
    "follow_answer",
    "give_back",
    "give_sign",
    "go_off_duty",
    "say",
    "show_signs",
    "take",
]

"""A plan in words: as a text (`explain`) and as rows for a page, in Chinese or English."""

from aftercare.plans.language.wording.changing import ChangeRow, difference
from aftercare.plans.language.wording.chapters import (
    Chapter,
    after_expiry_rows,
    approval_rows,
    chapters,
    charge_rows,
    exclusion_rows,
    promise_rows,
    record_rows,
    remedy_rows,
    schedule_rows,
    term_rows,
)
from aftercare.plans.language.wording.explaining import explain
from aftercare.plans.language.wording.speech import Speech

__all__ = [
    "ChangeRow",
    "Chapter",
    "Speech",
    "after_expiry_rows",
    "approval_rows",
    "chapters",
    "charge_rows",
    "difference",
    "exclusion_rows",
    "explain",
    "promise_rows",
    "record_rows",
    "remedy_rows",
    "schedule_rows",
    "term_rows",
]

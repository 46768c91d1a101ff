"""What somebody decides about a letter without a case: set it aside, take it up, let it rest."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import states
from aftercare.kit.errors import NotAllowed
from aftercare.mail.actions.recording import record
from aftercare.mail.models import Letter, Why
from aftercare.mail.states import MOVES
from aftercare.people.models import Person
from aftercare.people.roles import Power


def set_aside(letter: Letter, *, by: Person, at: datetime, revision: int | None = None) -> Letter:
    """Nothing a case could come of, such as advertising."""
    return _move(letter, "set_aside", by, at, revision, why=Why.PERSON)


def take_up(letter: Letter, *, by: Person, at: datetime, revision: int | None = None) -> Letter:
    """It does concern us: it waits with the others."""
    return _move(letter, "take_up", by, at, revision, why=Why.NONE)


def dismiss_letter(
    letter: Letter, *, by: Person, at: datetime, revision: int | None = None
) -> Letter:
    """It was read and needs no case."""
    return _move(letter, "dismiss", by, at, revision)


@transaction.atomic
def _move(
    letter: Letter, verb: str, by: Person, at: datetime, revision: int | None, **changes: str
) -> Letter:
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("E-mail is for those who handle cases."))
    step = states.move(letter, verb, moves=MOVES, revision=revision, changes=changes)
    record(letter, step.event, by=by, at=at)
    return letter

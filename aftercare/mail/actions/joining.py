"""A letter and its case: a new one that it begins, or one that it goes on."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Unit
from aftercare.complaints import actions as complaints
from aftercare.complaints.models import Complaint
from aftercare.desk import actions as desk
from aftercare.desk.actions.telling import UNNAMED, Visitor
from aftercare.desk.models import Case
from aftercare.documents import actions as documents
from aftercare.documents import queries as files
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM, Actor, actor_of
from aftercare.kit.models import Event
from aftercare.mail.actions.recording import record, record_on_case
from aftercare.mail.models import Direction, Letter
from aftercare.mail.rules import LONGEST_NOTE, cut, new_text
from aftercare.mail.states import MOVES, LetterState
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power

LONGEST_SYMPTOM = 200


def sender_of(letter: Letter) -> Visitor:
    """The sender as the history names it: somebody without an account, whatever name a letter
    gives. An address in it proves nobody, so nothing is recorded in the name of a person on record.
    """
    return Visitor((letter.sender_name or letter.sender or UNNAMED)[:120])


@transaction.atomic
def append_letter(
    letter: Letter, case: Case, *, by: Actor, at: datetime, revision: int | None = None
) -> Letter:
    """Put a letter into a case that is there: what is new in it as a note of its sender, with its
    files; whoever is responsible is told. by: who says that it belongs there."""
    _check_power(by)
    states.expect(letter, revision)
    _join(letter, case, by=by, at=at)
    text = new_text(letter.text) or letter.subject or "—"
    desk.note_case(
        case, cut(text, LONGEST_NOTE), by=sender_of(letter), at=at, internal=False,
        about=letter.reference, id=uuid.uuid5(letter.case_event, "note"),
    )  # fmt: skip
    record(letter, "letter.joined", by=by, at=at, case=case.reference)
    return letter


def hear_letter(letter: Letter, complaint: Complaint, *, at: datetime) -> Letter:
    """Put the answer of a complainant with the complaint: what is new in it as their note, whose
    files stay with the letter. Must run inside a transaction."""
    changes = {"complaint": complaint, "about": None, "customer": complaint.customer}
    states.move(letter, "hear", moves=MOVES, changes=changes)
    text = new_text(letter.text) or letter.subject or "—"
    complaints.note_complaint(
        complaint, cut(text, LONGEST_NOTE), by=sender_of(letter), at=at, internal=False,
        about=letter.reference, id=uuid.uuid5(letter.case_event, "note"),
    )  # fmt: skip
    record(letter, "letter.heard", by=SYSTEM, at=at)  # says no more: others read events too
    return letter


def make_case(
    letter: Letter,
    *,
    customer: Organisation,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    symptom: str = "",
    kind: str = "fault",
    revision: int | None = None,
) -> Case:
    """Register the case that a letter begins, through the desk's intake: reported when the letter
    came, in its words, with its files. Refused when it is in a case already, and whenever the desk
    refuses."""
    _check_power(by)
    states.expect(letter, revision)
    if letter.state == LetterState.IN_CASE:
        raise Refusal(_("This letter is in a case already."), code="wrong-state")
    report = desk.Report(
        customer=customer, unit=unit, source=letter.channel, kind=kind,
        symptom=symptom.strip() or symptom_of(letter), description=letter.text,
        reporter_name=sender_of(letter).name[:80], reporter_phone=letter.written_from,
        reporter_email=letter.reached_at,
    )  # fmt: skip
    reported_at = min(letter.received_at, at)
    if at - reported_at > desk.OLDEST_REPORT:
        reported_at = at
    case = desk.register_case(
        report, by=by, at=at, reported_at=reported_at, id=letter.case_event
    ).case
    letter.refresh_from_db()
    return case


def symptom_of(letter: Letter) -> str:
    """What is wrong, in a line: the subject, else how the text begins."""
    first = next((line.strip() for line in letter.text.split("\n") if line.strip()), "")
    return (letter.subject.strip() or first or "—")[:LONGEST_SYMPTOM]


def link_reported(event: Event) -> None:
    """A case was registered with the event that a letter keeps for its own: they belong together,
    whoever filled in the form. What a caller or a program says is in no letter."""
    if event.data["facts"].get("source") in {"phone", "api"}:
        return
    letter = Letter.objects.filter(case_event=event.id, direction=Direction.IN).first()
    if letter is None or letter.state == LetterState.IN_CASE:
        return
    case = Case.objects.select_related("agreement", "customer").get(
        pk=event.subject.partition("/")[2]
    )
    by = actor_of(event)
    _join(letter, case, by=by, at=event.recorded_at)
    record_on_case(letter, case, by=by, at=event.recorded_at)


def _join(letter: Letter, case: Case, *, by: Actor, at: datetime) -> None:
    """The state of the letter, and its files with the case."""
    changes = {"case": case, "about": None, "customer": case.customer}
    states.move(letter, "join", moves=MOVES, changes=changes)
    for one in files.attachments_of(letter.reference).order_by("id"):
        documents.pass_on(
            one, subject=case.reference, context=case.agreement.reference if case.agreement else "",
            by=sender_of(letter), at=at, public=True,
            id=uuid.uuid5(letter.case_event, f"file {one.pk}"),
        )  # fmt: skip


def _check_power(by: Actor) -> None:
    if isinstance(by, Person) and not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("E-mail is for those who handle cases."))

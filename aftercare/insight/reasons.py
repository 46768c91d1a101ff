"""Why a promise is late, as far as the records tell: what a person said, how its case stands, what
is still missing, what it waited for, what was done about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice
from aftercare.kit.models import Event
from aftercare.plans.language.document import Promise, Schedule
from aftercare.promises import explaining, sources
from aftercare.promises import queries as promises
from aftercare.promises.models import Commitment
from aftercare.promises.steps import steps_of

RELATED = (
    "agreement__customer", "plan_version", "responsible", "organisation", "consequences",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A commitment with what explains why it is late.

    said: what people gave as the reason, the latest first. reasons: what the records show.
    """

    row: Commitment
    title: str
    clauses: Sequence[str]
    case: Case | None
    said: Sequence[Event]
    reasons: Sequence[str]
    steps: Sequence[str]


def lines(rows: Sequence[Commitment], language: str) -> list[Line]:
    """Commitments with their reasons; the same few queries however many rows."""
    prefetch_related_objects(rows, *RELATED)
    keys = [int(row.subject[5:]) for row in rows if row.subject.startswith("case/")]
    cases = {one.reference: one for one in desk.listed(Case.objects.filter(pk__in=keys))}
    said = promises.explanations_of(rows)
    return [_line(row, cases.get(row.subject), said.get(row.pk, []), language) for row in rows]


def _line(row: Commitment, case: Case | None, said: Sequence[Event], language: str) -> Line:
    voice = Voice(sources.terms_of(row.plan_version_id).plan)
    return Line(
        row=row,
        title=voice.promise(row.promise),
        clauses=voice.clauses_of(row.promise),
        case=case,
        said=said,
        reasons=list(dict.fromkeys(_reasons(row, case, voice, language))),
        steps=list(dict.fromkeys(action for one in steps_of(row) for action in one.actions)),
    )


def _reasons(row: Commitment, case: Case | None, voice: Voice, language: str) -> list[str]:
    told = [getattr(explaining.waiting(pause["reason"]), language) for pause in row.pauses]
    ended = explaining.REASONS.get(row.reason)
    if row.ended_at is not None:
        return [*([getattr(ended, language)] if ended else []), *told]
    missing = voice.listed(voice.kind(kind) for kind in _ends(voice, row.promise))
    told.insert(0, _("not done yet: %(what)s") % {"what": missing})
    if not row.responsible_id and not row.organisation_id:
        told.append(_("nobody is responsible"))
    if case is not None:
        told.append(_("the case is: %(state)s") % {"state": case.stands_as.label})
    if case is not None and case.waiting_reason:
        told.append(voice.waiting(case.waiting_reason))
    return told


def _ends(voice: Voice, name: str) -> list[str]:
    found: Promise | Schedule | None = voice.plan.promises.get(name)
    found = found or voice.plan.schedules.get(name)
    return list(found.until) if found else []

"""Is it covered? The verdict of a case, frozen with its reasons, and overruled only by a person."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.coverage import queries as coverage
from aftercare.desk.models import Case
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.happening import happened, known, record
from aftercare.people.models import Person
from aftercare.people.roles import Power

DECIDED = "decided"


def judge(case: Case, *, at: datetime) -> None:
    """Work out the verdict and put it on the case, unless a person has decided it already."""
    if is_decided(case):
        return
    verdict = coverage.verdict_for(
        agreement=case.agreement,
        unit=case.unit,
        project=case.project,
        customer=case.customer,
        facts=case.facts,
        on=case.reported_at,
    )
    case.verdict = verdict.to_json()
    case.covered = verdict.covered
    case.verdict_at = at


@transaction.atomic
def decide_coverage(
    case: Case,
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """Freeze the present verdict: from now on neither time nor data change it."""
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))
    if known(case, id):
        return case
    states.expect(case, revision)
    if is_decided(case):
        raise Refusal(
            _("This has been decided already; who has the power may overrule it."),
            code="wrong-state",
        )
    judge(case, at=at)
    verdict = {**(case.verdict or {}), DECIDED: by.name}
    return _settle(case, verdict, case.covered, by, at, "", id)


@transaction.atomic
def overrule_coverage(
    case: Case,
    *,
    covered: str,
    reason: str,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """Decide otherwise than the rules, as goodwill or against them; needs the power and a
    reason."""
    if not by.may(Power.OVERRULE):
        raise NotAllowed(_("Only a department head or manager may overrule the verdict."))
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    if covered not in {"yes", "no", "advice"}:
        raise Refusal(_("Choose covered, not covered, or advice only."), field="covered")
    if known(case, id):
        return case
    states.expect(case, revision)
    overruled = {"covered": covered, "reason": reason.strip(), "by": by.name, "at": at.isoformat()}
    verdict = {**(case.verdict or {}), DECIDED: by.name, "overruled": overruled}
    return _settle(case, verdict, covered, by, at, reason.strip(), id)


def is_decided(case: Case) -> bool:
    """Whether a person has frozen the verdict."""
    return bool(case.verdict and case.verdict.get(DECIDED))


def _settle(
    case: Case,
    verdict: dict[str, object],
    covered: str,
    by: Person,
    at: datetime,
    reason: str,
    id: uuid.UUID | None,
) -> Case:
    """Freeze a verdict twice: on the case, to be read, and whole in its event, where the chain
    holds it fast."""
    states.write(case, changes={"verdict": verdict, "covered": covered, "verdict_at": at})
    data = {"covered": covered, "reason": reason, "facts": case.facts, "verdict": verdict}
    record(happened(case, "case.covered", by=by, at=at, data=data, id=id), at=at)
    return case

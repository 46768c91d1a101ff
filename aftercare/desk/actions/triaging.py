"""Triage: what kind of fault, how bad, whose cause, and how it will be handled."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk.actions import covering
from aftercare.desk.actions.happening import happened, record
from aftercare.desk.models import FACTS, Case
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.people.models import Person
from aftercare.people.roles import Power
from aftercare.plans import queries as plans
from aftercare.plans.language import vocabulary
from aftercare.plans.language.document import Plan


@transaction.atomic
def triage_case(
    case: Case, facts: Mapping[str, str], *, by: Person, at: datetime, revision: int | None = None
) -> Case:
    """Change facts of an open case; clocks whose time changes close with a reason and go on as
    new ones.

    facts: words of the plan (severity, cause, zone, needs, …); an empty word clears a fact.
    """
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))
    states.expect(case, revision)
    if not case.is_open:
        raise Refusal(_("This case is closed; reopen it first."), code="wrong-state")
    changed = {name: value for name, value in facts.items() if getattr(case, name, None) != value}
    _check_words(case, changed)
    if not changed:
        return case
    before = {name: getattr(case, name) for name in changed}
    for name, value in changed.items():
        setattr(case, name, value)
    covering.judge(case, at=at)
    verdict = {"covered": case.covered, "verdict": case.verdict, "verdict_at": case.verdict_at}
    states.write(case, changes={**changed, **verdict})
    known = {**dict.fromkeys(changed, None), **case.facts}
    data = {"facts": known, "before": before, "after": changed}
    record(happened(case, "case.triaged", by=by, at=at, data=data), at=at)
    return case


def _check_words(case: Case, facts: Mapping[str, str]) -> None:
    plan = plans.document(case.agreement.plan_version) if case.agreement else None
    for name, value in facts.items():
        if name not in FACTS:
            raise Refusal(_("This fact is not known here."), field=name)
        if value and value not in words_of(plan, name):
            raise Refusal(_("This word is not known here."), field=name)


def words_of(plan: Plan | None, name: str) -> list[str]:
    """The words a fact may take under a plan."""
    if name in vocabulary.VALUES:
        return list(vocabulary.VALUES[name])
    own = {"zone": "zones", "severity": "severities", "service": "services"}
    own |= {"component": "components", "fault": "faults"}
    return list(getattr(plan, own[name])) if plan is not None and name in own else []

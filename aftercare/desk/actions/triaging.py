"""Triage: what kind of fault, how bad, whose cause, and how it will be handled."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import facts as words
from aftercare.desk.actions import covering
from aftercare.desk.models import FACTS, Case
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.happening import happened, known, record
from aftercare.people.models import Person
from aftercare.people.roles import Power
from aftercare.plans import queries as plans


@transaction.atomic
def triage_case(
    case: Case,
    facts: Mapping[str, str],
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """Change facts of an open case; clocks whose time changes close with a reason and go on as
    new ones.

    facts: words of the plan (severity, cause, zone, needs, …); an empty word clears a fact.
    """
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))
    if known(case, id):
        return case
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
    facts_now = {**dict.fromkeys(changed, None), **case.facts}
    data = {"facts": facts_now, "before": before, "after": changed}
    record(happened(case, "case.triaged", by=by, at=at, data=data, id=id), at=at)
    return case


def _check_words(case: Case, facts: Mapping[str, str]) -> None:
    plan = plans.document(case.agreement.plan_version) if case.agreement else None
    for name, value in facts.items():
        if name not in FACTS:
            raise Refusal(_("This fact is not known here."), field=name)
        if value and value not in words.words_of(plan, name):
            raise Refusal(_("This word is not known here."), field=name)

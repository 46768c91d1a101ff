"""A plan text becomes a plan version, once and for ever."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.people.rights import require
from aftercare.people.roles import Power
from aftercare.plans import checking
from aftercare.plans.models import PlanVersion


@transaction.atomic
def load_plan(text: str, *, name: str, by: Actor, at: datetime) -> PlanVersion:
    """Store a plan text as the next version of its plan; the same text again is the same version.

    For those who write plans. Refused, with every fault in `details`, when the text has a
    mistake or an unset blank.
    """
    require(by, Power.WRITE_PLANS)
    reading = checking.checked(text, name)
    faults = [fault for fault in reading.faults if fault.is_error]
    if faults or reading.plan is None:
        raise Refusal(
            _("The plan has mistakes; nothing was loaded."), code="plan-faults", faults=faults
        )
    plan = reading.plan
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = PlanVersion.objects.filter(plan=plan.plan, digest=digest).first()
    if known is not None:
        return known
    newest = PlanVersion.objects.filter(plan=plan.plan).aggregate(number=Max("number"))["number"]
    version = PlanVersion.objects.create(
        plan=plan.plan,
        number=(newest or 0) + 1,
        catalogue=plan.catalogue,
        title_zh=plan.title.zh,
        title_en=plan.title.en,
        text=text,
        digest=digest,
        loaded_at=at,
        loaded_by=by.name,
    )
    data = {"plan": plan.plan, "number": version.number, "digest": digest}
    events.record(events.Happened("plan.loaded", version.reference, at, by, data=data))
    return version

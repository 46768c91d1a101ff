"""What stands behind the pages: records that are made, or chosen, for the table."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from aftercare.catalog.models import Unit
from aftercare.chat import actions as chat
from aftercare.chat.rules import Side
from aftercare.desk import actions as desk
from aftercare.desk.models import Case, Part
from aftercare.kit.events import SYSTEM
from aftercare.patches.models import Offer, Patch
from aftercare.phone import actions as phone
from aftercare.phone.models import Call
from aftercare.plans import queries as known
from aftercare.plans.models import Agreement
from aftercare.promises.models import Commitment
from aftercare.satisfaction import actions as satisfaction
from aftercare.satisfaction.models import ManagerReview
from aftercare.web.demo.cast import Cast

# The secret of a conversation's private link.
LINK = "a-link-of-a-conversation"


def patch_in(state: str) -> Patch:
    return Patch.objects.filter(state=state).earliest("pk")


def offers() -> Any:
    return Offer.objects.order_by("pk")


def part_of(cast: Cast, case: Case) -> Part:
    """The first of two parts of a case, with its clocks and its history."""
    house = cast.organisations["dealer"]
    shares = [desk.Share("更换轴承", house), desk.Share("现场查看", cast["technician"])]
    made = desk.split_case(case, shares, by=cast["agent"], at=timezone.now())
    desk.check_part(made[0], found="nothing", result="x", by=cast["agent"], at=timezone.now())
    return made[0]


def one_of_each(commitments: Any) -> list[Commitment]:
    """One commitment of each kind of subject in each state, and one of each plan."""
    seen = {(one.subject.partition("/")[0], one.state): one for one in commitments}
    seen |= {(one.plan_version_id, ""): one for one in commitments}
    return list(seen.values())


def milestone_of(number: str) -> int:
    agreement = Agreement.objects.get(number=number)
    return known.milestones_recorded(agreement).earliest("sequence").sequence


def ringing(cast: Cast) -> Call:
    """Somebody is calling the agent."""
    told = phone.Told("pbx-1", "ring", timezone.now(), "13800138001", "4001", "801")
    return phone.take_event(told, by=SYSTEM, at=timezone.now())


def consultation(cast: Cast) -> int:
    """A customer asks, and the agent answers."""
    at = timezone.now()
    chat.come_on_duty(cast["agent"], at=at)
    customer = cast["customer"]
    question = chat.Question("如何导出报表？", customer.name, customer=customer.organisation)
    asked = chat.ask(question, key=uuid.uuid4(), secret=LINK, by=customer, at=at)
    chat.take(asked, by=cast["agent"], at=at)
    chat.say(asked, "点导出", key=uuid.uuid4(), side=Side.AGENT, by=cast["agent"], at=at)
    return asked.pk


def review(unit: Unit, cast: Cast) -> ManagerReview:
    """The manager of a unit's project put up for replacement, after two marks."""
    at, project = timezone.now(), unit.project
    if project is None:
        raise LookupError
    project.manager = cast["lead"]
    project.save()
    for party, percent in (("client", 40), ("contractor", 45)):
        on = at.date() - timedelta(days=2)
        said = satisfaction.Said(party, percent, "张伟", on, "很少到现场")
        satisfaction.give_mark(project, said, by=cast["agent"], at=at)
    return ManagerReview.objects.create(
        state="open", project=project, manager=cast["lead"], figure="42.5", below=50, opened_at=at
    )

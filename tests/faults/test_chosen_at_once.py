"""Patches that are offered, chosen and withdrawn, and managers who are marked, all at once."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.api.tests.conftest import World, make_world
from aftercare.catalog.models import Unit
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.patches import actions as patches
from aftercare.patches.models import Offer
from aftercare.plans import actions as plans
from aftercare.satisfaction.models import ManagerMark, ManagerReview
from aftercare.web.demo.cast import Cast, make_cast
from aftercare.web.demo.loading import PLANS
from tests.faults.test_sent_twice_at_once import BEGIN, GO, TIMES, both

pytestmark = pytest.mark.django_db(transaction=True)

OFFER = f"""
{BEGIN}
from aftercare.patches import actions
from aftercare.patches.models import Patch
patch = Patch.objects.get()
{GO}
for number in range({TIMES}):
    actions.offer_some(patch, at=timezone.now())
    actions.tell_some(at=timezone.now())
print("done", flush=True)
"""
CHOOSE = f"""
{BEGIN}
from aftercare.kit.errors import Refusal
from aftercare.patches import actions
from aftercare.patches.models import Offer
{GO}
for number in range({TIMES * 4}):
    for offer in Offer.objects.order_by("?")[:2]:
        try:
            actions.decline_offer(offer, "不需要", by=who, said_by="王", at=timezone.now(),
                                  others_too=number % 2 == 0,
                                  id=uuid.uuid5(mark, f"{{offer.pk}} {{number}}"))
        except Refusal:
            pass
print("done", flush=True)
"""
MARK = f"""
{BEGIN}
from aftercare.catalog.models import Project
from aftercare.satisfaction import actions
project = Project.objects.get(manager__isnull=False)
{GO}
for number in range({TIMES}):
    said = actions.Said("client", 10, "王", at.date())
    actions.give_mark(project, said, by=who, at=timezone.now(), id=uuid.uuid5(mark, str(number)))
print("done", flush=True)
"""


@pytest.fixture
def world() -> World:
    """A project of doors under plan P07."""
    cast: Cast = make_cast()
    made, at = make_world(cast), timezone.now()
    text = next(PLANS.glob("p07*.yaml")).read_text(encoding="utf-8")
    version = plans.load_plan(text, name="p07", by=SYSTEM, at=at)
    plans.make_agreement(
        version, number="HT-9", title="工程门", customer=made.unit.customer, covers=[made.project],
        signed_on=at.date() - timedelta(days=9), service="doors", by=SYSTEM, at=at,
    )  # fmt: skip
    return made


def test_each_unit_is_offered_a_patch_once_and_chosen_for_without_a_circle(world: World) -> None:
    at = timezone.now() - timedelta(days=1)
    for number in range(30):
        Unit.objects.create(
            serial=f"SN-9{number}", model=world.model, customer=world.unit.customer,
            project=world.project,
        )  # fmt: skip
    draft = patches.Draft("P-1", [world.model], title_zh="漏水", fixes_zh="漏水")
    patch = patches.write_patch(draft, by=SYSTEM, at=at)
    patches.add_file(patch, io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "a.pdf", by=SYSTEM, at=at)
    patches.publish_patch(patch, by=SYSTEM, at=at)
    both((OFFER, ""), (CHOOSE, ""))
    units = Offer.objects.values_list("unit", flat=True)
    assert len(units) == len(set(units)) >= 30
    told = Event.objects.filter(kind="patch.offered")
    assert sum(len(one.data["units"]) for one in told) == len(units)


def test_a_manager_is_put_up_once_however_many_take_down_marks(world: World) -> None:
    world.project.manager = world.cast["lead"]
    world.project.save()
    both((MARK, ""))
    assert ManagerMark.objects.count() == TIMES
    assert Event.objects.filter(kind="manager.marked").count() == TIMES
    assert ManagerReview.objects.count() == 1

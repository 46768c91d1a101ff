"""Offering to everybody who has the model, and telling them: each once, whatever happens."""

from typing import Any

import pytest
from django.utils import timezone

from aftercare.catalog.models import ProductModel, Unit
from aftercare.desk.tests.conftest import Stand, statements
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.outbound import actions as outbound
from aftercare.outbound.models import Message
from aftercare.outbound.writing import shown
from aftercare.patches import actions, jobs
from aftercare.patches.actions import offering
from aftercare.patches.models import Offer, Patch
from aftercare.patches.tests.conftest import another, offered, published, work, written
from aftercare.people.models import Person
from aftercare.plans.models import Cover

pytestmark = pytest.mark.django_db


def test_every_unit_of_the_model_under_an_agreement_is_offered_it_once(
    stage: Stage, unit: Unit
) -> None:
    second = stage.unit("p14", "PM5-26-02", customer="customer2")
    other = stage.unit("p01", "CH-1")
    alone = Unit.objects.create(serial="no-agreement", model=unit.model, customer=unit.customer)
    ended = stage.unit("p14", "ended")
    Cover.objects.filter(project=ended.project).update(until_at=hour(-1))
    patch = published(stage.cast, unit)
    assert set(Offer.objects.values_list("unit", flat=True)) == {unit.pk, second.pk}
    assert work(1) == 0
    assert {alone.pk, other.pk, ended.pk} & set(Offer.objects.values_list("unit", flat=True)) == (
        set()
    )
    told = Event.objects.get(kind="patch.offered", subject=patch.reference)
    assert sorted(told.data["units"]) == sorted([unit.reference, second.reference])


def test_units_that_come_later_are_offered_it_too(stage: Stage, patch: Patch) -> None:
    later = stage.unit("p14", "PM5-27-01", customer="customer2")
    assert work(0.1) == 0  # not yet: the round is every ten minutes
    assert work(0.2) == 2
    assert offered(patch, later).offered_at == hour(0.2)


def test_a_unit_that_passes_on_is_offered_to_its_new_owner(
    stage: Stage, patch: Patch, unit: Unit
) -> None:
    whose = stage.cast.organisations["customer2"]
    Unit.objects.filter(pk=unit.pk).update(customer=whose)
    agreement = stage.agreements[unit.serial]
    type(agreement).objects.filter(pk=agreement.pk).update(customer=whose)
    before = Offer.objects.get()
    work(1)
    assert Offer.objects.exclude(pk=before.pk).get().customer == whose
    with pytest.raises(Refusal, match="其他客户"):
        actions.decline_offer(
            Offer.objects.get(pk=before.pk), "x", by=stage.cast["customer"], at=hour(1)
        )


def test_a_batch_that_breaks_off_is_done_again_and_nobody_is_told_twice(
    stage: Stage, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "AT_ONCE", 2)
    another(stage, 4, unit.model)
    patch = written(stage.cast, unit)
    actions.publish_patch(patch, by=stage.cast["manager"], at=hour(0))
    assert actions.offer_some(patch, at=hour(0)) == 2

    class Killed(Exception):
        pass

    def killed(*_args: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(offering, "record", killed)
        with pytest.raises(Killed):
            actions.offer_some(patch, at=hour(0))
    assert Offer.objects.count() == 2
    assert Message.objects.count() == 0  # the letters come when all units are known
    with monkeypatch.context() as broken:
        broken.setattr(outbound, "queue", killed)
        with pytest.raises(Killed):
            work(0)
    assert Offer.objects.count() == 5
    work(0)
    assert sorted(Message.objects.values_list("customer", flat=True)) == sorted(
        Unit.objects.values_list("customer", flat=True)
    )
    assert not Offer.objects.exclude(to_tell="").exists()


def test_a_customer_with_many_units_gets_one_letter_in_their_language(
    stage: Stage, unit: Unit
) -> None:
    stage.unit("p14", "PM5-26-02")
    Person.objects.filter(pk=stage.cast["customer"].pk).update(language="en")
    other = stage.unit("p14", "PM5-26-03", customer="customer2")
    patch = published(stage.cast, unit, risks_zh="停机五分钟")
    english = Message.objects.get(customer=unit.customer)
    chinese = Message.objects.get(customer=other.customer)
    assert (english.about, english.template) == (patch.reference, "patch-offered")
    told = shown(english)
    assert told.subject == "Patch PM5-8.2.1: Export of reports mended"
    assert "2 units of yours" in told.text
    assert "Large reports broke off" in told.text
    assert "停机五分钟" in told.text  # only written in Chinese
    assert "/my/patches" in told.text
    assert "大报表导出中断" in shown(chinese).text


def test_whom_notices_are_not_wanted_by_is_not_written_to_but_told_of_a_withdrawal(
    stage: Stage, unit: Unit, stand: Stand
) -> None:
    outbound.opt_out(kind="notice", customer=unit.customer, by=SYSTEM, at=hour(0))
    patch = published(stage.cast, unit)
    assert Message.objects.get().trouble == "opted-out"
    offer = offered(patch, unit)
    customer = stage.cast["customer"]
    actions.accept_offer(offer, hour(1).date(), by=customer, at=hour(1))
    done = actions.Applied(hour(1).date(), "张伟", "正常")
    actions.apply_offer(offer, done, by=customer, at=hour(1))
    actions.withdraw_patch(patch, "登录变慢", by=stage.cast["manager"], at=hour(2))
    work(2)
    letter = Message.objects.get(template="patch-withdrawn")
    assert letter.trouble == ""
    assert "登录变慢" in shown(letter).text


def test_who_has_neither_applied_nor_planned_it_is_not_told_of_a_withdrawal(
    stage: Stage, patch: Patch, unit: Unit
) -> None:
    planned, declined = another(stage, 2, unit.model)
    work(1)
    agent = stage.cast["agent"]
    actions.accept_offer(
        offered(patch, planned), hour(50).date(), said_by="王", by=agent, at=hour(1)
    )
    actions.decline_offer(offered(patch, declined), "不用", said_by="李", by=agent, at=hour(1))
    actions.withdraw_patch(patch, "登录变慢", by=stage.cast["manager"], at=hour(2))
    work(3)
    told = Message.objects.filter(template="patch-withdrawn")
    assert list(told.values_list("customer", flat=True)) == [planned.customer_id]
    later = stage.unit("p14", "PM5-27-01")
    work(10)
    assert not Offer.objects.filter(unit=later).exists()


def test_only_who_may_publish_publishes_and_only_what_can_be_got(stage: Stage, unit: Unit) -> None:
    draft = written(stage.cast, unit, link="")
    for name in ("quality", "agent", "technician", "customer", "dealer", "author"):
        with pytest.raises(NotAllowed):
            actions.publish_patch(draft, by=stage.cast[name], at=hour(0))
    with pytest.raises(Refusal, match="文件或下载地址"):
        actions.publish_patch(draft, by=stage.cast["manager"], at=hour(0))
    with pytest.raises(NotAllowed):
        actions.write_patch(
            actions.Draft("X-1", [unit.model], title_zh="x", fixes_zh="x"),
            by=stage.cast["agent"], at=timezone.now(),
        )  # fmt: skip
    assert jobs.tend(hour(1)) == 0
    assert Offer.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"number": "补丁一"}, "number"),
        ({"number": "pm5-8.2.1"}, "number"),
        ({"products": []}, "products"),
        ({"link": "http://example.com"}, "link"),
        ({"title_zh": "", "title_en": ""}, "title_zh"),
        ({"fixes_zh": ""}, "fixes_zh"),
    ],
)
def test_what_a_draft_lacks_is_said_at_its_field(
    stage: Stage, patch: Patch, more: dict[str, Any], field: str
) -> None:
    models = list(ProductModel.objects.filter(code="p14"))
    said = {"number": "X-1", "products": models, "title_zh": "x", "fixes_zh": "x", **more}
    with pytest.raises(Refusal) as refused:
        actions.write_patch(actions.Draft(**said), by=stage.cast["quality"], at=hour(1))
    assert refused.value.field == field


def test_what_is_published_does_not_change(stage: Stage, patch: Patch) -> None:
    with pytest.raises(Refusal, match="已发布"):
        actions.change_patch(
            patch, changes={"title_zh": "别的"}, by=stage.cast["quality"], at=hour(1)
        )


def test_a_batch_asks_the_database_as_often_for_many_units_as_for_few(
    stage: Stage, unit: Unit
) -> None:
    asked = []
    for number, count in enumerate((1, 6)):
        another(stage, count, unit.model)
        patch = written(stage.cast, unit, f"N-{number}")
        actions.publish_patch(patch, by=stage.cast["manager"], at=hour(0))
        with statements() as seen:
            actions.offer_some(patch, at=hour(0))
        asked.append(len(seen))
    assert asked[0] == asked[1]

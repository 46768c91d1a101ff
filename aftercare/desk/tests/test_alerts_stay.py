"""What somebody was told stays readable when it turns out that the promise never applied."""

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.desk.tests.stage import hour
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.promises.models import Alert, Commitment
from aftercare.promises.replay import replay
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast
from aftercare.worker import run

TOLD = PLAN.replace("until: training.held, within: 2 days",
                    "until: training.held, within: 2 days, if_late: [notify manager]")  # fmt: skip


@pytest.mark.django_db
def test_an_alert_of_what_never_was_is_kept_and_leads_to_no_missing_page(
    client: Client, cast: Cast
) -> None:
    version = plans.load_plan(TOLD, name="sample.yaml", by=SYSTEM, at=hour(-200))
    agreement = plans.make_agreement(
        version, number="A1", title="样例", customer=cast.organisations["customer"], covers=[],
        signed_on=hour(-200).date(), by=SYSTEM, at=hour(-200),
    )  # fmt: skip
    both = dict.fromkeys(plans.PARTIES, hour(-190).isoformat())
    signed = plans.record_milestone(agreement, "acceptance.signed", occurred_at=hour(-190),
                                    by=SYSTEM, at=hour(-190),
                                    data={"signatures": both})  # fmt: skip
    run.run_until_idle(hour(-10))
    alert = Alert.objects.get(person=cast["manager"], commitment__promise="training")
    plans.correct_milestone(agreement, signed.sequence, withdrawn=True, reason="未验收",
                            by=cast["agent"], at=hour(0))  # fmt: skip
    assert not Commitment.objects.filter(promise="training").exists()
    assert Event.objects.filter(kind="promise.overdue", subject=agreement.reference).exists()
    assert list(replay(hour(0))) == []
    client.force_login(cast["manager"])
    page = client.get(reverse("desk:alerts")).content.decode()
    assert "已不适用" in page
    assert agreement.customer.name in page
    opened = client.post(reverse("desk:open-alert", args=[alert.pk]), follow=True)
    assert opened.status_code == 200
    assert "从未适用" in opened.content.decode()

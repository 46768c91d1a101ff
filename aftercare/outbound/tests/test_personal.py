"""What the outbox keeps about a person, by whatever address they were written to."""

import pytest
from django.db import transaction
from django.utils import timezone

from aftercare.kit.events import SYSTEM
from aftercare.outbound import actions, personal
from aftercare.outbound.catalogue import letters
from aftercare.outbound.models import Channel, Message, OptOut
from aftercare.people.models import Person
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db
NUMBER = "13600000001"
NAME = "patch-offered"


@pytest.fixture
def person(cast: Cast) -> Person:
    """A customer with a mail address, a mobile telephone and an id of WeChat."""
    found = cast["customer"]
    found.email, found.phone, found.wechat = "Zhang@example.com", f"+86 {NUMBER}", "oZx8k5v3Qw"
    found.save()
    return found


def send(channel: str, to: str, mark: str = "event", person: Person | None = None) -> Message:
    values = letters()[NAME].examples("zh-hans")
    said = {name: values[name] for name in letters()[NAME].takes}
    with transaction.atomic():
        return actions.queue(
            channel=channel, to=to, template=NAME, language="zh-hans", about="patch/1",
            key=actions.key_of(mark, to), values=said, by=SYSTEM,
            at=timezone.now(), person=person,
        )  # fmt: skip


def test_masked_nothing_leads_to_them_and_their_wishes_are_gone(person: Person) -> None:
    sent = [
        send(Channel.EMAIL, person.email),
        send(Channel.SMS, NUMBER),
        send(Channel.WECHAT, person.wechat, person=person),
    ]
    other = send(Channel.EMAIL, "li@example.com")
    for address in (person.email, NUMBER, person.wechat, "li@example.com"):
        actions.opt_out(kind="notice", address=address, by=SYSTEM, at=timezone.now())
    kept = {str(one.what): one.rows for one in personal.kept(person)}
    assert [len(rows) for rows in kept.values()] == [3, 3]
    personal.mask(person, timezone.now())
    for message in sent:
        message.refresh_from_db()
        assert (message.to, message.state) == (f"#{person.pk}", "held")
        assert message.key.startswith(f"#{person.pk} ")
    other.refresh_from_db()
    assert other.to == "li@example.com"
    assert [one.address for one in OptOut.objects.all()] == ["li@example.com"]


def test_a_key_names_no_address_and_fits_however_long_that_is() -> None:
    long = f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.com"
    first, second = (send(Channel.EMAIL, long, f"patch/1:offered:{number}") for number in (1, 2))
    assert first.key != second.key
    for one in (first, second):
        assert long not in one.key
        assert len(one.key) <= 200
    assert send(Channel.EMAIL, long, "patch/1:offered:1") == first

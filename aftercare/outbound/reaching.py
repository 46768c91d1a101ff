"""By which ways customers are written to, when something is for all of their people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from aftercare.outbound import queries, rules
from aftercare.outbound.models import Channel
from aftercare.people.models import Organisation, Person


@dataclass(frozen=True)
class Way:
    """One address of a customer, and whose it is, if that is known; empty when there is none."""

    customer: Organisation
    channel: str
    to: str
    person: Person | None

    @property
    def language(self) -> str:
        """What is read there."""
        theirs = self.person.language if self.person is not None else ""
        return theirs or settings.LANGUAGE_CODE


def ways_to(customers: Iterable[int]) -> Iterator[Way]:
    """By mail where there is an address; else by WeChat where an id is known, else by short
    message, both where this installation sends there; else one way without an address. A constant
    number of questions, however many there are."""
    keys = list(customers)
    contacts: dict[int, list[Person]] = {}
    for person in queries.contacts_of(keys):
        contacts.setdefault(person.organisation_id, []).append(person)
    for customer in Organisation.objects.filter(pk__in=keys).order_by("id"):
        for channel, to, reader in _ways_to(customer, contacts.get(customer.pk, [])):
            yield Way(customer, channel, to, reader)


def has_wechat(person: Person) -> bool:
    """Whether this installation writes by WeChat, and the person can be reached there."""
    return bool(person.wechat and settings.SENDING.get(Channel.WECHAT))


def _ways_to(customer: Organisation, people: list[Person]) -> list[tuple[str, str, Person | None]]:
    mails = [one for one in people if one.email]
    if mails:
        return [(Channel.EMAIL, one.email.strip().lower(), one) for one in mails]
    if by_wechat := [(Channel.WECHAT, one.wechat, one) for one in people if has_wechat(one)]:
        return [*by_wechat]
    if settings.SENDING.get(Channel.SMS):
        numbers = [(rules.mobile(one.phone), one) for one in people]
        by_phone = [(Channel.SMS, number, one) for number, one in numbers if number]
        if by_phone:
            return [*by_phone]
        if number := rules.mobile(customer.phone):
            return [(Channel.SMS, number, None)]
    return [(Channel.EMAIL, "", None)]

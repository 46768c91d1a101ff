"""What the tests of e-mail need: a post office, and our mailbox there."""

import itertools
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone

from aftercare.mail import actions, jobs
from aftercare.mail.models import Mailbox, Security
from aftercare.mail.tests.office import PASSWORD, Box, PostOffice
from aftercare.people.models import Person
from aftercare.web.demo.cast import Cast

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def counters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostOffice]:
    """One post office for all tests of a process; each test has mailboxes of its own."""
    office = PostOffice(tmp_path_factory.mktemp("post"))
    office.open()
    yield office
    office.close()


@pytest.fixture
def office(counters: PostOffice) -> Iterator[PostOffice]:
    yield counters
    for connection in list(jobs._connections):
        jobs._connections.pop(connection).close()


@pytest.fixture
def address() -> str:
    return f"service{next(_NUMBERS)}@our.example"


@pytest.fixture
def box(office: PostOffice, address: str) -> Box:
    """Our mailbox as the post office has it."""
    return office.user(address)


@pytest.fixture
def mailbox(office: PostOffice, box: Box, address: str, cast: Cast) -> Mailbox:
    """Our mailbox as Aftercare reads it."""
    return actions.add_mailbox(
        name="服务邮箱", address=address, host="127.0.0.1", port=office.imap_port,
        security=Security.NONE, username=box.user, password=PASSWORD,
        begins_on=date(2020, 1, 1), by=cast["admin"], at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def han(cast: Cast) -> Person:
    """A customer's person, known by her mail address."""
    person: Person = cast["customer"]
    person.email = "han@customer.example"
    person.save(update_fields=["email"])
    return person


def read_now() -> int:
    """Let the worker read everything that is there."""
    Mailbox.objects.update(next_at=timezone.now())
    return jobs.read_due(timezone.now())

"""The stream of news, really started beside the pages."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import requests

from aftercare.kit.tests.ports import free_port
from aftercare.web.tests.conftest import Installation, Make
from aftercare.web.tests.test_serving import serving, until

SESSION = """
import django; django.setup()
from django.test import Client
from aftercare.people.models import Person
browser = Client()
browser.force_login(Person.objects.get(username="wang"))
print(browser.session.session_key, Person.objects.get(username="wang").reference)
"""
HAPPENS = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from aftercare.kit import events
with transaction.atomic():
    told = events.record(events.Happened("case.noted", "{about}", timezone.now(), events.SYSTEM))
print(told[0].sequence)
"""


@contextmanager
def pushing(here: Installation) -> Iterator[tuple[str, str]]:
    """An installation at work: the address of its pages, and that of its stream."""
    listens = f"127.0.0.1:{free_port()}"
    here.more["AFTERCARE_PUSH_LISTEN"] = listens
    door = f"http://{listens}/push"
    with serving(here) as (_process, address, _printed):
        until(lambda: _answers(door))  # it starts beside the pages
        yield address, door


def _answers(door: str) -> bool:
    with suppress(requests.ConnectionError):
        return requests.get(door, timeout=30).status_code < 500
    return False


@contextmanager
def stream(
    door: str, origin: str, session: str, about: str, last: str = ""
) -> Iterator[Iterator[list[str]]]:
    """The messages of a stream, each as its lines."""
    headers = {"Last-Event-ID": last, "Origin": origin} if last else {"Origin": origin}
    with requests.get(
        door, params={"about": about}, cookies={"sessionid": session}, headers=headers,
        stream=True, timeout=30,
    ) as answer:  # fmt: skip
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        yield _messages(answer)


def _messages(answer: requests.Response) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in answer.iter_lines():
        if line:
            lines.append(line.decode())
        elif lines:
            yield lines
            lines = []


def happens(here: Installation, about: str) -> str:
    return here.python(HAPPENS.format(about=about)).strip()


def test_news_arrive_once_and_a_page_that_comes_back_hears_what_it_missed(filled: Make) -> None:
    here = filled()
    with pushing(here) as (address, door):
        session, me = here.python(SESSION).split()
        with stream(door, address, session, me) as heard:
            began = next(heard)
            assert began[1] == "event: listening"
            happens(here, "person/999")
            place = happens(here, me)
            assert next(heard) == [f"id: {place}", "event: happened", f"data: {me}"]
        missed = happens(here, me)
        happens(here, "person/999")
        with stream(door, address, session, me, last=place) as heard:
            assert next(heard)[1] == "event: anew"
        with stream(door, address, session, me, last=missed) as heard:
            assert next(heard)[1] == "event: listening"


def test_strangers_and_strange_questions_get_no_stream(filled: Make) -> None:
    here = filled()
    with pushing(here) as (_address, door):
        session, me = here.python(SESSION).split()

        def asked(about: str, session: str, **more: str) -> int:
            given = {"about": about, **more}
            answer = requests.get(door, params=given, cookies={"sessionid": session}, timeout=30)
            return answer.status_code

        assert asked(me, "") == 404
        assert asked(me, "x" * 32) == 404
        assert asked("person/2", session) == 404
        assert asked("", session, since="1") == 404
        assert asked(me, session, since="-1") == 400
        assert asked(me, session, since="1" * 40) == 400
        from_elsewhere = requests.get(
            door, params={"about": me}, cookies={"sessionid": session}, timeout=30, stream=True,
            headers={"Origin": "https://elsewhere.example"},
        )  # fmt: skip
        assert "Access-Control-Allow-Origin" not in from_elsewhere.headers
        from_elsewhere.close()

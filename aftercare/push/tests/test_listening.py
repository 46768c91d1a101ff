"""Who may hear about what, and what a page that comes back has missed."""

import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from aftercare.chat import actions as chat
from aftercare.chat.models import Consultation
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage
from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.people.models import Person
from aftercare.push import listening, reading
from aftercare.push.listening import NotHeard
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    stage = Stage(cast)
    return stage.case(stage.unit("p01"))


def session_of(person: Person) -> str:
    browser = Client()
    browser.force_login(person)
    return str(browser.session.session_key)


@pytest.mark.parametrize(
    ("who", "hears"),
    [
        ("agent", True), ("inspector", True), ("customer", True),
        ("customer2", False), ("dealer", False), ("technician", False),
    ],
)  # fmt: skip
def test_a_case_is_heard_of_by_those_who_may_see_it(
    cast: Cast, case: Case, who: str, hears: bool
) -> None:
    session = session_of(cast[who])
    if hears:
        listening.check(session, {case.reference})
    else:
        with pytest.raises(NotHeard):
            listening.check(session, {case.reference})


@pytest.mark.parametrize(
    "reference",
    [
        "case/999999",
        "case/x",
        "case/",
        "case",
        "",
        "agreement/1",
        "case/1 OR 1=1",
        "case/²",
        "case/" + "9" * 5000,
    ],
)
def test_what_is_not_there_or_not_told_of_is_the_same_no(cast: Cast, reference: str) -> None:
    with pytest.raises(NotHeard):
        listening.check(session_of(cast["agent"]), {reference})


def test_of_persons_one_hears_of_oneself_alone(cast: Cast) -> None:
    session = session_of(cast["agent"])
    listening.check(session, {cast["agent"].reference})
    with pytest.raises(NotHeard):
        listening.check(session, {cast["agent"].reference, cast["manager"].reference})


def test_who_signed_out_or_may_no_longer_come_hears_nothing(cast: Cast) -> None:
    agent = cast["agent"]
    browser = Client()
    browser.force_login(agent)
    session = str(browser.session.session_key)
    browser.post("/sign-out")
    with pytest.raises(NotHeard):
        listening.check(session, {agent.reference})
    again = session_of(agent)
    Person.objects.filter(pk=agent.pk).update(is_active=False)
    with pytest.raises(NotHeard):
        listening.check(again, {agent.reference})
    with pytest.raises(NotHeard):
        listening.check("", {agent.reference})


def happens(subject: str, context: str = "") -> int:
    with transaction.atomic():
        told = events.record(Happened("case.noted", subject, timezone.now(), SYSTEM, context))
    return told[0].sequence


def test_what_a_page_missed_is_found_by_subject_and_context(cast: Cast) -> None:
    start = events.length()
    happens("case/7")
    second = happens("case/8", "person/4")
    end = happens("case/9")
    assert events.length() == end
    assert reading.missed({"person/4"}, start, end) == second
    assert reading.missed({"case/8"}, start, end) == second
    assert reading.missed({"case/8"}, second, end) is None
    assert reading.missed({"case/1"}, start, end) is None
    assert [one.about for one in reading.after(start)] == [
        ("case/7", "", "case"), ("case/8", "person/4", "case"), ("case/9", "", "case"),
    ]  # fmt: skip


def test_who_comes_back_after_very_long_is_shown_everything_anew() -> None:
    with pytest.raises(reading.TooFarBack):
        reading.missed({"case/1"}, 1, reading.FURTHEST + 2)


@pytest.fixture
def talk(cast: Cast) -> tuple[Client, Consultation]:
    """A visitor without an account in a conversation, and the conversation."""
    chat.come_on_duty(cast["agent"], at=timezone.now())
    browser = Client()
    said = {"id": str(uuid.uuid4()), "text": "如何导出？", "name": "刘芳", "phone": "13512345678"}
    assert browser.post("/ask", said).status_code == 302
    return browser, Consultation.objects.get()


@pytest.mark.parametrize(
    ("who", "hears"),
    [("agent", True), ("inspector", True), ("customer", False), ("dealer", False),
     ("technician", False), ("author", False)],
)  # fmt: skip
def test_a_conversation_is_heard_by_who_may_see_it(
    cast: Cast, talk: tuple[Client, Consultation], who: str, hears: bool
) -> None:
    session, key = session_of(cast[who]), talk[1].pk
    if hears:
        listening.check_talk(session, key, ())
        listening.check_talk(session, key, (key,))
        with pytest.raises(NotHeard):
            listening.check_talk(session, key, (key + 1,))
    else:
        with pytest.raises(NotHeard):
            listening.check_talk(session, key, ())


def test_a_visitor_hears_the_own_conversation_alone(
    cast: Cast, talk: tuple[Client, Consultation]
) -> None:
    browser, own = talk
    session = str(browser.session.session_key)
    listening.check_talk(session, own.pk, ())
    for main, beside in ((own.pk + 1, ()), (own.pk, (own.pk + 1,))):
        with pytest.raises(NotHeard):
            listening.check_talk(session, main, beside)
    for nobody in ("", "x" * 32):
        with pytest.raises(NotHeard):
            listening.check_talk(nobody, own.pk, ())


def test_of_all_consultations_only_those_hear_who_answer_them(cast: Cast) -> None:
    listening.check(session_of(cast["agent"]), {"consultation"})
    for who in ("technician", "customer", "finance"):
        with pytest.raises(NotHeard):
            listening.check(session_of(cast[who]), {"consultation"})
    start = events.length()
    second = happens("consultation/7")
    happens("case/7")
    assert reading.missed({"consultation"}, start, events.length()) == second

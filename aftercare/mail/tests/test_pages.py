"""The letters, one letter and the mailboxes, through pages and API."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.api.tests.conftest import Program, make_token
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit.events import SYSTEM
from aftercare.mail import actions, personal
from aftercare.mail.models import Letter, Mailbox, Trouble, Why
from aftercare.mail.states import LetterState
from aftercare.mail.tests.letters import make_mailbox, some_letters, source, take
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return some_letters(cast)[0]


@pytest.fixture
def agent(cast: Cast) -> Client:
    return signed_in(cast, "agent")


@pytest.fixture
def case(cast: Cast, letter: Letter) -> Case:
    report = desk.Report(customer=cast["customer"].organisation, symptom="停机")
    return desk.register_case(report, by=cast["agent"], at=timezone.now()).case


def post(agent: Client, letter: Letter, path: str, **more: Any) -> Any:
    letter.refresh_from_db()
    return agent.post(f"/letters/{letter.pk}/{path}", {"revision": letter.revision, **more})


def test_the_list_filters_by_state_and_sender(agent: Client, letter: Letter) -> None:
    def found(query: str) -> list[str]:
        return [row.letter.subject for row in agent.get(f"/letters/?{query}").context["rows"]]

    assert found("") == ["Newsletter 11", "漏水"]
    assert found("state=aside") == ["Newsletter 11"]
    assert found("state=waiting") == ["漏水"]
    assert found("q=HAN@cust") == ["漏水"]


def test_the_list_costs_the_same_for_any_number(
    agent: Client, letter: Letter, django_assert_max_num_queries: Any
) -> None:
    mailbox = Mailbox.objects.get()
    agent.get("/letters/")
    with django_assert_max_num_queries(12):
        agent.get("/letters/")
    for number in range(5):
        take(mailbox, source(f"more {number}"))
    with django_assert_max_num_queries(12):
        agent.get("/letters/")


def test_what_a_letter_says_is_shown_and_never_run(agent: Client, cast: Cast) -> None:
    mailbox = make_mailbox(cast)
    raw = source("<img src=x>", "x", sender='"<b>Han</b>" <h@x.example>').replace(
        b"text/plain", b"text/html"
    ).replace(b"\nx\n", b"\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n")  # fmt: skip
    letter = take(mailbox, raw)
    assert letter is not None
    page = agent.get(f"/letters/{letter.pk}").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page
    assert "<b>Han" not in page


def test_the_source_is_saved_and_not_opened(agent: Client, letter: Letter) -> None:
    answer = agent.get(f"/letters/{letter.pk}/source")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"Message-ID" in answer.content
    Letter.objects.update(source="")
    assert agent.get(f"/letters/{letter.pk}/source").status_code == 404


def test_a_letter_goes_into_a_case_by_its_number(agent: Client, letter: Letter, case: Case) -> None:
    assert post(agent, letter, "append", number="C1").status_code == 422
    assert post(agent, letter, "append", number=case.number.lower()).status_code == 302
    letter.refresh_from_db()
    assert letter.case == case
    assert agent.get(f"/letters/{letter.pk}/case").headers["Location"] == f"/cases/{case.number}"


def test_two_who_decide_about_one_letter(agent: Client, letter: Letter) -> None:
    old = letter.revision
    assert post(agent, letter, "do/dismiss").status_code == 302
    stale = agent.post(f"/letters/{letter.pk}/do/aside", {"revision": old})
    assert stale.status_code == 409
    assert post(agent, letter, "do/take-up").status_code == 302
    assert post(agent, letter, "do/aside").status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.why) == (LetterState.ASIDE, Why.PERSON)
    assert agent.post(f"/letters/{letter.pk}/do/burn").status_code == 404


def test_a_mailbox_is_added_changed_and_tried_again(cast: Cast, agent: Client) -> None:
    admin = signed_in(cast, "admin")
    given = {
        "name": "服务", "address": "Service@our.example", "host": "imap.our.example",
        "security": "tls", "port": "993", "username": "service", "password": "geheim",
        "folder": "INBOX", "begins_on": "2026-01-01", "opens": "nobody", "is_active": "on",
    }  # fmt: skip
    assert agent.get("/letters/mailboxes/add").status_code == 403
    plain = admin.post("/letters/mailboxes/add", {**given, "security": "none"})
    assert "security" in plain.context["form"].errors
    assert admin.post("/letters/mailboxes/add", given).status_code == 302
    assert "address" in admin.post("/letters/mailboxes/add", given).context["form"].errors
    mailbox = Mailbox.objects.get()
    change = f"/letters/mailboxes/{mailbox.pk}/change"
    page = admin.get(change).content.decode()
    assert mailbox.password not in page
    assert "geheim" not in page
    kept = {**given, "password": "", "name": "新", "revision": "1"}
    assert admin.post(change, kept).status_code == 302
    elsewhere = {**kept, "host": "evil.example", "revision": "2"}
    assert "password" in admin.post(change, elsewhere).context["form"].errors
    Mailbox.objects.update(trouble=Trouble.AWAY, trouble_said="refused", failures=3)
    assert "refused" in agent.get("/letters/mailboxes").content.decode()
    assert agent.post(f"/letters/mailboxes/{mailbox.pk}/retry").status_code == 302
    mailbox.refresh_from_db()
    assert (mailbox.failures, mailbox.name) == (0, "新")


@pytest.mark.parametrize("role", ["customer", "dealer", "technician"])
def test_letters_and_mailboxes_are_for_the_desk(cast: Cast, letter: Letter, role: str) -> None:
    client = signed_in(cast, role)
    assert client.get(f"/letters/{letter.pk}").status_code in {403, 404}
    assert client.get("/letters/mailboxes").status_code == 403


def test_who_has_the_case_sees_its_letters(cast: Cast, letter: Letter, case: Case) -> None:
    actions.append_letter(letter, case, by=SYSTEM, at=case.reported_at)
    Case.objects.update(responsible=cast["technician"])
    assert signed_in(cast, "technician").get(f"/letters/{letter.pk}").status_code == 200
    assert signed_in(cast, "technician2").get(f"/letters/{letter.pk}").status_code == 404


def test_the_api_makes_a_case_of_a_letter_once(cast: Cast, letter: Letter) -> None:
    program = Program(make_token(cast["agent"]))
    anyhow = {"If_Match": "*"}
    listed = program.get("/letters?state=waiting").content["items"]
    assert [one["id"] for one in listed] == [letter.pk]
    refused = program.post(f"/letters/{letter.pk}/case", {}, **anyhow)
    assert refused.status == 422
    customer = cast["customer"].organisation_id
    made = program.post(f"/letters/{letter.pk}/case", {"customer": customer}, **anyhow)
    assert (made.status, made.content["state"]) == (200, "in-case")
    case = Case.objects.get(number=made.content["case"])
    assert (case.symptom, case.source) == ("漏水", "email")
    again = program.post(f"/letters/{letter.pk}/case", {"customer": customer}, **anyhow)
    assert again.status == 422
    boxes = program.get("/mailboxes").content["items"]
    assert "password" not in boxes[0]


def test_what_is_kept_of_a_person_is_masked(cast: Cast, letter: Letter, han: Person) -> None:
    (kept,) = personal.kept(han)
    assert [row["subject"] for row in kept.rows] == ["漏水"]
    personal.mask(han, letter.received_at)
    letter.refresh_from_db()
    assert (letter.sender, letter.subject, letter.text, letter.source) == ("", "", "", "")

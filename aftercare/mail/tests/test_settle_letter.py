"""A letter finds its place: into its case, to somebody who looks at it, or aside."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.documents import queries as documents
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM, events_of
from aftercare.mail import actions, sources, tokens
from aftercare.mail.jobs import read_due
from aftercare.mail.models import Letter, Mailbox, Opens, Why
from aftercare.mail.rules import MOST_PER_HOUR
from aftercare.mail.states import LetterState
from aftercare.mail.tests.letters import make_mailbox, source, take
from aftercare.people.models import Person
from aftercare.promises.models import Alert
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(cast: Cast) -> Mailbox:
    return make_mailbox(cast)


@pytest.fixture
def case(cast: Cast, han: Person) -> Case:
    """A case of Han's company that was reported by telephone."""
    report = desk.Report(customer=han.organisation, symptom="停机")
    return desk.register_case(report, by=cast["agent"], at=timezone.now()).case


def taken(mailbox: Mailbox, *args: str, **more: str) -> Letter:
    letter = take(mailbox, source(*args, **more))
    assert letter is not None
    return letter


def notes(case: Case) -> list[Any]:
    return [one for one in events_of(case.reference) if one.kind == "case.noted"]


def test_a_new_letter_waits_and_is_kept_as_it_came(mailbox: Mailbox, han: Person) -> None:
    raw = source()
    letter = take(mailbox, raw)
    assert letter is not None
    assert (letter.state, letter.customer, letter.subject) == (
        LetterState.WAITING, han.organisation, "漏水",
    )  # fmt: skip
    assert sources.fetch(letter.source) == raw
    assert [one.kind for one in events_of(letter.reference)] == [
        "letter.received", "letter.waiting",
    ]  # fmt: skip


def test_a_letter_is_stored_once_wherever_it_is_read_again(cast: Cast, mailbox: Mailbox) -> None:
    other = make_mailbox(cast, "support@our.example")
    raw = source()
    assert take(mailbox, raw, uid=5) is not None
    assert take(mailbox, raw, uid=9) is None
    assert take(other, b"Received: from elsewhere\n" + raw.replace(b"\r\n", b"\n")) is None
    assert Letter.objects.count() == 1
    mailbox.refresh_from_db()
    assert mailbox.last_uid == 9


def test_whoever_writes_in_a_customers_name_does_not_get_the_letters_about_the_case(
    mailbox: Mailbox, han: Person
) -> None:
    """They hold the private link; and an address in a letter proves nobody."""
    Mailbox.objects.update(opens=Opens.KNOWN)
    letter = taken(mailbox, Reply_To="x@stranger.example")
    assert letter.answer_to == "x@stranger.example"
    assert letter.case is not None
    assert letter.case.reporter_email == "han@customer.example"


def test_nobody_keeps_a_letter_out_by_its_message_id(mailbox: Mailbox) -> None:
    first = take(mailbox, source("A", "x", Message_ID="<1@x.example>"))
    second = take(mailbox, source("B", "y", Message_ID="<1@x.example>"))
    assert first is not None
    assert second is not None


def test_an_answer_with_the_token_joins_from_any_address(mailbox: Mailbox, case: Case) -> None:
    letter = taken(
        mailbox, f"Re: [{tokens.token_of(case.number)}]", "好的", sender="bo@elsewhere.example"
    )
    assert (letter.state, letter.case) == (LetterState.IN_CASE, case)
    (note,) = notes(case)
    assert (note.data["text"], note.data["internal"], note.actor) == ("好的", False, "portal")
    assert note.data["about"] == letter.reference


@pytest.mark.parametrize("subject", ["Re: {number} 停机", "Re: [{number}.aaaaaaaaaaaaaaaa] 停机"])
def test_a_stranger_who_quotes_a_number_waits(mailbox: Mailbox, case: Case, subject: str) -> None:
    letter = taken(mailbox, subject.format(number=case.number), sender="x@stranger.example")
    assert (letter.state, letter.case, letter.about) == (LetterState.WAITING, None, case)
    assert notes(case) == []


@pytest.mark.parametrize(
    "sender",
    [
        '"han@customer.example" <x@stranger.example>',
        "han@customer.example, x@stranger.example",
        "<han@customer.example> <x@stranger.example>",
    ],
)
def test_a_sender_who_writes_two_addresses_is_a_stranger(
    mailbox: Mailbox, case: Case, sender: str
) -> None:
    raw = source(f"Re: {case.number}", sender="S").replace(b"From: S", f"From: {sender}".encode())
    letter = take(mailbox, raw)
    assert letter is not None
    assert letter.state == LetterState.WAITING
    assert notes(case) == []


def test_the_customers_person_joins_by_the_number(mailbox: Mailbox, case: Case) -> None:
    letter = taken(mailbox, f"{case.number} 还是停机")
    assert (letter.state, letter.case) == (LetterState.IN_CASE, case)


def test_one_of_another_customer_does_not_join_by_the_number(
    cast: Cast, mailbox: Mailbox, case: Case
) -> None:
    other = cast["customer2"]
    other.email = "li@other.example"
    other.save(update_fields=["email"])
    letter = taken(mailbox, f"{case.number} 停机", sender="li@other.example")
    assert (letter.state, letter.case) == (LetterState.WAITING, None)


def test_who_is_responsible_is_told_of_an_answer(cast: Cast, mailbox: Mailbox, case: Case) -> None:
    desk.assign_case(case, to=cast["technician"], by=cast["agent"], at=timezone.now())
    taken(mailbox, f"{case.number} 还是停机")
    assert Alert.objects.filter(person=cast["technician"]).exists()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, Why.AUTOMATIC),
        ({"Return_Path": "<>"}, Why.BOUNCE),
        ({"List_Id": "<x.example>"}, Why.LIST),
        ({"sender": "service@our.example"}, Why.OWN),
    ],
)
def test_what_a_machine_wrote_is_set_aside_even_with_the_token(
    mailbox: Mailbox, case: Case, more: dict[str, str], why: Why
) -> None:
    letter = taken(mailbox, f"Re: [{tokens.token_of(case.number)}]", "I am away", **more)
    assert (letter.state, letter.why, letter.about) == (LetterState.ASIDE, why, case)
    assert notes(case) == []


def test_a_machine_that_writes_all_the_time_is_set_aside(mailbox: Mailbox) -> None:
    letters = [taken(mailbox, f"alarm {number}") for number in range(MOST_PER_HOUR + 1)]
    assert {one.state for one in letters[:-1]} == {LetterState.WAITING}
    assert (letters[-1].state, letters[-1].why) == (LetterState.ASIDE, Why.TOO_MANY)
    old = Letter.objects.filter(pk__lte=letters[-1].pk)
    old.update(received_at=timezone.now() - timedelta(hours=2))
    assert taken(mailbox, "later").state == LetterState.WAITING


def test_what_cannot_be_read_is_set_aside_with_its_source(mailbox: Mailbox) -> None:
    raw = source("bomb").replace(b"\n\n", b"\n\n" + b"--b\n\n" * 9_000, 1)
    letter = take(mailbox, raw)
    assert letter is not None
    assert (letter.state, letter.why, letter.subject) == (LetterState.ASIDE, Why.INTRICATE, "bomb")
    assert sources.fetch(letter.source) == raw


def test_known_customers_letters_become_cases_where_the_mailbox_says_so(
    mailbox: Mailbox, han: Person
) -> None:
    Mailbox.objects.update(opens=Opens.KNOWN)
    letter = taken(mailbox)
    stranger = taken(mailbox, sender="x@stranger.example")
    assert letter.case is not None
    assert (letter.case.customer, letter.case.source) == (han.organisation, "email")
    assert stranger.state == LetterState.WAITING
    first, second = events_of(letter.case.reference)[:2]
    assert (first.kind, second.kind) == ("case.reported", "letter.joined")


def test_files_stay_with_the_letter_and_go_with_it(mailbox: Mailbox, case: Case) -> None:
    raw = (
        b"From: han@customer.example\r\nSubject: " + case.number.encode() + b"\r\n"
        b"Message-ID: <f@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n"
        b"--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.4\n%%EOF\n\r\n"
        b"--b\r\nContent-Type: application/x-msdownload; name=a.exe\r\n\r\nMZ\x00\x01\r\n--b--\r\n"
    )
    letter = take(mailbox, raw)
    assert letter is not None
    assert [one.name for one in documents.attachments_of(letter.reference)] == ["a.pdf"]
    assert [one.name for one in documents.attachments_of(case.reference)] == ["a.pdf"]
    assert [one["name"] for one in letter.left_out] == ["a.exe"]


def test_a_letter_half_settled_is_settled_by_the_next_turn(mailbox: Mailbox, case: Case) -> None:
    at = timezone.now()
    arrived = actions.Arrived(mailbox, 1, 1, at, source(f"{case.number} 停机"))
    new = actions.take_letter(arrived, at=at)
    assert new is not None
    Mailbox.objects.update(is_active=False)
    assert read_due(at) == 0
    new.letter.refresh_from_db()
    assert new.letter.state == LetterState.IN_CASE
    assert len(notes(case)) == 1


def test_one_letter_makes_one_case(cast: Cast, mailbox: Mailbox, han: Person) -> None:
    letter, at = taken(mailbox), timezone.now()
    case = actions.make_case(letter, customer=han.organisation, by=cast["agent"], at=at)
    assert case.reported_at == letter.received_at.replace(microsecond=0)
    with pytest.raises(Refusal):
        actions.make_case(letter, customer=han.organisation, by=cast["agent"], at=at)
    assert Case.objects.count() == 1


def test_only_the_desk_puts_letters_into_cases(cast: Cast, mailbox: Mailbox, case: Case) -> None:
    letter, at = taken(mailbox), timezone.now()
    with pytest.raises(NotAllowed):
        actions.append_letter(letter, case, by=cast["finance"], at=at)
    with pytest.raises(NotAllowed):
        actions.set_aside(letter, by=cast["finance"], at=at)
    actions.append_letter(letter, case, by=cast["agent"], at=at)
    assert len(notes(case)) == 1
    with pytest.raises(Refusal):
        actions.set_aside(letter, by=cast["agent"], at=at)


def test_a_letter_set_aside_is_taken_up_again(cast: Cast, mailbox: Mailbox) -> None:
    letter, at = taken(mailbox, List_Id="<x.example>"), timezone.now()
    actions.take_up(letter, by=cast["agent"], at=at)
    assert (letter.state, letter.why) == (LetterState.WAITING, "")
    actions.dismiss_letter(letter, by=cast["agent"], at=at)
    assert letter.state == LetterState.DONE


def test_the_system_may_do_what_its_rules_say(mailbox: Mailbox, case: Case) -> None:
    letter = taken(mailbox, "new")
    actions.append_letter(letter, case, by=SYSTEM, at=timezone.now())
    assert letter.case == case

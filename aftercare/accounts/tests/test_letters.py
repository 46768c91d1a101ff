"""Invitations and new passwords by mail: who gets one, what opens, what is told to nobody."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from aftercare.accounts import actions, jobs
from aftercare.accounts.models import Letter, LetterState
from aftercare.accounts.tests.conftest import GOOD, last_link, sign_in, who
from aftercare.kit import events, links
from aftercare.kit.models import Event, Tally
from aftercare.people import actions as people
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast
from aftercare.web.logging import masked

pytestmark = pytest.mark.django_db
BOTH = {"password": GOOD, "again": GOOD}


def invite(cast: Cast, **more: Any) -> Any:
    words = {
        "name": "单雪", "email": "xue@example.com", "role": "agent", "username": "xue",
        "organisation": cast.organisations["own"].pk,
    }  # fmt: skip
    return signed_in(cast, "admin").post("/accounts/invite", {**words, **more})


def test_an_invitation_comes_by_mail_and_one_chooses_the_password(cast: Cast) -> None:
    answer = invite(cast)
    person = Person.objects.get(username="xue")
    assert answer["Location"] == f"/accounts/{person.pk}"
    assert not person.has_usable_password()
    client = Client()
    opened = client.get(last_link())
    assert (opened["Location"], opened["Referrer-Policy"]) == ("/account/password", "no-referrer")
    assert "单雪" in client.get("/account/password").content.decode()
    done = client.post("/account/password", BOTH)
    assert (done["Location"], done["Referrer-Policy"]) == ("/sign-in", "no-referrer")
    assert who(client) is None
    assert sign_in(client, "xue", GOOD).status_code == 302
    assert mail.outbox[0].to == ["xue@example.com"]
    assert mail.outbox[0].subject == "售后服务系统账号开通（守约机电工程有限公司）"
    kinds = [event.kind for event in events.events_of(person.reference)]
    assert kinds == ["person.added", "person.invited", "person.password-changed"]


def test_a_sender_with_a_name_leaves_the_id_of_a_mail_whole(cast: Cast, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "守约服务 <service@example.com>"
    invite(cast)
    headers = jobs.written(Letter.objects.get()).extra_headers
    assert headers["Message-ID"] == f"<{Letter.objects.get().nonce}@example.com>"


def test_a_link_opens_once(cast: Cast) -> None:
    invite(cast)
    link = last_link()
    first, second = Client(), Client()
    for client in (first, second):
        client.get(link)
    assert first.post("/account/password", BOTH).status_code == 302
    late = second.post("/account/password", {"password": GOOD + "2", "again": GOOD + "2"})
    assert late.status_code == 404
    assert Client().get(link).status_code == 404
    assert Person.objects.get(username="xue").check_password(GOOD)


def test_a_link_ends_in_time_and_a_new_one_ends_the_old(cast: Cast) -> None:
    invite(cast)
    old = last_link()
    person = Person.objects.get(username="xue")
    signed_in(cast, "admin").post(f"/accounts/{person.pk}/invite-again")
    new = last_link()
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 302)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=True):
        assert Client().get(new).status_code == 404


def test_a_weak_password_is_refused_and_the_link_stays_good(cast: Cast) -> None:
    invite(cast)
    client = Client()
    client.get(last_link())
    weak = client.post(
        "/account/password", {"password": "xue-xue-xue-xue", "again": "xue-xue-xue-xue"}
    )
    assert (weak.status_code, list(weak.context["form"].errors)) == (422, ["password"])
    differing = client.post("/account/password", {"password": GOOD, "again": GOOD + "x"})
    assert list(differing.context["form"].errors) == ["again"]
    assert client.post("/account/password", BOTH).status_code == 302


def test_no_secret_is_kept_or_logged(cast: Cast) -> None:
    invite(cast)
    link = last_link()
    secret = link.rpartition("/")[2]
    row = str(Letter.objects.filter(purpose="invitation").values().get())
    assert secret not in row
    assert links.hashed(secret) in row
    assert secret not in str(list(Event.objects.values()))
    assert masked(f"GET {link} done") == "GET /account/link/[token] done"


def test_asking_for_a_new_password_answers_alike_for_everybody(cast: Cast) -> None:
    seen = set()
    for name in (
        "agent",
        "agent@example.com",
        "nobody",
        "nobody@example.com",
        "leader@example.com",
    ):
        answer = Client().post("/recover", {"name": name})
        seen.add((answer.status_code, answer["Location"], answer.content))
    assert seen == {(302, "/recover/sent", b"")}
    asked = sorted(letter.person.username or "" for letter in Letter.objects.all())
    assert asked == ["agent", "agent", "leader"]


def test_a_forgotten_password_is_set_anew_and_every_session_ends(cast: Cast) -> None:
    before = Client()
    sign_in(before, "agent")
    client = Client()
    client.post("/recover", {"name": "Agent@Example.com"})
    link = last_link()
    assert before.get("/profile/security").status_code == 200
    client.get(link)
    client.post("/account/password", BOTH)
    assert before.get("/profile/security").status_code == 302
    assert sign_in(client, "agent", GOOD).status_code == 302
    jobs.send_due(timezone.now())
    assert "您的密码已更改。" in mail.outbox[-1].body


def test_asking_again_in_somebodys_name_does_not_end_the_link_they_have(cast: Cast) -> None:
    Client().post("/recover", {"name": "agent"})
    first = last_link()
    Client().post("/recover", {"name": "agent"})
    client, second = Client(), last_link()
    client.get(first)
    client.post("/account/password", BOTH)
    assert Person.objects.get(username="agent").check_password(GOOD)
    assert Client().get(second).status_code == 404


def test_old_letters_and_sessions_are_forgotten_with_their_network_addresses(cast: Cast) -> None:
    sign_in(Client(), "agent")
    Client().post("/recover", {"name": "agent"})
    now = timezone.now()
    assert jobs.forget_old(now + timedelta(days=13)) == 0
    jobs.forget_old(now + timedelta(days=92))
    assert (Letter.objects.count(), UserSession.objects.count()) == (0, 0)


def test_who_is_closed_or_has_no_account_gets_no_letter(cast: Cast) -> None:
    people.suspend_person(cast["agent"], by=cast["admin"], at=timezone.now())
    contact = cast["customer"]
    Person.objects.filter(pk=contact.pk).update(username=None)
    for name in ("agent", "customer@example.com", "  ", ""):
        Client().post("/recover", {"name": name})
    assert Letter.objects.count() == 0


def test_a_link_of_a_closed_account_opens_nothing(cast: Cast) -> None:
    Client().post("/recover", {"name": "agent"})
    link = last_link()
    client = Client()
    client.get(link)
    people.suspend_person(cast["agent"], by=cast["admin"], at=timezone.now())
    assert client.post("/account/password", BOTH).status_code == 404
    people.resume_person(cast["agent"], by=cast["admin"], at=timezone.now())
    assert client.post("/account/password", BOTH).status_code == 404
    assert Client().get(link).status_code == 404


def test_one_name_cannot_be_flooded_with_letters_and_one_address_not_try_many(cast: Cast) -> None:
    asked = [Client().post("/recover", {"name": "agent"}).status_code for _ in range(4)]
    assert asked == [302, 302, 302, 429]
    nobody = [Client().post("/recover", {"name": "nobody"}).status_code for _ in range(4)]
    assert nobody == asked
    Tally.objects.all().delete()
    many = [Client().post("/recover", {"name": f"n{one}"}).status_code for one in range(11)]
    assert many == [302] * 10 + [429]


def test_links_cannot_be_guessed_for_long(cast: Cast) -> None:
    tried = [Client().get(f"/account/link/guess{one}").status_code for one in range(21)]
    assert tried == [404] * 20 + [429]


def test_a_letter_is_written_in_the_language_of_its_reader(cast: Cast) -> None:
    Person.objects.filter(username="agent").update(language="en")
    Client().post("/recover", {"name": "agent"})
    jobs.send_due(timezone.now())
    assert mail.outbox[0].subject == "A new password for your account"
    assert re.search(r"until 2\d{3}-\d\d-\d\d", str(mail.outbox[0].body))


def test_a_letter_that_came_too_late_is_not_sent(cast: Cast) -> None:
    actions.ask_recovery("agent", at=timezone.now() - timedelta(hours=2))
    assert jobs.send_due(timezone.now()) == 0
    assert (mail.outbox, Letter.objects.get().state) == ([], LetterState.FAILED)


def test_an_invited_person_without_an_address_is_refused(cast: Cast) -> None:
    assert list(invite(cast, email="").context["form"].errors) == ["email"]
    taken = invite(cast, username="agent")
    assert (taken.status_code, list(taken.context["form"].errors)) == (422, ["username"])
    misfit = invite(cast, role="dealer")
    assert list(misfit.context["form"].errors) == ["role"]
    assert Letter.objects.count() == 0


def test_a_contact_becomes_somebody_who_signs_in_and_stays_who_they_are(cast: Cast) -> None:
    admin, own = signed_in(cast, "admin"), cast.organisations["customer"]
    contact = people.add_person(
        name="韩梅", role="customer", organisation=own, by=cast["agent"], at=timezone.now()
    )
    address = f"/accounts/people/{contact.pk}/invite"
    assert f'href="{address}"' in admin.get(f"/people/organisations/{own.pk}").content.decode()
    assert list(admin.post(address, {"email": ""}).context["form"].errors) == ["email"]
    taken = admin.post(address, {"email": "han@example.com", "username": "agent"})
    assert list(taken.context["form"].errors) == ["username"]
    done = admin.post(address, {"email": "han@example.com", "username": "han"})
    assert done["Location"] == f"/accounts/{contact.pk}"
    client = Client()
    client.get(last_link())
    client.post("/account/password", BOTH)
    assert sign_in(client, "han", GOOD).status_code == 302
    assert who(client) == str(contact.pk)
    assert admin.get(address).status_code == 404
    assert signed_in(cast, "manager").get(address).status_code == 403


def test_whoever_is_invited_without_a_name_signs_in_by_the_address(cast: Cast) -> None:
    dealer = cast.organisations["dealer"]
    invite(cast, username="", role="dealer", organisation=dealer.pk)
    person = Person.objects.get(username="xue@example.com")
    assert (person.organisation, person.role) == (dealer, "dealer")

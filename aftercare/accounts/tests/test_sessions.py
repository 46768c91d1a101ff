"""Where one is signed in, and how that ends."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from aftercare.accounts.tests.conftest import sign_in, who
from aftercare.api import actions as tokens
from aftercare.kit import events
from aftercare.kit.events import SYSTEM
from aftercare.people import actions as people
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db
AT = timezone.now()


def test_every_session_is_listed_and_one_is_ended(cast: Cast) -> None:
    here, lost = Client(), Client(headers={"user-agent": "Lost Telephone 1.0"})
    sign_in(here, "agent")
    sign_in(lost, "agent")
    page = here.get("/profile/security")
    assert [one.user_agent for one in page.context["sessions"]] == ["Lost Telephone 1.0", ""]
    session = UserSession.objects.get(user_agent="Lost Telephone 1.0")
    here.post(f"/profile/sessions/{session.pk}/end")
    assert lost.get("/profile/security").status_code == 302
    assert len(here.get("/profile/security").context["sessions"]) == 1


def test_the_sessions_of_others_are_not_there(cast: Cast) -> None:
    mine, theirs = Client(), Client()
    sign_in(mine, "agent")
    sign_in(theirs, "manager")
    session = UserSession.objects.get(user=cast["manager"])
    assert mine.post(f"/profile/sessions/{session.pk}/end").status_code == 404
    assert theirs.get("/profile/security").status_code == 200


def test_all_others_end_and_this_one_goes_on(cast: Cast) -> None:
    clients = [Client() for _ in range(3)]
    for client in clients:
        sign_in(client, "agent")
    clients[0].post("/profile/sessions/end-others")
    assert [one.get("/profile/security").status_code for one in clients] == [200, 302, 302]
    assert len(clients[0].get("/profile/security").context["sessions"]) == 1


def test_a_closed_account_ends_at_once_and_its_sessions_and_tokens_do_not_come_back(
    cast: Cast,
) -> None:
    agent = cast["agent"]
    client, untracked = Client(), Client()
    sign_in(client, "agent")
    untracked.force_login(agent)
    until = AT + timedelta(days=9)
    made = tokens.make_token(
        agent, name="x", scopes=["read:cases"], expires_at=until, by=SYSTEM, at=AT
    )
    bearer = {"authorization": f"Bearer {made.secret}"}
    assert Client().get("/api/v1/cases", headers=bearer).status_code == 200
    admin = signed_in(cast, "admin")
    admin.post(f"/accounts/{agent.pk}/suspend", {"reason": "lost"})
    assert client.get("/profile/security").status_code == 302
    assert Client().get("/api/v1/cases", headers=bearer).status_code == 401
    admin.post(f"/accounts/{agent.pk}/resume")
    assert client.get("/profile/security").status_code == 302
    assert untracked.get("/profile/security").status_code == 302
    assert Client().get("/api/v1/cases", headers=bearer).status_code == 401
    assert sign_in(Client(), "agent").status_code == 302
    told = [(event.kind, event.data) for event in events.events_of(agent.reference)]
    assert ("person.suspended", {"reason": "lost"}) in told
    assert [kind for kind, _data in told] == [
        "token.made", "person.suspended", "token.revoked", "person.resumed",
    ]  # fmt: skip


def test_closing_an_account_on_the_form_of_the_person_is_the_same(cast: Cast) -> None:
    client = Client()
    sign_in(client, "agent")
    people.change_person(cast["agent"], changes={"is_active": False}, by=cast["admin"], at=AT)
    people.change_person(cast["agent"], changes={"is_active": True}, by=cast["admin"], at=AT)
    assert client.get("/profile/security").status_code == 302


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    admin = signed_in(cast, "admin")
    assert admin.post(f"/accounts/{cast['admin'].pk}/suspend").status_code == 403
    assert Person.objects.get(pk=cast["admin"].pk).is_active


def test_a_closed_account_is_told_so_only_with_the_right_password(
    client: Client, cast: Cast
) -> None:
    people.suspend_person(cast["agent"], by=cast["admin"], at=AT)
    wrong, right = sign_in(client, "agent", "wrong"), sign_in(client, "agent")
    assert (wrong.status_code, right.status_code, who(client)) == (422, 422, None)
    nobody = sign_in(client, "nobody", "wrong")
    errors = [page.context["form"].non_field_errors() for page in (wrong, nobody)]
    assert errors[0] == errors[1]


def test_a_new_password_keeps_this_session_in_the_list(client: Client, cast: Cast) -> None:
    sign_in(client, "agent")
    new = "trifft-sieben-Birnen-am-Abend"
    client.post(
        "/people/profile/password",
        {"old_password": "demo", "new_password1": new, "new_password2": new},
    )
    assert len(client.get("/profile/security").context["sessions"]) == 1

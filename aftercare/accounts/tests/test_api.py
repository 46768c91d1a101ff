"""Accounts through the API and the command line: as on the pages, by the same actions."""

import pytest
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from aftercare.accounts.models import Letter
from aftercare.accounts.tests.conftest import GOOD, link_in, set_up_codes, sign_in
from aftercare.api.tests.conftest import Program, make_token
from aftercare.kit.errors import Refusal
from aftercare.people import actions as people
from aftercare.people.models import Organisation, Person
from aftercare.web.commands import accounts as command
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast: Cast) -> Program:
    return Program(make_token(cast["admin"]))


def test_somebody_is_invited_once_however_often_it_is_sent(cast: Cast, admin: Program) -> None:
    own = cast.organisations["own"].pk
    body = {"name": "单雪", "email": "xue@example.com", "role": "agent", "organisation": own}
    replies = [admin.send("POST", "/accounts", body, Idempotency_Key="k1") for _ in range(2)]
    assert [reply.status for reply in replies] == [201, 201]
    person = Person.objects.get(username="xue@example.com")
    assert replies[0].content["is_invited"] is True
    assert replies[0].headers["Location"] == f"/api/v1/accounts/{person.pk}"
    assert Letter.objects.filter(person=person).count() == 1
    assert "secret" not in str(replies[0].content)


def test_a_personnel_system_closes_an_account_at_once(cast: Cast, admin: Program) -> None:
    client, key = Client(), cast["agent"].pk
    sign_in(client, "agent")
    mine = Program(make_token(cast["agent"]))
    (found,) = admin.get("/accounts?username=agent").content["items"]
    assert (found["id"], found["is_active"]) == (key, True)
    for _ in range(2):
        closed = admin.send("POST", f"/accounts/{key}/close", {"reason": "left"})
        assert (closed.status, closed.content["is_active"]) == (200, False)
    assert client.get("/profile/security").status_code == 302
    assert mine.get("/cases").status == 401
    opened = admin.send("POST", f"/accounts/{key}/open", None)
    assert (opened.status, opened.content["is_active"]) == (200, True)
    assert mine.get("/cases").status == 401


def test_nobody_closes_themselves_and_a_contact_is_no_account(cast: Cast, admin: Program) -> None:
    own = admin.send("POST", f"/accounts/{cast['admin'].pk}/close", {})
    assert own.status == 403
    contact = people.add_person(
        name="联系人", role="customer", organisation=cast.organisations["customer"],
        by=cast["admin"], at=timezone.now(),
    )  # fmt: skip
    assert admin.get(f"/accounts/{contact.pk}").status == 404


def test_the_first_administrator_is_made_where_there_is_nobody_and_no_mail(db: None) -> None:
    words = ["administrator", "wang", "--name", "王建国", "--email", "wang@example.com"]
    done = CliRunner().invoke(command.app, words)
    assert done.exit_code == 0, done.output
    assert Organisation.objects.get().kind == "company"
    client = Client()
    client.get(link_in(done.output))
    client.post("/account/password", {"password": GOOD, "again": GOOD})
    assert sign_in(client, "wang", GOOD).status_code == 302
    assert client.get("/accounts").status_code == 200


def test_the_command_helps_out_and_closes(cast: Cast) -> None:
    run = CliRunner().invoke
    set_up_codes(cast["agent"])
    assert run(command.app, ["reset-factors", "agent"]).exit_code == 0
    link = link_in(run(command.app, ["recover", "agent"]).output)
    assert Client().get(link).status_code == 302
    assert run(command.app, ["close", "agent", "--reason", "lost"]).exit_code == 0
    assert sign_in(Client(), "agent").status_code == 422
    assert Client().get(link).status_code == 404
    refused = run(command.app, ["recover", "agent"])
    assert isinstance(refused.exception, Refusal)
    assert run(command.app, ["open", "agent"]).exit_code == 0
    assert sign_in(Client(), "agent").status_code == 302
    assert "agent  agent  OWN  正常" in run(command.app, ["list"]).output
    assert run(command.app, ["close", "nobody"]).exit_code == 2

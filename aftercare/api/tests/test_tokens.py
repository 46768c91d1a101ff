"""Tokens: shown once, good for their scopes and their time, and for nobody else's records."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.api import actions, limits
from aftercare.api.models import Token
from aftercare.api.tests.conftest import Program, World, make_token
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.models import Event
from aftercare.people.models import Person

YEAR = timedelta(days=366)


def made(person: Person, days: float = 1, by: Person | None = None, **more: object) -> actions.Made:
    at = timezone.now()
    given = {"name": "erp", "scopes": ["read:cases"], "expires_at": at + timedelta(days=days)}
    return actions.make_token(person, **{**given, **more}, by=by or person, at=at)  # type: ignore[arg-type]


def test_of_the_secret_only_a_hash_is_kept(world: World) -> None:
    token = made(world.cast["agent"])
    assert token.secret.startswith(f"ac_{token.token.prefix}_")
    secret = token.secret.rpartition("_")[2]
    row = Token.objects.filter(pk=token.token.pk).values().get()
    events = list(Event.objects.filter(kind="token.made").values())
    assert secret not in f"{row}{events}"
    assert [event["subject"] for event in events] == [world.cast["agent"].reference]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_ends_within_a_year(world: World, days: float) -> None:
    with pytest.raises(Refusal, match="一年"):
        made(world.cast["agent"], days)


@pytest.mark.parametrize("scopes", [[], ["read:everything"], ["read:cases", "x"]])
def test_a_token_has_scopes_that_exist(world: World, scopes: Iterable[str]) -> None:
    with pytest.raises(Refusal):
        made(world.cast["agent"], scopes=scopes)


def test_only_who_keeps_persons_makes_tokens_for_others(world: World) -> None:
    agent = world.cast["agent"]
    with pytest.raises(NotAllowed):
        made(agent, by=world.cast["manager"])
    token = made(agent, by=world.cast["admin"]).token
    assert (token.person, token.created_by) == (agent, world.cast["admin"].name)
    with pytest.raises(NotAllowed):
        actions.revoke_token(token, by=world.cast["manager"], at=timezone.now())


def test_nobody_heaps_up_tokens(world: World) -> None:
    for _one in range(actions.MOST):
        made(world.cast["agent"])
    with pytest.raises(Refusal, match="太多"):
        made(world.cast["agent"])


def test_an_ended_token_opens_nothing(world: World) -> None:
    secret = make_token(world.cast["agent"])
    token = Token.objects.get()
    program = Program(secret)
    assert program.get("/cases").status == 200
    actions.revoke_token(token, by=world.cast["agent"], at=timezone.now())
    reply = program.get("/cases")
    assert (reply.status, reply.code) == (401, "not-recognised")
    assert 'error="invalid_token"' in reply.headers["WWW-Authenticate"]
    Token.objects.update(revoked_at=None, expires_at=timezone.now())
    assert program.get("/cases").status == 401


def test_a_token_ends_with_its_person(world: World) -> None:
    program = world.program("agent")
    Person.objects.filter(pk=world.cast["agent"].pk).update(is_active=False)
    assert program.get("/cases").status == 401


@pytest.mark.parametrize("change", ["x", "ac_", "", " ", "ac_aaaaaaaa_" + "a" * 43])
def test_a_guess_opens_nothing(world: World, change: str) -> None:
    secret = make_token(world.cast["agent"])
    assert Program(secret[:-3] + change).get("/cases").status == 401
    assert Program().get("/cases", Authorization=f"Basic {secret}").status == 401


def test_a_token_is_good_for_its_scopes_only(world: World) -> None:
    program = world.program("admin", ["read:cases"])
    assert program.get("/cases").status == 200
    reply = program.get("/plans")
    assert (reply.status, reply.code) == (403, "out-of-scope")
    assert 'scope="read:plans"' in reply.headers["WWW-Authenticate"]
    assert program.post("/cases", {"symptom": "x"}).code == "out-of-scope"


def test_its_last_use_is_noted(world: World) -> None:
    program = world.program("agent")
    assert Token.objects.get().last_used_at is None
    program.get("/cases")
    used = Token.objects.get().last_used_at
    assert used is not None
    program.get("/cases")
    assert Token.objects.get().last_used_at == used


def test_a_program_that_asks_too_often_is_told_when_to_come_back(world: World) -> None:
    secret = made(world.cast["agent"], per_minute=40).secret
    program = Program(secret)
    statuses = [program.get("/cases").status for _one in range(42)]
    assert statuses == [200] * 40 + [429] * 2
    reply = program.get("/cases")
    assert (reply.code, 1 <= int(reply.headers["Retry-After"]) <= 60) == ("too-many", True)
    limits.forget()  # another process has reserved nothing either, and finds the minute used up
    assert program.get("/cases").status == 429
    assert Program(made(world.cast["agent"]).secret).get("/cases").status == 200


def test_a_signed_in_browser_needs_its_csrf_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast["agent"])
    browser = Program(client=client)
    assert browser.get("/cases").status == 200
    report = {"symptom": "漏水", "unit": world.unit.pk}
    reply = browser.post("/cases", report)
    assert (reply.status, reply.code) == (403, "csrf")
    client.get("/sign-in")  # any page with a form sets the cookie
    client.cookies["csrftoken"] = "a" * 32
    reply = browser.post("/cases", report, X_CSRFToken="a" * 32)
    assert reply.status == 201


def test_a_bad_token_is_not_rescued_by_a_session(world: World) -> None:
    client = Client()
    client.force_login(world.cast["agent"])
    assert Program("ac_wrong", client).get("/cases").status == 401

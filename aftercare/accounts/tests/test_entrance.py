"""Coming in: second factors, their limits, and what is asked again."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from aftercare.accounts.models import Letter
from aftercare.accounts.tests.conftest import KEY, add_passkey, code, set_up_codes, sign_in, who
from aftercare.kit import events
from aftercare.kit.models import Tally
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_password_alone_is_not_enough_with_codes_set_up(client: Client, cast: Cast) -> None:
    set_up_codes(cast["agent"])
    answer = sign_in(client, "agent", next="/people/profile")
    assert (answer["Location"], who(client)) == ("/sign-in/second", None)
    assert client.get("/people/profile").status_code == 302
    answer = client.post("/sign-in/second", {"code": code()})
    assert (answer["Location"], who(client)) == ("/people/profile", str(cast["agent"].pk))


def test_a_wrong_code_does_not_let_in(client: Client, cast: Cast) -> None:
    set_up_codes(cast["agent"])
    sign_in(client, "agent")
    answer = client.post("/sign-in/second", {"code": code("A" * 32)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])
    assert who(client) is None


def test_the_second_step_needs_the_first(client: Client, cast: Cast) -> None:
    set_up_codes(cast["agent"])
    assert client.get("/sign-in/second")["Location"] == "/sign-in"
    assert client.post("/sign-in/second", {"code": code()})["Location"] == "/sign-in"


def test_a_code_lets_in_once(cast: Cast) -> None:
    set_up_codes(cast["agent"])
    now = code()
    found = []
    for client in (Client(), Client()):
        sign_in(client, "agent")
        found.append(client.post("/sign-in/second", {"code": now}).status_code)
    assert found == [302, 422]


def test_guessing_codes_is_stopped_on_every_device(cast: Cast) -> None:
    set_up_codes(cast["agent"])
    found = []
    for _ in range(6):
        client = Client()
        sign_in(client, "agent")
        found.append(client.post("/sign-in/second", {"code": "000000"}).status_code)
    assert found == [422] * 5 + [429]
    sign_in(client, "agent")
    assert client.post("/sign-in/second", {"code": code()}).status_code == 429
    Tally.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.post("/sign-in/second", {"code": code()}).status_code == 302


def test_codes_are_set_up_after_showing_oneself_again_and_recovery_codes_shown_once(
    client: Client, cast: Cast
) -> None:
    sign_in(client, "agent")
    asked = client.get("/profile/security/codes")
    assert asked["Location"] == "/sign-in/again?next=%2Fprofile%2Fsecurity%2Fcodes"
    assert client.post("/sign-in/again", {"password": "wrong"}).status_code == 422
    answer = client.post("/sign-in/again?next=/profile/security/codes", {"password": "demo"})
    assert answer["Location"] == "/profile/security/codes"
    key = client.get("/profile/security/codes").context["form"].secret
    wrong = client.post("/profile/security/codes", {"code": "000000"})
    assert (wrong.status_code, wrong.context["form"].secret) == (422, key)
    done = client.post("/profile/security/codes", {"code": code(key)})
    assert done["Location"] == "/profile/security/recovery"
    shown = client.get("/profile/security/recovery").context["unused_codes"]
    assert len(set(shown)) == 10
    hidden = client.get("/profile/security/recovery").content.decode()
    assert all(one not in hidden for one in shown)
    kinds = [event.kind for event in events.events_of(cast["agent"].reference)]
    assert kinds == ["person.codes-set-up"]
    assert [letter.notice for letter in Letter.objects.all()] == ["codes-on"]
    other = Client()
    sign_in(other, "agent")
    assert other.post("/sign-in/second", {"code": shown[0]}).status_code == 302
    again = Client()
    sign_in(again, "agent")
    assert again.post("/sign-in/second", {"code": shown[0]}).status_code == 422


def test_the_keys_of_second_factors_do_not_stand_in_the_database(cast: Cast) -> None:
    set_up_codes(cast["agent"])
    assert KEY not in str(list(Authenticator.objects.values("data")))


def test_codes_are_removed_after_showing_oneself_again(client: Client, cast: Cast) -> None:
    set_up_codes(cast["agent"])
    sign_in(client, "agent")
    client.post("/sign-in/second", {"code": code()})
    address = "/profile/security/codes/remove"
    assert client.post(address)["Location"].startswith("/sign-in/again?")
    assert Authenticator.objects.count() == 2
    client.post("/sign-in/again/code", {"code": code(steps=1)})
    assert client.post(address).status_code == 302
    assert Authenticator.objects.count() == 0
    kinds = [event.kind for event in events.events_of(cast["agent"].reference)]
    assert kinds == ["person.codes-removed"]


def test_a_passkey_that_nobody_knows_lets_nobody_in(client: Client, cast: Cast) -> None:
    options = client.get("/sign-in/passkey", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"
    for credential in ("{}", "no json", '{"response": {"userHandle": "AA"}}'):
        answer = client.post("/sign-in/passkey", {"credential": credential})
        assert (answer["Location"], who(client)) == ("/sign-in", None)
    assert len(client.get("/sign-in").context["messages"]) == 3


def test_someone_elses_passkey_is_not_there(client: Client, cast: Cast) -> None:
    theirs = add_passkey(cast["manager"])
    sign_in(client, "agent")
    client.post("/sign-in/again", {"password": "demo"})
    assert client.post(f"/profile/security/passkeys/{theirs.pk}/remove").status_code == 404
    assert Authenticator.objects.count() == 1

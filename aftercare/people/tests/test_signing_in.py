"""Signing in and out: who gets in, who is slowed down, where one lands."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, override_settings
from django.utils import timezone

from aftercare.kit.models import Tally
from aftercare.web.demo.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra: str) -> int:
    data = {"username": username, "password": password}
    return client.post("/sign-in", data, **extra).status_code  # type: ignore[arg-type]


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_right_password_lets_in_and_sign_out_ends_it(client: Client, cast: Cast) -> None:
    assert sign_in(client, "agent") == 302
    assert who(client) == str(cast["agent"].pk)
    answer = client.post("/sign-out")
    assert (answer.status_code, answer["Location"], who(client)) == (302, "/sign-in", None)


def test_sign_out_is_not_done_by_following_a_link(client: Client, cast: Cast) -> None:
    client.force_login(cast["agent"])
    assert client.get("/sign-out").status_code == 405
    assert who(client) == str(cast["agent"].pk)


@pytest.mark.parametrize(
    ("username", "password"), [("agent", "Demo"), ("nobody", "demo"), ("agent", ""), ("", "demo")]
)
def test_anything_else_says_so_without_saying_which(
    client: Client, cast: Cast, username: str, password: str
) -> None:
    assert sign_in(client, username, password) == 422
    assert who(client) is None


def test_a_closed_account_cannot_sign_in(client: Client, cast: Cast) -> None:
    person = cast["agent"]
    person.is_active = False
    person.save()
    assert (sign_in(client, "agent"), who(client)) == (422, None)


def test_the_sixth_wrong_password_has_to_wait_and_so_has_the_right_one(
    client: Client, cast: Cast
) -> None:
    assert [sign_in(client, "agent", "wrong") for _ in range(6)] == [422] * 5 + [429]
    assert (sign_in(client, "agent"), who(client)) == (429, None)
    answer = client.post("/sign-in", {"username": "agent", "password": "demo"})
    assert "尝试次数过多，请在 4 分后再试。" in answer.content.decode()


def test_one_who_guesses_does_not_lock_out_another_address_or_account(
    client: Client, cast: Cast
) -> None:
    for _ in range(6):
        sign_in(client, "agent", "wrong")
    assert sign_in(Client(), "agent", REMOTE_ADDR="203.0.113.9") == 302
    assert sign_in(Client(), "manager") == 302


def test_the_wait_ends(client: Client, cast: Cast) -> None:
    for _ in range(6):
        sign_in(client, "agent", "wrong")
    Tally.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert sign_in(client, "agent") == 302


def test_one_address_cannot_try_many_accounts(client: Client, cast: Cast) -> None:
    assert {sign_in(client, f"guess{number}", "demo") for number in range(50)} == {422}
    assert sign_in(client, "manager") == 429


def test_right_passwords_never_use_up_the_limit(cast: Cast) -> None:
    assert {sign_in(Client(), "agent") for _ in range(55)} == {302}


def test_one_comes_back_to_the_page_asked_for_but_not_to_another_site(
    client: Client, cast: Cast
) -> None:
    asked = client.get("/people/profile")
    assert asked["Location"] == "/sign-in?next=/people/profile"
    data = {"username": "agent", "password": "demo", "next": "/people/profile"}
    assert client.post("/sign-in", data)["Location"] == "/people/profile"
    away = {**data, "next": "https://example.com/"}
    assert Client().post("/sign-in", away)["Location"] == "/"


def test_the_cast_is_offered_only_where_one_tries_things_out(client: Client, cast: Cast) -> None:
    names = {person.username for person in client.get("/sign-in").context["cast"]}
    assert names == set(cast.people)
    with override_settings(PRODUCTION=True):
        page = client.get("/sign-in")
        assert page.context["cast"] is None
        assert "demo" not in page.content.decode().replace("demo-note", "")


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed, which is what takes time in production."""

    algorithm = "counting"
    times = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.times += 1
        return str(super().encode(password, salt))


@pytest.mark.parametrize(
    "username", ["agent", "nobody", "inspector", "author", "agent@nowhere.example"]
)
def test_how_long_it_takes_does_not_tell_whether_there_is_an_account(
    client: Client, cast: Cast, settings: Any, username: str
) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    for name in ("agent", "inspector"):
        cast[name].set_password(PASSWORD)
    cast["inspector"].is_active = False
    cast["author"].set_unusable_password()  # invited, and never came
    for name in ("agent", "inspector", "author"):
        cast[name].save()
    Counting.times = 0
    assert sign_in(client, username, "wrong") == 422
    assert Counting.times == 1

"""The company's own sign-in, with a real OpenID provider on loopback."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread

from aftercare.accounts.models import Letter
from aftercare.accounts.tests.conftest import code, set_up_codes, who
from aftercare.kit import events
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web import environment as env
from aftercare.web.demo.cast import Cast

pytestmark = [
    pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]  # fmt: skip


def claims(email: str, *, verified: bool = True, **more: Any) -> dict[str, Any]:
    return {"email": email, "email_verified": verified, **more}


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A provider that knows some people, and ourselves set up to ask it."""
    people = (
        User(sub="1", claims=claims("Agent@example.com", name="somebody", picture="x")),
        User(sub="2", claims=claims("stranger@example.com")),
        User(sub="3", claims=claims("manager@example.com", verified=False)),
        User(sub="4", claims=claims("customer@example.com")),
    )
    with run_server_in_thread(user_claims=people) as server:
        address = f"http://localhost:{server.server_port}"
        monkeypatch.setenv("AFTERCARE_OIDC_ADDRESS", address)
        monkeypatch.setenv("AFTERCARE_OIDC_CLIENT", "aftercare")
        monkeypatch.setenv("AFTERCARE_OIDC_SECRET", "provider-secret")
        settings.SOCIALACCOUNT_PROVIDERS = env.company_sign_in()
        settings.COMPANY_SIGN_IN = "SSO"
        yield address


def come_by_company(client: Client, sub: str, start: str = "/sign-in/company") -> Any:
    """Off to the provider, say there who one is, and back."""
    away = client.get(start)["Location"]
    back = requests.post(away, data={"sub": sub}, allow_redirects=False, timeout=10)
    parts = urlsplit(back.headers["Location"])
    assert parts.path == "/sign-in/company/callback"
    return client.get(f"{parts.path}?{parts.query}")


def test_a_colleague_comes_in_and_is_linked_once(client: Client, cast: Cast, provider: str) -> None:
    agent = cast["agent"]
    answer = come_by_company(client, "1", "/sign-in/company?next=/people/profile")
    assert (answer["Location"], who(client)) == ("/people/profile", str(agent.pk))
    Person.objects.filter(pk=agent.pk).update(email="other@example.com")
    again = Client()
    assert come_by_company(again, "1")["Location"] == "/"
    assert who(again) == str(agent.pk)
    linked = SocialAccount.objects.get()
    assert (linked.uid, linked.extra_data) == ("1", {})
    assert [event.kind for event in events.events_of(agent.reference)] == ["person.company-linked"]
    assert [letter.notice for letter in Letter.objects.all()] == ["company-linked"]


def test_the_request_carries_a_state_and_a_challenge_but_no_secret(
    client: Client, cast: Cast, provider: str
) -> None:
    away = client.get("/sign-in/company")["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert away.startswith(f"{provider}/")
    assert {"state", "code_challenge"} <= set(asked)
    assert asked["code_challenge_method"] == ["S256"]
    assert "provider-secret" not in away


@pytest.mark.parametrize("sub", ["2", "3", "4"])
def test_strangers_unverified_addresses_and_customers_stay_outside(
    client: Client, cast: Cast, provider: str, sub: str
) -> None:
    many = Person.objects.count()
    answer = come_by_company(client, sub)
    assert (answer["Location"], who(client)) == ("/sign-in", None)
    assert "请让管理员邀请您" in client.get("/sign-in").content.decode()
    assert (Person.objects.count(), SocialAccount.objects.count()) == (many, 0)


def test_a_closed_account_stays_closed(client: Client, cast: Cast, provider: str) -> None:
    come_by_company(client, "1")
    signed_in(cast, "admin").post(f"/accounts/{cast['agent'].pk}/suspend")
    other = Client()
    assert come_by_company(other, "1")["Location"] == "/sign-in"
    assert who(other) is None


def test_two_with_one_address_are_not_taken_for_each_other(
    client: Client, cast: Cast, provider: str
) -> None:
    Person.objects.filter(username="quality").update(email="agent@example.com")
    come_by_company(client, "1")
    assert who(client) is None


def test_the_second_factor_is_asked_for_here_too(client: Client, cast: Cast, provider: str) -> None:
    set_up_codes(cast["agent"])
    assert come_by_company(client, "1")["Location"] == "/sign-in/second"
    assert who(client) is None
    client.post("/sign-in/second", {"code": code()})
    assert who(client) == str(cast["agent"].pk)


def test_an_answer_nobody_asked_for_is_refused(client: Client, cast: Cast, provider: str) -> None:
    for query in ("code=x&state=y", "error=access_denied", ""):
        answer = client.get(f"/sign-in/company/callback?{query}")
        assert (answer["Location"], who(client)) == ("/sign-in", None)


def test_another_site_cannot_send_somebody_off(client: Client, cast: Cast, provider: str) -> None:
    answer = client.get("/sign-in/company", headers={"sec-fetch-site": "cross-site"})
    assert answer["Location"] == "/sign-in"


def test_the_provider_may_be_away(client: Client, cast: Cast, settings: Any) -> None:
    app = {"provider_id": "company", "name": "SSO", "client_id": "x", "secret": "y",
           "settings": {"server_url": "http://127.0.0.1:9"}}  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert client.get("/sign-in/company")["Location"] == "/sign-in"
    assert "公司登录没有响应" in client.get("/sign-in").content.decode()


def test_without_settings_there_is_no_such_way(client: Client, cast: Cast) -> None:
    assert client.get("/sign-in/company").status_code == 404
    assert client.get("/sign-in/company/callback").status_code == 404
    assert "/sign-in/company" not in client.get("/sign-in").content.decode()


def test_the_link_is_removed_by_an_administrator(client: Client, cast: Cast, provider: str) -> None:
    come_by_company(client, "1")
    signed_in(cast, "admin").post(f"/accounts/{cast['agent'].pk}/unlink-company")
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "client_name"),
    [("http://login.example.com", "x"), ("ftp://login.example.com", "x"),
     ("https://login.example.com", "")],
)  # fmt: skip
def test_unsafe_settings_are_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, client_name: str
) -> None:
    monkeypatch.setenv("AFTERCARE_OIDC_ADDRESS", address)
    monkeypatch.setenv("AFTERCARE_OIDC_CLIENT", client_name)
    with pytest.raises(env.BadSetting):
        env.company_sign_in()

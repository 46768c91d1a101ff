"""The pages about the API: one's own tokens, and the documentation, also under the strict CSP."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from typer.testing import CliRunner

from aftercare.api.models import Token
from aftercare.api.tests.conftest import Program, World
from aftercare.web.commands import application
from aftercare.web.demo.cast import make_cast
from tests.plugins.browser import axe

FORM = {"name": "ERP", "days": "90", "scopes": ["read:cases", "read:plans"]}


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.cast["agent"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_a_token_is_shown_once_and_works(client: Client, world: World) -> None:
    page = client.post("/profile/tokens", FORM).content.decode()
    found = re.search(r'id="new-token">(ac_[^<]+)<', page)
    assert found is not None
    assert Program(found[1]).get("/cases").status == 200
    assert Program(found[1]).post("/cases", {"symptom": "x"}).code == "out-of-scope"
    again = client.get("/profile/tokens")
    assert found[1] not in again.content.decode()
    assert "no-store" in again.headers["Cache-Control"]
    assert f"ac_{Token.objects.get().prefix}_…" in again.content.decode()


def test_a_form_with_mistakes_makes_nothing(client: Client) -> None:
    wrong: list[tuple[str, Any]] = [
        ("name", ""), ("scopes", []), ("scopes", ["read:x"]), ("days", "4000"),
    ]  # fmt: skip
    for name, value in wrong:
        assert client.post("/profile/tokens", {**FORM, name: value}).status_code == 422
    assert Token.objects.count() == 0


def test_ones_own_token_is_revoked_and_no_other(client: Client, world: World) -> None:
    client.post("/profile/tokens", FORM)
    own = Token.objects.get()
    world.program("manager")
    other = Token.objects.exclude(pk=own.pk).get()
    assert client.post(f"/profile/tokens/{other.pk}/revoke").status_code == 404
    assert client.post(f"/profile/tokens/{own.pk}/revoke").status_code == 302
    revoked = Token.objects.exclude(revoked_at=None)
    assert list(revoked) == [own]


def test_the_pages_need_a_sign_in_and_revoking_a_post(world: World) -> None:
    assert Client().get("/profile/tokens").status_code == 302
    client = Client()
    client.force_login(world.cast["agent"])
    assert client.get("/profile/tokens/1/revoke").status_code == 405


def test_the_documentation_shows_every_operation(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    document = Program().get("/openapi.json").content
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert all(f'id="{name}"' in page for name in names)
    assert 'id="stale"' in page


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(application(), list(words))
    return done.exit_code, done.stdout.strip()


def test_a_token_from_the_command_line(world: World) -> None:
    code, secret = run("tokens", "create", "agent", "--name", "ERP", "--scope", "read:cases")
    assert (code, Program(secret).get("/cases").status) == (0, 200)
    prefix = secret.split("_")[1]
    assert prefix in run("tokens", "list")[1]
    assert run("tokens", "revoke", prefix)[0] == 0
    assert Program(secret).get("/cases").status == 401
    assert prefix not in run("tokens", "list", "agent")[1]
    assert run("tokens", "create", "nobody", "--name", "x")[0] == 2
    assert run("tokens", "revoke", "nothing")[0] == 2


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_are_accessible_and_keep_the_policy(
    live_server: LiveServer, page: Page, width: int
) -> None:
    make_cast()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/api/v1/docs")
    page.locator("details summary").nth(3).click()
    assert page.locator("details[open] pre").count() >= 1
    assert axe(page) == []
    page.goto(f"{live_server.url}/sign-in?next=/profile/tokens")
    page.fill("input[name=username]", "agent")
    page.fill("input[name=password]", "demo")
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url("**/profile/tokens")
    page.fill("input[name=name]", "ERP")
    page.locator("input[name=scopes]").first.check()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector("#new-token")
    assert axe(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    assert not wide

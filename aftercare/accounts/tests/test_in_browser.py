"""Passkeys with a real browser and its virtual authenticator; codes and pages at both sizes."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.accounts.models import Letter
from aftercare.accounts.tests.conftest import code, set_up_codes
from aftercare.web.demo.cast import PASSWORD, make_cast
from tests.plugins.browser import DESKTOP, PHONE, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """Passkeys need a name, not a number."""
    make_cast()
    cache.clear()
    return live_server.url.replace("127.0.0.1", "localhost")


def telephone(page: Page) -> None:
    """A device that keeps passkeys and knows its owner's finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")


def sign_out(page: Page, address: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in")


def fits(page: Page) -> None:
    """Good for everybody, and not wider than a telephone."""
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert axe(page) == [], page.url
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, page.url


def test_a_passkey_is_added_and_lets_in_without_a_password(address: str, page: Page) -> None:
    telephone(page)
    sign_in(page, address, "agent")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{address}/profile/security/passkeys/add")
    fits(page)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.locator("#id_name").fill("林晓的手机")
    fits(page)
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/profile/security/recovery")
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    fits(page)
    page.goto(f"{address}/profile/security")
    expect(page.locator("#passkeys")).to_contain_text("林晓的手机")
    fits(page)
    assert Letter.objects.get().notice == "passkey-added"

    sign_out(page, address)
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{address}/profile/security")
    expect(page.locator("h1")).to_have_text("登录与安全")

    sign_out(page, address)
    sign_in(page, address, "agent")
    page.wait_for_url("**/sign-in/second")
    fits(page)
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url(lambda url: "sign-in" not in url)

    page.goto(f"{address}/profile/security")
    page.locator("#passkeys").get_by_role("link", name="移除").click()
    page.get_by_role("link", name="用通行密钥").click()
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url("**/remove")
    fits(page)
    page.get_by_role("button", name="移除").click()
    page.wait_for_url("**/profile/security")
    assert not Authenticator.objects.exists()


def test_a_device_that_refuses_says_so_and_another_way_stays_open(address: str, page: Page) -> None:
    telephone(page)
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.locator("[data-passkey-fault]")).to_be_visible()
    fits(page)
    sign_in(page, address, "agent")
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_codes_are_set_up_with_what_the_page_shows(address: str, page: Page) -> None:
    sign_in(page, address, "agent")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{address}/profile/security/codes")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    key = page.locator("#totp-key").inner_text()
    fits(page)
    page.locator("#id_code").fill(code(key))
    page.locator("#id_code").press("Enter")
    page.wait_for_url("**/profile/security/recovery")
    recovery = page.locator("#recovery-codes code").first.inner_text()
    sign_out(page, address)
    sign_in(page, address, "agent")
    page.wait_for_url("**/sign-in/second")
    page.locator("#id_code").fill(recovery)
    page.locator("#id_code").press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.mark.looks
def test_the_pages_of_accounts_fit(address: str, page: Page) -> None:
    cast = make_cast()
    set_up_codes(cast["agent"])
    for path in ("/recover", "/recover/sent", "/account/link/nothing"):
        page.goto(f"{address}{path}")
        fits(page)
    sign_in(page, address, "admin")
    page.wait_for_url(lambda url: "sign-in" not in url)
    agent = cast["agent"].pk
    own = ("/accounts", "/accounts/invite", "/profile/data", f"/accounts/people/{agent}/data")
    for path in (*own, f"/accounts/{agent}", f"/accounts/{agent}/place"):
        page.goto(f"{address}{path}")
        fits(page)

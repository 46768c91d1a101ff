"""The parts of pages in a real browser: they work by keyboard, and anybody can use them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.web.demo.cast import PASSWORD, Cast
from tests.plugins.browser import DESKTOP, PHONE, axe

pytestmark = [pytest.mark.browser, pytest.mark.looks]
Visit = Callable[..., Page]


@pytest.fixture
def visit(live_server: LiveServer, page: Page, cast: Cast) -> Visit:
    """Open an address in a language and colours, signed in as somebody if asked."""

    def go(address: str, language: str = "en", theme: str = "light", as_: str = "") -> Page:
        page.context.add_cookies(
            [
                {"name": "django_language", "value": language, "url": live_server.url},
                {"name": "theme", "value": theme, "url": live_server.url},
            ]
        )
        if as_:
            page.goto(f"{live_server.url}/sign-in?next={address}")
            page.locator("#id_username").fill(as_)
            page.locator("#id_password").fill(PASSWORD)
            page.locator("#id_password").press("Enter")
            page.wait_for_url(f"**{address}")
        else:
            page.goto(f"{live_server.url}{address}")
        return page

    return go


def fits(page: Page) -> bool:
    """Whether nothing reaches over the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


# Each size with each colours, each language with both.
@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [
        (PHONE, "zh-hans", "light"),
        (PHONE, "en", "dark"),
        (DESKTOP, "en", "light"),
        (DESKTOP, "zh-hans", "dark"),
    ],
)
def test_every_part_can_be_used_by_anybody(
    visit: Visit, page: Page, size: dict[str, int], language: str, theme: str
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    visit("/looks?errors=1", language, theme)
    expect(page.locator(".chart canvas")).to_be_visible()
    assert axe(page) == []
    assert fits(page)


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_signing_in_and_the_own_page_can_be_used_by_anybody(
    visit: Visit, page: Page, size: dict[str, int], theme: str
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    visit("/sign-in", "zh-hans", theme)
    assert (axe(page), fits(page)) == ([], True)
    visit("/people/profile", "zh-hans", theme, as_="agent")
    assert (axe(page), fits(page)) == ([], True)


def test_one_click_signs_in_as_one_of_the_cast(visit: Visit) -> None:
    page = visit("/sign-in?next=/people/profile", "zh-hans")
    page.get_by_role("button", name="林晓").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的资料")


def test_the_menu_of_a_phone_opens_and_closes(visit: Visit, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visit("/people/profile", "zh-hans", as_="manager")
    menu = page.locator("#sidebar")
    expect(menu).not_to_be_in_viewport()
    page.get_by_role("button", name="打开菜单").click()
    expect(menu).to_be_in_viewport()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(menu).not_to_be_in_viewport()


def test_language_and_colours_are_chosen_in_the_menu_of_the_person(visit: Visit) -> None:
    page = visit("/people/profile", "zh-hans", as_="agent")
    page.get_by_role("button", name="账号与设置").click()
    page.get_by_role("button", name="深色").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="账号与设置").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My profile")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_without_a_choice_the_colours_are_those_of_the_system(visit: Visit, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    visit("/sign-in", theme="auto")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_a_clock_goes_on_counting_and_turns(visit: Visit, page: Page) -> None:
    page.clock.install()
    visit("/looks")
    clock = page.locator(".clock").nth(1)
    expect(clock).to_have_text(re.compile(r"^at risk23 min \d+ s left"))
    page.clock.run_for("10:00")
    expect(clock).to_have_text(re.compile(r"^at risk13 min \d+ s left"))
    page.clock.run_for("15:00")
    expect(clock).to_have_text(re.compile(r"^overdue1 min( \d+ s)? over"))
    expect(clock).to_have_class("clock tone-bad")
    expect(page.locator(".clock").nth(4)).to_have_text(re.compile("^kept"))


def test_shortcuts_open_their_list_find_their_place_and_can_be_switched_off(visit: Visit) -> None:
    page = visit("/looks")
    window = page.locator("#look-window")
    page.keyboard.press("w")
    expect(window).to_be_visible()
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    page.locator("#id_name").press("w")
    expect(window).to_be_hidden()
    page.locator("#id_name").blur()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys.get_by_text("Open a window")).to_be_visible()
    keys.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    expect(window).to_be_hidden()
    page.reload()
    page.keyboard.press("w")
    expect(window).to_be_hidden()


def test_a_window_gives_the_focus_back(visit: Visit) -> None:
    page = visit("/looks")
    opener = page.get_by_role("button", name="Open a window")
    opener.click()
    page.get_by_role("dialog").get_by_role("button", name="Good").click()
    expect(opener).to_be_focused()


def test_suggestions_are_taken_by_keyboard(visit: Visit) -> None:
    page = visit("/looks")
    place, value = page.get_by_role("combobox", name="Place"), page.locator("input[name=place]")
    place.press_sequentially("区")
    options = page.get_by_role("listbox", name="Place").get_by_role("option")
    expect(options).to_have_count(4)
    expect(place).to_have_attribute("aria-expanded", "true")
    place.press("ArrowDown")
    expect(place).to_have_attribute("aria-activedescendant", "place-options-1")
    assert axe(page) == []
    place.press("Enter")
    expect(value).to_have_value("2")
    expect(place).to_have_value("上海市浦东新区张江")
    expect(options).to_have_count(0)
    place.press("Backspace")
    expect(value).to_have_value("")
    place.fill("nowhere")
    expect(page.locator(".combobox [role=status]")).to_have_text("Nothing found")
    place.fill("shen")
    expect(options).to_have_count(1)
    place.press("Escape")
    expect(options).to_have_count(0)


def test_filters_change_the_list_and_the_address(visit: Visit) -> None:
    page = visit("/looks")
    page.get_by_role("combobox", name="Standing").select_option("open")
    page.wait_for_url("**/looks?state=open")
    page.get_by_role("checkbox", name="Only mine").check()
    page.wait_for_url("**/looks?state=open&mine=1")
    page.reload()
    expect(page.get_by_role("combobox", name="Standing")).to_have_value("open")


def test_files_that_are_too_large_are_named_before_they_are_sent(visit: Visit) -> None:
    page = visit("/looks")
    field = page.locator("#id_papers")
    small = {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 1024}
    field.set_input_files(small)  # type: ignore[arg-type]
    expect(page.locator(".file-list li")).to_have_text("照片.jpg · 0.0 MB")
    field.evaluate("field => { field.dataset.limitMb = '0.0001'; }")
    field.set_input_files(small)  # type: ignore[arg-type]
    expect(page.locator(".file-list .is-too-large")).to_have_text("照片.jpg · 0.0 MB · too large")
    assert field.evaluate("field => field.checkValidity()") is False


def test_a_chart_says_the_same_as_a_table(visit: Visit) -> None:
    page = visit("/looks")
    page.get_by_text("The figures as a table").click()
    rows = page.get_by_role("table", name="Promises by week").get_by_role("row")
    expect(rows).to_have_count(7)
    expect(rows.nth(1)).to_have_text("W41423")


def test_what_the_server_refuses_is_said_and_the_page_stays(visit: Visit, page: Page) -> None:
    visit("/looks")
    rows = page.locator("#look-list tbody tr")
    expect(rows).to_have_count(3)
    page.evaluate("htmx.ajax('GET', '/no/such/page', {target: '#look-list'})")
    note = page.locator(".note")
    expect(note).to_have_text("This does not exist any more, or you may not see it.")
    expect(rows).to_have_count(3)
    assert axe(page) == []
    note.get_by_role("button", name="Close").click()
    expect(note).to_have_count(0)


def test_a_list_that_refreshes_itself_leaves_alone_what_is_being_typed(visit: Visit) -> None:
    page = visit("/looks")
    note = page.locator("#id_note")
    note.fill("half a sent")
    page.evaluate(
        """() => {
            const main = document.getElementById("main");
            main.setAttribute("hx-ext", "morph");
            main.querySelector("form").dataset.old = "1";
            const how = {source: main, target: main, select: "#main", swap: "morph"};
            return htmx.ajax("GET", "/looks", how);
        }"""
    )
    expect(page.locator("form[data-old]")).to_have_count(0)
    expect(note).to_be_focused()
    expect(note).to_have_value("half a sent")
    expect(page.locator(".chart canvas")).to_be_visible()


def test_a_session_that_ended_leads_to_the_sign_in_page(visit: Visit, page: Page) -> None:
    visit("/people/profile", as_="agent")
    page.context.clear_cookies(name="sessionid")
    page.evaluate("htmx.ajax('GET', '/people/profile', {target: '#main'})")
    page.wait_for_url("**/sign-in?next=/people/profile")

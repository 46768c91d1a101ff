"""The frame of every page: the menu of a role, where it begins, errors, the style page."""

import re
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from aftercare.accounts.urls import urlpatterns as account_pages
from aftercare.kit.errors import Stale
from aftercare.people.roles import Role
from aftercare.people.urls import urlpatterns as people_pages
from aftercare.people.views import DEMO_PASSWORD
from aftercare.web import navigation
from aftercare.web.demo import cast as demo_cast
from aftercare.web.demo.cast import Cast
from aftercare.web.urls import handler400, handler403, handler404, handler500
from aftercare.web.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500"]

pytestmark = pytest.mark.django_db
REAL = {"people": people_pages, "accounts": account_pages}  # named by the frame itself
MENU = {item.name for section in navigation.MENU for item in section.items}


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


def refuse(request: HttpRequest) -> HttpResponse:
    raise Stale("Somebody was first.")


def deny(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken")


def _stand_ins() -> Iterator[object]:
    """Every page of the menu under its name, so that the menu can be tested before they exist."""
    names = MENU | {"desk:search"}
    for app in sorted({name.split(":")[0] for name in names}):
        own = [name.split(":")[1] for name in names if name.startswith(f"{app}:")]
        pages = [path(f"{name}", plain, name=name) for name in own]
        kept = REAL.get(app, [])
        yield path(f"stand-in/{app}/", include((pages + kept, app)))


urlpatterns = [
    *_stand_ins(),
    path("refuse", refuse),
    path("deny", deny),
    path("fail", fail),
    *real,
]
stood_in = override_settings(ROOT_URLCONF=__name__)


def lines(client: Client) -> list[str]:
    sections = client.get("/people/profile").context["frame"].sections
    return [item["href"].removeprefix("/stand-in/") for one in sections for item in one["items"]]


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        (
            "agent",
            ["desk/intake", "desk/board", "phone/calls", "mail/letters", "chat/consultations",
             "duty/now", "desk/cases", "outbound/messages", "complaints/complaints",
             "emergency/incidents",
             "desk/register", "promises/commitments", "plans/plans", "plans/agreements",
             "catalog/units", "people/organisations", "skills/certificates"],
        ),
        ("technician", ["desk/intake", "desk/board", "duty/now", "desk/cases", "desk/register",
                        "skills/certificates"]),
        ("finance", ["desk/board", "phone/calls", "mail/letters", "chat/consultations",
                     "duty/now", "desk/cases",
                     "outbound/messages", "complaints/complaints", "emergency/incidents",
                     "desk/register", "insight/promises", "promises/commitments",
                     "plans/plans", "plans/clauses", "plans/agreements", "catalog/units",
                     "people/organisations"]),
        ("author", ["duty/now", "insight/promises", "promises/commitments", "plans/plans",
                    "plans/clauses",
                    "plans/agreements", "catalog/units", "people/organisations"]),
        ("customer", []),
    ],
)  # fmt: skip
@stood_in
def test_the_menu_shows_what_a_role_may_open(
    client: Client, cast: Cast, username: str, expected: list[str]
) -> None:
    client.force_login(cast[username])
    assert lines(client) == expected


@stood_in
def test_the_administrator_has_every_line(client: Client, cast: Cast) -> None:
    client.force_login(cast["admin"])
    assert len(lines(client)) == len(MENU)


def test_a_page_that_does_not_exist_is_not_in_the_menu() -> None:
    assert navigation.address("nowhere:at-all") == ""


@stood_in
def test_the_line_of_the_present_page_is_marked(client: Client, cast: Cast) -> None:
    client.force_login(cast["agent"])
    frame = navigation.Frame(client.get("/people/profile").wsgi_request)
    assert frame._current() == ""
    frame.request.path = "/stand-in/desk/cases/C20261122-0007"
    assert frame._current() == "desk:cases"


@pytest.mark.parametrize(
    ("username", "landing"),
    [
        ("agent", "desk/intake"),
        ("dispatcher", "desk/board"),
        ("manager", "insight/promises"),
        ("author", "plans/plans"),
        ("dealer", "desk/cases"),
    ],
)
@stood_in
def test_each_role_begins_where_its_work_is(
    client: Client, cast: Cast, username: str, landing: str
) -> None:
    client.force_login(cast[username])
    assert client.get("/")["Location"] == f"/stand-in/{landing}"
    assert client.get("/?stay=1").status_code == 200


@stood_in
def test_every_role_but_one_has_a_landing() -> None:
    without = {role for role in Role if not navigation.landing(role)}
    assert without == {Role.ADMINISTRATOR}


def test_the_start_page_asks_to_sign_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/sign-in?next=/"


@stood_in
def test_the_search_is_for_those_who_work_with_cases(client: Client, cast: Cast) -> None:
    client.force_login(cast["agent"])
    assert 'action="/stand-in/desk/search"' in client.get("/people/profile").content.decode()
    client.force_login(cast["customer"])
    assert 'role="search"' not in client.get("/people/profile").content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/no/such/page", 404, "页面不存在"),
        ("/deny", 403, "您无权查看此页面"),
        ("/fail", 500, "出错了"),
        ("/refuse", 409, "操作未完成"),
    ],
)
@stood_in
def test_errors_say_what_to_do_in_the_language_of_the_reader(
    cast: Cast, address: str, status: int, title: str, signed_in: bool
) -> None:
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(cast["agent"])
    answer = client.get(address)
    page = answer.content.decode()
    assert (answer.status_code, re.findall(r"<h1>(.*?)</h1>", page)) == (status, [title])
    assert 'href="/"' in page
    assert ('id="sidebar"' in page) == (signed_in and status != 500)


def test_a_host_that_is_not_ours_gets_a_page_too(client: Client) -> None:
    answer = client.get("/sign-in", headers={"host": "evil.example.com"})
    assert (answer.status_code, "无法识别的请求" in answer.content.decode()) == (400, True)


def test_a_form_from_elsewhere_is_refused_with_a_way_back() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "x"})
    assert (answer.status_code, "表单已过期" in answer.content.decode()) == (403, True)


@stood_in
def test_a_refusal_of_a_part_of_a_page_is_spoken(client: Client) -> None:
    answer = client.get("/refuse", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content, answer["HX-Reswap"]) == (409, b"", "none")
    assert answer["HX-Trigger"] == '{"say": {"words": "Somebody was first.", "level": "warning"}}'


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_style_page_is_there_only_where_one_tries_things_out(
    client: Client, language: str
) -> None:
    client.post("/choose/language", {"value": language})
    assert client.get("/looks?errors=1").status_code == 200
    assert client.get("/looks/options?q=shen").context["options"][0].label == "Shenzhen Nanshan"
    with override_settings(PRODUCTION=True):
        assert client.get("/looks").status_code == 404
        assert client.get("/looks/options").status_code == 404


@pytest.mark.parametrize("address", ["/looks?errors=1", "/sign-in", "/no/such/page"])
def test_pages_have_no_script_or_style_of_their_own(client: Client, cast: Cast, address: str
                                                    ) -> None:  # fmt: skip
    page = client.get(address).content.decode()
    assert re.findall(r"\sstyle=|\son\w+=|<style|javascript:", page) == []
    scripts = re.findall(r"<script([^>]*)>\s*\S", page)
    assert [one for one in scripts if "application/json" not in one and "src=" not in one] == []


def test_the_demo_password_on_the_page_is_the_one_of_the_cast() -> None:
    assert demo_cast.PASSWORD == DEMO_PASSWORD


def test_no_two_lines_of_the_menu_have_the_same_shortcut() -> None:
    keys = [item.shortcut for section in navigation.MENU for item in section.items if item.shortcut]
    assert len(keys) == len(set(keys)) > 0

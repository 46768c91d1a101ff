"""Private links: what is kept of them, and how one is exchanged for a session."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from aftercare.kit import links
from aftercare.kit.limits import Limit, TooMany

THREE = Limit("test-link", 3, timedelta(minutes=5))


def visit() -> HttpRequest:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    request.session = SessionStore()
    request.session.create()
    return request


def opened(request: HttpRequest, secret: str, right: str = "right") -> bool:
    records = {links.hashed(right): "the record"}
    return links.exchange(request, secret, find=records.get, slot="link", limit=THREE)


@pytest.mark.django_db
def test_a_right_link_is_exchanged_for_a_new_session_that_knows_only_its_hash() -> None:
    request = visit()
    before = request.session.session_key
    assert opened(request, "right")
    assert request.session["link"] == links.hashed("right") != "right"
    assert request.session.session_key != before


@pytest.mark.django_db
def test_wrong_links_are_counted_and_right_ones_are_not() -> None:
    assert [opened(visit(), "right") for _each in range(5)] == [True] * 5
    request = visit()
    assert [opened(request, f"wrong-{number}") for number in range(3)] == [False] * 3
    assert "link" not in request.session
    with pytest.raises(TooMany):
        opened(visit(), "right")


def test_a_secret_is_made_again_from_its_mark_and_never_from_that_of_another_kind() -> None:
    one = links.secret_of("C20261122-0001", salt="a")
    assert one == links.secret_of("C20261122-0001", salt="a")
    others = {links.secret_of("C20261122-0001", salt="b"), links.secret_of("2", salt="a")}
    assert one not in others
    assert links.new_secret() != links.new_secret()


def test_in_production_a_link_leads_to_the_installation_whatever_host_was_asked(
    settings: Settings,
) -> None:
    request = RequestFactory().get("/", headers={"host": "testserver"})
    assert links.address(request, "/follow/x") == "http://testserver/follow/x"
    settings.PRODUCTION, settings.ADDRESS = True, "https://service.example.com"
    assert links.address(request, "/follow/x") == "https://service.example.com/follow/x"

"""Fixtures of the desk's tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from aftercare.catalog import entries as catalogue
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit import search
from aftercare.web.demo.cast import Cast

Stand = Callable[[float], None]
SignIn = Callable[..., Client]


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile; requests empty Django's own log of them."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage(cast)


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Let the clock stand at so many hours after Monday, nine o'clock."""

    def at(after: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: hour(after))

    at(1)
    return at


@pytest.fixture
def sign_in(stage: Stage, stand: Stand, client: Client) -> SignIn:
    """A browser in which somebody of the cast is signed in."""

    def browser(username: str, language: str = "zh-hans") -> Client:
        fresh = type(client)()
        fresh.force_login(stage.cast[username])
        fresh.cookies["django_language"] = language
        return fresh

    return browser


@pytest.fixture
def case(stage: Stage, stand: Stand) -> Case:
    return stage.case(stage.unit("p01"), facts={"needs": "visit", "cause": "product"})


@pytest.fixture
def findable(stage: Stage) -> Stage:
    """Units of three customers, put into the index as imports do."""
    stage.unit("p01", "CH300-26-001")
    stage.unit("p14", "PM5-26-01")
    stage.unit("p07", "HIS3-26-01", customer="customer2", service="hospital-software")
    stage.unit("p06", "4LZ6-26-0088", customer="household", service="machinery", dealer="dealer")
    search.rebuild(*catalogue.everything(hour(0)))
    return stage

"""Pages asked for as a browser does, and a page with nothing on it to hold them against."""

from typing import Any

import bare
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path
from measuring import seconds

from aftercare.people.models import Person
from aftercare.web import urls

EMPTY = "/bench/empty"


def add_empty_page() -> None:
    """Give the product a page that goes through the whole middleware and shows nothing."""
    urls.urlpatterns.append(path(EMPTY[1:], _empty))


def _empty(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {})


def signed_in(username: str) -> Client:
    """A browser in which somebody of the cast is signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(username=username))
    return client


def get(client: Client, address: str) -> None:
    """Ask for a page that has to be there."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise AssertionError(f"{address}: {answer.status_code}")


def once(client: Client, address: str) -> tuple[float, float]:
    """Milliseconds of a page, then of its statements alone, after it was looked at once."""
    statements: list[bare.Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        get(client, address)
    whole = seconds(lambda: get(client, address)) * 1e3
    return whole, seconds(lambda: bare.run(statements)) * 1e3

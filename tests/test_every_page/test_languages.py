"""Every page of the address table, shown to a fitting person in both languages.

A page that is not in `table` fails the test, so that a new page cannot be forgotten. What is looked
up without a translation fails in `plugins/untranslated`; what is written into a page without
being looked up at all fails here: a text in the other language that is no data.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import PASSWORD, Cast
from tests.test_every_page.no_pages import NO_PAGE, ONLY_POST
from tests.test_every_page.reading import OwnTexts, strangers, text_of
from tests.test_every_page.table import Page, pages

CHINESE = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{3,}")
# For programmers: the names in our programs stand in it, and examples of every part of a page.
FOR_PROGRAMMERS = {"looks", "look-options", "api:docs"}


@pytest.mark.timeout(900)  # some two hundred pages, twice
def test_every_page_is_in_one_language(world: Cast) -> None:
    table = pages(world)
    assert set(_names(get_resolver())) ^ (set(table) | ONLY_POST | NO_PAGE) == set()
    told = [
        f"{language}, {page.who}: {address}: {', '.join(found)}"
        for language, foreign in (("zh-hans", LATIN), ("en", CHINESE))
        for page, address, found in _shown(table, world, language, foreign)
    ]
    if told:
        pytest.fail("\n".join(told), pytrace=False)


def _shown(
    table: dict[str, list[Page]], cast: Cast, language: str, foreign: re.Pattern[str]
) -> Iterator[tuple[Page, str, list[str]]]:
    """Open every page in a language; those with words of the other one, or that are not shown: only
    a link of nobody's may lead nowhere."""
    clients = {"": Client()}
    clients[""].cookies["django_language"] = language
    data = OwnTexts()
    for name, ways in table.items():
        for page in ways:
            if page.who not in clients:
                clients[page.who] = signed_in(cast, page.who, language)
                clients[page.who].post("/sign-in/again", {"password": PASSWORD})
            address = reverse(name, kwargs=page.words) + (page.query and f"?{page.query}")
            response = clients[page.who].get(address, follow=True)
            if response.status_code != 200 and (page.who or response.status_code != 404):
                yield page, address, [f"status {response.status_code}"]
                continue
            found = sorted(set(strangers(text_of(response), foreign, data)))
            if found and name not in FOR_PROGRAMMERS:
                yield page, address, found


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            if one.name and not (space == "api:" and one.name not in {"docs", "openapi"}):
                yield space + one.name
        else:
            yield from _names(one, f"{one.namespace}:" if one.namespace else space)

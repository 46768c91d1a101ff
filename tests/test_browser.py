"""The browser of the tests works: it opens a page of the server, and axe finds faults."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.plugins.browser import axe

pytestmark = pytest.mark.browser


def test_a_page_of_the_live_server_opens(live_server: LiveServer, page: Page) -> None:
    answer = page.goto(f"{live_server.url}/healthz")
    assert answer is not None
    assert answer.json() == {"alive": True}


def test_axe_names_a_fault_and_its_place(page: Page) -> None:
    page.set_content("<html lang=zh><title>页</title><main><h1>页</h1><input></main></html>")
    assert axe(page) == ["label: Form elements must have labels: ['input']"]
    page.set_content("<html lang=zh><title>页</title><main><h1>页</h1></main></html>")
    assert axe(page) == []

"""A real browser for tests marked `browser`, and axe for accessibility.

    @pytest.mark.browser
    def test_board(live_server, page):
        page.goto(f"{live_server.url}/board/")
        assert axe(page) == []

The browser is the Chromium that `script/browser` finds; without one the tests are skipped, and
with CI=true they fail.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright

from aftercare.web import environment as env

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}


def find_chromium() -> str | None:
    """The browser that is already here; installing one is the affair of `script/test`."""
    found = subprocess.run(
        [env.ROOT / "script" / "browser", "--find"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return found.stdout.strip() or None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium here; script/browser says what to install")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page at desktop size; a script error or a breach of the CSP on it fails the test."""
    context = browser.new_context(
        viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.extend(_breach(message)))
    yield page
    context.close()
    assert faults == []


def axe(page: Page, **options: Any) -> list[str]:
    """Breaches of WCAG 2.2 A and AA on the page as it stands, each with its place."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # evaluated outside the page's CSP
    run = {"runOnly": {"type": "tag", "values": STANDARDS}, **options}
    result = page.evaluate("options => axe.run(document, options)", run)
    return [
        f"{breach['id']}: {breach['help']}: {node['target']}"
        for breach in result["violations"]
        for node in breach["nodes"]
    ]


def _breach(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []

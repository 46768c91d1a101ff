"""Every main page of the demo in a real browser: in both languages, both colours, on a desktop and
on a telephone; anybody can use it (axe), nothing reaches over the edge, nothing breaks the CSP."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from aftercare.catalog.models import Unit
from aftercare.complaints.models import Complaint
from aftercare.desk.models import Case
from aftercare.emergency.models import Incident
from aftercare.mail.models import Letter
from aftercare.mail.states import LetterState
from aftercare.outbound.models import Broadcast, Message
from aftercare.patches.models import Patch
from aftercare.people.models import Person
from aftercare.promises.models import Commitment
from aftercare.web.demo.loading import load_demo
from tests.plugins.browser import DESKTOP, PHONE, axe

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]
PARTS = 3  # so that no process is left with all of them at the end
LOOKS: tuple[tuple[str, str, Any], ...] = (
    ("zh-hans", "light", DESKTOP), ("en", "dark", PHONE), ("zh-hans", "dark", PHONE),
    ("en", "light", DESKTOP),
)  # fmt: skip


def addresses() -> dict[str, list[str]]:
    """The main pages, by who opens them."""
    case = Case.objects.get(symptom="水箱漏水")
    excavator = Unit.objects.get(serial="D", model__code="EX-5500")
    heater = Unit.objects.get(serial="SW20-26-5566")
    notice, stuck = Broadcast.objects.get(topic="storm"), Message.objects.get(key="demo:stuck")
    letter = Letter.objects.filter(state=LetterState.WAITING).order_by("pk")[0]
    incident, patch = Incident.objects.latest("pk"), Patch.objects.get(state="withdrawn")
    complaint = Complaint.objects.latest("pk")
    commitment = Commitment.objects.filter(subject=case.reference).order_by("pk")[0]
    return {
        "manager": [
            "/insight/promises", f"/insight/units/{excavator.pk}?fault=tooth&year=2005",
            f"/catalog/units/{excavator.pk}", "/board", "/cases", f"/cases/{case.number}",
            "/register", "/commitments/", f"/commitments/{commitment.pk}", "/plans",
            "/plans/solar-water-heaters/1", "/agreements", "/agreements/HT-2026-009",
            "/catalog/units", f"/catalog/units/{heater.pk}", "/catalog/products",
            "/catalog/projects", "/people/organisations",
            f"/people/organisations/{heater.customer_id}", "/imports/", "/imports/upload",
            "/alerts", "/profile/tokens", "/?stay", "/outbox/", f"/outbox/{stuck.pk}",
            "/outbox/letters", "/outbox/letters/case-registered", "/outbox/broadcasts",
            "/outbox/broadcasts/write", f"/outbox/broadcasts/{notice.pk}",
            f"/outbox/customers/{heater.customer_id}",
            "/emergency/", f"/emergency/{incident.number}",
            f"/emergency/{incident.number}/act/draft", "/patches/", f"/patches/{patch.pk}",
            "/certificates/", "/certificates/kinds", "/satisfaction/", "/complaints/",
            f"/complaints/{complaint.number}",
        ],
        "admin": ["/outbox/webhooks"],
        "agent": [
            "/intake", "/search?q=SW20", "/catalog/units/add", "/letters/", "/letters/mailboxes",
            "/consultations/",
            f"/letters/{letter.pk}", f"/letters/{letter.pk}/answer", f"/letters/{letter.pk}/case",
        ],
        "customer": ["/my", "/ask", "/my/patches"],
    }  # fmt: skip


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_anybody_can_use_every_main_page(live_server: LiveServer, page: Page, part: int) -> None:
    load_demo(timezone.now())
    faults = {}
    for username, paths in addresses().items():
        _sign_in(page, live_server, username)
        for place, path in [*enumerate(paths)][part::PARTS]:
            for turn in (0, 1):  # two of the four looks on each page, all four on each pair
                language, theme, size = LOOKS[2 * (place % 2) + turn]
                found = _look_at(page, live_server, path, language, theme, size)
                if found:
                    faults[f"{path} {language} {theme} {size['width']}"] = found
    assert faults == {}


def _look_at(
    page: Page, server: LiveServer, path: str, language: str, theme: str, size: Any
) -> list[str]:
    page.context.add_cookies(
        [
            {"name": "django_language", "value": language, "url": server.url},
            {"name": "theme", "value": theme, "url": server.url},
        ]
    )
    page.set_viewport_size(size)
    answer = page.goto(f"{server.url}{path}")
    page.wait_for_load_state("networkidle")
    found = axe(page)
    if answer is None or answer.status != 200:
        found.append(f"status {answer and answer.status}")
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        found.append("reaches over the right edge")
    return found


def _sign_in(page: Page, server: LiveServer, username: str) -> None:
    client = Client()
    client.force_login(Person.objects.get(username=username))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])

"""Somebody who asks, and somebody on duty."""

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from aftercare.catalog.models import Unit
from aftercare.chat import actions
from aftercare.chat.models import Consultation
from aftercare.desk.tests.stage import Stage
from aftercare.web.demo.cast import Cast

FETCH = {"X-Requested-With": "fetch"}


@dataclass
class Visitor:
    """A browser at the public page."""

    client: Client = field(default_factory=Client)
    last: dict[str, Any] = field(default_factory=dict)

    def ask(self, text: str = "如何导出报表？", **more: Any) -> Any:
        self.last = {"id": str(uuid.uuid4()), "text": text, "name": "刘芳",
                     "phone": "13512345678", **more}  # fmt: skip
        return self.client.post("/ask", self.last)

    def say(self, text: str, key: str = "", **more: Any) -> Any:
        sent = {"text": text, "key": key or str(uuid.uuid4()), **more}
        return self.client.post("/ask/talk/say", sent, headers=FETCH)

    def news(self, after: int = 0) -> Any:
        return self.client.get("/ask/talk/news", {"after": after}).json()

    def page(self) -> str:
        return str(self.client.get("/ask/talk").content.decode())

    @property
    def consultation(self) -> Consultation:
        return Consultation.objects.get(link_hash=self.client.session["chat_link"])


def signed_in(cast: Cast, who: str) -> Client:
    """A browser of one of the cast."""
    browser = Client()
    browser.force_login(cast[who])
    return browser


@pytest.fixture
def visitor(db: None, client: Client) -> Visitor:
    return Visitor(client)


@pytest.fixture
def on_duty(cast: Cast) -> Cast:
    """The cast, with the agent on duty at the web page."""
    actions.come_on_duty(cast["agent"], at=timezone.now())
    return cast


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage(cast)


@pytest.fixture
def unit(stage: Stage, settings: Settings, tmp_path: Path) -> Unit:
    """A unit of the customer under plan P08; files go to a place of their own."""
    settings.MEDIA_ROOT = tmp_path
    return stage.unit("p08", "PRN-1")


@pytest.fixture
def asked(visitor: Visitor, on_duty: Cast) -> Consultation:
    """A question that waits."""
    assert visitor.ask().status_code == 302
    return visitor.consultation

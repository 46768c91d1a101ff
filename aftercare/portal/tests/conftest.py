"""Fixtures of the portal's tests."""

import re
import uuid
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from aftercare.catalog.models import Unit
from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage
from aftercare.web.demo.cast import Cast

CARD = "BX-0001"
PHONE_END = "2001"  # of the customer's organisation in the cast


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage(cast)


@pytest.fixture
def unit(stage: Stage, settings: Settings, tmp_path: Path) -> Unit:
    """A unit of the customer under plan P01, with a card; files go to a place of their own."""
    settings.MEDIA_ROOT = tmp_path
    unit = stage.unit("p01", "CH300-26-001")
    unit.card_number = CARD
    unit.save()
    return unit


def photo(name: str = "plate.jpg", content: bytes = b"") -> SimpleUploadedFile:
    """A small photograph, or a file with some content under a name."""
    if not content:
        picture = BytesIO()
        Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
        content = picture.getvalue()
    return SimpleUploadedFile(name, content)


@dataclass
class Visitor:
    """A browser without an account."""

    client: Client
    form_id: str = ""

    def look_up(self, number: str, phone_end: str = "") -> Any:
        return self.client.post("/portal", {"number": number, "phone_end": phone_end})

    def report(self, unit: Unit, **more: Any) -> Any:
        """Fill in and send the report form; `id` sends an old one again."""
        self.form_id = more.pop("id", "") or str(uuid.uuid4())
        said = {"id": self.form_id, "unit": unit.pk, "kind": "fault", "symptom": "不制冷",
                "name": "刘芳", "phone": "13512345678", **more}  # fmt: skip
        return self.client.post("/report", said)

    def act(self, what: str, **said: Any) -> Any:
        sent = {"id": str(uuid.uuid4()), **said}
        return self.client.post(f"/follow/act/{what}", sent)

    def page(self) -> str:
        return str(self.client.get("/follow").content.decode())

    @property
    def link(self) -> str:
        """The private link that the page shows, without the host."""
        found = re.search(r"/follow/[\w-]{20,}", self.page())
        assert found is not None
        return found.group()


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor(Client())


@pytest.fixture
def signed_in(cast: Cast) -> Visitor:
    """The customer with an account."""
    client = Client()
    client.force_login(cast["customer"])
    return Visitor(client)


def make_case(unit: Unit, cast: Cast, symptom: str = "不制冷") -> Case:
    """A case of the customer, taken by the agent."""
    report = actions.Report(customer=unit.customer, unit=unit, symptom=symptom)
    return actions.register_case(report, by=cast["agent"], at=timezone.now()).case


@pytest.fixture
def other(db: None) -> Visitor:
    return Visitor(Client())


@pytest.fixture
def reported(visitor: Visitor, unit: Unit) -> Case:
    """A case that the visitor has reported by the code on the unit."""
    visitor.client.get(f"/u/{unit.code}")
    assert visitor.report(unit).status_code == 302
    return Case.objects.get()

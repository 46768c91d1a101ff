"""The world whose pages are shown."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts.tests.conftest import add_passkey, set_up_codes
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.plans import actions as plans
from aftercare.web.demo.cast import Cast
from aftercare.web.demo.loading import load_demo
from aftercare.web.environment import ROOT


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> Cast:
    """The demo, with a second version of a plan, a list that was imported and second factors."""
    cast = load_demo(timezone.now())
    set_up_codes(cast["quality"])
    add_passkey(cast["finance"])
    own = cast.organisations["customer"]
    Person.objects.create(name="韩梅", role="customer", organisation=own)
    file = SimpleUploadedFile("名单.csv", "编号,名称\nK77,长安公司\n".encode())
    signed_in(cast, "manager").post(reverse("imports:upload"), {"sheet": "customers", "file": file})
    source = (ROOT / "plans" / "p01-building-systems.yaml").read_text(encoding="utf-8")
    later = source.replace("within:  30 min", "within:  20 min", 1)
    assert later != source
    plans.load_plan(later, name="p01.yaml", by=SYSTEM, at=timezone.now())
    return cast

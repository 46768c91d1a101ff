"""A small world to ask about, and a program that asks with a token."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from aftercare.api import actions, limits
from aftercare.api.scopes import SCOPES
from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Person
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast

LONG_AGO = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@dataclass
class Reply:
    """An answer with its JSON read."""

    status: int
    headers: dict[str, str]
    content: Any

    @property
    def code(self) -> str:
        return str(self.content["code"])

    @property
    def wrong(self) -> list[str]:
        """The places the problem names."""
        return [
            next(one[name] for name in ("pointer", "parameter", "header") if name in one)
            for one in self.content["errors"]
        ]


@dataclass
class Program:
    """Calls `/api/v1`, by default as JSON and in English."""

    token: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, None, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Reply:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Reply:
        return self.send("PATCH", path, body, **headers)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Reply:
        """Headers are written with `_` for `-`; a body of bytes goes out as it is."""
        sent = {"Accept-Language": "en"}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        media = sent.pop("Content-Type", "application/json")
        raw = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        answer = self.client.generic(
            method, f"/api/v1{path}", raw, content_type=media if raw else "", headers=sent
        )
        is_json = "json" in answer.headers.get("Content-Type", "")
        content = orjson.loads(answer.content) if is_json and answer.content else answer.content
        return Reply(answer.status_code, dict(answer.headers), content)


@dataclass
class World:
    """One unit of the customer under an agreement, and one of another customer under another."""

    cast: Cast
    version: PlanVersion
    model: ProductModel
    site: Site
    project: Project
    unit: Unit
    other_unit: Unit
    agreement: Agreement
    other_agreement: Agreement

    def program(self, username: str, scopes: Iterable[str] = tuple(SCOPES)) -> Program:
        """A program with a token of somebody of the cast."""
        return Program(make_token(self.cast[username], scopes))


def make_token(person: Person, scopes: Iterable[str] = tuple(SCOPES)) -> str:
    at = timezone.now()
    made = actions.make_token(
        person, name="test", scopes=scopes, expires_at=at + timedelta(days=1), by=person, at=at
    )
    return made.secret


def make_world(cast: Cast) -> World:
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=LONG_AGO)
    customer, other = cast.organisations["customer"], cast.organisations["customer2"]
    model = ProductModel.objects.create(code="DK-500", name="电控箱", product_class="equipment")
    site = Site.objects.create(
        customer=customer, name="主楼", address="和平路 8 号", place="北京市/海淀区"
    )
    project = Project.objects.create(number="XM-1", name="主楼机电", customer=customer, site=site)
    unit = Unit.objects.create(
        serial="SN-1", model=model, customer=customer, site=site, project=project,
        dealer=cast.organisations["dealer"], made_on=date(2026, 1, 1),
    )  # fmt: skip
    other_unit = Unit.objects.create(serial="SN-2", model=model, customer=other)
    return World(
        cast, version, model, site, project, unit, other_unit,
        _agreement(version, "A-1", [unit], cast.organisations["dealer"]),
        _agreement(version, "A-2", [other_unit], None),
    )  # fmt: skip


def _agreement(version: PlanVersion, number: str, covers: list[Unit], dealer: Any) -> Agreement:
    return plans.make_agreement(
        version, number=number, title="保修协议", customer=covers[0].customer, covers=covers,
        signed_on=LONG_AGO.date(), dealer=dealer, by=SYSTEM, at=LONG_AGO,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_reserved() -> None:
    """Requests counted by an earlier test do not count."""
    limits.forget()


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture
def admin(world: World) -> Program:
    return world.program("admin")

"""Registering cases through the API, beside a bare driver that executes the same statements.

    script/bench cases

The floor is what the product itself executes for one case, recorded and then replayed by bare
psycopg or sqlite3: the same statements in the same transaction with the same locks, on the same
database, from as many clients, in turns with the measured thing.
"""

import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import orjson
from clients import Clients, Poster, Spent, server
from django.db import connection
from django.test import Client
from django.utils import timezone
from measuring import Figure, Scale
from recording import Driver, Made, Recording, recorded

from aftercare.api import actions as api
from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.desk.models import Case
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import ChainHead, Event
from aftercare.plans import actions as plans
from aftercare.promises.models import Commitment
from aftercare.web.demo.cast import Cast, make_cast
from aftercare.web.demo.loading import PLANS

DATABASE = True
CLIENTS = 4
PATH = "/api/v1/cases"
PROMISES = 3  # of plan P01 on a new case: answer, arrive, fix


@dataclass(frozen=True)
class World:
    """Units under agreements of plan P01, and somebody's token."""

    units: list[Unit]
    token: str


def figures(scale: Scale) -> Iterator[Figure]:
    """The rate, the median and the slowest hundredth of 4 clients, each beside its floor."""
    rounds, seconds = (2, 1.5) if scale.quick else (6, 6.0)
    world = _world(projects=5 if scale.quick else 50)
    recordings = [_record(world, unit) for unit in world.units[:CLIENTS]]
    product, floor = _measure(world, recordings, rounds, seconds)
    _check()
    fast, slow = floor.rate, product.at(99) / floor.at(99)
    must = connection.vendor == "postgresql"
    yield Figure(
        f"cases registered, {CLIENTS} clients", product.rate, "/s", floor=fast,
        aim="at least 0.3 of the floor" if must else "",
        kept=product.rate / fast >= 0.3 if must else None,
    )  # fmt: skip
    yield Figure("one case, p50", product.at(50), "ms", floor=floor.at(50))
    yield Figure(
        "one case, p99", product.at(99), "ms", floor=floor.at(99),
        aim="under 10 × the floor", kept=slow < 10,
    )  # fmt: skip
    yield Figure("statements of one case", float(len(recordings[0].steps)), "")


def _measure(
    world: World, recordings: list[Recording], rounds: int, seconds: float
) -> tuple[Spent, Spent]:
    """The product and the floor in turns."""
    port = _free_port()
    product, floor = Spent(), Spent()
    processes = "2"  # on PostgreSQL; a process for each core of a small machine
    with server(port, Path("server.log"), AFTERCARE_WEB_WORKERS=processes):
        clients = Clients(
            [
                {
                    "product": lambda unit=unit: Poster(port, PATH, _body(unit), world.token),
                    "floor": lambda recording=recording: Driver(recording),
                }
                for unit, recording in zip(world.units, recordings, strict=False)
            ]
        )
        clients.work("product", seconds / 2, Spent())
        clients.work("floor", seconds / 2, Spent())
        for _round in range(rounds):
            clients.work("product", seconds, product)
            clients.work("floor", seconds, floor)
        clients.end()
    return product, floor


def _check() -> None:
    """Whether all that was answered is there, whole: product and floor wrote the same rows."""
    cases, events = Case.objects.count(), Event.objects.count()
    promised = Commitment.objects.filter(subject__startswith="case/").count()
    head = ChainHead.objects.get()
    newest = Event.objects.order_by("-sequence")[0]
    if promised != PROMISES * cases or not events == newest.sequence == head.length:
        raise RuntimeError(f"{cases} cases have {promised} promises; {events} of {head.length}")


def _world(projects: int) -> World:
    at = timezone.now() - timedelta(days=100)
    cast = make_cast()
    path = next(PLANS.glob("p01-*.yaml"))
    version = plans.load_plan(
        path.read_text(encoding="utf-8"), name=path.name, by=SYSTEM, at=at - timedelta(days=400)
    )
    model = ProductModel.objects.create(code="CH-300", name="冷水机组", product_class="hvac")
    customer = cast.organisations["customer"]
    site = Site.objects.create(
        customer=customer, name=customer.name, address=customer.address, place="北京市/海淀区"
    )
    units = []
    for number in range(projects):
        project = Project.objects.create(
            number=f"XM-{number:04}", name=f"机电工程 {number}", customer=customer, site=site
        )
        units += [
            Unit.objects.create(serial=f"CH300-{number:04}-{place}", model=model,
                                customer=customer, site=site, project=project)
            for place in range(4)
        ]  # fmt: skip
        plans.make_agreement(
            version, number=f"HT-{number:04}", title=project.name, customer=customer,
            covers=[project], signed_on=(at - timedelta(days=60)).date(), by=cast["manager"],
            at=at, contacts=[("technician", "赵勇", "13900000006")],
        )  # fmt: skip
        signed = {"provider": at.isoformat(), "customer": at.isoformat()}
        for kind, data in (
            ("project.completed", {}),
            ("acceptance.signed", {"signatures": signed}),
        ):
            plans.record_milestone(project, kind, occurred_at=at, by=SYSTEM, at=at, data=data)
    return World(units[::4] + units[1::4], _token(cast))


def _token(cast: Cast) -> str:
    """Without a limit that would count here."""
    at, agent = timezone.now(), cast["agent"]
    made = api.make_token(
        agent, name="bench", scopes=["write:cases"], expires_at=at + timedelta(days=1), by=agent,
        at=at, per_minute=100_000_000,
    )  # fmt: skip
    return made.secret


def _body(unit: Unit) -> bytes:
    return orjson.dumps(
        {
            "unit": unit.pk,
            "symptom": "冷水机组报警停机，大堂无冷气",
            "description": "面板显示 E-17，重启后仍然停机。",
            "reporter_name": "张伟",
            "reporter_phone": "13600000001",
            "source": "phone",
            "facts": {"needs": "visit", "cause": "product"},
        }
    )


def _record(world: World, unit: Unit) -> Recording:
    """The statements of a case on this unit, when everything that is kept in memory is there."""
    browser = Client(SERVER_NAME="127.0.0.1")
    logging.getLogger("django_structlog").setLevel(logging.WARNING)

    def post(key: str) -> str:
        headers = {"Authorization": f"Bearer {world.token}", "Idempotency-Key": key}
        answer = browser.post(PATH, _body(unit), content_type="application/json", headers=headers)
        if answer.status_code != 201:
            raise RuntimeError(answer.content.decode())
        return str(answer.json()["number"])

    key = f"recorded-{unit.pk}"
    post(f"first-{unit.pk}")
    with recorded() as said:
        number = post(key)
    return Recording.of(said, _made(key, number))


def _made(key: str, number: str) -> Made:
    case = Case.objects.get(number=number)
    event = Event.objects.get(subject=case.reference)
    return Made(
        key, number, case.reference, event.id, event.sequence, event.previous_hash, event.hash,
        str(case.link_hash),
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

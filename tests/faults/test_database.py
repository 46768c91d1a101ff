"""A locked database and a full disk: the person and the program are told, nothing half is kept,
and what was sent can be sent again."""

import io
import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from aftercare.api.tests.conftest import Program, World, make_token, make_world
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.documents.models import Attachment
from aftercare.kit import events
from aftercare.kit.models import Event
from aftercare.promises.models import Commitment
from aftercare.promises.replay import replay
from aftercare.web.demo.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world(make_cast())


@pytest.fixture
def page(world: World) -> Client:
    """The desk in a browser that is shown error pages, as any browser is."""
    client = Client(raise_request_exception=False)
    client.force_login(world.cast["agent"])
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def program(world: World) -> Program:
    return Program(make_token(world.cast["agent"]), Client(raise_request_exception=False))


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def locked() -> Iterator[None]:
    """Another process writes, for longer than anybody waits."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            execute("PRAGMA busy_timeout = 50")
            other.execute("BEGIN IMMEDIATE")
            yield
            other.rollback()
            execute("PRAGMA busy_timeout = 20000")
        return
    to = connection.get_connection_params()
    names = {name: to[name] for name in ("dbname", "host", "port", "user", "password")
             if to.get(name)}  # fmt: skip
    with psycopg.connect(**names) as other_session:
        execute("SET lock_timeout = '50ms'")
        other_session.execute("LOCK TABLE kit_chainhead IN ACCESS EXCLUSIVE MODE")
        yield
        other_session.rollback()
        execute("RESET lock_timeout")


# What PostgreSQL says when a table cannot grow, at the tables where it would have to.
NO_SPACE = """
    CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device'
    USING ERRCODE = '53100'; END $$
"""
GROWING = ("desk_case", "documents_attachment")


@contextmanager
def full() -> Iterator[None]:
    """The disk takes not a single page more."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # no room is left inside the file
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
        execute(f"PRAGMA max_page_count = {pages}")
        yield
        execute("PRAGMA max_page_count = 1073741823")
        return
    execute(NO_SPACE, *(f"CREATE TRIGGER no_space BEFORE INSERT ON {table} EXECUTE FUNCTION "
                        "no_space()" for table in GROWING))  # fmt: skip
    yield
    execute("DROP FUNCTION no_space CASCADE")


LONG = "漏" * 3000  # more than fits into pages that are there already


def report(world: World) -> dict[str, Any]:
    return {"symptom": "漏水", "description": LONG, "unit": world.unit.pk,
            "facts": {"severity": "1"}}  # fmt: skip


def form(world: World) -> dict[str, Any]:
    """What the intake page sends."""
    return {
        "id": str(uuid.uuid4()), "customer": world.unit.customer_id, "unit": world.unit.pk,
        "seen": "", "symptom": "漏水", "description": LONG, "source": "phone", "kind": "fault",
        "severity": "1",
    }  # fmt: skip


def assert_nothing_half_is_there() -> None:
    """Every case has its event, every event its promises, and the chain is whole."""
    reported = Event.objects.filter(kind="case.reported").values_list("subject", flat=True)
    assert sorted(reported) == sorted(case.reference for case in Case.objects.all())
    assert events.verify().broken is None
    assert list(replay(timezone.now())) == []
    kept = {path.name for path in _files()}
    named = set(Attachment.objects.values_list("sha256", flat=True))
    assert {name.partition(".")[0] for name in kept} == named


def _files() -> Iterator[Path]:
    return (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("fault", "status", "code"), [(locked, 503, "busy"), (full, 507, "storage-full")]
)
def test_a_program_is_told_and_may_send_the_same_again(
    world: World, program: Program, fault: Any, status: int, code: str
) -> None:
    with fault():
        reply = program.post("/cases", report(world), Idempotency_Key="one")
    assert (reply.status, reply.code) == (status, code)
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert ("Retry-After" in reply.headers) == (status == 503)
    assert not Case.objects.exists()
    assert not Commitment.objects.exists()
    assert_nothing_half_is_there()
    again = program.post("/cases", report(world), Idempotency_Key="one")
    assert again.status == 201
    assert program.post("/cases", report(world), Idempotency_Key="one").content == again.content
    assert Case.objects.count() == 1
    assert_nothing_half_is_there()


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [(locked, 503, "The database is busy"), (full, 507, "The disk is full")],
)
def test_a_person_is_told_on_the_page_and_in_a_part_of_it(
    world: World, page: Client, fault: Any, status: int, words: str
) -> None:
    sent = form(world)
    with fault():
        answer = page.post("/intake", sent)
        part = page.post("/intake", sent, headers={"HX-Request": "true"})
    assert (answer.status_code, part.status_code) == (status, status)
    assert f"<h1>{words}</h1>" in answer.content.decode()
    assert json.loads(part["HX-Trigger"])["say"]["words"].startswith(words)
    assert "Traceback" not in answer.content.decode()
    assert not Case.objects.exists()
    assert_nothing_half_is_there()
    assert page.post("/intake", sent).status_code == 302
    assert Case.objects.count() == 1
    assert_nothing_half_is_there()


def test_reading_goes_on_while_somebody_writes(
    world: World, page: Client, program: Program
) -> None:
    with locked():
        assert program.get("/cases").status == 200
        assert page.get("/board").status_code == 200


@pytest.mark.parametrize("fault", [locked, full])
def test_a_file_and_its_row_are_kept_together_or_not_at_all(
    world: World, page: Client, fault: Any
) -> None:
    with transaction.atomic():
        told = desk.Report(customer=world.unit.customer, symptom="漏水", unit=world.unit)
        case = desk.register_case(told, by=world.cast["agent"], at=timezone.now()).case
    Attachment.objects.all().delete()

    def send() -> int:
        photo = io.BytesIO(b"%PDF-1.4\n" + b"%" * 5000 + b"\n%%EOF\n")
        photo.name = "a.pdf"
        status: int = page.post(f"/cases/{case.number}/files", {"files": [photo]}).status_code
        return status

    with fault():
        for _attempt in range(3):
            status = send()
    assert status in {503, 507} or Attachment.objects.exists()
    assert_nothing_half_is_there()
    assert send() in {200, 302}
    assert_nothing_half_is_there()

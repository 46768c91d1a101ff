"""Files, ratings, answers and the private link through the API: by the actions of the pages."""

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.utils import timezone
from PIL import Image

from aftercare.api.models import GivenAnswer
from aftercare.api.tests.conftest import Program, Reply, World
from aftercare.api.tests.stage import form_with
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.documents import rules
from aftercare.documents.models import Attachment
from aftercare.documents.storage import place_of
from aftercare.kit import links
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.web.demo.cast import Cast

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def case(world: World) -> Case:
    report = desk.Report(customer=world.unit.customer, symptom="漏水", unit=world.unit)
    return desk.register_case(report, by=SYSTEM, at=timezone.now()).case


@pytest.fixture
def agent(world: World) -> Program:
    return world.program("agent")


@pytest.fixture
def customer(world: World) -> Program:
    return world.program("customer")


def send(
    program: Program, case: Case, content: bytes, name: str = "a.pdf", key: str = "", **said: str
) -> Reply:
    body = form_with(SimpleUploadedFile(name, content), **said)
    headers = {"Idempotency_Key": key} if key else {}
    return program.post(f"/cases/{case.number}/files", body, Content_Type=MULTIPART_CONTENT,
                        **headers)  # fmt: skip


def photo(size: tuple[int, int] = (60, 40)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, "JPEG")
    return target.getvalue()


def test_a_file_sent_again_under_the_same_key_is_kept_once(agent: Program, case: Case) -> None:
    first, again = (send(agent, case, photo(), "漏水.jpg", key="f-1") for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (first.content["name"], first.content["kind"]) == ("漏水.jpg", "image/jpeg")
    assert place_of(first.content["sha256"]).exists()
    other = send(agent, case, photo((61, 40)), "漏水.jpg", key="f-1")
    assert (other.status, other.code) == (422, "key-reused")
    [kept] = Attachment.objects.all()
    assert agent.get(first.headers["Location"].removeprefix("/api/v1")).content["id"] == kept.pk
    assert Event.objects.filter(subject=case.reference, kind="file.added").count() == 1


def test_the_customer_sees_what_is_meant_for_them_and_sends_what_is_public(
    agent: Program, customer: Program, case: Case
) -> None:
    hidden = send(agent, case, PDF, "内部.pdf")
    shown = send(agent, case, PDF, "报价.pdf", public="true")
    own = send(customer, case, photo(), "我的.jpg", public="false")
    assert own.content["public"] is True
    path = f"/cases/{case.number}/files"
    seen = [one["id"] for one in customer.get(path).content["items"]]
    assert seen == [own.content["id"], shown.content["id"]]
    assert customer.get(f"{path}/{hidden.content['id']}").status == 404
    assert len(agent.get(path).content["items"]) == 3


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("virus.exe", b"MZ\x00\x01", "cannot be kept"),
        ("a.jpg", PDF, "not what its name says"),
        ("empty.pdf", b"", "empty"),
        ("broken.pdf", b"%PDF-1.4\n", "damaged"),
    ],
)
def test_a_file_that_may_not_be_kept_is_named_and_nothing_is_left(
    agent: Program, case: Case, name: str, content: bytes, word: str
) -> None:
    reply = send(agent, case, content, name)
    assert (reply.status, reply.code, reply.wrong) == (422, "bad-file", ["#/file"])
    assert word in reply.content["detail"]
    assert not Attachment.objects.exists()


def test_an_image_of_too_many_pixels_is_refused(
    agent: Program, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aftercare.documents.pictures.MOST_PIXELS", 2000)
    reply = send(agent, case, photo(), "bomb.jpg")
    assert (reply.status, reply.code) == (422, "bad-file")
    assert "pixels" in reply.content["detail"]
    assert rules.MOST_PIXELS > 2000


def test_what_is_too_large_is_refused_before_it_is_read(
    agent: Program, case: Case, settings: Any
) -> None:
    settings.FILE_LIMIT_BYTES = 1024 * 1024
    large = send(agent, case, PDF + b"0" * (3 * 1024 * 1024 + 100))
    assert (large.status, large.code) == (413, "too-large")
    over = send(agent, case, b"a" * (1024 * 1024 + 1), "a.txt")
    assert (over.status, over.code) == (422, "bad-file")


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        ({"public": True}, "application/json", 415),
        (b"--x\r\nbroken", "multipart/form-data; boundary=", 400),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 422),
    ],
)
def test_anything_but_a_form_with_a_file_is_a_problem(
    agent: Program, case: Case, body: Any, media: str, status: int
) -> None:
    reply = agent.post(f"/cases/{case.number}/files", body, Content_Type=media)
    assert reply.status == status
    assert reply.headers["Content-Type"] == "application/problem+json"


def test_unknown_fields_of_the_form_are_refused(agent: Program, case: Case) -> None:
    assert send(agent, case, PDF, colour="red").status == 422
    assert send(agent, case, PDF, public="perhaps").wrong == ["#/public"]


def solved(case: Case) -> None:
    at = timezone.now()
    desk.move_case(case, "solve", data={"solution": "x"}, by=SYSTEM, at=at)
    desk.move_case(case, "close", by=SYSTEM, at=at)


def test_the_customer_rates_once_and_nobody_rates_for_them(
    agent: Program, customer: Program, case: Case
) -> None:
    path = f"/cases/{case.number}/rating"
    early = customer.post(path, {"stars": 5}, If_Match="*")
    assert (early.status, early.code) == (422, "wrong-state")
    solved(case)
    assert agent.post(path, {"stars": 5}, If_Match="*").status == 403
    stale = customer.post(path, {"stars": 5}, If_Match='"1.x"')
    assert (stale.status, stale.code) == (412, "stale")
    given = customer.post(path, {"stars": 4, "text": "很快"}, If_Match="*")
    assert (given.status, given.content["rating"]) == (200, 4)
    again = customer.post(path, {"stars": 1}, If_Match="*")
    assert (again.status, again.code) == (422, "wrong-state")
    event = Event.objects.get(subject=case.reference, kind="case.rated")
    assert (event.data["stars"], event.data["text"]) == (4, "很快")


def test_page_and_api_answer_a_loan_and_a_proposal_alike(world: World, cast: Cast) -> None:
    left = []
    for by_page in (True, False):
        report = desk.Report(customer=world.unit.customer, symptom="漏水", unit=world.unit)
        case = desk.register_case(report, by=SYSTEM, at=timezone.now()).case
        desk.offer_loan(case, by=SYSTEM, at=timezone.now())
        desk.propose_replacement(case, by=SYSTEM, at=timezone.now())
        case.refresh_from_db()
        proposal = {"accepted": "no", "reason": "有备件"}
        if by_page:
            browser = Client()
            browser.force_login(cast["agent"])
            for what, said in (("loan", {"accepted": "yes"}),
                               ("answer-replacement.proposed", proposal)):  # fmt: skip
                case.refresh_from_db()
                form = {"id": str(uuid.uuid4()), "revision": case.revision, **said}
                assert browser.post(f"/cases/{case.number}/act/{what}", form).status_code == 302
        else:
            agent, path = world.program("agent"), f"/cases/{case.number}"
            body: dict[str, Any] = {"accepted": True}
            first = agent.post(f"{path}/loan/answer", body, If_Match="*", Idempotency_Key="l")
            again = agent.post(f"{path}/loan/answer", body, If_Match="*", Idempotency_Key="l")
            assert first.content == again.content
            body = {"proposal": "replacement.proposed", "accepted": False, "reason": "有备件"}
            assert agent.post(f"{path}/proposals/answer", body, If_Match="*").status == 200
            late = agent.post(f"{path}/proposals/answer", body, If_Match="*")
            assert (late.status, late.code) == (422, "wrong-state")
        case.refresh_from_db()
        events = Event.objects.filter(subject=case.reference).order_by("sequence")
        told = [(one.kind, one.actor, one.data) for one in events if one.kind != "case.reported"]
        left.append((case.loan, told))
    assert left[0] == left[1]
    assert left[0][0] == "accepted"


def test_a_renewed_link_is_shown_once_and_ends_the_old_one(agent: Program, case: Case) -> None:
    path, old = f"/cases/{case.number}/link", case.link_hash
    first = agent.post(path, Idempotency_Key="k-link")
    again = agent.post(path, Idempotency_Key="k-link")
    assert first.status == 200
    assert (again.status, again.code) == (409, "shown-once")
    secret = first.content["link"].rstrip("/").rpartition("/")[2]
    case.refresh_from_db()
    assert case.link_hash == links.hashed(secret) != old
    assert secret.encode() not in bytes(GivenAnswer.objects.get(key="k-link").body)
    assert Event.objects.filter(kind="link.renewed").count() == 1
    visitor = Client()
    assert visitor.get(first.content["link"].partition("testserver")[2]).status_code == 302
    assert case.symptom in visitor.get("/follow").content.decode()

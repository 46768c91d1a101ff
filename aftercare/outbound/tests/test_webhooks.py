"""Webhooks to a real HTTP server on loopback: signed, tried for days, told once, never inside."""

import json
import socket
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.outbound import actions, jobs, rules
from aftercare.outbound.adapters import http
from aftercare.outbound.adapters.webhook import Forbidden, place_of
from aftercare.outbound.models import Message, Webhook
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api
from tests.plugins.listener import Listener

pytestmark = pytest.mark.django_db


def hook(receiver: Listener, *kinds: str) -> tuple[Webhook, str]:
    return actions.add_webhook(
        "ERP", address=receiver.address, kinds=kinds, by=SYSTEM, at=timezone.now()
    )


def happen(*kinds: str, at: datetime | None = None) -> None:
    moment = at or timezone.now()
    with transaction.atomic():
        for kind in kinds:
            events.record(Happened(kind, "case/1", moment, SYSTEM, data={"number": "C1"}))


def test_what_happens_is_told_in_order_signed_and_once(receiver: Listener) -> None:
    happen("case.answered")  # before anybody asked
    webhook, secret = hook(receiver, "case.*")
    happen("case.solved", "visit.arrived", "case.closed")
    at = timezone.now()
    assert jobs.send_due(at) == 2
    assert jobs.send_due(at + timedelta(days=1)) == 0
    assert receiver.kinds == ["case.solved", "case.closed"]
    for headers, body in receiver.told:
        told = Verifier(secret).verify(body, headers)
        assert told["data"]["subject"] == "case/1"
        assert told["data"]["details"] == {"number": "C1"}
        assert headers["content-type"] == "application/json"
        with pytest.raises(WebhookVerificationError):
            Verifier(secret).verify(body + b" ", headers)
    assert len({headers["webhook-id"] for headers, _body in receiver.told}) == 2
    assert webhook.address.endswith("/hooks?from=aftercare")


def test_a_receiver_that_fails_for_two_days_is_told_everything_once_when_it_is_back(
    receiver: Listener,
) -> None:
    hook(receiver, "case.noted")
    receiver.status = 503
    begin = timezone.now()
    for hour in range(48):
        at = begin + timedelta(hours=hour)
        happen(*["case.noted"] * 4, at=at)
        jobs.send_due(at)
    tried = Counter(headers["webhook-id"] for headers, _body in receiver.told)
    assert max(tried.values()) < 12  # ever more rarely
    assert Message.objects.filter(sent_at=None).count() == 100  # all others wait in the chain
    receiver.told.clear()
    receiver.status = 200
    for hour in range(48, 96):
        jobs.send_due(begin + timedelta(hours=hour))
    ids = [headers["webhook-id"] for headers, _body in receiver.told]
    assert len(ids) == len(set(ids)) == 48 * 4
    numbers = sorted(json.loads(body)["data"]["sequence"] for _headers, body in receiver.told)
    assert numbers == list(range(numbers[0], numbers[0] + 48 * 4))


def test_a_receiver_that_is_down_is_tried_once_and_holds_up_nobody(
    receiver: Listener, settings: Any
) -> None:
    gone = Listener()
    gone.server.shutdown()
    gone.server.server_close()
    hook(gone, "case.noted")
    hook(receiver, "case.noted")
    happen("case.noted", "case.noted", "case.noted")
    assert jobs.send_due(timezone.now()) == 3
    assert sorted(Message.objects.filter(sent_at=None).values_list("attempts", flat=True)) == [
        0, 0, 1,
    ]  # fmt: skip


def test_both_secrets_are_good_while_one_takes_the_place_of_the_other(
    receiver: Listener, cast: Cast
) -> None:
    webhook, first = hook(receiver)
    at = timezone.now()
    second = actions.rotate_secret(webhook, by=cast["admin"], at=at)
    happen("case.noted")
    jobs.send_due(at)
    headers, body = receiver.told[-1]
    assert len(headers["webhook-signature"].split()) == 2
    for secret in (first, second):
        Verifier(secret).verify(body, headers)
    happen("case.noted")
    jobs.send_due(at + timedelta(days=8))
    headers, body = receiver.told[-1]
    Verifier(second).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(first).verify(body, headers)


def test_a_redirect_is_not_followed_and_gone_is_understood(receiver: Listener) -> None:
    webhook, _secret = hook(receiver)
    receiver.status, receiver.headers = 302, {"Location": "http://127.0.0.1:1/inside"}
    happen("case.noted")
    jobs.send_due(timezone.now())
    message = Message.objects.get(about="case/1")
    assert (message.state, message.trouble, message.answer[:3]) == ("queued", "put-off", "302")
    receiver.status, receiver.headers = 410, {}
    jobs.send_due(timezone.now() + timedelta(hours=1))
    message.refresh_from_db()
    webhook.refresh_from_db()
    assert (message.state, webhook.is_paused) == ("failed", True)


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.8/", "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/",
        "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://0.0.0.0/",
        "https://100.64.0.1/", "https://224.0.0.1/", "https://localhost/", "https://erp/",
        "http://example.com/", "ftp://example.com/", "https://user:x@example.com/", "https:///x",
        "https://example.com:0/", "https://example.com:99999/", "x",
    ],
)  # fmt: skip
def test_no_address_inside_is_taken(api: Api, address: str) -> None:
    body = {"name": "x", "address": address}
    assert api.refused("/webhooks", body, by="admin") == "refused"


@pytest.mark.parametrize("ip", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:192.168.0.1", "fe80::1%2"])
def test_a_name_that_leads_inside_later_is_refused_when_something_is_sent(
    ip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the name was good when the webhook was made."""
    webhook, _secret = actions.add_webhook(
        "ERP", address="https://rebind.example.com/", kinds=[], by=SYSTEM, at=timezone.now()
    )
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    told = [(family, socket.SOCK_STREAM, 6, "", (ip, 443))]
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443)), *told]
    for answer in (told, public):  # one bad address among good ones is enough
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, answer=answer, **_k: answer)
        with pytest.raises(Forbidden):
            place_of(webhook.address)
    happen("case.noted")
    jobs.send_due(timezone.now())
    message = Message.objects.get(about="case/1")
    assert (message.state, message.trouble) == ("failed", "refused")
    assert "inside the network" in message.answer


def test_the_connection_goes_to_the_address_that_was_judged(
    receiver: Listener, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up once: what it leads to a moment later is never asked."""
    settings.WEBHOOKS_INSIDE = ["erp.internal"]
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: str, *more: Any, **named: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "erp.internal" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    actions.add_webhook(
        "ERP", address=receiver.address.replace("127.0.0.1", "erp.internal"), kinds=[], by=SYSTEM,
        at=timezone.now(),
    )  # fmt: skip
    happen("case.noted")
    assert jobs.send_due(timezone.now()) >= 1
    assert asked.count("erp.internal") == len(receiver.told)
    assert receiver.told[0][0]["host"].startswith("erp.internal:")


def test_a_receiver_that_answers_a_byte_at_a_time_is_cut_off(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything else that is to be sent waits for it."""
    settings.WEBHOOKS_INSIDE = ["127.0.0.1"]
    monkeypatch.setattr(http, "WHOLE", 0.6)
    slow = socket.create_server(("127.0.0.1", 0))
    over = Event()

    def drip() -> None:
        told, _from = slow.accept()
        with told, suppress(OSError):
            told.sendall(b"HTTP/1.1 200 OK\r\n")
            while not over.wait(0.05):
                told.sendall(b"x")

    thread = Thread(target=drip, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{slow.getsockname()[1]}/"
    actions.add_webhook("ERP", address=address, kinds=[], by=SYSTEM, at=timezone.now())
    happen("case.noted")
    begun = monotonic()
    jobs.send_due(timezone.now())
    assert monotonic() - begun < 10
    over.set()
    thread.join(5)
    slow.close()
    message = Message.objects.get(about="case/1")
    assert (message.state, message.trouble) == ("queued", "put-off")


def test_a_name_that_no_name_server_takes_is_refused(settings: Any) -> None:
    address = f"https://{'a' * 70}.example/"
    actions.add_webhook("ERP", address=address, kinds=[], by=SYSTEM, at=timezone.now())
    happen("case.noted")
    jobs.send_due(timezone.now())
    message = Message.objects.get(about="case/1")
    assert (message.state, message.trouble) == ("failed", "refused")


def test_it_is_paused_and_goes_on_with_all_that_happened_meanwhile(
    receiver: Listener, cast: Cast
) -> None:
    browser = Client()
    browser.force_login(cast["admin"])
    webhook, _secret = hook(receiver, "case.noted")
    browser.post(f"/outbox/webhooks/{webhook.pk}/pause")
    happen("case.noted", "case.noted")
    assert jobs.send_due(timezone.now()) == 0
    assert "已暂停" in browser.get(f"/outbox/webhooks/{webhook.pk}").content.decode()
    browser.post(f"/outbox/webhooks/{webhook.pk}/resume")
    assert jobs.send_due(timezone.now()) == 2
    browser.post(f"/outbox/webhooks/{webhook.pk}/end")
    happen("case.noted")
    assert jobs.send_due(timezone.now()) == 0
    assert Message.objects.filter(state="sent").count() == 2


def test_an_administrator_adds_one_sees_what_it_was_told_and_tells_it_again(
    receiver: Listener, cast: Cast, api: Api
) -> None:
    browser = Client()
    browser.force_login(cast["admin"])
    given = {"name": "ERP", "address": receiver.address, "kinds": "case.noted, case.closed"}
    page = browser.post("/outbox/webhooks", given).content.decode()
    assert "whsec_" in page
    assert "whsec_" not in browser.get("/outbox/webhooks").content.decode()
    assert browser.post("/outbox/webhooks", {**given, "kinds": "Case!"}).status_code == 422
    happen("case.noted")
    jobs.send_due(timezone.now())
    webhook = Webhook.objects.get()
    shown = browser.get(f"/outbox/webhooks/{webhook.pk}").content.decode()
    assert "case.noted" in shown
    assert "204" in shown
    (told,) = api.get(f"/messages?webhook={webhook.pk}", by="admin")["items"]
    assert api.get("/messages?channel=webhook", by="manager")["items"] == []
    again = api.post(f"/messages/{told['id']}/retry", by="admin")
    assert again["state"] == "queued"
    jobs.send_due(timezone.now())
    ids = {headers["webhook-id"] for headers, _body in receiver.told}
    assert (len(receiver.told), len(ids)) == (2, 1)
    for who in ("agent", "manager", "customer"):
        browser.force_login(cast[who])
        assert browser.get("/outbox/webhooks").status_code == 403
        assert browser.get(f"/outbox/webhooks/{webhook.pk}").status_code == 403


def test_by_the_api_as_well(receiver: Listener, api: Api) -> None:
    made = api.post("/webhooks", {"name": "ERP", "address": receiver.address}, by="admin")
    assert made["secret"].startswith("whsec_")
    path = f"/webhooks/{made['id']}"
    assert "secret" not in api.get(path, by="admin")
    changed = api.post(f"{path}/secret", by="admin")
    assert changed["secret"] != made["secret"]
    assert api.post(f"{path}/pause", {"paused": True}, by="admin")["is_paused"] is True
    assert [one["id"] for one in api.get("/webhooks", by="admin")["items"]] == [made["id"]]
    api.post(f"{path}/end", by="admin")
    assert api.get("/webhooks", by="admin")["items"] == []


@pytest.mark.parametrize(
    ("kind", "wanted", "concerns"),
    [
        ("case.closed", [], True), ("case.closed", ["case.closed"], True),
        ("case.closed", ["case.*"], True), ("case.closed", ["visit.*"], False),
        ("case.closed", ["case"], False),
    ],
)  # fmt: skip
def test_which_events_a_webhook_wants(kind: str, wanted: list[str], concerns: bool) -> None:
    assert rules.concerns(kind, wanted) is concerns


def test_what_a_webhook_was_not_told_is_not_told_to_it_in_turn(receiver: Listener) -> None:
    hook(receiver)
    receiver.status = 410
    happen("case.noted")
    for hours in range(4):
        jobs.send_due(timezone.now() + timedelta(hours=hours))
    Webhook.objects.update(is_paused=False)
    receiver.status = 200
    for hours in range(4):
        jobs.send_due(timezone.now() + timedelta(days=1, hours=hours))
    assert "message.failed" not in receiver.kinds

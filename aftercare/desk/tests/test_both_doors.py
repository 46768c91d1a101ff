"""Whatever the page does to a case the API does alike: the same state, events, facts and clocks."""

import uuid
from typing import Any

import pytest
from django.test import Client

from aftercare.desk.models import Case
from aftercare.desk.states import MOVES
from aftercare.desk.tests.conftest import SignIn, Stand
from aftercare.desk.tests.stage import Stage
from aftercare.kit.models import Event
from aftercare.promises.models import Commitment

SAID = {"reason": "customer", "solution": "更换电磁阀"}
# How to come to where a move begins.
WAYS = {"resume": ["wait"], "confirm": ["solve"], "close": ["solve"], "reopen": ["solve"]}
# What the page is told, and how the API is asked for the same.
ACTS: dict[str, tuple[dict[str, Any], str, str, dict[str, Any]]] = {
    "triage": ({"kind": "complaint", "cause": "user"}, "patch", "",
               {"facts": {"kind": "complaint", "cause": "user", "needs": ""}}),
    "note": ({"text": "已告知门卫"}, "post", "/notes", {"text": "已告知门卫"}),
    "visit.arrived": ({}, "post", "/records", {"kind": "visit.arrived"}),
    "case.opinion_given": ({"opinion": "更换"}, "post", "/records",
                           {"kind": "case.opinion_given", "data": {"opinion": "更换"}}),
    "decide": ({}, "post", "/coverage/decide", {}),
    "overrule": ({"covered": "yes", "reason": "老客户"}, "post", "/coverage/overrule",
                 {"covered": "yes", "reason": "老客户"}),
}  # fmt: skip


def by_page(browser: Client, case: Case, what: str, said: dict[str, Any]) -> int:
    form = {"id": str(uuid.uuid4()), "revision": case.revision, **said}
    return browser.post(f"/cases/{case.number}/act/{what}", form).status_code


def by_api(browser: Client, case: Case, verb: str, path: str, body: dict[str, Any]) -> int:
    address = f"/api/v1/cases/{case.number}"
    known = browser.get(address).headers["ETag"]
    headers = {"If-Match": known, "Idempotency-Key": str(uuid.uuid4())}
    ask = getattr(browser, verb)
    answer = ask(f"{address}{path}", body, content_type="application/json", headers=headers)
    return int(answer.status_code)


def left(case: Case) -> dict[str, Any]:
    """What there is of a case afterwards, but for its number."""
    case.refresh_from_db()
    events = Event.objects.filter(subject=case.reference).exclude(kind="case.reported")
    clocks = Commitment.objects.filter(subject=case.reference).order_by("promise", "variant")
    return {
        "state": case.state,
        "facts": case.facts,
        "verdict": (case.covered, (case.verdict or {}).get("decided")),
        "answerable": (case.responsible_id, case.organisation_id, case.department_id),
        "events": [(one.kind, one.actor, one.data) for one in events.order_by("sequence")],
        "clocks": list(clocks.values_list("promise", "state", "due_at", "reason")),
    }


@pytest.fixture
def twins(stage: Stage, stand: Stand) -> tuple[Case, Case]:
    """Two cases that began alike; an hour has passed."""
    unit = stage.unit("p10")
    return stage.case(unit), stage.case(unit)


@pytest.mark.parametrize("verb", sorted(set(MOVES) - {"forward"}))
def test_every_move_by_page_and_by_api(
    stage: Stage, sign_in: SignIn, twins: tuple[Case, Case], verb: str
) -> None:
    said = {name: SAID[name] for name in MOVES[verb].needs}
    for case in twins:
        for step in WAYS.get(verb, []):
            stage.move(case, step, at=0.5, data={one: SAID[one] for one in MOVES[step].needs})
    browser, (first, second) = sign_in("manager"), twins
    assert by_page(browser, first, verb, said) == 302
    assert by_api(browser, second, "post", "/moves", {"move": verb, "data": said}) == 200
    assert left(first) == left(second)
    assert MOVES[verb].to in ("", first.state)


@pytest.mark.parametrize("what", sorted(ACTS))
def test_every_act_by_page_and_by_api(sign_in: SignIn, twins: tuple[Case, Case], what: str) -> None:
    said, verb, path, body = ACTS[what]
    browser, (first, second) = sign_in("manager"), twins
    before = Event.objects.count()
    assert by_page(browser, first, what, said) == 302
    assert by_api(browser, second, verb, path, body) in (200, 201)
    assert Event.objects.count() == before + 2
    assert left(first) == left(second)


@pytest.mark.parametrize(
    ("what", "receiver"),
    [("forward", "technician"), ("forward", "dealer"), ("forward", "department"),
     ("assign", "technician")],
)  # fmt: skip
def test_handing_over_by_page_and_by_api(
    stage: Stage, sign_in: SignIn, twins: tuple[Case, Case], what: str, receiver: str
) -> None:
    to = {
        "technician": stage.cast["technician"].reference,
        "dealer": stage.cast.organisations["dealer"].reference,
        "department": f"department/{stage.cast.departments['工程维修部'].pk}",
    }[receiver]
    key: Any = stage.cast["technician"].pk if what == "assign" else to
    browser, (first, second) = sign_in("dispatcher"), twins
    assert by_page(browser, first, what, {"to": key if what == "assign" else to}) == 302
    assert by_api(browser, second, "post", f"/{what}", {"to": key}) == 200
    assert left(first) == left(second)


def test_a_form_that_opens_late_says_what_others_did(
    stage: Stage, sign_in: SignIn, twins: tuple[Case, Case]
) -> None:
    case, revision = twins[0], twins[0].revision
    stage.move(case, "answer", at=0.5, by="dispatcher")
    browser, address = sign_in("agent"), f"/cases/{case.number}/act/wait"
    late = browser.get(address, {"seen": revision}).content.decode()
    assert "您打开页面之后，以下内容已有变动" in late
    assert "周航" in late
    assert f'name="revision" value="{case.revision}"' in late
    for seen in (str(case.revision), "", "x", "9" * 30):
        assert "已有变动" not in browser.get(address, {"seen": seen}).content.decode()
    page = browser.get(f"/cases/{case.number}").content.decode()
    assert f'data-revision="{case.revision}"' in page

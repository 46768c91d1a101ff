"""Remote sessions by page, by the customer's link and by API."""

import uuid
from typing import Any

import pytest
from django.test import Client

from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand
from aftercare.desk.tests.stage import Stage, kinds
from aftercare.kit.errors import NotAllowed
from aftercare.remote import actions
from aftercare.remote.models import RemoteSession
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db
Shown = dict[str, Any]


def text_of(page: Any) -> str:
    return str(page.content.decode())


@pytest.fixture
def software(stage: Stage, stand: Stand) -> Case:
    """A case under P14."""
    return stage.case(stage.unit("p14"))


def asked(browser: Client, case: Case) -> tuple[RemoteSession, str]:
    """A session somebody asked for on the page, and the customer's link."""
    form = browser.get(f"/remote/ask/{case.number}").context["form"]
    given = {"id": str(form["id"].value()), "purpose": "查明报表打不开", "scope": "只改缓存设置",
             "hours": "4", "tool": "https://meeting.example.com/1"}  # fmt: skip
    page = browser.post(f"/remote/ask/{case.number}", given, follow=True)
    again = browser.post(f"/remote/ask/{case.number}", given, follow=True)
    assert again.context["link"] == ""
    return RemoteSession.objects.get(), page.context["link"]


def act(browser: Client, session: RemoteSession, verb: str, **said: str) -> Any:
    session.refresh_from_db()
    frame = {"id": str(uuid.uuid4()), "revision": session.revision}
    return browser.post(f"/remote/{session.pk}/act/{verb}", {**frame, **said})


@pytest.mark.clause("P14-22", "P14-23")
def test_the_customer_allows_by_a_link_and_reads_every_change(
    stage: Stage, sign_in: SignIn, software: Case
) -> None:
    agent, customer = sign_in("agent"), Client()
    session, link = asked(agent, software)
    page = text_of(customer.get(link, follow=True))
    assert "查明报表打不开" in page
    assert "只改缓存设置" in page
    assert stage.cast["agent"].name in page
    assert "4 小时" in page
    assert agent.post(f"/remote/{session.pk}/connect").status_code == 422
    customer.post("/authorise", {"name": "张伟", "answer": "yes"})
    session.refresh_from_db()
    assert (session.state, session.authorised_by) == ("authorised", "张伟")
    assert customer.post("/authorise", {"name": "张伟", "answer": "no"}).status_code == 404
    assert Client().get(link, follow=True).status_code == 404
    agent.post(f"/remote/{session.pk}/connect", {"revision": session.revision})
    act(agent, session, "change", what="缓存由 128 MB 改为 512 MB")
    shown = text_of(agent.get(f"/remote/{session.pk}"))
    assert "缓存由 128 MB 改为 512 MB" in shown
    assert "https://meeting.example.com/1" in shown
    act(agent, session, "end", result="报表可以打开")
    assert act(agent, session, "change", what="再改一处").status_code == 422
    software.refresh_from_db()
    assert software.state == "remote"
    wanted = ["session.requested", "session.authorised", "case.answered", "case.connected",
              "session.changed", "session.ended"]  # fmt: skip
    assert kinds(software)[1:] == wanted
    own = text_of(sign_in("customer").get(f"/my/cases/{software.number}"))
    assert "缓存由 128 MB 改为 512 MB" in own
    assert "查明报表打不开" in text_of(agent.get(f"/remote/of/{software.number}"))


def test_the_authorisation_ends_by_itself(
    stage: Stage, sign_in: SignIn, stand: Stand, software: Case
) -> None:
    agent = sign_in("agent")
    session, link = asked(agent, software)
    stand(25.1)
    assert Client().get(link, follow=True).status_code == 404
    stand(2)
    customer = Client()
    customer.get(link, follow=True)
    customer.post("/authorise", {"name": "张伟", "answer": "yes"})
    session.refresh_from_db()
    stand(5.9)
    agent.post(f"/remote/{session.pk}/connect", {"revision": session.revision})
    stand(6)
    late = act(agent, session, "change", what="改设置")
    assert late.status_code == 422
    assert "授权时限已过" in text_of(late)
    assert "已过期" in text_of(agent.get(f"/remote/{session.pk}"))


def test_nobody_of_the_house_answers_for_the_customer(
    stage: Stage, sign_in: SignIn, software: Case, api: Api
) -> None:
    agent = sign_in("agent")
    session, link = asked(agent, software)
    agent.get(link, follow=True)
    assert agent.post("/authorise", {"name": "张伟", "answer": "yes"}).status_code == 403
    with pytest.raises(NotAllowed):
        actions.answer_session(
            session, allowed=True, name="x", by=stage.cast["customer2"], at=session.requested_at
        )
    session.refresh_from_db()
    assert session.state == "requested"


def test_what_is_not_allowed_is_not_connected(
    stage: Stage, sign_in: SignIn, software: Case, api: Api, stand: Stand
) -> None:
    path = f"/cases/{software.number}/remote-sessions"
    made: Shown = api.post(path, {"purpose": "查日志", "scope": "只读", "hours": 2})
    assert made["link_secret"]
    stand(1.1)
    own = f"/remote-sessions/{made['id']}"
    declined: Shown = api.post(f"{own}/answer", {"allowed": False}, by="customer")
    assert declined["state"] == "declined"
    assert api.refused(f"{own}/connect", {}) == "wrong-state"
    assert api.refused(f"{own}/changes", {"what": "x"}) == "wrong-state"
    assert [one["state"] for one in api.get(path)] == ["declined"]
    software.refresh_from_db()
    assert software.state == "registered"

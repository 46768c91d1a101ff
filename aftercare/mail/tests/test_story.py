"""A mail client sends, the case appears, an answer joins it: through real servers and pages."""

import pytest

from aftercare.desk.models import Case
from aftercare.kit.events import events_of
from aftercare.mail.models import Letter, Mailbox
from aftercare.mail.states import LetterState
from aftercare.mail.tests.conftest import read_now
from aftercare.mail.tests.office import PostOffice
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.4\n%%EOF\n"


def test_a_letter_becomes_a_case_and_the_answer_joins_it(
    office: PostOffice, mailbox: Mailbox, cast: Cast, han: Person
) -> None:
    first = office.send(
        mailbox.address,
        "3 号机组漏水，请派人。\n韩梅",
        files=[("报告.pdf", PDF, "application/pdf")],
    )
    assert read_now() == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.customer) == (LetterState.WAITING, han.organisation)

    agent = signed_in(cast, "agent")
    assert "漏水" in agent.get("/letters/").content.decode()
    form = agent.get(f"/letters/{letter.pk}/case").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent = {name: value for name, value in sent.items() if not isinstance(value, (list, bool))}
    sent["reported_at"] = ""
    answer = agent.post("/intake", {**sent, "seen": ""})
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.number}"
    assert (case.symptom, case.source, case.customer) == ("漏水", "email", han.organisation)
    letter.refresh_from_db()
    assert (letter.state, letter.case) == (LetterState.IN_CASE, case)

    office.send(
        mailbox.address, "还在漏。\n\n在 2026年11月30日，服务中心写道：\n> 我们派人来",
        subject="回复：漏水", In_Reply_To=first, References=first,
    )  # fmt: skip
    assert read_now() == 1
    second = Letter.objects.latest("pk")
    assert (second.state, second.case) == (LetterState.IN_CASE, case)
    noted = [one for one in events_of(case.reference) if one.kind == "case.noted"]
    assert [one.data["text"] for one in noted] == ["还在漏。"]
    page = agent.get(f"/cases/{case.number}").content.decode()
    assert f"/letters/{letter.pk}" in page
    assert f"/letters/{second.pk}" in page
    assert "报告.pdf" in page

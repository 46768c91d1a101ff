"""What is done on the page of a case: gates, hand-overs, notes, verdicts, links and files."""

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from aftercare.desk import actions, history
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand, statements
from aftercare.desk.tests.stage import Stage, hour
from aftercare.desk.tests.test_case_page import SAID, address, sent, text_of
from aftercare.documents.models import Attachment
from aftercare.kit import links
from aftercare.kit.models import Event
from aftercare.worker import run

SEES_ALL = ["agent", "dispatcher", "lead", "manager", "leader", "finance", "quality", "inspector"]
ONLY_LOOKS = ["finance", "quality", "inspector"]


@pytest.mark.clause("P14-22")
def test_a_gate_without_approval_only_opens_by_what_it_needs(stage: Stage, sign_in: SignIn) -> None:
    case = stage.case(stage.unit("p14"))
    browser = sign_in("agent")
    held = browser.post(address(case, "/act/connect"), sent(case))
    assert "客户授权后方可远程连接" in text_of(held)
    assert b'name="approver"' not in held.content
    browser.post(address(case, "/act/session.authorised"), sent(case, **SAID))
    assert browser.post(address(case, "/act/connect"), sent(case)).status_code == 302


@pytest.mark.clause("P07-29")
def test_a_hospital_case_closes_only_when_the_user_is_satisfied(
    stage: Stage, sign_in: SignIn
) -> None:
    case = stage.case(stage.unit("p07", service="hospital-software"))
    browser = sign_in("agent")
    browser.post(address(case, "/act/solve"), sent(case, **SAID))
    case.refresh_from_db()
    assert browser.post(address(case, "/act/close"), sent(case)).status_code == 422
    assert browser.post(address(case, "/act/confirm"), sent(case)).status_code == 302
    case.refresh_from_db()
    assert browser.post(address(case, "/act/close"), sent(case)).status_code == 302


@pytest.mark.clause("P11-05")
def test_a_visit_is_not_reported_while_the_problem_is_open(stage: Stage, sign_in: SignIn) -> None:
    case = stage.case(stage.unit("p11"), responsible=stage.cast["technician"])
    browser = sign_in("technician")
    held = browser.post(address(case, "/act/visit.reported"), sent(case, **SAID))
    assert "不解决，不离场" in text_of(held)
    browser.post(address(case, "/act/solve"), sent(case, **SAID))
    case.refresh_from_db()
    reported = browser.post(address(case, "/act/visit.reported"), sent(case, **SAID))
    assert reported.status_code == 302


@pytest.mark.clause("P06-26")
def test_a_dealer_cannot_push_the_customer_back(stage: Stage, sign_in: SignIn) -> None:
    unit = stage.unit("p06", service="machinery", customer="household", dealer="dealer")
    case = stage.case(unit)
    house = stage.cast.organisations["dealer"]
    actions.forward_case(case, to=house, by=stage.cast["agent"], at=hour(0.5))
    browser = sign_in("dealer")
    form = browser.get(address(case, "/act/forward")).content.decode()
    assert set(re.findall(r'<option value="([^"]+)"', form)) == {stage.cast["dealer"].reference}
    sneaked = sent(case, to=stage.cast["agent"].reference)
    assert browser.post(address(case, "/act/forward"), sneaked).status_code == 422
    case.refresh_from_db()
    assert case.organisation == house


def test_a_case_is_forwarded_assigned_and_triaged(
    stage: Stage, sign_in: SignIn, case: Case
) -> None:
    browser = sign_in("dispatcher")
    dealer, technician = stage.cast.organisations["dealer"], stage.cast["technician"]
    browser.post(address(case, "/act/forward"), sent(case, to=dealer.reference, note="今天安排"))
    case.refresh_from_db()
    assert (case.state, case.organisation) == ("forwarded", dealer)
    browser.post(address(case, "/act/assign"), sent(case, to=technician.pk))
    case.refresh_from_db()
    assert case.responsible == technician
    facts = {"kind": "complaint", "cause": "user", "needs": "visit", "urgency": "urgent"}
    browser.post(address(case, "/act/triage"), sent(case, **facts))
    case.refresh_from_db()
    assert (case.kind, case.cause, case.covered) == ("complaint", "user", "no")


@pytest.mark.clause("P14-32")
def test_after_a_complaint_another_technician_is_chosen(
    stage: Stage, sign_in: SignIn, case: Case
) -> None:
    first, second = stage.cast["technician"], stage.cast["technician2"]
    actions.assign_case(case, to=first, by=stage.cast["agent"], at=hour(0.5))
    actions.propose_reassignment(case, by=stage.cast["agent"], at=hour(0.6))
    browser = sign_in("dispatcher")
    assert "提议改派工程师" in text_of(browser.get(address(case)))
    refused = browser.post(address(case, "/act/assign"), sent(case, to=first.pk))
    assert refused.status_code == 422
    browser.post(address(case, "/act/assign"), sent(case, to=second.pk))
    case.refresh_from_db()
    assert case.responsible == second
    assert "提议改派工程师" not in text_of(browser.get(address(case))).split("经过")[0]


def test_a_late_promise_offers_a_loan_that_the_customer_takes(
    stage: Stage, sign_in: SignIn, stand: Stand, case: Case
) -> None:
    run.run_until_idle(hour(4.5))
    stand(5)
    case.refresh_from_db()
    browser = sign_in("agent")
    page = text_of(browser.get(address(case)))
    assert "等待决定 提供备用机" in page
    assert "承诺超时 四小时内处理完毕；应于 今天 13:00；免费提供同档次备用机、通知服务经理" in page
    browser.post(address(case, "/act/loan"), sent(case, accepted="yes"))
    case.refresh_from_db()
    assert case.loan == "accepted"
    assert "等待决定" not in text_of(browser.get(address(case)))


def test_a_note_is_marked_internal_or_public(sign_in: SignIn, case: Case) -> None:
    browser = sign_in("agent")
    browser.post(address(case, "/act/note"), sent(case, text="客户很着急"))
    browser.post(address(case, "/act/note"), sent(case, text="工程师下午到", shown="on"))
    page = text_of(browser.get(address(case)))
    assert "客户很着急 今天 10:00 · 林晓 · 内部" in page
    assert "工程师下午到 今天 10:00 · 林晓 · 客户可见" in page


def test_the_verdict_is_frozen_and_overruled_by_who_may(
    stage: Stage, sign_in: SignIn, case: Case
) -> None:
    agent, lead = sign_in("agent"), sign_in("lead")
    assert agent.post(address(case, "/act/decide"), sent(case)).status_code == 302
    assert "由林晓锁定" in text_of(agent.get(address(case)))
    assert "act/overrule" not in agent.get(address(case)).content.decode()
    case.refresh_from_db()
    goodwill = sent(case, covered="no", reason="客户自行改装")
    assert agent.post(address(case, "/act/overrule"), goodwill).status_code == 422
    assert lead.post(address(case, "/act/overrule"), goodwill).status_code == 302
    page = text_of(agent.get(address(case)))
    assert "由孙丽改判：客户自行改装" in page
    assert "保修外" in page


def test_a_private_link_is_shown_once(stage: Stage, sign_in: SignIn, case: Case) -> None:
    browser, form = sign_in("agent"), {"id": str(uuid.uuid4())}
    answer = browser.post(address(case, "/link"), form)
    found = re.search(r'id="private-link" value="([^"]+)"', answer.content.decode())
    assert found is not None
    secret = found[1].rpartition("/")[2]
    assert Case.objects.get(link_hash=links.hashed(secret)) == case
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.post(address(case, "/link"), form).status_code == 302
    assert Case.objects.get(pk=case.pk).link_hash == links.hashed(secret)
    assert secret not in browser.get(address(case)).content.decode()


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_files_are_kept_shown_and_served_to_who_may_see_the_case(
    sign_in: SignIn, case: Case
) -> None:
    browser = sign_in("agent")
    note = "现场照片说明".encode()
    form = {"id": str(uuid.uuid4()), "public": "on"}
    for _twice in range(2):
        sent_files = {**form, "files": [file("说明.txt", note), file("病毒.jpg", b"MZ\x90\x00")]}
        answer = browser.post(address(case, "/files"), sent_files, follow=True)
        assert "说明.txt 已保存。" in text_of(answer)
        assert "病毒.jpg 无法保存" in text_of(answer)
    kept = Attachment.objects.get()
    assert (kept.subject, kept.name, kept.public) == (case.reference, "说明.txt", True)
    served = browser.get(address(case, f"/files/{kept.pk}"))
    assert b"".join(served.streaming_content) == note  # type: ignore[attr-defined]
    assert served["X-Content-Type-Options"] == "nosniff"
    assert sign_in("finance").get(address(case, f"/files/{kept.pk}")).status_code == 200
    assert sign_in("technician").get(address(case, f"/files/{kept.pk}")).status_code == 404


def test_a_file_of_another_case_is_not_there(stage: Stage, sign_in: SignIn, case: Case) -> None:
    other = stage.case(stage.unit("p10"))
    browser = sign_in("agent")
    browser.post(address(case, "/files"), {"files": file("a.txt", b"text")})
    kept = Attachment.objects.get()
    assert browser.get(address(other, f"/files/{kept.pk}")).status_code == 404


def test_far_too_much_at_once_is_refused_in_words(
    sign_in: SignIn, case: Case, settings: Any
) -> None:
    settings.FILE_LIMIT_BYTES = 1024
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    large = file("a.txt", b"x" * (3 * 1024 * 1024))
    answer = sign_in("agent").post(address(case, "/files"), {"files": large})
    assert answer.status_code == 413
    assert "一次发送的内容过多" in text_of(answer)
    assert not Attachment.objects.exists()


def test_nothing_sent_is_said(sign_in: SignIn, case: Case) -> None:
    answer = sign_in("agent").post(address(case, "/files"), {}, follow=True)
    assert "请选择 1 到 10 个文件。" in text_of(answer)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_event_speaks(stage: Stage, case: Case, language: str) -> None:
    """Each kind that has words of its own is told without a placeholder, in both languages."""
    run.run_until_idle(hour(200))
    told = Event.objects.filter(subject=case.reference)
    with translation.override(language):
        entries = history.entries(case, told)
        assert [entry for entry in entries if not entry.title or "%(" in str(entry.text)] == []
        assert len(entries) == told.count() > 5


def test_another_open_case_on_the_unit_is_shown(stage: Stage, sign_in: SignIn, case: Case) -> None:
    assert case.unit is not None
    other = stage.case(case.unit, symptom="又停机")
    assert other.number in text_of(sign_in("agent").get(address(case)))


def test_the_page_takes_the_same_queries_however_much_there_is(
    stage: Stage, sign_in: SignIn, case: Case
) -> None:
    browser = sign_in("agent")
    assert case.unit is not None
    stage.case(case.unit, symptom="一样")
    browser.post(address(case, "/files"), {"files": file("0.txt", b"text")})
    browser.get(address(case))
    with statements() as few:
        browser.get(address(case))
    for number in range(1, 4):
        actions.note_case(case, f"备注 {number}", by=stage.cast["agent"], at=hour(0.5))
        browser.post(address(case, "/files"), {"files": file(f"{number}.txt", b"text %d" % number)})
        stage.case(case.unit, symptom="一样")
    browser.get(address(case))
    with statements() as many:
        browser.get(address(case))
    assert len(many) == len(few) <= 23  # parts, the roster and who is responsible by default too


def test_templates_are_short_and_without_inline_script() -> None:
    folder = Path(history.__file__).parent / "templates" / "desk"
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert [name for name, text in sources.items() if text.count("\n") >= 80] == []
    forbidden = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:|hx-on")
    assert [name for name, text in sources.items() if forbidden.search(text)] == []

"""Intake in one screen: found as one types, shown at once, registered once."""

import html
import io
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, statements
from aftercare.desk.tests.stage import Stage, hour, last_event
from aftercare.documents.queries import attachments_of
from aftercare.people.models import Organisation
from aftercare.promises.models import Commitment

HTMX = {"HX-Request": "true"}


def found(browser: Client, text: str) -> list[str]:
    answer = browser.get("/intake/find", {"q": text}, headers=HTMX)
    return re.findall(r'data-value="([^"]+)"', answer.content.decode())


def unit_of(stage: Stage, serial: str) -> Any:
    agreement = stage.agreements[serial]
    return agreement.covers.get().project.units.get()  # type: ignore[union-attr]


def live(browser: Client, **given: Any) -> str:
    headers = {**HTMX, **({"HX-Trigger": "find"} if "picked" in given else {})}
    answer = browser.post("/intake/live", given, headers=headers)
    assert answer.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("CH300-26-001", "CH300-26-001"),
        ("300-26", "CH300-26-001"),
        ("PM5", "PM5-26-01"),
        ("0088", "4LZ6-26-0088"),
    ],
)
def test_a_unit_is_found_by_part_of_its_number(
    findable: Stage, sign_in: SignIn, text: str, serial: str
) -> None:
    assert found(sign_in("agent"), text)[0] == unit_of(findable, serial).reference


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("13800138001", "H2001"),
        ("8001380", "H2001"),
        ("明珠医院", "K1002"),
        ("mzyy", "K1002"),
        ("mingzhu", "K1002"),
        ("漕溪路", "K1002"),
        ("K1001", "K1001"),
    ],
)
def test_a_customer_is_found_by_phone_name_sound_and_address(
    findable: Stage, sign_in: SignIn, text: str, code: str
) -> None:
    customer = Organisation.objects.get(code=code)
    assert customer.reference in found(sign_in("agent"), text)


def test_a_case_is_found_by_its_number_and_leads_there(findable: Stage, sign_in: SignIn) -> None:
    case = findable.case(unit_of(findable, "PM5-26-01"), symptom="报表打不开")
    answer = sign_in("agent").get("/intake/find", {"q": case.number[-8:]}, headers=HTMX)
    assert f'data-href="/cases/{case.number}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("username", "seen"),
    [("agent", True), ("dealer", True), ("dealer2", False), ("technician", False)],
)
def test_everybody_finds_and_picks_only_what_they_may_see(
    findable: Stage, sign_in: SignIn, username: str, seen: bool
) -> None:
    browser, reference = sign_in(username), unit_of(findable, "4LZ6-26-0088").reference
    assert (reference in found(browser, "4LZ6")) is seen
    assert (
        "联合收割机" in live(browser, picked=reference) or "刘洋" in live(browser, picked=reference)
    ) is seen


@pytest.mark.parametrize("key", ["²", "9" * 5000, "x", ""])
def test_a_key_that_is_none_picks_nothing(findable: Stage, sign_in: SignIn, key: str) -> None:
    browser = sign_in("agent")
    assert "CH300-26-001" not in live(browser, picked=f"unit/{key}")
    assert "CH300-26-001" not in live(browser, customer=key, unit=key)


def test_a_customer_the_person_may_not_see_is_not_picked(findable: Stage, sign_in: SignIn) -> None:
    unit = unit_of(findable, "4LZ6-26-0088")
    form = {"id": str(uuid.uuid4()), "customer": unit.customer_id, "unit": unit.pk,
            "symptom": "异响", "source": "phone", "kind": "fault"}  # fmt: skip
    answer = sign_in("dealer2").post("/intake", form)
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert "请先选择客户" in answer.content.decode()


@pytest.mark.parametrize("username", ["finance", "inspector", "author", "customer"])
def test_only_who_handles_cases_takes_calls(stage: Stage, sign_in: SignIn, username: str) -> None:
    browser = sign_in(username)
    assert browser.get("/intake").status_code == 403
    assert browser.post("/intake", {}).status_code == 403
    assert browser.get("/intake/find", {"q": "x"}).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_empty_screen_says_what_to_do(sign_in: SignIn, language: str) -> None:
    page = sign_in("agent", language).get("/intake").content.decode()
    assert ("尚未选择" if language == "zh-hans" else "Nobody picked yet") in page
    assert "autofocus" in page


def test_picking_a_unit_shows_all_that_matters_at_once(findable: Stage, sign_in: SignIn) -> None:
    unit = unit_of(findable, "CH300-26-001")
    other = findable.case(unit, symptom="循环泵漏水", at=0.5)
    shown = live(sign_in("agent"), picked=unit.reference, kind="fault", source="phone")
    for words in (
        "和平科技大厦业主委员会", "CH300-26-001", "可能是同一件事", other.number, "半小时内响应",
        "P01-04", "赵勇", "待判定", "原因：产品质量", "HT-CH300-26-001",
    ):  # fmt: skip
        assert words in shown
    assert f'name="seen" value="{other.number}"' in shown


@pytest.mark.parametrize(
    ("cause", "verdict"), [("product", "保修内"), ("virus", "仅提供建议"), ("", "待判定")]
)
def test_the_verdict_follows_the_cause_as_it_becomes_known(
    findable: Stage, sign_in: SignIn, cause: str, verdict: str
) -> None:
    unit = unit_of(findable, "HIS3-26-01")
    shown = live(sign_in("agent"), customer=unit.customer_id, unit=unit.pk, cause=cause)
    assert f"</use></svg>{verdict}</span>" in shown.replace(" </svg>", "</svg>")


def test_only_the_words_of_the_plan_are_offered(findable: Stage, sign_in: SignIn) -> None:
    browser = sign_in("agent")
    software = live(browser, picked=unit_of(findable, "PM5-26-01").reference)
    assert "系统瘫痪或服务中断，基本功能无法实现或全面退化。" in software
    assert 'name="zone"' not in software
    hospital = live(browser, picked=unit_of(findable, "HIS3-26-01").reference)
    assert 'name="severity"' not in hospital
    assert "按地址：北京" in hospital


@pytest.mark.clause("P08-18")
def test_prices_are_not_answered_on_the_phone(stage: Stage, sign_in: SignIn) -> None:
    unit = stage.unit("p08")
    asked = live(sign_in("agent"), customer=unit.customer_id, unit=unit.pk, kind="price")
    assert "电话中不直接答复价格问题，请转交销售。" in asked
    fault = live(sign_in("agent"), customer=unit.customer_id, unit=unit.pk, kind="fault")
    assert "请转交销售" not in fault


def report(of: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()), "customer": of.customer_id, "unit": of.pk, "seen": "",
        "symptom": "不制冷", "source": "phone", "kind": "fault", **more,
    }  # fmt: skip


def test_a_report_is_registered_with_everything_said(findable: Stage, sign_in: SignIn) -> None:
    unit = unit_of(findable, "PM5-26-01")
    form = report(
        unit, severity="2", component="software", cause="product", description="昨晚升级之后",
        reporter_name="张工", reporter_phone="13600000001",
    )  # fmt: skip
    answer = sign_in("agent").post("/intake", form)
    case = Case.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.number}")
    assert (case.unit, case.severity, case.reporter_name, case.covered) == (
        unit,
        "2",
        "张工",
        "yes",
    )
    assert str(last_event(case).id) == form["id"]
    assert Commitment.objects.filter(subject=case.reference).exists()


def test_sent_twice_it_is_one_case(findable: Stage, sign_in: SignIn) -> None:
    browser, form = sign_in("agent"), report(unit_of(findable, "PM5-26-01"))
    first = browser.post("/intake", form)
    number = Case.objects.get().number
    again = browser.post("/intake", {**form, "seen": number})
    assert again.headers["Location"] == first.headers["Location"]
    assert Case.objects.count() == 1


def test_a_letter_runs_from_the_day_it_came(findable: Stage, sign_in: SignIn) -> None:
    unit = unit_of(findable, "CH300-26-001")
    form = report(unit, source="letter", reported_at="2026-11-15T10:00")
    sign_in("agent").post("/intake", form)
    case = Case.objects.get()
    assert (case.source, case.reported_at) == ("letter", hour(-23))
    page = sign_in("agent").get("/register", {"on": "2026-11-15", "source": "letter"})
    assert case.number in page.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"symptom": " "}, "这个字段是必填项。"),
        ({"customer": ""}, "请先选择客户。"),
        ({"kind": "wish"}, "wish"),
        ({"reported_at": "2026-11-16T12:00"}, "报修时间不能在将来。"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(
    findable: Stage, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    form = report(
        unit_of(findable, "PM5-26-01"), description="昨晚升级之后", severity="2", **change
    )
    answer = sign_in("agent").post("/intake", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "昨晚升级之后" in page
    assert not Case.objects.exists()


def test_an_open_case_nobody_has_seen_is_asked_about_once(findable: Stage, sign_in: SignIn) -> None:
    unit = unit_of(findable, "PM5-26-01")
    other = findable.case(unit, at=0.9)
    browser, form = sign_in("agent"), report(unit)
    asked = browser.post("/intake", form)
    assert asked.status_code == 422
    assert f"可能与以下服务单是同一件事：{other.number}" in asked.content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', asked.content.decode())
    assert seen is not None
    assert browser.post("/intake", {**form, "seen": seen[1]}).status_code == 302


def test_what_belongs_to_another_customer_is_not_taken(findable: Stage, sign_in: SignIn) -> None:
    ours, others = unit_of(findable, "PM5-26-01"), unit_of(findable, "HIS3-26-01")
    answer = sign_in("agent").post("/intake", report(ours, unit=others.pk))
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_dealer_registers_only_for_those_it_serves(findable: Stage, sign_in: SignIn) -> None:
    theirs, others = unit_of(findable, "4LZ6-26-0088"), unit_of(findable, "PM5-26-01")
    browser = sign_in("dealer")
    assert browser.post("/intake", report(others, source="dealer")).status_code == 422
    assert browser.post("/intake", report(theirs, source="dealer")).status_code == 302
    assert Case.objects.get().unit == theirs


def newcomer(**change: str) -> dict[str, str]:
    given = {
        "name": "赵先生", "kind": "household", "phone": "13512345678", "place": "北京市/朝阳区",
        "address": "建国路 1 号", "model": "", "serial": "", **change,
    }  # fmt: skip
    return {f"new-{name}": value for name, value in given.items()}


def test_a_caller_nobody_knows_is_added_and_picked(findable: Stage, sign_in: SignIn) -> None:
    product = unit_of(findable, "PM5-26-01").model
    browser = sign_in("agent")
    given = newcomer(model=str(product.pk), serial="PM5-27-09")
    answer = browser.post("/intake/newcomer", {**given, "cause": "product"}, headers=HTMX)
    customer = Organisation.objects.get(name="赵先生")
    unit = customer.units.get()
    page = answer.content.decode()
    assert f'name="customer" value="{customer.pk}"' in page
    assert (unit.serial, unit.site.address if unit.site else "") == ("PM5-27-09", "建国路 1 号")
    assert customer.code == "K20261116-0001"
    assert found(browser, "13512345678") == [customer.reference, unit.site.reference]  # type: ignore[union-attr]
    assert browser.post("/intake", report(unit)).status_code == 302
    assert Case.objects.get().agreement is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "这个字段是必填项。"),
        ({"phone": "13800138001"}, "此电话已登记：刘洋（家庭用户）。"),
        ({"serial": "X1"}, "登记设备需要同时填写产品和序列号。"),
    ],
)
def test_a_newcomer_that_makes_no_sense_is_not_added(
    findable: Stage, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    before = Organisation.objects.count()
    answer = sign_in("agent").post("/intake/newcomer", newcomer(**change), headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Organisation.objects.count() == before


def test_who_does_not_keep_the_catalogue_adds_nobody(stage: Stage, sign_in: SignIn) -> None:
    assert sign_in("dealer").post("/intake/newcomer", newcomer()).status_code == 403


def test_picking_takes_the_same_queries_however_much_there_is(
    findable: Stage, sign_in: SignIn
) -> None:
    browser, unit = sign_in("agent"), unit_of(findable, "PM5-26-01")
    findable.case(unit)
    live(browser, picked=unit.reference)
    with statements() as few:
        live(browser, picked=unit.reference)
    for _again in range(3):
        findable.case(unit)
        findable.move(findable.case(unit), "solve", at=1, data={"solution": "重启"})
    live(browser, picked=unit.reference)
    with statements() as many:
        live(browser, picked=unit.reference)
    assert len(many) <= len(few) + 1  # that there are settled cases is one more
    assert len(many) <= 25


def test_the_top_bar_finds_for_who_takes_no_calls_too(findable: Stage, sign_in: SignIn) -> None:
    case = findable.case(unit_of(findable, "PM5-26-01"), symptom="报表打不开")
    for username in ("finance", "agent"):
        browser = sign_in(username)
        assert browser.get("/search", {"q": case.number}).headers["Location"] == (
            f"/cases/{case.number}"
        )
        assert "报表打不开" in browser.get("/search", {"q": "打不开"}).content.decode()
        assert "没有找到" in browser.get("/search", {"q": "zzzz"}).content.decode()


def test_the_api_and_the_page_register_alike(findable: Stage, sign_in: SignIn) -> None:
    unit = unit_of(findable, "CH300-26-001")
    sign_in("agent").post("/intake", report(unit, needs="visit", cause="product"))
    by_page = Case.objects.get()
    told = actions.Report(customer=unit.customer, unit=unit, symptom="不制冷",
                          facts={"needs": "visit", "cause": "product"})  # fmt: skip
    by_action = actions.register_case(told, by=findable.cast["agent"], at=hour(1)).case
    assert (by_page.facts, by_page.verdict) == (by_action.facts, by_action.verdict)
    assert date(2026, 11, 16) == by_page.reported_at.date()


def a_report(stage: Stage, serial: str, **more: Any) -> dict[str, Any]:
    unit = unit_of(stage, serial)
    return {"id": str(uuid.uuid4()), "seen": "", "customer": unit.customer_id, "unit": unit.pk,
            "symptom": "漏水", "source": "phone", "kind": "fault", **more}  # fmt: skip


def a_photograph(name: str = "漏水.jpg") -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue())


def test_photographs_come_in_with_the_report_and_once(findable: Stage, sign_in: SignIn) -> None:
    browser = sign_in("agent")
    assert 'enctype="multipart/form-data"' in browser.get("/intake").content.decode()
    sent = a_report(findable, "CH300-26-001", files_public="on")
    for _again in range(2):
        given = {**sent, "sent_files": [a_photograph(), a_photograph("铭牌.jpg")]}
        assert browser.post("/intake", given).status_code == 302
    case = Case.objects.get()
    kept = attachments_of(case.reference)
    assert sorted((one.name, one.public) for one in kept) == [
        ("漏水.jpg", True),
        ("铭牌.jpg", True),
    ]
    assert "漏水.jpg" in browser.get(f"/cases/{case.number}").content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "无法保存"), ("en", "cannot be kept")])
def test_a_file_that_may_not_be_kept_is_named_and_nothing_is_registered(
    findable: Stage, sign_in: SignIn, language: str, words: str
) -> None:
    bad = SimpleUploadedFile("virus.exe", b"MZ\x00\x01program")
    given = a_report(findable, "CH300-26-001", sent_files=[a_photograph(), bad])
    answer = sign_in("agent", language).post("/intake", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "virus.exe" in page
    assert words in page
    assert not Case.objects.exists()

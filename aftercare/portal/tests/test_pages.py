"""The way of a customer without an account, and what nobody else gets to see."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from aftercare.catalog.models import Unit
from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage, kinds, last_event
from aftercare.documents.models import Attachment
from aftercare.portal.tests.conftest import CARD, PHONE_END, Visitor, photo
from aftercare.web.demo.cast import Cast
from aftercare.web.logging import masked

pytestmark = pytest.mark.django_db


def move(case: Case, verb: str, cast: Cast, **more: Any) -> None:
    case.refresh_from_db()
    actions.move_case(case, verb, by=cast["agent"], at=timezone.now(), **more)


def test_from_the_code_on_the_unit_to_the_rating(visitor: Visitor, unit: Unit, cast: Cast) -> None:
    assert visitor.client.get(f"/u/{unit.code}")["Location"] == "/report"
    form = visitor.client.get("/report").content.decode()
    assert 'name="email"' in form  # to which the number and the link are sent
    assert "CH300-26-001" in form
    assert unit.customer.name not in form
    sent = visitor.report(unit, photos=[photo(), photo("leak.jpg")], description="昨晚开始")
    assert (sent.status_code, sent.url) == (302, "/follow")
    case = Case.objects.get()
    assert (case.source, case.unit, case.reporter_name) == ("portal", unit, "刘芳")
    page = visitor.page()
    assert [word in page for word in (case.number, "已收到", "plate.jpg", "leak.jpg")] == [True] * 4
    assert visitor.act("answer", text="现在更响了", photos=photo("noise.jpg")).url == "/follow"
    actions.note_case(case, "请保持通电", by=cast["agent"], at=timezone.now(), internal=False)
    move(case, "solve", cast, data={"solution": "更换了压缩机"})
    page = visitor.page()
    shown = ("现在更响了", "noise.jpg", "请保持通电", "林（工作人员）", "更换了压缩机", "待您确认")
    assert [word for word in shown if word not in page] == []
    assert "林晓" not in page
    assert visitor.act("confirm").url == "/follow"
    assert visitor.act("rate", stars="5", text="很快").url == "/follow"
    case.refresh_from_db()
    assert (case.state, case.rating) == ("confirmed", 5)
    assert kinds(case)[-2:] == ["case.confirmed", "case.rated"]
    assert (last_event(case).actor, last_event(case).actor_name) == ("portal", "刘芳")


def test_the_private_link_opens_the_case_elsewhere_and_leaves_the_address(
    visitor: Visitor, other: Visitor, reported: Case
) -> None:
    link = visitor.link
    opened = other.client.get(link)
    assert (opened.status_code, opened["Location"]) == (302, "/follow")
    page = other.client.get("/follow")
    assert reported.number in page.content.decode()
    assert link not in page.content.decode()  # whoever opened it has it already
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "same-origin"
    assert link.rpartition("/")[2] not in str(dict(other.client.session))


def test_neither_secret_nor_code_comes_into_a_log(
    visitor: Visitor, unit: Unit, reported: Case, caplog: pytest.LogCaptureFixture
) -> None:
    link = visitor.link
    secret = link.rpartition("/")[2]
    with caplog.at_level(logging.DEBUG):
        Client().get(link)
        Client().get(f"/u/{unit.code}")
    written = masked("\n".join(record.getMessage() for record in caplog.records))
    assert ("/follow/[token]" in written, "/u/[token]" in written) == (True, True)
    assert (secret in written, unit.code in written) == (False, False)
    assert masked("GET /follow/abcdefghijklmnopqrstuvwxyz") == "GET /follow/[token]"


def test_a_link_that_was_renewed_ends_the_old_one(
    visitor: Visitor, reported: Case, cast: Cast
) -> None:
    link = visitor.link
    actions.renew_link(reported, by=cast["agent"], at=timezone.now())
    assert visitor.client.get("/follow").status_code == 404
    assert visitor.client.get(link).status_code == 404


def test_another_browser_sees_nothing(other: Visitor, reported: Case) -> None:
    for address in ("/follow", "/follow/files/1", f"/follow/{reported.number}", "/follow/x"):
        answer = other.client.get(address)
        assert (address, answer.status_code) == (address, 404)
        assert reported.symptom not in answer.content.decode()
    assert other.act("confirm").status_code == 404


def test_staff_with_the_link_do_not_act_in_the_name_of_the_customer(
    visitor: Visitor, other: Visitor, reported: Case, cast: Cast
) -> None:
    move(reported, "solve", cast, data={"solution": "好了"})
    for username in ("agent", "finance"):
        other.client.force_login(cast[username])
        other.client.get(visitor.link)
        answers = other.act("confirm").status_code
        assert (username, answers) == (username, {"agent": 302, "finance": 403}[username])
    assert last_event(reported).actor == cast["agent"].reference


def test_a_file_of_another_case_is_not_there(
    visitor: Visitor, reported: Case, stage: Stage, unit: Unit, cast: Cast
) -> None:
    mine, foreign = reported, stage.case(stage.unit("p14", customer="customer2"))
    hidden = actions.add_file(mine, photo("inside.jpg"), "inside.jpg", by=cast["agent"],
                              at=timezone.now())  # fmt: skip
    theirs = actions.add_file(foreign, photo("theirs.jpg"), "theirs.jpg", by=cast["agent"],
                              at=timezone.now(), public=True)  # fmt: skip
    shown = actions.add_file(mine, photo("shown.jpg"), "shown.jpg", by=cast["agent"],
                             at=timezone.now(), public=True)  # fmt: skip
    codes = [visitor.client.get(f"/follow/files/{one.pk}").status_code
             for one in (hidden, theirs, shown)]  # fmt: skip
    assert codes == [404, 404, 200]
    assert "inside.jpg" not in visitor.page()


def test_internal_notes_and_what_is_done_inside_are_never_shown(
    visitor: Visitor, reported: Case, cast: Cast
) -> None:
    at = timezone.now()
    actions.note_case(reported, "客户很难缠", by=cast["agent"], at=at)
    actions.forward_case(reported, to=cast["technician2"], by=cast["agent"], at=at, note="小心")
    reported.refresh_from_db()
    move(reported, "withdraw", cast, data={"reason": "内部原因"})
    page = visitor.page()
    assert [
        word for word in ("客户很难缠", "小心", "钱伟", "林晓", "内部原因") if word in page
    ] == []


@pytest.mark.parametrize(
    ("number", "phone_end"),
    [
        ("BX-9999", PHONE_END),  # no such card
        (CARD, "0000"),  # wrong telephone
        (CARD, "3002"),  # another customer's telephone
        (CARD, ""),
        ("no-such-code-00", ""),
    ],
)
def test_wrong_code_card_and_telephone_get_the_same_answer(
    visitor: Visitor, unit: Unit, number: str, phone_end: str
) -> None:
    answer = visitor.look_up(number, phone_end)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "没有找到。请核对编码或卡号；使用卡号时，还需填写您登记电话的后四位。"
    ]
    page = answer.content.decode()
    assert (unit.serial in page, unit.customer.name in page) == (False, False)
    assert visitor.client.get("/report")["Location"] == "/portal"


@pytest.mark.parametrize(("number", "phone_end"), [(CARD, PHONE_END), (CARD.lower(), "0001")])
def test_a_card_opens_with_a_telephone_on_record(
    visitor: Visitor, unit: Unit, number: str, phone_end: str
) -> None:
    assert visitor.look_up(number, phone_end).url == "/report"
    page = visitor.client.get("/report").content.decode()
    assert (unit.serial in page, unit.customer.name in page) == (True, False)


def test_a_report_about_a_unit_that_was_not_opened_is_refused(
    visitor: Visitor, unit: Unit, stage: Stage
) -> None:
    foreign = stage.unit("p14", customer="customer2")
    visitor.client.get(f"/u/{unit.code}")
    assert visitor.report(foreign).status_code == 422
    assert Case.objects.count() == 0


def test_two_clicks_make_one_case_with_the_same_link(visitor: Visitor, unit: Unit) -> None:
    visitor.client.get(f"/u/{unit.code}")
    visitor.report(unit, photos=photo())
    link = visitor.link
    assert visitor.report(unit, id=visitor.form_id, photos=photo()).url == "/follow"
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 1)
    assert visitor.link == link


def test_the_form_of_somebody_else_opens_nothing(
    visitor: Visitor, other: Visitor, reported: Case, unit: Unit
) -> None:
    other.client.get(f"/u/{unit.code}")
    other.report(unit, id=visitor.form_id, symptom="别的问题")
    assert Case.objects.count() == 2
    assert reported.number not in other.page()


def test_two_clicks_answer_and_confirm_once(visitor: Visitor, reported: Case, cast: Cast) -> None:
    once = "2b2f0d6e-51d5-4b7e-9f3c-0b8de9a7f001"
    for _click in range(2):
        assert visitor.act("answer", id=once, text="还是响", photos=photo()).url == "/follow"
    move(reported, "solve", cast, data={"solution": "好了"})
    for _click in range(2):
        assert visitor.act("confirm", id="2b2f0d6e-51d5-4b7e-9f3c-0b8de9a7f002").url == "/follow"
        visitor.act("rate", id="2b2f0d6e-51d5-4b7e-9f3c-0b8de9a7f003", stars="4")
    happened = kinds(reported)
    counted = ("case.noted", "file.added", "case.confirmed", "case.rated")
    assert [happened.count(kind) for kind in counted] == [1, 1, 1, 1]


def test_not_solved_opens_the_case_again(visitor: Visitor, reported: Case, cast: Cast) -> None:
    move(reported, "solve", cast, data={"solution": "重启"})
    wrong = visitor.act("reopen", reason=" ")
    assert (wrong.status_code, "is-invalid" in wrong.content.decode()) == (422, True)
    assert visitor.act("reopen", reason="今天又坏了").url == "/follow"
    reported.refresh_from_db()
    assert reported.state == "reopened"
    page = visitor.page()
    assert ("今天又坏了" in page, "重新处理中" in page, 'id="solved"' in page) == (
        True,
        True,
        False,
    )


def test_the_loan_is_taken_only_when_it_is_offered(
    visitor: Visitor, reported: Case, cast: Cast
) -> None:
    assert visitor.act("loan", answer="yes").status_code == 422
    actions.offer_loan(reported, by=cast["agent"], at=timezone.now())
    assert 'id="loan"' in visitor.page()
    assert visitor.act("loan", answer="yes").url == "/follow"
    reported.refresh_from_db()
    assert reported.loan == "accepted"


def test_an_open_case_is_not_rated_and_a_solved_one_not_withdrawn(
    visitor: Visitor, reported: Case, cast: Cast
) -> None:
    assert visitor.act("rate", stars="1").status_code == 422
    assert visitor.act("withdraw", reason="自己修好了").url == "/follow"
    late: tuple[tuple[str, dict[str, str]], ...]
    late = (("confirm", {}), ("rate", {"stars": "5"}), ("reopen", {"reason": "又坏了"}))
    assert [visitor.act(what, **said).status_code for what, said in late] == [422] * 3
    reported.refresh_from_db()
    assert (reported.state, reported.rating) == ("withdrawn", None)


def test_bad_photographs_are_named_at_the_field_and_nothing_is_made(
    visitor: Visitor, unit: Unit
) -> None:
    visitor.client.get(f"/u/{unit.code}")
    false = visitor.report(unit, photos=[photo(), photo("fake.jpg", b"MZ\x00\x01program")])
    assert (false.status_code, Case.objects.count()) == (422, 0)
    assert list(false.context["form"].errors) == ["photos"]
    assert "fake.jpg" in str(false.context["form"].errors["photos"])
    many = visitor.report(unit, photos=[photo() for _ in range(6)])
    assert many.context["form"].errors["photos"] == ["文件太多，最多 5 个。"]


def test_guessing_is_limited_for_the_address_and_for_the_card(
    visitor: Visitor, other: Visitor, unit: Unit
) -> None:
    answers = [visitor.look_up(CARD, f"5{n:03}").status_code for n in range(9)]
    assert answers == [422] * 8 + [429]
    refused = other.client.post("/portal", {"number": CARD, "phone_end": PHONE_END},
                                REMOTE_ADDR="203.0.113.9")  # fmt: skip
    assert refused.status_code == 429  # the right one too, from wherever
    assert 0 < int(refused["Retry-After"]) <= timedelta(days=1).total_seconds()
    for n in range(11):
        visitor.look_up(f"UNKNOWN-{n}")
    assert visitor.look_up("UNKNOWN-99").status_code == 429
    assert visitor.client.get(f"/u/{unit.code}").status_code == 429
    assert other.client.get(f"/u/{unit.code}", REMOTE_ADDR="203.0.113.9").status_code == 302


def test_wrong_links_are_limited_and_right_ones_cost_nothing(
    visitor: Visitor, reported: Case
) -> None:
    link = visitor.link
    assert {visitor.client.get(link).status_code for _ in range(25)} == {302}
    assert {Client().get(f"/follow/wrong-{n}").status_code for n in range(20)} == {404}
    assert Client().get("/follow/wrong").status_code == 429


def test_reports_of_one_unit_are_limited(visitor: Visitor, unit: Unit) -> None:
    visitor.client.get(f"/u/{unit.code}")
    codes = [visitor.report(unit).status_code for _ in range(7)]
    assert codes == [302] * 6 + [429]
    assert Case.objects.count() == 6


def test_the_page_asks_the_database_as_often_for_much_as_for_little(
    visitor: Visitor, reported: Case, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.act("answer", text="一", photos=photo())
    actions.note_case(reported, "看到了", by=cast["agent"], at=timezone.now(), internal=False)
    visitor.page()
    with django_assert_num_queries(9):
        visitor.page()
    for n in range(4):
        visitor.act("answer", text=f"第 {n} 条", photos=photo(f"{n}.jpg"))
        actions.note_case(reported, "看到了", by=cast["agent"], at=timezone.now(), internal=False)
    with django_assert_num_queries(9):
        visitor.page()

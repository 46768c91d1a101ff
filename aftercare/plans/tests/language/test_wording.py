"""A plan in words: the sentences of a tender, in Chinese and English."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.plans.language.document import Plan
from aftercare.plans.language.reading import read_plan
from aftercare.plans.language.vocabulary import EVENTS, OFFERS, ROLES, VERBS, WAITING
from aftercare.plans.language.wording import (
    after_expiry_rows,
    approval_rows,
    chapters,
    charge_rows,
    exclusion_rows,
    explain,
    promise_rows,
    record_rows,
    remedy_rows,
    schedule_rows,
    term_rows,
)
from aftercare.plans.language.wording.explaining import chinese
from aftercare.plans.language.wording.rows import Time
from aftercare.plans.tests.language.samples import BUILT_IN, built_in, plan
from aftercare.plans.tests.language.strategies import plans

LANGUAGES = ("zh", "en")
FRAME = """\
blanks: {soon: 15 min}
services: {doors: {title: {zh: 工程门, en: Doors}}, software: {title: {zh: 软件, en: Software}}}
calendars:
  office:
    title: {zh: 办公时间, en: Office hours}
    open: {mon-fri: ["08:30-12:00", "13:00-17:00"], sat: ["22:00-06:00"]}
    holidays: CN
zones:
  city: {title: {zh: 市区, en: City}, places: [北京市]}
  rest-of-it: {title: {zh: 其他地区, en: Elsewhere}}
dates: {cut-offs: {title: {zh: 截止日, en: Cut-offs}, dates: [06-30, 12-31]}}
seasons: {use: {title: {zh: 作业期, en: Operating season}, spans: [{begins: 05-01, ends: 10-31}]}}
promises:
"""
START = "from: case.reported, until: visit.arrived"


@pytest.mark.parametrize(
    ("promise", "zh", "en"),
    [
        (
            f"{START}, within: 2 h",
            "自报修起2小时内到达现场。",
            "Within 2 hours of the report, a technician is on site.",
        ),
        (
            f"{START}, within: 2 h, to: company",
            "自报修起2小时内到达现场。承诺对象：公司内部。",
            "Within 2 hours of the report, a technician is on site. "
            "Promised to the company itself.",
        ),
        (
            f"{START}, within: $soon",
            "自报修起15分钟内（默认值）到达现场。",
            "Within 15 minutes (default) of the report, a technician is on site.",
        ),
        (
            f"{START}, within: {{city: 2 h, rest-of-it: 1 day}}",
            "自报修起，市区2小时内、其他地区1天内到达现场。",
            "After the report, a technician is on site in time"
            " (City: within 2 hours; Elsewhere: within 1 day).",
        ),
        (
            f"{START}, within: 2 h, when: {{needs: visit, urgency: not urgent, service: doors}}",
            "自报修起2小时内到达现场（适用于：需上门，非紧急情形）。",
            "Within 2 hours of the report, a technician is on site"
            " (when handled by a visit, in cases that are not urgent).",
        ),
        (
            "from: project.completed, until: warranty_card.issued, within: 1 month,"
            " reading: narrow, who: project-manager",
            "自项目竣工之日起1个月内发放保修卡。末日为法定节假日的，顺延至次日。由项目经理负责。",
            "Within 1 month of completion of the project, the warranty card is issued."
            " A last day that is a statutory holiday moves on by a day."
            " Kept by the project manager.",
        ),
        (
            f"{START}, within: 4 h, calendar: office, pause_while: [customer-time, access],"
            " if_late: [offer loan unit, {after: 2 h, do: report to leaders}]",
            "自报修起4小时内到达现场。按“办公时间”计时；客户另约时间和无法进入现场期间不计时。"
            "逾期的，免费提供同档次备用机；再过2小时，报告公司领导。",
            "Within 4 hours of the report, a technician is on site."
            " Time counts by the calendar 'Office hours'; these times do not count:"
            " customer asked for a later time and no access to the site."
            " If late: offer a loan unit of the same grade, free; 2 hours later,"
            " report to the company leaders.",
        ),
        (
            "from: delivery.requested, until: delivery.made, within: agreed",
            "买方提出到货时间后，按约定时间到货。",
            "After the request for delivery, the goods are delivered at the agreed time.",
        ),
        (
            "from: delivery.requested, until: delivery.announced, within: agreed, ahead: 12 h",
            "买方提出到货时间后，在约定时间前至少12小时联系客户商定接货。",
            "After the request for delivery, the delivery is announced to the customer"
            " at least 12 hours before the agreed time.",
        ),
        (
            "from: part.replaced, until: old_part.returned, by: cut-offs",
            "更换零件后，在6月30日和12月31日中最近的一个截止日前返回旧件。",
            "After the replacement of the part, the old part is returned"
            " by the next 30 June or 31 December.",
        ),
        (
            "from: stock.delivered, until: [unit.sold, stock.returned], by: use, nth: 2",
            "商品交付经销商后，在第2个作业期结束前售出或退回库存。",
            "After delivery of the stock to the dealer, the unit is sold or the stock is"
            " returned by the end of the second operating season.",
        ),
    ],
)
def test_a_promise_reads_as_a_sentence(promise: str, zh: str, en: str) -> None:
    fragment = FRAME if "$soon" in promise else FRAME.replace("blanks: {soon: 15 min}\n", "")
    made = plan(f"{fragment}  it: {{{promise}}}\n")
    assert promise_rows(made, "zh")[0].text == zh
    assert promise_rows(made, "en")[0].text == en


def test_the_row_of_a_promise_has_its_parts() -> None:
    (row,) = promise_rows(
        plan(
            f"{FRAME}"
            "  arrive:\n"
            "    title: {zh: 按时上门, en: On site in time}\n"
            f"    {START.replace(', ', chr(10) + '    ')}\n"
            "    within: {city: $soon, rest-of-it: 1 day}\n"
            "    calendar: office\n"
            "    when: {needs: visit, service: doors}\n"
            "    pause_while: access\n"
            "    warn_at: [50%, 30 min before]\n"
            "    if_late: [notify service-manager]\n"
            "    who: technician\n"
            "    clauses: [P01-05]\n"
        ),
        "zh",
    )
    assert (row.key, row.title, row.clauses, row.service) == (
        "arrive", "按时上门", ("P01-05",), "工程门",
    )  # fmt: skip
    assert (row.start, row.end) == ("报修", "到达现场")
    assert row.times == (
        Time("市区", "15分钟内（默认值）", is_default=True),
        Time("其他地区", "1天内", is_default=False),
    )
    assert row.calendar == "办公时间"
    assert row.conditions == ("需上门", "工程门业务")
    assert row.pauses == ("无法进入现场",)
    assert row.warnings == ("用时达50%", "到期前30分钟")
    assert row.consequences == ("通知服务经理",)
    assert row.who == "工程师"


def test_the_default_calendar_is_named_and_a_chained_promise_names_the_one_before() -> None:
    made = plan(
        f"{FRAME.replace('blanks: {soon: 15 min}' + chr(10), 'calendar: office' + chr(10))}"
        "  arrive: {title: {zh: 到场, en: Arrival}, from: case.reported, until: visit.arrived,"
        " within: 2 h}\n"
        "  repair: {chained: arrive, until: case.solved, within: 4 h}\n"
    )
    row = promise_rows(made, "zh")[1]
    assert row.calendar == "办公时间"
    assert row.text.startswith("自兑现“到场”起4小时内解决问题。")
    english = promise_rows(made, "en")[1]
    assert english.text.startswith(
        "Within 4 hours of the keeping of 'Arrival', the case is solved."
    )


@pytest.mark.parametrize(
    ("schedule", "zh", "en"),
    [
        (
            "kind: return-visit, every: 6 months, from: project.handed_over,"
            " from_otherwise: project.completed, first_within: 6 months, during: warranty",
            "保修期内，自项目移交之日起每6个月进行一次回访，首次不晚于6个月。"
            "无此记录的，自项目竣工起算。",
            "During the warranty, a return visit every 6 months, counted from handover of the"
            " project, the first within 6 months. Where that is not on record it counts from"
            " completion of the project.",
        ),
        (
            "kind: report, every: 1 week, from: agreement.signed, during: agreement, price: free",
            "协议期内，自签订协议之日起每周提交一次报告，免费。",
            "While the agreement runs, a report every week, counted from the signing of the"
            " agreement, free.",
        ),
        (
            "kind: inspection, once: 1 month, from: owner.moved_in, during: 2 years",
            "持续2年，自业主入住之日起1个月后进行一次检查。",
            "For 2 years, an inspection once, 1 month after the owner's moving in.",
        ),
        (
            "kind: visit, each: use",
            "长期，每年作业期进行一次走访。",
            "Without end, a visit each year, in the operating season.",
        ),
        (
            "kind: notice, each: use, from: project.handed_over,"
            " from_otherwise: acceptance.passed, during: agreement",
            "协议期内，自项目移交起每年作业期发出一次通知。无此记录的，自验收合格起算。",
            "While the agreement runs, a notice each year, in the operating season, from handover"
            " of the project on. Where that is not on record it counts from passed acceptance.",
        ),
        (
            "kind: plan, before: use, by: 30 days, who: dealer",
            "长期，每年作业期开始前30天提交一次计划。由经销商负责。",
            "Without end, a plan each year, 30 days before the operating season."
            " Kept by the dealer.",
        ),
    ],
)
def test_a_schedule_reads_as_a_sentence(schedule: str, zh: str, en: str) -> None:
    frame = FRAME.replace("blanks: {soon: 15 min}\n", "").replace("promises:\n", "")
    made = plan(
        f"{frame}warranty: [{{name: w, length: 1 year, starts: unit.sold}}]\n"
        f"schedules:\n  it: {{until: return_visit.done, {schedule}}}\n"
    )
    assert schedule_rows(made, "zh")[0].text == zh
    assert schedule_rows(made, "en")[0].text == en


def test_warranty_remedies_and_charges_read_as_a_tender_says_them() -> None:
    made = built_in("p09")
    assert term_rows(made, "zh")[0].text == (
        "保修期3年，自验收合格且双方签署验收报告之日起算；无此记录的，依次以开具发票、项目竣工之日为准。"
        "范围：涉及水箱、集热管（器）或支架。服务方式：修理或更换。"
    )
    assert after_expiry_rows(made, "en")[0].text == "After the warranty, for life. Given: repair."
    assert exclusion_rows(made, "zh")[0].text == "原因为自行拆动或非特约单位拆修的，收费处理。"
    assert remedy_rows(made, "en")[2].text == (
        "During the warranty, the same fault repaired 3 times and still not usable:"
        " the customer gets: a new unit of the same brand and model, free of charge."
    )
    doors = built_in("p07")
    assert charge_rows(doors, "zh")[1].text == (
        "保修外：配件按成本价，人工每小时不超过10元，由客户承担。"
    )
    assert charge_rows(doors, "zh")[1].lines == (("配件", "按成本价"), ("人工", "每小时不超过10元"))
    contractor = built_in("p01")
    assert approval_rows(contractor, "zh")[0].text == "由部门负责人审核，再由单位主管领导批准。"
    assert record_rows(contractor, "en")[0].text == (
        "Kept for 5 years from the closing of the case. In the file: project repair card,"
        " project warranty card, project return-visit report, repair task order and repair"
        " registration form."
    )


def test_a_calendar_reads_with_its_lunch_night_and_make_up_days() -> None:
    used = "  a: {from: case.reported, until: case.solved, within: $soon, calendar: office}\n"
    (hours,) = (c for c in chapters(plan(FRAME + used), "zh") if c.key == "hours")
    assert hours.rows[0].text == (
        "周一至周五08:30至12:00和13:00至17:00，周六22:00至次日06:00；法定休假日除外，调休上班日照常。"
    )
    (hours,) = (c for c in chapters(plan(FRAME + used), "en") if c.key == "hours")
    assert hours.rows[0].text == (
        "Monday to Friday 08:30 to 12:00 and 13:00 to 17:00, Saturday 22:00 to the next day"
        " 06:00; closed on statutory days off, make-up working days as usual."
    )


def test_chapters_are_numbered_and_lines_stand_under_their_business() -> None:
    text = explain(built_in("p07"), "zh")
    assert "\n\n一、业务范围\n1. 工程门\n2. 医院软件\n\n二、服务时间\n" in text
    assert "\n四、时限承诺\n【工程门】\n1. 接到电话后赶到现场抢修：自报修起2小时内到达现场" in text
    assert "\n【医院软件】\n2. 一般问题反馈意见：自报修起1小时内作出响应" in text
    english = explain(built_in("p07"), "en")
    assert "\n4. Promised times\n— Project doors\n1. On site for rush repair" in english


def test_clause_ids_stand_in_brackets() -> None:
    assert "由客服负责。〔P01-04〕\n" in explain(built_in("p01"), "zh")
    assert "Kept by the desk agent. [P01-04]\n" in explain(built_in("p01"), "en")


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_every_clause_and_every_default_of_a_built_in_plan_is_said(file: Path) -> None:
    made = read_plan(file.read_bytes(), file.name).plan
    assert made is not None
    listed = set(re.findall(r"P\d\d-\d\d", file.read_text(encoding="utf-8").split("plan:", 1)[1]))
    written = {clause for path in [made.model_dump_json()] for clause in re.findall(
        r"P\d\d-\d\d", path)}  # fmt: skip
    for language, label in (("zh", "（默认值）"), ("en", "(default)")):
        text = explain(made, language)
        assert set(re.findall(r"P\d\d-\d\d", text)) == written
        assert text.count(label) >= bool(made.blank_uses)
    assert written <= listed


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_no_word_of_the_language_is_left_in_a_text(file: Path) -> None:
    made = read_plan(file.read_bytes(), file.name).plan
    assert made is not None
    raw = {
        word for word in (*EVENTS, *ROLES, *VERBS, *WAITING, *OFFERS) if re.search("[._-]", word)
    }
    for language in LANGUAGES:
        text = explain(made, language)
        assert {word for word in raw if word in text} == set()
        assert "{" not in text
        assert "None" not in text


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_a_chinese_text_is_chinese_throughout(file: Path) -> None:
    made = read_plan(file.read_bytes(), file.name).plan
    assert made is not None
    allowed = r"P\d\d-\d\d|ISO\d*|BUG|\bX\b|always|office|CN-[a-z-]+|\d+ ?[a-z]+\d*|[A-Z]{2,}"
    left = re.sub(allowed, "", explain(made, "zh"))
    assert re.findall("[A-Za-z]{3,}", left) == []


@settings(max_examples=70, deadline=None)
@given(plans(), st.sampled_from(LANGUAGES))
def test_every_valid_plan_can_be_explained(made: Plan, language: str) -> None:
    text = explain(made, language)
    titles = made.title.zh if language == "zh" else made.title.en
    assert text.startswith(titles)
    for rows in (promise_rows, schedule_rows, term_rows, remedy_rows, charge_rows):
        for row in rows(made, language):
            assert row.text == "" or row.text[-1] in "。.！？!?"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一")]
)
def test_chinese_numbers(number: int, said: str) -> None:
    assert chinese(number) == said

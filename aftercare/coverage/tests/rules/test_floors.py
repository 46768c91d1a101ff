"""The legal floors as data: what is shipped, and what the loader refuses."""

import re
from pathlib import Path

import pytest

from aftercare.coverage.floors import loader
from aftercare.coverage.floors.loader import BadFloor, book
from aftercare.coverage.floors.records import RuleNotInForce
from aftercare.coverage.tests.rules.making import day

# The rows of the reference that were read in full text; none of them may be missing.
VERIFIED = re.findall(
    r"\S+",
    """
CC-188 CC-200 CC-201 CC-202 CC-203 CC-204 CC-621 CC-622 CC-801 CC-802 CC-1206
CPL-23.2 CPL-23.3 CPL-24 CPL-25 CPL-25r CPL-26 CPL-29 CPL-40 CPL-54 CPL-55 CPL-56 CPL-62
PEN-8 PEN-9 PEN-10 PEN-12
ZJ-7d ZJ-15d ZJ-5d ZJ-5l ZJ-2x ZJ-35d ZJ-ns ZJ-rs ZJ-tr ZJ-30d ZJ-ct ZJ-bp ZJ-8y
FML-14 FML-24 FMSR-18 FMSR-19
CAR-4 CAR-10 CAR-16 CAR-17 CAR-18 CAR-18g CAR-19 CAR-20 CAR-21 CAR-22 CAR-23 CAR-24.1
CAR-24.2 CAR-24.3 CAR-24.4 CAR-24.5 CAR-25 CAR-26 CAR-27 CAR-28a CAR-28b CAR-29 CAR-30
CAR-32 CAR-32s CAR-40
CON-39 CON-40.1 CON-40.2 CON-40.3h CON-40.3c CON-40.4 CON-41 SPC-17 SPC-17w SPC-18
ELV-15 ELV-go PQL-40 PQL-43 PQL-45 PQL-45l ECL-14 ECL-17 ECL-20 ECL-31 ECL-34 ECL-59
PI-13 PI-16 PI-17 PI-19 PI-21 PI-23 PI-24 PI-28 PI-44 PI-51 PI-56 PI-57 ND-12 NS-21
TEN-27 TEN-46 TEN-59 TEN-60 GP-41 GP-42 GPR-45 GPR-48 LAB-36 LAB-42 LAB-44 CMP-7 CMP-45 INV-28
""",
)


def test_every_rule_read_in_full_text_is_there_and_nothing_else_claims_to_be() -> None:
    verified = {rule.id for rule in book().rules if rule.verified}
    assert verified == set(VERIFIED)


@pytest.mark.parametrize(
    ("rule", "length", "main"),
    [
        ("AG-24a", "1 year", "2 years"),
        ("AG-24b", "9 months", "18 months"),
        ("AG-24c", "3 months", "6 months"),
        ("AG-24d", "6 months", "1 year"),
        ("AG-24e", "1 year", "2 years"),
        ("AG-24f", "9 months", "18 months"),
        ("AG-24g", "1 year", "2 years"),
        ("AG-24h", "1 year", "2 years"),
        ("SB95-A1", "1 year", "2 years"),
        ("SB95-A2", "1 year", "3 years"),
        ("SB95-A3", "1 year", "3 years"),
    ],
)
def test_periods_of_whole_machines_and_main_parts(rule: str, length: str, main: str) -> None:
    on = day("2026-03-02")
    found = [book().rule(rule_id, on).clock for rule_id in (rule, f"{rule}m")]
    assert [str(clock.length) for clock in found if clock] == [length, main]


def test_repealed_rules_are_kept_and_refused() -> None:
    assert book().rule("AG98-40", day("2010-05-31")).clock is None
    with pytest.raises(RuleNotInForce, match="repealed on 2010-05-31, see aqsiq-126"):
        book().rule("AG98-40", day("2010-06-01"))
    with pytest.raises(RuleNotInForce, match="not in force before 2010-06-01"):
        book().rule("AG-28", day("2010-05-31"))
    with pytest.raises(KeyError):
        book().rule("AG-99", day("2026-03-02"))


def test_two_versions_of_one_rule_are_never_in_force_together() -> None:
    for on, retention in (("2017-06-30", "DEP-5"), ("2017-07-01", "DEP-3")):
        in_force = {rule.id for rule in book().in_force(day(on))}
        assert in_force & {"DEP-5", "DEP-3"} == {retention}


def test_every_rule_speaks_both_languages_and_names_its_source() -> None:
    for rule in book().rules:
        assert rule.says.zh.endswith("。"), rule.id
        assert rule.says.en.endswith("."), rule.id
        assert rule.source, rule.id


def test_the_sets_that_plans_name_exist() -> None:
    assert set(book().titles) >= {"CN-consumer", "CN-construction", "CN-farm-machinery"}
    assert {rule.set_ for rule in book().rules} == set(book().titles)


GOOD = """
set: CN-test
title: {zh: 测试, en: Test}
instruments:
  order: {title: {zh: 令, en: Order}, number: "1", effective_from: 2000-01-01}
rules:
  - id: T-1
    instrument: order
    article: "1"
    kind: period
    says: {zh: 一年。, en: One year.}
    clock: {from: delivery.made, length: 18 months}
    causes: product
    confidence: V1
"""
MAIN = """
  - id: T-1m
    instrument: order
    article: "1"
    kind: period
    says: {zh: 主要部件。, en: Main parts.}
    applies_to: {component: main}
    clock: {from: delivery.made, length: 45 days}
    causes: product
    confidence: V3
"""


COUNTS = """
  - id: T-2
    instrument: order
    article: "2"
    kind: counting
    says: {zh: 顺延。, en: Extended.}
    counting: {suspended_by: [repair, parts], restarted_by: replacement}
    confidence: V3
  - id: T-3
    instrument: order
    article: "3"
    kind: choice
    says: {zh: 更换。, en: Replaced.}
    trigger: {after: replace-part, fault_class: serious, leaves_out: supplier}
    remedies: new-unit
    chooser: customer
    confidence: V3
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("repair, parts", "repair, spares"),
        ("restarted_by: replacement", "restarted_by: replacing"),
        ("after: replace-part", "after: new-part"),
        ("fault_class: serious", "fault_class: grave"),
        ("leaves_out: supplier", "leaves_out: suppliers"),
    ],
)
def test_a_word_that_would_do_nothing_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(GOOD + COUNTS, encoding="utf-8")
    assert len(loader.read(tmp_path).rules) == 3
    file.write_text((GOOD + COUNTS).replace(right, wrong), encoding="utf-8")
    with pytest.raises(BadFloor, match=f"unknown words {wrong.rsplit(maxsplit=1)[-1]}"):
        loader.read(tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("delivery.made", "delivery.mad"), "T-1: unknown words delivery.mad"),
        (("causes: product", "causes: produkt"), "T-1: unknown words produkt"),
        (("causes: product", "causes: []"), "a period rule states causes"),
        (("instrument: order", "instrument: law"), "bad.yaml: T-1: 'law'"),
        (("confidence: V1", "confidence: V9"), "confidence"),
        (("confidence: V1", "confidence: V3\n    status: verified"), "verified means V1"),
        (("length: 18 months", "length: soon"), "not a length of time"),
        (("length: 18 months", "km: 5"), "a clock has a length or seasons"),
        (("id: T-1", "id: T-1\n    colour: red"), "colour"),
        (("id: T-1", "id: rule one"), "bad.yaml: rule one"),
    ],
)
def test_a_bad_record_is_refused_by_name(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    (tmp_path / "bad.yaml").write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(BadFloor) as refused:
        loader.read(tmp_path)
    assert said in str(refused.value)


def test_a_misprint_that_gives_main_parts_less_than_the_whole_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(GOOD + MAIN, encoding="utf-8")
    with pytest.raises(BadFloor, match="T-1m: main parts shorter than the whole machine"):
        loader.read(tmp_path)


def test_one_id_stands_once(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(BadFloor, match="T-1: stands there 2 times"):
        loader.read(tmp_path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    (rule,) = loader.read(tmp_path).rules
    assert (rule.status, rule.jurisdiction, rule.causes) == ("verified", "CN", ["product"])

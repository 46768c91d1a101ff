"""Which repairers' texts speak of the same problem; real texts from the demo's work orders."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.catalog.rules import same_problem

ORDERS = Path(__file__).parents[1] / "demo" / "excavators.csv"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("L/H BUCKET CYL LEAKING.", "bucket cylinder left: leak"),
        ("LH bucket cylinder leaks SHD24", "bucket cylinder left: leak"),
        ("L/hand Engine wont start.", "engine left: no-start"),
        ("Not starting up LH Engine SHD24", "engine left: no-start"),
        ("l/h engine won't start", "engine left: no-start"),
        ("R/H ENGINE WILL NOT START", "engine right: no-start"),
        ("BREOKEN GREASE LINE ON BUCKET", "bucket grease line: broken"),
        ("Replace broken lube line on bucket", "bucket grease line: broken"),
        ("2 X BROKEN BUCKET GREASE LINES", "bucket grease line: broken"),
        ("A/C reported not working  SHD24", "aircon: fault"),
        ("both aircons u/s", "aircon: fault"),
        ("AIR COND U/S", "aircon: fault"),
        ("lube falt keeps coming up", "grease: fault"),
        ("Lube faults SHD0024", "grease: fault"),
        ("REPLACE MISSING BUCKET TEETH", "bucket tooth: missing"),
        ("ONE BUCKET TOOTH HAS FALLEN OFF", "bucket tooth: missing"),
        ("BLOWEN HYD HOSE", "hose hydraulic: burst"),
        ("blown hydraulic hose", "hose hydraulic: burst"),
        ("BUCKET WON'T OPEN", "bucket: no-open"),
        ("slew motor oerheating", "motor slew: overheating"),
        ("CW NO. 4 TRACK ROLLER", "cw roller track"),
        ("replace", "replace"),
        ("", ""),
        ("压缩机渗油，更换密封", "压缩机: 漏油"),
        ("压缩机漏油", "压缩机: 漏油"),
        ("检查空调不制冷", "空调: 不制冷"),
        ("发动机无法启动", "发动机: 不启动"),
    ],
)
def test_the_key_says_what_is_broken_where_and_how(text: str, key: str) -> None:
    assert same_problem(text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L/H engine oil leak", "R/H engine oil leak"),
        ("bucket tooth missing", "bucket tooth broken"),
        ("boom cylinder leaking", "stick cylinder leaking"),
        ("engine won't start", "engine overheating"),
        ("air filter", "oil filter"),
        ("truck", "track"),
        ("hole in hose", "hose"),
        ("左侧漏油", "右侧漏油"),
        ("水泵漏水", "水泵异响"),
    ],
)
def test_different_problems_have_different_keys(one: str, other: str) -> None:
    assert same_problem(one) != same_problem(other)


@given(text=st.text(max_size=200))
def test_any_text_has_a_key_that_fits_its_column(text: str) -> None:
    assert len(same_problem(text)) <= 120


@given(
    text=st.sampled_from(["L/H BUCKET CYL LEAKING.", "Lube falt", "replace hyd hose"]),
    blanks=st.lists(st.sampled_from([" ", "\n", "\t", "\r\n"]), min_size=1, max_size=3),
)
def test_blanks_and_capitals_do_not_matter(text: str, blanks: list[str]) -> None:
    spread = text.lower().replace(" ", "".join(blanks))
    assert same_problem(f"{''.join(blanks)}{spread}") == same_problem(text)


def test_the_real_orders_fall_into_groups_that_repeat() -> None:
    with ORDERS.open(encoding="utf-8", newline="") as file:
        keys = Counter((row["Asset"], same_problem(row["OriginalShorttext"]))
                       for row in csv.DictReader(file))  # fmt: skip
    texts = sum(keys.values())
    repeated = sum(count for count in keys.values() if count > 1)
    assert (texts, keys["D", "grease: fault"], keys["E", "bucket grease line: broken"]) == (
        5485, 44, 26,
    )  # fmt: skip
    assert repeated / texts > 0.35

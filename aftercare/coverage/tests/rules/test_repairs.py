import pytest

from aftercare.coverage.rules import repairs
from aftercare.coverage.tests.rules.making import at, repair, wait

END = at("2026-12-31")


@pytest.mark.parametrize(
    ("begins", "ends", "count"),
    [
        ("2026-03-02 08:00", "2026-03-04 09:00", 3),  # 49 hours
        ("2026-03-02 08:00", "2026-03-03 08:00", 1),  # exactly 24
        ("2026-03-02 08:00", "2026-03-03 08:01", 2),
        ("2026-03-02 08:00", "2026-03-02 08:01", 1),
        ("2026-03-02 08:00", "2026-03-02 08:00", 0),
    ],
)
def test_each_full_day_counts_and_so_does_the_rest(begins: str, ends: str, count: int) -> None:
    assert repairs.repair_days(repair("R1", begins, ends), END) == count


def test_each_repair_is_rounded_by_itself() -> None:
    two = [
        repair("R1", "2026-03-02 08:00", "2026-03-02 10:00"),
        repair("R2", "2026-04-02 08:00", "2026-04-02 10:00"),
    ]
    assert repairs.total_days(two, END, ()) == 2


def test_only_the_waiting_a_rule_leaves_out_is_left_out() -> None:
    waits = (
        wait("parts", "2026-03-03 08:00", "2026-03-06 08:00"),
        wait("rescue-travel", "2026-03-06 08:00", "2026-03-07 08:00"),
    )
    one = repair("R1", "2026-03-02 08:00", "2026-03-10 08:00", waits=waits)
    assert repairs.repair_days(one, END) == 8
    assert repairs.repair_days(one, END, {"rescue-travel"}) == 7
    assert repairs.repair_days(one, END, {"rescue-travel", "parts"}) == 4


def test_waits_that_overlap_are_left_out_once() -> None:
    waits = (
        wait("parts", "2026-03-03 08:00", "2026-03-06 08:00"),
        wait("parts", "2026-03-05 08:00", "2026-03-07 08:00"),
    )
    one = repair("R1", "2026-03-02 08:00", "2026-03-10 08:00", waits=waits)
    assert repairs.repair_days(one, END, {"parts"}) == 4


def test_a_running_repair_counts_up_to_the_moment_asked() -> None:
    running = repair("R1", "2026-03-02 08:00")
    assert repairs.repair_days(running, at("2026-03-05 09:00")) == 4


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("tank", "Leak"), ("tank", "leak!"), True),
        (("tank", "ｌｅａｋ"), ("Tank", "  leak "), True),
        (("水箱", "漏水。"), ("水箱", "漏水"), True),
        (("tank", "leak"), ("pump", "leak"), False),
        (("tank", "leak"), ("tank", "noise"), False),
    ],
)
def test_the_same_fault_is_the_same_words(
    one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    assert (repairs.same_fault_key(*one) == repairs.same_fault_key(*other)) is same


def test_a_fault_without_a_name_is_the_same_as_nothing() -> None:
    assert repairs.same_fault_key("tank", None) is None
    assert repairs.chain_of([repair("R1", "2026-03-02", fault=None)], None) == ()


def test_a_person_s_word_on_the_chain_is_stronger_than_the_words_of_the_report() -> None:
    past = [
        repair("R1", "2026-03-02", "2026-03-03", fault="drips", chain="c1"),
        repair("R2", "2026-04-02", "2026-04-03", fault="wet floor", chain="c1"),
        repair("R3", "2026-05-02", "2026-05-03", fault="drips"),
    ]
    key = repairs.same_fault_key("tank", "anything", "c1")
    assert [one.number for one in repairs.chain_of(past, key)] == ["R1", "R2"]


def test_a_new_unit_begins_every_chain_again() -> None:
    past = [
        repair("R2", "2026-04-02", "2026-04-03", replaced="unit"),
        repair("R1", "2026-03-02", "2026-03-03"),
        repair("R3", "2026-05-02", "2026-05-03"),
    ]
    key = repairs.same_fault_key("tank", "leak")
    assert [one.number for one in repairs.chain_of(past, key)] == ["R3"]

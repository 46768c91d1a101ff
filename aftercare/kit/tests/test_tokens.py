"""Cutting texts and queries: what is found, by what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.kit import sounds, tokens


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("重庆长安汽车", "chongqing"),
        ("重庆长安汽车", "cqca"),
        ("单田芳", "shantianfang"),
        ("单田芳", "stf"),
        ("单田芳", "dtf"),
        ("曾国藩", "zengguo"),
        ("曾国藩", "cgf"),
        ("尉迟恭", "ycg"),
        ("单氏机械有限公司", "shanshi"),
        ("北京京城安装工程有限公司", "jcaz"),
        ("北京京城安装工程有限公司", "jingchengan"),
        ("吕布", "lvbu"),
        ("abc电梯3号", "abcdt3h"),
        ("翟志刚", "zhaizhi"),
        ("翟志刚", "dizhi"),
    ],
)
def test_names_are_heard_as_people_say_them(name: str, letters: str) -> None:
    assert sounds.heard(sounds.written([name]), letters)


@pytest.mark.parametrize(
    ("name", "letters"), [("张三", "han"), ("张三", "san1"), ("张三", "zsan"), ("王五", "ang")]
)
def test_a_sound_counts_from_the_start_of_a_syllable(name: str, letters: str) -> None:
    assert not sounds.heard(sounds.written([name]), letters)


def test_a_name_without_chinese_has_no_reading() -> None:
    assert sounds.readings("siemens ag") == ()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("８６１３８００１３８０００", "13800138000"),
        ("(010) 8260-1234", "01082601234"),
        ("SN-2024/001", "sn2024001"),
        ("8612", "8612"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(typed: str, number: str) -> None:
    assert tokens.compact(typed) == number


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("漏油 油", ["漏油", "油"]),
        ("Ｅ3故障，3＃机组", ["e3", "故障", "3", "机组"]),
        ("L/H bucket won't", ["l/h", "bucket", "won", "t"]),
        ("  \t ，。!? ", []),
        ("𠮷野家", ["𠮷野家"]),
    ],
)
def test_a_query_is_cut_into_pieces(text: str, pieces: list[str]) -> None:
    assert tokens.pieces(text) == pieces


def satisfied(node: tokens.Node, having: set[str]) -> bool:
    if isinstance(node, tokens.Term):
        return any(one.startswith(node.token) if node.prefix else one == node.token
                   for one in having)  # fmt: skip
    some = all if isinstance(node, tokens.All) else any
    return some(satisfied(part, having) for part in node.parts)


CHINESE = st.text(alphabet="漏油压缩机空调张三李四王五", min_size=2, max_size=12)


@given(text=CHINESE, data=st.data())
def test_every_part_of_a_chinese_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    wanted = tokens.sought(part)
    assert wanted is not None
    assert satisfied(wanted, set(tokens.text_tokens(tokens.fold(text))))


NUMBERS = st.text(alphabet="0123456789abcxyz", min_size=4, max_size=20).filter(
    lambda text: any(map(str.isdigit, text))
)


@given(number=NUMBERS, data=st.data())
def test_three_neighbouring_characters_of_a_number_find_it(
    number: str, data: st.DataObject
) -> None:
    compact = tokens.compact(number)
    start = data.draw(st.integers(0, max(len(compact) - 3, 0)))
    part = compact[start : data.draw(st.integers(start + 3, max(len(compact), start + 3)))]
    wanted = tokens.sought(part)
    if wanted is None or len(tokens.compact(part)) < 3 or tokens.compact(part) not in compact:
        return
    assert satisfied(wanted, set(tokens.number_tokens(compact)))


@given(text=st.text(max_size=60))
def test_any_text_gives_tokens_without_blanks_and_quotes(text: str) -> None:
    for token in tokens.text_tokens(tokens.fold(text)):
        assert not set(token) & set(" \t\n'\"\\:%()&|!*<>"), token
    tokens.sought(text)

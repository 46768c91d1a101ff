"""How Chinese names sound: syllables and initials, with the readings that differ in names.

重庆 → chong qing     单田芳 → shan tian fang and dan tian fang     曾国藩 → zeng guo fan
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")

# Surnames that are read otherwise than the same characters in a text.
SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "单于": "chan yu", "澹台": "tan tai",
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao",
    "任": "ren", "华": "hua", "盖": "ge", "乐": "yue", "覃": "qin", "翟": "zhai", "缪": "miao",
    "宓": "fu", "员": "yun", "召": "shao", "种": "chong", "秘": "bi", "冼": "xian", "折": "she",
    "黑": "he", "繁": "po", "逄": "pang", "郇": "xun", "哈": "ha", "那": "na", "晁": "chao",
    "谌": "chen", "能": "nai", "燕": "yan", "纪": "ji", "洗": "xian", "过": "guo", "葛": "ge",
    "褚": "chu", "车": "che", "薄": "bo", "隗": "wei", "牟": "mu", "宿": "su", "祭": "zhai",
}  # fmt: skip
SHORT_NAME = 4  # up to this many characters it is a person, and every reading is kept
MOST_READINGS = 6


@dataclass(frozen=True)
class Reading:
    """One way to read a name; a Latin word within it is one syllable and stays whole."""

    syllables: tuple[str, ...]
    initials: str


@lru_cache(maxsize=50_000)
def readings(name: str) -> tuple[Reading, ...]:
    """The ways a folded name may be read; none when there is no Chinese in it."""
    if not _HAN.search(name):
        return ()
    from pypinyin import lazy_pinyin

    usual = _clean(lazy_pinyin(name))
    ways = dict.fromkeys([usual, *_as_surname(name, usual), *_other_readings(name, usual)])
    return tuple(_reading(name, way) for way in [*ways][:MOST_READINGS])


def written(names: Iterable[str]) -> str:
    """The sounds of names in one line: each syllable after a quote, then the initials."""
    every = dict.fromkeys(reading for name in names for reading in readings(name))
    return " ".join("'" + "'".join(one.syllables) + " " + one.initials for one in every)


def heard(sound: str, letters: str) -> bool:
    """Whether a written sound has these initials, or sounds so from the start of a syllable."""
    if letters not in sound.replace("'", ""):
        return False
    return any(_heard(word, letters) for word in sound.split(" "))


def _heard(word: str, letters: str) -> bool:
    if not word.startswith("'"):
        return letters in word
    syllables = word[1:].split("'")
    return any("".join(syllables[at:]).startswith(letters) for at in range(len(syllables)))


def _reading(name: str, syllables: tuple[str, ...]) -> Reading:
    return Reading(syllables, "".join(one if one in name else one[0] for one in syllables))


def _clean(parts: list[str]) -> tuple[str, ...]:
    plain = (re.sub(r"[\W_]+", "", part) for part in parts)
    return tuple(part for part in plain if part)


def _as_surname(name: str, usual: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for size in (2, 1):
        reading = SURNAMES.get(name[:size])
        if reading:
            yield (*reading.split(), *usual[size:])
            return


def _other_readings(name: str, usual: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """For a short name: one character at a time in its other readings."""
    from pypinyin import Style, pinyin

    if len(name) > SHORT_NAME or len(usual) != len(name):
        return
    for place, ways in enumerate(pinyin(name, style=Style.NORMAL, heteronym=True)):
        yield from ((*usual[:place], way, *usual[place + 1 :]) for way in ways[:3])

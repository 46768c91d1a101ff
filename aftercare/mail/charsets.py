"""Bytes into text, when what the letter says about them may be wrong."""

import re
from typing import Final

# Programs name the old standard and write the new one: GB18030 holds GB2312 and GBK.
_MEANT: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "big5": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs",
    "utf8": "utf-8", "utf-8mb4": "utf-8", "iso-8859-1": "cp1252", "latin-1": "cp1252",
}  # fmt: skip
_VAGUE: Final = {"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "8bit", "default"}
# Codecs of Python that are no charsets, or that swell.
_CHARSET: Final = re.compile(r"[a-z0-9_.:()+-]{1,40}")
_NO_CHARSETS: Final = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined",
                       "utf-7", "utf7", "unicode-escape", "raw-unicode-escape"}  # fmt: skip
_PAIR: Final = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")


def decoded(content: bytes, charset: str) -> str:
    """The text of some bytes. charset: what the letter says; when it cannot be right, what the
    bytes look like. Always gives a text."""
    named = charset.strip().strip("\"'").lower()
    guesses = [] if named in _VAGUE else [_MEANT.get(named, named)]
    guesses += [*_chinese(content)] if not guesses and _is_short_gbk(content) else []
    guesses += ["utf-8", *_chinese(content)]
    for guess in guesses:
        text = _strictly(content, guess)
        if text is not None:
            return text
    return content.decode(guesses[0] if _known(guesses[0]) else "utf-8", "replace")


def plain(text: str) -> str:
    """The text without what no database and no page takes: NULs, lone surrogates and control
    characters; lines end in one way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = lines.encode("utf-8", "replace").decode("utf-8", "replace")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", kept)


def _is_short_gbk(content: bytes) -> bool:
    """Whether a few bytes that could be UTF-8 are GBK: 漏水 in GBK reads ©ˮ in UTF-8. Chinese in
    UTF-8 takes three bytes each, so two-byte letters alone beside ASCII are suspicious."""
    as_utf8, as_gbk = _strictly(content, "utf-8"), _strictly(content, "gb18030")
    if as_utf8 is None or as_gbk is None or content.isascii():
        return False
    foreign = [one for one in as_utf8 if one > "\x7f"]
    chinese = [one for one in as_gbk if one > "\x7f"]
    return all(one < "\u0800" for one in foreign) and all(
        "\u4e00" <= one <= "\u9fff" for one in chinese
    )


def _chinese(content: bytes) -> tuple[str, str]:
    """The two Chinese encodings, the likelier first: in letters of GB2312 both bytes are high,
    in those of Big5 the second one often is not."""
    pairs = _PAIR.findall(content[:20_000])
    low = sum(pair[1] < 0xA1 for pair in pairs)
    big5_first = bool(pairs) and low * 10 > len(pairs)
    return ("big5hkscs", "gb18030") if big5_first else ("gb18030", "big5hkscs")


def _strictly(content: bytes, charset: str) -> str | None:
    if not _known(charset):
        return None
    try:
        return content.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _known(charset: str) -> bool:
    if charset in _NO_CHARSETS or not _CHARSET.fullmatch(charset):
        return False
    try:
        b"a".decode(charset, "replace")
    except (LookupError, UnicodeError, ValueError, TypeError):
        return False
    return True

"""What a cell of a table says: texts, numbers, days and amounts as people and Excel write them.

Each reader takes what stands in a cell (text, or what XLSX knows better: numbers, dates) and gives
the value, or raises `Unfit` with a code that `imports.wording` turns into a sentence.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

Cell = str | int | float | bool | date | datetime | time | timedelta | Decimal | None

_ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!",
                     "#FORMULA!"})  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_SHORT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_OTHER_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_CURRENCY = re.compile(r"^(?:RMB|CNY|AUD|USD|EUR|[¥￥$€£])\s*|\s*(?:RMB|CNY|AUD|USD|EUR|元)$", re.I)
_BREAK = re.compile(r"\r\n?")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
EXCEL_BEGINNING = date(1899, 12, 30)
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
CENT = Decimal("0.01")


class Unfit(Exception):
    """A cell that does not fit its column; `code` and `params` say how."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def text_of(cell: Cell) -> str:
    """What stands in a cell as text: `13800138000` for a number, ISO for a date; blanks cut off."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    plain = _BREAK.sub("\n", unicodedata.normalize("NFC", str(cell)))
    return _unguarded(_CONTROL.sub("", plain)).strip()


def text(cell: Cell, longest: int, *, numberlike: bool = False) -> str:
    """A text of at most `longest` characters; a number that Excel has shortened is refused."""
    said = text_of(cell)
    if said in _ERRORS:
        raise Unfit("cell-error", value=said)
    if numberlike and (_SCIENTIFIC.fullmatch(said) or _lossy(cell)):
        raise Unfit("scientific", value=said)
    if len(said) > longest:
        raise Unfit("too-long", longest=longest, length=len(said))
    return said


def choice(cell: Cell, choices: Mapping[str, str]) -> str:
    """One of the words in `choices` (as written, without regard to capitals): its meaning."""
    said = text(cell, 200)
    meanings = {word.casefold(): meaning for word, meaning in choices.items()}
    if said and said.casefold() not in meanings:
        raise Unfit("not-a-choice", value=said, choices=", ".join(choices))
    return meanings.get(said.casefold(), "")


def day(cell: Cell) -> date | None:
    """A day: 2024-01-31, 2024/1/31, 2024年1月31日, 20240131, a date cell, an Excel day number.

    Days with the year last are refused, because 3/4/2024 means two different days.
    """
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(float(cell))
    said = unicodedata.normalize("NFKC", text(cell, 200))
    if not said:
        return None
    match = _YEAR_FIRST.fullmatch(said) or _SHORT.fullmatch(said)
    if match is None:
        raise Unfit("year-last" if _OTHER_DATE.fullmatch(said) else "not-a-date", value=said)
    try:
        return _within(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        raise Unfit("no-such-day", value=said) from None


def amount(cell: Cell) -> Decimal | None:
    """Money with at most two decimals: 1,280.50, ¥1280.5, -339.81, (339.81)."""
    if isinstance(cell, float | int | Decimal) and not isinstance(cell, bool):
        found = Decimal(str(cell))
        if not found.is_finite():
            raise Unfit("not-an-amount", value=str(cell))
        return _money(found).quantize(CENT, ROUND_HALF_UP)
    said = unicodedata.normalize("NFKC", text(cell, 200))
    if not said:
        return None
    plain = _CURRENCY.sub("", said).strip()
    if re.fullmatch(r"\(.+\)", plain):
        plain = "-" + plain[1:-1]
    if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[-+]?\d+(?:\.\d+)?|[-+]?\.\d+", plain):
        raise Unfit("not-an-amount", value=said)
    if len(plain.rpartition(".")[2]) > 2 and "." in plain:
        raise Unfit("decimals", value=said)
    try:
        return _money(Decimal(plain))
    except InvalidOperation:
        raise Unfit("not-an-amount", value=said) from None


def whole(cell: Cell) -> int | None:
    """A whole number that is not negative."""
    said = text(cell, 20)
    if not said:
        return None
    if not re.fullmatch(r"\d{1,9}", said):
        raise Unfit("not-a-number", value=said)
    return int(said)


def several(cell: Cell, longest: int) -> tuple[str, ...]:
    """Several words in one cell, separated by commas, semicolons, 、 or line breaks; each once."""
    parts = re.split(r"[,;，；、\n]+", text(cell, 4000))
    words = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    for word in words:
        if len(word) > longest:
            raise Unfit("too-long", longest=longest, length=len(word))
    return words


def guarded(said: str, *, numbers: bool = False) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe, which reading takes
    off again; numbers stay, unless `numbers` says that these are texts all the same (a phone)."""
    risky = said[:1] in ("=", "+", "-", "@", "\t", "\r") or bool(_GUARDED.match(said))
    if risky and (numbers or not re.fullmatch(r"[-+]?[\d.,]+", said)):
        return f"'{said}"
    return said


def _unguarded(said: str) -> str:
    return said[1:] if _GUARDED.match(said) else said


def _lossy(cell: Cell) -> bool:
    """A number with more than 15 digits has lost its last ones in a spreadsheet."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 1e15


def _from_number(number: float) -> date:
    if not 1 <= number < 100_000:
        raise Unfit("not-a-date", value=text_of(number))
    return _within(EXCEL_BEGINNING + timedelta(days=int(number)))


def _within(found: date) -> date:
    if not EARLIEST <= found < LATEST:
        raise Unfit("far-date", value=found.isoformat())
    return found


def _money(found: Decimal) -> Decimal:
    if abs(found) >= Decimal(10) ** 12:
        raise Unfit("too-large", value=str(found))
    return found

"""The small things a plan is made of: names, lengths of time, hours, conditions.

Where a thing may be written in two ways (a length or a table), the way is told by its shape, so
that a mistake is reported for the way the author meant.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, PlainSerializer, Tag
from pydantic_core import PydanticCustomError

from aftercare.kit.durations import Duration, parse_duration

NAME = r"^[a-z0-9]+([-_.][a-z0-9]+)*$"
BLANK_NAME = r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"
CLAUSE = r"^P\d\d-\d\d$"
CATALOGUE = r"^P\d\d$"
SPAN = r"^\d\d:\d\d-\d\d:\d\d$"
DAY_OF_YEAR = r"^\d\d-\d\d$"
PERCENT = r"^\d{1,3}%$"
RATE = r"^\d{1,9}(\.\d{1,2})? [A-Z]{3}/(h|visit|day|piece|km)$"
LONGEST_NAME = 60


def listed(value: Any) -> Any:
    """A single text as a list of one."""
    return [value] if isinstance(value, str) else value


def _duration(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    try:
        return parse_duration(value)
    except (ValueError, TypeError, KeyError):
        raise PydanticCustomError("length", "not a length of time") from None


def _flag(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def shape(*words: str) -> Discriminator:
    """Tell apart the ways to write one thing: a table, one of the `words`, or a length."""

    def tag(value: Any) -> str:
        if isinstance(value, Mapping | BaseModel):
            return "<table>"
        return "<word>" if isinstance(value, str) and value in words else "<length>"

    return Discriminator(tag)


Slug = Annotated[str, Field(pattern=NAME, max_length=LONGEST_NAME)]
BlankName = Annotated[str, Field(pattern=BLANK_NAME, max_length=LONGEST_NAME)]
Clause = Annotated[str, Field(pattern=CLAUSE)]
Several = Annotated[list[str], BeforeValidator(listed)]
Flag = Annotated[bool, Field(strict=True), BeforeValidator(_flag)]
Length = Annotated[Duration, BeforeValidator(_duration), PlainSerializer(str)]
LengthCase = Annotated[Length, Tag("<length>")]
Span = Annotated[str, Field(pattern=SPAN)]  # "08:30-17:00"; "22:00-06:00" crosses midnight
DayOfYear = Annotated[str, Field(pattern=DAY_OF_YEAR)]  # "06-30"
Conditions = dict[str, Several]  # fact -> allowed values; "not virus" excludes one


Within = Annotated[
    LengthCase
    | Annotated[Literal["agreed"], Tag("<word>")]
    | Annotated[dict[str, Length], Tag("<table>")],
    shape("agreed"),
]
Lifetime = Annotated[
    LengthCase | Annotated[Literal["lifetime", "design life"], Tag("<word>")],
    shape("lifetime", "design life"),
]
Phase = Annotated[
    LengthCase
    | Annotated[Literal["warranty", "agreement", "construction", "forever"], Tag("<word>")],
    shape("warranty", "agreement", "construction", "forever"),
]
Kept = Annotated[
    LengthCase | Annotated[Literal["permanent", "agreement"], Tag("<word>")],
    shape("permanent", "agreement"),
]

"""The shapes of what comes in and goes out, and the few types they are made of.

A shape refuses fields it does not know. Numbers are not read from texts nor texts from numbers,
and a moment needs its zone, so that nobody finds out later that it was understood otherwise.
"""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

LARGEST_KEY = 2**53 - 1  # beyond it programs round (RFC 7493)
YEARS = range(1902, 2300)  # what calendars can count
Item = TypeVar("Item")


class Shape(BaseModel):
    """A JSON object with named fields, and no others."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


def _written(value: Any) -> Any:
    """A date or moment is written as text; numbers would be taken for seconds since 1970."""
    if isinstance(value, str | date | datetime):
        return value
    raise PydanticCustomError("not_written", "write it as text")


def _countable(value: Any) -> Any:
    if value.year not in YEARS:
        raise PydanticCustomError("out_of_time", "between 1902 and 2299")
    return value


Id = Annotated[int, Field(strict=True, ge=1, le=LARGEST_KEY, examples=[17])]
Key = Annotated[int, Field(ge=1, le=LARGEST_KEY, examples=[17])]  # an Id in an address
Flag = Annotated[bool, Field(strict=True)]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written),
    AfterValidator(_countable),
    Field(examples=["2026-11-22T08:30:00Z"]),
]
Day = Annotated[
    date, BeforeValidator(_written), AfterValidator(_countable), Field(examples=["2026-11-22"])
]
Word = Annotated[str, Field(max_length=60)]
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=10_000)]
Content = dict[Annotated[str, Field(max_length=60)], Any]


class Named(Shape):
    """Something another record refers to."""

    id: int = Field(examples=[17])
    name: str = Field(examples=["…"])


class Listed(Shape, Generic[Item]):
    """One page of a list; `next` is the mark of the page after it, none on the last."""

    items: list[Item]
    next: str | None

"""What a folder's `api.py` is written with: operations, shapes, answers and pages.

A folder describes its operations here, and `aftercare.api` mounts them and does what all have in
common: who asks, what they may ask for, once only, refusals as problems.
"""

from aftercare.kit.http.answers import (
    Request,
    answer,
    created,
    expected,
    expected_mark,
    found,
    single,
)
from aftercare.kit.http.lists import Paging, page
from aftercare.kit.http.operations import Area, Operation, areas
from aftercare.kit.http.shapes import (
    Content,
    Day,
    Flag,
    Id,
    Key,
    Line,
    Listed,
    Moment,
    Shape,
    Text,
    Word,
)

__all__ = [
    "Area",
    "Content",
    "Day",
    "Flag",
    "Id",
    "Key",
    "Line",
    "Listed",
    "Moment",
    "Operation",
    "Paging",
    "Request",
    "Shape",
    "Text",
    "Word",
    "answer",
    "areas",
    "created",
    "expected",
    "expected_mark",
    "found",
    "page",
    "single",
]

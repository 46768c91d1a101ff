"""What a folder's `api.py` is written with: operations, shapes, answers and pages.

A folder describes its operations here, and `aftercare.api` mounts them and does what all have in
common: who asks, what they may ask for, once only, refusals as problems.
"""

from aftercare.kit.http.answers import (
    Request,
    answer,
    chosen,
    created,
    expected,
    expected_mark,
    found,
    single,
)
from aftercare.kit.http.history import EventShape, event_of
from aftercare.kit.http.lists import Paging, page, page_of
from aftercare.kit.http.operations import Area, Operation, areas
from aftercare.kit.http.shapes import (
    LARGEST_KEY,
    Content,
    Day,
    Flag,
    Id,
    Key,
    Line,
    Listed,
    Moment,
    Named,
    Shape,
    Text,
    Word,
)

__all__ = [
    "LARGEST_KEY",
    "Area",
    "Content",
    "Day",
    "EventShape",
    "Flag",
    "Id",
    "Key",
    "Line",
    "Listed",
    "Moment",
    "Named",
    "Operation",
    "Paging",
    "Request",
    "Shape",
    "Text",
    "Word",
    "answer",
    "areas",
    "chosen",
    "created",
    "event_of",
    "expected",
    "expected_mark",
    "found",
    "page",
    "page_of",
    "single",
]

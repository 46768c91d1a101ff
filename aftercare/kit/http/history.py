"""Events as every part of the API shows them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.kit.http.shapes import Content, Moment, Shape
from aftercare.kit.models import Event

COLUMNS = (
    "sequence", "id", "kind", "subject", "context", "occurred_at", "recorded_at", "actor",
    "actor_name", "data", "hash",
)  # fmt: skip


class EventShape(Shape):
    """Something that happened, once and for ever."""

    sequence: int = Field(
        examples=[4711], description=N_("Its place in the history of everything.")
    )
    id: UUID
    kind: str = Field(examples=["visit.arrived"])
    subject: str = Field(examples=["case/12"], description=N_("What it happened to."))
    context: str = Field(examples=["agreement/7"], description=N_("The agreement it falls under."))
    occurred_at: Moment = Field(description=N_("When it happened; clocks go by it."))
    recorded_at: Moment = Field(description=N_("When it was recorded."))
    actor: str = Field(examples=["person/3"])
    actor_name: str = Field(examples=["赵勇"])
    data: Content = Field(examples=[{}])
    hash: str = Field(examples=["5f2c…"], description=N_("The mark of this row in the hash chain."))


def event_of(event: Event) -> dict[str, Any]:
    """An event as JSON."""
    return {name: getattr(event, name) for name in COLUMNS}

"""How a channel really sends: the interface, and which adapter each channel has here.

An adapter is a class without arguments. For a batch the worker enters it once (`with`), calls
`send` for each message, and leaves it; entering may open a connection. `send` returns what the
receiver answered, in a few words for the record, or raises one of the three below. Anything else
it raises is a fault of ours: the message is put off as if the receiver had asked for it.

A message may be sent twice, when a worker dies between sending and noting it. Then it carries the
same `message_id`, which an adapter hands on in whatever way its receiver recognises a repetition.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

from django.conf import settings
from django.utils.module_loading import import_string

from aftercare.outbound.catalogue import File


class Refused(Exception):
    """The receiver will never take this message; trying again is of no use."""


class Gone(Refused):
    """The receiver wants nothing any more, neither this nor what comes after it."""


class PutOff(Exception):
    """The receiver does not take this message now."""


class Down(PutOff):
    """This receiver takes nothing at all now; its other messages need not be tried."""


class Unreachable(Exception):
    """Nothing gets through by this channel now; the other messages need not be tried."""


@dataclass(frozen=True)
class Outgoing:
    """A message ready to be sent."""

    message_id: str
    to: str
    subject: str
    text: str
    language: str
    headers: dict[str, str] = field(default_factory=dict)
    files: Sequence[File] = ()
    secrets: Sequence[str] = ()  # that it is signed with


class Adapter(Protocol):
    """What sends the messages of a channel."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *fault: object) -> None: ...
    def send(self, message: Outgoing) -> str: ...


def adapter_of(channel: str) -> Adapter | None:
    """The adapter of a channel, ready to be entered; None when it is not set up here."""
    path = settings.SENDING.get(channel, "")
    if not path:
        return None
    made: Adapter = import_string(path)()
    return made

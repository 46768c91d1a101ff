"""Filling in a letter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, Engine, TemplateSyntaxError
from django.utils import translation

from aftercare.outbound.catalogue import Letter, letter
from aftercare.outbound.models import Channel, Message

HIDDEN = "…"
BLANKS = re.compile(r"\n{3,}")
_engine = Engine(libraries={"i18n": "django.templatetags.i18n"}, string_if_invalid="{{ %s }}")


class Unwritable(Exception):
    """A letter that cannot be filled in; the text says why, for whoever wrote its file."""


@dataclass(frozen=True)
class Written:
    """A letter as its reader gets it."""

    subject: str
    text: str


def written(message: Message) -> Written:
    """What is sent, with the values that are kept nowhere."""
    kind = _letter(message.template)
    made = {name: make(message) for name, make in kind.all_made.items()}
    return filled(kind, message.language, {**message.values, **made}, message.channel)


def shown(message: Message) -> Written:
    """What people of the house may read: what was sent, or what would be, without its secrets."""
    if message.text:
        return Written(message.subject, message.text)
    kind = _letter(message.template)
    hidden = dict.fromkeys(kind.all_made, HIDDEN)
    return filled(kind, message.language, {**message.values, **hidden}, message.channel)


def filled(
    kind: Letter, language: str, values: Mapping[str, Any], channel: str = Channel.EMAIL
) -> Written:
    """A letter in a language with these values; `Unwritable` when its file is at fault."""
    if kind.plain is not None:
        return Written("", kind.plain(values))
    try:
        source = kind.source(language, channel)
        with translation.override(language):
            text = _engine.from_string(source).render(Context(dict(values), autoescape=False))
    except (OSError, TemplateSyntaxError, ValueError, TypeError, LookupError) as fault:
        raise Unwritable(f"{kind.name}.{language}: {type(fault).__name__}: {fault}") from fault
    if channel != Channel.EMAIL:
        return Written("", " ".join(text.split()))
    subject, _break, body = text.partition("\n")
    return Written(" ".join(subject.split())[:250], BLANKS.sub("\n\n", body.strip()) + "\n")


def _letter(name: str) -> Letter:
    try:
        return letter(name)
    except KeyError as fault:
        raise Unwritable(f"no letter is called {name}") from fault

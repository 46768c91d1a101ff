"""Which letters there are: one table for each folder that writes some.

The setting LETTERS names the modules; each has a `LETTERS`, and beside it a folder `letters/` with
`<name>.<language>.txt`: the first line is the subject, an empty line follows, then the text. One
that also goes as a short message, and so by WeChat, has `<name>.sms.<language>.txt`, all text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from aftercare.outbound import stopping
from aftercare.outbound.models import Channel, Kind, Message


@dataclass(frozen=True)
class File:
    """A file that goes with a letter."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Both:
    """An example in both languages."""

    zh: Any
    en: Any


@dataclass(frozen=True)
class Letter:
    """One kind of letter.

    takes: the values it is filled in with, each with an example for the preview. made: values that
    are made when it is sent and never kept, such as a private link. files: what goes with it.
    prompt: it answers what somebody has just done, so quiet hours do not hold it up. owed: the
    receiver asked for it, such as what becomes of a complaint; opting out of service messages does
    not hold it back. confirmed: that it went out is an event, `message.sent`, for those who have
    to tell somebody. plain: it has no file; this makes its text from the values.
    """

    name: str
    title: Any
    kind: Kind
    takes: Mapping[str, Any]
    made: Mapping[str, Callable[[Message], str]] = field(default_factory=dict)
    files: Callable[[Message], Sequence[File]] | None = None
    prompt: bool = False
    owed: bool = False
    confirmed: bool = False
    plain: Callable[[Mapping[str, Any]], str] | None = None
    folder: Path = Path()

    def source(self, language: str, channel: str = Channel.EMAIL) -> str:
        """The text of the letter as it lies in its file; OSError when it is not for the channel."""
        return self._file(language, channel).read_text(encoding="utf-8")

    def goes_by(self, channel: str) -> bool:
        """Whether there is a text for this channel."""
        if self.plain is not None:
            return channel == Channel.WEBHOOK
        return all(self._file(code, channel).exists() for code, _name in settings.LANGUAGES)

    def _file(self, language: str, channel: str) -> Path:
        way = {Channel.EMAIL: "", Channel.WECHAT: ".sms"}.get(channel, f".{channel}")  # type: ignore[call-overload]
        return self.folder / f"{self.name}{way}.{language}.txt"

    def examples(self, language: str) -> dict[str, Any]:
        """Values to try it with, in a language."""
        found = {name: _in(language, one) for name, one in self.takes.items()}
        return {**found, **dict.fromkeys(self.all_made, f"{settings.ADDRESS}/…")}

    @property
    def all_made(self) -> dict[str, Callable[[Message], str]]:
        """What is made when it is sent; each notice also has the way to get no more of them."""
        stop = {"stop": stopping.link_of} if self.kind == Kind.NOTICE else {}
        return {**stop, **self.made}

    def check(self, values: Mapping[str, Any]) -> None:
        """ValueError unless exactly the values are given that the letter takes."""
        if set(values) != set(self.takes):
            wrong = sorted(set(values) ^ set(self.takes))
            raise ValueError(f"{self.name}: these values are missing or unknown: {wrong}")


def _in(language: str, example: Any) -> Any:
    if not isinstance(example, Both):
        return example
    return example.zh if language.startswith("zh") else example.en


@cache
def letters() -> dict[str, Letter]:
    """All letters by their names."""
    found: dict[str, Letter] = {}
    for name in settings.LETTERS:
        module = import_module(name)
        folder = Path(str(module.__file__)).parent / "letters"
        for one in module.LETTERS:
            if one.name in found:
                raise ValueError(f"two letters are called {one.name}")
            found[one.name] = Letter(**{**one.__dict__, "folder": folder})
    return found


def letter(name: str) -> Letter:
    """The letter of this name; KeyError when there is none."""
    return letters()[name]

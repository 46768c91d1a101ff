"""A letter as it came, read: headers, text and attachments, whatever somebody made of it.

What a stranger sends may be broken or made to harm. Before anything is parsed the source is looked
over for what would make parsing endless (`TooIntricate`); everything else is cut at a limit.
"""

import email.message
import email.parser
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.header import decode_header
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from aftercare.mail import rules
from aftercare.mail.charsets import decoded, plain
from aftercare.mail.markup import readable

if TYPE_CHECKING:
    Message: TypeAlias = email.message.Message[Any, Any]
else:
    Message = email.message.Message

MOST_LINES_OF_PARTS = 5_000  # lines that may begin a part
MOST_NESTED = 60  # letters within letters, and parts within parts
MOST_HEADERS = 500
LONGEST_HEADER = 10_000
MOST_PARTS = 500
MOST_ATTACHMENTS = 50
MOST_TEXT = 100_000  # characters
DEEPEST = 12
TEXTS = frozenset({"text/plain", "text/html"})


class TooIntricate(Exception):
    """Made of so many or so deeply nested parts that nobody wrote it by hand."""


@dataclass(frozen=True)
class Part:
    """Something attached: its name as it was sent, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Read:
    """What a letter says. Texts are plain; headers have lower-case names and decoded values."""

    headers: rules.Headers
    content_type: str
    text: str
    parts: tuple[Part, ...] = ()
    left_out: int = 0  # attachments beyond the limit
    inner_ids: tuple[str, ...] = ()  # Message-IDs of letters in it: what a bounce is about
    undelivered: str = ""  # what a mail server says of a letter that it gave up on (RFC 3464)

    @property
    def subject(self) -> str:
        return self._one("subject")[:300]

    @property
    def sender(self) -> str:
        """The address it says it is from; empty when that is not one address."""
        return rules.address_in(self.headers.get("from", ()))

    @property
    def sender_name(self) -> str:
        return rules.name_in(self.headers.get("from", ()))

    @property
    def answer_to(self) -> str:
        """Where an answer goes."""
        return rules.address_in(self.headers.get("reply-to", ())) or self.sender

    @property
    def addressed_to(self) -> list[str]:
        """To whom it was sent, as far as it says so."""
        names = ("to", "cc", "delivered-to", "x-original-to")
        return rules.addresses_in([one for name in names for one in self.headers.get(name, ())])

    @property
    def message_id(self) -> str:
        return next(iter(rules.message_ids(self.headers.get("message-id", ()))), "")

    @property
    def answers(self) -> list[str]:
        """The Message-IDs of what it answers, the nearest first."""
        nearest = rules.message_ids(self.headers.get("in-reply-to", ()))
        before = reversed(rules.message_ids(self.headers.get("references", ())))
        return list(dict.fromkeys([*nearest, *before]))

    @property
    def written_at(self) -> datetime | None:
        """When it says it was written; only what is a moment with a zone."""
        try:
            found = parsedate_to_datetime(self._one("date"))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return found if found.tzinfo is not None and 1990 < found.year < 2200 else None

    def _one(self, name: str) -> str:
        return next(iter(self.headers.get(name, ())), "")


def read(raw: bytes) -> Read:
    """Read a letter. `TooIntricate` for one that is made to keep programs busy."""
    check(raw)
    try:
        letter = email.parser.BytesParser(policy=_AS_SENT).parsebytes(raw)
        found = _Found()
        text = "\n\n".join(_texts(letter, found, 0)).strip()
    except RecursionError as error:
        raise TooIntricate from error
    return Read(
        _headers(letter), letter.get_content_type(), plain(text)[:MOST_TEXT], tuple(found.parts),
        found.left_out, tuple(found.inner_ids), found.undelivered,
    )  # fmt: skip


def read_headers(raw: bytes) -> Read:
    """Only the headers of a letter that is not parsed, and nothing of its text."""
    letter = email.parser.BytesParser(policy=_AS_SENT).parsebytes(raw[:65_536], headersonly=True)
    return Read(_headers(letter), letter.get_content_type(), "")


def check(raw: bytes) -> None:
    """`TooIntricate` when so many lines could begin parts, or so much could be nested, that
    parsing would take memory or time out of all proportion to the size."""
    if raw.count(b"\n--") + raw.count(b"\r--") > MOST_LINES_OF_PARTS:
        raise TooIntricate
    low = raw.lower()
    if low.count(b"boundary") > MOST_NESTED * 10 or low.count(b"message/") > MOST_NESTED * 10:
        raise TooIntricate
    nested = len(re.findall(rb"content-type:[ \t\r\n]*(?:multipart|message)/", low))
    if nested > MOST_NESTED:
        raise TooIntricate


class _AsSent(email.policy.Compat32):
    """Headers as they were sent, bytes that are no ASCII as surrogates: we decode them."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


_AS_SENT = _AsSent()


@dataclass
class _Found:
    """What was come upon while walking through a letter."""

    parts: list[Part] = field(default_factory=list)
    inner_ids: list[str] = field(default_factory=list)
    undelivered: str = ""
    seen: int = 0
    left_out: int = 0

    def keep(self, name: str, content: bytes) -> None:
        if not content:
            return
        if len(self.parts) >= MOST_ATTACHMENTS:
            self.left_out += 1
        else:
            self.parts.append(Part(name, content))


def _headers(letter: Message) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for count, (name, value) in enumerate(letter.raw_items()):
        if count >= MOST_HEADERS:
            break
        found.setdefault(name.lower()[:80], []).append(_words(str(value)))
    return found


def _words(value: str) -> str:
    """A header in words: unfolded, encoded words decoded (RFC 2047), whatever bytes it has."""
    cut = re.sub(r"[\r\n]+[ \t]*", " ", value[:LONGEST_HEADER])
    sent = cut.encode("utf-8", "surrogateescape")
    text = decoded(sent, "") if not sent.isascii() else cut
    if "=?" in text:
        try:
            pieces = decode_header(text)
        except (ValueError, LookupError):
            return plain(text)
        text = "".join(
            piece if isinstance(piece, str) else decoded(piece, charset or "")
            for piece, charset in pieces
        )
    return " ".join(plain(text).split())


def _texts(part: Message, found: _Found, depth: int) -> Iterator[str]:
    """The readable texts of a part and of those in it; attachments are put aside."""
    found.seen += 1
    if depth > DEEPEST or found.seen > MOST_PARTS:
        found.left_out += 1
        return
    kind = part.get_content_type()
    children: Any = part.get_payload()
    if kind == "message/rfc822" and isinstance(children, list):
        for inner in children:
            yield from _inner(inner, found, depth)
    elif kind == "message/delivery-status" and isinstance(children, list):
        found.undelivered = found.undelivered or _undelivered(children)
    elif isinstance(children, list):
        if kind == "multipart/alternative":
            yield from _best(children, found, depth)
            return
        for child in children:
            yield from _texts(child, found, depth + 1)
    else:
        yield from _leaf(part, kind, found)


def _undelivered(reports: list[Message]) -> str:
    """Why a letter was given up, when it was; one that is only late is no failure."""
    for report in reports:
        said = _headers(report)
        if said.get("action", [""])[0].strip().lower() == "failed":
            return next((said[one][0] for one in ("diagnostic-code", "status") if one in said), "?")
    return ""


def _inner(inner: Message, found: _Found, depth: int) -> Iterator[str]:
    """A letter in a letter: who wrote it about what, and its text."""
    headers = _headers(inner)
    found.inner_ids += rules.message_ids(headers.get("message-id", ()))
    told = [headers[name][0] for name in ("from", "date", "subject") if name in headers]
    yield "\n".join(f"> {line}" for line in told)
    yield from _texts(inner, found, depth + 1)


def _best(choices: list[Message], found: _Found, depth: int) -> Iterator[str]:
    """Of the same text in several forms the plain one; else the first that says anything."""
    plain_first = sorted(choices, key=lambda one: one.get_content_type() != "text/plain")
    said = ""
    for choice in plain_first:
        if said and choice.get_content_type() in TEXTS:
            continue
        text = "\n\n".join(_texts(choice, found, depth + 1)).strip()
        said = said or text
    if said:
        yield said


def _leaf(part: Message, kind: str, found: _Found) -> Iterator[str]:
    content: Any = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    named = part.get_filename()
    name = _words(str(named)) if named else ""
    attached = str(part.get("content-disposition", "")).strip().lower().startswith("attachment")
    if (
        kind in {"message/rfc822", "text/rfc822-headers"}
        or part.get_content_maintype() == "message"
    ):
        found.inner_ids += rules.message_ids(_ids_in(content))
        return
    if kind not in TEXTS or attached or name:
        found.keep(name, content)
        return
    text = decoded(content[: MOST_TEXT * 8], _charset(part))
    if kind == "text/html":
        text = readable(text)
    if text.strip():
        yield text


def _ids_in(content: bytes) -> list[str]:
    lines = content[:65_536].decode("ascii", "replace").splitlines()
    return [line for line in lines if line.lower().startswith("message-id:")]


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (LookupError, ValueError, UnicodeError):
        return ""

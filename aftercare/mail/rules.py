"""What a letter is by its headers, what it answers, and what in its text is new."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Headers = Mapping[str, Sequence[str]]  # lower-case names; values unfolded and decoded

MOST_REFERENCES = 50
LONGEST_ID = 250
LONGEST_NOTE = 4_000  # characters of a letter that stand in the history of its case
LONGEST_SUBJECT = 250
MOST_PER_HOUR = 30  # letters of one sender; more are a machine that answers a machine
_ID = re.compile(r"<[^<>\s]{1,248}>")
_PLAIN_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@[^\s<>()\[\],;:\"\\@]{1,190}")
_NUMBER = re.compile(r"(?<![A-Za-z0-9])(C[0-9]{8}-[0-9]{3,8})(?![0-9])", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(C[0-9]{8}-[0-9]{3,8})[.~]([a-z2-7]{16})(?![a-z0-9])", re.IGNORECASE
)


class LetterKind(StrEnum):
    """What wrote a letter: a person, or a machine that must not be answered."""

    ORDINARY = "ordinary"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LIST = "list"
    OWN = "own"


def kind_of(headers: Headers, content_type: str, own_addresses: Sequence[str]) -> LetterKind:
    """Who wrote it: after RFC 3834 (automatic answers), RFC 3464 and a null return path
    (bounces), RFC 2919 and 2369 (lists), and the headers of older programs.

    content_type: of the whole letter. own_addresses: of our mailboxes, in lower case.
    """
    if _is_bounce(headers, content_type):
        return LetterKind.BOUNCE
    if address_in(headers.get("from", ())) in own_addresses:
        return LetterKind.OWN
    if _is_automatic(headers):
        return LetterKind.AUTOMATIC
    precedence = _first(headers, "precedence").lower()
    if precedence in {"bulk", "list"} or any(name.startswith("list-") for name in headers):
        return LetterKind.LIST
    return LetterKind.ORDINARY


def _is_bounce(headers: Headers, content_type: str) -> bool:
    paths = [one.strip() for one in headers.get("return-path", ())]
    sender = address_in(headers.get("from", ()))
    return (
        paths[:1] == ["<>"]
        or content_type == "multipart/report"
        or sender.partition("@")[0] in {"mailer-daemon", "postmaster"}
    )


def _is_automatic(headers: Headers) -> bool:
    said = _first(headers, "auto-submitted").lower().partition(";")[0].strip()
    return (
        said not in {"", "no"}
        or _first(headers, "precedence").lower() in {"junk", "auto_reply"}
        or any(name in headers for name in ("x-autoreply", "x-autorespond", "x-auto-reply-from"))
    )


def address_in(values: Sequence[str]) -> str:
    """The one address a `From` names, in lower case; nothing when it names none or several, so
    that nobody passes for somebody by a header that programs read differently."""
    if len(values) != 1:
        return ""
    value = values[0]
    bracketed = re.findall(r"<([^<>]*)>", value)
    if bracketed:
        found = bracketed[0].strip() if len(bracketed) == 1 and value.rstrip()[-1:] == ">" else ""
    else:
        found = value.strip()
    return found.lower() if _PLAIN_ADDRESS.fullmatch(found) else ""


def addresses_in(values: Sequence[str]) -> list[str]:
    """Every address in headers such as `To`, in lower case, each once."""
    found = (one.lower() for value in values for one in _PLAIN_ADDRESS.findall(value))
    return list(dict.fromkeys(found))


def name_in(values: Sequence[str]) -> str:
    """The name beside the address of a `From`."""
    value = values[0] if values else ""
    return re.sub(r"<[^<>]*>", "", value).strip().strip('"').strip()[:120]


def message_ids(values: Sequence[str]) -> list[str]:
    """The Message-IDs in a header, each once; the last ones of very many."""
    found = [one for value in values for one in _ID.findall(value)]
    return list(dict.fromkeys(found))[-MOST_REFERENCES:]


def case_numbers(text: str) -> list[str]:
    """The numbers of cases that a subject names."""
    return list(dict.fromkeys(one.upper() for one in _NUMBER.findall(text)))


def tokens_in(text: str) -> list[tuple[str, str]]:
    """Case numbers with the signature behind them, as our letters carry them."""
    return [(number.upper(), sign.lower()) for number, sign in _TOKEN.findall(text)]


def answer_subject(subject: str, token: str) -> str:
    """The subject of an answer: `Re:` once, and the token of the case behind it, once."""
    bare = re.sub(
        r"^(?:\s*(?:re|aw|fw|fwd|回复|答复|转发)\s*[:：])+\s*", "", subject, flags=re.IGNORECASE
    )
    bare = re.sub(r"\s*\[[^\[\]]{0,60}\]\s*$", "", bare) if tokens_in(bare) else bare
    mark = f" [{token}]" if token else ""
    return f"Re: {cut(bare.strip() or '—', LONGEST_SUBJECT - len(mark) - 6)}{mark}"


def cut(text: str, most: int) -> str:
    """The beginning of a text, with a sign that there is more."""
    return text if len(text) <= most else f"{text[:most].rstrip()} …"


def fingerprint(headers: Headers, raw: bytes) -> str:
    """By what a letter is known again: in another mailbox, on another server, read once more.

    What servers add on the way (Received and the like) is left out; the Message-ID alone is not
    enough, because anybody may use one again. Without a Message-ID the whole letter counts.
    """
    plain = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    own = _first(headers, "message-id").strip()
    if not own:
        return hashlib.sha256(plain.rstrip()).hexdigest()
    said = [own, *(_first(headers, name).strip() for name in ("date", "from", "subject"))]
    body = plain.partition(b"\n\n")[2].rstrip()
    known = hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass") + b"\n\n")
    known.update(body)
    return known.hexdigest()


# How mail programs begin what they quote, in the languages our customers write.
_QUOTED = re.compile(
    r"""^[ \t]*(?:
        -{2,}\ *(?:original\ message|forwarded\ message|原始邮件|原始郵件|转发邮件|邮件原件)\ *-{2,}
      | (?:on|am|le)\ .{4,120}\b(?:wrote|schrieb|a\ écrit)\ ?:
      | (?:在|于|於)?.{0,120}(?:写道|寫道)\ ?[:：]
      | (?:发件人|發件人|寄件者)\ ?[:：].{0,200}
      | from:\ .{0,200}[\r\n]+(?:sent|date):\ .*
    )[ \t]*$""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


def new_text(text: str) -> str:
    """What of an answer is new: without what it quotes; all of it when nothing else would stay."""
    found = _QUOTED.search(text)
    kept = text[: found.start()] if found else text
    lines = kept.rstrip().split("\n")
    while lines and (lines[-1].startswith(">") or not lines[-1].strip()):
        lines.pop()
    fresh = "\n".join(line for line in lines if not line.startswith(">")).strip()
    return fresh or text.strip()


@dataclass(frozen=True)
class Place:
    """How far a mailbox has been read: the last UID, under the server's UIDVALIDITY."""

    validity: int
    last: int

    def under(self, validity: int) -> "Place":
        """The place under what the server says now; numbers under another UIDVALIDITY mean
        nothing (RFC 3501 2.3.1.1), so reading begins anew, and what is known is known again."""
        return self if validity == self.validity else Place(validity, 0)


def _first(headers: Headers, name: str) -> str:
    values = headers.get(name, ())
    return values[0] if values else ""


class Wish(StrEnum):
    """What a short message asks of the service that sends them."""

    STOP = "stop"
    START = "start"


# What people answer to a notice. `取消` and `N` are not among them: they may answer a question.
_WISHES = {
    **dict.fromkeys(("t", "td", "退订", "拒收", "stop", "unsubscribe"), Wish.STOP),
    **dict.fromkeys(("恢复", "恢复接收", "start", "unstop"), Wish.START),
}
_AROUND = re.compile(r"^[\s\W_]+|[\s\W_]+$")


def wish_in(text: str) -> Wish | None:
    """What a short message asks for when it is nothing but one of the words for it; else None, so
    that nobody is struck off for a sentence in which such a word stands."""
    said = _AROUND.sub("", unicodedata.normalize("NFKC", text)).casefold()
    said = re.sub(r"^回复\s*", "", said)
    return _WISHES.get(said)


def told_by_gateway(name: str) -> str:
    """The fingerprint of a short message: the gateway's own name for it."""
    return hashlib.sha256(f"short message {name}".encode()).hexdigest()


def unread(mailbox: int, validity: int, uid: int) -> str:
    """The fingerprint of a letter that a server does not give out: its place there."""
    return hashlib.sha256(f"{mailbox} {validity} {uid}".encode()).hexdigest()

"""Talking to a mail server over IMAP (RFC 3501), by IMAPClient. Nothing is changed there."""

import contextlib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

import aftercare
from aftercare.mail.models import Security, Trouble

PATIENCE_SECONDS = 20
LARGEST = 40 * 1024 * 1024  # a larger letter is fetched only as far as its headers may reach
HEAD = 65_536
WINDOW = 50_000  # UIDs that are searched with one question
AT_ONCE = 8 * 1024 * 1024  # bytes of letters fetched with one question
GONE = (OSError, EOFError, ssl.SSLError, socket.timeout)


class CannotRead(Exception):
    """A mailbox cannot be read now: why, and what the server said."""

    def __init__(self, trouble: Trouble, said: object = "") -> None:
        super().__init__(trouble, said)
        self.trouble, self.said = trouble, str(said)


class Gone(CannotRead):
    """The connection broke; nothing is wrong with what was read before."""

    def __init__(self, said: object = "") -> None:
        super().__init__(Trouble.AWAY, said)


class Withheld(Exception):
    """The server is there and does not give out one letter."""


@dataclass(frozen=True)
class Account:
    """Where and as whom to read; equal accounts share a connection."""

    host: str
    port: int
    security: str
    username: str
    password: str
    folder: str


@dataclass(frozen=True)
class Waiting:
    """A letter on the server: its UID, when the server took it, and its size in bytes."""

    uid: int
    received_at: datetime
    size: int

    @property
    def whole(self) -> bool:
        """Whether it is fetched whole."""
        return self.size <= LARGEST


class Connection:
    """An open mailbox, read only."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._client = _open(account)
        self.validity = 0
        self.next_uid = 0  # 0: the server does not tell

    def look(self) -> int:
        """Look into the folder anew; its UIDVALIDITY."""
        try:
            found: dict[bytes, Any] = self._client.select_folder(self.account.folder, readonly=True)
        except GONE as error:
            raise Gone(error) from error
        except self._client.AbortError as error:
            raise Gone(error) from error
        except IMAPClientError as error:
            raise CannotRead(Trouble.FOLDER, error) from error
        self.validity = int(found.get(b"UIDVALIDITY", 0))
        self.next_uid = int(found.get(b"UIDNEXT", 0))
        return self.validity

    def after(self, last: int, begins_on: date) -> list[int]:
        """The UIDs above `last` of letters since a day, in their order; of very many the first
        ones, because a server answers in one line."""
        if not self.next_uid:
            return self._found(last, "*", begins_on)
        for start in range(last, self.next_uid, WINDOW):
            if found := self._found(start, str(start + WINDOW), begins_on):
                return found
        return []

    def _found(self, last: int, until: str, begins_on: date) -> list[int]:
        with _told():
            found = self._client.search(["UID", f"{last + 1}:{until}", "SINCE", begins_on])
        return sorted(uid for uid in found if uid > last)  # `n:*` names the last one in any case

    def about(self, uids: list[int]) -> list[Waiting]:
        """How large these letters are and when they came; those that are gone are left out."""
        with _told():
            found = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return [
            Waiting(uid, _aware(one.get(b"INTERNALDATE")), int(one.get(b"RFC822.SIZE") or 0))
            for uid, one in sorted(found.items())
            if uid in uids
        ]

    def fetch(self, letters: list[Waiting]) -> Iterator[tuple[Waiting, bytes]]:
        """The letters as they came, several with one question; a very large one only its beginning.

        `Withheld` when the server refuses the question; asked one by one, the others still come.
        """
        for some in _in_shares(letters):
            part = "" if some[0].whole else f"<0.{HEAD}>"
            try:
                with _told():
                    found = self._client.fetch([one.uid for one in some], [f"BODY.PEEK[]{part}"])
            except CannotRead as error:
                if isinstance(error, Gone):
                    raise
                raise Withheld(error.said) from error
            for one in some:
                yield one, _body(found.get(one.uid, {}))

    def close(self) -> None:
        """Say good-bye, if anybody still listens."""
        with contextlib.suppress(Exception):
            self._client.logout()
        with contextlib.suppress(Exception):
            self._client.shutdown()


def _open(account: Account) -> IMAPClient:
    try:
        client = IMAPClient(
            account.host, port=account.port, ssl=account.security == Security.TLS,
            timeout=PATIENCE_SECONDS,
        )  # fmt: skip
    except GONE as error:
        raise Gone(error) from error
    except IMAPClientError as error:
        raise CannotRead(Trouble.PROTOCOL, error) from error
    client.normalise_times = False
    try:
        if account.security == Security.STARTTLS:
            client.starttls(ssl.create_default_context())
        _sign_in(client, account)
        if client.has_capability("ID"):  # some providers give nothing out to who has no name
            client.id_({"name": "Aftercare", "version": aftercare.__version__})
    except (LoginError, UnicodeError) as error:
        _drop(client)
        raise CannotRead(Trouble.LOGIN, _without(account.password, error)) from error
    except (*GONE, client.AbortError) as error:
        _drop(client)
        raise Gone(error) from error
    except IMAPClientError as error:
        _drop(client)
        raise CannotRead(Trouble.PROTOCOL, error) from error
    return client


def _sign_in(client: IMAPClient, account: Account) -> None:
    """LOGIN takes no Chinese characters; PLAIN does, where the server has it (RFC 4616)."""
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(account.username, account.password)
    else:
        client.login(account.username, account.password)


def _drop(client: IMAPClient) -> None:
    with contextlib.suppress(Exception):
        client.shutdown()


def _without(password: str, error: Exception) -> str:
    """What the server said; some repeat what they were told."""
    return str(error).replace(password, "…") if password else str(error)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Faults of a connection in our words."""
    try:
        yield
    except (*GONE, IMAPClient.AbortError) as error:
        raise Gone(error) from error
    except (IMAPClientError, ValueError, KeyError, TypeError) as error:
        raise CannotRead(Trouble.PROTOCOL, error) from error


def _in_shares(letters: list[Waiting]) -> Iterator[list[Waiting]]:
    """Letters that are fetched together: not too much at once, a very large one alone."""
    some: list[Waiting] = []
    total = 0
    for one in letters:
        if some and (total + one.size > AT_ONCE or not one.whole):
            yield some
            some, total = [], 0
        some.append(one)
        total += one.size
    if some:
        yield some


def _body(found: dict[bytes, Any]) -> bytes:
    parts = (value for name, value in found.items() if name.startswith(b"BODY[]"))
    body = next(parts, b"")
    return body if isinstance(body, bytes) else b""


def _aware(moment: Any) -> datetime:
    """When the server took a letter; one that does not tell, or lies far off, counts as now."""
    now = datetime.now(UTC)
    if not isinstance(moment, datetime):
        return now
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return min(aware, now) if aware.year > 1990 else now

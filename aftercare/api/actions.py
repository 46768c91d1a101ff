"""Everything that changes a token."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.api import rules
from aftercare.api import scopes as known
from aftercare.api.models import PER_MINUTE, Token
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor
from aftercare.people.models import Person
from aftercare.people.roles import Power

LONGEST = timedelta(days=366)
MOST = 20  # live tokens of one person


@dataclass(frozen=True)
class Made:
    """A new token and its secret, which is shown once and kept nowhere."""

    token: Token
    secret: str


@transaction.atomic
def make_token(
    person: Person,
    *,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime,
    by: Actor,
    at: datetime,
    per_minute: int = PER_MINUTE,
) -> Made:
    """Give a program a key to act as `person`, within `scopes`, until `expires_at`.

    Everybody makes their own; those of others need the power to keep persons. Refused: without
    an end, longer than a year, or more than `MOST` at a time.
    """
    _check_keeper(person, by)
    _check(person, name, expires_at, at)
    prefix, secret = rules.new_prefix(), rules.new_secret()
    token = Token.objects.create(
        name=name.strip(),
        person=person,
        prefix=prefix,
        secret_hash=rules.hashed(secret),
        scopes=known.checked(scopes),
        per_minute=max(1, per_minute),
        created_at=at,
        created_by=by.name,
        expires_at=expires_at,
    )
    _record("token.made", token, by, at, scopes=token.scopes, until=expires_at.isoformat())
    return Made(token, rules.written(prefix, secret))


@transaction.atomic
def revoke_token(token: Token, *, by: Actor, at: datetime) -> Token:
    """End a token at once; ending it again changes nothing."""
    _check_keeper(token.person, by)
    events.take_turn()
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        token.revoked_at = at
        _record("token.revoked", token, by, at)
    return token


@transaction.atomic
def revoke_tokens_of(person: Person, *, by: Actor, at: datetime) -> int:
    """End every token of a person, as when their account is closed; how many there were."""
    live = list(Token.objects.filter(person=person, revoked_at=None, expires_at__gt=at))
    for token in live:
        revoke_token(token, by=by, at=at)
    return len(live)


def _check_keeper(person: Person, by: Actor) -> None:
    if isinstance(by, Person) and by.pk != person.pk and not by.may(Power.KEEP_PEOPLE):
        raise NotAllowed(_("Only an administrator may keep the tokens of others."))


def _check(person: Person, name: str, expires_at: datetime, at: datetime) -> None:
    if not name.strip():
        raise Refusal(_("Give the token a name that says what uses it."), field="name")
    if not at < expires_at <= at + LONGEST:
        raise Refusal(_("A token ends within a year."), field="expires_at")
    if not person.is_active:
        raise Refusal(_("This person may not sign in."), field="person")
    live = Token.objects.filter(person=person, revoked_at=None, expires_at__gt=at)
    if live.count() >= MOST:
        raise Refusal(_("There are too many tokens already; revoke those that are not used."))


def _record(kind: str, token: Token, by: Actor, at: datetime, **more: object) -> None:
    data = {"token": token.prefix, "name": token.name, **more}
    events.record(events.Happened(kind, token.person.reference, at, by, data=data))

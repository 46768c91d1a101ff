"""Looking up tokens."""

import hmac

from django.db.models import QuerySet

from aftercare.api import rules
from aftercare.api.models import Token
from aftercare.kit.prepared import Prepared
from aftercare.people.models import Person

_BY_PREFIX = Prepared(
    lambda prefix: Token.objects.select_related("person").filter(prefix=prefix)[:1]
)


def tokens_of(person: Person) -> QuerySet[Token]:
    """The tokens of a person, those that last longest first."""
    return Token.objects.filter(person=person).order_by("-expires_at", "-id")


def token_by(written: str) -> Token | None:
    """The token with this secret, whether or not it is still good; None when there is none."""
    parts = rules.parts(written)
    if parts is None:
        return None
    prefix, secret = parts
    token = next(iter(_BY_PREFIX(prefix=prefix)), None)
    right = token is not None and hmac.compare_digest(token.secret_hash, rules.hashed(secret))
    return token if right else None

"""What an action may answer instead of acting. The doors turn these into a message or a problem."""

from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An action was not carried out; `message` says why and what to do, in both languages."""

    status = 422
    code = "refused"

    def __init__(
        self, message: str | LazyText, *, code: str = "", field: str = "", **details: Any
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details = details
        if code:
            self.code = code


class NotAllowed(Refusal):
    """The person may not do this."""

    status = 403
    code = "not-allowed"


class Stale(Refusal):
    """Somebody else was there first; `details` may carry the events since the reader's revision."""

    status = 409
    code = "stale"


def check_words(**said: str) -> None:
    """Nothing of this may be left empty; the refusal names the first that is."""
    for name, text in said.items():
        if not text.strip():
            raise Refusal(_("Something is missing: please fill in this field."), field=name)

"""What Django asks when somebody chooses a password."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aftercare.accounts import rules

AROUND = ("username", "name", "email", "phone")


class HardToGuess:
    """Refuses patterns, and what hardly differs from a well-known word or the person's names."""

    def validate(self, password: str, user: Any = None) -> None:
        """ValidationError when it is too easy to guess."""
        names = [getattr(user, field, None) or "" for field in AROUND]
        if rules.is_pattern(password):
            raise ValidationError(
                _("This password is a pattern that is tried early. Take several unrelated words."),
                code="pattern",
            )
        if rules.is_well_known(password, names):
            raise ValidationError(
                _("This password is too close to a well-known word or to your own names."),
                code="well-known",
            )

    def get_help_text(self) -> str:
        return _(
            "Several unrelated words are easy to keep in mind and hard to guess. Spaces and all "
            "characters are allowed; a password does not expire."
        )

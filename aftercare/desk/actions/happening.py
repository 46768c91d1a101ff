"""Events of a case: one place that knows their subject, context and limits of time."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from aftercare.desk.models import Case
from aftercare.kit.errors import Refusal, check_words
from aftercare.plans.actions.happening import SKEW, check_data


def check_moment(case: Case, occurred_at: datetime, at: datetime) -> None:
    """Evidence may arrive late, but neither from the future nor from before the case."""
    if occurred_at > at + SKEW:
        raise Refusal(_("This lies in the future."), field="occurred_at", code="future")
    if occurred_at < case.reported_at:
        raise Refusal(
            _("This lies before the case was reported."), field="occurred_at", code="too-early"
        )


def check_said(data: Mapping[str, Any], needed: Iterable[str]) -> None:
    """What a person says: all that is needed, in words, and nothing the clocks go by."""
    check_data(data)
    said = {name: data.get(name, "") for name in needed}
    check_words(**{name: text if isinstance(text, str) else "" for name, text in said.items()})


def check_address(email: str, *, field: str) -> None:
    """Refused unless it is an e-mail address, or nothing."""
    try:
        if email:
            validate_email(email.strip())
    except ValidationError:
        raise Refusal(_("This is no e-mail address."), field=field) from None

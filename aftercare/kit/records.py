"""Adding and changing plain records: checked, written once, told to the history.

What a domain's actions have in common. The domain adds who may, what must fit together, and
what else follows.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events, states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.kit.models import Revised

Record = TypeVar("Record", bound=Revised)


def add(record: Record, *, kind: str, by: Actor, at: datetime, data: Mapping[str, Any]) -> Record:
    """Insert a record and its event; `Refusal` with its field when a value does not fit."""
    check(record)
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError:
        raise already_there() from None
    events.record(events.Happened(f"{kind}.added", record.reference, at, by, data=data))
    return record


def change(
    record: Revised,
    changes: Mapping[str, Any],
    *,
    kind: str,
    by: Actor,
    at: datetime,
    revision: int | None = None,
    fits: Callable[[], None] = lambda: None,
    silent: bool = False,
) -> list[str]:
    """Write what differs and record from what to what; returns the names of changed fields.

    revision: the one the person looked at; `Stale` when there is a newer. fits: looks at the
    record with its new values and refuses what does not go together. silent: the history tells
    which fields, not their contents (personal data must stay erasable).
    """
    states.expect(record, revision)
    before = {name: getattr(record, name) for name in changes}
    differing = {name: value for name, value in changes.items() if value != before[name]}
    if not differing:
        return []
    _try_on(record, differing, before, fits)
    try:
        with transaction.atomic():
            states.write(record, changes=differing)
    except IntegrityError:
        raise already_there() from None
    told = {name: [plain(before[name]), plain(value)] for name, value in differing.items()}
    data = {"changes": sorted(told) if silent else told}
    events.record(events.Happened(f"{kind}.changed", record.reference, at, by, data=data))
    return list(differing)


def known(changes: Mapping[str, Any], fields: frozenset[str]) -> None:
    """ValueError for a field that this action does not change: a mistake of the caller."""
    if unknown := set(changes) - fields:
        raise ValueError(f"not to be changed here: {', '.join(sorted(unknown))}")


def check(record: models.Model) -> None:
    """Whether every value fits its column and nothing has the same number; `Refusal` if not."""
    try:
        record.full_clean()
    except ValidationError as error:
        raise refusal(error) from None


def refusal(error: ValidationError) -> Refusal:
    """The first fault, as a refusal that names its field."""
    faults = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
    field, found = next(iter(faults.items()))
    name = "" if field == NON_FIELD_ERRORS else field
    if found[0].code in ("unique", "unique_together"):
        return already_there(name)
    return Refusal(found[0].messages[0], code="invalid", field=name)


def already_there(field: str = "") -> Refusal:
    """Another record has this number or name."""
    return Refusal(
        _("There is already one with this number or name."), code="duplicate", field=field
    )


def plain(value: Any) -> Any:
    """A value as it stands in the history: references for records, text for dates and money."""
    if isinstance(value, models.Model):
        return getattr(value, "reference", str(value.pk))
    return str(value) if isinstance(value, date | datetime | Decimal) else value


def _try_on(
    record: Revised, new: Mapping[str, Any], old: Mapping[str, Any], fits: Callable[[], None]
) -> None:
    """Check the record with its new values; it keeps the old ones if they do not fit."""
    for name, value in new.items():
        setattr(record, name, value)
    try:
        check(record)
        fits()
    except Refusal:
        for name, value in old.items():
            setattr(record, name, value)
        raise

"""Choosing one of many things while typing: of what an agreement covers, or could cover."""

from collections.abc import Callable
from typing import Any

from aftercare.kit.forms import Pick
from aftercare.kit.models import Revised
from aftercare.plans.models import Agreement


class ThingPick(Pick):
    """Something of the catalog by its reference, such as `unit/17`."""

    look_up: Callable[[str], Any]

    def key(self, row: Any) -> str:
        """The reference."""
        return str(row.reference)

    def row(self, value: Any) -> Any:
        """The thing of a reference, or of itself; None for what may not be chosen."""
        return self.look_up(value.reference if isinstance(value, Revised) else str(value or ""))


def among(field: Any, agreement: Agreement, look_up: Callable[[Agreement, str], Any]) -> None:
    """Let a field offer what belongs to an agreement."""
    field.suggest_args = [agreement.number]
    field.look_up = lambda reference: look_up(agreement, reference)

"""What is wrong with a row, and what to do, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "missing": _("This must be filled in."),
    "cell-error": _("Excel shows the error %(value)s here. Mend the formula, or type the value."),
    "scientific": _(
        "Excel has shortened this number to %(value)s. Format the column as text and type it again."
    ),
    "too-long": _("This has %(length)s characters; at most %(longest)s are kept. Shorten it."),
    "not-a-choice": _("“%(value)s” is not one of: %(choices)s."),
    "not-a-date": _("“%(value)s” is not a date. Write it as 2024-01-31."),
    "year-last": _("“%(value)s” could mean two different days. Write it as 2024-01-31."),
    "no-such-day": _("There is no day %(value)s. Correct it."),
    "far-date": _("%(value)s is too far away to be meant. Correct the year."),
    "not-an-amount": _("“%(value)s” is not an amount. Write it as 1280.50."),
    "decimals": _("“%(value)s” has more than two decimals. Round it."),
    "too-large": _("%(value)s is too large."),
    "not-a-number": _("“%(value)s” is not a whole number."),
    "too-many-cells": _(
        "This row has %(more)s cells more than the heading. A comma within a text needs quotes "
        "around the text."
    ),
    "twice": _("Row %(row)s has the same %(key)s. Keep one of the two."),
    "unknown-customer": _(
        "There is no customer “%(value)s”. Import the customers first, or correct it."
    ),
    "several-customers": _("Several customers are called “%(value)s”. Give the number instead."),
    "unknown-dealer": _("There is no dealer “%(value)s”. Import it first, or correct it."),
    "unknown-model": _("There is no model “%(value)s”. Import the models first, or correct it."),
    "unknown-site": _(
        "This customer has no site “%(value)s”. Import the sites first, or correct it."
    ),
    "unknown-project": _(
        "There is no project “%(value)s”. Import the projects first, or correct it."
    ),
    "unknown-unit": _("There is no unit “%(value)s”. Import the units first, or correct it."),
    "several-units": _("Several models have a unit “%(value)s”. Give the model too."),
    "unknown-person": _("Nobody of ours is called “%(value)s”."),
    "unknown-plan": _("There is no plan “%(value)s”. Load it first: aftercare plan load."),
    "unknown-version": _("This plan has no version %(value)s."),
    "nothing-covered": _("Name a project, unit or site that the agreement covers."),
    "other-agreement": _(
        "There is an agreement with this number already, for another customer or plan."
    ),
    "other-day": _(
        "This was recorded for %(value)s already. Correct it on the page of the unit or project."
    ),
    "withdrawn-day": _(
        "This day was imported before and then withdrawn. If it did happen, record it on the page "
        "of the agreement; else empty the cell."
    ),
    "before-made": _("This lies before %(value)s, when the unit was made."),
    "future": _("This day lies in the future."),
    "refused": "%(message)s",
}


@dataclass(frozen=True)
class Problem:
    """Something that does not fit: the row, our column (empty: the row as a whole), and how."""

    row: int
    column: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % dict(self.params)

    def plain(self) -> dict[str, Any]:
        """As JSON, to be kept."""
        params = {name: str(value) for name, value in self.params.items()}
        return {"row": self.row, "column": self.column, "code": self.code, "params": params}

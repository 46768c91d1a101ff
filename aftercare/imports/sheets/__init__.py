"""The lists that can be imported, each a module: its columns and what is done with its rows."""

from aftercare.imports.sheets.agreements import AGREEMENTS
from aftercare.imports.sheets.catalogue import PRODUCTS, PROJECTS, SITES, UNITS
from aftercare.imports.sheets.history import HISTORY
from aftercare.imports.sheets.organisations import CUSTOMERS
from aftercare.imports.sheets.shape import Column, Counts, Row, Sheet, Work

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (CUSTOMERS, PRODUCTS, SITES, PROJECTS, UNITS, AGREEMENTS, HISTORY)
}

__all__ = ["SHEETS", "Column", "Counts", "Row", "Sheet", "Work"]

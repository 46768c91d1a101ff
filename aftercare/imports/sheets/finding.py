"""Finding what a cell names: customers by number or name, models, projects, units …; each asked
for once, however many rows name it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.imports.sheets.shape import Row
from aftercare.people.models import Organisation, OrganisationKind, Person

MOST_REMEMBERED = 20_000


class Finder:
    """Remembers what was found by a column of a table; `None` for what is not there."""

    def __init__(self, rows: Callable[[], QuerySet[Any]], *columns: str) -> None:
        self._rows = rows
        self._columns = columns
        self._found: dict[str, list[Any]] = {}

    def learn(self, names: Iterable[str]) -> None:
        """Look up all of these in one query for each column."""
        if len(self._found) > MOST_REMEMBERED:
            self._found.clear()
        missing = {name for name in names if name and name not in self._found}
        for column in self._columns:
            if not missing:
                return
            found: dict[str, list[Any]] = {}
            for row in self._rows().filter(**{f"{column}__in": missing}):
                found.setdefault(getattr(row, column), []).append(row)
            self._found |= found
            missing -= set(found)
        self._found |= {name: [] for name in missing}

    def all(self, name: str) -> list[Any]:
        """Everything of this name."""
        return self._found.get(name, [])


class Finders:
    """The finders of one import."""

    def __init__(self) -> None:
        self.organisations = Finder(Organisation.objects.all, "code", "name")
        self.models = Finder(ProductModel.objects.all, "code", "name")
        self.projects = Finder(lambda: Project.objects.select_related("site"), "number")
        self.sites = Finder(Site.objects.all, "name")
        self.units = Finder(lambda: Unit.objects.select_related("model"), "serial")
        staff = Person.objects.filter(organisation__kind=OrganisationKind.COMPANY)
        self.people = Finder(lambda: staff.select_related("organisation"), "username", "name")

    def one(self, rows: Sequence[Row], column: str, finder: Finder, *, code: str) -> None:
        """Put in place of each name what it names; note `unknown-…` and `several-…`."""
        finder.learn(row.values.get(column) or "" for row in rows)
        for row in rows:
            name = row.values.get(column)
            if not name:
                continue
            found = finder.all(name)
            row.values[column] = found[0] if len(found) == 1 else None
            if len(found) != 1:
                many = "several-customers" if code == "unknown-customer" and found else code
                row.wrong(column, many, value=name)

    def customers(self, rows: Sequence[Row], column: str = "customer") -> None:
        """Customers by number, else by name."""
        self.one(rows, column, self.organisations, code="unknown-customer")

    def dealers(self, rows: Sequence[Row]) -> None:
        """Dealers likewise; that it is one is checked with the unit."""
        self.one(rows, "dealer", self.organisations, code="unknown-dealer")

    def sites_of_customers(self, rows: Sequence[Row]) -> None:
        """Sites by their name, among those of the row's customer."""
        self.sites.learn(row.values.get("site") or "" for row in rows)
        for row in rows:
            name, customer = row.values.get("site"), row.values.get("customer")
            if not name:
                continue
            found = [site for site in self.sites.all(name)
                     if customer is not None and site.customer_id == customer.pk]  # fmt: skip
            row.values["site"] = found[0] if found else None
            if not found and customer is not None:
                row.wrong("site", "unknown-site", value=name)

    def units_of_models(self, rows: Sequence[Row]) -> None:
        """Units by serial number, and by model where the row names one."""
        self.one(rows, "model", self.models, code="unknown-model")
        self.units.learn(row.values.get("unit") or "" for row in rows)
        for row in rows:
            name, model = row.values.get("unit"), row.values.get("model")
            found = [unit for unit in self.units.all(name or "")
                     if model is None or unit.model_id == model.pk]  # fmt: skip
            if len(found) == 1:
                row.values["unit"] = found[0]
            elif name:
                row.values["unit"] = None
                row.wrong("unit", "several-units" if found else "unknown-unit", value=name)


class Once:
    """Notices a row that stands in the file twice."""

    def __init__(self, *columns: str) -> None:
        self._columns = columns
        self._seen: dict[tuple[Any, ...], int] = {}

    def check(self, rows: Sequence[Row]) -> None:
        """Note each second row with the same key."""
        for row in rows:
            values = [row.values.get(name) for name in self._columns]
            if any(value in (None, "") for value in values):
                continue
            key = tuple(getattr(value, "pk", value) for value in values)
            first = self._seen.setdefault(key, row.line.number)
            if first != row.line.number:
                row.wrong(self._columns[-1], "twice", row=first, key=values[-1])

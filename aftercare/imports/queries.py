"""Looking up imports."""

from django.db.models import QuerySet

from aftercare.imports.models import ImportRun
from aftercare.people.models import Person
from aftercare.people.roles import Power


def runs_visible_to(person: Person) -> QuerySet[ImportRun]:
    """Those who may import see what was imported."""
    runs = ImportRun.objects.defer("mend", "problems")
    return runs if person.may(Power.IMPORT) else runs.none()

"""Who is there, and who may be seen."""

from django.db.models import QuerySet

from aftercare.people.models import Person


def people_who_sign_in() -> QuerySet[Person]:
    """Active persons with a name to sign in with, in the order of their making."""
    return (
        Person.objects.filter(username__isnull=False, is_active=True)
        .exclude(username="")
        .select_related("organisation")
        .order_by("id")
    )

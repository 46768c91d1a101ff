"""Saved views: a person's own, and nobody else's affair."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk.models import SavedView
from aftercare.kit.errors import Refusal
from aftercare.people.models import Person

MOST_VIEWS = 30


@transaction.atomic
def save_view(page: str, name: str, query: str, *, by: Person) -> SavedView:
    """Keep the filters of a page under a name; the same name again takes the new filters.

    No event: it changes what one person sees on a page, nothing that happened.
    """
    name, query = name.strip()[:40], query.lstrip("?")
    if not name:
        raise Refusal(_("Give the view a name."), field="name")
    if len(query) > 1000:
        raise Refusal(_("These are too many filters to be saved."), field="query")
    others = SavedView.objects.filter(person=by, page=page).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise Refusal(_("You have many views already; remove one first."), field="name")
    view, _new = SavedView.objects.update_or_create(
        person=by, page=page, name=name, defaults={"query": query}
    )
    return view


def drop_view(view: SavedView, *, by: Person) -> None:
    """Forget a saved view of one's own."""
    SavedView.objects.filter(pk=view.pk, person=by).delete()

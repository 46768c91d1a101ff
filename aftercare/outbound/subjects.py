"""What messages are about, in words, with the address of its page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.urls import reverse

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit import references
from aftercare.outbound import queries
from aftercare.outbound.models import Broadcast
from aftercare.people.models import Organisation, Person
from aftercare.plans.models import Agreement

Rows = Callable[[], QuerySet[Model]]


@dataclass(frozen=True)
class Subject:
    """Something a message is about; without an address when it has no page."""

    words: str
    href: str = ""


def _page_of(name: str) -> Callable[[Model], str]:
    return lambda one: reverse(name, args=[one.pk])


# By kind: the records, and the address of one.
_THINGS: Mapping[str, tuple[Rows, Callable[[Model], str]]] = {
    "agreement": (Agreement.objects.all,
                  lambda one: reverse("plans:agreement", args=[getattr(one, "number", "")])),
    "broadcast": (Broadcast.objects.all, _page_of("outbound:broadcast")),
    "organisation": (Organisation.objects.all, _page_of("people:organisation")),
    "person": (Person.objects.all, lambda _one: ""),
    "project": (Project.objects.all, _page_of("catalog:project")),
    "site": (Site.objects.all, _page_of("catalog:site")),
    "unit": (lambda: Unit.objects.select_related("model"), _page_of("catalog:unit")),
}  # fmt: skip


# Things of folders above, by kind: the page of one by its number.
NUMBERED: Mapping[str, str] = {
    "case": "desk:case", "complaint": "complaints:complaint", "incident": "emergency:incident",
}  # fmt: skip


def named(about: Iterable[str]) -> dict[str, Subject]:
    """The words of these references, for a whole list at once: one question for each kind.

    What has no name here is called as it is referred to.
    """
    wanted = {one for one in about if one}
    found = {one: Subject(one) for one in wanted}
    for reference, number in queries.names_of(wanted).items():
        found[reference] = Subject(number, _address_above(reference, number))
    for kind, keys in _by_kind(wanted).items():
        rows, page = _THINGS[kind]
        for one in rows().filter(pk__in=keys):
            found[f"{kind}/{one.pk}"] = Subject(str(one), page(one))
    return found


def _address_above(reference: str, number: str) -> str:
    """The page of something of a folder above; that of a patch goes by its key."""
    kind, key = references.parts(reference)
    if kind in NUMBERED:
        return reverse(NUMBERED[kind], args=[number])
    return reverse("patches:patch", args=[key])


def _by_kind(wanted: Iterable[str]) -> dict[str, list[int]]:
    keys: dict[str, list[int]] = defaultdict(list)
    for reference in wanted:
        kind, key = references.parts(reference)
        if kind in _THINGS and key is not None:
            keys[kind].append(key)
    return keys

"""Looking up patches and what became of them, within what a person may see."""

from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import Unit
from aftercare.desk.models import Case
from aftercare.documents import queries as documents
from aftercare.documents.models import Attachment
from aftercare.kit.models import Event
from aftercare.patches import rules
from aftercare.patches.models import Offer, Patch
from aftercare.patches.states import OfferState, PatchState
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.plans import queries as plans

OUTSIDE = frozenset({Role.CUSTOMER, Role.DEALER})
RELATED = ("patch", "customer", "unit__model", "unit__site")
STILL_THEIRS = Q(customer=F("unit__customer"))  # the unit was not passed on since
WAITING = Q(state=OfferState.OFFERED) & STILL_THEIRS
MOST_EVENTS = 100
MOST_OF_UNIT = 50


def patches_visible_to(person: Person) -> QuerySet[Patch]:
    """Our people see what was published, and its writers the drafts too; customers and dealers
    what was offered for units that they see."""
    if person.role in OUTSIDE:
        offered = offers_visible_to(person).order_by().values("patch")
        return Patch.objects.filter(pk__in=offered)
    if person.may(Power.KEEP_PATCHES):
        return Patch.objects.all()
    return Patch.objects.exclude(state=PatchState.DRAFT)


def offers_visible_to(person: Person) -> QuerySet[Offer]:
    """A customer its own as long as the unit is; everybody else those for the units they see."""
    offers = Offer.objects.select_related(*RELATED)
    if person.role == Role.CUSTOMER:
        return offers.filter(STILL_THEIRS, customer=person.organisation_id)
    if person.may(Power.SEE_ALL_CASES):
        return offers
    seen = catalog.units_visible_to(person).select_related(None).order_by().values("pk")
    return offers.filter(unit__in=seen)


def of_patch(person: Person, patch: Patch, state: str = "") -> QuerySet[Offer]:
    """What became of a patch, of those the person sees; those of one state when one is named."""
    rows = offers_visible_to(person).filter(patch=patch)
    return rows.filter(state=state) if state in OfferState.values else rows


def counts_of(person: Person, patch: Patch) -> dict[str, int]:
    """How many units stand how with a patch: one number for each state."""
    counted = {one.value: Count("pk", filter=Q(state=one)) for one in OfferState}
    return of_patch(person, patch).order_by().aggregate(**counted)


def of_unit(person: Person, unit: Unit) -> list[Offer]:
    """The patches of a unit, the newest first."""
    rows = offers_visible_to(person).filter(STILL_THEIRS, unit=unit)
    return list(rows.order_by("-pk")[:MOST_OF_UNIT])


def level_of(unit: Unit) -> str:
    """The highest patch that is on a unit, whoever had it put there; empty without any."""
    applied = Offer.objects.filter(unit=unit, state=OfferState.APPLIED)
    return rules.level(applied.values_list("patch__number", flat=True))


def beside(person: Person, offer: Offer) -> QuerySet[Offer]:
    """The other units of the customer, of those a person sees, for which the same patch waits for
    an answer."""
    same = {"patch": offer.patch_id, "customer": offer.customer_id}
    rows = offers_visible_to(person).filter(WAITING, **same)
    return rows.exclude(pk=offer.pk).order_by("pk")


def waiting_for(person: Person) -> int:
    """For how many units of a customer a published patch waits for an answer."""
    rows = offers_visible_to(person).filter(WAITING, patch__state=PatchState.PUBLISHED)
    return rows.order_by().count()


def of_case(case: Case) -> list[Patch]:
    """The patches that mend the fault of a case."""
    return list(Patch.objects.filter(cases=case).order_by("pk"))


def cases_of(person: Person, patch: Patch, cases: QuerySet[Case]) -> list[Case]:
    """The cases a patch mends the fault of, out of those a person sees."""
    if person.role in OUTSIDE:
        return []
    return list(cases.filter(patches=patch).order_by("-reported_at", "-pk")[:MOST_OF_UNIT])


def fitting_case(person: Person, case: Case) -> QuerySet[Patch]:
    """Published patches for the model of a case's unit; for any model when no unit is known."""
    rows = patches_visible_to(person).filter(state=PatchState.PUBLISHED)
    if case.unit is not None:
        rows = rows.filter(products=case.unit.model_id)
    return rows.exclude(cases=case).order_by("-published_at", "-pk")


def files_of(patch: Patch) -> QuerySet[Attachment]:
    """The files of a patch; whoever sees the patch may have them."""
    return documents.attachments_of(patch.reference)


def history_of(reference: str) -> list[Event]:
    """What happened to a patch or an offer, the newest first."""
    return list(Event.objects.filter(subject=reference).order_by("-sequence")[:MOST_EVENTS])


def to_offer(at: datetime) -> list[Patch]:
    """The published patches whose turn it is to look for units they were not offered for."""
    due = Patch.objects.filter(next_at__isnull=False, next_at__lte=at)
    return list(due.filter(state=PatchState.PUBLISHED).order_by("next_at", "pk")[:5])


def units_waiting(patch: Patch, at: datetime, most: int) -> list[Unit]:
    """Units of the models, under an agreement, for which the customer was not asked yet and on
    which the patch is not; after the last one that was looked at, by key."""
    asked = Offer.objects.filter(
        Q(customer=OuterRef("customer")) | Q(state=OfferState.APPLIED),
        patch=patch, unit=OuterRef("pk"),
    )  # fmt: skip
    rows = plans.units_under_agreement(at).filter(
        ~Exists(asked), model__in=patch.products.values("pk"), pk__gt=patch.reached
    )
    return list(rows.order_by("pk")[:most])


def to_tell() -> Offer | None:
    """An offer whose customer is to be written to; not while units are still being looked for, so
    that a customer with many gets one letter."""
    rows = Offer.objects.exclude(to_tell="").filter(patch__reached=0)
    return rows.select_related("patch", "customer").order_by("patch", "customer", "pk").first()


def together_with(offer: Offer) -> QuerySet[Offer]:
    """All of the customer that is told by the same letter."""
    same = {"patch": offer.patch_id, "customer": offer.customer_id, "to_tell": offer.to_tell}
    return Offer.objects.filter(**same)


def is_planned_late(offer: Offer, today: date) -> bool:
    """Whether the day it was planned for has passed and it is not applied."""
    waits = offer.state == OfferState.ACCEPTED and offer.planned_on is not None
    return waits and offer.planned_on is not None and offer.planned_on < today

"""A caller nobody knows becomes a customer in one go."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog import actions as catalog
from aftercare.catalog.models import ProductModel
from aftercare.kit.errors import Refusal
from aftercare.kit.numbering import next_number
from aftercare.people import actions as people
from aftercare.people.models import Organisation, Person


@transaction.atomic
def welcome_customer(
    *,
    name: str,
    kind: str,
    phone: str,
    place: str = "",
    address: str = "",
    model: ProductModel | None = None,
    serial: str = "",
    by: Person,
    at: datetime,
) -> str:
    """Add a customer, its place, and its unit when model and serial number are known.

    Returns the reference of the most exact thing: unit, site or organisation. Refused when the
    telephone belongs to a customer already, or when only one of model and serial is given.
    """
    known = Organisation.objects.filter(phone=phone.strip()).exclude(phone="").first()
    if known is not None:
        raise Refusal(
            _("This telephone is known already: %(name)s.") % {"name": known.name}, field="phone"
        )
    if bool(model) != bool(serial.strip()):
        field = "serial" if model else "model"
        raise Refusal(_("A unit needs both its product and its serial number."), field=field)
    customer = people.add_organisation(
        kind=kind, code=next_number("K", at), name=name, phone=phone, address=address,
        by=by, at=at,
    )  # fmt: skip
    if not (place or address):
        site = None
    else:
        site = catalog.add_site(
            customer=customer, name=(address or place)[:120], address=address or place,
            place=place, phone=phone, by=by, at=at,
        )  # fmt: skip
    if model is None:
        return (site or customer).reference
    unit = catalog.add_unit(
        serial=serial, model=model, customer=customer, site=site, by=by, at=at
    )  # fmt: skip
    return unit.reference

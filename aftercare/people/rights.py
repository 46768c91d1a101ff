"""The question every action asks first: may they?"""

from django.utils.translation import gettext_lazy as _

from aftercare.kit.errors import NotAllowed
from aftercare.kit.events import Actor
from aftercare.people.models import Person
from aftercare.people.roles import Power


def require(by: Actor, *powers: Power) -> None:
    """`NotAllowed` unless the person has one of the powers; the system may do everything."""
    if isinstance(by, Person) and not any(by.may(power) for power in powers):
        missing = ", ".join(str(power.label) for power in powers)
        raise NotAllowed(_("Your role does not include this: %(power)s.") % {"power": missing})

"""Files and photographs of a case."""

import uuid
from datetime import datetime
from typing import IO

from django.utils.translation import gettext_lazy as _

from aftercare.desk.models import Case
from aftercare.documents import actions as documents
from aftercare.documents.models import Attachment
from aftercare.kit.errors import NotAllowed
from aftercare.kit.events import Actor
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role


def add_file(
    case: Case,
    file: IO[bytes],
    name: str,
    *,
    by: Actor,
    at: datetime,
    public: bool = False,
    keep_metadata: bool = False,
    id: uuid.UUID | None = None,
) -> Attachment:
    """Keep a file with a case; see `documents.actions.attach_file` for what is refused.

    public: the customer sees it too. What a customer sends is public in any case.
    """
    customer = isinstance(by, Person) and by.role == Role.CUSTOMER
    if isinstance(by, Person) and not customer and not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))
    return documents.attach_file(
        file,
        name,
        subject=case.reference,
        context=case.context,
        by=by,
        at=at,
        public=public or customer,
        keep_metadata=keep_metadata,
        id=id,
    )

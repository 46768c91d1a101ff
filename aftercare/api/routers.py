"""The areas of the API and the folders they come from; one `NinjaAPI` that mounts them."""

from functools import cache
from typing import Any

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from aftercare.accounts.api import accounts
from aftercare.api import door
from aftercare.api.events import events
from aftercare.catalog.api import catalog
from aftercare.chat.api import consultations
from aftercare.complaints.api import complaints
from aftercare.desk.api import cases
from aftercare.desk.api.coverage import coverage
from aftercare.duty.api import duty
from aftercare.emergency.api import incidents
from aftercare.kit import http
from aftercare.mail.api import letters
from aftercare.outbound.api import messages
from aftercare.patches.api import patches
from aftercare.people.api import people
from aftercare.phone.api import calls
from aftercare.plans.api import agreements, plans
from aftercare.promises.api import commitments
from aftercare.remote.api import remote
from aftercare.satisfaction.api import satisfaction
from aftercare.skills.api import skills

VERSION = "1"


class CheckedBody(Parser):
    """The body was read already, strictly, at the door."""

    def parse_body(self, request: Any) -> Any:
        return request.content


def mounted() -> list[http.Area]:
    """All areas, in the order of the documentation."""
    return [
        people, accounts, catalog, plans, agreements, cases, commitments, coverage, calls, letters,
        consultations, duty, skills, messages, complaints, satisfaction, incidents, remote, patches,
        events,
    ]  # fmt: skip


@cache
def api() -> NinjaAPI:
    """The API with every area; made once, when the addresses are first needed."""
    made = NinjaAPI(
        title="Aftercare", version=VERSION, urls_namespace="api", openapi_url=None, docs_url=None,
        parser=CheckedBody(),
    )  # fmt: skip
    for kind in (Exception, Http404, HttpError, ValidationError):
        made.add_exception_handler(kind, _pass_on)
    made.add_decorator(door.guarded, mode="view")
    for area in mounted():
        made.add_router("", area.router)
    return made


def _pass_on(_request: Any, error: Any) -> Any:
    """Errors leave the operation, so that the transaction around it is undone."""
    raise error

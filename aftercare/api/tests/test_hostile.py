"""Schemathesis throws what fits the document, and what does not, at every operation.

No server error, no status, shape or media type that the document does not name. The seed is
fixed; half of the requests are about records that exist, so that they reach the actions.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from aftercare.api.models import Token
from aftercare.api.tests.conftest import World, make_token
from aftercare.desk import actions as desk
from aftercare.kit.events import SYSTEM
from aftercare.promises.models import Commitment

EXAMPLES = 12
ENGLISH = {"Accept-Language": "en"}
NAMES = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance",
)  # fmt: skip


@pytest.fixture
def known(world: World) -> dict[str, Any]:
    """Keys that exist, by the names parameters and fields have."""
    report = desk.Report(customer=world.unit.customer, symptom="漏水", unit=world.unit,
                         facts={"severity": "1"})  # fmt: skip
    case = desk.register_case(report, by=SYSTEM, at=timezone.now()).case
    commitment = Commitment.objects.get(promise="fix")
    return {
        "number": case.number, "sequence": commitment.started_by, "plan": "sample", "version": 1,
        "unit": world.unit.pk, "customer": world.unit.customer_id, "project": world.project.pk,
        "site": world.site.pk, "subject": case.reference, "to": world.cast["technician"].pk,
        "responsible": world.cast["technician"].pk, "agreement": world.agreement.pk,
        "agreements": world.agreement.pk, "commitments": commitment.pk,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _connection_stays_open() -> Iterator[None]:
    """A server closes its connections between requests; here the test is inside a transaction."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def api(world: World) -> tuple[Any, str]:
    token = make_token(world.cast["admin"])
    Token.objects.update(per_minute=10**6)
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), headers=ENGLISH
    )
    schema.config.generation.modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    return schema, token


def test_no_operation_can_be_brought_to_a_server_error(
    api: tuple[Any, str], known: dict[str, Any]
) -> None:
    schema, token = api
    checks = CHECKS.get_by_names(NAMES)
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        asked.add(operation.label)

        @seed(20261122)
        @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(operation.as_strategy())
        def ask(case: Any) -> None:
            _about_what_exists(case, known)
            response = case.call(headers={"Authorization": f"Bearer {token}", **ENGLISH})
            case.validate_response(response, checks=checks)

        ask()
    assert len(asked) > 30


def _about_what_exists(case: Any, known: dict[str, Any]) -> None:
    """Of every two requests one names records that exist."""
    asks = hash(str(case.body)) % 2 == 0
    if not asks:
        return
    area = case.operation.path.split("/")[1]
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known.get(area if name == "id" else name, 1)
    if area == "plans" and "number" in (case.path_parameters or {}):
        case.path_parameters["number"] = 1
    for part in (case.body, case.query):
        if isinstance(part, dict):
            part |= {name: known[name] for name in part if name in known}
    case.headers = {**(case.headers or {}), "If-Match": "*"}

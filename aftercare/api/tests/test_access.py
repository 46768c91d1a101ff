"""Who may what: every operation, asked by every role, about its own records and another's.

What each folder lets through stands in its `tests/access.py`; see `stage`.
"""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test.client import MULTIPART_CONTENT

from aftercare.accounts.tests import access as accounts
from aftercare.api import routers
from aftercare.api.tests import access as api
from aftercare.api.tests.conftest import Program, Reply, World
from aftercare.api.tests.stage import EVERYBODY, Access, Rules, Stage, set_up
from aftercare.catalog.tests import access as catalog
from aftercare.chat.tests import access as chat
from aftercare.complaints.tests import access as complaints
from aftercare.desk.tests import access as desk
from aftercare.duty.tests import access as duty
from aftercare.emergency.tests import access as emergency
from aftercare.kit.http import Operation
from aftercare.mail.tests import access as mail
from aftercare.outbound.tests import access as outbound
from aftercare.patches.tests import access as patches
from aftercare.people.tests import access as people
from aftercare.phone.tests import access as phone
from aftercare.plans.tests import access as plans
from aftercare.promises.tests import access as promises
from aftercare.remote.tests import access as remote
from aftercare.satisfaction.tests import access as satisfaction
from aftercare.skills.tests import access as skills

FOLDERS: tuple[Access, ...] = (
    people.ACCESS, accounts.ACCESS, catalog.ACCESS, plans.ACCESS, promises.ACCESS, duty.ACCESS,
    skills.ACCESS, outbound.ACCESS, desk.ACCESS, remote.ACCESS, complaints.ACCESS, phone.ACCESS,
    mail.ACCESS, chat.ACCESS, emergency.ACCESS, patches.ACCESS, satisfaction.ACCESS,
    api.ACCESS,
)  # fmt: skip
RULES: Rules = {name: rule for one in FOLDERS for name, rule in one.rules.items()}
READY = {name: ready for one in FOLDERS for name, ready in one.ready.items()}
OPERATIONS = {one.name: one for area in routers.mounted() for one in area.operations}


@pytest.fixture
def stage(world: World) -> Stage:
    return set_up(world)


def asked(stage: Stage, one: Operation) -> Callable[[Program], Reply]:
    """A request of this operation that fits, about the records of the stage."""
    said = next(access for access in FOLDERS if one.name in access.rules)
    path = one.path.format(**said.keys(stage).get(one.path.split("/")[1], {}))
    path += said.queries(stage).get(one.name, "")
    body = said.bodies(stage).get(one.name)
    headers = {"If_Match": "*"} if one.needs_match else {}
    headers |= {"Content_Type": MULTIPART_CONTENT} if one.upload else {}
    return lambda program: program.send(one.method, path, body, **headers)


def test_the_folders_name_every_operation_and_each_once() -> None:
    assert set(RULES) == set(OPERATIONS)
    assert len(RULES) == sum(len(one.rules) for one in FOLDERS)
    assert set(READY) <= set(RULES)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_each_role_is_let_through_or_refused(stage: Stage, name: str) -> None:
    allowed, otherwise = RULES[name]
    if name in READY:
        READY[name](stage)
    ask = asked(stage, OPERATIONS[name])
    for username in EVERYBODY:
        with transaction.atomic():
            reply = ask(stage.world.program(username))
            transaction.set_rollback(True)
        if username in allowed:
            assert reply.status in {200, 201}, (username, reply.content)
        else:
            expected = {otherwise} if otherwise else {403, 404, 422}
            assert reply.status in expected, (username, reply.content)

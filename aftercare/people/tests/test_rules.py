"""Which roles belong where."""

import pytest

from aftercare.people.roles import Role
from aftercare.people.rules import role_fits


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.CUSTOMER, {"customer", "household", "authority", "supplier"}),
        (Role.DEALER, {"dealer"}),
        (Role.TECHNICIAN, {"company", "dealer", "supplier"}),
        (Role.ADMINISTRATOR, {"company"}),
        (Role.AGENT, {"company"}),
    ],
)
def test_a_role_belongs_to_some_kinds_of_organisation(role: str, kinds: set[str]) -> None:
    every = {"company", "customer", "household", "dealer", "supplier", "authority"}
    assert {kind for kind in every if role_fits(role, kind)} == kinds

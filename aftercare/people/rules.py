"""Which roles belong to which organisations."""

from aftercare.people.roles import Role

# The kinds of organisation a role works in; every other role is ours.
_ELSEWHERE: dict[str, frozenset[str]] = {
    Role.CUSTOMER: frozenset({"customer", "household", "authority", "supplier"}),
    Role.DEALER: frozenset({"dealer"}),
    Role.TECHNICIAN: frozenset({"company", "dealer", "supplier"}),
    Role.INSPECTOR: frozenset({"company", "authority", "customer"}),
}
_OURS = frozenset({"company"})


def role_fits(role: str, kind: str) -> bool:
    """Whether somebody of a kind of organisation may have a role; `customer` also means contact."""
    return kind in _ELSEWHERE.get(role, _OURS)

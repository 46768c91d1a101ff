"""Adding and changing organisations and persons: who may, what fits, what is remembered."""

from datetime import UTC, datetime
from typing import Any

import pytest

from aftercare.kit import search
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.models import Event
from aftercare.people import actions
from aftercare.people.models import Organisation, Person
from aftercare.web.demo.cast import Cast

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def found(text: str) -> list[str]:
    hits = search.search(text, kinds=("organisation", "person"), scope=search.EVERYTHING)
    return [hit.reference for hit in hits]


def organisation(cast: Cast, **more: Any) -> Organisation:
    words = {"kind": "customer", "code": "K9", "name": "重庆长安医院", "phone": "023-6759-1234"}
    return actions.add_organisation(**{**words, "by": cast["agent"], "at": AT, **more})


def person(cast: Cast, **more: Any) -> Person:
    words = {"name": "单雪", "role": "customer", "organisation": cast.organisations["customer"]}
    return actions.add_person(**{**words, "by": cast["agent"], "at": AT, **more})


def test_an_added_customer_is_recorded_and_found_at_once(cast: Cast) -> None:
    added = organisation(cast)
    event = Event.objects.get(kind="organisation.added")
    assert (event.subject, event.actor, event.data["code"]) == (
        added.reference, cast["agent"].reference, "K9",
    )  # fmt: skip
    assert (found("cqca"), found("67591234"), found("k9")) == ([added.reference],) * 3


def test_a_change_tells_from_what_to_what_and_the_old_name_is_found_no_more(cast: Cast) -> None:
    added = organisation(cast)
    actions.change_organisation(
        added,
        changes={"name": "长江医院", "phone": added.phone},
        by=cast["agent"],
        at=AT,
        revision=1,
    )
    assert Event.objects.get(kind="organisation.changed").data == {
        "changes": {"name": ["重庆长安医院", "长江医院"]}
    }
    assert (found("长安"), found("长江")) == ([], [added.reference])
    assert Organisation.objects.get(pk=added.pk).revision == 2


def test_nothing_changed_is_no_event(cast: Cast) -> None:
    added = organisation(cast)
    actions.change_organisation(added, changes={"name": added.name}, by=cast["agent"], at=AT)
    assert (Event.objects.filter(kind="organisation.changed").count(), added.revision) == (0, 1)


def test_the_second_of_two_is_told(cast: Cast) -> None:
    organisation(cast)
    mine, theirs = (Organisation.objects.get(code="K9") for _ in range(2))
    actions.change_organisation(mine, changes={"name": "甲"}, by=cast["agent"], at=AT, revision=1)
    with pytest.raises(Stale):
        actions.change_organisation(
            theirs, changes={"name": "乙"}, by=cast["manager"], at=AT, revision=1
        )
    assert Organisation.objects.get(code="K9").name == "甲"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"code": "K1001"}, "code"),
        ({"name": " "}, "name"),
        ({"kind": "tribe"}, "kind"),
        ({"name": "长" * 121}, "name"),
        ({"phone": "1" * 41}, "phone"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(cast: Cast, more: Any, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        organisation(cast, by=cast["admin"], **more)
    assert (refused.value.field, Organisation.objects.filter(name="重庆长安医院").count()) == (
        field,
        0,
    )


@pytest.mark.parametrize(
    ("who", "kind", "allowed"),
    [
        ("agent", "customer", True),
        ("agent", "household", True),
        ("agent", "dealer", False),
        ("author", "dealer", True),
        ("manager", "supplier", True),
        ("technician", "customer", False),
        ("dealer", "customer", False),
        ("customer", "customer", False),
        ("inspector", "customer", False),
    ],
)
def test_who_may_add_an_organisation(cast: Cast, who: str, kind: str, allowed: bool) -> None:
    if allowed:
        assert organisation(cast, kind=kind, by=cast[who]).kind == kind
    else:
        with pytest.raises(NotAllowed):
            organisation(cast, kind=kind, by=cast[who])


def test_an_agent_cannot_make_a_customer_our_dealer(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.change_organisation(
            organisation(cast), changes={"kind": "dealer"}, by=cast["agent"], at=AT
        )


def test_a_contact_is_added_by_the_desk_and_cannot_sign_in(cast: Cast) -> None:
    added = person(cast, phone="13912345678")
    assert (added.username, added.has_usable_password()) == (None, False)
    assert (found("shanxue"), found("45678")) == ([added.reference],) * 2


@pytest.mark.parametrize(
    "more",
    [
        {"username": "mole", "password": "Xk3-long-enough"},
        {"role": "administrator"},
        {"role": "technician"},
    ],
)
def test_the_desk_adds_nobody_who_signs_in_or_works_here(cast: Cast, more: Any) -> None:
    with pytest.raises(NotAllowed):
        person(cast, organisation=cast.organisations["own"], **more)


def test_a_colleague_signs_in_with_the_password_given(cast: Cast) -> None:
    words = {"role": "agent", "organisation": cast.organisations["own"], "username": "xue"}
    added = person(cast, by=cast["admin"], password="Xk3-long-enough", **words)
    assert added.check_password("Xk3-long-enough")
    assert "Xk3" not in str(Event.objects.get(subject=added.reference).data)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"role": "agent"}, "role"),
        ({"username": "agent", "password": "Xk3-long-enough"}, "username"),
        ({"username": "new", "password": "123"}, "password"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_a_person_that_does_not_fit_is_refused_by_field(cast: Cast, more: Any, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        person(cast, by=cast["admin"], **more)
    assert refused.value.field == field


def test_department_and_superior_belong_together(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        person(cast, by=cast["admin"], department=cast.departments["质量部"])
    assert refused.value.field == "department"
    with pytest.raises(Refusal) as refused:
        actions.change_person(
            cast["leader"], changes={"superior": cast["agent"]}, by=cast["admin"], at=AT
        )
    assert refused.value.field == "superior"
    assert cast["leader"].superior is None


def test_the_history_of_a_person_tells_which_fields_not_what(cast: Cast) -> None:
    added = person(cast, phone="13912345678")
    actions.change_person(added, changes={"phone": "13987654321"}, by=cast["agent"], at=AT)
    event = Event.objects.get(kind="person.changed")
    assert event.data == {"changes": ["phone"]}
    assert (found("12345678"), found("87654321")) == ([], [added.reference])


@pytest.mark.parametrize(
    ("who", "whom", "changes", "allowed"),
    [
        ("admin", "agent", {"role": "manager"}, True),
        ("admin", "agent", {"is_active": False}, True),
        ("admin", "admin", {"is_active": False}, False),
        ("admin", "admin", {"role": "agent"}, False),
        ("admin", "admin", {"phone": "1"}, True),
        ("agent", "agent", {"role": "administrator"}, False),
        ("manager", "agent", {"phone": "1"}, False),
        ("agent", "customer", {"phone": "1"}, False),
    ],
)
def test_who_may_change_whom(
    cast: Cast, who: str, whom: str, changes: dict[str, Any], allowed: bool
) -> None:
    if allowed:
        actions.change_person(cast[whom], changes=changes, by=cast[who], at=AT)
    else:
        with pytest.raises(NotAllowed):
            actions.change_person(cast[whom], changes=changes, by=cast[who], at=AT)
    stored = Person.objects.get(pk=cast[whom].pk)
    assert all((getattr(stored, name) == value) is allowed for name, value in changes.items())


def test_only_those_who_keep_people_set_the_password_of_another(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.change_password(cast["admin"], password="Xk3-long-enough", by=cast["agent"], at=AT)
    actions.change_password(cast["agent"], password="Xk3-long-enough", by=cast["admin"], at=AT)
    assert Person.objects.get(username="agent").check_password("Xk3-long-enough")

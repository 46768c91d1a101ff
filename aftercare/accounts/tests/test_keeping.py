"""Who keeps accounts, and what they may do."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from aftercare.accounts.tests.conftest import set_up_codes, sign_in, who
from aftercare.people.models import Organisation, Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("username", ["manager", "leader", "agent", "dealer", "customer"])
def test_only_those_who_keep_people_see_or_change_accounts(cast: Cast, username: str) -> None:
    client, key = signed_in(cast, username), cast["finance"].pk
    for address in ("/accounts", "/accounts/invite", f"/accounts/{key}", f"/accounts/{key}/place"):
        assert client.get(address).status_code == 403
    for what in ("suspend", "resume", "invite-again", "end-sessions", "reset-factors", "nonsense"):
        assert client.post(f"/accounts/{key}/{what}").status_code == 403
    assert Person.objects.get(pk=key).is_active


def test_accounts_are_found_by_name_role_and_state(cast: Cast) -> None:
    admin = signed_in(cast, "admin")

    def found(**asked: str) -> set[str]:
        return {one.username for one in admin.get("/accounts", asked).context["page"].rows}

    admin.post(f"/accounts/{cast['agent'].pk}/suspend")
    assert found(state="closed") == {"agent"}
    assert found(q="dealer2@") == {"dealer2"}
    assert found(role="technician") == {"technician", "technician2"}
    assert "agent" not in found(state="open")


@pytest.mark.parametrize("more", [0, 10])
def test_a_long_list_takes_no_more_queries(
    cast: Cast, more: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(more):
        Person.objects.create(
            username=f"x{number}", name=f"人{number}", role="agent",
            organisation=cast.organisations["own"],
        )  # fmt: skip
    client = signed_in(cast, "admin")
    with django_assert_max_num_queries(4):
        client.get("/accounts")


def test_somebody_moves_to_another_organisation_and_sees_only_that(cast: Cast) -> None:
    admin, dealer = signed_in(cast, "admin"), cast["dealer"]
    other = cast.organisations["dealer2"]
    client = Client()
    sign_in(client, "dealer")
    words = {"organisation": other.pk, "role": "dealer", "department": ""}
    answer = admin.post(f"/accounts/{dealer.pk}/place", {**words, "revision": dealer.revision})
    assert answer["Location"] == f"/accounts/{dealer.pk}"
    seen = client.get(reverse("people:organisations")).context["page"].rows
    assert cast.organisations["dealer"] not in list(seen)
    huge = admin.post(f"/accounts/{dealer.pk}/place", {**words, "organisation": "9" * 30})
    assert huge.status_code == 422
    misfit = admin.post(f"/accounts/{dealer.pk}/place", {**words, "role": "agent"})
    assert (misfit.status_code, list(misfit.context["form"].errors)) == (422, ["role"])


def test_a_department_of_another_organisation_is_left_behind(cast: Cast) -> None:
    admin, agent = signed_in(cast, "admin"), cast["agent"]
    own: Organisation = cast.organisations["own"]
    chosen = cast.departments["质量部"]
    words = {"organisation": own.pk, "role": "quality", "department": chosen.pk}
    admin.post(f"/accounts/{agent.pk}/place", words)
    agent.refresh_from_db()
    assert (agent.role, agent.department) == ("quality", chosen)
    away = {"organisation": cast.organisations["dealer"].pk, "role": "dealer",
            "department": chosen.pk}  # fmt: skip
    refused = admin.post(f"/accounts/{agent.pk}/place", away)
    assert list(refused.context["form"].errors) == ["department"]


def test_whoever_lost_the_telephone_is_helped_out(cast: Cast) -> None:
    agent, client = cast["agent"], Client()
    sign_in(client, "agent")
    set_up_codes(agent)
    signed_in(cast, "admin").post(f"/accounts/{agent.pk}/reset-factors")
    assert Authenticator.objects.count() == 0
    assert client.get("/profile/security").status_code == 302
    sign_in(client, "agent")
    assert who(client) == str(agent.pk)


def test_ones_own_factors_are_not_taken_away_this_way(cast: Cast) -> None:
    set_up_codes(cast["admin"])
    answer = signed_in(cast, "admin").post(f"/accounts/{cast['admin'].pk}/reset-factors")
    assert (answer.status_code, Authenticator.objects.count()) == (422, 2)

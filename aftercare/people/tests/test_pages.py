"""The pages of organisations and persons."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.kit import search
from aftercare.people.models import Organisation, Person
from aftercare.people.queries import organisation_entries, person_entries
from aftercare.people.tests.test_actions import AT
from aftercare.web.demo.cast import Cast

LANGUAGES = ["zh-hans", "en"]


@pytest.fixture(autouse=True)
def findable(cast: Cast) -> None:
    search.index(*organisation_entries(cast.organisations.values(), AT))
    search.index(*person_entries(cast.people.values(), AT))


def signed_in(cast: Cast, who: str, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(cast[who])
    Person.objects.filter(pk=cast[who].pk).update(language=language)
    return client


def names(response: Any) -> list[str]:
    return [one.name for one in response.context["page"].rows]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["organisations", "add-organisation", "people"])
def test_lists_and_forms_show_in_both_languages(cast: Cast, name: str, language: str) -> None:
    response = signed_in(cast, "admin", language).get(reverse(f"people:{name}"))
    assert (response.status_code, response.headers["Content-Language"]) == (200, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["organisation", "change-organisation", "add-department",
                                  "add-person"])  # fmt: skip
def test_the_pages_of_one_organisation(cast: Cast, name: str, language: str) -> None:
    for short in ("own", "customer"):
        address = reverse(f"people:{name}", args=[cast.organisations[short].pk])
        assert signed_in(cast, "admin", language).get(address).status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "hpkj"}, ["和平科技大厦业主委员会"]),
        ({"q": "6255"}, ["和平科技大厦业主委员会"]),
        ({"q": "明珠", "kind": "dealer"}, []),
        ({"kind": "dealer"}, ["山东大地农机服务站", "河北远航农机销售有限公司"]),
        ({"kind": "nonsense", "q": "明珠"}, ["明珠医院"]),
    ],
)
def test_the_list_is_narrowed_by_the_address(
    cast: Cast, asked: dict[str, str], found: list[str]
) -> None:
    response = signed_in(cast, "agent").get(reverse("people:organisations"), asked)
    assert sorted(names(response)) == found


def test_an_organisation_is_added_and_changed_on_a_page(cast: Cast) -> None:
    client = signed_in(cast, "agent")
    words = {"name": "长安医院", "code": "K9", "kind": "customer", "standing": "key"}
    response = client.post(reverse("people:add-organisation"), words)
    added = Organisation.objects.get(code="K9")
    assert response.headers["Location"] == reverse("people:organisation", args=[added.pk])
    address = reverse("people:change-organisation", args=[added.pk])
    client.post(address, {**words, "name": "长江医院", "revision": 1})
    assert Organisation.objects.get(code="K9").name == "长江医院"


def test_a_refused_form_says_so_at_the_field(cast: Cast) -> None:
    words = {"name": "长安医院", "code": "K1001", "kind": "customer", "standing": "normal"}
    response = signed_in(cast, "agent").post(reverse("people:add-organisation"), words)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["code"])


def test_the_second_of_two_sees_what_changed_and_may_go_over_it(cast: Cast) -> None:
    client, customer = signed_in(cast, "agent"), cast.organisations["customer"]
    address = reverse("people:change-organisation", args=[customer.pk])
    words = {"name": customer.name, "code": customer.code, "kind": "customer",
             "standing": "normal", "address": customer.address}  # fmt: skip
    client.post(address, {**words, "phone": "111", "revision": 1})
    response = client.post(address, {**words, "phone": "222", "revision": 1})
    (difference,) = response.context["differences"]
    assert (response.status_code, difference.before, difference.after) == (422, "111", "222")
    shown = response.context["record"].revision
    client.post(address, {**words, "phone": "222", "revision": shown})
    assert Organisation.objects.get(pk=customer.pk).phone == "222"


@pytest.mark.parametrize("who", ["dealer", "customer2", "dealer2"])
@pytest.mark.parametrize("name", ["organisation", "change-organisation", "add-person"])
def test_the_organisations_of_others_do_not_exist(cast: Cast, who: str, name: str) -> None:
    address = reverse(f"people:{name}", args=[cast.organisations["customer"].pk])
    assert signed_in(cast, who).get(address).status_code == 404


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("technician", "add-organisation", 403),
        ("inspector", "add-organisation", 403),
        ("agent", "add-organisation", 200),
        ("author", "add-organisation", 200),
    ],
)
def test_who_may_add(cast: Cast, who: str, name: str, status: int) -> None:
    assert signed_in(cast, who).get(reverse(f"people:{name}")).status_code == status


def test_nobody_looks_without_signing_in(client: Client, cast: Cast) -> None:
    for name in ("organisations", "people", "organisation-options"):
        response = client.get(reverse(f"people:{name}"))
        assert response.headers["Location"].startswith(reverse("sign-in"))


def test_a_contact_is_added_by_the_desk_without_a_role_to_choose(cast: Cast) -> None:
    client, customer = signed_in(cast, "agent"), cast.organisations["customer"]
    address = reverse("people:add-person", args=[customer.pk])
    assert list(client.get(address).context["form"].fields) == ["name", "phone", "email", "wechat"]
    client.post(address, {"name": "单雪", "phone": "139", "role": "administrator"})
    added = Person.objects.get(name="单雪")
    assert (added.role, added.organisation, added.username) == ("customer", customer, None)


def test_an_administrator_adds_a_colleague_and_closes_the_account_again(cast: Cast) -> None:
    client, own = signed_in(cast, "admin"), cast.organisations["own"]
    words = {"name": "单雪", "role": "agent", "username": "xue", "password": "Xk3-long-enough"}
    client.post(reverse("people:add-person", args=[own.pk]), words)
    added = Person.objects.get(username="xue")
    assert Client().login(username="xue", password="Xk3-long-enough")
    address = reverse("people:change-person", args=[added.pk])
    client.post(address, {**words, "revision": 1})  # the box is not ticked
    assert Person.objects.get(username="xue").is_active is False
    assert not Client().login(username="xue", password="Xk3-long-enough")


def test_a_forgotten_password_is_set_anew(cast: Cast) -> None:
    address = reverse("people:set-password", args=[cast["agent"].pk])
    weak = signed_in(cast, "admin").post(address, {"password": "123"})
    assert list(weak.context["form"].errors) == ["password"]
    signed_in(cast, "admin").post(address, {"password": "Xk3-long-enough"})
    assert Person.objects.get(username="agent").check_password("Xk3-long-enough")
    assert signed_in(cast, "manager").get(address).status_code == 403


@pytest.mark.parametrize(
    ("who", "asked", "found"),
    [
        ("agent", {"q": "mzyy"}, ["明珠医院"]),
        (
            "agent",
            {"q": "农机", "kind": "dealer"},
            ["山东大地农机服务站", "河北远航农机销售有限公司"],
        ),
        ("customer", {"q": "mzyy"}, []),
    ],
)
def test_suggestions_are_those_one_may_see(
    cast: Cast, who: str, asked: dict[str, str], found: list[str]
) -> None:
    response = signed_in(cast, who).get(reverse("people:organisation-options"), asked)
    assert sorted(option.label for option in response.context["options"]) == found


@pytest.mark.parametrize("more", [0, 12])
def test_a_long_list_takes_no_more_queries(
    cast: Cast, more: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(more):
        Organisation.objects.create(kind="customer", code=f"X{number}", name=f"客户{number}")
    client = signed_in(cast, "agent")
    with django_assert_max_num_queries(4):
        client.get(reverse("people:organisations"))

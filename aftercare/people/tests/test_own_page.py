"""What a person decides about themselves: language, zone, colours, password."""

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.kit import events
from aftercare.kit.errors import Stale
from aftercare.kit.models import Event
from aftercare.people import actions, zones
from aftercare.people.models import Person
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db
NEW = "a-long-new-password-7"


@pytest.fixture
def agent(client: Client, cast: Cast) -> Person:
    client.force_login(cast["agent"])
    return cast["agent"]


def test_the_language_chosen_holds_on_every_device(client: Client, agent: Person) -> None:
    answer = client.post("/choose/language", {"value": "en", "next": "/people/profile"})
    assert answer["Location"] == "/people/profile"
    other = Client()
    other.force_login(agent)
    assert other.get("/people/profile")["Content-Language"] == "en"


def test_without_an_account_the_language_stays_in_the_browser(client: Client) -> None:
    assert client.get("/sign-in")["Content-Language"] == "zh-hans"
    client.post("/choose/language", {"value": "en"})
    assert client.get("/sign-in")["Content-Language"] == "en"
    assert '<html lang="en"' in client.get("/sign-in").content.decode()


@pytest.mark.parametrize(("value", "drawn"), [("dark", "dark"), ("light", "light")])
def test_the_colours_are_right_before_any_script_runs(
    client: Client, value: str, drawn: str
) -> None:
    client.post("/choose/theme", {"value": value})
    page = client.get("/sign-in").content.decode()
    assert f'data-bs-theme="{drawn}" data-theme-choice="{value}"' in page


@pytest.mark.parametrize(
    ("what", "value"), [("language", "fr"), ("theme", "pink"), ("zone", "x"), ("language", "")]
)
def test_what_cannot_be_chosen_is_not_there(client: Client, what: str, value: str) -> None:
    answer = client.post(f"/choose/{what}", {"value": value})
    assert (answer.status_code, set(answer.cookies) - {"csrftoken"}) == (404, set())


def test_a_choice_never_leads_to_another_site(client: Client) -> None:
    for away in ("https://example.com/", "//example.com", "javascript:alert(1)"):
        answer = client.post("/choose/theme", {"value": "dark", "next": away})
        assert answer["Location"] == "/"
    assert client.get("/choose/theme").status_code == 405


def test_the_profile_is_saved_recorded_and_used(client: Client, agent: Person) -> None:
    data = {
        "language": "en",
        "time_zone": "America/New_York",
        "phone": "010-8800-1000",
        "email": "lin@example.com",
    }
    assert client.post("/people/profile", data)["Location"] == "/people/profile"
    agent.refresh_from_db()
    assert {name: getattr(agent, name) for name in data} == data
    (event,) = events.events_of(agent.reference)
    assert (event.kind, event.actor, event.data) == (
        "person.preferences-changed",
        agent.reference,
        {"fields": ["email", "language", "phone", "time_zone"]},
    )
    page = client.get("/people/profile").content.decode()
    assert "America/New_York" in page
    assert "Saved." in page


def test_saving_what_is_there_changes_nothing(agent: Person) -> None:
    same = {"language": agent.language, "phone": agent.phone}
    actions.change_preferences(agent, changes=same, by=agent, at=timezone.now())
    agent.refresh_from_db()
    assert (agent.revision, Event.objects.count()) == (1, 0)


def test_only_preferences_can_be_changed_this_way(agent: Person) -> None:
    with pytest.raises(ValueError, match="role"):
        actions.change_preferences(
            agent, changes={"role": "administrator"}, by=agent, at=timezone.now()
        )


def test_the_second_of_two_changes_is_told(agent: Person) -> None:
    one, two = Person.objects.get(pk=agent.pk), Person.objects.get(pk=agent.pk)
    actions.change_preferences(one, changes={"phone": "1"}, by=one, at=timezone.now())
    with pytest.raises(Stale):
        actions.change_preferences(two, changes={"phone": "2"}, by=two, at=timezone.now())
    agent.refresh_from_db()
    assert (agent.phone, Event.objects.count()) == ("1", 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "fr"), ("time_zone", "Mars/Olympus"), ("email", "no"), ("phone", "1" * 41)],
)
def test_a_wrong_entry_is_named_and_nothing_is_saved(
    client: Client, agent: Person, field: str, value: str
) -> None:
    answer = client.post("/people/profile", {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    agent.refresh_from_db()
    assert agent.revision == 1


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    client: Client, agent: Person
) -> None:
    other = Client()
    other.force_login(agent)
    data = {"old_password": "demo", "new_password1": NEW, "new_password2": NEW}
    assert client.post("/people/profile/password", data)["Location"] == "/people/profile"
    assert client.get("/people/profile").status_code == 200
    assert other.get("/people/profile").status_code == 302
    agent.refresh_from_db()
    assert agent.check_password(NEW)
    assert [event.kind for event in events.events_of(agent.reference)] == [
        "person.password-changed"
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old_password": "wrong"}, "old_password"),
        ({"new_password2": "another-password-8"}, "new_password2"),
        ({"new_password1": "12345678", "new_password2": "12345678"}, "new_password2"),
    ],
)
def test_a_password_that_will_not_do(
    client: Client, agent: Person, changes: dict[str, str], field: str
) -> None:
    data = {"old_password": "demo", "new_password1": NEW, "new_password2": NEW, **changes}
    answer = client.post("/people/profile/password", data)
    assert answer.status_code == 422
    assert list(answer.context["password_form"].errors) == [field]
    agent.refresh_from_db()
    assert agent.check_password("demo")


def test_zones_are_offered_by_their_city_in_the_language_of_the_reader() -> None:
    chinese, english = dict(zones.choices("zh-hans")), dict(zones.choices("en"))
    assert chinese["Asia/Shanghai"] == "UTC+08:00 上海"
    assert english["Asia/Shanghai"] == "UTC+08:00 Shanghai"
    assert english["Asia/Kolkata"].startswith("UTC+05:30 ")
    assert set(chinese) == set(english)


def test_no_cache_keeps_what_somebody_sees_who_is_signed_in(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast["agent"])
    for address in ("/people/profile", "/board", "/cases.csv", "/no-such-page"):
        assert browser.get(address).headers["Cache-Control"] == "no-store, private", address
    assert "no-store" in browser.get("/api/v1/cases").headers["Cache-Control"]

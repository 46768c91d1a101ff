"""So many times within so long, whoever counts at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from pytest_django import Settings

from aftercare.kit import limits
from aftercare.kit.models import Tally

THREE = limits.Limit("test", 3, timedelta(minutes=5))
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def allowed(who: str = "a", at: datetime = NOW, limit: limits.Limit = THREE) -> bool:
    try:
        limits.spend(limit, who, at=at)
    except limits.TooMany:
        return False
    return True


@pytest.mark.django_db
def test_the_fourth_is_refused_until_the_time_is_over() -> None:
    assert [allowed() for _ in range(4)] == [True, True, True, False]
    with pytest.raises(limits.TooMany) as refused:
        limits.spend(THREE, "a", at=NOW + timedelta(minutes=2))
    assert refused.value.retry_at == NOW + timedelta(minutes=5)
    assert (refused.value.status, refused.value.code) == (429, "too-many")
    later = NOW + timedelta(minutes=5)
    assert [allowed(at=later) for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_everybody_and_every_limit_counts_for_itself() -> None:
    other = limits.Limit("other", 1, timedelta(minutes=5))
    assert [allowed("a"), allowed("a"), allowed("a")] == [True, True, True]
    assert (allowed("b"), allowed("a", limit=other), allowed("Ａ ")) == (True, True, False)


@pytest.mark.django_db
def test_forgetting_begins_anew_and_giving_back_takes_one_away() -> None:
    for _ in range(3):
        limits.spend(THREE, "a", at=NOW)
    limits.give_back(THREE, "a")
    assert [allowed(), allowed()] == [True, False]
    limits.forget(THREE, "a")
    assert [allowed(), allowed(), allowed(), allowed()] == [True, True, True, False]


@pytest.mark.django_db
def test_old_rows_do_not_pile_up() -> None:
    for number in range(5):
        limits.spend(THREE, f"old{number}", at=NOW)
    limits.spend(THREE, "new", at=NOW + timedelta(days=2))
    assert Tally.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_share_the_last() -> None:
    def try_once(_number: int) -> bool:
        try:
            return allowed()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(try_once, range(16)))
    assert sum(results) == 3


@pytest.mark.parametrize(
    ("proxies", "passed", "remote", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (1, "198.51.100.7, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "10.0.0.1", "198.51.100.7"),
        (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (1, "junk", "10.0.0.1", "junk"),
        (0, "", "2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        (0, "", "", ""),
    ],
)
def test_the_address_is_what_our_own_proxies_say(
    settings: Settings, proxies: int, passed: str, remote: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": passed}, REMOTE_ADDR=remote)
    assert limits.address_of(request) == expected

"""A customer with many units: finding one, its own page, the files of all reports."""

import io

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from aftercare.catalog import entries as catalogue
from aftercare.catalog.models import Unit
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage
from aftercare.documents import actions as documents
from aftercare.kit import search
from aftercare.kit.events import SYSTEM
from aftercare.portal.tests.conftest import Visitor, make_case
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


@transaction.atomic
def give_file(case: Case, name: str, *, public: bool) -> None:
    documents.attach_file(
        io.BytesIO(b"%PDF-1.4\n%%EOF\n"), name, subject=case.reference, by=SYSTEM,
        at=timezone.now(), public=public,
    )  # fmt: skip


def read(visitor: Visitor, address: str) -> str:
    answer = visitor.client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_unit_is_found_by_a_part_of_its_number_and_by_its_place(
    signed_in: Visitor, unit: Unit, stage: Stage
) -> None:
    other = stage.unit("p14", "ZX-77-0042", customer="customer")
    foreign = stage.unit("p14", "ZX-77-0043", customer="customer2")

    search.rebuild(*catalogue.everything(timezone.now()))

    every = read(signed_in, "/my/units")
    found = read(signed_in, "/my/units?q=77-0042")
    missed = read(signed_in, "/my/units?q=77-0043")
    placed = read(signed_in, f"/my/units?site={unit.site_id}")

    assert [one.serial in every for one in (unit, other, foreign)] == [True, True, False]
    assert [unit.serial in found, other.serial in found] == [False, True]
    assert foreign.serial not in missed.replace("q=77-0043", "")
    assert [unit.serial in placed, foreign.serial in placed] == [True, False]


def test_the_page_of_a_unit_tells_its_warranty_reports_and_promises(
    signed_in: Visitor, unit: Unit, stage: Stage, cast: Cast
) -> None:
    case = make_case(unit, cast)
    foreign = stage.unit("p14", "FOREIGN-1", customer="customer2")

    page = read(signed_in, f"/my/units/{unit.pk}")

    assert [unit.serial in page, case.number in page, 'id="verdict"' in page] == [True] * 3
    assert page.count('class="clock ') >= 1
    assert "decide" not in page  # deciding is not for the customer
    assert signed_in.client.get(f"/my/units/{foreign.pk}").status_code == 404


def test_files_are_those_of_the_own_reports_that_are_meant_for_the_customer(
    signed_in: Visitor, unit: Unit, stage: Stage, cast: Cast
) -> None:
    own = make_case(unit, cast)
    foreign = make_case(stage.unit("p14", "FOREIGN-1", customer="customer2"), cast)
    give_file(own, "report.pdf", public=True)
    give_file(own, "inside.pdf", public=False)
    give_file(foreign, "foreign.pdf", public=True)

    page = read(signed_in, "/my/files")

    assert "report.pdf" in page
    assert own.number in page
    assert "inside.pdf" not in page
    assert "foreign.pdf" not in page


@pytest.mark.parametrize("address", ["/my/units", "/my/files"])
def test_more_rows_ask_no_more_of_the_database(
    address: str, signed_in: Visitor, unit: Unit, cast: Cast, stage: Stage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    read(signed_in, address)
    for number in range(6):
        stage.unit("p14", f"MANY-{number}", customer="customer")
        give_file(make_case(unit, cast, f"fault {number}"), f"{number}.pdf", public=True)
    with django_assert_max_num_queries(14):
        page = read(signed_in, address)
    assert page.count("MANY-") >= 6 or page.count(".pdf") >= 6


@pytest.mark.parametrize("address", ["/my/units", "/my/files"])
def test_staff_have_other_pages(address: str, cast: Cast) -> None:
    client = Client()
    client.force_login(cast["agent"])
    assert client.get(address).status_code == 403

"""What is on record is found again after the search index was made anew."""

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit import search
from aftercare.kit.models import Counter, SearchEntry
from aftercare.web import preparing
from aftercare.web.commands import search as command
from aftercare.web.demo.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    report = desk.Report(
        customer=cast.organisations["customer"], symptom="水箱漏水", reporter_phone="13800138000"
    )
    return desk.register_case(report, by=cast["agent"], at=timezone.now()).case


def found(text: str) -> set[str]:
    hits = search.search(text, kinds=["case", "organisation"], scope=search.EVERYTHING)
    return {hit.reference for hit in hits}


def test_the_command_finds_customers_and_cases(case: Case) -> None:
    SearchEntry.objects.all().delete()
    assert CliRunner().invoke(command.app, ["rebuild"]).exit_code == 0
    assert case.reference in found("水箱")
    assert case.customer.reference in found(case.customer.name)


def test_an_index_of_an_older_version_is_made_anew_at_the_start(case: Case) -> None:
    entry = SearchEntry.objects.get(reference=case.reference)
    SearchEntry.objects.filter(pk=entry.pk).update(tokens="")
    Counter.objects.update_or_create(name=search.FORM_NAME, defaults={"value": search.FORM - 1})
    assert case.reference not in found("3800138")
    preparing.migrate()
    assert case.reference in found("3800138")


def test_a_present_index_stays_as_it_is(case: Case) -> None:
    preparing.migrate()
    before = SearchEntry.objects.get(reference=case.reference).pk
    preparing.migrate()
    assert SearchEntry.objects.get(reference=case.reference).pk == before

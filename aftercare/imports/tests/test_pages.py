"""Importing on a page: upload, say what headings mean, mend, write."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aftercare.imports import actions
from aftercare.imports.models import ImportRun
from aftercare.imports.tests.conftest import CUSTOMERS
from aftercare.people.models import Organisation
from aftercare.people.tests.test_pages import LANGUAGES, signed_in
from aftercare.web.demo.cast import Cast

File = Callable[..., Path]


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def sent(client: Client, path: Path, sheet: str = "customers", **more: Any) -> Any:
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("imports:upload"), {"sheet": sheet, "file": upload, **more})


def kept() -> list[Path]:
    from django.conf import settings

    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_checked_then_written_then_let_go(cast: Cast, file: File, language: str) -> None:
    client = signed_in(cast, "manager", language)
    assert client.get(reverse("imports:upload")).status_code == 200
    answer = sent(client, file(CUSTOMERS))
    run = ImportRun.objects.get()
    address = reverse("imports:run", args=[run.pk])
    assert (answer.headers["Location"], run.state, run.rows, run.added) == (
        address, "checked", 3, 3,
    )  # fmt: skip
    assert Organisation.objects.filter(code="M1").count() == 0
    assert (client.get(address).status_code, len(kept())) == (200, 1)
    client.post(reverse("imports:write", args=[run.pk]))
    assert Organisation.objects.get(code="M1").name == "西部矿业公司"
    run.refresh_from_db()
    assert (run.state, run.by, kept()) == ("done", cast["manager"], [])
    page = client.get(reverse("imports:imports"))
    assert (page.status_code, [one.pk for one in page.context["page"].rows]) == (200, [run.pk])
    assert client.get(address).status_code == 200


def test_written_twice_is_written_once(cast: Cast, file: File) -> None:
    client = signed_in(cast, "manager")
    sent(client, file(CUSTOMERS))
    address = reverse("imports:write", args=[ImportRun.objects.get().pk])
    first, second = client.post(address), client.post(address)
    assert (first.status_code, second.status_code) == (302, 422)


def test_a_heading_nobody_knows_is_explained_on_the_page(cast: Cast, file: File) -> None:
    client = signed_in(cast, "manager")
    sent(client, file([["Kd-Nr", "Firma"], ["M1", "西部矿业公司"]]))
    run = ImportRun.objects.get()
    address = reverse("imports:run", args=[run.pk])
    page = client.get(address)
    assert "Kd-Nr, Firma" in page.context["run"].refusal
    assert page.context["may_write"] is False
    client.post(address, {"column-0": "code", "column-1": "name"})
    assert client.get(address).context["may_write"] is True
    client.post(reverse("imports:write", args=[run.pk]))
    assert Organisation.objects.get(code="M1").name == "西部矿业公司"


def test_two_headings_for_one_column_are_refused(cast: Cast, file: File) -> None:
    client = signed_in(cast, "manager")
    sent(client, file(CUSTOMERS))
    address = reverse("imports:run", args=[ImportRun.objects.get().pk])
    answer = client.post(address, {"column-0": "code", "column-1": "code"})
    assert answer.status_code == 422


def test_rows_that_do_not_fit_are_shown_and_given_back(cast: Cast, file: File) -> None:
    client = signed_in(cast, "manager")
    rows = [*CUSTOMERS, ["", "=HYPERLINK(1)", "", "", "", "", ""]]
    sent(client, file(rows))
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:run", args=[run.pk]))
    assert page.context["lines"] == [(5, "客户编号", "此处必须填写。")]
    assert page.context["may_write"] is False
    answer = client.get(reverse("imports:mend", args=[run.pk]))
    text = answer.content.decode("utf-8-sig")
    assert ("'=HYPERLINK(1)" in text, text.count("\n")) == (True, 2)
    columns = {f"column-{place}": name for place, name in enumerate(
        ["code", "name", "kind", "phone", "address", "contact", "contact_phone"])}  # fmt: skip
    client.post(reverse("imports:run", args=[run.pk]), {**columns, "good_rows": "on"})
    client.post(reverse("imports:write", args=[run.pk]))
    assert Organisation.objects.filter(code__in=["M1", "M2", "D1"]).count() == 3
    run.refresh_from_db()
    assert (run.state, run.added, run.bad) == ("done", 3, 1)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xls"), (b"PK\x03\x04", "broken.xlsx"),
     (b"", "empty.csv"), (b"a,b\n\xff\x00", "noise.csv")],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_at_its_field(
    cast: Cast, tmp_path: Path, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    answer = sent(signed_in(cast, "manager"), path)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert (ImportRun.objects.count(), kept()) == (0, [])


def test_a_long_list_is_for_the_command_line(
    cast: Cast, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_ROWS_ON_A_PAGE", 2)
    answer = sent(signed_in(cast, "manager"), file(CUSTOMERS))
    assert "aftercare import" in str(answer.context["form"].errors["file"])


def test_a_file_too_large_is_refused(cast: Cast, file: File, settings: Any) -> None:
    settings.FILE_LIMIT_BYTES = 100
    answer = sent(signed_in(cast, "manager"), file(CUSTOMERS))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


@pytest.mark.parametrize("who", ["agent", "dealer", "customer", "inspector"])
def test_only_those_who_may_import_see_imports(cast: Cast, file: File, who: str) -> None:
    sent(signed_in(cast, "manager"), file(CUSTOMERS))
    key = ImportRun.objects.get().pk
    client = signed_in(cast, who)
    for address in (reverse("imports:imports"), reverse("imports:upload"),
                    reverse("imports:run", args=[key]), reverse("imports:mend", args=[key]),
                    reverse("imports:empty", args=["units"])):  # fmt: skip
        assert (address, client.get(address).status_code) == (address, 403)
    assert client.post(reverse("imports:write", args=[key])).status_code == 403


def test_an_empty_list_carries_our_headings(cast: Cast) -> None:
    answer = signed_in(cast, "manager").get(reverse("imports:empty", args=["customers"]))
    assert answer.content.decode("utf-8-sig").startswith("编号,名称,类型,电话,地址")
    missing = signed_in(cast, "manager").get(reverse("imports:empty", args=["nothing"]))
    assert missing.status_code == 404


def test_a_file_nobody_wrote_is_forgotten_after_a_week(cast: Cast, file: File) -> None:
    client = signed_in(cast, "manager")
    sent(client, file(CUSTOMERS))
    ImportRun.objects.update(at="2020-01-01T00:00:00Z")
    sent(client, file(CUSTOMERS))
    assert list(ImportRun.objects.order_by("id").values_list("state", flat=True)) == [
        "refused", "checked",
    ]  # fmt: skip
    assert len(kept()) == 1

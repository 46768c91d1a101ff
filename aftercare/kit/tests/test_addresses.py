"""Addresses that no database can look for."""

import pytest
from django.test import Client

from aftercare.web.demo.cast import Cast

PATHS = ("/cases/C%001", "/cases/?q=%00", "/complaints/T%00", "/my/cases/%00", "/complain?case=%00",
         "/complaints/corrective/add?complaint=%00", "/authorise/%00", "/u/%00")  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["lead", "customer"])
@pytest.mark.parametrize("path", PATHS)
def test_an_address_with_a_nul_leads_nowhere(cast: Cast, who: str, path: str) -> None:
    browser = Client()
    browser.force_login(cast[who])
    assert browser.get(path).status_code == 404

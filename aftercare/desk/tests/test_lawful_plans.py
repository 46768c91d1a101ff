"""Looking for consumers' cases that press reads open cases, not all that consumers ever had."""

import pytest
from django.db import connection
from django.utils import timezone

from aftercare.desk import lawful
from aftercare.desk.models import Case


@pytest.mark.django_db
def test_the_open_cases_are_read_in_their_order() -> None:
    rows = lawful.pressing(Case.objects.all(), timezone.now())[:15]
    if connection.vendor == "sqlite":
        assert "case_open" in rows.explain()
    assert list(rows) == []

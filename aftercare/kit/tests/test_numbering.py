"""Numbers people read aloud, by the day of the company."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from aftercare.kit.numbering import next_number

# In Shanghai it is the day after, and for whoever reads in New York it is not.
LATE = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_day_is_the_companys_and_a_rollback_gives_the_number_back() -> None:
    with timezone.override("America/New_York"):
        assert next_number("K", LATE) == "K20261123-0001"
    with transaction.atomic():
        assert next_number("K", LATE) == "K20261123-0002"
        transaction.set_rollback(True)
    assert next_number("K", LATE) == "K20261123-0002"
    assert next_number("C", LATE) == "C20261123-0001"

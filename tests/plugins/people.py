"""The fixed cast, for every test that needs people."""

import pytest

from aftercare.web.demo.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """One person for each role, and another dealer and customer who must see nothing."""
    return make_cast()

"""A telephone on the agent's desk."""

import pytest

from aftercare.phone.models import Extension
from aftercare.web.demo.cast import Cast


@pytest.fixture
def telephone(cast: Cast) -> Extension:
    return Extension.objects.create(number="801", person=cast["agent"])

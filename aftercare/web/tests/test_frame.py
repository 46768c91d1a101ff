"""The frame of every page: the menu of a role, languages, colours, errors."""

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


def test_the_style_page_is_there_only_where_one_tries_things_out(client: Client) -> None:
    assert client.get("/looks").status_code == 200
    with override_settings(PRODUCTION=True):
        assert client.get("/looks").status_code == 404

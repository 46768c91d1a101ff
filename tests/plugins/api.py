"""The JSON API as a person uses it, at a moment the test chooses."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from aftercare.web.demo.cast import Cast

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Api:
    """Sends and fetches JSON as one of the cast; `at` sets the clock."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.clients: dict[str, Client] = {}
        self.traveller = time_machine.travel(
            datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI), tick=False
        )
        self.clock = self.traveller.start()

    def at(self, moment: str) -> "Api":
        """Set the clock, in Shanghai time: `2026-03-02 09:00`."""
        self.clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))
        return self

    def wait(self, **length: float) -> "Api":
        """Let time pass."""
        self.clock.shift(timedelta(**length))
        return self

    def get(self, address: str, by: str = "manager", status: int = 200) -> Any:
        answer = self._client(by).get(f"/api/v1{address}")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def post(self, address: str, body: Any = None, by: str = "agent", status: int = 0) -> Any:
        """Send; any state change accepts the latest revision (`If-Match: *`)."""
        answer = self._client(by).post(
            f"/api/v1{address}", body or {}, "application/json", headers={"If-Match": "*"}
        )
        expected = {status} if status else {200, 201}
        assert answer.status_code in expected, answer.content.decode()
        return answer.json()

    def refused(self, address: str, body: Any, by: str = "agent") -> str:
        """The code of the problem that answers a change."""
        headers = {"If-Match": "*", "Accept-Language": "en"}
        answer = self._client(by).post(
            f"/api/v1{address}", body, "application/json", headers=headers
        )
        assert answer.status_code == 422, answer.content.decode()
        code: str = answer.json()["code"]
        return code

    def patch(self, address: str, body: Any, by: str = "agent") -> Any:
        answer = self._client(by).patch(
            f"/api/v1{address}", body, "application/json", headers={"If-Match": "*"}
        )
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def _client(self, username: str) -> Client:
        client = self.clients.get(username)
        if client is None:
            client = self.clients[username] = Client()
        client.force_login(self.cast[username])  # time travels further than a session lasts
        return client


@pytest.fixture
def api(cast: Cast) -> Iterator[Api]:
    """The API, in the hands of the cast."""
    made = Api(cast)
    yield made
    made.traveller.stop()

"""A deal under one of the built-in plans, and what happens to it, told through the API."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from aftercare.catalog import entries
from aftercare.catalog.models import Component, ProductModel, Project, Site, Unit
from aftercare.kit import search
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.web.demo.loading import PLANS
from aftercare.worker import run
from tests.plugins.api import SHANGHAI, Api


class Deal:
    """An agreement under a built-in plan with one project and one unit."""

    def __init__(
        self,
        api: Api,
        file: str,
        *,
        service: str = "",
        customer: str = "customer",
        place: str = "北京市/海淀区",
        components: tuple[str, ...] = (),
        product_class: str = "",
    ) -> None:
        self.api = api
        who = api.cast.organisations[customer]
        now = datetime.now(SHANGHAI)
        text = next(PLANS.glob(f"{file}*.yaml")).read_text(encoding="utf-8")
        version = plans.load_plan(text, name=file, by=SYSTEM, at=now)
        site = Site.objects.create(customer=who, name="现场", address="一号路 1 号", place=place)
        model = ProductModel.objects.create(code="M1", name="设备", product_class=product_class)
        began_on = now.date().replace(year=now.year - 3)
        self.project = Project.objects.create(
            number="P1", name="项目", customer=who, site=site, began_on=began_on
        )
        self.unit = Unit.objects.create(
            serial="SN-1",
            model=model,
            customer=who,
            site=site,
            project=self.project,
            made_on=began_on,
        )
        for kind in components:
            Component.objects.create(unit=self.unit, kind=kind, installed_on=began_on)
        self.agreement: Agreement = plans.make_agreement(
            version, number="HT-1", title="协议", customer=who, covers=[self.project],
            signed_on=now.date(), service=service, by=SYSTEM, at=now,
        )  # fmt: skip

        search.rebuild(*entries.everything(now))  # the setting is made without actions

    def happened(self, kind: str, moment: str = "", subject: str = "", **data: Any) -> Any:
        """Record a milestone of the project at a moment in Shanghai time, by default now."""
        at = shanghai(moment) if moment else datetime.now(SHANGHAI).isoformat()
        body = {"kind": kind, "occurred_at": at, "data": data}
        body["subject"] = subject or self.project.reference
        return self.api.post(f"/agreements/{self.agreement.pk}/milestones", body)

    def accepted(self, moment: str) -> None:
        """Both parties sign the acceptance at a moment."""
        at = shanghai(moment)
        self.happened("acceptance.signed", moment, signatures={"provider": at, "customer": at})

    def reported(self, symptom: str = "故障", **facts: str) -> "Case":
        """A customer calls now."""
        body: dict[str, Any] = {"unit": self.unit.pk, "symptom": symptom, "source": "phone"}
        for name in ("source", "kind", "agreed_for"):
            if name in facts:
                body[name] = facts.pop(name)
        return Case(self.api, self.api.post("/cases", {**body, "facts": facts}))

    def promised(self, promise: str, subject: str = "") -> list[dict[str, Any]]:
        """The commitments of one promise, the first occasion first."""
        asked = f"/commitments?promise={promise}&limit=100"
        rows = self.api.get(asked + (f"&subject={subject}" if subject else ""))["items"]
        return sorted(rows, key=lambda row: (row["started_at"], row["number"], row["variant"]))

    def due(self, promise: str, subject: str = "") -> list[str]:
        """When its occasions are due, in Shanghai time."""
        return [local(row["due_at"]) for row in self.promised(promise, subject)]

    def states(self, promise: str, subject: str = "") -> list[str]:
        """How its occasions stand."""
        return [row["state"] for row in self.promised(promise, subject)]

    def late(self, promise: str, subject: str = "") -> list[str]:
        """What the worker did because an occasion was late, in order."""
        asked = f"/events?subject={subject or self.project.reference}&kind=promise.overdue"
        return late(self.api.get(f"{asked}&limit=100")["items"], promise)

    def coverage(self, on: str, **facts: str) -> Any:
        """The verdict for the unit on a day."""
        moment = {"unit": self.unit.pk, "on": shanghai(f"{on} 12:00")}
        return self.api.get(f"/coverage?{urlencode({**moment, **facts})}")["verdict"]


class Case:
    """One case, moved through the API."""

    def __init__(self, api: Api, shown: dict[str, Any]) -> None:
        self.api = api
        self.number = shown["number"]
        self.reference = shown["reference"]
        self.covered = shown["covered"]

    def does(self, move: str, **data: str) -> "Case":
        self.api.post(f"/cases/{self.number}/moves", {"move": move, "data": data})
        return self

    def refused(self, move: str, **data: str) -> str:
        """The code of the problem a move meets."""
        body = {"move": move, "data": data}
        return self.api.refused(f"/cases/{self.number}/moves", body)

    def records(self, kind: str, by: str = "agent", **data: str) -> "Case":
        self.api.post(f"/cases/{self.number}/records", {"kind": kind, "data": data}, by=by)
        return self

    def triaged(self, **facts: str) -> "Case":
        self.api.patch(f"/cases/{self.number}", {"facts": facts})
        return self

    def choices(self) -> Any:
        """What the customer may choose now."""
        return self.api.get(f"/cases/{self.number}/choices")

    def offers(self) -> list[tuple[list[str], list[str]]]:
        """What is open by the plan: the choices, and the clauses that open them."""
        found = [one for one in self.choices()["open"] if one["source"] == "plan"]
        return [(one["offers"], one["clauses"]) for one in found]

    def forwarded(self, to: str = "technician") -> "Case":
        """Handed on to a dealer's house or to a person."""
        cast = self.api.cast
        receiver = cast.organisations[to] if to in cast.organisations else cast[to]
        self.api.post(f"/cases/{self.number}/forward", {"to": receiver.reference})
        return self

    def assigned(self, to: str = "technician2") -> "Case":
        self.api.post(f"/cases/{self.number}/assign", {"to": self.api.cast[to].pk})
        return self

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What happened on this case, of one kind."""
        asked = f"/events?subject={self.reference}&kind={kind}&limit=100"
        found: list[dict[str, Any]] = self.api.get(asked)["items"]
        return found

    def late(self, promise: str) -> list[str]:
        """What the worker did because a promise of this case was late, in order."""
        return late(self.events("promise.overdue"), promise)

    def shown(self, by: str = "manager") -> Any:
        return self.api.get(f"/cases/{self.number}", by=by)

    def answers(self, by: str = "manager") -> Any:
        """Who answers for the case now."""
        return self.api.get(f"/cases/{self.number}/answers", by=by)

    def clock(self, promise: str) -> dict[str, Any]:
        """The latest commitment of a promise of this case."""
        found = [one for one in self.shown()["commitments"] if one["promise"] == promise]
        assert found, f"no clock {promise}"
        latest: dict[str, Any] = max(found, key=lambda one: one["id"])
        return latest

    def clocks(self) -> set[str]:
        return {one["promise"] for one in self.shown()["commitments"]}

    def due(self, promise: str) -> str:
        """When it is due, in Shanghai time; empty while it stands still."""
        return local(self.clock(promise)["due_at"])


def late(overdue: list[dict[str, Any]], promise: str) -> list[str]:
    """The consequences of one promise among what was overdue."""
    rows = [one["data"] for one in overdue if one["data"]["promise"] == promise]
    return [action for row in rows for action in row["actions"]]


def worker(api: Api) -> None:
    """Let the worker do what is due now."""
    run.run_until_idle(datetime.now(SHANGHAI))


def shanghai(moment: str) -> str:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI).isoformat()


def local(moment: str | None) -> str:
    """A moment of the API in Shanghai time."""
    if moment is None:
        return ""
    return f"{datetime.fromisoformat(moment).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"

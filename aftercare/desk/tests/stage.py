"""A small stage for tests: units under real plans, cases on them, and a clock to stand at."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.people.models import Organisation
from aftercare.plans import actions as plans
from aftercare.plans.actions.happening import PARTIES
from aftercare.plans.models import Agreement
from aftercare.web.demo.cast import Cast
from aftercare.web.demo.loading import PLANS

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai


def hour(after: float) -> datetime:
    """So many hours after Monday, nine o'clock."""
    return MONDAY + timedelta(hours=after)


@dataclass
class Stage:
    """Makes what a test needs of the cast's world."""

    cast: Cast
    agreements: dict[str, Agreement] = field(default_factory=dict)

    def unit(
        self, plan: str, serial: str = "", *, customer: str = "customer", service: str = "",
        dealer: str = "", place: str = "北京市", signed: bool = True,
    ) -> Unit:  # fmt: skip
        """A unit of a customer under a plan file such as `p14`, accepted a hundred days ago."""
        whose = self.cast.organisations[customer]
        model, _new = ProductModel.objects.get_or_create(code=plan, defaults={"name": "设备"})
        site, _new = Site.objects.get_or_create(
            customer=whose, name=place, defaults={"address": whose.address, "place": place}
        )
        count = Unit.objects.count()
        project = Project.objects.create(
            number=f"XM{count}", name=f"工程 {count}", customer=whose, site=site
        )
        dealing = self.cast.organisations.get(dealer)
        unit = Unit.objects.create(
            serial=serial or f"{plan}-{count}", model=model, customer=whose, site=site,
            project=project, dealer=dealing,
        )  # fmt: skip
        self.agreements[unit.serial] = self._agree(plan, unit, service, dealing)
        if signed:
            moment = hour(-2400)
            both = dict.fromkeys(PARTIES, moment.isoformat())
            plans.record_milestone(project, "acceptance.signed", occurred_at=moment, by=SYSTEM,
                                   at=hour(-2300), data={"signatures": both})  # fmt: skip
        return unit

    def _agree(self, plan: str, unit: Unit, service: str, dealer: Organisation | None) -> Agreement:
        path = next(PLANS.glob(f"{plan}-*.yaml"))
        text = path.read_text(encoding="utf-8")
        version = plans.load_plan(text, name=path.name, by=SYSTEM, at=hour(-5000))
        assert unit.project is not None
        return plans.make_agreement(
            version, number=f"HT-{unit.serial}", title=unit.project.name, customer=unit.customer,
            covers=[unit.project], signed_on=hour(-2400).date(), by=SYSTEM, at=hour(-2400),
            service=service, dealer=dealer, contacts=[("technician", "赵勇", "13900000006")],
        )  # fmt: skip

    def case(self, unit: Unit, *, at: float = 0, by: str = "agent", **more: Any) -> Case:
        """A case about a unit, reported some hours after Monday, nine o'clock."""
        facts, responsible = more.pop("facts", {}), more.pop("responsible", None)
        report = actions.Report(
            customer=unit.customer, unit=unit, symptom=more.pop("symptom", "不制冷"), facts=facts,
            **more,
        )  # fmt: skip
        return actions.register_case(
            report, by=self.cast[by], at=hour(at), responsible=responsible
        ).case

    def move(self, case: Case, verb: str, *, at: float, by: str = "agent", **more: Any) -> Case:
        """One move of a case."""
        return actions.move_case(case, verb, by=self.cast[by], at=hour(at), **more)


def kinds(case: Case) -> list[str]:
    """The kinds of the events of a case, in the order in which they were recorded."""
    events = Event.objects.filter(subject=case.reference).order_by("sequence")
    return list(events.values_list("kind", flat=True))


def last_event(case: Case) -> Event:
    """The event of a case that was recorded last."""
    return Event.objects.filter(subject=case.reference).order_by("-sequence")[0]

"""Loading the demo: cast, plans, agreements, cases; each part only if it is not there yet."""

from datetime import datetime, timedelta

from django.db import transaction

from aftercare.kit.events import SYSTEM
from aftercare.people.models import Person
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.web import finding
from aftercare.web.demo.calls import make_calls
from aftercare.web.demo.cases import make_cases
from aftercare.web.demo.cast import Cast, make_cast
from aftercare.web.demo.complaints import make_complaints
from aftercare.web.demo.consultations import make_consultations
from aftercare.web.demo.excavators import make_excavators
from aftercare.web.demo.history import keep_past_promises
from aftercare.web.demo.incidents import make_incidents
from aftercare.web.demo.letters import make_letters
from aftercare.web.demo.month import make_month
from aftercare.web.demo.notices import make_notices
from aftercare.web.demo.remote import make_sessions
from aftercare.web.demo.rosters import make_rosters
from aftercare.web.demo.skills import make_skills
from aftercare.web.demo.world import make_world
from aftercare.web.environment import ROOT

PLANS = ROOT / "plans"


def demo_is_loaded() -> bool:
    """Whether there is anybody already; a demo is only put into an empty installation."""
    return Person.objects.exists()


@transaction.atomic
def load_demo(at: datetime) -> Cast:
    """Make the whole demo as of a moment, all or nothing."""
    cast = make_cast()
    versions = load_built_in_plans(at - timedelta(days=500))
    if not Agreement.objects.exists():
        make_world(cast, versions, at - timedelta(days=4))
        keep_past_promises(at - timedelta(days=4))
        make_month(cast, at)
        make_cases(cast, at)
        make_calls(cast, at)
        make_letters(cast, at)
        make_consultations(cast, at)
        make_complaints(cast, at)
        make_sessions(cast, at)
        make_notices(cast, at)
        make_rosters(cast, at)
        make_skills(cast, at)
        make_incidents(cast, at)
        make_excavators(cast, versions["solar-water-heaters"], at - timedelta(days=4))
        finding.rebuild()
    return cast


def load_built_in_plans(at: datetime) -> dict[str, PlanVersion]:
    """Load the plan files of the project; the newest version of each by its name."""
    files = sorted(PLANS.glob("*.yaml"))
    versions = [
        plans.load_plan(path.read_text(encoding="utf-8"), name=path.name, by=SYSTEM, at=at)
        for path in files
    ]
    return {version.plan: version for version in versions}

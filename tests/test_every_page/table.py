"""Which pages there are: for every address that shows something, who opens it."""

from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator

from aftercare.catalog.models import Component, Unit
from aftercare.complaints.models import Complaint, CorrectiveAction
from aftercare.complaints.views.hearing import FORMS as COMPLAINING
from aftercare.desk.forms.acts import ACTS
from aftercare.desk.forms.parting import PART_ACTS
from aftercare.desk.models import Case
from aftercare.duty.models import Roster
from aftercare.emergency.models import Incident, Measure
from aftercare.emergency.views.acting import FORMS as IN_EMERGENCY
from aftercare.emergency.views.acting import MEASURE_TITLES
from aftercare.imports.models import ImportRun
from aftercare.mail.tests.letters import some_letters
from aftercare.outbound.tests.conftest import hooked, letter_to, noticed, stop_sign
from aftercare.patches.forms import ANSWERS as PATCHING
from aftercare.patches.models import Patch
from aftercare.people.models import Person
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.promises.models import Commitment
from aftercare.remote.models import RemoteSession
from aftercare.skills.models import Certificate
from aftercare.web.demo.cast import Cast
from aftercare.web.demo.world import DEALS
from tests.test_every_page.records import (
    LINK,
    consultation,
    milestone_of,
    offers,
    one_of_each,
    part_of,
    patch_in,
    review,
    ringing,
)


@dataclass
class Page:
    """Who opens an address, with what in it, and what is asked after `?`."""

    who: str = "manager"
    words: dict[str, Any] = field(default_factory=dict)
    query: str = ""


def pages(cast: Cast) -> dict[str, list[Page]]:
    """For every address that shows something: persons whom it concerns."""
    unit = Unit.objects.get(serial="CH300-26-001")
    pump = Unit.objects.get(serial="CH300-26-002")
    cases = list(Case.objects.filter(closed_at=None).order_by("pk"))
    own = cases[0]
    units = Unit.objects.order_by("pk")[::4]
    customer = cast.organisations["customer"].pk
    company = cast.organisations["own"].pk
    person = cast["technician"].pk
    plan = {"plan": "building-systems", "number": 1}
    number = {"number": "HT-2026-001"}
    bound = Agreement.objects.get(**number)
    contact = Person.objects.get(name="韩梅").pk
    passkey = Authenticator.objects.get(user=cast["finance"]).pk
    agreements = [Page(words={"number": deal.number}) for deal in DEALS[::3]]
    plans = [
        Page(words={"plan": one.plan, "number": one.number}) for one in PlanVersion.objects.all()
    ]
    imported = ImportRun.objects.latest("pk").pk
    key = {"pk": unit.pk}
    asked = consultation(cast)
    marked = [review(unit, cast)]
    part = part_of(cast, own).pk
    roster = Roster.objects.order_by("pk")[0]
    paper = Certificate.objects.exclude(valid_until=None).order_by("pk")[0]
    letters = some_letters(cast)
    return {
        "home": [Page("agent", query="stay=1"), Page("admin", query="stay=1")],
        "sign-in": [Page("")],
        "looks": [Page()],
        "look-options": [Page(query="q=a")],
        "desk:intake": [
            Page("agent"), Page("agent", query=f"unit={unit.pk}"),
            Page("agent", query=f"unit={pump.pk}"), Page("agent", query=f"customer={customer}"),
        ],
        "desk:find": [Page("agent", query="q=CH300"), Page("agent", query="q=hpkj")],
        "desk:search": [Page("agent", query="q=CH300"), Page("agent", query="q=9999999")],
        "desk:board": [Page("dispatcher"), Page("technician"), Page("dealer")],
        "desk:alerts": [Page("lead"), Page("agent")],
        "desk:bell": [Page("lead")],
        "desk:cases": [Page("agent"), Page("agent", query="q=9999999"), Page("dealer")],
        "desk:cases-csv": [Page("agent")],
        "desk:register": [Page("agent")],
        "desk:case": [Page("agent", {"number": case.number}) for case in cases],
        "desk:act": [
            Page("agent", {"number": own.number, "what": what}) for what in [*ACTS, "record"]
        ],
        "desk:split": [Page("agent", {"number": own.number})],
        "desk:parts": [Page("agent"), Page("agent", query="all=1"), Page("dealer")],
        "desk:part": [Page("agent", {"pk": part})],
        "desk:act-on-part": [
            Page("agent", {"pk": part, "what": what}) for what in PART_ACTS
        ],
        "remote:of-case": [Page("agent", {"number": own.number})],
        "remote:ask": [Page("agent", {"number": own.number})],
        "remote:session": [
            Page("agent", {"pk": one.pk}) for one in RemoteSession.objects.order_by("pk")
        ],
        "remote:act": [
            Page("agent", {"pk": RemoteSession.objects.order_by("pk")[0].pk, "what": what})
            for what in ("change", "end")
        ],
        "portal:authorise": [Page("")],
        "portal:authorise-link": [Page("", {"secret": "x" * 30})],
        "emergency:incidents": [Page("agent"), Page("technician", query="state=open")],
        "emergency:declare": [Page("agent"), Page("agent", query=f"case={own.number}")],
        "emergency:of-case": [Page("agent", {"number": own.number})],
        "emergency:group": [Page("manager"), Page("agent")],
        "emergency:add-member": [Page("manager")],
        "emergency:incident": [
            Page(who, {"number": one.number})
            for one in Incident.objects.order_by("pk") for who in ("lead", "quality")
        ],
        "emergency:report": [
            Page("agent", {"number": one.number}) for one in Incident.objects.order_by("pk")
        ],
        "emergency:act": [
            Page("lead", {"number": Incident.objects.latest("pk").number, "what": what})
            for what in IN_EMERGENCY
        ],
        "emergency:act-on-measure": [
            Page("lead", {"pk": Measure.objects.latest("pk").pk, "what": what})
            for what in MEASURE_TITLES
        ],
        "patches:patches": [
            Page("agent"), Page("quality", query="state=draft"), Page("dealer"),
        ],
        "patches:write": [Page("quality")],
        "patches:patch": [Page("manager", {"pk": one.pk}) for one in Patch.objects.order_by("pk")],
        "patches:change": [Page("quality", {"pk": patch_in("draft").pk})],
        "patches:withdraw": [Page("manager", {"pk": patch_in("published").pk})],
        "patches:add-case": [Page("quality", {"pk": patch_in("published").pk})],
        "patches:of-case": [Page("agent", {"number": own.number})],
        "patches:name": [Page("agent", {"number": own.number})],
        "patches:of-unit": [Page("agent", {"pk": offers()[0].unit_id})],
        "patches:offer": [Page("agent", {"pk": one.pk}) for one in offers()],
        "patches:answer": [
            Page("agent", {"pk": offers()[0].pk, "what": what}) for what in PATCHING
        ],
        "portal:my-patches": [Page("customer"), Page("customer2", query="state=declined")],
        "portal:my-patch": [
            Page("customer", {"key": one.pk}) for one in offers().filter(customer=customer)
        ],
        "complaints:of-case": [Page("agent", {"number": own.number})],
        "complaints:complaints": [Page("agent"), Page("inspector", query="state=closed")],
        "complaints:add": [Page("agent")],
        "complaints:corrective": [Page("manager"), Page("agent")],
        "complaints:open-corrective": [Page("quality")],
        "complaints:corrective-action": [
            Page("quality", {"pk": one.pk}) for one in CorrectiveAction.objects.order_by("pk")
        ],
        "complaints:act-corrective": [
            Page("quality", {"pk": CorrectiveAction.objects.order_by("pk")[0].pk, "what": what})
            for what in ("plan", "finish", "confirm", "reject")
        ],
        "complaints:complaint": [
            Page("agent", {"number": one.number}) for one in Complaint.objects.order_by("pk")
        ],
        "complaints:act": [
            Page("agent", {"number": Complaint.objects.order_by("pk")[0].number, "what": what})
            for what in COMPLAINING
        ],
        "portal:complain": [Page(""), Page("customer")],
        "portal:complaint": [Page("")],
        "portal:complaint-link": [Page("", {"secret": "x" * 30})],
        "portal:my-complaint": [
            Page("customer", {"number": one.number})
            for one in Complaint.objects.filter(customer=customer)
        ],
        "portal:start": [Page("")],
        "portal:unit": [Page("", {"code": "no-such-code"})],
        "portal:report": [Page("")],
        "portal:follow": [Page("")],
        "portal:case": [Page("", {"secret": "x" * 30})],
        "portal:my": [Page("customer"), Page("customer", query="all=1")],
        "portal:my-units": [
            Page("customer"), Page("customer", query="q=zzz9"), Page("customer", query="site=1")
        ],
        "portal:my-unit": [Page("customer", {"key": unit.pk})],
        "portal:my-files": [Page("customer")],
        "portal:my-report": [Page("customer", {"key": unit.pk})],
        "portal:my-case": [
            Page("customer", {"number": case.number})
            for case in cases if case.customer_id == customer
        ],
        "people:profile": [Page("agent"), Page("customer")],
        "people:organisations": [Page("agent"), Page("agent", query="kind=dealer")],
        "people:organisation": [Page("agent", {"pk": customer}), Page("admin", {"pk": company})],
        "people:add-organisation": [Page("agent")],
        "people:change-organisation": [Page("agent", {"pk": customer})],
        "people:organisation-options": [Page("agent", query="q=a")],
        "people:add-department": [Page("admin", {"pk": company})],
        "people:add-person": [Page("admin", {"pk": company})],
        "people:people": [Page("admin")],
        "people:person-options": [Page("agent", query="q=a")],
        "people:change-person": [Page("admin", {"pk": person})],
        "people:set-password": [Page("admin", {"pk": person})],
        "catalog:products": [Page("agent")],
        "catalog:add-product": [Page("agent")],
        "catalog:change-product": [Page("agent", {"pk": unit.model_id})],
        "catalog:product-options": [Page("agent", query="q=a")],
        "catalog:of-customer": [Page("agent", {"pk": customer})],
        "catalog:add-site": [Page("agent", {"pk": customer})],
        "catalog:site": [Page("agent", {"pk": unit.site_id})],
        "catalog:change-site": [Page("agent", {"pk": unit.site_id})],
        "catalog:site-options": [Page("agent", query="q=a")],
        "catalog:projects": [Page("agent")],
        "catalog:add-project": [Page("agent")],
        "catalog:project": [Page("agent", {"pk": unit.project_id})],
        "catalog:change-project": [Page("agent", {"pk": unit.project_id})],
        "satisfaction:project": [Page("manager", {"pk": one.project_id}) for one in marked],
        "satisfaction:add-mark": [Page("agent", {"pk": marked[0].project_id})],
        "satisfaction:reviews": [Page("manager"), Page("manager", query="state=kept")],
        "satisfaction:review": [Page("manager", {"pk": marked[0].pk})],
        "satisfaction:decide": [
            Page("manager", {"pk": marked[0].pk, "what": what}) for what in ("keep", "replace")
        ],
        "catalog:project-options": [Page("agent", query="q=a")],
        "catalog:units": [Page("agent"), Page("agent", query="q=9999999")],
        "catalog:add-unit": [Page("agent")],
        "catalog:unit": [Page("agent", {"pk": one.pk}) for one in units],
        "catalog:card": [Page("agent", key)],
        "catalog:change-unit": [Page("agent", key)],
        "catalog:fit-component": [Page("agent", key)],
        "catalog:remove-component": [
            Page("agent", {"pk": Component.objects.filter(unit__serial="PM5-26-01")[0].pk})
        ],
        "imports:imports": [Page()],
        "imports:upload": [Page()],
        "imports:run": [Page(words={"pk": imported})],
        "imports:empty": [Page(words={"sheet": "customers"})],
        "outbound:messages": [
            Page("agent"), Page("inspector"), Page("agent", query="q=nobody@example.com"),
        ],
        "outbound:letters": [Page("agent")],
        "outbound:letter": [
            Page("agent", {"name": name}) for name in ("letter", "case-registered", "promise-late")
        ],
        "outbound:wishes": [Page("agent", {"pk": customer}), Page("inspector", {"pk": customer})],
        "outbound:webhooks": [Page("admin")],
        "outbound:webhook": [Page("admin", {"pk": hooked().pk})],
        "outbound:broadcasts": [Page("agent"), Page("manager")],
        "outbound:write-broadcast": [Page("manager")],
        "outbound:broadcast": [
            Page("manager", {"pk": noticed(started=which).pk}) for which in (True, False)
        ],
        "stop-notices": [
            Page("", {"sign": "1.x"}),
            Page("", {"sign": stop_sign(letter_to("wang@example.com"))}),
        ],
        "outbound:message": [Page("agent", {"pk": letter_to("wang@example.com").pk})],
        "phone:calls": [Page("agent"), Page("inspector")],
        "phone:enter": [Page("agent")],
        "phone:extensions": [Page("admin")],
        "phone:now": [Page("agent")],
        "phone:call": [Page("agent", {"pk": ringing(cast).pk})],
        "chat:ask": [Page(""), Page("customer")],
        "chat:open": [Page("", {"secret": "x" * 30}), Page("customer", {"secret": LINK})],
        "chat:talk": [Page("customer")],
        "chat:talk-standing": [Page("customer")],
        "chat:consultations": [Page("agent"), Page("inspector"), Page("agent", query="state=case")],
        "chat:beside": [Page("agent"), Page("technician")],
        "chat:badge": [Page("agent")],
        "chat:consultation": [Page(who, {"pk": asked}) for who in ("agent", "manager", "finance")],
        "chat:standing": [Page("agent", {"pk": asked})],
        "skills:certificates": [
            Page("manager"), Page("technician"), Page("dealer"), Page("admin"),
            Page("manager", query="state=expiring"), Page("manager", query="state=expired"),
        ],
        "skills:certificate": [
            Page("admin", {"pk": one.pk}) for one in Certificate.objects.order_by("pk")[5:12]
        ],
        "skills:of-person": [
            Page("admin", {"pk": person}), Page("technician", {"pk": person}),
            Page("technician", {"pk": person}, query="part"),
        ],
        "skills:skills": [Page("admin"), Page("technician")],
        "skills:add-skill": [Page("admin")],
        "skills:change-skill": [Page("admin", {"pk": paper.skill_id})],
        "skills:add": [Page("admin"), Page("dealer"), Page("admin", query=f"person={person}")],
        "skills:change": [Page("admin", {"pk": paper.pk})],
        "skills:renew": [Page("admin", {"pk": paper.pk})],
        "skills:withdraw": [Page("admin", {"pk": paper.pk})],
        "skills:add-scan": [Page("admin", {"pk": paper.pk})],
        "duty:now": [Page("agent"), Page("technician"), Page("finance")],
        "duty:roster": [
            Page("agent", {"pk": one.pk}, query)
            for one in Roster.objects.all() for query in ("", "week")
        ],
        "duty:add-roster": [Page("lead")],
        "duty:change-roster": [Page("lead", {"pk": roster.pk})],
        "duty:add-shift": [Page("lead", {"pk": roster.pk})],
        "duty:end-shift": [Page("lead", {"pk": roster.shifts.all()[0].pk})],
        "duty:add-stand-in": [Page("agent", {"pk": roster.pk}), Page("lead", {"pk": roster.pk})],
        "duty:add-leave": [Page("lead")],
        "mail:letters": [Page("agent"), Page("inspector")],
        "mail:letter": [Page("agent", {"pk": one.pk}) for one in letters],
        "mail:answer": [Page("agent", {"pk": letters[0].pk})],
        "mail:begin-case": [Page("agent", {"pk": letters[0].pk})],
        "mail:mailboxes": [Page("admin"), Page("agent")],
        "mail:add-mailbox": [Page("admin")],
        "mail:change-mailbox": [Page("admin", {"pk": letters[0].mailbox_id})],
        "plans:plans": [Page("author")],
        "plans:load": [Page("author")],
        "plans:plan": plans,
        "plans:text": plans[:1],
        "plans:difference": [Page(words={**plan, "number": 2, "before": 1})],
        "plans:clauses": [Page("author"), Page("inspector")],
        "plans:clauses-of-plan": [
            Page("author", {"catalogue": "P01"}),
            Page("inspector", {"catalogue": "P06"}, query="proven=yes"),
        ],
        "plans:agreements": [Page()],
        "plans:add-agreement": [Page()],
        "plans:agreement": agreements,
        "plans:correct": [Page(words={**number, "sequence": milestone_of(number["number"])})],
        "plans:thing-options": [Page("agent", number), Page("agent", number, "q=CH300")],
        "plans:candidate-options": [Page(words=number, query="q=CH300")],
        "plans:add-cover": [Page(words=number)],
        "plans:end-cover": [Page(words={**number, "cover": bound.covers.all()[0].pk})],
        "plans:add-contact": [Page(words=number)],
        "plans:contact": [Page(words={**number, "contact": bound.contacts.all()[0].pk})],
        "promises:commitments": [Page(), Page("finance")],
        "promises:commitment": [
            Page(words={"pk": one.pk}) for one in one_of_each(Commitment.objects.order_by("pk"))
        ],
        "promises:of_agreement": [Page(words=number)],
        "insight:promises": [Page(), Page(query="range=month")],
        "insight:unit-life": [Page("agent", {"pk": one.pk}) for one in units],
        "tokens:tokens": [Page("admin")],
        "accounts:recover": [Page("")],
        "accounts:recover-sent": [Page("")],
        "accounts:link": [Page("", {"secret": "x" * 30})],
        "accounts:choose-password": [Page("")],
        "accounts:security": [Page("agent"), Page("customer")],
        "accounts:own-data": [Page("agent"), Page("customer"), Page("quality")],
        "accounts:invite-contact": [Page("admin", {"pk": contact})],
        "accounts:data": [Page("admin", {"pk": person})],
        "accounts:accounts": [Page("admin"), Page("admin", query="q=9999999")],
        "accounts:invite": [Page("admin")],
        "accounts:account": [Page("admin", {"pk": person})],
        "accounts:move": [Page("admin", {"pk": person})],
        "account_login": [Page("")],
        "company-sign-in": [Page("")],
        "openid_connect_callback": [Page("")],
        "mfa_authenticate": [Page("")],
        "mfa_login_webauthn": [Page("")],
        "account_reauthenticate": [Page("agent")],
        "mfa_reauthenticate": [Page("quality")],
        "mfa_reauthenticate_webauthn": [Page("finance")],
        "mfa_index": [Page("agent")],
        "mfa_list_webauthn": [Page("agent")],
        "mfa_activate_totp": [Page("agent")],
        "mfa_deactivate_totp": [Page("quality")],
        "mfa_add_webauthn": [Page("agent")],
        "mfa_remove_webauthn": [Page("finance", {"pk": passkey})],
        "mfa_view_recovery_codes": [Page("quality")],
        "mfa_generate_recovery_codes": [Page("quality")],
        "api:docs": [Page("admin")],
    }  # fmt: skip

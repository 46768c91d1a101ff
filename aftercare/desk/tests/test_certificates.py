"""Nobody is sent without a certificate that the case asks for; what is shown on arrival."""

from datetime import date
from typing import Any

import pytest

from aftercare.desk import actions
from aftercare.desk.defaults import default_assignee
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.skills import actions as skills
from aftercare.skills.models import Certificate, Skill
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)


@pytest.fixture
def cooling(stage: Stage) -> Skill:
    fields = {"code": "cooling", "title_zh": "制冷作业", "title_en": "Refrigeration work",
              "product_models": ["p01"]}  # fmt: skip
    stage.unit("p01", "OTHER")  # makes the model
    return skills.add_skill(fields=fields, by=SYSTEM, at=hour(-2000))


def certify(stage: Stage, skill: Skill, who: str, until: date | None) -> Certificate:
    return skills.add_certificate(
        stage.cast[who], skill, valid_from=date(2020, 1, 1), valid_until=until, number=f"N-{who}",
        by=SYSTEM, at=hour(-2000),
    )  # fmt: skip


def test_the_choice_says_what_each_lacks_and_an_expired_certificate_is_refused(
    stage: Stage, cooling: Skill, case: Case, sign_in: SignIn
) -> None:
    certify(stage, cooling, "technician", date(2026, 11, 15))
    certify(stage, cooling, "technician2", TODAY)
    agent = sign_in("agent")
    for act in ("assign", "forward"):
        page = agent.get(f"/cases/{case.number}/act/{act}").content.decode()
        assert "赵勇 · 上门工程师 — 制冷作业：证书已于 2026-11-15 到期" in page
        assert "孙丽 · 部门负责人 — 制冷作业：没有证书" in page
        assert "周航 · 派工员</option>" in page  # the desk itself repairs nothing
        assert "钱伟 · 上门工程师</option>" in page
        assert 'name="despite"' not in page
    given = {"to": stage.cast["technician"].pk, "revision": case.revision,
             "id": "1f1f7d2e-0000-4000-8000-000000000001"}  # fmt: skip
    refused = agent.post(f"/cases/{case.number}/act/assign", given)
    assert refused.status_code == 422
    assert "赵勇不能派出：制冷作业：证书已于 2026-11-15 到期。" in refused.content.decode()
    case.refresh_from_db()
    assert case.responsible is None
    given["to"] = stage.cast["technician2"].pk
    assert agent.post(f"/cases/{case.number}/act/assign", given).status_code == 302


def test_a_head_overrules_with_a_reason_that_stays(
    stage: Stage, cooling: Skill, case: Case, sign_in: SignIn
) -> None:
    certify(stage, cooling, "technician", date(2026, 11, 15))
    lead = sign_in("lead")
    page = lead.get(f"/cases/{case.number}/act/forward").content.decode()
    assert 'name="despite"' in page
    given = {"to": stage.cast["technician"].reference, "revision": case.revision,
             "id": "1f1f7d2e-0000-4000-8000-000000000002", "despite": " "}  # fmt: skip
    assert lead.post(f"/cases/{case.number}/act/forward", given).status_code == 422
    given["despite"] = "复审已通过，新证在途"
    assert lead.post(f"/cases/{case.number}/act/forward", given).status_code == 302
    kinds = Event.objects.filter(subject=case.reference).order_by("sequence")
    assert [one.kind for one in kinds][-2:] == ["certificate.overruled", "case.forwarded"]
    overruled = kinds.get(kind="certificate.overruled")
    assert overruled.actor == stage.cast["lead"].reference
    assert overruled.data["lacks"][0] == {
        "skill": "cooling", "zh": "制冷作业", "en": "Refrigeration work", "how": "expired",
        "day": "2026-11-15", "certificate": "",
    }  # fmt: skip
    shown = lead.get(f"/cases/{case.number}").content.decode()
    assert "无有效证书仍派出" in shown
    assert "复审已通过，新证在途" in shown


def test_who_is_no_head_does_not_overrule(stage: Stage, cooling: Skill, case: Case) -> None:
    agent, technician = stage.cast["agent"], stage.cast["technician"]
    with pytest.raises(NotAllowed):
        actions.assign_case(case, to=technician, by=agent, at=hour(1), despite="x")
    paper = certify(stage, cooling, "technician", None)
    skills.withdraw_certificate(paper, reason="x", by=SYSTEM, at=hour(1))
    with pytest.raises(Refusal) as refused:
        actions.forward_case(case, to=technician, by=agent, at=hour(1))
    assert refused.value.code == "certificate"
    department = stage.cast.departments["工程维修部"]
    actions.forward_case(case, to=department, by=agent, at=hour(1))


def test_a_skill_that_needs_no_certificate_is_only_told(
    stage: Stage, cooling: Skill, case: Case, sign_in: SignIn
) -> None:
    skills.change_skill(cooling, changes={"needs_certificate": False}, by=SYSTEM, at=hour(0))
    page = sign_in("agent").get(f"/cases/{case.number}/act/assign").content.decode()
    assert "赵勇 · 上门工程师 — 制冷作业：未登记" in page
    actions.assign_case(case, to=stage.cast["technician"], by=stage.cast["agent"], at=hour(1))


def test_parts_go_only_to_those_with_a_certificate(
    stage: Stage, cooling: Skill, case: Case, sign_in: SignIn
) -> None:
    lead = sign_in("lead")
    page = lead.get(f"/cases/{case.number}/split").content.decode()
    assert "赵勇 · 上门工程师 — 制冷作业：没有证书" in page
    technician, department = stage.cast["technician"], stage.cast.departments["工程维修部"]
    shares = [actions.Share("换泵", technician), actions.Share("查线", department)]
    with pytest.raises(Refusal):
        actions.split_case(case, shares, by=stage.cast["agent"], at=hour(1))
    given = {"what_1": "换泵", "to_1": technician.reference, "what_2": "查线",
             "to_2": f"department/{department.pk}", "despite": "急", "revision": case.revision,
             "id": "1f1f7d2e-0000-4000-8000-000000000003"}  # fmt: skip
    assert lead.post(f"/cases/{case.number}/split", given).status_code == 302
    assert Event.objects.filter(kind="certificate.overruled", subject=case.reference).count() == 1
    part = case.parts.get(what="查线")
    form = lead.get(f"/parts/{part.pk}/act/forward").content.decode()
    assert "没有证书" in form
    with pytest.raises(Refusal):
        actions.move_part(part, "forward", to=technician, by=stage.cast["agent"], at=hour(1))


def test_who_registers_keeps_the_case_and_another_needs_the_certificate(
    api: Api, stage: Stage, cooling: Skill
) -> None:
    unit = stage.unit("p01")
    body = {"unit": unit.pk, "symptom": "不制冷", "responsible": stage.cast["technician"].pk}
    api.at("2026-11-16 10:00")
    assert api.refused("/cases", body) == "certificate"
    assert not Case.objects.exists()
    own = actions.register_case(
        actions.Report(customer=unit.customer, symptom="不制冷", unit=unit),
        by=stage.cast["technician"], at=hour(1),
    ).case  # fmt: skip
    assert own.responsible == stage.cast["technician"]


def test_the_plan_does_not_name_somebody_without_a_certificate(
    api: Api, stage: Stage, cooling: Skill, sign_in: SignIn, stand: Stand
) -> None:
    unit = stage.unit("p01")
    assert unit.project is not None
    unit.project.manager = stage.cast["lead"]
    unit.project.save()
    paper = certify(stage, cooling, "lead", TODAY)
    case = stage.case(unit)
    found = default_assignee(case, hour(1))
    assert found is not None
    assert found.person == stage.cast["lead"]
    api.at("2026-11-17 09:00")
    found = default_assignee(case, hour(24))
    assert found is not None
    assert (found.person, found.why) == (None, "uncertified")
    stand(24)
    page = sign_in("agent").get(f"/cases/{case.number}").content.decode()
    assert "另行派人：孙丽没有所需的有效证书" in page
    api.post(f"/cases/{case.number}/assign", {}, status=422)
    skills.renew_certificate(
        paper, valid_from=date(2026, 11, 17), valid_until=date(2027, 11, 16), by=SYSTEM,
        at=hour(24),
    )  # fmt: skip
    api.post(f"/cases/{case.number}/assign", {})
    case.refresh_from_db()
    assert case.responsible == stage.cast["lead"]


@pytest.mark.clause("P08-28", "P04-10")
def test_on_arrival_a_valid_certificate_is_there_to_be_shown(
    api: Api, stage: Stage, stand: Stand, sign_in: SignIn
) -> None:
    fields = {"code": "post", "title_zh": "上岗资格", "title_en": "Post qualification",
              "for_everything": True}  # fmt: skip
    post = skills.add_skill(fields=fields, by=SYSTEM, at=hour(-2000))
    certify(stage, post, "technician", TODAY)
    case = stage.case(stage.unit("p08"))
    api.at("2026-11-16 10:00")
    refused = {"to": stage.cast["technician2"].pk}
    assert api.refused(f"/cases/{case.number}/assign", refused) == "certificate"
    api.post(f"/cases/{case.number}/assign", {"to": stage.cast["technician"].pk})
    technician = sign_in("technician")
    page = technician.get(f"/cases/{case.number}").content.decode()
    assert "到场出示的证书" in page
    assert "N-technician" in page
    assert "有效期至 2026-11-16" in page
    arrived = api.post(f"/cases/{case.number}/records", {"kind": "visit.arrived"}, by="technician")
    shown: list[dict[str, Any]] = arrived["data"]["certificates"]
    assert [(one["skill"], one["how"], one["day"]) for one in shown] == [
        ("post", "valid", "2026-11-16")
    ]
    assert (
        "上岗资格：有效期至 2026-11-16" in technician.get(f"/cases/{case.number}").content.decode()
    )
    stand(24)
    page = technician.get(f"/cases/{case.number}").content.decode()
    assert "证书已于 2026-11-16 到期" in page

"""Who is let through to cases, their parts and their coverage; see `api/tests/stage`."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aftercare.api.tests.stage import (
    EVERYBODY,
    HEADS,
    LOOKING,
    ON_THE_CASE,
    PDF,
    SEES_THE_CASE,
    SEES_THE_UNIT,
    STAFF,
    Access,
    Keys,
    Rules,
    Stage,
    form_with,
)
from aftercare.desk import actions
from aftercare.desk.models import Case, Part
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises.tests.rules.stories import PLAN

MENDED = """remedies:
  - {name: mended, title: {zh: 修理, en: repair}, during: always, when: {kind: fault},
     offer: [repair]}
"""
RULES: Rules = {
    "list_cases": (EVERYBODY, 0),
    "list_duplicates": (SEES_THE_UNIT, 422),
    "show_case": (SEES_THE_CASE, 404),
    "show_answerable": (tuple(one for one in SEES_THE_CASE if one != "customer"), 404),
    "show_choices": (SEES_THE_CASE, 404),
    "choose_remedy": (ON_THE_CASE, 0),
    "register_case": ((*STAFF, "technician", "dealer", "customer"), 0),
    "move_case": (ON_THE_CASE, 0),
    "triage_case": (ON_THE_CASE, 0),
    "assign_case": ((*STAFF, "technician"), 0),  # to one of ours; a dealer names its own
    "decide_cause": (ON_THE_CASE, 0),
    "decline_case": (("technician",), 0),  # who has been handed it
    "forward_case": ((*STAFF, "technician"), 0),
    "split_case": ((*STAFF, "technician"), 0),
    "list_parts": (EVERYBODY, 0),
    "show_part": ((*STAFF, *LOOKING, "technician", "technician2"), 404),
    "move_part": ((*STAFF, "technician2"), 0),
    "check_part": (STAFF, 0),
    "note_case": ((*ON_THE_CASE, "customer"), 0),
    "record_on_case": (ON_THE_CASE, 0),
    "rate_case": (("customer",), 0),
    "answer_loan": ((*ON_THE_CASE, "customer"), 0),
    "answer_proposal": (ON_THE_CASE, 0),
    "renew_link": (ON_THE_CASE, 0),
    "list_files": (SEES_THE_CASE, 404),
    "show_file": (SEES_THE_CASE, 404),
    "add_file": ((*ON_THE_CASE, "customer"), 0),
    "decide_coverage": (ON_THE_CASE, 0),
    "overrule_coverage": (HEADS, 0),
    "show_coverage": (SEES_THE_UNIT, 422),
}


def keys(stage: Stage) -> Keys:
    part = Part.objects.order_by("number").first()
    return {
        "cases": {"number": stage.case.number, "id": stage.file},
        "parts": {"id": part.pk if part else 0},
    }


def bodies(stage: Stage) -> dict[str, Any]:
    technician = stage.world.cast["technician"]
    return {
        "choose_remedy": {"offer": "repair"},
        "register_case": {"symptom": "停机", "unit": stage.world.unit.pk},
        "move_case": {"move": "arrange"},
        "triage_case": {"facts": {"severity": "2"}},
        "assign_case": {"to": technician.pk},
        "forward_case": {"to": technician.reference},
        "decide_cause": {"cause": "installation", "items": "x"},
        "decline_case": {"reason": "x"},
        "split_case": {"parts": [{"what": "x", "to": technician.reference}] * 2},
        "move_part": {"move": "arrange"},
        "check_part": {"found": "arranged", "result": "x"},
        "note_case": {"text": "x"},
        "record_on_case": {"kind": "case.contacted"},
        "rate_case": {"stars": 4},
        "answer_loan": {"accepted": True},
        "answer_proposal": {"proposal": "replacement.proposed", "accepted": False, "reason": "x"},
        "add_file": form_with(SimpleUploadedFile("b.pdf", PDF)),
        "overrule_coverage": {"covered": "yes", "reason": "x"},
    }


def queries(stage: Stage) -> dict[str, str]:
    return dict.fromkeys(("list_duplicates", "show_coverage"), f"?unit={stage.world.unit.pk}")


def close(stage: Stage) -> None:
    for verb, said in (("solve", {"solution": "x"}), ("close", {})):
        actions.move_case(stage.case, verb, data=said, by=SYSTEM, at=timezone.now())


def offer_loan(stage: Stage) -> None:
    actions.offer_loan(stage.case, by=SYSTEM, at=timezone.now())


def propose_replacement(stage: Stage) -> None:
    actions.propose_replacement(stage.case, by=SYSTEM, at=timezone.now())


def hand_over(stage: Stage) -> None:
    Case.objects.filter(pk=stage.case.pk).update(state="forwarded")


def open_a_remedy(_stage: Stage) -> None:
    opened = plans.load_plan(PLAN + MENDED, name="m.yaml", by=SYSTEM, at=timezone.now())
    Agreement.objects.update(plan_version=opened)


def split(stage: Stage) -> None:
    """In the hands of another technician than the one who answers for the case."""
    cast = stage.world.cast
    shares = [actions.Share("x", cast["technician2"])] * 2
    actions.split_case(stage.case, shares, by=cast["agent"], at=timezone.now())
    Case.objects.filter(pk=stage.case.pk).update(responsible=cast["technician"])


ACCESS = Access(RULES, keys, bodies, queries, ready={
    "rate_case": close,
    "answer_loan": offer_loan,
    "answer_proposal": propose_replacement,
    **dict.fromkeys(("show_part", "move_part", "check_part"), split),
    "decline_case": hand_over,
    "choose_remedy": open_a_remedy,
})  # fmt: skip

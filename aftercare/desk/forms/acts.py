"""Every act of a case page by its name in the address."""

from aftercare.desk.forms import acting, causing, handing
from aftercare.desk.forms.acting import ActForm, MoveForm
from aftercare.desk.rules import ANSWERED_BY
from aftercare.desk.states import MOVES, RECORDS

OWN: dict[str, type[ActForm]] = {
    "wait": acting.WaitForm,
    "solve": acting.SolveForm,
    "reopen": acting.ReopenForm,
    "withdraw": acting.WithdrawForm,
    "cause": causing.CauseForm,
    "forward": handing.ForwardForm,
    "decline": handing.DeclineForm,
    "assign": handing.AssignForm,
    "triage": handing.TriageForm,
    "note": acting.NoteForm,
    "overrule": acting.OverruleForm,
    "decide": acting.DecideForm,
    "loan": acting.LoanForm,
    "choose": acting.ChooseForm,
}


def _plain_move(verb: str) -> type[ActForm]:
    move = {"verb": verb, "title": MOVES[verb].label, "button": MOVES[verb].label}
    return type(f"{verb.title()}Form", (MoveForm,), move)


def _record(kind: str) -> type[ActForm]:
    return type("RecordForm", (handing.RecordForm,), {"kind": kind})


def _proposal(kind: str) -> type[ActForm]:
    return type("ProposalForm", (acting.ProposalForm,), {"proposal": kind})


ACTS: dict[str, type[ActForm]] = {
    **{verb: _plain_move(verb) for verb in MOVES if verb not in OWN},
    **OWN,
    **{kind: _record(kind) for kind in RECORDS},
    "case.arrangement_checked": type(
        "CheckForm", (handing.CheckForm,), {"kind": "case.arrangement_checked"}
    ),
    **{f"answer-{kind}": _proposal(kind) for kind in ANSWERED_BY if kind != "loan.offered"},
}

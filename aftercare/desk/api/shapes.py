"""How cases look in the JSON API."""

from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.desk.answerable import Answerable
from aftercare.desk.states import CaseState
from aftercare.kit import http
from aftercare.promises.api import CommitmentShape

cases = http.Area("cases", _("cases"), _("Cases from the call to the close."))

Facts = dict[str, http.Word]
FACTS_EXAMPLE = {"severity": "1", "cause": "product"}
Move = Literal[
    "answer", "guide", "connect", "need_visit", "arrange", "wait", "resume", "solve", "confirm",
    "close", "reopen", "withdraw",
]  # fmt: skip


class UnitRef(http.Shape):
    """The unit a case is about."""

    id: int = Field(examples=[17])
    serial: str = Field(examples=["SN-1"])
    model: str = Field(examples=["DK-500"])


class CaseRow(http.Shape):
    """A case in a list."""

    number: str = Field(examples=["C20261122-0007"])
    reference: str = Field(examples=["case/12"])
    state: CaseState
    customer: http.Named
    unit: UnitRef | None
    symptom: str = Field(examples=["漏水"])
    source: str = Field(examples=["phone"])
    kind: str = Field(examples=["fault"])
    severity: str = Field(examples=["1"])
    covered: str = Field(examples=["yes"], description=N_("yes, no, advice or undetermined"))
    high_priority: bool
    responsible: http.Named | None
    organisation: http.Named | None = Field(description=N_("The dealer it was handed to."))
    reported_at: http.Moment
    solved_at: http.Moment | None
    closed_at: http.Moment | None
    revision: int = Field(examples=[3])


class OpenMove(http.Shape):
    """A move that is possible now."""

    move: str = Field(examples=["wait"])
    label: str = Field(examples=["…"])
    needs: list[str] = Field(examples=[["reason"]], description=N_("What `data` must hold."))


class AgreementRef(http.Shape):
    """The agreement a case falls under."""

    id: int = Field(examples=[7])
    number: str = Field(examples=["HT-2026-018"])


class Declining(http.Shape):
    """Why the case is not taken."""

    reason: http.Line = Field(examples=["…"])


class Causing(http.Shape):
    """Whose cause it is, and what follows: one of three ways."""

    cause: http.Word = Field(examples=["installation"])
    supplier: http.Id | None = Field(
        None, description=N_("For a cause of the supplier: its organisation.")
    )
    agreed_for: http.Moment | None = Field(None, description=N_("When the supplier comes."))
    told_by: Literal["", "phone", "messenger", "letter", "in-person"] = Field(
        "", description=N_("How the supplier was told, when it has no e-mail address.")
    )
    explanation: http.Text = Field("", description=N_("What the customer is told."))
    help: http.Text = Field("", description=N_("Help that is offered to the customer."))
    items: http.Text = Field("", description=N_("For our own cause: what is to be repaired."))


class Answers(http.Shape):
    """Who answers for a case now, and why it is they: always one name."""

    id: int | None = Field(examples=[4], description=N_("None for a dealer without people."))
    name: str = Field(examples=["林晓"])
    why: str = Field(examples=["duty"], description=N_("named, dealer, duty, head or manager"))


def answers_item(found: Answerable | None) -> dict[str, Any] | None:
    """Who answers, as JSON."""
    if found is None:
        return None
    key = found.person.pk if found.person else None
    return {"id": key, "name": found.name, "why": found.how}


class LegalClockShape(http.Shape):
    """The clock of the law on a request; `due_at` is the first instant after the last day."""

    rule: str = Field(examples=["PEN-8"])
    due_at: http.Moment
    state: str = Field(examples=["open"])
    provisional: bool = Field(examples=[False])


class CaseShape(CaseRow):
    """A case with its clocks and its verdict."""

    description: str = Field(examples=[""])
    reporter_name: str = Field(examples=["张伟"])
    reporter_phone: str = Field(examples=["13600000001"])
    reporter_email: str = Field(examples=["wang@example.com"])
    agreement: AgreementRef | None
    project: http.Named | None
    site: http.Named | None
    department: http.Named | None
    facts: Facts = Field(examples=[FACTS_EXAMPLE], description=N_("Words of the plan."))
    waiting_reason: str = Field(examples=[""])
    solution: str = Field(examples=[""])
    rating: int | None = Field(examples=[None])
    loan: str = Field(examples=[""])
    verdict: dict[str, Any] | None = Field(
        examples=[None], description=N_("The coverage verdict with its reasons.")
    )
    verdict_at: http.Moment | None
    moves: list[OpenMove]
    commitments: list[CommitmentShape] = Field(description=N_("Its promises, running ones first."))
    law: LegalClockShape | None = Field(
        description=N_("The fifteen days of the law on a consumer's request.")
    )


class CaseFilters(http.Paging):
    """Filters of the list of cases."""

    state: CaseState | None = Field(None, description=N_("Only in this state."))
    open: bool | None = Field(None, description=N_("Only open ones, or only settled ones."))
    customer: http.Key | None = Field(None, description=N_("Only of this organisation."))
    unit: http.Key | None = Field(None, description=N_("Only of this unit."))
    project: http.Key | None = Field(None, description=N_("Only of this project."))
    agreement: http.Key | None = Field(None, description=N_("Only under this agreement."))
    responsible: http.Key | None = Field(None, description=N_("Only of this person."))
    organisation: http.Key | None = Field(None, description=N_("Only handed to this dealer."))
    kind: str | None = Field(None, max_length=40, description=N_("Only of this kind."))
    severity: str | None = Field(None, max_length=40, description=N_("Only of this severity."))
    reported_after: http.Moment | None = Field(None, description=N_("Only reported since."))
    reported_before: http.Moment | None = Field(None, description=N_("Only reported before."))


class DuplicateFilters(http.Shape):
    """What a new report would be about."""

    customer: http.Key | None = Field(None, description=N_("The customer; known from the unit."))
    unit: http.Key | None = Field(None, description=N_("The unit."))
    site: http.Key | None = Field(None, description=N_("The site, without a unit."))


class NewCase(http.Shape):
    """What somebody reported. Words are those of the plan; empty means not known yet."""

    symptom: http.Line = Field(min_length=1, examples=["漏水"])
    customer: http.Id | None = Field(None, description=N_("Not needed when the unit is given."))
    unit: http.Id | None = None
    project: http.Id | None = None
    site: http.Id | None = None
    agreement: http.Id | None = Field(None, description=N_("Found by what it covers if empty."))
    description: http.Text = ""
    reporter_name: str = Field("", max_length=80, examples=["张伟"])
    reporter_phone: str = Field("", max_length=40, examples=["13600000001"])
    reporter_email: str = Field("", max_length=254, examples=["wang@example.com"])
    reporter_language: Literal["", "zh-hans", "en"] = Field(
        "", description=N_("In which they are written to."), examples=["zh-hans"]
    )
    source: http.Word = Field("api", examples=["phone"])
    kind: http.Word = Field("fault", examples=["fault"])
    facts: Facts = Field({}, examples=[FACTS_EXAMPLE], max_length=20)
    reported_at: http.Moment | None = Field(
        None, description=N_("When it was said, if that was earlier; clocks run from then.")
    )
    agreed_for: http.Moment | None = Field(
        None, description=N_("The time the customer sets, where the plan promises to keep it.")
    )
    responsible: http.Id | None = None
    id: UUID | None = Field(None, description=N_("Your own name for the report; it counts once."))


class Pass(http.Shape):
    """Who lets a case through a closed gate of the plan, and why."""

    approver: http.Id = Field(examples=[2], description=N_("The person the plan asks."))
    reason: http.Line = Field(min_length=1, examples=["…"])


class Gated(http.Shape):
    """What a gate of the plan may hold back."""

    passing: Pass | None = Field(
        None,
        examples=[None],
        description=N_("Needed only where a gate is closed and may be opened."),
    )


class Sending(Gated):
    """Naming somebody who may lack a certificate."""

    despite: http.Line = Field(
        "", examples=[""],
        description=N_("Why a head sends somebody without a certificate that the case asks for."),
    )  # fmt: skip


class NewMove(Gated):
    """One move of the life of a case."""

    move: Move = Field(examples=["answer"])
    data: http.Content = Field(
        {}, examples=[{}], description=N_("What the move needs, such as reason or solution.")
    )
    occurred_at: http.Moment | None = Field(
        None, description=N_("When it happened, if it is entered later.")
    )


class Triage(http.Shape):
    """Facts to change; an empty word clears one."""

    facts: Facts = Field(examples=[FACTS_EXAMPLE], min_length=1, max_length=20)


class Assignment(Sending):
    """Who is responsible from now on."""

    to: http.Id | None = Field(
        None,
        examples=[6],
        description=N_("The key of a person; without, whom the plan makes responsible."),
    )


class Forwarding(Sending):
    """To whom a case is handed."""

    to: http.Word = Field(
        examples=["person/6"],
        description=N_("A reference: person/6, department/2 or organisation/5."),
    )
    note: http.Line = ""


class NewNote(http.Shape):
    """A note on a case."""

    text: http.Text = Field(min_length=1, examples=["…"])
    internal: http.Flag = Field(True, description=N_("If false, the customer sees it too."))


class NewRecord(Gated):
    """Something that happened on a case without moving it."""

    kind: http.Word = Field(examples=["visit.arrived"])
    data: http.Content = Field({}, examples=[{}])
    occurred_at: http.Moment | None = None
    id: UUID | None = Field(None, description=N_("Your own name for the event; it happens once."))


class Rating(http.Shape):
    """What the customer thinks of it; given once."""

    stars: int = Field(ge=1, le=5, strict=True, examples=[5])
    text: str = Field("", max_length=1000, examples=["很快"])
    id: UUID | None = Field(None, description=N_("Your own name for the event; it happens once."))


class LoanAnswer(http.Shape):
    """Whether the customer takes the unit that is lent."""

    accepted: http.Flag
    id: UUID | None = Field(None, description=N_("Your own name for the event; it happens once."))


class ProposalAnswer(http.Shape):
    """What was decided about something a late promise proposed."""

    proposal: http.Word = Field(
        examples=["replacement.proposed"], description=N_("The kind of the event that proposed it.")
    )
    accepted: http.Flag
    reason: http.Line = Field(min_length=1, examples=["…"])
    id: UUID | None = Field(None, description=N_("Your own name for the event; it happens once."))


class LinkShape(http.Shape):
    """The private link of a case."""

    link: str = Field(examples=["…"], description=N_("For the customer; shown this once."))


class NewFile(http.Shape):
    """What is said about a file that is sent."""

    public: bool = Field(False, description=N_("If true, the customer sees it too."))
    keep_metadata: bool = Field(
        False,
        description=N_("If true, a photograph keeps its place and time; the sender agreed."),
    )
    id: UUID | None = Field(None, description=N_("Your own name for the event; it happens once."))


class FileShape(http.Shape):
    """A file of a case."""

    id: int = Field(examples=[17])
    name: str = Field(examples=["leak.jpg"])
    kind: str = Field(examples=["image/jpeg"])
    size: int = Field(examples=[204800], description=N_("In bytes, as it is kept."))
    sha256: str = Field(examples=["5f2c…"])
    width: int | None = Field(examples=[1600])
    height: int | None = Field(examples=[1200])
    public: bool
    uploaded_by: str = Field(examples=["林晓"])
    uploaded_at: http.Moment


class Overruling(http.Shape):
    """Another verdict than the rules give."""

    covered: Literal["yes", "no", "advice"]
    reason: http.Line = Field(min_length=1, examples=["…"])

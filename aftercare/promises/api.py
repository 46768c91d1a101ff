"""Commitments in the JSON API: every promise on every occasion, how it stands and why."""

import zlib
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.kit import events, http
from aftercare.kit.errors import Stale
from aftercare.people.roles import Power
from aftercare.promises import actions, explaining, queries
from aftercare.promises.models import RUNS, Commitment
from aftercare.promises.rules.deriving import State

commitments = http.Area(
    "commitments", _("commitments"), _("Promises with their due moments and outcomes.")
)


class PauseShape(http.Shape):
    """A stretch in which the clock stood still."""

    begins_at: http.Moment
    ends_at: http.Moment | None
    reason: str = Field(examples=["customer"])
    event: int = Field(examples=[4711])


class CommitmentShape(http.Shape):
    """One promise, one occasion, one due moment."""

    id: int = Field(examples=[99])
    key: str = Field(examples=["9:fix:4711:1:0"])
    agreement: int = Field(examples=[7])
    plan: str = Field(examples=["machinery"])
    version: int = Field(examples=[2])
    promise: str = Field(examples=["fix"])
    subject: str = Field(examples=["case/12"])
    number: int = Field(examples=[1], description=N_("Which occasion of a schedule."))
    variant: int = Field(examples=[0], description=N_("How often its terms were changed."))
    state: State
    is_late: bool = Field(description=N_("Whether it is running and its moment has passed."))
    target: str = Field(examples=["4 h"])
    row: str = Field(examples=["1"], description=N_("The line of the time table that applies."))
    started_at: http.Moment
    opens_at: http.Moment | None
    due_at: http.Moment | None = Field(description=N_("None while a pause runs."))
    provisional: bool = Field(description=N_("A year without published holidays was counted."))
    pauses: list[PauseShape]
    met_at: http.Moment | None
    ended_at: http.Moment | None
    reason: str = Field(examples=[""])
    responsible: int | None = Field(examples=[3])
    organisation: int | None = Field(examples=[None])


class CommitmentFilters(http.Paging):
    """Filters of the list of commitments."""

    state: State | None = Field(None, description=N_("Only in this state."))
    late: bool | None = Field(None, description=N_("Only those running after their due moment."))
    due_after: http.Moment | None = Field(None, description=N_("Only due at or after this."))
    due_before: http.Moment | None = Field(None, description=N_("Only due before this."))
    subject: str | None = Field(None, max_length=60, description=N_("Only of this record."))
    promise: str | None = Field(None, max_length=60, description=N_("Only of this promise."))
    agreement: http.Key | None = Field(None, description=N_("Only under this agreement."))
    responsible: http.Key | None = Field(None, description=N_("Only of this person."))


class LineShape(http.Shape):
    """One step of the sum by which a due moment was counted."""

    kind: str = Field(examples=["open"], description=N_("What the step tells."))
    begin: http.Moment
    end: http.Moment
    counted: int = Field(description=N_("What it adds, in the unit of the sum."))
    total: int = Field(description=N_("The sum so far: microseconds, days, months or years."))
    note: str = Field(examples=[""], description=N_("A holiday or a reason."))
    text: str = Field(examples=["…"])


class ClauseShape(http.Shape):
    """A clause of the catalogue."""

    id: str = Field(examples=["P01-04"])
    rule: str = Field(examples=["…"])


class ExplanationShape(http.Shape):
    """Why a commitment is due when it is, and how it ended."""

    commitment: CommitmentShape
    title: str = Field(examples=["…"])
    clauses: list[ClauseShape]
    source: str = Field(examples=[""], description=N_("Where in the sold plan it stands."))
    started_by: http.EventShape | None
    met_by: http.EventShape | None
    lines: list[LineShape] = Field(description=N_("Empty where nothing was counted."))
    outcome: str = Field(examples=["…"])
    text: str = Field(examples=["…"], description=N_("All of it in words, line by line."))


class LetGo(http.Shape):
    """Why a promise is let go."""

    reason: http.Line = Field(min_length=1, examples=["…"])


COLUMNS = (
    "id", "key", "agreement_id", "plan_version__plan", "plan_version__number", "promise",
    "subject", "number", "variant", "state", "target", "row", "started_at", "opens_at", "due_at",
    "provisional", "pauses", "met_at", "ended_at", "reason", "responsible_id", "organisation_id",
)  # fmt: skip


@commitments.get(
    "/commitments",
    _("List commitments"),
    returns=http.Listed[CommitmentShape],
    description=_("By due moment when a filter asks for it, otherwise the newest first."),
)
def list_commitments(request: http.Request, query: Query[CommitmentFilters]) -> HttpResponse:
    """The commitments the person may see."""
    now = timezone.now()
    rows = _filtered(queries.bare_commitments_visible_to(request.user), query, now)
    item = _item_at(now)
    if query.late or query.due_before or query.due_after:
        rows = rows.filter(due_at__isnull=False)
        order, filled = ("due_at", "id"), ("due_at",)
        return http.page(
            request, rows.values(*COLUMNS), query, order=order, item=item, filled=filled
        )
    return http.page(request, rows.values(*COLUMNS), query, order=("-id",), item=item)


@commitments.get("/commitments/{id}", _("Show a commitment"), returns=CommitmentShape, tagged=True)
def show_commitment(request: http.Request, id: http.Key) -> HttpResponse:
    """One commitment."""
    return _shown(request, id)


@commitments.get(
    "/commitments/{id}/explanation",
    _("Explain a commitment"),
    description=_(
        "The clause, the start event, each stretch of open time, each pause and holiday skipped, "
        "the due moment and the outcome. A person can check it with a pencil."
    ),
    returns=ExplanationShape,
)
def explain_commitment(request: http.Request, id: http.Key) -> HttpResponse:
    """How the due moment was counted."""
    row = http.found(queries.commitments_visible_to(request.user), pk=id)
    return http.answer(explanation_item(row, explaining.explain(row)))


@commitments.post(
    "/commitments/{id}/waive",
    _("Waive a commitment"),
    description=_("The customer, or somebody for them, does without it; the reason is recorded."),
    returns=CommitmentShape,
    tagged=True,
    power=Power.WAIVE,
)
def waive_commitment(request: http.Request, id: http.Key, body: LetGo) -> HttpResponse:
    """Let a running promise go."""
    row = _looked_at(request, id)
    actions.waive(row, reason=body.reason, by=request.user, at=timezone.now())
    return _shown(request, id)


@commitments.post(
    "/commitments/{id}/void",
    _("Void a commitment"),
    description=_("It should never have started, such as that of a case reported twice."),
    returns=CommitmentShape,
    tagged=True,
    power=Power.WAIVE,
)
def void_commitment(request: http.Request, id: http.Key, body: LetGo) -> HttpResponse:
    """Take back a running promise."""
    row = _looked_at(request, id)
    actions.void(row, reason=body.reason, by=request.user, at=timezone.now())
    return _shown(request, id)


@commitments.post(
    "/commitments/{id}/lateness",
    _("Say why a commitment is late"),
    description=_("For the report of the day; the clock goes on."),
    returns=CommitmentShape,
    tagged=True,
    power=Power.HANDLE_CASES,
)
def explain_lateness(request: http.Request, id: http.Key, body: LetGo) -> HttpResponse:
    """Why a promise is or was late, in a person's words."""
    row = _looked_at(request, id)
    actions.explain_lateness(row, reason=body.reason, by=request.user, at=timezone.now())
    return _shown(request, id)


def commitment_item(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A row of `values(*COLUMNS)` as JSON."""
    running = row["state"] in ("open", "paused")
    due = row["due_at"]
    names = {"agreement_id": "agreement", "plan_version__plan": "plan",
             "plan_version__number": "version", "responsible_id": "responsible",
             "organisation_id": "organisation"}  # fmt: skip
    item = {names.get(name, name): row[name] for name in COLUMNS}
    return {**item, "is_late": running and due is not None and due < now}


def explanation_item(row: Commitment, told: explaining.Explanation) -> dict[str, Any]:
    """An explanation as JSON, in the reader's language."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    columns = Commitment.objects.filter(pk=row.pk).values(*COLUMNS).get()
    return {
        "commitment": commitment_item(columns, timezone.now()),
        "title": getattr(told.title, language),
        "clauses": [{"id": clause.id, "rule": clause.rule} for clause in told.clauses],
        "source": told.promise.source or "",
        "started_by": http.event_of(told.started_by) if told.started_by else None,
        "met_by": http.event_of(told.met_by) if told.met_by else None,
        "lines": [
            {
                "kind": str(line.kind), "begin": line.begin, "end": line.end,
                "counted": line.counted, "total": line.total, "note": line.note,
                "text": getattr(words, language),
            }
            for line, words in zip(told.lines, told.sums, strict=True)
        ],
        "outcome": getattr(told.outcome, language),
        "text": explaining.text_of(told, language),
    }  # fmt: skip


def _item_at(now: datetime) -> Any:
    return lambda row: commitment_item(row, now)


def _filtered(
    rows: QuerySet[Commitment], query: CommitmentFilters, now: datetime
) -> QuerySet[Commitment]:
    wanted = {
        "state": query.state, "due_at__gte": query.due_after, "due_at__lt": query.due_before,
        "subject": query.subject, "promise": query.promise, "agreement": query.agreement,
        "responsible": query.responsible,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if query.late is None:
        return rows
    late = RUNS & Q(due_at__lt=now)
    return rows.filter(late) if query.late else rows.exclude(late)


def _shown(request: http.Request, key: int, status: int = 200) -> HttpResponse:
    rows = queries.commitments_visible_to(request.user).select_related(None)
    row = rows.filter(pk=key).values(*COLUMNS).first()
    if row is None:
        http.found(rows, pk=key)
        raise AssertionError
    item = commitment_item(row, timezone.now())
    return http.single(request, item, revision=_mark(row), status=status)


def _mark(row: dict[str, Any]) -> str:
    """What stands for a revision: a commitment is derived anew, so its content marks it."""
    told = (row["key"], row["state"], row["due_at"], row["ended_at"], row["pauses"])
    return f"{zlib.crc32(repr(told).encode()):08x}"


def _looked_at(request: http.Request, key: int) -> Commitment:
    """The commitment, locked, as the caller has seen it; `Stale` when it stands otherwise now."""
    events.take_turn()
    rows = queries.commitments_visible_to(request.user)
    row = http.found(rows.select_for_update(of=("self",)), pk=key)
    mark = http.expected_mark(request)
    columns = rows.select_related(None).filter(pk=key).values(*COLUMNS).get()
    if mark is not None and mark != _mark(columns):
        text = _("Somebody else has changed this meanwhile. Look at the changes and try again.")
        raise Stale(text, subject=row.reference)
    return row

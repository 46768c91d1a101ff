"""The small forms of a case page: one for each move, record and decision."""

import uuid
from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.desk import actions, choosing, queries
from aftercare.desk.actions import HeldBack, Passing
from aftercare.desk.models import Case
from aftercare.desk.speech import COVERED, Voice, voice_of
from aftercare.kit.forms import Partial
from aftercare.people.models import Person
from aftercare.plans.language import vocabulary

LONG = {"rows": 4}
PASSING = ("approver", "approval_reason")


class Moment(forms.DateTimeField):
    """A date and time in the zone of the person."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)


class ActFrame(forms.Form):
    """What all that is done to a case has in common: by itself, the frame of a button. Sent twice,
    it has the effect of one.

    `revision` is the one the person looked at. When a gate of the plan is closed, `offer_passing`
    asks who lets the case through all the same. The button says what the form is called, unless it
    has words of its own.
    """

    title: Any = ""
    button: Any = ""
    hint: Any = ""
    earlier: ClassVar[bool] = False  # whether it may have happened before now

    id = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case, by: Person) -> None:
        self.case, self.by = case, by
        self.voice: Voice = voice_of(case)
        initial = {"id": uuid.uuid4(), "revision": case.revision}
        super().__init__(data, initial=initial, auto_id="act_%s", label_suffix="")
        self.shape()
        if self.earlier:
            self.fields["occurred_at"] = Moment(
                label=_("When it happened"), required=False,
                help_text=_("Leave it empty for now. Clocks judge by this time."),
            )  # fmt: skip
        if data is not None and any(name in data for name in PASSING):
            self._ask_for_passing(queries.approvers())
        self.button = self.button or self.title

    def shape(self) -> None:
        """Make the form fit the case."""

    def clean_occurred_at(self) -> datetime | None:
        """A time to the minute means the report itself when that was in the same minute."""
        moment: datetime | None = self.cleaned_data["occurred_at"]
        reported_at = self.case.reported_at
        if moment and moment < reported_at and moment == reported_at.replace(second=0):
            return reported_at
        return moment

    def offer_passing(self, held: HeldBack) -> None:
        """Show which gate is closed, and ask for the approval that opens it, if any does."""
        self.add_error(None, str(held.message))
        if all(barrier.may_be_opened for barrier in held.barriers):
            self._ask_for_passing(queries.approvers(held.barriers))

    def renewed(self) -> Self:
        """The same form with what was written, on the present revision of the case."""
        data = {**self.data.dict(), "revision": self.case.revision}  # type: ignore[attr-defined]
        return type(self)(data, case=self.case, by=self.by)

    def said(self, *, leave_out: Sequence[str] = ()) -> dict[str, Any]:
        """What was filled in, without the frame of the form."""
        frame = {"id", "revision", "occurred_at", *PASSING, *leave_out}
        return {name: value for name, value in self.cleaned_data.items() if name not in frame}

    @property
    def passing(self) -> Passing | None:
        """Who lets the case through a gate, when somebody is named."""
        approver = self.cleaned_data.get("approver")
        return Passing(approver, self.cleaned_data["approval_reason"]) if approver else None

    @property
    def frame(self) -> dict[str, Any]:
        """The revision and the id of the event, for an action."""
        return {"revision": self.cleaned_data["revision"], "id": self.cleaned_data["id"]}

    def _ask_for_passing(self, people: Any) -> None:
        self.fields["approver"] = forms.ModelChoiceField(
            people, label=_("Approved by"), required=False, empty_label="—"
        )
        self.fields["approval_reason"] = forms.CharField(
            label=_("Reason for the approval"), max_length=300, required=False
        )


class ActForm(ActFrame, metaclass=Partial):
    """Something done to a case."""

    @abstractmethod
    def carry_out(self, at: datetime) -> None:
        """Do it; refusals of the action go up."""


class MoveForm(ActForm):
    """A move of the table; what it needs is asked for."""

    verb: ClassVar[str] = ""
    earlier = True

    def carry_out(self, at: datetime) -> None:
        """Move the case."""
        actions.move_case(
            self.case, self.verb, by=self.by, at=at,
            occurred_at=self.cleaned_data["occurred_at"], passing=self.passing,
            data={name: value for name, value in self.said().items() if value},
            **self.frame,
        )  # fmt: skip


class WaitForm(MoveForm):
    """Why nothing can be done for now."""

    title = _("Wait")
    verb = "wait"
    reason = forms.ChoiceField(label=_("What is waited for"))
    evidence = forms.CharField(
        label=_("Evidence"), max_length=300, required=False,
        help_text=_("What shows it: who said so, a letter, a photograph. It stays with the pause."),
    )  # fmt: skip

    def shape(self) -> None:
        """The reasons of the vocabulary; those that stop a clock of this plan come first."""
        plan = self.voice.plan
        stopping = {name for one in plan.promises.values() for name in one.pause_while}
        order = sorted(vocabulary.WAITING, key=lambda name: name not in stopping)
        note = _("stops clocks of this agreement")
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (name, f"{self.voice.waiting(name)}{f' — {note}' if name in stopping else ''}")
            for name in order
        ]


class SolveForm(MoveForm):
    """What solved it."""

    title = _("Solved")
    verb = "solve"
    solution = forms.CharField(label=_("Solution"), widget=forms.Textarea(attrs=LONG))


class ReasonForm(MoveForm):
    """A move that needs a reason in words."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class ReopenForm(ReasonForm):
    """It was not solved after all; its clocks go on."""

    title = _("Reopen")
    verb = "reopen"


class WithdrawForm(ReasonForm):
    """The customer takes the report back, or it was one by mistake."""

    title = _("Withdraw")
    verb = "withdraw"


class NoteForm(ActForm):
    """A remark."""

    title = pgettext_lazy("case", "Note")
    button = _("Add the note")
    text = forms.CharField(label=pgettext_lazy("case", "Note"), widget=forms.Textarea(attrs=LONG))
    shown = forms.BooleanField(label=_("Show it to the customer"), required=False)

    def carry_out(self, at: datetime) -> None:
        """Write the note."""
        given = self.cleaned_data
        actions.note_case(
            self.case, given["text"], by=self.by, at=at, internal=not given["shown"],
            id=given["id"],
        )  # fmt: skip


class LoanForm(ActForm):
    """What the customer says to the loan."""

    title = _("Loan unit")
    button = pgettext_lazy("button", "Record")
    hint = _("A unit of the same grade, free until the fault is solved.")
    accepted = forms.ChoiceField(
        label=_("The customer"), widget=forms.RadioSelect,
        choices=[("yes", _("takes it")), ("no", _("does not want it"))],
    )  # fmt: skip

    def carry_out(self, at: datetime) -> None:
        """Record the answer."""
        given = self.cleaned_data
        actions.answer_loan(
            self.case, accepted=given["accepted"] == "yes", by=self.by, at=at, id=given["id"]
        )


class ProposalForm(ActForm):
    """A decision about what a late promise proposed."""

    title = _("Decide")
    proposal: ClassVar[str] = ""
    accepted = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[("yes", _("do it")), ("no", _("leave it"))],
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def carry_out(self, at: datetime) -> None:
        """Record the decision."""
        given = self.cleaned_data
        actions.answer_proposal(
            self.case, self.proposal, accepted=given["accepted"] == "yes",
            reason=given["reason"], by=self.by, at=at, id=given["id"],
        )  # fmt: skip


class OverruleForm(ActForm):
    """A person decides otherwise than the rules."""

    title = _("Overrule the verdict")
    hint = _("For example goodwill. Your name and the reason stay with the verdict.")
    covered = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def shape(self) -> None:
        """The three answers a person may give."""
        self.fields["covered"].choices = [  # type: ignore[attr-defined]
            (value, self.voice.say(COVERED[value])) for value in ("yes", "no", "advice")
        ]

    def carry_out(self, at: datetime) -> None:
        """Overrule."""
        actions.overrule_coverage(self.case, by=self.by, at=at, **self.said(), **self.frame)


class ChooseForm(ActForm):
    """What the customer chose among what is open now."""

    title = _("The customer's choice")
    button = pgettext_lazy("button", "Record")
    hint = _("Only what the plan or the law opens now. A later choice takes its place.")
    choice = forms.ChoiceField(label=_("Choice"), widget=forms.RadioSelect)

    def shape(self) -> None:
        """What is open, with the clause or law that opens it."""
        ladder = choosing.ladder_of(self.case, timezone.now())
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            (
                f"{offer.name}:{word}",
                f"{self.voice.offer(word)} ({', '.join(offer.clauses or (offer.name,))})",
            )
            for offer in ladder.offers
            for word in offer.offers
        ]

    def carry_out(self, at: datetime) -> None:
        """Record it."""
        name, _colon, offer = self.cleaned_data["choice"].rpartition(":")
        actions.choose_remedy(self.case, offer, name=name, by=self.by, at=at, **self.frame)


class DecideForm(ActForm):
    """The verdict as it is, from now on."""

    title = _("Decide the coverage")
    button = _("Freeze the verdict")
    hint = _("From now on neither time nor new data change this verdict.")

    def carry_out(self, at: datetime) -> None:
        """Freeze."""
        actions.decide_coverage(self.case, by=self.by, at=at, **self.frame)

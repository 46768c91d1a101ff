"""Handing a case on, naming who answers for it, triage, and recording what happened."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aftercare.desk import actions, certifying, facts, queries
from aftercare.desk.defaults import Default, default_assignee
from aftercare.desk.excluding import excluded_from
from aftercare.desk.forms.acting import LONG, ActForm, Moment
from aftercare.desk.speech import Voice
from aftercare.desk.states import RECORDS, UNARRANGED
from aftercare.people.models import Department, Organisation, Person
from aftercare.people.roles import Power

Receiver = Person | Department | Organisation


class DespiteForm(ActForm):
    """Naming a person: what each lacks for the case, and why a head sends one all the same."""

    def lacking(self, people: Iterable[Person]) -> Mapping[int, str]:
        """What each of these lacks, in words; a head is asked for a reason when somebody does."""
        found = certifying.lacking(self.case, people, timezone.now())
        if self.by.may(Power.OVERRULE) and any(certifying.bars(one) for one in found.values()):
            self.fields["despite"] = despite_field()
        return certifying.in_words(found)

    @property
    def despite(self) -> str:
        """The reason, when one was asked for."""
        return str(self.cleaned_data.get("despite", ""))


def despite_field() -> forms.CharField:
    """Why somebody without a valid certificate is sent."""
    return forms.CharField(
        label=_("Reason to send somebody without a valid certificate"), max_length=300,
        required=False, help_text=_("Only needed for them; it stays in the history of the case."),
    )  # fmt: skip


class ForwardForm(DespiteForm):
    """To whom the case goes."""

    title = _("Forward")
    hint = _("From now on the receiver has to arrange it in time.")
    to = forms.ChoiceField(label=_("To"))
    note = forms.CharField(label=pgettext_lazy("case", "Note"), max_length=300, required=False)

    def shape(self) -> None:
        """Departments, dealers and people who may receive it."""
        self.receivers = queries.receivers_for(self.case, self.by)
        excluded = excluded_from(self.case)
        fitting = {
            reference: one
            for reference, one in self.receivers.items()
            if not (isinstance(one, Person) and one.pk in excluded)
        }
        people = [one for one in self.receivers.values() if isinstance(one, Person)]
        lacks = self.lacking(people)
        self.fields["to"].help_text = _not_sent(people, excluded)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "—"), *receiver_choices(fitting, lacks),
        ]  # fmt: skip

    def carry_out(self, at: datetime) -> None:
        """Forward."""
        to = self.receivers[self.cleaned_data["to"]]
        actions.forward_case(
            self.case, to=to, note=self.cleaned_data["note"], by=self.by, at=at,
            despite=self.despite, passing=self.passing, **self.frame,
        )  # fmt: skip


class AssignForm(DespiteForm):
    """Who answers for the case."""

    title = _("Assign")
    to = forms.ModelChoiceField(Person.objects.none(), label=_("Responsible"), empty_label="—")

    def shape(self) -> None:
        """Those who may handle it; after a complaint about the technician, another one."""
        field: Any = self.fields["to"]
        excluded = excluded_from(self.case)
        field.queryset = queries.assignable_to(self.case, self.by)
        lacks = self.lacking(field.queryset)
        field.label_from_instance = lambda one: _with_reason(one, {**lacks, **excluded})
        default = default_assignee(self.case, timezone.now())
        if default is not None and self.case.responsible is None:
            fit = default.person is not None and default.person.pk not in excluded
            field.initial = default.person if fit else None
        said = [default_words(default)] if default is not None else []
        field.help_text = " ".join([*said, _not_sent(field.queryset, excluded)]).strip()

    def carry_out(self, at: datetime) -> None:
        """Assign."""
        actions.assign_case(
            self.case, to=self.cleaned_data["to"], by=self.by, at=at, despite=self.despite,
            passing=self.passing, **self.frame,
        )  # fmt: skip


SPECIAL = {
    "transferred": _("has been transferred, with no project nearby"),
    "away": _("is away"),
    "left": _("has left"),
    "uncertified": _("has no valid certificate for it"),
    "nobody": _("is not known"),
}


def default_words(default: Default) -> str:
    """Who is responsible by the plan, or why somebody is dispatched specially."""
    clauses = " ".join(default.rule.clauses)
    if default.person is not None:
        said = gettext("By the plan: %(name)s, the original project manager (%(clauses)s).")
        return said % {"name": default.person.name, "clauses": clauses}
    named = default.named.name if default.named else gettext("the original project manager")
    said = gettext("Special dispatch: %(name)s %(why)s (%(clauses)s).")
    return said % {"name": named, "why": SPECIAL[default.why], "clauses": clauses}


class TriageForm(ActForm):
    """The facts that make a difference under the plan of the case."""

    title = _("Triage")
    hint = _("Clocks and coverage follow. A clock whose time changes goes on as a new one.")

    def shape(self) -> None:
        """One choice for each fact, in the words of the plan."""
        plan = self.voice.plan
        for name in ["kind", *facts.asked(plan if self.case.agreement else None)]:
            self.fields[name] = fact_field(self.voice, name, required=name in {"kind"})
            self.fields[name].initial = getattr(self.case, name)

    def carry_out(self, at: datetime) -> None:
        """Triage."""
        actions.triage_case(self.case, self.said(), by=self.by, at=at, **self.frame)


class RecordForm(ActForm):
    """Something that happened, such as an arrival; it leaves the state as it is."""

    kind: ClassVar[str] = ""
    button = pgettext_lazy("button", "Record")
    earlier = True

    def shape(self) -> None:
        """A field for each thing that must be said about it."""
        self.title = self.voice.kind(self.kind)
        for name in RECORDS[self.kind]:
            self.fields[name] = said_field(name)

    def carry_out(self, at: datetime) -> None:
        """Record it."""
        data = {name: _plain(value) for name, value in self.said().items()}
        actions.record_on_case(
            self.case, self.kind, by=self.by, at=at,
            occurred_at=self.cleaned_data["occurred_at"], data=data, passing=self.passing,
            id=self.cleaned_data["id"],
        )  # fmt: skip


class CheckForm(RecordForm):
    """What the forwarder's own check finds; nothing arranged goes to the leaders."""

    hint = _("Nothing arranged: it goes to the leaders and is noted against the receiver.")

    def shape(self) -> None:
        """The finding comes first; what is on record is offered."""
        super().shape()
        done = self.case.state not in UNARRANGED
        self.fields["found"] = forms.ChoiceField(
            label=_("Found"), widget=forms.RadioSelect, choices=FOUND,
            initial="arranged" if done else "nothing",
        )  # fmt: skip
        self.order_fields(["found", "result"])


class DeclineForm(ActForm):
    """Why the case is not taken; it goes back to whoever forwarded it."""

    title = _("Decline")
    hint = _("It goes back to whoever forwarded it, never to the customer. The clock runs on.")
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def carry_out(self, at: datetime) -> None:
        """Decline."""
        actions.decline_case(
            self.case, reason=self.cleaned_data["reason"], by=self.by, at=at, **self.frame
        )


FOUND = [("arranged", _("it is arranged")), ("nothing", _("nothing is arranged"))]
SAID = {
    "opinion": _("Opinion"),
    "solution": _("Solution"),
    "result": _("Result"),
    "agreed_for": _("Agreed for"),
    "report": _("Report"),
    "part": pgettext_lazy("spare", "Part"),
    "decision": _("Decision"),
    "authorised_by": _("Authorised by"),
    "scope": _("What may be done, and until when"),
    "visited": _("Seen on site in person"),
}
VISITED = [("yes", _("yes")), ("no", _("no"))]
SHORT = {"part", "authorised_by", "scope", "result", "decision"}


def said_field(name: str) -> forms.Field:
    """The field for something that must be said about a record."""
    if name == "agreed_for":
        return Moment(label=SAID[name])
    if name == "visited":
        return forms.ChoiceField(label=SAID[name], widget=forms.RadioSelect, choices=VISITED)
    widget = forms.TextInput() if name in SHORT else forms.Textarea(attrs=LONG)
    return forms.CharField(label=SAID[name], max_length=2000, widget=widget)


def fact_choices(voice: Voice, name: str) -> list[tuple[str, str]]:
    """The words of one fact under the plan, to choose from."""
    return [(one.value, voice.say(one.words)) for one in facts.choices(voice.plan, name)]


def fact_field(voice: Voice, name: str, *, required: bool = False) -> forms.ChoiceField:
    """The choice of one fact in the words of the plan."""
    empty = [] if required else [("", "—")]
    choices = [*empty, *fact_choices(voice, name)]
    return forms.ChoiceField(label=voice.fact(name), choices=choices, required=required)


def receiver_choices(
    receivers: dict[str, Receiver], lacks: Mapping[int, str]
) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Receivers to choose from, by what they are; people with what they lack for the case."""
    groups: list[tuple[Any, list[tuple[str, str]]]] = [
        (_("Dealers"), _named(receivers, Organisation, {})),
        (_("Departments"), _named(receivers, Department, {})),
        (_("People"), _named(receivers, Person, lacks)),
    ]
    return [(label, rows) for label, rows in groups if rows]


def with_role(person: Person) -> str:
    """A person with what they do, as lists of people show them."""
    return f"{person.name} · {person.get_role_display()}"


def _with_reason(person: Person, reasons: Mapping[int, Any]) -> str:
    """Likewise, with why somebody is not sent; whoever chooses them all the same is refused."""
    why = reasons.get(person.pk)
    return f"{with_role(person)} — {why}" if why is not None else with_role(person)


def _not_sent(people: Iterable[Person], excluded: Mapping[int, Any]) -> str:
    """Who is not sent on this case any more, and why."""
    told = [f"{one.name} – {excluded[one.pk]}" for one in people if one.pk in excluded]
    return _("Not sent again: %(names)s") % {"names": "; ".join(told)} if told else ""


def _named(
    receivers: dict[str, Receiver], kind: type[Receiver], lacks: Mapping[int, str]
) -> list[tuple[str, str]]:
    found: Iterable[tuple[str, Receiver]] = receivers.items()
    return [
        (reference, _with_reason(one, lacks) if isinstance(one, Person) else one.name)
        for reference, one in found
        if isinstance(one, kind)
    ]


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)

"""E-mail in the JSON API: the letters, what becomes of them, and the mailboxes."""

from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog import queries as catalog
from aftercare.desk import queries as desk
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.mail import actions, queries
from aftercare.mail.models import Direction, Letter, Mailbox
from aftercare.mail.states import LetterState
from aftercare.people import queries as people
from aftercare.people.roles import Power

letters = http.Area("letters", _("letters"), _("E-mail that came in, and the mailboxes."))


class LetterShape(http.Shape):
    """One letter."""

    id: int = Field(examples=[31])
    reference: str = Field(examples=["letter/31"])
    state: LetterState = Field(examples=["waiting"])
    direction: Direction = Field(examples=["in"])
    channel: Literal["email", "sms"] = Field(examples=["email"])
    why: str = Field(examples=["list"], description=N_("Why it was set aside."))
    mailbox: int | None = Field(examples=[1])
    sender: str = Field(examples=["han@example.com"])
    sender_name: str = Field(examples=["韩梅"])
    subject: str = Field(examples=["3 号冷水机组漏水"])
    message_id: str = Field(examples=["<a1@example.com>"])
    customer: int | None = Field(examples=[17])
    case: str | None = Field(examples=["C20261130-0001"])
    about: str | None = Field(
        examples=[None],
        description=N_(
            "The case it seems to be about, when its sender is not known to belong there."
        ),
    )
    complaint: str | None = Field(examples=[None])
    received_at: http.Moment
    revision: int = Field(examples=[2])


class LetterWithText(LetterShape):
    """One letter with its text."""

    text: str = Field(examples=["…"])


class LetterFilters(http.Paging):
    """Filters of the letters."""

    state: LetterState | None = Field(None, description=N_("Where the letters stand."))


class BeginCase(http.Shape):
    """The case that a letter begins."""

    customer: int | None = Field(
        None,
        examples=[17],
        description=N_("Needed unless the sender is a known customer's person."),
    )
    unit: int | None = Field(None, examples=[17])
    symptom: str = Field("", max_length=200, examples=["漏水"])
    kind: http.Word = Field("fault", examples=["fault"])


class AppendLetter(http.Shape):
    """The case that a letter goes into."""

    case: str = Field(max_length=20, examples=["C20261130-0001"])


class AnswerLetter(http.Shape):
    """What is answered."""

    text: http.Text = Field(examples=["我们明天上午到。"])


class NewShortMessage(http.Shape):
    """A short message as a gateway tells of it."""

    message: str = Field(
        min_length=1, max_length=120, examples=["mo-20261201-0007"],
        description=N_("The gateway's own name for the message; told twice, it counts once."),
    )  # fmt: skip
    sender: str = Field(min_length=3, max_length=40, examples=["13800138001"])
    text: str = Field(min_length=1, max_length=2000, examples=["TD"])
    received_at: http.Moment


class MailboxShape(http.Shape):
    """One mailbox, and how reading it goes."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["服务邮箱"])
    address: str = Field(examples=["service@example.com"])
    is_active: bool = Field(examples=[True])
    trouble: str = Field(examples=["away"], description=N_("Why it cannot be read."))
    trouble_since: http.Moment | None
    read_at: http.Moment | None
    next_at: http.Moment


@letters.get("/letters", _("List letters"), returns=http.Listed[LetterShape])
def list_letters(request: http.Request, query: Query[LetterFilters]) -> HttpResponse:
    """The letters, the latest first."""
    rows = queries.listed(queries.letters_visible_to(request.user))
    if query.state:
        rows = rows.filter(state=query.state)
    return http.page(request, rows, query, order=("-received_at", "-id"), item=letter_item)


@letters.get("/letters/{id}", _("Show a letter"), returns=LetterWithText, tagged=True)
def show_letter(request: http.Request, id: http.Key) -> HttpResponse:
    """One letter."""
    letter = http.found(queries.letters_visible_to(request.user), pk=id)
    return _single(request, letter)


@letters.post(
    "/letters/{id}/case", _("Make a letter a case"), returns=LetterWithText, tagged=True,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def make_letter_case(request: http.Request, id: http.Key, body: BeginCase) -> HttpResponse:
    """Register the case that it begins."""
    letter = http.found(queries.letters_visible_to(request.user), pk=id)
    customer, unit = letter.customer, None
    if body.unit is not None:
        unit = http.found(catalog.units_visible_to(request.user), pk=body.unit)
        customer = customer or unit.customer
    if body.customer is not None:
        customer = http.found(people.organisations_visible_to(request.user), pk=body.customer)
    if customer is None:
        raise Refusal(_("Pick the customer first."), field="customer")
    actions.make_case(
        letter, customer=customer, unit=unit, symptom=body.symptom, kind=body.kind,
        by=request.user, at=timezone.now(), revision=http.expected(request),
    )  # fmt: skip
    return _single(request, letter)


@letters.post(
    "/letters/{id}/append", _("Put a letter into a case"), returns=LetterWithText, tagged=True,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def append_letter(request: http.Request, id: http.Key, body: AppendLetter) -> HttpResponse:
    """Put it into a case that is there."""
    letter = http.found(queries.letters_visible_to(request.user), pk=id)
    case = desk.cases_visible_to(request.user).filter(number=body.case.upper()).first()
    if case is None:
        raise Refusal(_("There is no case of this number."), field="case")
    actions.append_letter(
        letter, case, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return _single(request, letter)


@letters.post(
    "/letters/{id}/set-aside", _("Set a letter aside"), returns=LetterWithText, tagged=True,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def set_letter_aside(request: http.Request, id: http.Key) -> HttpResponse:
    """Nothing a case could come of."""
    letter = http.found(queries.letters_visible_to(request.user), pk=id)
    actions.set_aside(letter, by=request.user, at=timezone.now(), revision=http.expected(request))
    return _single(request, letter)


@letters.post(
    "/letters/{id}/answer", _("Answer a letter"), returns=LetterWithText,
    power=Power.HANDLE_CASES,
    description=_("The answer is a letter of its own; the outbox sends it."),
)  # fmt: skip
def answer_letter(request: http.Request, id: http.Key, body: AnswerLetter) -> HttpResponse:
    """Write back."""
    letter = http.found(queries.letters_visible_to(request.user), pk=id)
    written = actions.answer_letter(letter, text=body.text, by=request.user, at=timezone.now())
    return _single(request, written)


@letters.post(
    "/short-messages", _("Tell of a short message"), returns=LetterWithText,
    power=Power.RECORD_MILESTONES,
    description=_(
        "What somebody answered, or wrote by themselves. TD or STOP and nothing else ends notices "
        "to the number; an answer to what was written about a case goes into the case; anything "
        "else waits among the letters."
    ),
)  # fmt: skip
def tell_of_short_message(request: http.Request, body: NewShortMessage) -> HttpResponse:
    """What the gateway tells."""
    told = actions.ShortMessage(body.message, body.sender, body.text, body.received_at)
    letter = actions.take_short_message(told, by=request.user, at=timezone.now())
    return _single(request, letter)


@letters.get("/mailboxes", _("List mailboxes"), returns=http.Listed[MailboxShape],
             power=Power.SEE_ALL_CASES)  # fmt: skip
def list_mailboxes(request: http.Request, query: Query[http.Paging]) -> HttpResponse:
    """The mailboxes and how reading them goes; never their passwords."""
    return http.page(
        request,
        queries.mailboxes_visible_to(request.user),
        query,
        order=("name", "id"),
        item=mailbox_item,
    )


@letters.post(
    "/mailboxes/{id}/retry", _("Try a mailbox now"), returns=MailboxShape,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def retry_mailbox(request: http.Request, id: http.Key) -> HttpResponse:
    """Read it now, whatever went wrong before."""
    mailbox = http.found(queries.mailboxes_visible_to(request.user), pk=id)
    actions.retry_mailbox(mailbox, by=request.user, at=timezone.now())
    return http.single(request, mailbox_item(mailbox), revision=mailbox.revision)


def letter_item(letter: Letter) -> dict[str, Any]:
    """A letter as JSON, without its text."""
    return {
        "id": letter.pk,
        "reference": letter.reference,
        "state": letter.state,
        "direction": letter.direction,
        "channel": letter.channel,
        "why": letter.why,
        "mailbox": letter.mailbox_id,
        "sender": letter.sender,
        "sender_name": letter.sender_name,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "customer": letter.customer_id,
        "case": letter.case.number if letter.case else None,
        "about": letter.about.number if letter.about else None,
        "complaint": letter.complaint.number if letter.complaint else None,
        "received_at": letter.received_at,
        "revision": letter.revision,
    }


def mailbox_item(mailbox: Mailbox) -> dict[str, Any]:
    """A mailbox as JSON."""
    return {
        "id": mailbox.pk,
        "name": mailbox.name,
        "address": mailbox.address,
        "is_active": mailbox.is_active,
        "trouble": mailbox.trouble,
        "trouble_since": mailbox.trouble_since,
        "read_at": mailbox.read_at,
        "next_at": mailbox.next_at,
    }


def _single(request: http.Request, letter: Letter) -> HttpResponse:
    item = {**letter_item(letter), "text": letter.text}
    return http.single(request, item, revision=letter.revision)

"""The letters that came in, one letter, and the mailboxes with their state."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aftercare.desk import picking
from aftercare.desk.picking import Picked
from aftercare.desk.views.access import at_desk
from aftercare.desk.views.intake import intake_page
from aftercare.documents import queries as documents
from aftercare.documents.views import deliver
from aftercare.kit import forms, pages
from aftercare.mail import actions, queries, sources
from aftercare.mail.forms import AnswerForm, AppendForm, MailboxForm
from aftercare.mail.models import Direction, Letter, Mailbox, Opens, Trouble
from aftercare.mail.rules import Wish, new_text, wish_in
from aftercare.mail.states import LetterState
from aftercare.outbound.models import Channel
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

LETTERS = pages.Keyset(("-received_at",))
LOOKS: Mapping[str, tuple[str, str]] = {
    LetterState.COMING: ("idle", "inbox"),
    LetterState.WAITING: ("warn", "inbox"),
    LetterState.IN_CASE: ("good", "check"),
    LetterState.WITH_COMPLAINT: ("good", "check"),
    LetterState.ASIDE: ("idle", "archive"),
    LetterState.DONE: ("idle", "check"),
}
CHANNELS = [(one.value, one.label) for one in (Channel.EMAIL, Channel.SMS)]
OBEYED: Mapping[Wish | None, Any] = {
    Wish.STOP: gettext_lazy("As it asks, no more notices go to this number."),
    Wish.START: gettext_lazy("As it asks, notices go to this number again."),
}
VERBS: Mapping[str, Callable[..., Letter]] = {
    "aside": actions.set_aside,
    "take-up": actions.take_up,
    "dismiss": actions.dismiss_letter,
}


@dataclass(frozen=True)
class Row:
    """A letter as a list shows it."""

    letter: Letter
    words: Any
    look: tuple[str, str]


@at_desk()
def letters(request: HttpRequest) -> HttpResponse:
    """The letters, the latest first; by state, by mailbox, by sender."""
    person = person_of(request)
    filters = pages.Filters(_filters(person), request.GET)
    rows = queries.with_text(queries.letters_visible_to(person), filters["q"])
    for name in ("state", "channel", "mailbox"):
        if filters[name]:
            rows = rows.filter(**{name: filters[name]})
    page = LETTERS.shown(queries.listed(rows), request)
    context = {
        "filters": filters,
        "page": page,
        "rows": [_row(one) for one in page],
        "troubled": _troubled(person),
    }
    return render(request, "mail/letters.html", context)


@at_desk()
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter with its files, and what may be done about it."""
    person = person_of(request)
    found = get_object_or_404(queries.letters_visible_to(person), pk=pk)
    about = found.about.number if found.about else ""
    form = AppendForm(person=person, initial={"number": about})
    return _page(request, found, form)


def _page(
    request: HttpRequest, found: Letter, form: AppendForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    handles = person_of(request).may(Power.HANDLE_CASES)
    fresh = new_text(found.text)
    context = {
        "row": _row(found),
        "letter": found,
        "fresh": fresh,
        "obeyed": _obeyed(found),
        "quoted": fresh != found.text.strip(),
        "files": documents.attachments_of(found.reference).order_by("id"),
        "left_out": [one for one in found.left_out if one.get("why")],
        "more_left_out": sum(one.get("more", 0) for one in found.left_out),
        "thread": [_row(one) for one in queries.thread_of(found)],
        "form": form if handles and found.case is None and found.complaint is None else None,
        "verbs": _verbs(found) if handles else [],
        "sending": queries.sending_of(found),
        "may_answer": handles and found.may_be_answered,
        "may_begin": handles and found.state in {LetterState.WAITING, LetterState.ASIDE},
    }
    return render(request, "mail/letter.html", context, status=status)


@at_desk(Power.HANDLE_CASES)
def begin_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk's intake, filled in with a letter; registered, the case has it."""
    person = person_of(request)
    found = get_object_or_404(queries.letters_visible_to(person), pk=pk)
    if found.case is not None:
        return redirect("desk:case", found.case.number)
    sender = queries.person_of_address(found.sender)
    picked = picking.pick(person, sender.reference) if sender else Picked()
    first = {
        "id": found.case_event,
        "symptom": actions.symptom_of(found),
        "description": new_text(found.text),
        "reporter_name": actions.sender_of(found).name[:80],
        "reporter_phone": found.written_from,
        "reporter_email": found.reached_at,
        "reported_at": timezone.localtime(found.received_at).replace(second=0, microsecond=0),
        "source": found.channel,
    }
    words = _("From the letter “%(subject)s”") % {"subject": found}
    shown = {"href": reverse("mail:letter", args=[found.pk]), "words": words}
    return intake_page(request, picked=picked, first=first, letter=shown)


@at_desk(Power.HANDLE_CASES)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a letter; sent, it is in the outbox."""
    person = person_of(request)
    found = get_object_or_404(queries.letters_visible_to(person), pk=pk)
    form = AnswerForm(request.POST or None, letter=found, initial={"id": uuid.uuid4()})
    lead = _("To %(to)s: %(subject)s") % {
        "to": found.answer_to, "subject": actions.subject_of_answer(found),
    }  # fmt: skip
    return forms.page(
        request, form, title=_("Answer the letter"), lead=lead,
        back=reverse("mail:letter", args=[found.pk]), button=_("Send"), beside="mail/answered.html",
        act=lambda: actions.answer_letter(
            found, **form.cleaned_data, by=person, at=timezone.now()
        ),
        done=lambda written: reverse("mail:letter", args=[written.pk]),
    )  # fmt: skip


@at_desk(Power.HANDLE_CASES)
@require_POST
def append(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a letter into the case of a number."""
    person = person_of(request)
    found = get_object_or_404(queries.letters_visible_to(person), pk=pk)
    form = AppendForm(request.POST, person=person)
    done = form.is_valid() and forms.carried_out(form, lambda: _appended(request, found, form))
    if not done:
        return _page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Saved."))
    return redirect("mail:letter", found.pk)


def _appended(request: HttpRequest, found: Letter, form: AppendForm) -> bool:
    actions.append_letter(
        found, form.cleaned_data["number"], by=person_of(request), at=timezone.now(),
        revision=forms.revision(request),
    )  # fmt: skip
    return True


@at_desk(Power.HANDLE_CASES)
@require_POST
def do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Set a letter aside, take it up, let it rest."""
    person = person_of(request)
    found = get_object_or_404(queries.letters_visible_to(person), pk=pk)
    if verb not in VERBS:
        raise Http404
    VERBS[verb](found, by=person, at=timezone.now(), revision=forms.revision(request))
    messages.success(request, _("Saved."))
    return redirect("mail:letter", found.pk)


@at_desk()
def file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Something attached to a letter, or its small picture."""
    found = get_object_or_404(queries.letters_visible_to(person_of(request)), pk=pk)
    kept = get_object_or_404(documents.attachments_of(found.reference), pk=file)
    return deliver(kept, small="small" in request.GET, save="save" in request.GET)


@at_desk()
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it came, to be saved; a browser does not open it."""
    found = get_object_or_404(queries.letters_visible_to(person_of(request)), pk=pk)
    try:
        raw = sources.fetch(found.source) if found.source else None
    except OSError:
        raw = None
    if raw is None:
        raise Http404
    answer = HttpResponse(raw, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="letter-{found.pk}.eml"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@at_desk(Power.SEE_ALL_CASES)
def mailboxes(request: HttpRequest) -> HttpResponse:
    """Every mailbox, how far it is read, and what is wrong with it."""
    person = person_of(request)
    context = {
        "rows": queries.mailboxes_visible_to(person),
        "keeps": person.may(Power.KEEP_PEOPLE),
        "handles": person.may(Power.HANDLE_CASES),
    }
    return render(request, "mail/mailboxes.html", context)


@at_desk(Power.KEEP_PEOPLE)
def add_mailbox(request: HttpRequest) -> HttpResponse:
    """One more mailbox."""
    at = timezone.now()
    first = {"begins_on": timezone.localdate(at), "opens": Opens.NOBODY}
    form = MailboxForm(request.POST or None, initial=first)
    return forms.page(
        request, form, title=_("Add a mailbox"), back=reverse("mail:mailboxes"),
        act=lambda: actions.add_mailbox(**form.cleaned_data, by=person_of(request), at=at),
        done=lambda _made: reverse("mail:mailboxes"),
    )  # fmt: skip


@at_desk(Power.KEEP_PEOPLE)
def change_mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a mailbox; its password is not shown."""
    found = get_object_or_404(queries.mailboxes_visible_to(person_of(request)), pk=pk)
    first = forms.values(found, MailboxForm.base_fields) | {"password": ""}
    form = MailboxForm(request.POST or None, known=True, initial=first)
    return forms.change_page(
        request, form, found, change=actions.change_mailbox, by=person_of(request),
        done=lambda _made: reverse("mail:mailboxes"), back=reverse("mail:mailboxes"),
    )  # fmt: skip


@at_desk(Power.HANDLE_CASES)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a mailbox now, whatever went wrong before."""
    found = get_object_or_404(queries.mailboxes_visible_to(person_of(request)), pk=pk)
    actions.retry_mailbox(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("It is tried again within a few seconds."))
    return redirect("mail:mailboxes")


def _row(one: Letter) -> Row:
    if one.direction == Direction.OUT:
        return Row(one, Direction.OUT.label, ("calm", "send"))
    return Row(one, one.stands_as.label, LOOKS[one.state])


def _obeyed(found: Letter) -> Any:
    """What was done because a short message asked for it; nothing when somebody settled it."""
    if found.channel != Channel.SMS or found.state != LetterState.DONE:
        return ""
    return OBEYED.get(wish_in(found.text), "")


def _verbs(found: Letter) -> list[tuple[str, str, Any]]:
    """What may be done besides a case: name, drawing, words."""
    if found.state == LetterState.WAITING:
        return [
            ("dismiss", "check", _("It needs no case")),
            ("aside", "archive", _("Set it aside")),
        ]
    if found.state in {LetterState.ASIDE, LetterState.DONE}:
        return [("take-up", "inbox", _("Take it up"))]
    return []


def _troubled(person: Person) -> list[Mailbox]:
    boxes = queries.mailboxes_visible_to(person).filter(is_active=True)
    return list(boxes.exclude(trouble=Trouble.NONE))


def _filters(person: Person) -> tuple[pages.Filter, ...]:
    boxes = queries.mailboxes_visible_to(person)
    choices = [(str(pk), name) for pk, name in boxes.values_list("pk", "name")]
    return (
        pages.Filter("q", gettext_lazy("Sender: how the address or number begins"), "text"),
        pages.Filter("state", gettext_lazy("State"), choices=LetterState.choices),
        pages.Filter("channel", gettext_lazy("Came by"), choices=CHANNELS),
        pages.Filter("mailbox", gettext_lazy("Mailbox"), choices=choices),
    )

"""Looking up letters and mailboxes, within what a person may see."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from aftercare.complaints import queries as complaints
from aftercare.complaints.models import Complaint
from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.kit import references
from aftercare.mail import tokens
from aftercare.mail.models import Direction, Letter, Mailbox
from aftercare.mail.rules import case_numbers
from aftercare.mail.states import LetterState
from aftercare.outbound import models as outbox
from aftercare.people.models import OrganisationKind, Person
from aftercare.people.roles import Power, Role

RELATED = ("mailbox", "customer", "person", "about", "case", "complaint")
HOUR = timedelta(hours=1)


def letters_visible_to(person: Person) -> QuerySet[Letter]:
    """Staff who see every case see every letter; others who handle cases the letters of theirs.
    Those of a complaint are for whoever may read the complaint."""
    letters = Letter.objects.select_related(*RELATED)
    heard = Q(complaint__in=complaints.for_the_house(person).order_by().values("pk"))
    if person.may(Power.SEE_ALL_CASES):
        return letters.filter(Q(complaint=None) | heard)
    if person.may(Power.HANDLE_CASES):
        return letters.filter(Q(case__in=desk.cases_visible_to(person).values("pk")) | heard)
    return letters.filter(heard)


def listed(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Letters without their texts, as lists show them."""
    return letters.defer("text", "answers", "recipients", "left_out")


def with_text(letters: QuerySet[Letter], text: str) -> QuerySet[Letter]:
    """Those from an address that begins so; all when nothing is asked for."""
    wanted = text.strip().lower()
    if not wanted:
        return letters
    return letters.filter(sender__gte=wanted, sender__lt=f"{wanted}\U0010fffd")


def waiting(person: Person) -> int:
    """How many letters wait for somebody; 100 when there are more."""
    waits = letters_visible_to(person).filter(state=LetterState.WAITING)
    return waits.select_related(None).order_by()[:100].count()


def mailboxes_visible_to(person: Person) -> QuerySet[Mailbox]:
    """Every mailbox, by name, for those who see every case."""
    boxes = Mailbox.objects.order_by("name", "id")
    return boxes if person.may(Power.SEE_ALL_CASES) else boxes.none()


def mailboxes_to_read(at: datetime) -> QuerySet[Mailbox]:
    """Those whose turn has come, the longest waiting first."""
    return Mailbox.objects.filter(is_active=True, next_at__lte=at).order_by("next_at", "id")


def own_addresses() -> list[str]:
    """The addresses of our mailboxes, in lower case."""
    return [one.lower() for one in Mailbox.objects.values_list("address", flat=True)]


def unsettled() -> QuerySet[Letter]:
    """Letters that are stored and not yet where they belong, the oldest first."""
    return Letter.objects.filter(state=LetterState.COMING).order_by("id")


def person_of_address(address: str) -> Person | None:
    """The person with this mail address; nobody when there are several or the account is closed."""
    if not address:
        return None
    mails = Person.objects.alias(lower=Lower("email")).filter(lower=address)
    found = list(mails.select_related("organisation").order_by("id")[:2])
    return found[0] if len(found) == 1 and found[0].is_active else None


def customer_of(person: Person | None) -> bool:
    """Whether a person speaks for a customer."""
    kinds = (OrganisationKind.CUSTOMER, OrganisationKind.HOUSEHOLD)
    return person is not None and person.organisation.kind in kinds


def belongs(case: Case, sender: str) -> bool:
    """Whether an address belongs to a case: it wrote to it before, was written to, or is that of
    a customer's person."""
    if not sender:
        return False
    joined = Letter.objects.filter(case=case, state=LetterState.IN_CASE)
    if joined.filter(direction=Direction.IN, sender=sender).exists():
        return True
    people = Person.objects.alias(lower=Lower("email"))
    own = people.filter(lower=sender, organisation=case.customer_id, is_active=True)
    return own.filter(role=Role.CUSTOMER).exists()


def case_proven(texts: Sequence[str], answers: Sequence[str]) -> Case | None:
    """The case whose signed token stands in a subject or address, or that a letter of ours was
    about which this one answers: only who has our letter knows either."""
    numbers = [number for text in texts for number in tokens.proven(text)]
    if numbers and (found := Case.objects.filter(number__in=numbers).order_by("id").first()):
        return found
    if not answers:
        return None
    ours = Letter.objects.filter(direction=Direction.OUT, message_id__in=list(answers))
    letter = ours.exclude(case=None).select_related("case").order_by("-id").first()
    if letter is not None:
        return letter.case
    sent = outbox.Message.objects.filter(message_id__in=list(answers), about__startswith="case/")
    message = sent.order_by("-id").first()
    return case_of(message) if message is not None else None


def written_to(number: str, since: datetime) -> outbox.Message | None:
    """The last short message about a case that we sent to a number since then: what its owner
    answers is about that."""
    sent = outbox.Message.objects.filter(to=number, queued_at__gte=since, sent_at__isnull=False)
    texts = sent.filter(channel=outbox.Channel.SMS, about__startswith="case/")
    return texts.select_related("customer").order_by("-queued_at", "-id").first()


def case_of(message: outbox.Message) -> Case | None:
    """The case a message was about."""
    return Case.objects.filter(pk=references.key_of(message.about, "case") or 0).first()


def complaint_answered(answers: Sequence[str]) -> Complaint | None:
    """The complaint that a letter of ours was about which this one answers."""
    if not answers:
        return None
    sent = outbox.Message.objects.filter(message_id__in=answers, about__startswith="complaint/")
    message = sent.order_by("-id").first()
    key = references.key_of(message.about, "complaint") if message is not None else None
    return Complaint.objects.filter(pk=key).first() if key is not None else None


def case_named(subject: str, answers: Sequence[str]) -> Case | None:
    """The case a letter seems to be about, as anybody may write it: by what it answers, or by a
    number in its subject."""
    if answers:
        threads = Letter.objects.filter(message_id__in=list(answers), state=LetterState.IN_CASE)
        letter = threads.select_related("case").order_by("-id").first()
        if letter is not None and letter.case is not None:
            return letter.case
    numbers = case_numbers(subject)
    return Case.objects.filter(number__in=numbers).order_by("id").first() if numbers else None


def recent_of(letter: Letter) -> int:
    """How many letters this sender had sent within the hour before it."""
    if not letter.sender:
        return 0
    others = Letter.objects.filter(sender=letter.sender, direction=Direction.IN, pk__lt=letter.pk)
    since = letter.received_at - HOUR
    return others.filter(received_at__gt=since, received_at__lte=letter.received_at).count()


def sending_of(letter: Letter) -> outbox.Message | None:
    """How the outbox got on with a letter of ours."""
    if letter.direction != Direction.OUT:
        return None
    return outbox.Message.objects.filter(message_id=letter.message_id).first()


def thread_of(letter: Letter) -> list[Letter]:
    """The other letters of its case, the newest first; for one in no case, none."""
    if letter.case_id is None:
        return []
    others = listed(Letter.objects.filter(case=letter.case_id)).exclude(pk=letter.pk)
    return list(others.order_by("-received_at", "-id")[:50])

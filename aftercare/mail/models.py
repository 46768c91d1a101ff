"""Mailboxes, and the letters read from them or written in answer."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.complaints.models import Complaint
from aftercare.desk.models import Case
from aftercare.kit.models import Living, Revised
from aftercare.mail.rules import LetterKind, Place
from aftercare.mail.states import LetterState
from aftercare.outbound.models import Channel
from aftercare.people.models import Organisation, Person


class Security(models.TextChoices):
    """How the connection to a mail server is kept secret."""

    TLS = "tls", _("TLS from the beginning (usually port 993)")
    STARTTLS = "starttls", _("TLS after a plain greeting (STARTTLS, usually port 143)")
    NONE = "none", _("none; only for a server on this very machine")


class Opens(models.TextChoices):
    """Whose letters become cases by themselves."""

    NOBODY = "nobody", pgettext_lazy("letters of", "nobody's: somebody looks at each letter")
    KNOWN = "known", pgettext_lazy("letters of", "known customers'")


class Trouble(models.TextChoices):
    """Why a mailbox cannot be read."""

    NONE = "", pgettext_lazy("mailbox", "none")
    AWAY = "away", _("the server does not answer")
    LOGIN = "login", _("the server does not accept the user name or the password")
    FOLDER = "folder", _("there is no such folder")
    SEAL = "seal", _("the password was kept under another secret key; enter it again")
    PROTOCOL = "protocol", _("the server answers in a way that is not understood")
    DISK = "disk", _("our own disk takes no more letters")


class Why(models.TextChoices):
    """Why a letter was set aside."""

    NONE = "", pgettext_lazy("set aside", "none")
    AUTOMATIC = "automatic", _("an automatic answer")
    BOUNCE = "bounce", _("a letter that could not be delivered")
    LIST = "list", _("a mailing list")
    OWN = "own", _("written by one of our own mailboxes")
    TOO_MANY = "too-many", _("too many letters of one sender within an hour")
    INTRICATE = "intricate", _("made of too many parts to be read safely")
    TOO_LARGE = "too-large", _("too large to be fetched whole")
    BROKEN = "broken", _("it could not be read")
    WITHHELD = "withheld", _("the mail server did not give it out")
    PERSON = "person", _("somebody set it aside")


class Mailbox(Revised):
    """A mailbox that is read, and how far it has been read.

    `password` is sealed, see `sealing`. `validity` and `last_uid` are the server's numbers of what
    was read last; `stuck_uid` is the letter at which the connection broke, `stuck_times` how often.
    """

    name = models.CharField(max_length=80)
    address = models.EmailField(unique=True)
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    username = models.CharField(max_length=200)
    password = models.TextField()
    folder = models.CharField(max_length=200, default="INBOX")
    begins_on = models.DateField()
    opens = models.CharField(max_length=8, choices=Opens.choices, default=Opens.NOBODY)
    is_active = models.BooleanField(default=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    stuck_uid = models.BigIntegerField(default=0)
    stuck_times = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=10, choices=Trouble.choices, blank=True)
    trouble_said = models.CharField(max_length=200, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="mailbox_due", condition=Q(is_active=True))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        """How far it has been read."""
        return Place(self.validity, self.last_uid)


class Direction(models.TextChoices):
    """Who wrote to whom."""

    IN = "in", _("to us")
    OUT = "out", _("from us")


class Letter(Living):
    """One letter, stored once: `fingerprint` is by what it is known again.

    A short message is one too; its `sender` is a number, and it has no mailbox and no source.
    `source` is the SHA-256 under which the letter lies as it came, see `sources`. `about` is the
    case it seems to be about when its sender has not shown to belong there; `case` is where it is.
    `case_event` is the id of the event by which it becomes a case, so that it becomes only one.
    `complaint` is the one it answers; then it is kept from whom that is about. `left_out` names
    what was attached and is not kept, with the reason. `received_at` is when the mail server took
    it.
    """

    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.IN)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    kind = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in LetterKind],
        default=LetterKind.ORDINARY,
    )  # fmt: skip
    validity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    message_id = models.CharField(max_length=250, blank=True)
    answers = models.JSONField(default=list)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    answer_to = models.CharField(max_length=254, blank=True)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    left_out = models.JSONField(default=list)
    customer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="written_letters",
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="letters_sent"
    )
    about = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="letters_about"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    case_event = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="letter_newest"),
            models.Index(fields=["state", "-received_at", "-id"], name="letter_of_state"),
            models.Index(fields=["message_id"], name="letter_by_id"),
            models.Index(fields=["sender", "-received_at"], name="letter_of_sender"),
            models.Index(fields=["mailbox", "-received_at", "-id"], name="letter_of_mailbox"),
            models.Index(
                fields=["id"], name="letter_coming", condition=Q(state=LetterState.COMING)
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.written_from or str(self.pk)

    @property
    def may_be_answered(self) -> bool:
        """Whether a person wrote it to us, from an address that can be answered."""
        ordinary = self.kind == LetterKind.ORDINARY and self.direction == Direction.IN
        return ordinary and bool(self.answer_to)

    @property
    def written_from(self) -> str:
        """The number a short message came from."""
        return self.sender if self.channel == Channel.SMS else ""

    @property
    def reached_at(self) -> str:
        """Where letters about its case go, with the private link in them. A known sender is written
        to at the address that is known: anybody can write in their name and let the answer go
        somewhere else."""
        if self.channel == Channel.SMS:
            return ""
        return self.sender if self.customer_id is not None else self.answer_to

    @property
    def stands_as(self) -> LetterState:
        """The state with its label."""
        return LetterState(self.state)

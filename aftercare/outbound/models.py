"""The outbox, and whether a channel gets through."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import ProductModel
from aftercare.kit.models import Living, Revised
from aftercare.outbound.states import MessageState
from aftercare.people.models import Organisation, Person


class Channel(models.TextChoices):
    """By what a message goes."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("short message")
    WECHAT = "wechat", _("WeChat")
    WEBHOOK = "webhook", _("webhook")


class Kind(models.TextChoices):
    """What a letter is to whoever gets it: a customer may refuse the first two, each by itself."""

    SERVICE = "service", _("about one's own service")
    NOTICE = "notice", _("notice to many")
    STAFF = "staff", _("about one's work")


class Trouble(models.TextChoices):
    """Why a message is not where it should be."""

    NO_ADDRESS = "no-address", _("there is no address to send it to")
    BAD_ADDRESS = "bad-address", _("this is no address")
    REFUSED = "refused", _("the receiver refuses it")
    PUT_OFF = "put-off", _("the receiver asks to try again later")
    UNREACHABLE = "unreachable", _("the server cannot be reached")
    GAVE_UP = "gave-up", _("tried for days, without success")
    BROKEN = "broken", _("the letter could not be written")
    HELD = "held", _("held back by a person")
    NOT_SET_UP = "not-set-up", _("this channel is not set up here")
    QUIET = "quiet", _("waits for the end of the quiet hours")
    OPTED_OUT = "opted-out", _("the receiver does not want such messages")
    STOPPED = "stopped", _("the broadcast was stopped")
    RETURNED = "returned", _("it was sent and came back")


class Message(Living):
    """One message to one address.

    `values` is what the letter is filled in with, as it was when it was queued; `subject` and
    `text` are what was really sent, with secrets left out. `next_at` is when the worker looks at it
    again: to send it, or to take it over from a worker that died; empty at rest. `message_id` stays
    the same however often it is sent, so that a receiver can tell.
    """

    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    to = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    customer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    webhook = models.ForeignKey(
        "Webhook", on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    about = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    headers = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    message_id = models.CharField(max_length=255)
    subject = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)
    answer = models.CharField(max_length=300, blank=True)  # what the receiver said to it
    queued_by = models.CharField(max_length=120)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "next_at", "id"],
                name="message_due",
                condition=Q(next_at__isnull=False),
            ),
            models.Index(fields=["-queued_at", "-id"], name="message_newest"),
            models.Index(
                fields=["-queued_at", "-id"],
                name="message_unsent",
                condition=Q(sent_at__isnull=True),
            ),
            models.Index(fields=["webhook", "-queued_at", "-id"], name="message_of_webhook"),
            models.Index(fields=["about", "-queued_at", "-id"], name="message_about"),
            models.Index(fields=["to", "-queued_at", "-id"], name="message_to"),
            models.Index(fields=["message_id"], name="message_by_id"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.to}"

    @property
    def stands_as(self) -> MessageState:
        """The state with its label."""
        return MessageState(self.state)


class Webhook(Revised):
    """Another system that is told what happens.

    Its secrets are kept nowhere: each is derived from a nonce and the installation's secret key. An
    older one stays good until `older_until`. `after` is the number of the last event that was
    looked at; what comes later waits in the event chain.
    """

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)
    nonce = models.CharField(max_length=32)
    older_nonce = models.CharField(max_length=32, blank=True)
    older_until = models.DateTimeField(null=True, blank=True)
    after = models.BigIntegerField()
    is_paused = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class OptOut(models.Model):
    """Somebody does not want messages of a kind: an address, or a customer with all of theirs.

    An empty `address` stands for the whole customer, an empty `customer` for whoever has it.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    customer = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="opt_outs"
    )
    address = models.CharField(max_length=320, blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "kind"], name="opt_out_of_address", condition=~Q(address="")
            ),
            models.UniqueConstraint(
                fields=["customer", "kind"], name="opt_out_of_customer", condition=Q(address="")
            ),
        ]

    def __str__(self) -> str:
        return self.address or str(self.customer)

    @property
    def reference(self) -> str:
        """How events name it."""
        return f"opt-out/{self.pk}"


class Way(models.Model):
    """Whether messages of a channel get through at all.

    After a failure that concerns every message alike the way is closed until `closed_until`; then
    one batch tries, and opens it or closes it for longer.
    """

    channel = models.CharField(max_length=10, primary_key=True, choices=Channel.choices)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    closed_until = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.channel


class Topic(models.TextChoices):
    """What a notice is about."""

    VIRUS = "virus", _("virus warning")
    STORM = "storm", _("storm warning")
    RECALL = "recall", _("recall")
    OTHER = "other", pgettext_lazy("topic", "other")


class Broadcast(Living):
    """One notice to a group of customers: those with a model, in an area, or all.

    A language that is not written is sent in the other one.
    """

    topic = models.CharField(max_length=10, choices=Topic.choices)
    subject_zh = models.CharField(max_length=200, blank=True)
    text_zh = models.TextField(blank=True)
    subject_en = models.CharField(max_length=200, blank=True)
    text_en = models.TextField(blank=True)
    product = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(max_length=120, blank=True)
    urgent = models.BooleanField(default=False)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at", "-id"], name="broadcast_newest")]

    def __str__(self) -> str:
        theirs, other = self.subject_zh, self.subject_en
        if get_language() == "en":
            theirs, other = other, theirs
        return theirs or other


class Receiver(models.Model):
    """Somebody a broadcast is for: an address, or a customer of whom none is known. Who has to do
    with several customers gets one message for all of them."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="receivers")
    customer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    to = models.CharField(max_length=320, blank=True)
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, related_name="receivers"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "customer", "to"], name="receiver_once")
        ]
        indexes = [
            models.Index(
                fields=["broadcast", "id"],
                name="receiver_waiting",
                condition=Q(message__isnull=True) & ~Q(to=""),
            )
        ]

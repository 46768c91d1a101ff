"""The letters of the desk: what customers, dealers and colleagues are told of a case."""

from django.utils.translation import gettext_lazy as _

from aftercare.desk import private_links
from aftercare.desk.models import Case
from aftercare.kit import references
from aftercare.outbound.catalogue import Both, Letter
from aftercare.outbound.models import Kind, Message

REGISTERED = "case-registered"
CLOSED = "case-closed"
LATE = "promise-late"
HANDED = "case-handed-over"
LATE_INSIDE = "promise-late-inside"
ARRANGED = "case-arranged"
FILED = "arrangement-filed"
SUPPLIER = "supplier-notified"


def link(message: Message) -> str:
    """The private link of the case a letter is about; nothing when it cannot be told."""
    key = references.key_of(message.about, "case")
    case = Case.objects.filter(pk=key).first() if key is not None else None
    return private_links.link_of(case) if case is not None else ""


_CASE = {
    "number": "C20260305-0001",
    "symptom": Both("水泵法兰漏水", "The pump leaks at the flange"),
    "company": Both("守约机电工程有限公司", "Keepword Engineering"),
}
_NAME = {"name": Both("王芳", "Wang Fang")}
_PROMISE = Both("到达现场", "Somebody is on site")
_PROMISED = Both(
    [{"promise": "到达现场", "until": "2026-03-05 13:00"}],
    [{"promise": "Somebody is on site", "until": "2026-03-05 13:00"}],
)
_RECEIVER = {"receiver": Both("河北远航农机销售有限公司", "Yuanhang Farm Machines")}
_PAGE = {"page": "https://service.example.com/cases/C20260305-0001"}

LETTERS = (
    Letter(
        REGISTERED, _("To the customer: the case is registered"), Kind.SERVICE,
        {**_CASE, **_NAME, "promises": _PROMISED}, made={"link": link}, prompt=True,
    ),
    Letter(
        CLOSED, _("To the customer: the case is closed"), Kind.SERVICE,
        {**_CASE, **_NAME, "solution": Both("更换法兰垫片", "The gasket was replaced")},
        made={"link": link},
    ),
    Letter(
        LATE, _("To the customer: a promise is late"), Kind.SERVICE,
        {**_CASE, **_NAME, "promise": _PROMISE, "until": "2026-03-05 13:00"}, made={"link": link},
    ),
    Letter(
        HANDED, _("To a dealer, department or colleague: a case is handed over"), Kind.STAFF,
        {**_CASE, **_NAME, **_PAGE, "customer": Both("华北医院", "North Hospital"),
         "by": Both("林晓", "Lin Xiao"), "note": Both("请尽快安排", "Please arrange it soon"),
         "promises": _PROMISED},
    ),
    Letter(
        LATE_INSIDE, _("To those who are told: a promise is late"), Kind.STAFF,
        {**_CASE, **_NAME, **_PAGE, "promise": _PROMISE, "until": "2026-03-05 13:00"},
    ),
    Letter(
        ARRANGED, _("To the customer: it is arranged"), Kind.SERVICE,
        {**_CASE, **_NAME, **_RECEIVER, "phone": "0312-300-3001"}, made={"link": link},
        confirmed=True,
    ),
    Letter(
        FILED, _("To the technical department: an arrangement, for its file"), Kind.STAFF,
        {**_CASE, **_NAME, **_PAGE, **_RECEIVER, "customer": Both("华北医院", "North Hospital")},
    ),
    Letter(
        SUPPLIER, _("To a supplier: what is to be put right, and when"), Kind.STAFF,
        {**_CASE, **_NAME, "customer": Both("华北医院", "North Hospital"),
         "place": Both("和平路 8 号", "8 Peace Road"), "phone": "010-6255-2001",
         "agreed_for": "2026-03-08 09:00"},
    ),
)  # fmt: skip

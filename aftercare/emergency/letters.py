"""The letters of incidents."""

from django.utils.translation import gettext_lazy as _

from aftercare.outbound.catalogue import Both, Letter
from aftercare.outbound.models import Kind

CONVENED = "incident-convened"

LETTERS = (
    Letter(
        CONVENED, _("To the leading group: an incident, you are convened"), Kind.STAFF,
        {
            "number": "E20260305-0001",
            "title": Both("机房断电，系统瘫痪", "Power gone in the machine room, system down"),
            "text": Both("UPS 未切换，业务中断。", "The UPS did not take over; all stopped."),
            "name": Both("王芳", "Wang Fang"), "by": Both("林晓", "Lin Xiao"),
            "until": "2026-03-05 09:15",
            "company": Both("守约机电工程有限公司", "Keepword Engineering"),
            "page": "https://service.example.com/emergency/E20260305-0001",
        },
        prompt=True,
    ),
)  # fmt: skip

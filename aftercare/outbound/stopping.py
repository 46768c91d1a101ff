"""The link in a notice by which its receiver gets no more of them.

It names the message and is signed with the secret key, so nobody can stop the messages of others.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from aftercare.kit import references
from aftercare.outbound.models import Message

NOTICE = "notice"
_signer = Signer(sep=".", salt="aftercare.outbound.stop")


def link_of(message: Message) -> str:
    """Where whoever got this message says that they want no more of its kind."""
    sign = _signer.sign(str(message.pk))
    return f"{settings.ADDRESS}{reverse('stop-notices', args=[sign])}"


def message_of(sign: str) -> Message | None:
    """The message of a link; None for one that was not made here."""
    try:
        key = references.number(_signer.unsign(sign))
    except BadSignature:
        return None
    return Message.objects.select_related("customer").filter(pk=key).first() if key else None


def headers_of(message: Message) -> dict[str, str]:
    """The lines by which mail programs show a button for the same (RFC 2369, RFC 8058)."""
    if message.template != NOTICE:
        return {}
    return {
        "List-Unsubscribe": f"<{link_of(message)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }

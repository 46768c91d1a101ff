"""The letters of this folder."""

from django.utils.translation import gettext_lazy as _

from aftercare.outbound.catalogue import Both, Letter
from aftercare.outbound.models import Kind

LETTERS = (
    Letter(
        "letter", _("Letter written by a person"), Kind.SERVICE,
        {"subject": Both("水泵已修好", "The pump is mended"),
         "text": Both("您好，水泵已修好，请查验。", "Your pump is mended. Please have a look.")},
        prompt=True,
    ),
)  # fmt: skip

"""The letters of this folder."""

from django.utils.translation import gettext_lazy as _

from aftercare.outbound.catalogue import Kind, Letter

LETTERS = (
    Letter(
        "letter", _("Letter written by a person"), Kind.SERVICE,
        {"subject": "C20260305-0001", "text": "…"},
    ),
)  # fmt: skip

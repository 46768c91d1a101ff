"""The letters of this folder."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from aftercare.outbound.catalogue import Both, Letter
from aftercare.outbound.models import Kind


def payload(values: Mapping[str, Any]) -> str:
    """The body of a webhook: JSON, the same bytes however often it is sent."""
    return orjson.dumps(dict(values), option=orjson.OPT_SORT_KEYS).decode()


LETTERS = (
    Letter(
        "letter", _("Letter written by a person"), Kind.SERVICE,
        {"subject": Both("水泵已修好", "The pump is mended"),
         "text": Both("您好，水泵已修好，请查验。", "Your pump is mended. Please have a look.")},
        prompt=True,
    ),
    Letter(
        "notice", _("Notice to a group of customers"), Kind.NOTICE,
        {"subject": Both("台风预警：请检查户外机组", "Storm warning: check what stands outside"),
         "text": Both("台风将于周五登陆，请关好门窗，固定户外机组。",
                      "A storm arrives on Friday. Please fasten what stands outside."),
         "company": Both("守约机电工程有限公司", "Keepword Engineering")},
    ),
    Letter(
        "webhook", _("What another system is told of an event"), Kind.STAFF,
        {"type": "case.closed", "timestamp": "2026-03-05T04:00:00Z",
         "data": {"sequence": 812, "subject": "case/12", "context": "agreement/7"}},
        plain=payload,
    ),
)  # fmt: skip

"""The letters of patches: one is offered, one is withdrawn."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from aftercare.outbound.catalogue import Both, Letter
from aftercare.outbound.models import Kind
from aftercare.patches.models import ToTell

OFFERED = "patch-offered"
WITHDRAWN = "patch-withdrawn"
NAMES: Mapping[str, str] = {ToTell.OFFERED: OFFERED, ToTell.WITHDRAWN: WITHDRAWN}
_PATCH = {
    "number": "PM5-8.2.1",
    "title": Both("报表导出修复", "Export of reports mended"),
    "units": 2,
    "name": Both("张伟", "Zhang Wei"),
    "page": "https://service.example.com/my/patches",
    "company": Both("守约机电工程有限公司", "Keepword Engineering"),
}
# The second is about what the customer has on their system, so it also reaches whom notices to
# many are not wanted by.
LETTERS = (
    Letter(
        OFFERED, _("To customers: a patch is offered"), Kind.NOTICE,
        {**_PATCH, "fixes": Both("大报表导出中断", "Large reports broke off when exported"),
         "risks": Both("安装时服务停止约 5 分钟", "The service stops for about 5 minutes")},
    ),
    Letter(
        WITHDRAWN, _("To customers who have applied a patch: it is withdrawn"), Kind.SERVICE,
        {**_PATCH, "reason": Both("个别环境下登录变慢", "Signing in may become slow")},
    ),
)  # fmt: skip

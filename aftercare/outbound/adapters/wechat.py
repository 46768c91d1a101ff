"""Messages by WeChat by the gateway of the settings.

To a customer the gateway writes in the company's official account, to one of the house in WeCom:
which of them an id belongs to is for the gateway to know.
"""

from django.conf import settings

from aftercare.outbound.adapters.files import Files
from aftercare.outbound.adapters.gateway import JsonGateway


class Gateway(JsonGateway):
    """The gateway of the settings."""

    def __init__(self) -> None:
        super().__init__(settings.WECHAT_ADDRESS, settings.WECHAT_TOKEN)


class WeChatFiles(Files):
    """Files, to try it out."""

    folder = "wechat"

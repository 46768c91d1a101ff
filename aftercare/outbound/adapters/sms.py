"""Short messages by the gateway of the settings."""

from django.conf import settings

from aftercare.outbound.adapters.files import Files
from aftercare.outbound.adapters.gateway import JsonGateway


class Gateway(JsonGateway):
    """The gateway of the settings."""

    def __init__(self) -> None:
        super().__init__(settings.SMS_ADDRESS, settings.SMS_TOKEN)


class SmsFiles(Files):
    """Files, to try it out."""

    folder = "sms"

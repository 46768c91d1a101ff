"""Django's name for this folder."""

from django.apps import AppConfig


class OutboundConfig(AppConfig):
    name = "aftercare.outbound"

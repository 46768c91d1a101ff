"""Django's name for this folder."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "aftercare.chat"

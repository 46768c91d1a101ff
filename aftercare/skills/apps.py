"""Django's name for this folder."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "aftercare.skills"

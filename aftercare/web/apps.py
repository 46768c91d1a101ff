"""The application's frame."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "aftercare.web"

    def ready(self) -> None:
        from aftercare.web import checks  # noqa: F401  # registers them

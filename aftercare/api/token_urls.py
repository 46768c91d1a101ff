"""Addresses of the pages about tokens."""

from django.urls import path

from aftercare.api import views

app_name = "tokens"

urlpatterns = [
    path("tokens", views.tokens, name="tokens"),
    path("tokens/<int:id>/revoke", views.revoke, name="revoke"),
]

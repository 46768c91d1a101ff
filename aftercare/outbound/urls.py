"""Addresses of the outbox."""

from django.urls import path

from aftercare.outbound import views

app_name = "outbound"

urlpatterns = [
    path("", views.messages, name="messages"),
    path("retry", views.retry, name="retry"),
    path("<int:pk>", views.message, name="message"),
    path("<int:pk>/<slug:what>", views.act, name="act"),
]

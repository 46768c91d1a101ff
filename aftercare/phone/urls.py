"""Addresses of the telephone."""

from django.urls import path

from aftercare.phone import views

app_name = "phone"

urlpatterns = [
    path("", views.calls, name="calls"),
    path("now", views.now, name="now"),
    path("enter", views.enter, name="enter"),
    path("<int:pk>", views.call, name="call"),
]

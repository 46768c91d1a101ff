"""Addresses of the telephone."""

from django.urls import path

from aftercare.phone import views

app_name = "phone"

urlpatterns = [
    path("", views.calls, name="calls"),
    path("now", views.now, name="now"),
    path("extensions", views.extensions, name="extensions"),
    path("extensions/<int:pk>/take", views.take, name="take-extension"),
    path("enter", views.enter, name="enter"),
    path("<int:pk>", views.call, name="call"),
]

"""Addresses of remote sessions."""

from django.urls import path

from aftercare.remote import views

app_name = "remote"

urlpatterns = [
    path("of/<str:number>", views.of_case, name="of-case"),
    path("ask/<str:number>", views.ask, name="ask"),
    path("<int:pk>", views.session, name="session"),
    path("<int:pk>/connect", views.connect, name="connect"),
    path("<int:pk>/act/<slug:what>", views.act, name="act"),
]

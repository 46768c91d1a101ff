"""Addresses of complaints."""

from django.urls import path

from aftercare.complaints import views

app_name = "complaints"

urlpatterns = [
    path("", views.complaints, name="complaints"),
    path("of/<str:number>", views.of_case, name="of-case"),
    path("add", views.add, name="add"),
    path("<str:number>", views.complaint, name="complaint"),
    path("<str:number>/act/<slug:what>", views.act, name="act"),
]
